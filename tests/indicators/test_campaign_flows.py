"""Incremental cash flows of a campaign: every expected amount is worked out by hand beside it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lib.core import InputError
from lib.indicators._cash_flows import mixed_times
from lib.indicators.campaign_flows import campaign_flows

# 300, 400 and 200 more are sold; at 50 % they bring 150, 200 and 100, and 180 and then 50 are spent.
PLAN: dict[str, Any] = {
    "base_sales": (0, 1000, 1000, 1000),
    "campaign_sales": (0, 1300, 1400, 1200),
    "campaign_cost": (180, 50, 0, 0),
    "margin": 0.5,
}


def column(found, name):
    return [getattr(one, name) for one in found.periods]


def test_margin_less_cost_without_tax():
    found = campaign_flows(**PLAN)
    assert column(found, "sales") == [0, 300, 400, 200]
    assert column(found, "margin") == [0, 150, 200, 100]
    assert column(found, "flow") == [-180, 100, 200, 100]
    assert list(found.times) == [0, 1, 2, 3]
    assert (found.got_back, found.unused_loss) == (0, 0)


def test_losses_set_against_other_profit_bring_tax_back_at_once():
    # Profit -180, 100, 200, 100; a quarter of it is -45, 25, 50, 25, so that each flow is three quarters of what it was.
    found = campaign_flows(**PLAN, tax_rate=0.25)
    assert column(found, "tax") == [-45, 25, 50, 25]
    assert column(found, "flow") == [-135, 75, 150, 75]
    assert found.got_back == 45


def test_losses_carried_forward_are_used_by_the_profits_that_follow():
    # 180 lost: 100 used by period 1, 80 by period 2, of which 120 are taxed, then 100: tax 0, 0, 30, 25.
    found = campaign_flows(**PLAN, tax_rate=0.25, losses="carried")
    assert column(found, "tax") == [0, 0, 30, 25]
    assert column(found, "flow") == [-180, 100, 170, 75]
    assert (found.got_back, found.unused_loss) == (0, 0)


def test_a_loss_that_nothing_uses_is_said():
    # 500 lost, 100 + 200 + 100 earned: 100 stay unused.
    found = campaign_flows(**PLAN | {"campaign_cost": (500, 50, 0, 0)}, tax_rate=0.25, losses="carried")
    assert column(found, "tax") == [0, 0, 0, 0]
    assert found.unused_loss == 100


def test_working_capital_is_built_up_with_sales_and_comes_back():
    # A tenth of 300, 400 is 30, 40 at the end of periods 1 and 2; in the last one nothing stays tied up: 0, -30, -10, +40.
    found = campaign_flows(**PLAN, working_capital=0.1)
    assert column(found, "tied_up") == [0, 30, 40, 0]
    assert column(found, "released") == [0, -30, -10, 40]
    assert column(found, "flow") == [-180, 70, 190, 140]
    # It only moves money in time.
    assert math.fsum(column(found, "released")) == 0


def test_an_investment_is_spent_now_and_saves_tax_while_it_is_written_off():
    # 90 over three periods is 30 each: profit -180, 70, 170, 70, tax at 20 % -36, 14, 34, 14.
    found = campaign_flows(**PLAN, tax_rate=0.2, investment=90)
    assert column(found, "write_off") == [0, 30, 30, 30]
    assert column(found, "tax") == pytest.approx([-36, 14, 34, 14])
    # -180 + 36 - 90, 100 - 14, 200 - 34, 100 - 14
    assert column(found, "flow") == pytest.approx([-234, 86, 166, 86])


def test_everything_at_once():
    # As above, and a tenth of the sales tied up: 0, -30, -10, +40.
    found = campaign_flows(**PLAN, tax_rate=0.2, investment=90, working_capital=0.1)
    assert column(found, "flow") == pytest.approx([-234, 56, 156, 126])


def test_months_and_years_carry_what_is_theirs():
    # Two months, then a year: the investment of 140 over 14 months is 10, 10 and 120. Sales of 25 a month are 300 a year, of
    # which a tenth is 30; the year is the last period.
    found = campaign_flows(
        base_sales=(0, 0, 0, 0),
        campaign_sales=(0, 25, 25, 300),
        campaign_cost=(0, 0, 0, 0),
        margin=1,
        working_capital=0.1,
        investment=140,
        months=2,
    )
    assert column(found, "write_off") == pytest.approx([0, 10, 10, 120])
    assert column(found, "released") == pytest.approx([0, -30, 0, 30])
    assert column(found, "flow") == pytest.approx([-140, -5, 25, 330])
    assert found.times == pytest.approx((0, 1 / 12, 2 / 12, 14 / 12))


def test_twelve_months_and_then_years_two_to_five():
    assert mixed_times(17, 12)[11:] == pytest.approx((11 / 12, 1, 2, 3, 4, 5))


def test_a_campaign_that_takes_sales_away_loses_margin():
    found = campaign_flows(base_sales=(0, 100), campaign_sales=(0, 80), campaign_cost=(5, 0), margin=0.5, tax_rate=0.2)
    # Profit -5 and -10; a fifth of each comes back.
    assert column(found, "flow") == pytest.approx([-4, -8])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"campaign_sales": (0, 1)}, "campaign_sales has 2 entries but base_sales has 4"),
        ({"campaign_cost": (0,) * 5}, "campaign_cost has 5 entries"),
        ({"base_sales": (1,), "campaign_sales": (1,), "campaign_cost": (1,)}, "at least 2 entries"),
        ({"base_sales": (0, -1, 0, 0)}, r"base_sales\[1\] must be at least 0"),
        ({"tax_rate": 1.2}, "tax_rate must be at most 1"),
        ({"margin": float("nan")}, "margin must be a finite number"),
        ({"losses": "hidden"}, "losses must be one of offset, carried"),
        ({"months": 1.5}, "months must be a whole number"),
        ({"campaign_sales": (0, 1e308, 1e308, 0), "working_capital": 1, "months": 3}, "campaign_sales must be at most"),
    ],
)
def test_what_is_no_campaign(change, message):
    with pytest.raises(InputError, match=message):
        campaign_flows(**PLAN | change)
