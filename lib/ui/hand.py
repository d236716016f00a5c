"""Values that follow the hand: a small component tells where a slider is while it is still held.

The slider is Streamlit's own, so its look, its keys and its release are too, and it is what remains where the component
cannot be had. Nothing is written while it is held: the result is drawn as if the number were another one, and the
release alone changes field, slider and address.
"""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lib.core import InputError
from lib.core.indicator import Input
from lib.ui.keys import Key
from lib.ui.notebook import Notebook, compute
from lib.ui.parameters_state import from_screen
from lib.ui.still import changed, question, stand

_log = logging.getLogger(__name__)
_ASSETS = Path(__file__).parent / "assets"
# One script: a component has no place for a second one to import.
_SCRIPTS = ("hand.js", "ahead.js")


def is_on() -> bool:
    """Whether sliders tell where they are while they are held; ``FIFTEEN_LIVE=0`` leaves them to their release."""
    return os.environ.get("FIFTEEN_LIVE", "1") != "0"


@cache
def component() -> Callable[..., Any] | None:
    """The component; None where this Streamlit cannot have it, and sliders speak on their release as they always do."""
    try:
        script = "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in _SCRIPTS)
        return st.components.v2.component("fifteen_hand", js=script)
    except (AttributeError, StreamlitAPIException):
        _log.warning("values do not follow held sliders: no component could be registered", exc_info=True)
        return None


@cache
def _formulas() -> str | None:
    """Where the browser finds the script that sets Streamlit's formulas; None where it is not where it used to be."""
    found = sorted((Path(st.__file__).parent / "static" / "static" / "js").glob("katex.*.js"))
    return f"static/js/{found[0].name}" if len(found) == 1 else None


def offer(slider: str, item: Input, value: float, low: float, high: float) -> None:
    """Notes a slider that can be followed: its input, where it stands, and its ends."""
    st.session_state.setdefault(Key.SLIDERS, {})[slider] = (item.name, value, low, high)


def follow(
    page: Notebook, part: str, draw: Callable[[], None], *, pause: int, share: float, ahead: bool = False
) -> None:
    """Draws what follows from the parameters, and again whenever a held slider of the page moves.

    In a fragment of its own: what is not drawn again costs the browser nothing, neither the sliders nor the cells below.

    Args:
        page: after its parameters were read.
        part: name of what follows, of several on a page.
        draw: writes it, where it is called.
        pause: milliseconds between two drawings at least.
        share: of the time that may be spent on drawing it; a slow browser draws it less often.
        ahead: whether the large number is in it, which the browser asks for by itself, ahead of the drawing.
    """
    found = component() if is_on() else None
    if found is None:
        draw()
        return
    resting, problem = dict(page.inputs), page.problem

    @st.fragment
    def held() -> None:
        told = _told(page, part)
        if told and (told.get("value") is None or let_go(page)):
            # Let go of where it was taken: nothing has changed, but other numbers are on screen. Let go elsewhere in the
            # very moment of a value: the browser has sent both as one, and asked for this part of the page alone.
            st.rerun()
        if told and problem is None:
            page.inputs = moved(page, resting, told) or dict(resting)
            compute(page)
        draw()
        # Behind what was drawn: its answer lets the browser send the next value.
        data: dict[str, Any] = {"part": part, "answered": told.get("turn", 0), "pause": pause, "share": share}
        if ahead and problem is None:
            places = {one[0]: one[1] for one in _offered().values()}
            data["live"] = {**question(page.slug, page.variant.name, resting), "token": stand(page, resting, places)}
            data["katex"] = _formulas()
            data["names"] = {slider: one[0] for slider, one in _offered().items()}
        data["rest"] = {slider: one[1] for slider, one in _offered().items()}
        found(key=_key(page, part), data=data, on_moved_change=_nothing)

    held()


def moved(page: Notebook, resting: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any] | None:
    """The inputs with the number that the browser tells; None where it tells nothing usable."""
    slider, at = str(told.get("slider")), told.get("value")
    offered = _offered().get(slider)
    if offered is None or isinstance(at, bool) or not isinstance(at, int | float):
        return None
    name, value, low, high = offered
    # A slider that has been let go of since rests elsewhere: that counts, not the way there.
    if (
        told.get("from") != value
        or st.session_state.get(slider) != value
        or not (math.isfinite(at) and low <= at <= high)
    ):
        return None
    if at == value:
        return dict(resting)
    try:
        return changed(page, resting, name, from_screen(page.ind.input(name), at))
    except InputError:
        return None


def _offered() -> dict[str, tuple[str, float, float, float]]:
    found: dict[str, tuple[str, float, float, float]] = st.session_state.get(Key.SLIDERS, {})
    return found


def let_go(page: Notebook) -> bool:
    """Whether a slider of the page stands elsewhere than it was drawn."""
    mine = {name: one[1] for name, one in _offered().items() if name.startswith(page.key(""))}
    return any(st.session_state.get(name, drawn) != drawn for name, drawn in mine.items())


def _key(page: Notebook, part: str) -> str:
    return f"hand_of_{page.slug}_{part}"


def _told(page: Notebook, part: str) -> dict[str, Any]:
    """What the browser has sent for this run and for no other."""
    state = st.session_state.get(_key(page, part))
    found = state.get("moved") if state else None
    return found if isinstance(found, dict) else {}


def _nothing() -> None:
    """Streamlit wants to be told that there is such an event."""
