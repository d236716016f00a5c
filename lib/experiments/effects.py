"""What sets the arms apart: one test per pair, chosen by the kind of outcome, corrected for how many were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from lib.core.checks import check_choice
from lib.core.records import Comparison, Estimate
from lib.experiments.records import FEWEST_ARMS, Arm, Experiment, Kind
from lib.stats import (
    Cuped,
    Equivalence,
    ManyComparison,
    SurvivalTable,
    adjust,
    compare_many_means,
    compare_many_proportions,
    compare_means,
    compare_proportions,
    compare_ratios,
    compare_survival,
    cuped,
    equivalence,
    equivalence_means,
    mean_interval,
    proportion_interval,
    ratio_interval,
    survival_curve,
)

Scope = Literal["control", "pairs"]
SCOPES: Final[tuple[Scope, ...]] = ("control", "pairs")
CORRECTIONS: Final = ("holm", "bh", "bky", "bonferroni", "none")
METHODS: Final[dict[Kind, tuple[str, ...]]] = {
    "binary": ("auto", "z", "score", "fisher", "barnard", "boschloo"),
    "mean": ("welch", "student"),
    "ratio": ("delta",),
    "survival": ("log_rank",),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One arm beside another.

    Attributes:
        first: label of the arm compared with, as a rule the control.
        second: label of the other arm; the effect is second against first.
        found: the comparison, its p-value not corrected.
        corrected: p-value corrected for the family; None where no test was possible or there is no family.
        family: how many comparisons were looked at together.
        segment: label of the segment, empty for everybody.
    """

    first: str
    second: str
    found: Comparison
    corrected: float | None
    family: int
    segment: str = ""


def compare_arms(kind: Kind, a: Arm, b: Arm, *, level: float = 0.95, method: str | None = None) -> Comparison:
    """Arm b against arm a by the test that suits the outcome.

    Yes or no: two shares; an amount: Welch's test; a ratio of sums: delta method with the unit as what was sampled; a time: log-rank.

    Args:
        kind: of the outcome.
        a: the arm compared with.
        b: the other arm.
        level: of the interval, decimal in (0, 1).
        method: one of ``METHODS[kind]``, None for the first.

    Raises:
        InputError: sums that no data can have, or an unknown method.

    Source: as given at the functions of ``lib.stats`` that it calls.

    Example:
        >>> found = compare_arms("binary", Arm("a", 1000, 1000, 100), Arm("b", 1000, 1000, 130))
        >>> found.method, round(found.estimate, 3), round(found.p_value, 4)
        ('z_pooled', 0.03, 0.0355)
    """
    used = check_choice("method", METHODS[kind][0] if method is None else method, METHODS[kind])
    if kind == "binary":
        return compare_proportions(a.total, a.n, b.total, b.n, level=level, method=used)
    if kind == "mean":
        return compare_means(a.summary, b.summary, level=level, method=used)
    if kind == "ratio":
        return compare_ratios(a.ratio, b.ratio, level=level, method=used)
    return compare_survival([_table(a), _table(b)], level=level)


def value_of(kind: Kind, arm: Arm, *, level: float = 0.95) -> Estimate:
    """The outcome of one arm with its interval: a share, a mean, a ratio, or the time by which half had the event.

    Example:
        >>> value_of("binary", Arm("a", 1000, 1000, 100)).estimate
        0.1
    """
    if kind == "binary":
        return proportion_interval(arm.total, arm.n, level=level)
    if kind == "mean":
        return mean_interval(arm.summary, level=level)
    if kind == "ratio":
        return ratio_interval(arm.ratio, level=level)
    return survival_curve(_table(arm), level=level).median()


def effects(
    experiment: Experiment,
    *,
    level: float = 0.95,
    method: str | None = None,
    correction: str = "holm",
    scope: Scope = "control",
) -> tuple[Effect, ...]:
    """Every arm against the control, or every two arms, with p-values corrected for that family.

    Args:
        experiment: the arms, control first.
        level: of each interval, not corrected; decimal in (0, 1).
        method: see ``compare_arms``.
        correction: of ``CORRECTIONS``.
        scope: ``control`` or ``pairs``; it is the family as well.

    Source: Holm (1979) for the default correction.

    Example:
        >>> arms = (Arm("a", 100, 100, 10), Arm("b", 100, 100, 15), Arm("c", 100, 100, 25))
        >>> [(one.second, round(one.corrected, 3)) for one in effects(Experiment("binary", arms))]
        [('b', 0.285), ('c', 0.01)]
    """
    pairs = _pairs(experiment.arms, scope)
    found = [compare_arms(experiment.kind, a, b, level=level, method=method) for a, b in pairs]
    return corrected_effects([(a.label, b.label, "") for a, b in pairs], found, correction, level=level)


def segment_effects(
    experiment: Experiment,
    *,
    level: float = 0.95,
    method: str | None = None,
    correction: str = "holm",
) -> tuple[Effect, ...]:
    """Every arm against the control within every segment, as one family.

    Args:
        experiment: with its segments; segments that lack the control or the other arm are passed over.
        level: of each interval, not corrected.
        method: see ``compare_arms``.
        correction: of ``CORRECTIONS``.
    """
    names, found = [], []
    for segment, parts in experiment.segments.items():
        by_label = {arm.label: arm for arm in parts}
        control = by_label.get(experiment.control.label)
        for label in experiment.labels[1:]:
            other = by_label.get(label)
            if control is None or other is None or not control.n or not other.n:
                continue
            names.append((control.label, label, segment))
            found.append(compare_arms(experiment.kind, control, other, level=level, method=method))
    return corrected_effects(names, found, correction, level=level)


def corrected_effects(
    names: Sequence[tuple[str, str, str]], found: Sequence[Comparison], correction: str, *, level: float = 0.95
) -> tuple[Effect, ...]:
    """Comparisons as one family: first and second label and segment of each, with corrected p-values.

    The level is that of the threshold, which ``bky`` needs to know (see ``adjust``).
    """
    adjusted = adjust([one.p_value for one in found], correction, level=level)
    tested = sum(one.p_value is not None for one in found)
    return tuple(
        Effect(first, second, one, p if tested > 1 and correction != "none" else None, tested, segment)
        for (first, second, segment), one, p in zip(names, found, adjusted, strict=True)
    )


def adjusted(kind: Kind, a: Arm, b: Arm, *, level: float = 0.95) -> Cuped | None:
    """Arm b against arm a with what each unit did before the experiment taken out; None unless that is known of an amount.

    Source: see ``cuped``.

    Example:
        >>> a, b = Arm("a", 4, 4, 100, 3000, before=105, before_squares=3255, before_products=3110), Arm("b", 4, 4, 10)
        >>> adjusted("binary", a, b) is None
        True
    """
    if kind != "mean" or not (a.before_squares or b.before_squares):
        return None
    return cuped(a.beside_before, b.beside_before, level=level)


def together(experiment: Experiment, *, level: float = 0.95) -> ManyComparison | None:
    """One test of "all arms are the same", for three arms or more of shares or amounts; None else.

    Source: see ``compare_many_proportions`` and ``compare_many_means``.

    Example:
        >>> arms = (Arm("a", 100, 100, 10), Arm("b", 100, 100, 15), Arm("c", 100, 100, 25))
        >>> round(together(Experiment("binary", arms)).p_value, 3)
        0.015
    """
    arms = experiment.arms
    if len(arms) <= FEWEST_ARMS or experiment.kind not in {"binary", "mean"}:
        return None
    if experiment.kind == "binary":
        return compare_many_proportions([arm.total for arm in arms], [arm.n for arm in arms], level=level)
    return compare_many_means([arm.summary for arm in arms], level=level)


def good_enough(kind: Kind, a: Arm, b: Arm, smallest: float, *, better: str, level: float = 0.95) -> Equivalence | None:
    """Whether arm b is as good as arm a, within the smallest effect that matters; None for ratios and times.

    Source: see ``equivalence`` and ``equivalence_means``.

    Example:
        >>> good_enough("binary", Arm("a", 1000, 1000, 400), Arm("b", 1000, 1000, 405), 0.05, better="higher").conclusion
        'equivalent'
    """
    if kind == "binary" and smallest < 1:
        return equivalence(a.total, a.n, b.total, b.n, margin=smallest, level=level, better=better)
    if kind == "mean":
        return equivalence_means(a.summary, b.summary, margin=smallest, level=level, better=better)
    return None


def _pairs(arms: Sequence[Arm], scope: Scope) -> list[tuple[Arm, Arm]]:
    check_choice("scope", scope, SCOPES)
    return [(arms[0], other) for other in arms[1:]] if scope == "control" else list(combinations(arms, 2))


def _table(arm: Arm) -> SurvivalTable:
    return arm.table if arm.table is not None else SurvivalTable((), (), ())
