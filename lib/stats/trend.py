"""Does a share rise or fall along groups that have an order?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lib.core.checks import check_series
from lib.core.errors import InputError
from lib.core.records import Interval, Notice
from lib.stats import notes
from lib.stats._checks import Values, check_alternative, check_counts, check_tail, limits
from lib.stats._distributions import chi_square_p, normal_p, normal_upper
from lib.stats.comparisons import disagreement
from lib.stats.methods import assumptions_of


@dataclass(frozen=True, slots=True)
class Trend:
    """Shares of ordered groups, and the straight line through them.

    Attributes:
        estimate: slope, decimal per unit of the scores; None without two groups of different scores.
        interval: of the slope, with each group's own variance.
        p_value: of "no trend"; None where no test is possible.
        statistic: z, positive for a rise; its square is the usual chi-square with one degree of freedom.
        p_departure: of "the shares lie on the line", from what the overall chi-square has beyond z squared; None for
            two groups.
        estimates: share of each group, None for an empty one.
        scores: where each group stands.
        alternative: two-sided, greater (rising) or less (falling).
        method: cochran_armitage.
        assumptions: codes of what it takes for granted.
        notes: what to say beside it.
    """

    estimate: float | None
    interval: Interval | None
    p_value: float | None
    statistic: float | None
    p_departure: float | None
    estimates: tuple[float | None, ...]
    scores: tuple[float, ...]
    alternative: str = "two-sided"
    method: str = "cochran_armitage"
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()


def proportion_trend(
    successes: Sequence[float],
    trials: Sequence[float],
    *,
    scores: Sequence[float] | None = None,
    level: float = 0.95,
    alternative: str = "two-sided",
) -> Trend:
    """Cochran and Armitage's test for a linear trend in shares.

    z = sum x (s - m) / sqrt(p (1 - p) sum n (s - m)^2), s the scores, m their mean over all trials, p the pooled share.

    Args:
        successes: whole count of each group, in order.
        trials: whole count of each group; empty groups are named in the notes and left out.
        scores: where each group stands (dose, price, age); 1, 2, 3, ... by default, which is a choice too.
        level: of the interval of the slope, decimal in (0, 1).
        alternative: two-sided, greater (rising) or less (falling).

    Returns:
        Trend.

    Raises:
        InputError: fewer than two groups, lengths that differ, counts out of range.

    Source: Cochran (1954), Biometrics 10, 417-451; Armitage (1955), Biometrics 11, 375-386; Agresti (2013),
    Categorical Data Analysis, section 5.3.

    Example:
        >>> trend = proportion_trend([48, 38, 5, 1, 1], [17114, 14502, 793, 127, 38], scores=[0, 0.5, 1.5, 4, 7])
        >>> round(trend.statistic**2, 2), round(trend.p_value, 3)
        (6.57, 0.01)
    """
    tail = check_tail(level, check_alternative(alternative))
    counts, places = _check_groups(successes, trials, scores)
    base = Trend(
        None,
        None,
        None,
        None,
        None,
        tuple(x / n if n else None for x, n in counts),
        places,
        alternative,
        assumptions=assumptions_of("cochran_armitage"),
        notes=tuple(notes.no_observations(str(i + 1)) for i, (_, n) in enumerate(counts) if n == 0),
    )
    kept = np.array([(x, n, s) for (x, n), s in zip(counts, places, strict=True) if n > 0]).reshape(-1, 3)
    if np.unique(kept[:, 2]).size < 2:
        return replace(base, notes=(*base.notes, notes.scores_equal()))
    return _with_slope(base, kept, tail, level)


def _with_slope(base: Trend, kept: Values, tail: float, level: float) -> Trend:
    x, n, s = kept.T
    pooled, away = float(x.sum() / n.sum()), s - float((n * s).sum() / n.sum())
    squares = float((n * away**2).sum())
    slope = float((x * away).sum()) / squares
    if pooled in (0.0, 1.0):
        return replace(base, estimate=0.0, p_value=1.0, notes=(*base.notes, notes.no_variation(pooled)))
    z = slope * math.sqrt(squares / (pooled * (1 - pooled)))
    p_value = normal_p(z, base.alternative)
    interval, said = _slope_interval(kept, slope, (squares, tail), (level, base.alternative))
    smallest = float(n.min()) * min(pooled, 1 - pooled)
    if smallest < 5:
        said = (*said, notes.small_expected_counts(smallest))
    overall = float((n * (x / n - pooled) ** 2).sum()) / (pooled * (1 - pooled))
    return replace(
        base,
        estimate=slope,
        interval=interval,
        p_value=p_value,
        statistic=z,
        p_departure=chi_square_p(max(0.0, overall - z * z), n.size - 2) if n.size > 2 else None,
        notes=(*base.notes, *said, *disagreement(p_value, interval)),
    )


def _slope_interval(
    kept: Values, slope: float, scale: tuple[float, float], asked: tuple[float, str]
) -> tuple[Interval | None, tuple[Notice, ...]]:
    x, n, s = kept.T
    away = s - float((n * s).sum() / n.sum())
    error = math.sqrt(float((n * away**2 * (x / n) * (1 - x / n)).sum())) / scale[0]
    if error == 0:
        return None, (notes.zero_width("cochran_armitage"),)
    half = normal_upper(scale[1]) * error
    return limits(slope - half, slope + half, level=asked[0], method="cochran_armitage", alternative=asked[1]), ()


def _check_groups(
    successes: Sequence[float], trials: Sequence[float], scores: Sequence[float] | None
) -> tuple[list[tuple[float, float]], tuple[float, ...]]:
    if len(successes) < 2:
        raise InputError.too_few("successes", len(successes), 2)
    if len(successes) != len(trials):
        raise InputError.different_lengths("successes", len(successes), "trials", len(trials))
    places = tuple(range(1, len(trials) + 1)) if scores is None else scores
    checked = check_series("scores", places)
    if len(checked) != len(trials):
        raise InputError.different_lengths("scores", len(checked), "trials", len(trials))
    counts = [check_counts(x, n, suffix=f"[{i}]") for i, (x, n) in enumerate(zip(successes, trials, strict=True))]
    return counts, checked
