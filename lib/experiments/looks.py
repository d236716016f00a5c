"""An experiment as it grew day by day: what one look would have said, and what may be said at every look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lib.core.records import Comparison
from lib.experiments.effects import compare_arms
from lib.experiments.records import Arm, Experiment
from lib.stats import sequential_interval


@dataclass(frozen=True, slots=True)
class Look:
    """What was known at the end of a day.

    Attributes:
        date: ISO date.
        n: units with a known outcome in both arms together.
        once: the comparison as if this were the only look.
        always: the comparison that holds at every look.
    """

    date: str
    n: float
    once: Comparison
    always: Comparison


def looks(experiment: Experiment, other: str, *, planned: float, level: float = 0.95) -> tuple[Look, ...]:
    """The control against another arm, after each day.

    Args:
        experiment: shares or amounts, with its days.
        other: label of the arm compared with the control.
        planned: units in both arms at which the always-valid interval is tightest, >= 2; to be set before looking.
        level: of either interval, decimal in (0, 1).

    Returns:
        One look per day on which both arms had units; none for ratios and times.

    Source: see ``sequential_interval``.

    Example:
        >>> day = lambda x: (Arm("a", 100, 100, 10), Arm("b", 100, 100, x))
        >>> found = Experiment("binary", (Arm("a", 200, 200, 20), Arm("b", 200, 200, 40)), days={"1": day(20), "2": day(20)})
        >>> [(one.n, round(one.once.p_value, 3), round(one.always.p_value, 3)) for one in looks(found, "b", planned=400)]
        [(200, 0.048, 0.467), (400, 0.005, 0.089)]
    """
    if experiment.kind not in {"binary", "mean"}:
        return ()
    found = []
    for date, a, b in _growing(experiment, other):
        if not a.n or not b.n:
            continue
        once = compare_arms(experiment.kind, a, b, level=level)
        found.append(Look(date, a.n + b.n, once, _always(experiment, a, b, planned, level)))
    return tuple(found)


def first_to_hold(found: tuple[Look, ...]) -> Look | None:
    """The first look at which the always-valid interval leaves out no effect."""
    for look in found:
        limits = look.always.interval
        if limits is not None and not limits.low <= 0 <= limits.high:
            return look
    return None


def _always(experiment: Experiment, a: Arm, b: Arm, planned: float, level: float) -> Comparison:
    if experiment.kind == "binary":
        return sequential_interval((a.total, a.n), (b.total, b.n), planned=planned, level=level)
    return sequential_interval(a.summary, b.summary, planned=planned, level=level)


def _growing(experiment: Experiment, other: str) -> Iterator[tuple[str, Arm, Arm]]:
    control = experiment.control.label
    sums = {control: Arm(control, 0, 0), other: Arm(other, 0, 0)}
    for date, arms in experiment.days.items():
        for arm in arms:
            if arm.label in sums:
                sums[arm.label] = sums[arm.label] + arm
        yield date, sums[control], sums[other]
