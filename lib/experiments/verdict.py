"""What may be said of a comparison, by rules: direction, size against the smallest effect that matters, interval, health."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lib.core.records import Comparison

Tone = Literal["good", "bad", "neutral", "stop"]
Code = Literal["untested", "unsettled", "borderline", "among_many", "higher", "lower", "not_trusted"]
Size = Literal["large", "small", "open", "negligible", "undecided", ""]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said.

    Attributes:
        code: of the sentence about direction and chance.
        size: of the sentence about how much it matters; empty where no smallest effect was given.
        tone: good or bad news, neutral, or stop when no conclusion is allowed.
    """

    code: Code
    size: Size
    tone: Tone


def judge(
    found: Comparison,
    *,
    better: str | None,
    smallest: float | None = None,
    corrected: float | None = None,
    trusted: bool = True,
) -> Verdict:
    """The verdict on one comparison.

    The interval decides first; a p-value that contradicts it makes a borderline case; a corrected p-value can only take a claim back.

    Args:
        found: the comparison, second against first.
        better: ``higher``, ``lower`` or None.
        smallest: smallest effect that matters, > 0: a difference in the unit of the effect; for a ratio the distance of the factor
            from one (0.1 for a tenth more or less). None for none.
        corrected: p-value corrected for the family it was looked at in, None without a family.
        trusted: False where a health check forbids conclusions.

    Example:
        >>> from lib.core.records import Interval
        >>> clear = Comparison(0.03, Interval(0.02, 0.04, 0.95, "newcombe"), 0.0001, None, "z_pooled")
        >>> judge(clear, better="higher", smallest=0.01)
        Verdict(code='higher', size='large', tone='good')
        >>> judge(clear, better="higher", trusted=False).code
        'not_trusted'
    """
    if not trusted:
        return Verdict("not_trusted", "", "stop")
    if found.estimate is None or found.interval is None or found.p_value is None:
        return Verdict("untested", "", "neutral")
    none = 1.0 if found.effect == "ratio" else 0.0
    low, high, alpha = found.interval.low, found.interval.high, 1 - found.interval.level
    size = _size(low, high, none, smallest)
    holds_none = low <= none <= high
    if holds_none != (found.p_value >= alpha):
        return Verdict("borderline", "", "neutral")
    if holds_none:
        return Verdict("unsettled", size, "neutral")
    if corrected is not None and corrected >= alpha:
        return Verdict("among_many", "", "neutral")
    direction: Code = "higher" if found.estimate > none else "lower"
    if better is None or size == "small":
        return Verdict(direction, size, "neutral")
    return Verdict(direction, size, "good" if direction == better else "bad")


def _size(low: float, high: float, none: float, smallest: float | None) -> Size:
    """How the whole interval lies to the band of effects too small to matter."""
    if not smallest:
        return ""
    # As many times less is as far as as many times more: 1 / 1.1 mirrors 1.1.
    upper = none + smallest
    lower = none - smallest if none == 0.0 else none / upper
    inside = lower < low and high < upper
    if low <= none <= high:
        return "negligible" if inside else "undecided"
    if inside:
        return "small"
    return "large" if low >= upper or high <= lower else "open"
