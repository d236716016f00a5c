"""The experiment page's state while it runs: where its numbers come from, the arms, and the visitor's choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from lib.core import Comparison, Notice, Unit
from lib.core.indicator import Indicator
from lib.experiments import Effect, Experiment, effects, health, trusted, with_control_first
from lib.experiments.drawn_in import DrawnIn
from lib.experiments.rows import EXPERIMENT
from lib.ui.address import choice_key
from lib.ui.page import OwnPage

SLUG = "experiment"
UNITS = {"binary": Unit.RATE, "mean": Unit.RATIO, "ratio": Unit.RATIO, "survival": Unit.PERIODS}


@dataclass(frozen=True)
class Choices:
    """What the visitor decides about the comparison.

    Attributes:
        level: confidence level, decimal.
        better: ``higher`` or ``lower``.
        method: of the test.
        correction: for several comparisons.
        scope: ``control`` or ``pairs``.
        smallest: smallest effect that matters, in the unit of the effect; None for none.
        looks: how often the result was looked at with the wish to stop.
        expected: planned split, None for equal shares.
    """

    level: float = 0.95
    better: str = "higher"
    method: str | None = None
    correction: str = "holm"
    scope: Any = "control"
    smallest: float | None = None
    looks: int = 1
    expected: tuple[float, ...] | None = None


@dataclass
class Trial(OwnPage):
    """The page of an experiment.

    Attributes:
        source: ``sample``, ``file``, ``typed`` or ``link``.
        measured: what the rows or the typed numbers gave, the control as guessed; None where they gave nothing.
        experiment: the same with the chosen control in front.
        raw: the same with every row as it stands in the file, where cleaning changed anything.
        drawn_in: the arms with their outermost amounts drawn in, by parts per thousand; empty where only sums are known.
        by: column that makes the segments.
        choices: what the visitor decided.
    """

    name = SLUG

    source: str = "sample"
    measured: Experiment | None = None
    experiment: Experiment | None = None
    raw: Experiment | None = None
    drawn_in: dict[int, DrawnIn] = field(default_factory=dict)
    by: str | None = None
    choices: Choices = field(default_factory=Choices)

    @property
    def ind(self) -> Indicator:
        """What the rows are measured for."""
        return EXPERIMENT

    @property
    def unit(self) -> Unit:
        """Unit of the outcome."""
        return UNITS[self.experiment.kind] if self.experiment else Unit.RATE

    def checks(self) -> tuple[Notice, ...]:
        """The health checks."""
        if self.experiment is None:
            return ()
        return health(self.experiment, expected=self.choices.expected, looks=self.choices.looks)

    @property
    def sound(self) -> bool:
        """Whether no check forbids conclusions."""
        return trusted(self.checks())

    def effects(self) -> tuple[Effect, ...]:
        """All comparisons of the chosen family."""
        if self.experiment is None:
            return ()
        chosen = self.choices
        return effects(
            self.experiment,
            level=chosen.level,
            method=chosen.method,
            correction=chosen.correction,
            scope=chosen.scope,
        )

    def take(self, control: str) -> None:
        """Puts the chosen control in front."""
        found = self.measured
        if found is None:
            return
        self.experiment = Experiment(
            found.kind,
            with_control_first(found.arms, control),
            found.segments,
            found.days,
            found.facts,
            found.has_before,
        )


def open_trial() -> Trial:
    """The page, for its script."""
    return Trial()


def chosen(page: Trial, name: str) -> Any:
    """What a choice of the page stands at before it is drawn."""
    return st.session_state.get(choice_key(page.key(name)), st.query_params.get(page.key(name)))


def effect_scale(found: Comparison, unit: Unit) -> float:
    """By how much effects are multiplied for axes and fields: rates are shown in percentage points."""
    return 100.0 if unit is Unit.RATE and found.effect == "difference" else 1.0


def relative(found: Comparison) -> float | None:
    """The effect as a share of the control, where it has one."""
    return found.details.get("relative_effect")


def sizes(arms: Sequence[Any]) -> tuple[int, ...]:
    """How many units each arm has."""
    return tuple(round(arm.assigned) for arm in arms)
