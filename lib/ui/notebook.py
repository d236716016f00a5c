"""One page's state while it runs: the indicator, where its numbers come from, and the numbers themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from lib.core import FifteenError, InputError, Interval, Notice, Result
from lib.core.indicator import Indicator, Input, Shape, Variant
from lib.data import Dataset
from lib.indicators import INDICATORS
from lib.ui import visitor
from lib.ui.address import choice_key
from lib.ui.keys import Key, widget
from lib.ui.page import Page
from lib.ui.words import plain, say


@dataclass(frozen=True)
class Measured:
    """What was measured from rows, once per data set, roles and options.

    Attributes:
        ds: the data set.
        roles: role to column.
        shape: the shape of data.
        options: its options.
        overall: the inputs of the whole, or of the chosen group or period.
        groups: one row per group, None without a grouping column.
        trend: one row per period, None without a date.
        by: the grouping column.
        period: length of a period.
        notices: what was left out.
        focus: ``all``, or the group (``group:...``) or period (``period:...``) whose inputs are the page's.
    """

    ds: Dataset
    roles: Mapping[str, str]
    shape: Shape
    options: Mapping[str, Any]
    overall: Mapping[str, Any]
    groups: pd.DataFrame | None = None
    trend: pd.DataFrame | None = None
    by: str | None = None
    period: str | None = None
    notices: tuple[Notice, ...] = ()
    focus: str = "all"


# Per cent, because that is how they stand in the address and on the slider.
LEVELS = (80, 90, 95, 99)


@dataclass
class Notebook:
    """The page of one indicator.

    Attributes:
        ind: the indicator.
        source: ``sample``, ``typed`` or ``file``.
        measured: what the rows gave, None for typed numbers.
        variant: the chosen definition.
        inputs: the numbers in the parameters cell, with evidence where it still belongs to them.
        result: computed from them, None when a number is impossible.
        problem: why there is no result.
    """

    ind: Indicator
    source: str = "sample"
    measured: Measured | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    result: Result | None = None
    problem: FifteenError | None = None

    @property
    def level(self) -> float:
        """Confidence level of all intervals of the page, wherever on it the choice is drawn."""
        chosen = st.session_state.get(choice_key(self.key("level")))
        if chosen is None:
            linked = str(st.query_params.get(self.key("level"), ""))
            chosen = int(linked) if linked in {str(one) for one in LEVELS} else 95
        return float(chosen) / 100

    @property
    def own_benchmark(self) -> float | None:
        """The value to compare with that the visitor has typed, as it stands in its field."""
        name = self.key("benchmark")
        given = st.session_state.get(name, st.query_params.get(name))
        try:
            return None if given is None else float(given)
        except ValueError:
            return None

    @property
    def sharing(self) -> str | None:
        """The rule by which a cost of the whole is shared out; before its choice is drawn, as the address says."""
        name = self.key("share_by")
        found: str | None = st.session_state.get(choice_key(name), st.query_params.get(name))
        return found

    @property
    def slug(self) -> str:
        """Identifier of the indicator."""
        return self.ind.slug

    @property
    def variant(self) -> Variant:
        """The chosen definition."""
        chosen = st.session_state.get(choice_key(self.key("variant")))
        names = {item.name for item in self.ind.variants}
        return self.ind.variant(chosen if chosen in names else None)

    @property
    def better(self) -> str | None:
        """Whether higher or lower is better under the chosen definition."""
        return self.variant.better or self.ind.better

    def key(self, name: str) -> str:
        """Key of a widget of this page."""
        return widget(self.slug, name)

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of this indicator."""
        return say(f"{self.slug}.{name}", **fields)

    def interval(self) -> Interval | None:
        """The interval of the value, None where there is none."""
        if self.result is None:
            return None
        return self.ind.interval(level=self.level, variant=self.variant.name, **self.inputs)


def open_page(slug: str) -> Notebook:
    """The notebook of an indicator, for the page script."""
    return Notebook(INDICATORS[slug])


AnyPage = TypeVar("AnyPage", bound=Page)


def workbench(page: AnyPage, *cells: Callable[[AnyPage], None]) -> None:
    """Runs the cells that only recompute: a moved slider reruns these and nothing else."""

    from lib.ui import kept

    @st.fragment
    def live() -> None:
        kept.forget_in_fragment()
        for cell in cells:
            # The browser knows an element by its place: in a box of its own, a sentence that comes or goes moves no other cell,
            # and their charts and tables need not be drawn anew.
            with st.container():
                cell(page)
        kept.collect(page)

    live()


def typed_inputs(page: Notebook) -> dict[str, Any]:
    """The numbers that stand in the parameters cell, in the units of ``compute``."""
    return dict(page.inputs)


def used_inputs(page: Notebook) -> tuple[Input, ...]:
    """The inputs of the chosen definition, in the order of the indicator."""
    variant = page.variant
    names = {*variant.inputs, *variant.optional}
    return tuple(item for item in page.ind.inputs if item.name in names and not item.evidence)


def compute(page: Notebook) -> None:
    """Computes the result of the page's inputs, or notes why it cannot be."""
    page.result, page.problem = None, None
    try:
        page.result = page.ind.compute(variant=page.variant.name, **page.inputs)
    except InputError as error:
        page.problem = error


def currency(ds: Dataset, roles: Mapping[str, str]) -> str | None:
    """ISO code of the currency of the columns in use, None where they do not say or do not agree."""
    used = set(roles.values())
    found = {column.unit for column in ds.columns if column.name in used and column.unit not in {None, "percent"}}
    return found.pop() if len(found) == 1 else None


def in_currency(code: str | None) -> str:
    """What an amount of money is counted in."""
    return plain("cells.result.in_currency", currency=code) if code else plain("cells.result.in_your_currency")


def own_dataset() -> Dataset | None:
    """The data set that the visitor has loaded."""
    return visitor.dataset()


def synced(slug: str) -> str | None:
    """Token of the measurement whose numbers stand in the inputs."""
    return dict(st.session_state.get(Key.SYNCED, {})).get(slug)


def set_synced(slug: str, token: str) -> None:
    """Notes the measurement whose numbers stand in the inputs."""
    st.session_state[Key.SYNCED] = {**st.session_state.get(Key.SYNCED, {}), slug: token}
