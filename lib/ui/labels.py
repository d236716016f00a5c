"""Choosing among the labels of a column: which is the control, which scenario counts, which sources mean direct."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.core.indicator import AUTO, Option, Shape
from lib.data import Dataset
from lib.data.label_choices import Label, choices_in, find, labels_in
from lib.data.measure import guess_of
from lib.ui import rows
from lib.ui.address import choice_key, choose, choose_many
from lib.ui.rows import RowsPage
from lib.ui.words import plain, say


def offered(shape: Shape, roles: Mapping[str, str]) -> tuple[Option, ...]:
    """The options that the columns can serve: without a column of arms there is no control to choose."""
    return tuple(item for item in shape.options if not item.role or item.role in roles)


def labels(page: RowsPage, item: Option, ds: Dataset, roles: Mapping[str, str], shape: Shape, where: Any) -> Any:
    """One label, or several, of the column of the option's role; a linked one that is not there is kept for a sentence."""
    column, key = roles[item.role], rows.option_key(page, item.name)
    more = {"help": page.text(f"options.{item.name}.help")}
    label = page.text(f"options.{item.name}.label")
    guess = guess_of(ds, page.ind, roles, shape, item)
    wanted = _wanted(key)
    texts = [one.text for one in choices_in(ds, column, *wanted)]
    missing = _missing(key, ds, labels_in(ds, column), wanted)
    if item.kind == "labels":
        usual = [one.text for one in guess]
        chosen: Any = choose_many(
            where.multiselect, label, [*texts, *(t for t in usual if t not in texts)], key=key, default=usual, **more
        )
        return (*chosen, *missing)
    guessed = ", ".join(one.text for one in guess)
    words = say("cells.data.guessed_label", label=guessed) if guess else plain("cells.data.no_label_guessed")
    chosen = choose(
        where.selectbox,
        label,
        [AUTO, *(text for text in texts if text != AUTO)],
        key=key,
        default=AUTO,
        label_of=lambda text: words if text == AUTO else text,
        **more,
    )
    return (missing[0],) if chosen == AUTO and missing else chosen


def _wanted(key: str) -> tuple[str, ...]:
    """What the widget holds, or what the address asks for before it is drawn."""
    held = st.session_state.get(choice_key(key))
    if held is None:
        return tuple(st.query_params.get_all(key))
    return (held,) if isinstance(held, str) else tuple(held)


def _missing(key: str, ds: Dataset, labels: tuple[Label, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Labels asked for that this file does not have; remembered, since the address forgets them with the first run."""
    note = f"{key}__missing"
    lost = tuple(text for text in wanted if text not in {AUTO, "-"} and find(labels, text) is None)
    if lost:
        st.session_state[note] = (ds.content_hash, lost)
    content, kept = st.session_state.get(note, ("", ()))
    return kept if content == ds.content_hash else ()
