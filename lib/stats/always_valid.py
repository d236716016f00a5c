"""Intervals and p-values that hold at every look, whenever and however often one looks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy import special

from lib.core.checks import check_level, check_number, check_series
from lib.core.records import Comparison, Interval, Notice
from lib.stats import notes
from lib.stats._checks import check_counts
from lib.stats._summary import as_summary, never_varies, obstacles
from lib.stats.methods import assumptions_of

_TEST: Final = "mixture_sprt"
_INTERVAL: Final = "confidence_sequence"
# Below this many in a group, or of either outcome, the bell curve of the mean is too rough (simulated in the tests).
_ENOUGH: Final = 30
_ENOUGH_OF_EITHER: Final = 10


@dataclass(frozen=True, slots=True)
class _Arm:
    """A sample as the sequence sees it.

    Attributes:
        value: mean or share.
        squared_error: variance of it.
        n: observations.
        scarce: observations of the rarer kind, of shares; else all of them.
        share: whether the value is a share.
    """

    value: float
    squared_error: float
    n: float
    scarce: float
    share: bool


def sequential_interval(
    a: object, b: object = None, *, planned: float, level: float = 0.95, target: float = 0.0
) -> Comparison:
    """A mean or share against a target, or two of them, with an interval that may be looked at after every observation.

    Limits: d -+ s sqrt((1 + 1/x) (ln(1 + x) + 2 ln(1/alpha))), s the standard error, x = n r; p = min(1, sqrt(1 + x)
    exp(-z^2 x / (2 (1 + x)))). r is such that the interval is tightest, as it can be, at the planned n. The chance that
    it ever misses the truth, at any look, is at most alpha = 1 - level; this holds in the limit of many observations.

    Args:
        a: values as list or array, ``Summary``, tuple (mean, sd, n), or for a share tuple (successes, trials).
        b: second sample of the same kind; None compares ``a`` with the target.
        planned: observations, in all groups together, at which the interval is tightest, >= 2; set before looking.
        level: decimal in (0, 1).
        target: for one sample, what it is compared with, in the unit of the values.

    Returns:
        Comparison, b minus a (or a minus the target). Its p-value is that of this look; the smallest one so far may be
        used as well. No interval, and a notice, for empty samples, single values, and values that never vary. The
        variance of a share is taken at (x + 1/2) / (n + 1), so that 0 or all of n do not pass for certainty.

    Raises:
        InputError: values that are no finite numbers, counts out of range, a plan below 2.

    Source: Robbins (1970); Johari, Pekelis and Walsh (2017), section 4; Howard, Ramdas, McAuliffe and Sekhon (2021),
    section 3; Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), theorem 2.2.

    Example:
        >>> found = sequential_interval((200, 1000), (250, 1000), planned=2000)
        >>> round(found.interval.low, 4), round(found.interval.high, 4), round(found.p_value, 3)
        (-0.0066, 0.1066, 0.123)
    """
    size, confidence = check_number("planned", planned, minimum=2), check_level(level)
    aim = check_number("target", target)
    arms = [_arm("a", a)] if b is None else [_arm("a", a, "a"), _arm("b", b, "b")]
    blocked = tuple(notice for _, said in arms for notice in said)
    known = [arm for arm, _ in arms if arm is not None]
    assumed = assumptions_of(_TEST, _INTERVAL) + (() if b is None else ("independent_groups",))
    if blocked:
        return Comparison(None, None, None, None, _TEST, assumed, notes=blocked)
    first = aim if b is None else known[0].value
    effect, error = known[-1].value - first, math.sqrt(sum(arm.squared_error for arm in known))
    time = sum(arm.n for arm in known) * _rate(size, confidence)
    half, z = error * _reach(time, confidence), effect / error
    low, high = _possible(known, aim, len(arms))
    interval = Interval(max(low, effect - half), min(high, effect + half), confidence, _INTERVAL)
    p_value = min(1.0, math.exp(0.5 * math.log1p(time) - z * z * time / (2 * (1 + time))))
    details = {"standard_error": error, "reach": half / error, "n": sum(arm.n for arm in known)}
    said = tuple(notes.few_observations(arm.scarce, _enough(arm)) for arm in known if arm.scarce < _enough(arm))[:1]
    return Comparison(effect, interval, p_value, z, _TEST, assumed, first, known[-1].value, notes=said, details=details)


def sequential_reach(observations: Sequence[float], *, planned: float, level: float = 0.95) -> tuple[float, ...]:
    """How many standard errors an always-valid interval reaches to either side, by the observations so far.

    sqrt((1 + 1/x) (ln(1 + x) + 2 ln(1/alpha))), x = n r; an ordinary interval reaches 1.96 at 95 %.

    Args:
        observations: in all groups together, > 0.
        planned: see ``sequential_interval``.
        level: decimal in (0, 1).

    Source: see ``sequential_interval``.

    Example:
        >>> [round(reach, 2) for reach in sequential_reach([100, 1000, 10_000], planned=1000)]
        [3.82, 3.04, 3.25]
    """
    counts = check_series("observations", observations)
    for look, count in enumerate(counts):
        check_number(f"observations[{look}]", count, above=0)
    confidence = check_level(level)
    rate = _rate(check_number("planned", planned, minimum=2), confidence)
    return tuple(_reach(count * rate, confidence) for count in counts)


def _rate(planned: float, level: float) -> float:
    """x per observation: the x at which the reach is shortest solves x = ln(1 + x) + 2 ln(1/alpha)."""
    tail = 1 - level
    best = -float(special.lambertw(-(tail**2) / math.e, k=-1).real) - 1
    return best / planned


def _reach(time: float, level: float) -> float:
    return math.sqrt((1 + 1 / time) * (math.log1p(time) - 2 * math.log(1 - level)))


def _arm(name: str, sample: object, group: str = "") -> tuple[_Arm | None, tuple[Notice, ...]]:
    """The sample, or None and why it tells nothing."""
    if isinstance(sample, tuple) and len(sample) == 2:
        x, n = check_counts(*sample, suffix=f"_{name}", whole=False)
        if n == 0:
            return None, (notes.no_observations(group),)
        share = (x + 0.5) / (n + 1)
        return _Arm(x / n, share * (1 - share) / n, n, min(x, n - x), True), ()
    found = as_summary(name, sample)
    said = obstacles(found, group)
    if not said and never_varies(found):
        said = (notes.values_never_vary(),)
    return (None, said) if said else (_Arm(found.mean, found.squared_error, found.n, found.n, False), ())


def _enough(arm: _Arm) -> int:
    return _ENOUGH_OF_EITHER if arm.share else _ENOUGH


def _possible(arms: list[_Arm], target: float, count: int) -> tuple[float, float]:
    """What the effect can be at all."""
    if not all(arm.share for arm in arms):
        return -math.inf, math.inf
    return (-target, 1 - target) if count == 1 else (-1.0, 1.0)
