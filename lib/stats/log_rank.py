"""Survival of several groups compared: the log-rank test, and the gap between two curves at one time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Comparison, Notice
from lib.stats import notes
from lib.stats._checks import Values, check_alternative, check_tail, limits
from lib.stats._distributions import chi_square_p, normal_p, normal_upper
from lib.stats.methods import assumptions_of
from lib.stats.survival import SurvivalCurve, SurvivalTable, at_risk_and_events


def compare_survival(
    groups: Sequence[SurvivalTable], *, level: float = 0.95, alternative: str = "two-sided"
) -> Comparison:
    """The log-rank test of two or more groups; for two, the hazard ratio b over a.

    Chi-square = (O - E)' V^-1 (O - E), O and E the events seen and expected in each group were the hazards equal,
    V their hypergeometric covariance. Hazard ratio (one-step, Peto): exp((O_b - E_b) / V_b).

    Args:
        groups: tables of ``survival_table``, at least two.
        level: of the hazard ratio's interval, decimal in (0, 1).
        alternative: for two groups also greater (events come faster in b) or less.

    Returns:
        Comparison; details hold degrees_of_freedom, observed_<i> and expected_<i> from 0. None and a notice where a
        group is empty or nothing happened. For more than two groups the estimate is None.

    Raises:
        InputError: fewer than two groups, or one-sided with more than two.

    Source: Mantel (1966); Peto and Peto (1972); Bland and Altman (2004), BMJ 328, 1073.

    Example:
        >>> from lib.stats.survival import survival_table
        >>> a, b = survival_table([1, 2, 3, 4], [1, 1, 1, 0]), survival_table([3, 5, 6, 7], [1, 0, 1, 0])
        >>> round(compare_survival([a, b]).p_value, 3)
        0.128
    """
    if len(groups) < 2:
        raise InputError.too_few("groups", len(groups), 2)
    if len(groups) > 2 and check_alternative(alternative) != "two-sided":
        raise InputError.unknown_choice("alternative", alternative, ("two-sided",))
    tail = check_tail(level, check_alternative(alternative))
    base = Comparison(
        None, None, None, None, "log_rank", assumptions_of("log_rank"), effect="ratio", alternative=alternative
    )
    empty = tuple(notes.no_observations(_name(i, len(groups))) for i, group in enumerate(groups) if group.n == 0)
    if empty:
        return replace(base, notes=empty)
    observed, expected, covariance = log_rank_sums(groups)
    details = {f"observed_{i}": float(o) for i, o in enumerate(observed)}
    details |= {f"expected_{i}": float(e) for i, e in enumerate(expected)}
    details["degrees_of_freedom"] = float(len(groups) - 1)
    base = replace(base, details=details)
    gap, spread = (observed - expected)[1:], covariance[1:, 1:]
    if observed.sum() == 0 or np.linalg.matrix_rank(spread) < len(gap):
        return replace(base, notes=(notes.no_events(),))
    statistic = float(gap @ np.linalg.solve(spread, gap))
    base = replace(base, statistic=statistic, p_value=chi_square_p(statistic, len(gap)), notes=_few(expected))
    if len(groups) > 2:
        return base
    return _hazard_ratio(base, float(gap[0]), float(spread[0, 0]), tail, level)


def compare_survival_at(
    a: SurvivalCurve, b: SurvivalCurve, time: float, *, alternative: str = "two-sided"
) -> Comparison:
    """The gap between two curves at one time, b minus a.

    Limits: d - sqrt((S_b - l_b)^2 + (u_a - S_a)^2) and its mirror, from the log-log limits of either curve;
    z = (S_b - S_a) / sqrt(se_a^2 + se_b^2).

    Args:
        a: curve of the first group; its level is that of the interval.
        b: curve of the second group, at the same level.
        time: in the unit of the curves, >= 0.
        alternative: two-sided, greater (more are left in b) or less; the interval is two-sided.

    Returns:
        Comparison in decimals; None and a notice where a curve has no answer at that time.

    Raises:
        InputError: a negative time, or curves of different levels.

    Source: Zou and Donner (2008), Statistics in Medicine 27, 1693-1702, for the limits.

    Example:
        >>> from lib.stats.survival import survival_curve
        >>> a, b = survival_curve([1, 2, 3, 4], [1, 1, 1, 0]), survival_curve([3, 5, 6, 7], [1, 0, 1, 0])
        >>> compare_survival_at(a, b, 3).estimate
        0.5
    """
    check_alternative(alternative)
    check_number("level", b.level, minimum=a.level, maximum=a.level)
    at_a, at_b = a.at(time), b.at(time)
    base = Comparison(
        None,
        None,
        None,
        None,
        "survival_difference",
        assumptions_of("survival_difference"),
        at_a.estimate,
        at_b.estimate,
        alternative=alternative,
        notes=(*at_a.notes, *at_b.notes),
    )
    if at_a.estimate is None or at_b.estimate is None:
        return base
    base = replace(base, estimate=at_b.estimate - at_a.estimate)
    if at_a.interval is None or at_b.interval is None:
        return base
    down = math.hypot(at_b.estimate - at_b.interval.low, at_a.interval.high - at_a.estimate)
    up = math.hypot(at_b.interval.high - at_b.estimate, at_a.estimate - at_a.interval.low)
    gap = at_b.estimate - at_a.estimate
    interval = limits(gap - down, gap + up, level=a.level, method="survival_difference", lowest=-1.0, highest=1.0)
    error = math.hypot(at_a.details["standard_error"], at_b.details["standard_error"])
    if error == 0:
        return replace(base, interval=interval, notes=(*base.notes, notes.values_never_vary()))
    return replace(base, interval=interval, statistic=gap / error, p_value=normal_p(gap / error, alternative))


def log_rank_sums(groups: Sequence[SurvivalTable]) -> tuple[Values, Values, Values]:
    """Events seen and expected in each group, and the covariance of the former under equal hazards."""
    grid = np.unique(np.concatenate([group.times for group in groups]))
    at_risk, events = (np.stack(rows) for rows in zip(*(_on_grid(group, grid) for group in groups), strict=True))
    n, d = at_risk.sum(axis=0), events.sum(axis=0)
    here = d > 0
    at_risk, n, d = at_risk[:, here], n[here], d[here]
    share = at_risk / n
    # With one left there is no choice of who goes, hence no variance.
    scale = np.divide(d * (n - d), n - 1, out=np.zeros_like(n), where=n > 1)
    covariance = np.diag((scale * share).sum(axis=1)) - (scale * share) @ share.T
    return events.sum(axis=1), (d * share).sum(axis=1), covariance


def _on_grid(group: SurvivalTable, grid: Values) -> tuple[Values, Values]:
    """At risk and events of one group at the times of all."""
    at_risk, events = at_risk_and_events(group)
    times = np.asarray(group.times)
    on_grid = np.zeros_like(grid)
    on_grid[np.searchsorted(grid, times)] = events
    return np.append(at_risk, 0.0)[np.searchsorted(times, grid)], on_grid


def _hazard_ratio(base: Comparison, gap: float, variance: float, tail: float, level: float) -> Comparison:
    log_ratio, error = gap / variance, 1 / math.sqrt(variance)
    half = normal_upper(tail) * error
    interval = limits(log_ratio - half, log_ratio + half, level=level, method="log_rank", alternative=base.alternative)
    interval = replace(interval, low=math.exp(interval.low), high=math.exp(interval.high))
    p_value = base.p_value if base.alternative == "two-sided" else normal_p(gap * error, base.alternative)
    return replace(base, estimate=math.exp(log_ratio), interval=interval, p_value=p_value)


def _few(expected: Values) -> tuple[Notice, ...]:
    smallest = float(expected.min())
    return (notes.few_events(smallest),) if smallest < 5 else ()


def _name(index: int, count: int) -> str:
    return "ab"[index] if count == 2 else str(index + 1)
