"""Cell 6: whether a difference is more than noise, with effect and interval first, and the reason for the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import streamlit as st

from lib.core import Comparison, InputError, Notice, Unit
from lib.experiments import Arm, Experiment, trusted
from lib.experiments.health import split
from lib.indicators.inference import Proportion
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import columns_of, heading, show_table, tell
from lib.ui.cells.paired import paired
from lib.ui.cells.parameters import label
from lib.ui.cells.result import rows_of
from lib.ui.comparisons import alert, numbers, why
from lib.ui.notebook import LEVELS, Notebook, used_inputs
from lib.ui.parameters_state import decimals, from_screen, to_screen
from lib.ui.sentences import conclusion
from lib.ui.words import number, plain, say, value

_MOST_GROUPS = 10
# Groups so unequal were hardly meant to be equal; how they were meant to be split, only the page of experiments asks.
_PLANNED = 1.25


def significance(page: Notebook) -> None:
    """Two groups, two periods, two typed sets of numbers, or a target: one comparison and one sentence."""
    heading(page, "significance")
    if page.result is None:
        return
    if page.variant.inference is None:
        reason = page.ind.why_no_interval(variant=page.variant.name, **page.inputs)
        st.info(words.notice(reason) if reason else "", icon=":material/info:")
        return
    groups, periods = _measured_rows(page)
    mode = _mode(page, groups, periods)
    left, right = st.columns(2)
    _level(page, left)
    if mode == "target":
        _target(page)
        return
    method = _method(page, right)
    rows = groups if mode == "groups" else periods
    pair = _typed(page) if mode == "typed" else _pick(page, rows, mode)
    if pair is None:
        return
    (name_a, a), (name_b, b) = pair
    try:
        found = page.ind.compare(a, b, variant=page.variant.name, level=page.level, method=method)
    except InputError as error:
        st.error(words.error(error, page.slug), icon=":material/error:")
        return
    family = _family(page, groups, method) if mode == "groups" and len(groups) > 2 else None
    sound = _split(page, groups) if mode == "groups" else True
    _show(page, found, name_a, name_b, family, sound=sound)
    paired(page, mode, name_a, name_b)
    if family is not None:
        _show_family(page, family)


def _measured_rows(page: Notebook) -> tuple[dict[str, Any], dict[str, Any]]:
    measured = page.measured
    if measured is None:
        return {}, {}
    groups = {row["group"]: row["inputs"] for row in rows_of(page, measured.groups, "group")}
    periods = {row["period"]: row["inputs"] for row in rows_of(page, measured.trend, "period")}
    return groups, periods


def _mode(page: Notebook, groups: Mapping[str, Any], periods: Mapping[str, Any]) -> str:
    modes = [
        *(["groups"] if len(groups) > 1 else []),
        *(["periods"] if len(periods) > 1 else []),
        "typed",
        "target",
    ]
    return choose(
        st.segmented_control,
        say("cells.significance.mode"),
        modes,
        key=page.key("compare"),
        default=modes[0],
        label_of=lambda name: plain(f"cells.significance.modes.{name}"),
        required=True,
    )


def _level(page: Notebook, where: Any) -> None:
    """The level of every interval on the page; ``page.level`` reads it."""
    choose(
        where.select_slider,
        say("cells.significance.level"),
        LEVELS,
        key=page.key("level"),
        default=95,
        label_of=lambda level: number(level / 100, "level"),
    )


def _method(page: Notebook, where: Any) -> str:
    assert page.variant.inference is not None
    methods = page.variant.inference.methods
    if len(methods) == 1:
        return methods[0]
    return choose(
        where.selectbox,
        say("cells.significance.method"),
        methods,
        key=page.key("method"),
        default=methods[0],
        label_of=lambda name: plain(f"methods.{name}.name"),
        help=say("cells.significance.method_help"),
    )


Pair = tuple[tuple[str, Mapping[str, Any]], tuple[str, Mapping[str, Any]]]


def _pick(page: Notebook, rows: Mapping[str, Any], mode: str) -> Pair | None:
    names = list(rows)
    first, second = (names[-2], names[-1]) if mode == "periods" else (names[0], names[1])
    left, right = st.columns(2)
    a = choose(left.selectbox, say("cells.significance.a"), names, key=page.key(f"a_{mode}"), default=first)
    b = choose(right.selectbox, say("cells.significance.b"), names, key=page.key(f"b_{mode}"), default=second)
    if a == b:
        st.info(say("cells.significance.same"), icon=":material/info:")
        return None
    return (a, rows[a]), (b, rows[b])


def _typed(page: Notebook) -> Pair | None:
    """The numbers of the parameters cell against a second set."""
    st.caption(say("cells.significance.typed"))
    shown: dict[str, Any] = {}
    items = [item for item in used_inputs(page) if not item.parameter and item.kind == "number"]
    for place, item in enumerate(items):
        if place % 3 == 0:
            row = st.columns(3)
        default = to_screen(item, page.inputs.get(item.name, item.default or 0))
        factor = 100.0 if item.unit is Unit.RATE else 1.0
        given = row[place % 3].number_input(
            say("cells.significance.second", name=label(page, item)),
            min_value=None if item.minimum is None else item.minimum * factor,
            value=float(to_screen(item, item.default or 0)),
            step=1.0 if item.unit is Unit.COUNT else None,
            format=f"%.{decimals(default)}f",
            key=page.key(f"b_{item.name}"),
            bind="query-params",
        )
        shown[item.name] = from_screen(item, given)
    b = {**{name: given for name, given in page.inputs.items() if page.ind.input(name).parameter}, **shown}
    return (plain("cells.significance.first_set"), page.inputs), (plain("cells.significance.second_set"), b)


def _target(page: Notebook) -> None:
    factor = 100 if page.variant.unit is Unit.RATE else 1
    unit = plain(f"units.{page.variant.unit}")
    given = st.number_input(
        say("cells.significance.target") + (f" ({unit})" if unit else ""),
        value=None,
        key=page.key("target"),
        bind="query-params",
        placeholder=say("cells.significance.target_placeholder"),
    )
    if given is None:
        st.caption(say("cells.significance.target_help"))
        return
    found = page.ind.compare_to_target(page.inputs, given / factor, variant=page.variant.name, level=page.level)
    _show(page, found, plain("cells.significance.the_target"), plain("cells.significance.yours"))


def _show(
    page: Notebook,
    found: Comparison,
    name_a: str,
    name_b: str,
    family: Family | None = None,
    *,
    sound: bool = True,
) -> None:
    unit = page.variant.unit
    one, two, three = st.columns(3)
    one.metric(words.escape(name_a), value(found.estimate_a, unit))
    two.metric(words.escape(name_b), value(found.estimate_b, unit))
    label = "cells.significance.ratio" if found.effect == "ratio" else "cells.significance.difference"
    three.metric(say(label), words.effect(found.estimate, found, unit, short=True))
    corrected = None if family is None else family.of(name_a, name_b)
    pairs = 0 if family is None else len(family.pairs)
    sentence, tone = conclusion(
        found, unit, name_a, name_b, page.better, corrected=corrected, pairs=pairs, trusted=sound
    )
    alert(sentence, tone)
    st.markdown(numbers(found, unit))
    tell(found.notes)
    why(found)


def _split(page: Notebook, groups: Mapping[str, Any]) -> bool:
    """Groups that chance should have made equally large: are they? Else the comparison itself is in doubt."""
    measured, inference = page.measured, page.variant.inference
    if measured is None or not measured.by or measured.by != measured.roles.get("arm"):
        return True
    if not isinstance(inference, Proportion):
        return True
    counted = {label: inference.counts(inputs) for label, inputs in groups.items()}
    arms = tuple(Arm(label, n, n, x) for label, (x, n) in counted.items())
    found = [one for one in split(Experiment("binary", arms)) if one.severity != "info"]
    sizes = [arm.assigned for arm in arms]
    if found and max(sizes) > _PLANNED * min(sizes):
        tell([Notice("cells.significance.unequal", {"sizes": found[0].fields["sizes"]}, "info")])
        return True
    tell(found)
    return trusted(found)


@dataclass(frozen=True)
class Family:
    """All pairs of groups, with p-values corrected for having looked at all of them."""

    pairs: tuple[tuple[str, str], ...]
    found: tuple[Comparison, ...]
    adjusted: tuple[float, ...]

    def of(self, a: str, b: str) -> float | None:
        """The corrected p-value of one pair, in either order."""
        for pair, p in zip(self.pairs, self.adjusted, strict=True):
            if set(pair) == {a, b}:
                return p
        return None


def _family(page: Notebook, groups: Mapping[str, Any], method: str) -> Family | None:
    from lib.stats import adjust

    names = list(groups)[:_MOST_GROUPS]
    pairs, found = [], []
    for a, b in combinations(names, 2):
        one = page.ind.compare(groups[a], groups[b], variant=page.variant.name, level=page.level, method=method)
        if one.p_value is not None:
            pairs.append((a, b))
            found.append(one)
    if len(found) < 2:
        return None
    adjusted = adjust([one.p_value for one in found], method="holm")
    return Family(tuple(pairs), tuple(found), tuple(_p_values(adjusted)))


def _show_family(page: Notebook, family: Family) -> None:
    rows = [
        {
            "a": a,
            "b": b,
            "difference": words.effect(one.estimate, one, page.variant.unit, short=True),
            "p": number(one.p_value, "p"),
            "adjusted": number(p, "p"),
        }
        for (a, b), one, p in zip(family.pairs, family.found, family.adjusted, strict=True)
    ]
    labels = {name: f"cells.significance.family.{name}" for name in ("a", "b", "difference", "p", "adjusted")}
    with st.expander(say("cells.significance.family.heading", count=len(rows)), icon=":material/account_tree:"):
        st.markdown(say("cells.significance.family.explain", count=len(rows)))
        show_table(columns_of(rows, labels))


def _p_values(adjusted: Any) -> list[float]:
    return list(getattr(adjusted, "adjusted", getattr(adjusted, "p_values", adjusted)))
