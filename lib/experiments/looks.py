"""An experiment as it grew day by day: what one look would have said, and what may be said at every look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lib.core.records import Comparison, Notice
from lib.experiments.effects import compare_arms
from lib.experiments.records import Arm, Experiment
from lib.stats import sequential_interval

# Share of the sum of squares of an arm from which on one value sways the band; see ``swayed``.
GIANT: Final = 0.1


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


def looks(
    experiment: Experiment, other: str, *, planned: float, level: float = 0.95, comparisons: int = 1
) -> tuple[Look, ...]:
    """The control against another arm, after each day.

    Args:
        experiment: shares or amounts, with its days.
        other: label of the arm compared with the control.
        planned: units in both arms at which the always-valid interval is tightest, >= 2; to be set before looking.
        level: of either interval, decimal in (0, 1).
        comparisons: bands that are watched at once, >= 1. The always-valid band and its p-value are corrected for them after
            Bonferroni, so that all bands together miss with a chance of 1 - level at most; the single look is not.

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
        found.append(Look(date, a.n + b.n, once, _always(experiment, a, b, planned, level, comparisons)))
    return tuple(found)


def first_to_hold(found: tuple[Look, ...]) -> Look | None:
    """The first look at which the always-valid interval leaves out no effect."""
    for look in found:
        limits = look.always.interval
        if limits is not None and not limits.low <= 0 <= limits.high:
            return look
    return None


def swayed(experiment: Experiment, other: str) -> Notice | None:
    """Whether single amounts are so large that the always-valid band may miss more often than it promises.

    One value with a tenth of the sum of squares of its arm. Simulated (20 looks, 10,000 units, lognormal amounts against nearly
    equal ones, and nine units to one): with a spread of the logarithm of 1.25 that share is 0.08 and 0.17 in the middle and
    the band at 95 % misses in 4 %; with 1.5 it is 0.14 and 0.25, and the band misses in 6 %; with 2.5, in 41 % and 13 %.

    Example:
        >>> arms = Arm("a", 90, 90, 90, 90, largest=1), Arm("b", 90, 90, 90, 200, largest=10)
        >>> swayed(Experiment("mean", arms), "b").fields["share"]
        0.5
    """
    if experiment.kind != "mean":
        return None
    arms = [arm for arm in experiment.arms if arm.label in {experiment.control.label, other} and arm.squares > 0]
    share, label = max(((arm.largest**2 / arm.squares, arm.label) for arm in arms), default=(0.0, ""))
    if share <= GIANT:
        return None
    return Notice("experiment.looks.giants", {"arm": label, "share": share, "limit": GIANT}, "warning")


def _always(experiment: Experiment, a: Arm, b: Arm, planned: float, level: float, comparisons: int) -> Comparison:
    each = 1 - (1 - level) / comparisons
    if experiment.kind == "binary":
        found = sequential_interval((a.total, a.n), (b.total, b.n), planned=planned, level=each)
    else:
        found = sequential_interval(a.summary, b.summary, planned=planned, level=each)
    return found if found.p_value is None else replace(found, p_value=min(1.0, comparisons * found.p_value))


def _growing(experiment: Experiment, other: str) -> Iterator[tuple[str, Arm, Arm]]:
    control = experiment.control.label
    sums = {control: Arm(control, 0, 0), other: Arm(other, 0, 0)}
    for date, arms in experiment.days.items():
        for arm in arms:
            if arm.label in sums:
                sums[arm.label] = sums[arm.label] + arm
        yield date, sums[control], sums[other]
