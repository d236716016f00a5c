"""Is the experiment sound? What must be looked at before any result is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lib.core.checks import check_number
from lib.core.records import Notice
from lib.experiments.records import Experiment, together
from lib.stats import SampleRatio, compare_proportions, sample_ratio_mismatch
from lib.stats.allocation import ALARM

# Between alarm and this, the split is odd enough to look for a cause, not to throw the experiment away.
WATCH: Final = 0.01
# Chance of at least one false alarm at 5 % after so many equally spaced looks (Armitage, McPherson and Rowe 1969, table 2).
FALSE_ALARMS: Final = {1: 0.05, 2: 0.083, 3: 0.107, 4: 0.126, 5: 0.142, 10: 0.193, 20: 0.248, 50: 0.320}
_DAYS_IN_A_WEEK: Final = 7
# A single unit that makes up this share of the total of its arm, and ten times its due, sways the mean.
_GIANT: Final = 0.01
_TIMES_ITS_DUE: Final = 10
_FEW: Final = 30


def health(experiment: Experiment, *, expected: Sequence[float] | None = None, looks: int = 1) -> tuple[Notice, ...]:
    """All checks, the grave ones first; a ``stop`` among them forbids conclusions.

    Args:
        experiment: the arms, control first.
        expected: planned shares of the arms in their order, None for equal ones.
        looks: how often the result was looked at with the wish to stop, >= 1.

    Example:
        >>> from lib.experiments.records import Arm
        >>> [one.code for one in health(Experiment("binary", (Arm("a", 500, 500, 50), Arm("b", 500, 500, 60))))]
        ['experiment.health.split_fine']
    """
    said = [
        *one_arm(experiment),
        *split(experiment, expected),
        *mixed(experiment),
        *unknown_outcomes(experiment),
        *late(experiment),
        *short(experiment),
        *giants(experiment),
        *few(experiment),
        *peeking(looks),
    ]
    order = {"stop": 0, "warning": 1, "info": 2}
    return tuple(sorted(said, key=lambda one: order[one.severity]))


def trusted(notices: Sequence[Notice]) -> bool:
    """Whether no check forbids conclusions."""
    return all(one.severity != "stop" for one in notices)


def one_arm(experiment: Experiment) -> tuple[Notice, ...]:
    """A file that holds one arm only, or an arm without anybody in it."""
    filled = [arm for arm in experiment.arms if arm.assigned > 0]
    if len(filled) == 1:
        return (Notice("experiment.health.one_arm", {"arm": filled[0].label}, "stop"),)
    empty = [arm.label for arm in experiment.arms if arm.assigned == 0]
    return (Notice("experiment.health.empty_arm", {"arms": tuple(empty)}, "stop"),) if empty else ()


def ratio_check(experiment: Experiment, expected: Sequence[float] | None = None) -> SampleRatio:
    """The chi-square test of the sizes of the arms against the planned split.

    Source: Fabijan et al. (2019), "Diagnosing sample ratio mismatch in online controlled experiments".
    """
    return sample_ratio_mismatch([round(arm.assigned) for arm in experiment.arms], expected)


def split(experiment: Experiment, expected: Sequence[float] | None = None) -> tuple[Notice, ...]:
    """Alarm below 0.001, a warning below 0.01, and a word of reassurance else."""
    found = ratio_check(experiment, expected) if len(experiment.arms) > 1 else None
    if found is None or found.p_value is None:
        return ()
    fields = {"p": found.p_value, "sizes": tuple(round(arm.assigned) for arm in experiment.arms)}
    if found.p_value < ALARM:
        return (Notice("experiment.health.split_alarm", fields, "stop"),)
    if found.p_value < WATCH:
        return (Notice("experiment.health.split_watch", fields, "warning"),)
    return (Notice("experiment.health.split_fine", fields, "info"),)


def mixed(experiment: Experiment) -> tuple[Notice, ...]:
    """Units in several arms, rows shown another version than that of their arm, units counted more than once."""
    facts, said = experiment.facts, []
    if facts.mismatched:
        fields = {"count": facts.mismatched, "rows": facts.rows}
        said.append(Notice("experiment.health.mismatched", fields, "warning"))
    if facts.in_several_arms:
        said.append(Notice("experiment.health.several_arms", {"count": facts.in_several_arms}, "warning"))
    if facts.repeated:
        said.append(Notice("experiment.health.repeated", {"count": facts.repeated, "rows": facts.rows}, "warning"))
    return tuple(said)


def unknown_outcomes(experiment: Experiment) -> tuple[Notice, ...]:
    """Outcomes not yet known stand neither among the successes nor among the trials; when the arms differ in that, it is worse."""
    facts = experiment.facts
    missing = [arm.assigned - arm.n for arm in experiment.arms]
    if not facts.unknown or not any(missing):
        return ()
    fields = {"count": facts.unknown, "rows": facts.rows, "left": sum(arm.n for arm in experiment.arms)}
    said = [Notice("experiment.health.unknown", fields, "warning")]
    control, first = experiment.arms[0], missing[0]
    tests = [
        compare_proportions(round(first), round(control.assigned), round(gone), round(arm.assigned), method="z").p_value
        for arm, gone in zip(experiment.arms[1:], missing[1:], strict=True)
        if arm.assigned and control.assigned
    ]
    if any(p is not None and p < ALARM for p in tests):
        said.append(Notice("experiment.health.unknown_uneven", {}, "stop"))
    return tuple(said)


def late(experiment: Experiment) -> tuple[Notice, ...]:
    """The last tenth of the days converts less than those before: conversions of late arrivals have not come in yet."""
    dates = list(experiment.days)
    if experiment.kind != "binary" or len(dates) < _DAYS_IN_A_WEEK:
        return ()
    last = max(1, len(dates) // 10)
    early, recent = (
        together(arm for date in part for arm in experiment.days[date]) for part in (dates[:-last], dates[-last:])
    )
    if not early.n or not recent.n:
        return ()
    found = compare_proportions(early.total, early.n, recent.total, recent.n, method="z")
    if found.p_value is None or found.p_value >= ALARM or (found.estimate or 0.0) >= 0:
        return ()
    fields = {"days": last, "recent": recent.total / recent.n, "early": early.total / early.n}
    return (Notice("experiment.health.late", fields, "warning"),)


def short(experiment: Experiment) -> tuple[Notice, ...]:
    """Less than a week: some days of the week were never seen."""
    days = len(experiment.days)
    if 0 < days < _DAYS_IN_A_WEEK:
        return (Notice("experiment.health.short", {"count": days}, "warning"),)
    return ()


def giants(experiment: Experiment) -> tuple[Notice, ...]:
    """One unit that carries a hundredth of the total of its arm, and ten times its due."""
    if experiment.kind != "mean":
        return ()
    share, arm = max(
        ((arm.largest / arm.total if arm.total > 0 and arm.n > _FEW else 0.0, arm) for arm in experiment.arms),
        key=lambda found: found[0],
    )
    if not share or share < max(_GIANT, _TIMES_ITS_DUE / arm.n):
        return ()
    fields = {"arm": arm.label, "largest": arm.largest, "share": share}
    return (Notice("experiment.health.giant", fields, "warning"),)


def few(experiment: Experiment) -> tuple[Notice, ...]:
    """Arms so small that only a huge effect could show."""
    smallest = min(experiment.arms, key=lambda arm: arm.n)
    if 0 < smallest.n < _FEW:
        fields = {"arm": smallest.label, "count": smallest.n, "enough": _FEW}
        return (Notice("experiment.health.few", fields, "warning"),)
    return ()


def peeking(looks: int) -> tuple[Notice, ...]:
    """What looking several times does to a test made for one look."""
    check_number("looks", looks, minimum=1, whole=True)
    if looks == 1:
        return ()
    known = max(count for count in FALSE_ALARMS if count <= looks)
    return (Notice("experiment.health.peeking", {"count": looks, "chance": FALSE_ALARMS[known]}, "warning"),)
