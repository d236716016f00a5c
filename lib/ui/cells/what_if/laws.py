"""How uncertain each input is: a table of what is assumed, and fields for one input at a time."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import streamlit as st

from lib.core import InputError, Unit
from lib.ui import assumptions_state as state
from lib.ui import words
from lib.ui.cells.common import columns_of, show_table
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import decimals, nice_step
from lib.ui.words import plain, say, value
from lib.whatif import Assumption, Law
from lib.whatif.assumptions import HELD, MOST_PAIRS, PARAMETERS, Pair
from lib.whatif.distributions import KINDS


def show_laws(page: Notebook, guessed: dict[str, Assumption]) -> tuple[Pair, ...]:
    """Shows what is assumed, with fields to change it; returns the pairs that move together."""
    st.caption(say("whatif.risk.guess"))
    assumed = state.assumed(page, guessed)
    rows = [_described(page, name, one) for name, one in assumed.items()]
    labels = {name: f"whatif.risk.{name}" for name in ("input", "law", "reach")}
    show_table(columns_of(rows, labels))
    _one(page, guessed)
    return _pairs(page, [name for name, one in assumed.items() if one.kind != HELD])


def _described(page: Notebook, name: str, one: Assumption) -> dict[str, Any]:
    unit = Unit.RATIO if one.kind == "beta" else state.item_of(page, name).unit
    fields = {part: value(number, unit) for part, number in zip(PARAMETERS[one.kind], one.parameters, strict=True)}
    return {
        "input": words.input_label(page.slug, name),
        "law": plain(f"whatif.risk.kinds.{one.kind}"),
        "reach": plain(f"whatif.risk.reaches.{one.kind}", column=one.column, **fields),
    }


def _one(page: Notebook, guessed: dict[str, Assumption]) -> None:
    """Fields for the input that the visitor picks."""
    left, right = st.columns(2)
    name = left.selectbox(
        say("whatif.risk.which"),
        list(guessed),
        format_func=lambda one: words.input_label(page.slug, one),
        key=f"{page.slug}__law_of",
    )
    guess = guessed[name]
    one = state.chosen(page).laws.get(name, guess)
    kinds = _kinds(page, name, one)
    widget = f"{page.slug}__law_{name}"
    # The assumption is the truth, the widget follows it: a guess moves with the numbers that it is made from.
    st.session_state[widget] = one.kind
    right.selectbox(
        say("whatif.risk.law"),
        kinds,
        format_func=lambda kind: plain(f"whatif.risk.kinds.{kind}"),
        key=widget,
        on_change=state.set_kind,
        args=(page, name, widget, guess),
    )
    if one.kind == "column":
        _column(page, name, one)
    _parameters(page, name, one)
    if name in state.chosen(page).laws:
        st.button(
            say("whatif.risk.reset"),
            key=f"reset_law_{page.slug}",
            on_click=state.reset,
            args=(page, name),
            icon=":material/undo:",
            type="tertiary",
        )


def _kinds(page: Notebook, name: str, one: Assumption) -> list[str]:
    """The kinds that suit the input; the one in use is always among them."""
    item, now = state.item_of(page, name), state.now_of(page, name)
    unfit = set()
    if item.unit is not Unit.RATE or not 0 < now < 1:
        unfit.add("beta")
    if now <= 0:
        unfit.add("lognormal")
    if not state.columns_for(page):
        unfit.add("column")
    return [kind for kind in (*KINDS, HELD) if kind not in unfit or kind == one.kind]


def _column(page: Notebook, name: str, one: Assumption) -> None:
    known = state.columns_for(page)
    widget = f"{page.slug}__law_{name}_column"
    if one.column in known:
        st.session_state[widget] = one.column
    st.selectbox(
        say("whatif.risk.column"),
        known,
        key=widget,
        on_change=state.set_column,
        args=(page, name, widget),
    )


def _parameters(page: Notebook, name: str, one: Assumption) -> None:
    names = PARAMETERS[one.kind]
    if not names:
        return
    factor = state.factor_of(page, name, one.kind)
    unit = "" if one.kind == "beta" else plain(f"units.{state.item_of(page, name).unit}")
    widgets = [f"{page.slug}__law_{name}_{one.kind}_{part}" for part in names]
    places = st.columns(len(names))
    for place, part, number, widget in zip(places, names, one.parameters, widgets, strict=True):
        shown = float(f"{number * factor:.12g}")
        st.session_state[widget] = shown
        label = plain(f"whatif.risk.parameters.{part}")
        place.number_input(
            f"{label} ({unit})" if unit else label,
            step=nice_step(shown),
            format=f"%.{decimals(shown)}f",
            key=widget,
            on_change=state.set_parameters,
            args=(page, name, one.kind, widgets),
        )


def _pairs(page: Notebook, names: list[str]) -> tuple[Pair, ...]:
    """Inputs that move together, pair by pair, with an empty row for one more."""
    if len(names) < 2:
        return ()
    shown = tuple(pair for pair in state.chosen(page).pairs if {pair[0], pair[1]} <= set(names))
    most = min(MOST_PAIRS, len(names) * (len(names) - 1) // 2)
    st.caption(say("whatif.risk.together"))
    for place in range(min(len(shown) + 1, most)):
        _pair(page, names, place, shown)
    return shown


def _pair(page: Notebook, names: list[str], place: int, shown: tuple[Pair, ...]) -> None:
    """Two inputs, and how closely they move together."""
    first, second, size = (f"{page.slug}__pair_{part}{place or ''}" for part in ("first", "second", "size"))
    if place < len(shown):
        # What was chosen is the truth, the fields follow it: a row moves up when one above it is emptied.
        for key, given in zip((first, second, size), shown[place], strict=True):
            st.session_state[key] = given
    else:
        _start_empty(names, (first, second, size), shown)
    call: dict[str, Any] = {"on_change": state.set_pair, "args": (page, place, shown, (first, second, size))}
    left, middle, right = st.columns(3)
    for column, key, word in ((left, first, "first"), (middle, second, "second")):
        column.selectbox(
            say(f"whatif.risk.{word}"),
            names,
            format_func=lambda one: words.input_label(page.slug, one),
            key=key,
            **call,
        )
    right.slider(say("whatif.risk.correlation"), -1.0, 1.0, step=0.05, key=size, **call)


def _start_empty(names: list[str], keys: tuple[str, str, str], shown: tuple[Pair, ...]) -> None:
    """A row without a correlation, on two inputs that are not a pair yet."""
    first, second, size = keys
    taken = {frozenset(pair[:2]) for pair in shown}
    now = st.session_state.get(first), st.session_state.get(second)
    if now[0] not in names or now[1] not in names or frozenset(now) in taken:
        free = next(pair for pair in combinations(names, 2) if frozenset(pair) not in taken)
        st.session_state[first], st.session_state[second] = free
    st.session_state[size] = 0.0


def drawable(page: Notebook, guessed: dict[str, Assumption]) -> dict[str, Law]:
    """The laws to draw from; where numbers do not fit together, the guess, and it is said."""
    found: dict[str, Law] = {}
    for name, one in state.assumed(page, guessed).items():
        try:
            law = one.law(state.values_for(page, one.column) if one.kind == "column" else ())
        except InputError:
            law = guessed[name].law()
            key = "whatif.risk.no_column" if one.kind == "column" else "whatif.risk.impossible"
            st.warning(say(key, name=words.input_label(page.slug, name), column=one.column), icon=":material/warning:")
        if law is not None:
            found[name] = law
    return found
