"""Lists of amounts and days: text to paste into, which stands in the address, and one table to edit them all in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

import pandas as pd
import streamlit as st

from lib.core import InputError
from lib.core.indicator import Input
from lib.ui.cells.pasting import paste
from lib.ui.parameters_state import from_screen, to_screen
from lib.ui.words import plain, say

Rows = Sequence[Mapping[str, Any]]


class Fields(Protocol):
    """Who has lists: a page, or a form of its own on a page."""

    def key(self, name: str) -> str:
        """Key of a widget, which is its name in the address."""
        ...

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of its own catalogue file."""
        ...


def series(
    page: Fields,
    items: Sequence[Input],
    shown: dict[str, Any],
    label: Callable[[Input], str],
    default: Callable[[Input], Any],
    *,
    persist: Literal["session"] | None = None,
) -> InputError | None:
    """The fields and their table; what they hold goes into ``shown``, the first problem is returned.

    Args:
        page: whose lists they are.
        items: the lists.
        shown: takes what the fields hold.
        label: of a field.
        default: text that a field starts with.
        persist: whether fields that are not drawn for a while keep what they hold.
    """
    problem: InputError | None = None
    for item in items:
        text: str = st.text_input(
            label(item),
            value=default(item),
            key=page.key(item.name),
            help=page.text(f"inputs.{item.name}.help"),
            bind="query-params",
            persist_state=persist,
        )
        try:
            shown[item.name] = item.check(from_screen(item, text))
        except InputError as error:
            problem = problem or error
    if items:
        paste(items, {item.name: page.key(item.name) for item in items}, label, page.key("series"))
    if items and problem is None:
        _table(page, items, {item.name: shown[item.name] for item in items})
    return problem


def _table(page: Fields, items: Sequence[Input], values: dict[str, tuple[Any, ...]]) -> None:
    """One row per period with a column for each list, so that a row added or deleted keeps partners together."""
    state = page.key("series")
    known = {item.name: item for item in items}
    texts = _texts(known, values)
    base, written, turn = st.session_state.get(state, (None, None, 0))
    if base is None or base.keys() != known.keys() or texts not in (_texts(known, base), written):
        # The lists were changed elsewhere: the table starts again from them.
        base, written, turn = values, texts, turn + 1
        st.session_state[state] = (base, written, turn)
    key = f"{state}__table_{turn}"
    start = rows_of(base)

    def edited() -> None:
        rows = after(start, st.session_state[key], [item.name for item in items if item.kind == "dates"])
        new = {item.name: to_screen(item, tuple(row[item.name] for row in rows)) for item in items}
        st.session_state[state] = (base, new, turn)
        for item in items:
            st.session_state[page.key(item.name)] = new[item.name]

    with st.expander(say("cells.parameters.table"), icon=":material/table_edit:", key=f"{state}__open"):
        st.data_editor(
            pd.DataFrame(start, columns=[item.name for item in items]),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config={item.name: _column(page, item) for item in items},
            column_order=[item.name for item in sorted(items, key=lambda item: item.kind != "dates")],
            key=key,
            on_change=edited,
            alt=plain("cells.parameters.table"),
        )


def _texts(known: Mapping[str, Input], values: Mapping[str, Any]) -> dict[str, str]:
    return {name: to_screen(item, values[name]) for name, item in known.items()}


def _column(page: Fields, item: Input) -> Any:
    name = page.text(f"inputs.{item.name}.label")
    if item.kind == "dates":
        return st.column_config.DateColumn(name, format="YYYY-MM-DD")
    return st.column_config.NumberColumn(name, format="localized")


def rows_of(values: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Lists as rows; a shorter list leaves its last cells empty.

    Example:
        >>> rows_of({"a": (1, 2), "b": (3,)})
        [{'a': 1, 'b': 3}, {'a': 2, 'b': None}]
    """
    longest = max(map(len, values.values()), default=0)
    return [
        {name: part[place] if place < len(part) else None for name, part in values.items()} for place in range(longest)
    ]


def after(start: Rows, change: Mapping[str, Any], days: Sequence[str]) -> list[dict[str, Any]]:
    """The rows once edited, with deleted ones gone and added ones at the end.

    An amount left open counts as nought, so that the period stays; a row without a day, or with nothing in it, is not there yet.

    Args:
        start: rows as the table was filled with.
        change: ``edited_rows``, ``added_rows`` and ``deleted_rows`` as the table reports them.
        days: names of the columns that hold dates.

    Example:
        >>> change = {"edited_rows": {0: {"a": 9}}, "added_rows": [{"a": 5}, {}], "deleted_rows": [1]}
        >>> after([{"a": 1}, {"a": 2}], change, [])
        [{'a': 9.0}, {'a': 5.0}]
    """
    edited = {int(place): cells for place, cells in change.get("edited_rows", {}).items()}
    gone = set(change.get("deleted_rows", ()))
    kept = [{**row, **edited.get(place, {})} for place, row in enumerate(start) if place not in gone]
    added = [{name: row.get(name) for name in start[0]} for row in change.get("added_rows", ())]
    rows = kept + [row for row in added if any(value is not None for value in row.values())]
    return [
        {name: value if name in days else float(value or 0) for name, value in row.items()}
        for row in rows
        if all(row.get(name) for name in days)
    ]
