"""A value beside published ones, in one sentence that does not claim more than both can carry."""

from __future__ import annotations

from typing import Literal

from lib.core import Interval
from lib.core.indicator import Variant
from lib.knowledge.benchmarks import Benchmark, comparable
from lib.ui.words import say, value

Place = Literal["below", "within", "above", "unclear"]


def published_range(rows: tuple[Benchmark, ...]) -> tuple[float, float] | None:
    """Lowest and highest published value among rows, the reliable ones where there are any."""
    ends = [end for row in _counted(rows) for end in (row.value, row.low, row.high) if end is not None]
    return (min(ends), max(ends)) if ends else None


def _counted(rows: tuple[Benchmark, ...]) -> list[Benchmark]:
    return [row for row in rows if row.reliability != "A"] or list(rows)


def place_of(number: float, interval: Interval | None, low: float, high: float) -> Place:
    """Where a value lies; unclear where its interval reaches across an end of the published range."""
    if interval is not None:
        if interval.high < low:
            return "below"
        if interval.low > high:
            return "above"
        return "within" if low <= interval.low and interval.high <= high else "unclear"
    return "below" if number < low else "above" if number > high else "within"


def verdict(slug: str, variant: Variant, number: float, interval: Interval | None, better: str | None) -> str:
    """The sentence under the benchmark strip.

    Args:
        slug: of the indicator.
        variant: the chosen definition.
        number: the visitor's value.
        interval: its interval, None where there is none.
        better: ``higher``, ``lower`` or None.
    """
    rows = comparable(slug, variant.name)
    found = published_range(rows)
    if found is None:
        return say("verdict.none")
    low, high = found
    place = place_of(number, interval, low, high)
    judged = judge(place, better)
    key = place if judged == "plain" else f"{place}_{judged}"
    indicative = all(row.reliability == "A" for row in rows)
    sentence = say(
        f"verdict.{key}", low=value(low, variant.unit), high=value(high, variant.unit), count=len(_counted(rows))
    )
    return f"{sentence} {say('verdict.indicative')}" if indicative else sentence


def judge(place: Place, better: str | None) -> Literal["good", "bad", "plain"]:
    """Whether a place outside the published range is a good or a bad one; neither where no direction is better."""
    if place not in {"below", "above"} or better not in {"lower", "higher"}:
        return "plain"
    return "good" if (place == "above") is (better == "higher") else "bad"


def where(slug: str, variant: Variant, number: float, interval: Interval | None) -> Place | None:
    """The place for a card, None where no value is published."""
    found = published_range(comparable(slug, variant.name))
    return None if found is None else place_of(number, interval, *found)
