"""What the visitor decides: control, direction, the smallest effect that matters, level, correction, planned split, looks."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core import InputError, Unit
from lib.experiments import CORRECTIONS, METHODS, SCOPES, Experiment
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import heading
from lib.ui.experiment.page import UNITS, Choices, Trial
from lib.ui.lists import NotInListError, numbers_in
from lib.ui.notebook import LEVELS
from lib.ui.words import number, plain, say


def settings(page: Trial) -> None:
    """All choices in one place; they stand in the address."""
    found = page.measured
    if found is None:
        return
    heading(page, "settings", own=True)
    first, second, third = st.columns(3)
    page.take(
        choose(
            first.selectbox,
            say("experiment.settings.control"),
            sorted(found.labels),
            key=page.key("control"),
            default=found.control.label,
            help=say("experiment.settings.control_help"),
        )
    )
    better = choose(
        second.segmented_control,
        say("experiment.settings.better"),
        ("higher", "lower"),
        key=page.key("better"),
        default="lower" if found.kind == "survival" else "higher",
        label_of=lambda name: plain(f"experiment.settings.directions.{name}"),
        required=True,
    )
    smallest = _smallest(page, found, third)
    with st.expander(say("experiment.settings.further"), icon=":material/tune:"):
        page.choices = _further(page, found, better, smallest)


def _smallest(page: Trial, found: Experiment, where: Any) -> float | None:
    """In percentage points for shares, in the unit of the outcome for amounts, in per cent of the hazard for times."""
    unit = UNITS[found.kind]
    key = "hazard" if found.kind == "survival" else "rate" if unit is Unit.RATE else "amount"
    given = where.number_input(
        say(f"experiment.settings.smallest_{key}"),
        min_value=0.0,
        value=None,
        key=page.key("smallest"),
        bind="query-params",
        placeholder=say("experiment.settings.none"),
        help=say("experiment.settings.smallest_help"),
        format="%.6g",
    )
    if not given:
        return None
    return float(f"{given / (1 if key == 'amount' else 100):.15g}")


def _further(page: Trial, found: Experiment, better: str, smallest: float | None) -> Choices:
    first, second = st.columns(2)
    level = choose(
        first.select_slider,
        say("cells.significance.level"),
        LEVELS,
        key=page.key("level"),
        default=95,
        label_of=lambda level: number(level / 100, "level"),
    )
    methods = METHODS[found.kind]
    method = choose(
        second.selectbox,
        say("cells.significance.method"),
        methods,
        key=page.key("method"),
        default=methods[0],
        label_of=lambda name: plain(f"methods.{name}.name"),
        help=say("cells.significance.method_help"),
    )
    third, fourth = st.columns(2)
    scope = choose(
        third.selectbox,
        say("experiment.settings.scope"),
        SCOPES,
        key=page.key("scope"),
        default="control",
        label_of=lambda name: plain(f"experiment.settings.scopes.{name}"),
    )
    correction = choose(
        fourth.selectbox,
        say("experiment.settings.correction"),
        CORRECTIONS,
        key=page.key("correction"),
        default="holm",
        label_of=lambda name: plain(f"experiment.settings.corrections.{name}"),
        help=say("experiment.settings.correction_help"),
    )
    fifth, sixth = st.columns(2)
    looks = fifth.number_input(
        say("experiment.settings.looks"),
        min_value=1,
        max_value=1000,
        value=1,
        step=1,
        key=page.key("looks"),
        bind="query-params",
        help=say("experiment.settings.looks_help"),
    )
    expected = _expected(page, sixth)
    return Choices(level / 100, better, method, correction, scope, smallest, int(looks or 1), expected)


def _expected(page: Trial, where: Any) -> tuple[float, ...] | None:
    """The planned split, in the order of the arms as they stand on the page."""
    arms = page.experiment.arms if page.experiment else ()
    names = ", ".join(arm.label for arm in arms)
    given = where.text_input(
        say("experiment.settings.expected"),
        value="",
        key=page.key("expected"),
        bind="query-params",
        placeholder=say("experiment.settings.equal"),
        help=say("experiment.settings.expected_help", arms=names),
    )
    if not given.strip():
        return None
    try:
        shares = numbers_in(given.replace(":", " ").replace("/", " ").replace("%", " "))
    except NotInListError:
        shares = ()
    if len(shares) != len(arms) or min(shares, default=0) <= 0:
        error = InputError.different_lengths("expected", len(shares), "arms", len(arms))
        where.warning(words.error(error, page.slug))
        return None
    return shares
