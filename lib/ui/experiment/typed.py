"""Arms as typed numbers: two counts, or a size, a mean and a spread, for two to ten arms; all of it stands in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core import InputError
from lib.core.checks import check_number
from lib.experiments import FEWEST_ARMS, MOST_ARMS, Arm, Experiment, Kind, check_arms
from lib.ui import words
from lib.ui.address import choose
from lib.ui.experiment.page import Trial
from lib.ui.words import plain, say

TYPED_KINDS: tuple[Kind, ...] = ("binary", "mean")
_LETTERS = "ABCDEFGHIJ"
# What the fields hold before anybody types: a share of users, and an amount per user.
_START = {"users": 1000.0, "conversions": 100.0, "mean": 10.0, "spread": 20.0}
_SECOND = {"conversions": 130.0, "mean": 12.0}


def typed(page: Trial) -> Experiment | None:
    """The fields, and what they say; None, with the reason on screen, where they say nothing possible."""
    left, right = st.columns(2)
    kind = choose(
        left.segmented_control,
        say("experiment.typed.kind"),
        TYPED_KINDS,
        key=page.key("kind"),
        default="binary",
        label_of=lambda name: plain(f"experiment.kinds.{name}.short"),
        required=True,
    )
    count = choose(
        right.select_slider,
        say("experiment.typed.arms"),
        tuple(range(FEWEST_ARMS, MOST_ARMS + 1)),
        key=page.key("arms"),
        default=FEWEST_ARMS,
    )
    try:
        arms = tuple(_arm(page, kind, place) for place in range(count))
        if kind != "binary":
            st.caption(say("cells.parameters.point"))
        return Experiment(kind, check_arms(arms))
    except InputError as error:
        st.error(words.error(error, page.slug), icon=":material/error:")
        return None


def _arm(page: Trial, kind: Kind, place: int) -> Arm:
    letter = _LETTERS[place]
    names = ("users", "conversions") if kind == "binary" else ("users", "mean", "spread")
    columns = st.columns([2] * (1 + len(names)))
    label = columns[0].text_input(
        say("experiment.typed.name", arm=letter), value=letter, key=page.key(f"name_{place}"), bind="query-params"
    )
    given = [_number(page, name, letter, place, column) for name, column in zip(names, columns[1:], strict=True)]
    if kind == "binary":
        return counted(label.strip() or letter, given[0], given[1])
    return summed(label.strip() or letter, given[0], given[1], given[2])


def _number(page: Trial, name: str, letter: str, place: int, where: Any) -> float | None:
    whole = name in {"users", "conversions"}
    start = _SECOND.get(name, _START[name]) if place else _START[name]
    given: float | None = where.number_input(
        say(f"experiment.typed.{name}", arm=letter),
        value=start,
        min_value=None if name == "mean" else 0.0,
        step=1.0 if whole else None,
        format="%.0f" if whole else "%.6g",
        key=page.key(f"{name}_{place}"),
        bind="query-params",
    )
    return given


def counted(label: str, users: float | None, conversions: float | None) -> Arm:
    """An arm of a yes-or-no outcome from its two counts.

    Raises:
        InputError: counts that are missing, not whole, or more conversions than users.

    Example:
        >>> counted("a", 10, 3).total
        3.0
    """
    n = check_number("users", users, minimum=0, whole=True)
    x = check_number("conversions", conversions, minimum=0, whole=True)
    if x > n:
        raise InputError.exceeds("conversions", x, "users", n)
    return Arm(label, n, n, x)


def summed(label: str, users: float | None, mean: float | None, spread: float | None) -> Arm:
    """An arm of amounts from size, mean and standard deviation.

    Raises:
        InputError: numbers that are missing or out of range.

    Example:
        >>> summed("a", 3, 2, 1).squares
        14.0
    """
    n = check_number("users", users, minimum=0, whole=True)
    middle, sd = check_number("mean", mean), check_number("spread", spread, minimum=0)
    return Arm(label, n, n, n * middle, max(n - 1, 0) * sd**2 + n * middle**2)
