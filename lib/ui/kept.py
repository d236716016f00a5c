"""The visitor's own notebook: cells pinned from any page, as they were when they were pinned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lib.ui import visitor
from lib.ui.frame_links import link, page_link
from lib.ui.keys import Key
from lib.ui.notebook import Notebook
from lib.ui.words import escape, plain, say

Part = Mapping[str, Any]
_MOST = 40


def metric(label: str, value: str) -> Part:
    """A value with its label."""
    return {"kind": "metric", "label": label, "value": value}


def text(sentence: str) -> Part:
    """A sentence that was already made safe for Markdown."""
    return {"kind": "text", "text": sentence}


def formula(latex: str) -> Part:
    """A formula in LaTeX."""
    return {"kind": "formula", "text": latex}


def picture(spec: Mapping[str, Any], alt: str) -> Part:
    """A chart with its text alternative."""
    return {"kind": "picture", "spec": dict(spec), "alt": alt}


def offer(page: Notebook, cell: str, parts: Sequence[Part]) -> None:
    """The button that pins what a cell shows right now."""
    st.button(
        say("kept.keep"),
        key=f"keep_{page.slug}_{cell}",
        on_click=_keep,
        args=(page.slug, cell, tuple(parts), link(page.slug)),
        icon=":material/push_pin:",
        type="tertiary",
        help=say("kept.keep_help"),
    )


def _keep(slug: str, cell: str, parts: tuple[Part, ...], address: str) -> None:
    entry = {"slug": slug, "cell": cell, "parts": [dict(part) for part in parts], "link": address}
    entries = [*entries_of(), entry][-_MOST:]
    st.session_state[Key.KEPT] = entries
    visitor.remember_kept(entries)
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
                say("kept.entry", title=plain(f"{entry['slug']}.title"), cell=plain(f"cells.{entry['cell']}.heading")),
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
    if part["kind"] == "metric":
        st.metric(part["label"], part["value"])
    elif part["kind"] == "formula":
        st.latex(part["text"])
    elif part["kind"] == "picture":
        st.vega_lite_chart(part["spec"], key=key, alt=part["alt"], width="stretch")
        st.caption(escape(part["alt"]))
    else:
        st.markdown(part["text"])
