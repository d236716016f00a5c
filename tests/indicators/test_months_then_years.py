"""Months first, years later: NPV, internal rate and payback with time in years, against hand arithmetic."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lib.core import InputError
from lib.indicators import INDICATORS
from lib.report import workbook
from tests.report.spreadsheet import Spreadsheet

# 12,000 spent, 500 a month for a year, then 3,000, 3,000 and 4,000 a year.
PLAN = (-12000.0, *[500.0] * 12, 3000.0, 3000.0, 4000.0)
MIXED = "months_then_years"


def compute(slug, **inputs):
    return INDICATORS[slug].compute(variant=MIXED, **inputs)


def test_a_year_of_months_and_then_years_by_hand():
    """At 12.682503 % a year, which is 1 % a month compounded: 1.01^12 = 1.126825030131970.

    500 a month are 500 (1 - 1.01^-12) / 0.01 = 5,627.538737; then 3,000 / 1.01^24 = 2,362.698380 and
    3,000 / 1.01^36 = 2,096.774848 and 4,000 / 1.01^48 = 2,481.041620. Together 12,568.05358, less 12,000.
    """
    found = compute("npv", cash_flows=PLAN, months=12, discount_rate=1.01**12 - 1)
    by_hand = 500 * (1 - 1.01**-12) / 0.01 + 3000 / 1.01**24 + 3000 / 1.01**36 + 4000 / 1.01**48 - 12000
    assert by_hand == pytest.approx(568.0535, abs=5e-4)
    assert found.value == pytest.approx(by_hand, rel=1e-10)
    assert found.series["times"][11:] == pytest.approx((11 / 12, 1, 2, 3, 4))
    step = next(step for step in found.steps if step.code == "npv.steps.monthly_rate")
    assert step.fields["monthly"] == pytest.approx(0.01, rel=1e-12)


def test_the_twelfth_part_of_the_rate_would_be_another_value():
    # At 12 % a year a month costs 1.12^(1/12) - 1 = 0.9489 %, not 1 %.
    found = compute("npv", cash_flows=(0, *[0] * 11, 112), months=12, discount_rate=0.12)
    assert found.value == pytest.approx(100, rel=1e-12)


def test_an_internal_rate_that_is_one_per_cent_a_month():
    # The plan above with 568.0535 more spent is worth nothing at 1 % a month.
    worth = 500 * (1 - 1.01**-12) / 0.01 + 3000 / 1.01**24 + 3000 / 1.01**36 + 4000 / 1.01**48
    found = compute("irr", cash_flows=(-worth, *PLAN[1:]), months=12)
    assert found.value == pytest.approx(1.01**12 - 1, rel=1e-10)


def test_payback_counts_a_part_of_a_year_as_such():
    # 6,000 come back in the twelve months, 3,000 and 3,000 in years two and three: paid back after three years.
    assert compute("payback", cash_flows=PLAN, months=12).value == pytest.approx(3.0)
    # 11,000 spent: after year two 2,000 are missing of the 3,000 of year three, so 2 2/3 years.
    assert compute("payback", cash_flows=(-11000, *PLAN[1:]), months=12).value == pytest.approx(2 + 2 / 3)
    # 5,250 spent: ten and a half months.
    assert compute("payback", cash_flows=(-5250, *PLAN[1:]), months=12).value == pytest.approx(10.5 / 12)


def test_discounted_payback_counts_months_and_years_with_effective_rates():
    """At 1.01^12 - 1 a year a month costs 1 %.

    100 now; 50.5 after a month is worth 50; 1.01^13 x 80 a year later is worth 80. 50 are missing of those 80: five eighths of the
    year after the month. Without discounting 49.5 are missing of 80 x 1.01^13.
    """
    flows, rate = (-100.0, 50.5, 80 * 1.01**13), 1.01**12 - 1
    found = INDICATORS["payback"].compute(variant=f"{MIXED}_discounted", cash_flows=flows, months=1, discount_rate=rate)
    assert found.value == pytest.approx(1 / 12 + 5 / 8, rel=1e-12)
    assert found.details["simple"] == pytest.approx(1 / 12 + 49.5 / (80 * 1.01**13), rel=1e-12)
    step = next(step for step in found.steps if step.code == "payback.steps.present_values_years")
    assert step.fields["monthly"] == pytest.approx(0.01, rel=1e-12)


def test_discounted_payback_within_the_months_and_never():
    # 101 and 102.01 after one and two months are worth 100 each: 150 are back after a month and a half.
    months = {"cash_flows": (-150.0, 101.0, 102.01), "months": 12, "discount_rate": 1.01**12 - 1}
    discounted = INDICATORS["payback"].compute
    assert discounted(variant=f"{MIXED}_discounted", **months).value == pytest.approx(1.5 / 12, rel=1e-12)
    # 200 and a cent are not: all that comes back is worth 200.
    never = discounted(variant=f"{MIXED}_discounted", **months | {"cash_flows": (-200.01, 101.0, 102.01)})
    assert never.value is None
    assert never.no_answer is not None
    assert never.no_answer.code == "payback.no_answer.never"


@pytest.mark.parametrize("slug", ["npv", "irr", "payback"])
def test_without_months_all_is_by_the_year(slug):
    inputs: dict[str, Any] = {"cash_flows": (-100, 60, 60, 10), **({"discount_rate": 0.1} if slug == "npv" else {})}
    assert compute(slug, months=0, **inputs).value == INDICATORS[slug].compute(**inputs).value


def test_more_months_than_periods_make_all_of_them_months():
    # 101 a month from now for 100 is 1.01^12 - 1 a year.
    assert compute("irr", cash_flows=(-100, 101), months=12).value == pytest.approx(1.01**12 - 1, rel=1e-12)


@pytest.mark.parametrize(
    ("slug", "variant", "more"),
    [
        ("npv", MIXED, {"discount_rate": 0.12}),
        ("irr", MIXED, {}),
        ("payback", MIXED, {}),
        ("payback", f"{MIXED}_discounted", {"discount_rate": 0.01}),
    ],
)
def test_the_spreadsheet_follows_the_months(slug, variant, more):
    inputs = {"cash_flows": PLAN, "months": 12.0, **more}
    sheet = Spreadsheet(workbook(INDICATORS[slug], variant, inputs))
    for months in (12.0, 3.0):
        sheet.put("months", months)
        found = INDICATORS[slug].compute(variant=variant, **inputs | {"months": months}).value
        assert found is not None
        assert sheet.at("result") == pytest.approx(found, rel=1e-9)


@pytest.mark.parametrize("months", [1.5, -1, math.nan])
def test_months_that_are_none(months):
    with pytest.raises(InputError, match="months"):
        compute("npv", cash_flows=PLAN, months=months, discount_rate=0.1)
