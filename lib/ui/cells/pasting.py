"""A range pasted from a spreadsheet into the lists of a page, and a sentence on what was understood of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from lib.core.indicator import Input
from lib.data.pasted import Pasted, Unread, pasted
from lib.ui.parameters_state import to_screen
from lib.ui.words import plain, say

_MOST_UNREAD = 5


def paste(items: Sequence[Input], keys: Mapping[str, str], label: Callable[[Input], str], place: str) -> None:
    """A field to paste into; what it holds goes into the fields of the lists, all of it or nothing.

    Args:
        items: the lists.
        keys: of their fields, by name.
        label: of a field.
        place: what the keys of its own widgets start with.
    """
    field, outcome = f"{place}__paste", f"{place}__pasted"

    def take() -> None:
        text = str(st.session_state.get(field) or "")
        found = pasted(text)
        new = {} if found.unread else _matched(items, found)
        for name, value in new.items():
            st.session_state[keys[name]] = value
        if new:
            st.session_state[field] = ""
        st.session_state[outcome] = (found, new) if text.strip() else None

    with st.expander(say("cells.paste.title"), icon=":material/content_paste:", key=f"{place}__paste_open"):
        names = tuple(label(item) for item in items)
        st.text_area(
            say("cells.paste.label", count=len(names), names=names),
            key=field,
            height=120,
            placeholder=plain("cells.paste.example"),
            help=say("cells.paste.help"),
            on_change=take,
        )
        if (kept := st.session_state.get(outcome)) is not None:
            found, new = kept
            _report(found, new, items, keys, label)


def _matched(items: Sequence[Input], found: Pasted) -> dict[str, str]:
    """Days to the list of days, columns of amounts to the other lists in their order."""
    new = {}
    amounts = iter(found.amounts)
    for item in items:
        column = found.days if item.kind == "dates" else next(amounts, None)
        if column:
            new[item.name] = to_screen(item, column)
    # Days by themselves would leave the amounts without partners.
    return new if any(item.name in new for item in items if item.kind != "dates") else {}


def _report(
    found: Pasted,
    new: Mapping[str, str],
    items: Sequence[Input],
    keys: Mapping[str, str],
    label: Callable[[Input], str],
) -> None:
    if not new:
        for one in found.unread[:_MOST_UNREAD]:
            st.error(_unread(one), icon=":material/block:")
        if not found.unread:
            st.error(say("cells.paste.nothing"), icon=":material/block:")
        return
    if any(st.session_state.get(keys[name]) != value for name, value in new.items()):
        return  # changed since
    taken = tuple(label(item) for item in items if item.name in new)
    st.success(say("cells.paste.taken", count=found.rows, names=taken), icon=":material/check:")
    for sentence in _remarks(found, new, items, label):
        st.caption(sentence)


def _unread(one: Unread) -> str:
    fields: dict[str, Any] = {"row": one.row, "column": one.column, "text": one.text}
    return say("cells.paste.no_cell" if not one.text else f"cells.paste.unread.{one.kind}", **fields)


def _remarks(found: Pasted, new: Mapping[str, str], items: Sequence[Input], label: Callable[[Input], str]) -> list[str]:
    said = []
    if found.heading:
        said.append(say("cells.paste.heading"))
    if found.decimal == ",":
        said.append(say("cells.paste.comma"))
    if found.in_doubt:
        said.append(say("cells.paste.doubt", text=found.in_doubt))
    if found.empty:
        said.append(say("cells.paste.empty", count=found.empty))
    if found.passed_over:
        said.append(say("cells.paste.passed_over", count=len(found.passed_over), columns=found.passed_over))
    lists = sum(item.kind != "dates" for item in items)
    if len(found.amounts) > lists:
        said.append(say("cells.paste.too_many", count=len(found.amounts), lists=lists))
    if found.days is not None and not any(item.kind == "dates" for item in items):
        said.append(say("cells.paste.days_unused"))
    missing = tuple(label(item) for item in items if item.name not in new)
    if missing:
        said.append(say("cells.paste.missing", names=missing))
    return said
