"""A page as it stood when it was drawn, so that a number of it can be moved outside of any run of its script.

A held slider asks for what would follow from it many times a second. The page that asks is named by a token, known to
its visitor's browser alone, and forgotten with the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from secrets import token_urlsafe
from typing import Any
from weakref import WeakValueDictionary

import streamlit as st

from lib.core.indicator import Variant
from lib.indicators import INDICATORS
from lib.ui.keys import Key
from lib.ui.notebook import Notebook, compute
from lib.ui.parameters_state import from_screen


@dataclass
class Still(Notebook):
    """A notebook whose choices are fixed.

    Attributes:
        definition: the chosen one.
        confidence: level of its intervals.
        benchmark: the visitor's own value to compare with.
        rule: by which a cost of the whole is shared out.
        rests: where its sliders stand on screen, by input.
    """

    definition: Variant | None = None
    confidence: float = 0.95
    benchmark: float | None = None
    rule: str | None = None
    rests: Mapping[str, float] = field(default_factory=dict)

    @property
    def variant(self) -> Variant:
        """The definition that was chosen."""
        return self.definition or self.ind.variants[0]

    @property
    def level(self) -> float:
        """The confidence level that was chosen."""
        return self.confidence

    @property
    def own_benchmark(self) -> float | None:
        """The value to compare with, as it stood in its field."""
        return self.benchmark

    @property
    def sharing(self) -> str | None:
        """The rule that was chosen."""
        return self.rule

    def with_moved(self, name: str, at: float) -> Still:
        """The page with one number as it stands on screen, computed.

        Raises:
            InputError: where no page would take that number.
        """
        return moved_on(self, name, from_screen(self.ind.input(name), at), at == self.rests.get(name))


def moved_on(page: Still, name: str, number: float, rests: bool) -> Still:
    """The page with another number in one of its inputs; where the slider rests, nothing has changed."""
    moved = replace(page, inputs=dict(page.inputs) if rests else changed(page, page.inputs, name, number))
    compute(moved)
    return moved


def changed(page: Notebook, resting: Mapping[str, Any], name: str, number: float) -> dict[str, Any]:
    """The inputs with one of them changed.

    Evidence belongs to the numbers that were measured; where none were, it came with them.
    """
    kept = {one: given for one, given in resting.items() if page.measured is None or not page.ind.input(one).evidence}
    return {**kept, name: number}


class _Place:
    """Where the page of a session stands; a session that ends takes it along."""

    def __init__(self) -> None:
        self.still: Still | None = None


_places: WeakValueDictionary[str, _Place] = WeakValueDictionary()


def stand(page: Notebook, resting: Mapping[str, Any], rests: Mapping[str, float]) -> str:
    """Notes how the page stands, and returns the token to ask for it."""
    token, place = st.session_state.setdefault(Key.STILL, (token_urlsafe(16), _Place()))
    place.still = Still(
        page.ind,
        source=page.source,
        measured=page.measured,
        inputs=dict(resting),
        definition=page.variant,
        confidence=page.level,
        benchmark=page.own_benchmark,
        rule=page.sharing,
        rests=dict(rests),
    )
    _places[token] = place
    return str(token)


def standing(token: Any, slug: str) -> Still | None:
    """The page of that token; None where it is another's, gone, or on another server."""
    place = _places.get(token) if isinstance(token, str) else None
    still = place.still if place else None
    return still if still is not None and still.slug == slug else None


def question(slug: str, variant: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What a page has to say about itself, without evidence: that bears on intervals alone."""
    ind = INDICATORS[slug]
    plain = {name: _plain(given) for name, given in inputs.items() if not ind.input(name).evidence}
    return {"slug": slug, "variant": variant, "inputs": plain}


def _plain(given: Any) -> Any:
    if isinstance(given, tuple | list):
        return [one.isoformat() if isinstance(one, date) else one for one in given]
    return given
