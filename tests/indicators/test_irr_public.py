"""Cash flows from public threads in which a program failed or kept silent: every one with its rates, or with the reason for none.

The table is tests/reference/irr_public.json. Where a thread prints a value it stands beside the case. Elsewhere the expected rates
are checked from their definition, by adding up the discounted flows here, and their number by a fine grid of rates on which the sum
changes sign so many times and no more.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from lib.indicators import INDICATORS
from lib.knowledge.catalogue import has

IRR = INDICATORS["irr"]


@dataclass(frozen=True)
class Case:
    """Flows as they were published.

    Attributes:
        source: where.
        said: what is printed there, or by hand.
        flows: money.
        days: of the flows, none where they are a period apart.
        printed: rates that the source prints, to as many digits as it prints them.
        rates: how many rates fit.
        code: why there is no answer; with one rate, the warning that must come with it.
    """

    source: str
    said: str
    flows: list[float]
    rates: int
    days: list[str] = field(default_factory=list)
    printed: list[dict[str, float]] = field(default_factory=list)
    code: str = ""

    @property
    def times(self) -> list[float]:
        if not self.days:
            return [float(place) for place in range(len(self.flows))]
        found = [date.fromisoformat(day) for day in self.days]
        return [(day - min(found)).days / 365 for day in found]


TABLE = Path(__file__).resolve().parents[1] / "reference" / "irr_public.json"
CASES = [Case(**one) for one in json.loads(TABLE.read_text(encoding="utf-8"))]


def worth(case: Case, log_growth: float) -> float:
    """Value of the flows at a rate of e^log_growth - 1, on the day on which it is no larger than they are."""
    day = max(case.times) if log_growth < 0 else 0.0
    parts = zip(case.flows, case.times, strict=True)
    return math.fsum(flow * math.exp(-log_growth * (time - day)) for flow, time in parts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.source)
def test_every_rate_or_the_reason_for_none(case: Case) -> None:
    inputs: dict[str, Any] = {"dates": case.days} if case.days else {}
    found = IRR.compute(variant="dated" if case.days else "periodic", cash_flows=case.flows, **inputs)
    roots = found.series["roots"]
    assert len(roots) == case.rates
    for rate in roots:
        # Worth nothing beside its largest part, whichever way the rate was found.
        parts = [flow * (1 + rate) ** -time for flow, time in zip(case.flows, case.times, strict=True)]
        assert math.fsum(parts) == pytest.approx(0, abs=1e-9 * max(map(abs, parts)))
    for one in case.printed:
        assert any(abs(root - one["rate"]) <= one["within"] for root in roots), roots
    if case.rates == 1:
        assert found.value == roots[0]
        assert not case.code or case.code in {notice.code for notice in found.warnings}
        assert "irr.warnings.touches" not in {notice.code for notice in found.warnings}
        return
    assert found.value is None
    assert found.no_answer is not None
    assert found.no_answer.code == case.code
    assert has(case.code)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.source)
def test_a_grid_of_rates_changes_sign_as_often(case: Case) -> None:
    """From -99.9 % to e^190; only the sign of the sum counts."""
    grid = [-7 + step * 0.0137 for step in range(800)] + [4 + step * 0.21 for step in range(900)]
    signs = [value > 0 for one in grid if (value := worth(case, one)) and abs(value) > 1e-9]
    assert sum(a != b for a, b in pairwise(signs)) == case.rates
