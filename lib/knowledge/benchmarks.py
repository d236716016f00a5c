"""Published benchmark values, each with what it measures, where, when, on whom, and who says so."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "benchmarks"
Reliability = Literal["P", "S", "A"]
_ORDER = {"P": 0, "S": 1, "A": 2}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One published value or range.

    Attributes:
        value: the value, None for a range.
        low: lower end of a range, None for a single value.
        high: upper end of a range, None for a single value.
        unit: ``rate`` (decimal), ``points``, ``ratio``, ``money`` (see ``currency``), ``months``.
        what: what exactly was measured.
        variants: variants of the indicator that it can be set beside; empty when no definition matches.
        segment: industry or group.
        geography: country or region; empty when the source does not say.
        year: of the data; empty when the source does not say.
        sample: size and kind; empty when the source does not say.
        source: publication or page.
        reliability: P the publisher's own page, S a page that quotes a named study, A an aggregator: indicative only.
        period: length of the period the value refers to, for example ``month``; empty where it does not matter.
        currency: of money, empty otherwise.
        caution: why it must be read with care; empty when there is nothing special.
    """

    unit: str
    what: str
    source: str
    reliability: Reliability
    value: float | None = None
    low: float | None = None
    high: float | None = None
    variants: tuple[str, ...] = ()
    segment: str = ""
    geography: str = ""
    year: str = ""
    sample: str = ""
    period: str = ""
    currency: str = ""
    caution: str = ""


@cache
def benchmarks(slug: str) -> tuple[Benchmark, ...]:
    """The rows of ``benchmarks/<slug>.toml``, the most reliable first; empty when none was published.

    Example:
        >>> benchmarks("churn")[0].reliability
        'P'
    """
    path = FOLDER / f"{slug}.toml"
    if not path.exists():
        return ()
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("benchmark", [])
    found = [Benchmark(**{**row, "variants": tuple(row.get("variants", ()))}) for row in rows]
    return tuple(sorted(found, key=lambda row: _ORDER[row.reliability]))


def comparable(slug: str, variant: str) -> tuple[Benchmark, ...]:
    """The rows whose definition matches that variant."""
    return tuple(row for row in benchmarks(slug) if variant in row.variants)
