"""A cost that was typed for the whole, shared out over groups and periods by a rule that the visitor chooses."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from lib.core.indicator import Input
from lib.core.sharing import shared
from lib.ui.address import choose
from lib.ui.notebook import Notebook
from lib.ui.words import plain

Rows = Sequence[Mapping[Any, Any]]


def parts(page: Notebook, rows: Rows) -> list[dict[str, float]]:
    """For each row of a measured frame its part of every cost of the whole."""
    found: list[dict[str, float]] = [{} for _ in rows]
    for item in _costs(page):
        rule = _rule(page, item, rows)
        if rule is not None:
            bases = [float(row.get(rule) or 0.0) for row in rows]
            for place, part in enumerate(shared(float(page.inputs[item.name]), bases)):
                found[place][item.name] = part
    return found


def explain(page: Notebook, rows: Rows) -> None:
    """The choice of the rule, where there is one, and what it does."""
    for item in _costs(page):
        rules = _rules(item, rows)
        if not rules:
            continue
        rule = choose(
            st.segmented_control,
            page.text(f"shared.{item.name}.label"),
            rules,
            key=page.key("share_by"),
            default=rules[0],
            label_of=_labelled(page, item),
            required=True,
        )
        st.caption(page.text(f"shared.{item.name}.rules.{rule}.explain", cost=page.inputs[item.name]))
        st.caption(page.text(f"shared.{item.name}.adds_up"))


def _labelled(page: Notebook, item: Input) -> Callable[[str], str]:
    return lambda rule: plain(f"{page.slug}.shared.{item.name}.rules.{rule}.label")


def _costs(page: Notebook) -> list[Input]:
    return [
        item
        for item in page.ind.inputs
        if item.shared_by and item.name in page.variant.inputs and page.inputs.get(item.name)
    ]


def _rules(item: Input, rows: Rows) -> list[str]:
    return [name for name in item.shared_by if rows and all(_known(row.get(name)) for row in rows)]


def _rule(page: Notebook, item: Input, rows: Rows) -> str | None:
    rules = _rules(item, rows)
    chosen = page.sharing
    return chosen if chosen in rules else next(iter(rules), None)


def _known(base: Any) -> bool:
    return base is not None and not math.isnan(base)
