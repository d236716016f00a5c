"""Cash flows from public threads in which a program failed or kept silent: every one with its rates, or with the reason for none.

Where a thread prints a value it stands beside the case. Elsewhere the expected rates are checked from their definition, by adding
up the discounted flows here, and their number by a fine grid of rates on which the sum changes sign so many times and no more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest

from lib.indicators import INDICATORS
from lib.knowledge.catalogue import has

IRR = INDICATORS["irr"]


@dataclass(frozen=True)
class Case:
    """Flows as they were published.

    Attributes:
        source: where.
        flows: money.
        days: of the flows, none where they are a period apart.
        printed: rates that the source prints, to as many digits as it prints them.
        roots: how many rates fit.
        code: why there is no answer; with one rate, the warning that must come with it.
    """

    source: str
    flows: tuple[float, ...]
    days: str = ""
    printed: tuple[tuple[float, float], ...] = ()
    roots: int = 1
    code: str = ""

    @property
    def times(self) -> list[float]:
        if not self.days:
            return [float(place) for place in range(len(self.flows))]
        found = [date.fromisoformat(day) for day in self.days.split()]
        return [(day - min(found)).days / 365 for day in found]


RENT = 787.735232517999
CASES = [
    Case(
        "Lorie and Savage (1955), Three Problems in Rationing Capital: the oil pump; 25 % and 400 %",
        (-1600, 10000, -10000),
        printed=((0.25, 1e-9), (4.0, 1e-9)),
        roots=2,
        code="irr.no_answer.several",
    ),
    Case(
        "by hand: -100 (1 - 1.1 v)(1 - 1.2 v); 10 % and 20 %",
        (-100, 230, -132),
        printed=((0.1, 1e-9), (0.2, 1e-9)),
        roots=2,
        code="irr.no_answer.several",
    ),
    Case(
        "github.com/numpy/numpy-financial/issues/28: NumPy gave -76 %, Excel 185 %; both fit",
        (-50, -100, 600, 300, -100),
        # The thread cuts -76.9 % short.
        printed=((-0.76, 0.01), (1.85, 0.005)),
        roots=2,
        code="irr.no_answer.several",
    ),
    Case(
        "github.com/numpy/numpy/pull/4210: IRR of this has roots at -69 % (as written there) and -8 %",
        (-100, 100, 0, -7),
        printed=((-0.69, 0.015), (-0.083, 0.005)),
        roots=2,
        code="irr.no_answer.several",
    ),
    Case(
        "numpy-financial, docstring of irr: 0.0886, one of three",
        (-5, 10.5, 1, -8, 1),
        printed=((0.0886, 5e-5),),
        roots=3,
        code="irr.no_answer.several",
    ),
    Case(
        "github.com/better/irr/issues/1: -1 instead of -.01; another rate fits as well",
        (-13897.515699392789, *[678.69417667002108] * 19, -426.40303828879155),
        printed=((-0.01, 0.002),),
        roots=2,
        code="irr.no_answer.several",
    ),
    Case(
        "github.com/tarioch/xirr/issues/13: an exception, f(a) and f(b) must have different signs; nothing fits",
        (
            *(5046.0, 5037.299999999999, 4995.25, 5795.5, -1085.6, 4998.0, 4557.8, 4815.0, 4928.0, -2197.05, 5424.0),
            *(-2565.0, -2872.8, 10085.0, 9500.0, 9976.8, 14880.000000000002, -6094.7, 19522.359999999997, 18035.0),
            10477.44,
        ),
        "2015-08-03 2015-10-20 2016-01-11 2016-04-06 2016-04-26 2016-07-19 2016-10-11 2017-01-11 2017-04-11 2017-04-25 "
        "2017-10-12 2018-04-24 2019-04-23 2020-02-25 2020-03-03 2020-03-09 2020-04-06 2020-04-23 2020-06-05 2020-08-05 "
        "2020-08-19",
        roots=0,
        code="irr.no_answer.no_root",
    ),
    Case(
        "github.com/peliot/XIRR-and-XNPV/issues/5: 0.100055, its guess; Google Sheets and LibreOffice give an error",
        (2500, -2500),
        "2000-06-09 2000-06-09",
        roots=0,
        code="irr.no_answer.one_day",
    ),
    Case(
        "github.com/scripbox/ex-xirr, test 'positive and negative flow in the same day': an error",
        (-10000, 10000, 500),
        "2014-04-15 2014-04-15 2014-10-19",
        roots=0,
        code="irr.no_answer.nothing_spent",
    ),
    Case("github.com/ncs1/finrb, cashflows_spec: an error", (10, 20, 30), roots=0, code="irr.no_answer.nothing_spent"),
    Case("by hand: never paid back, nothing returns", (-1000, -50), roots=0, code="irr.no_answer.nothing_earned"),
    Case(
        "github.com/Anexen/pyxirr/issues/75: None at this size of amounts, Excel -0.912781382",
        (
            *(-84000000.0, 800000.0, 760000.0, 680000.0, 800000.0, 280000.0, 740000.0, 520000.0, -2100000.0),
            *(-13000000.0, -3000000.0, -4100000.0, -250000.0, -1800000.0, -8400000.0, 1800000.0, 43000.0, -6600.0),
        ),
        "2018-06-30 2019-03-31 2019-06-30 2019-09-30 2019-12-31 2020-03-31 2020-06-30 2020-09-30 2022-03-31 2023-03-31 "
        "2024-09-30 2024-09-30 2024-12-31 2024-12-31 2025-03-31 2025-12-31 2026-03-31 2026-03-31",
        printed=((-0.912781382, 5e-9),),
        # 43,000 and -6,600 on the last day are 36,400: more comes in than goes out there.
        code="irr.warnings.loses_money",
    ),
    Case(
        "github.com/Anexen/pyxirr/issues/31: 3.6894338683170713; Excel stops at 0.0000003 %, where nothing is nought",
        (-1200, -1050, -400, -800, 1500, 1100, 2000, 450, -2000, 2850, -1500, 2025, -2000, 2635),
        "2020-01-09 2020-02-12 2020-03-02 2020-03-13 2020-05-11 2020-05-11 2020-05-11 2020-05-11 2020-11-03 2020-12-29 "
        "2021-03-26 2021-07-21 2022-06-16 2022-07-06",
        printed=((3.6894338683170713, 1e-9),),
        code="irr.warnings.several_signs",
    ),
    Case(
        "github.com/Anexen/pyxirr/issues/65: 8.181769983749503e+75 from a single day",
        (187.5, -25, 187.5, 187.5, 187.5, -188, -188, -188, -188, -188),
        " ".join(["2020-05-27"] * 3 + ["2020-05-28"] * 7),
        # By hand: 350 on the first day, 565 less than nought on the next, so (565 / 350) ** 365 - 1.
        printed=(((565 / 350) ** 365 - 1, 1e67),),
        code="irr.warnings.short_span",
    ),
    Case(
        "github.com/Anexen/pyxirr/issues/24: -23.8 a year, below -100 % a period; numpy-financial 0.0461",
        (-172545.848122807, *[RENT] * 480),
        # By hand: the rate r at which 172,545.85 = 787.735 (1 - (1 + r)^-480) / r.
        printed=((0.0038401, 5e-7),),
    ),
    Case(
        "github.com/Anexen/pyxirr/issues/46: -1.76, below -100 %; numpy-financial -0.1320937225730502",
        (
            *(-1.44852555e08, 1.41881733e06, 1.40267049e06, 1.38296290e06, 1.37042160e06, 1.35430596e06, 1.33818655e06),
            *(1.31857419e06, 1.30593472e06, 1.28980433e06, 1.27367350e06, 1.25354845e06, 1.24144917e06, 1.22533563e06),
            *(1.20917048e06, 1.18927331e06, 1.17625690e06, 1.15946627e06, 1.14245161e06, 1.12147927e06, 1.10668164e06),
        ),
        # The thread prints the flows to nine digits only.
        printed=((-0.1320937225730502, 1e-8),),
        code="irr.warnings.loses_money",
    ),
    Case(
        "github.com/fsprojects/ExcelFinancialFunctions/issues/27: an exception; Excel -0.990247691899517",
        (-177900000, 8799805.85),
        "2020-07-03 2021-02-25",
        printed=((-0.990247691899517, 1e-12),),
        code="irr.warnings.short_span",
    ),
    Case(
        "github.com/peliot/XIRR-and-XNPV/issues/4: an exception; Google Sheets -0.4809631525",
        (-4000, 2050.2),
        "2014-02-27 2015-03-06",
        printed=((-0.4809631525, 5e-10),),
        code="irr.warnings.loses_money",
    ),
    Case(
        "github.com/tarioch/xirr/issues/6: an exception; money in first, and a loan of which next to nothing is paid back",
        (10000, -1),
        "2011-07-01 2014-07-01",
        # By hand: 1096 days; 10,000 = (1 + i)^-(1096/365), so 10000 ** (-365 / 1096) - 1.
        printed=((10000 ** (-365 / 1096) - 1, 1e-12),),
        code="irr.warnings.borrowing",
    ),
    Case(
        "github.com/scripbox/ex-xirr, test 'impossible returns on investments': 21.118359, days out of order",
        (-800000, -2200000, 1000000),
        "2015-11-01 2015-10-01 2015-06-01",
        printed=((21.118359, 5e-7),),
        code="irr.warnings.borrowing",
    ),
    Case(
        "github.com/scripbox/ex-xirr, test 'bad investment': -0.034592",
        (1000, -600, -200),
        "1985-01-01 1990-01-01 1995-01-01",
        printed=((-0.034592, 5e-7),),
        code="irr.warnings.borrowing",
    ),
    Case(
        "github.com/ncs1/finrb, cashflows_spec: fails from its usual guess; 0.11234",
        (-1000, 390000),
        "1957-01-01 2013-01-01",
        printed=((0.11234, 5e-6),),
    ),
]


def worth(case: Case, log_growth: float) -> float:
    """Value of the flows at a rate of e^log_growth - 1, on the day on which it is no larger than they are."""
    day = max(case.times) if log_growth < 0 else 0.0
    parts = zip(case.flows, case.times, strict=True)
    return math.fsum(flow * math.exp(-log_growth * (time - day)) for flow, time in parts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.source.split(":")[0])
def test_every_rate_or_the_reason_for_none(case: Case) -> None:
    inputs = {"dates": case.days.split()} if case.days else {}
    found = IRR.compute(variant="dated" if case.days else "periodic", cash_flows=case.flows, **inputs)
    roots = found.series["roots"]
    assert len(roots) == case.roots
    for rate in roots:
        # Worth nothing beside its largest part, whichever way the rate was found.
        parts = [flow * (1 + rate) ** -time for flow, time in zip(case.flows, case.times, strict=True)]
        assert math.fsum(parts) == pytest.approx(0, abs=1e-9 * max(map(abs, parts)))
    for rate, within in case.printed:
        assert any(abs(root - rate) <= within for root in roots), roots
    if case.roots == 1:
        assert found.value == roots[0]
        assert not case.code or case.code in {notice.code for notice in found.warnings}
        assert "irr.warnings.touches" not in {notice.code for notice in found.warnings}
        return
    assert found.value is None
    assert found.no_answer is not None
    assert found.no_answer.code == case.code
    assert has(case.code)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.source.split(":")[0])
def test_a_grid_of_rates_changes_sign_as_often(case: Case) -> None:
    """From -99.9 % to e^190; only the sign of the sum counts."""
    grid = [-7 + step * 0.0137 for step in range(800)] + [4 + step * 0.21 for step in range(900)]
    signs = [value > 0 for one in grid if (value := worth(case, one)) and abs(value) > 1e-9]
    assert sum(a != b for a, b in pairwise(signs)) == case.roots
