"""Pure helpers of the cells of payback, and what the cells say on the page."""

from __future__ import annotations

import pytest

from lib.indicators import INDICATORS
from lib.ui.cells.payback import _months

CUSTOMER = {"acquisition_cost": 57.0, "monthly_revenue": 50.0, "gross_margin": 0.6}


@pytest.mark.parametrize("variant", ["cac", "cac_survival"])
def test_months_without_and_with_churn_are_the_same_in_both_definitions(variant: str) -> None:
    found = INDICATORS["payback"].compute(variant=variant, churn_rate=0.1, **CUSTOMER)
    # 57 / 30 = 1.9 months with nobody leaving; 30 in the first month and 27 from the 90 % left in the second: 2 months
    assert _months(found) == (pytest.approx(1.9), pytest.approx(2.0))


@pytest.mark.parametrize("variant", ["cac", "cac_survival"])
def test_churn_that_eats_the_margin_leaves_no_months(variant: str) -> None:
    # a lifetime of 1 / 0.6 months brings 50, less than 57
    found = INDICATORS["payback"].compute(variant=variant, churn_rate=0.6, **CUSTOMER)
    assert _months(found) == (pytest.approx(1.9), None)
