"""What stands around every page: name, the visitor's data, language, and the way to every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from lib.core import FifteenError
from lib.core.indicator import Indicator
from lib.indicators import INDICATORS
from lib.knowledge import catalogue
from lib.ui import visitor, words
from lib.ui.address import choose
from lib.ui.keys import Key
from lib.ui.words import plain, say

ROOT = Path(__file__).resolve().parents[2]
ICON = Path(__file__).parent / "assets" / "icon.svg"
LOOK = Path(__file__).parent / "assets" / "look.css"
FAMILIES = ("marketing", "customer", "financial", "internet")
EXPERIMENT_PAGES = ("plan", "experiment", "peeking")
_ICONS = {
    "plan": "edit_calendar",
    "experiment": "science",
    "peeking": "visibility",
    "awareness": "campaign",
    "test_drive": "directions_car",
    "churn": "logout",
    "csat": "sentiment_satisfied",
    "take_rate": "redeem",
    "profit": "payments",
    "npv": "savings",
    "irr": "percent",
    "payback": "hourglass_bottom",
    "cltv": "loyalty",
    "cpc": "ads_click",
    "tcr": "shopping_cart_checkout",
    "roa": "trending_up",
    "bounce_rate": "keyboard_return",
    "wom": "record_voice_over",
}


def pages() -> dict[str, list[Any]]:
    """All pages by section, from the registry."""
    own = [
        st.Page(ROOT / "pages/home.py", title=plain("frame.home"), icon=":material/home:", default=True),
        data_page(),
        map_page(),
        st.Page(ROOT / "pages/notebook.py", title=plain("kept.title"), icon=":material/push_pin:", url_path="notebook"),
        trust_page(),
    ]
    sections: dict[str, list[Any]] = {"": own, plain("frame.experiments"): experiment_pages()}
    for family in FAMILIES:
        sections[plain(f"frame.families.{family}")] = [page_of(ind.slug) for ind in indicators(family)]
    return {name: found for name, found in sections.items() if found}


def experiment_pages() -> list[Any]:
    """The pages on experiments, in the order of their use."""
    return [experiment_page(slug) for slug in EXPERIMENT_PAGES]


def experiment_page(slug: str) -> Any:
    """One page on experiments."""
    return st.Page(
        ROOT / f"pages/{slug}.py", title=plain(f"{slug}.title"), icon=f":material/{_ICONS[slug]}:", url_path=slug
    )


def map_page() -> Any:
    """The page on which the indicators are one system."""
    return st.Page(ROOT / "pages/map.py", title=plain("map.title"), icon=":material/account_tree:", url_path="map")


def trust_page() -> Any:
    """The page on how the methods were tried out."""
    return st.Page(ROOT / "pages/trust.py", title=plain("trust.title"), icon=":material/verified:", url_path="trust")


def data_page() -> Any:
    """The page on the visitor's data."""
    return st.Page(ROOT / "pages/data.py", title=plain("frame.data"), icon=":material/table_view:", url_path="data")


def indicators(family: str) -> list[Indicator]:
    """The indicators of a family, in the order of the registry."""
    return [ind for ind in INDICATORS.values() if ind.family == family]


def page_of(slug: str) -> Any:
    """The page of one indicator, or of what rows are measured for besides."""
    if slug in EXPERIMENT_PAGES:
        return experiment_page(slug)
    return st.Page(
        ROOT / f"pages/{slug}.py",
        title=plain(f"{slug}.title"),
        icon=f":material/{_ICONS.get(slug, 'insights')}:",
        url_path=slug,
    )


def sidebar() -> None:
    """The visitor's data and language."""
    with st.sidebar:
        _data()
        if len(catalogue.languages()) > 1:
            choose(
                st.selectbox,
                say("frame.language"),
                catalogue.languages(),
                key=Key.LANGUAGE,
                default=catalogue.SOURCE,
                label_of=lambda code: catalogue.text("frame.language_name", code),
            )


def _data() -> None:
    ds = visitor.dataset()
    uploader("sidebar")
    if ds is None:
        return
    st.caption(say("frame.loaded", name=ds.name, rows=ds.rows, columns=len(ds.columns)))
    st.button(say("frame.unload"), on_click=visitor.unload, key="unload", icon=":material/delete:", type="tertiary")


def uploader(place: str) -> None:
    """A place to drop a file; what is dropped is read at once, so that nothing depends on the place staying."""
    key = f"upload_{place}_{st.session_state.get(Key.UPLOAD_ROUND, 0)}"
    upload = st.file_uploader(
        say("frame.upload"),
        label_visibility="collapsed" if place == "home" else "visible",
        type=["csv", "tsv", "txt", "gz", "xlsx", "xls", "ods", "parquet", "json", "jsonl", "ndjson"],
        key=key,
        help=say("frame.upload_help"),
    )
    st.caption(say("frame.upload_kinds"))
    if upload is not None:
        _take(upload, key)
    if st.session_state.get(Key.UPLOAD_ERROR):
        st.error(st.session_state[Key.UPLOAD_ERROR], icon=":material/error:")
        ds = visitor.dataset()
        if ds is not None:
            st.caption(say("frame.still_there", name=ds.name))


def _take(upload: Any, key: str) -> None:
    """Reads the upload, keeps what was there when that fails, and lets go of its bytes either way."""
    bar = st.progress(0.0, text=say("frame.reading", name=upload.name))
    try:
        visitor.load(
            upload,
            upload.name,
            progress=lambda share: bar.progress(min(1.0, max(0.0, share))),
            kept=lambda: _release(upload, key),
        )
        st.session_state[Key.UPLOAD_ERROR] = None
    except FifteenError as error:
        st.session_state[Key.UPLOAD_ERROR] = words.error(error)
    _release(upload, key)
    st.session_state[Key.UPLOAD_ROUND] = st.session_state.get(Key.UPLOAD_ROUND, 0) + 1
    st.rerun()


def _release(upload: Any, key: str) -> None:
    """Streamlit keeps an upload's bytes until the session ends; the visitor's folder has them by now."""
    from contextlib import suppress

    from streamlit.runtime import get_instance
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    # What the widget returns is a copy, bytes and all; the session state holds another.
    copies: tuple[Any, ...] = (upload, st.session_state.get(key))
    for copy in copies:
        if hasattr(copy, "close"):
            copy.close()
    with suppress(RuntimeError, AttributeError):
        if context is not None:
            files: Any = get_instance().uploaded_file_mgr
            files.remove_file(context.session_id, upload.file_id)
