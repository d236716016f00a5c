"""Pure helpers of the cells of profit; amounts by hand."""

from __future__ import annotations

from typing import Any

import pytest

from lib.indicators import INDICATORS
from lib.ui.cells.profits import _largest, steps
from lib.ui.notebook import Notebook


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param(
            "profit",
            {"revenue": 100, "cost": 60},
            [("revenue", 100, True), ("cost", -60, False), ("contribution", 40, True)],
            id="without fixed costs it ends at the contribution",
        ),
        pytest.param(
            "incremental",
            {"profit_treated": 6000, "treated": 100, "profit_control": 2500, "control": 50, "campaign_cost": 400},
            # 2500 / 50 * 100 = 5000 would have come anyway
            [
                ("treated", 6000, True),
                ("anyway", -5000, False),
                ("lift", 1000, True),
                ("campaign_cost", -400, False),
                ("added", 600, True),
            ],
            id="total against incremental",
        ),
        pytest.param(
            "campaign",
            {"incremental_revenue": 5000, "margin": 0.4, "campaign_cost": 1200},
            # 60 % of the revenue is its cost
            [
                ("added_revenue", 5000, True),
                ("added_cost", -3000, False),
                ("lift", 2000, True),
                ("campaign_cost", -1200, False),
                ("added", 800, True),
            ],
            id="from added revenue",
        ),
        pytest.param("margin", {"contribution": 40, "revenue": 100}, [], id="a share has no bridge"),
    ],
)
def test_steps(variant: str, inputs: dict[str, Any], expected: list[tuple[str, float, bool]]) -> None:
    found = steps(INDICATORS["profit"].compute(variant=variant, **inputs))
    assert [(name, pytest.approx(amount), whole) for name, amount, whole in expected] == found


def test_one_customer_who_carries_the_result_is_called_out() -> None:
    page = Notebook(INDICATORS["profit"])
    # 49 customers with 10 each and one with 10,000
    figures = {"lowest": 10.0, "highest": 10000.0, "customers": 50, "total": 10490.0, "q50": 10.0}
    said = _largest(page, figures)
    assert "10,000" in said
    # the mean without that one
    assert "10.00" in said
    assert _largest(page, {**figures, "highest": 40.0, "total": 530.0}) != said
