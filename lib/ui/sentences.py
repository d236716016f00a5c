"""One sentence about a comparison that a statistician would sign, built from its interval, never from a p-value alone."""

from __future__ import annotations

from typing import Literal

from lib.core import Comparison, Unit
from lib.ui import words
from lib.ui.words import say

Severity = Literal["good", "bad", "neutral"]


def conclusion(
    found: Comparison,
    unit: Unit,
    name_a: str,
    name_b: str,
    better: str | None,
    *,
    corrected: float | None = None,
    pairs: int = 0,
) -> tuple[str, Severity]:
    """What may be said, and in which colour.

    Args:
        found: the comparison, b minus a.
        unit: of the values.
        name_a: of the first group.
        name_b: of the second group.
        better: ``higher``, ``lower`` or None.
        corrected: p-value corrected for all pairs looked at, where there are several.
        pairs: how many those are.
    """
    if found.estimate is None or found.interval is None or found.p_value is None:
        return say("sentence.untested"), "neutral"
    low, high = found.interval.low, found.interval.high
    # No effect is a difference of zero, or a ratio of one.
    none = 1.0 if found.effect == "ratio" else 0.0
    size = found.estimate if found.effect == "ratio" else abs(found.estimate)
    fields = {
        "a": name_a,
        "b": name_b,
        "difference": words.effect(size, found, unit),
        "low": words.effect(low, found, unit),
        "high": words.effect(high, found, unit),
        "level": found.interval.level,
        "p": found.p_value,
    }
    if low <= none <= high:
        contradicts = found.p_value < 1 - found.interval.level
        return say("sentence.borderline" if contradicts else "sentence.unsettled", **fields), "neutral"
    if found.p_value >= 1 - found.interval.level:
        return say("sentence.borderline", **fields), "neutral"
    if corrected is not None and corrected >= 1 - found.interval.level:
        return say("sentence.among_many", **fields, corrected=corrected, count=pairs), "neutral"
    direction = "higher" if found.estimate > none else "lower"
    severity: Severity = "neutral" if better is None else "good" if direction == better else "bad"
    return say(f"sentence.{direction}_ratio" if none else f"sentence.{direction}", **fields), severity
