"""The sheet of a campaign: worked out by another engine it comes to what the domain gives, also for changed inputs."""

from __future__ import annotations

from typing import Any

import pytest

from lib.indicators.campaign_cases import Case, campaign_cases
from lib.report import campaign_workbook
from tests.report.spreadsheet import Spreadsheet

# The plan of tests/indicators/test_campaign_flows.py.
PLAN: dict[str, Any] = {
    "base_sales": (0, 1000, 1000, 1000),
    "campaign_sales": (0, 1300, 1400, 1200),
    "campaign_cost": (180, 50, 0, 0),
    "margin": 0.5,
}
MORE = {"tax_rate": 0.2, "investment": 90, "working_capital": 0.1}


def worth(inputs: dict[str, Any], timing: str) -> float:
    return campaign_cases(inputs, [Case("expected", 1.0)], rate=0.1, timing=timing).cases[0].worth


def test_everything_at_once_by_hand() -> None:
    # -234, 56, 156, 126 by hand in test_campaign_flows, discounted at 10 %.
    sheet = Spreadsheet(campaign_workbook({**PLAN, **MORE}, rate=0.1))
    assert sheet.at("result") == pytest.approx(-234 + 56 / 1.1 + 156 / 1.21 + 126 / 1.331, rel=1e-12)


@pytest.mark.parametrize("losses", ["offset", "carried"])
@pytest.mark.parametrize(("timing", "months"), [("end", 0), ("middle", 0), ("spreadsheet", 0), ("end", 2)])
def test_the_sheet_follows_its_inputs(losses: str, timing: str, months: int) -> None:
    inputs = {**PLAN, **MORE, "losses": losses, "months": months}
    sheet = Spreadsheet(campaign_workbook(inputs, rate=0.1, timing=timing))
    assert sheet.at("result") == pytest.approx(worth(inputs, timing), rel=1e-12)
    changed = {
        "tax_rate": 0.35,
        "working_capital": 0.25,
        "margin": 0.3,
        "campaign_sales": (0.0, 1100.0, 1500.0, 1300.0),
    }
    for name, number in changed.items():
        sheet.put(name, number)
    if months:
        sheet.put("months", 1)
    assert sheet.at("result") == pytest.approx(
        worth({**inputs, **changed, "months": min(months, 1)}, timing), rel=1e-12
    )
