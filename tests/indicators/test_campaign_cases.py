"""Best, expected and worst case of a campaign: values, rates and paybacks by hand."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core import InputError
from lib.indicators.campaign_cases import Case, campaign_cases, three_cases

# As in test_campaign_flows: -180, 100, 200, 100 as expected, of which 150, 200, 100 are margin of the added sales.
PLAN: dict[str, Any] = {
    "base_sales": (0, 1000, 1000, 1000),
    "campaign_sales": (0, 1300, 1400, 1200),
    "campaign_cost": (180, 50, 0, 0),
    "margin": 0.5,
}
HALF_MORE_OR_LESS = {"best": 1.5, "worst": 0.5}


def cases(rate=0.0, **more):
    return campaign_cases(PLAN, three_cases(**HALF_MORE_OR_LESS, **more), rate=rate)


def test_flows_of_each_case():
    # Half of the margin: 75 - 50, 100, 50; half as much again: 225 - 50, 300, 150. What is spent stays.
    found = [list(one.plan.flows) for one in cases().cases]
    assert found == [[-180, 25, 100, 50], [-180, 100, 200, 100], [-180, 175, 300, 150]]


def test_values_and_paybacks_without_discounting():
    found = cases()
    assert [one.case.name for one in found.cases] == ["worst", "expected", "best"]
    assert [one.worth for one in found.cases] == [-5, 220, 445]
    # Never; after 1, 80 of the 200 of period 2 are missing; after 1, 5 of the 300.
    assert found.cases[0].payback.value is None
    assert [one.payback.value for one in found.cases[1:]] == pytest.approx([1.4, 1 + 5 / 300])


def test_values_at_ten_per_cent():
    found = cases(rate=0.1)
    expected = [
        -180 + 25 / 1.1 + 100 / 1.21 + 50 / 1.331,
        -180 + 100 / 1.1 + 200 / 1.21 + 100 / 1.331,
        -180 + 175 / 1.1 + 300 / 1.21 + 150 / 1.331,
    ]
    assert [one.worth for one in found.cases] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("timing", "times"), [("end", (0, 1, 2, 3)), ("middle", (0, 0.5, 1.5, 2.5)), ("spreadsheet", (1, 2, 3, 4))]
)
def test_the_conventions_of_the_page(timing, times):
    found = campaign_cases(PLAN, three_cases(), rate=0.1, timing=timing)
    worth = sum(flow / 1.1**time for flow, time in zip((-180, 100, 200, 100), times, strict=True))
    assert found.cases[1].worth == pytest.approx(worth, rel=1e-12)


def test_weighted_value_and_the_chance_that_is_left():
    found = cases(chance_best=0.2, chance_worst=0.3)
    assert [one.case.chance for one in found.cases] == [0.3, 0.5, 0.2]
    # 0.3 (-5) + 0.5 (220) + 0.2 (445)
    assert found.worth == pytest.approx(197.5)


def test_the_rate_of_the_weighted_flows_is_not_the_weighted_rate():
    """36 and 324 after two periods are 0.6 and 1.8 times the 100 a period: -40 % and 80 %, on average 20 %.

    In even parts they are 180 after two periods, and 100 times 1.8 after two periods is sqrt(1.8) - 1 = 34.164 %.
    """
    plan = {"base_sales": (0, 0, 0), "campaign_sales": (0, 0, 144), "campaign_cost": (100, 0, 0), "margin": 1}
    even = {"chance_best": 0.5, "chance_worst": 0.5}
    found = campaign_cases(plan, three_cases(best=2.25, worst=0.25, **even), rate=0.1)
    assert found.mean_rate == pytest.approx(0.2)
    assert found.rate is not None
    assert found.rate.value == pytest.approx(1.8**0.5 - 1)
    # The value of the average flow is the average value.
    assert found.worth == pytest.approx(-100 + 180 / 1.21)


def test_no_average_of_rates_where_a_case_has_none():
    # Without any effect nothing comes back.
    found = campaign_cases(PLAN, three_cases(worst=0, chance_worst=0.5), rate=0.1)
    assert found.cases[0].rate.value is None
    assert found.cases[0].rate.no_answer is not None
    assert found.cases[0].rate.no_answer.code == "irr.no_answer.nothing_earned"
    assert found.mean_rate is None
    assert found.worth is not None


def test_a_case_without_a_chance_does_not_count_in_the_average():
    found = campaign_cases(PLAN, three_cases(worst=0, chance_best=1), rate=0.1)
    assert found.mean_rate == found.cases[2].rate.value


def test_break_even_effect():
    # Without an effect -230 are lost, with all of it 220 are won: 230 / 450.
    assert cases().break_even == pytest.approx(230 / 450)
    # Losses carried forward bend the line; what does not gain with its effect never breaks even.
    carried = {**PLAN, "tax_rate": 0.2, "losses": "carried"}
    assert campaign_cases(carried, three_cases(), rate=0).break_even is None
    assert campaign_cases({**PLAN, "margin": 0}, three_cases(), rate=0).break_even is None


@pytest.mark.parametrize("timing", ["end", "middle", "spreadsheet"])
def test_what_is_worth_nothing_pays_back_in_the_last_moment(timing):
    # 110 next period for 100 now, at 10 %, which in the middle of a period counts for half of one: sqrt(1.1).
    back = 100 * (1.1**0.5 if timing == "middle" else 1.1)
    plan = {"base_sales": (0, 0), "campaign_sales": (0, back), "campaign_cost": (100, 0), "margin": 1}
    found = campaign_cases(plan, three_cases(worst=0.9, best=2), rate=0.1, timing=timing)
    # Without discounting 100 of 110, or of sqrt(1.1) x 100; at its best half of the period.
    assert [one.discounted.value for one in found.cases] == [None, pytest.approx(1), pytest.approx(0.5)]
    assert found.cases[1].payback.value == pytest.approx(100 / back)


def test_months_and_then_years():
    plan = {"base_sales": (0, 0, 0), "campaign_sales": (0, 60, 60), "campaign_cost": (100, 0, 0), "margin": 1}
    found = campaign_cases({**plan, "months": 1}, three_cases(), rate=0.21).cases[1]
    # One month and then a year: 1 / 12 and 13 / 12 years; paid back after the month and 40 / 60 of the year.
    assert found.worth == pytest.approx(-100 + 60 / 1.21 ** (1 / 12) + 60 / 1.21 ** (13 / 12))
    assert found.payback.value == pytest.approx(1 / 12 + 40 / 60)
    # The 60 of the month and of the year, each at its worth today.
    month, year = 60 / 1.21 ** (1 / 12), 60 / 1.21 ** (13 / 12)
    assert found.discounted.value == pytest.approx(1 / 12 + (100 - month) / year)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"best": 0.9}, "best must be at least 1"),
        ({"worst": 1.1}, "worst must be at most 1"),
        ({"chance_best": 0.7, "chance_worst": 0.4}, "chance_worst must be at most 0.3"),
        ({"chance_best": 1.1}, "chance_best must be at most 1"),
    ],
)
def test_cases_that_are_none(given, message):
    with pytest.raises(InputError, match=message):
        three_cases(**given)


def test_an_effect_that_takes_more_sales_than_there_are():
    with pytest.raises(InputError, match=r"campaign_sales\[2\] must be at least 0"):
        campaign_cases(PLAN, [Case("worst", -3.0)], rate=0.1)
