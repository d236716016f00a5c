"""The visitor's own notebook: cells pinned from any page, as they were when they were pinned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.ui import recorder, visitor
from lib.ui.frame_links import link, page_link
from lib.ui.keys import Key
from lib.ui.page import Page
from lib.ui.words import plain, say

Part = Mapping[str, Any]
_ALERTS = {"error": st.error, "warning": st.warning, "info": st.info, "success": st.success}
_MOST = 40


def offer(page: Page, cell: str, title: str) -> None:
    """The button that pins what a cell shows right now; pressed, the cell is noted while it is drawn again."""
    collect(page)
    wanted = f"{page.slug}.{cell}"
    st.button(
        say("kept.keep"),
        key=f"keep_{page.slug}_{cell}",
        on_click=_ask,
        args=(wanted,),
        icon=":material/push_pin:",
        type="tertiary",
        help=say("kept.keep_help"),
    )
    if st.session_state.get(Key.KEEPING) == wanted:
        st.session_state[Key.KEEPING] = None
        st.session_state[Key.KEEPING_TITLE] = title
        recorder.start()


def _ask(wanted: str) -> None:
    st.session_state[Key.KEEPING] = wanted


def forget() -> None:
    """Drops what was noted of a cell whose drawing was cut short: half a cell is not kept. Called where a run begins."""
    recorder.finish()


def forget_in_fragment() -> None:
    """The same where a fragment runs by itself, without the script around it."""
    if recorder.is_fragment_run():
        forget()


def collect(page: Page) -> None:
    """Ends the cell that is being kept, if one is: called where the next one begins, and after the last."""
    parts = recorder.finish()
    if not parts:
        return
    entry = {
        "slug": page.slug,
        "title": st.session_state.get(Key.KEEPING_TITLE, ""),
        "parts": [dict(part) for part in parts],
        "link": link(page.slug),
    }
    found = [*entries_of(), entry][-_MOST:]
    st.session_state[Key.KEPT] = found
    visitor.remember_kept(found)
    st.toast(say("kept.done"), icon=":material/push_pin:")


def _drop(place: int) -> None:
    entries = entries_of()
    del entries[place]
    st.session_state[Key.KEPT] = entries
    visitor.remember_kept(entries)


def entries_of() -> list[dict[str, Any]]:
    """What was pinned, the oldest first."""
    return list(st.session_state.get(Key.KEPT) or [])


def title() -> None:
    """Name of the page, and how things get here."""
    st.title(say("kept.title"), anchor=False)
    st.markdown(say("kept.lead"))


def entries() -> None:
    """Everything pinned, as it was, with the link that brings its numbers back."""
    found = entries_of()
    if not found:
        st.info(say("kept.empty"), icon=":material/push_pin:")
    for place, entry in enumerate(found):
        with st.container(border=True):
            st.subheader(
                say("kept.entry", title=plain(f"{entry['slug']}.title"), cell=entry["title"]),
                anchor=f"kept-{place + 1}",
            )
            for number, part in enumerate(entry["parts"]):
                _show(part, key=f"kept_{place}_{number}")
            st.caption(say("kept.link"))
            st.code(entry["link"], language=None, wrap_lines=True)
            left, right = st.columns(2)
            with left:
                page_link(entry["slug"], say("kept.open"))
            right.button(
                say("kept.remove"),
                key=f"unkeep_{place}",
                on_click=_drop,
                args=(place,),
                icon=":material/delete:",
                type="tertiary",
            )


def _show(part: Part, *, key: str) -> None:
    kind = part["kind"]
    if kind == "metric":
        st.metric(part["label"], part["value"])
    elif kind == "formula":
        st.latex(part["text"])
    elif kind == "field":
        st.markdown(say("kept.field", label=part["label"], value=part["value"]))
    elif kind == "picture":
        st.vega_lite_chart(part["spec"], key=key, alt=part["alt"], width="stretch")
    elif kind == "table":
        st.dataframe(pd.DataFrame(part["rows"]), hide_index=True, width="stretch")
        if part["of"] > len(part["rows"]):
            st.caption(say("kept.beginning", shown=len(part["rows"]), count=part["of"]))
    elif kind == "alert":
        _ALERTS[part["severity"]](part["text"])
    elif kind == "code":
        st.code(part["text"], language=None, wrap_lines=True)
    elif kind == "caption":
        st.caption(part["text"])
    else:
        st.markdown(part["text"])
