"""Goal seek: solutions by hand, several, none, poles, and every solution put back."""

from __future__ import annotations

import pytest

from lib.core import InputError
from lib.indicators import INDICATORS
from lib.whatif import break_even, goal_seek
from lib.whatif.many import placed


def test_break_even_units_by_hand():
    # 100 fixed, price 5, cost 3: contribution 2 a unit, so 50 units; profit 0.
    found = goal_seek(
        INDICATORS["profit"], {"revenue": 400, "cost": 200, "fixed_cost": 100}, "revenue", 0.0, variant="profit"
    )
    assert found.outcome == "one"
    assert found.solutions == pytest.approx([300.0])


def test_two_internal_rates_are_two_solutions():
    # Flows 100, -230, 132: (1 + r)^2 100 - 230 (1 + r) + 132 = 0 at 10 % and 20 % (numpy_financial, tests; by hand).
    found = goal_seek(INDICATORS["npv"], {"cash_flows": (100, -230, 132), "discount_rate": 0.15}, "discount_rate", 0.0)
    assert found.outcome == "several"
    assert found.solutions == pytest.approx([0.1, 0.2], abs=1e-7)
    assert found.nearest == pytest.approx(0.1, abs=1e-7) or found.nearest == pytest.approx(0.2, abs=1e-7)


def test_internal_rate_of_a_published_example():
    # Microsoft, IRR: -70000, 12000, 15000, 18000, 21000, 26000 has 8.66 %.
    flows = (-70000, 12000, 15000, 18000, 21000, 26000)
    found = goal_seek(INDICATORS["npv"], {"cash_flows": flows, "discount_rate": 0.1}, "discount_rate", 0.0)
    assert found.solutions == pytest.approx([0.0866], abs=5e-5)


def test_an_entry_of_a_series():
    # -100 + x / 1.1 = 0 at x = 110.
    given = {"cash_flows": (-100, 50), "discount_rate": 0.1}
    assert goal_seek(INDICATORS["npv"], given, "cash_flows[1]", 0.0).solutions == pytest.approx([110.0])


def test_out_of_reach_says_how_far_it_goes():
    # A share lost cannot exceed one: with 30 lost of at least 30, churn is at most 100 %.
    found = goal_seek(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, "lost", 1.5)
    assert found.outcome == "none"
    assert found.solutions == ()
    assert found.nearest is None
    assert found.highest == pytest.approx(1.0)


def test_an_input_without_effect():
    # Click price does not depend on margin within one definition: equal flows do not move with the base of a ratio of themselves.
    given = {"cash_flows": (0, 0, 0), "discount_rate": 0.1}
    found = goal_seek(INDICATORS["npv"], given, "discount_rate", 5.0)
    assert found.outcome == "no_effect"
    assert found.solutions == ()


def test_a_pole_is_no_solution():
    # Break-even units = fixed / (price - cost) jump from minus to plus infinity where price meets cost, and never give 0.
    given = {"fixed_cost": 100, "price": 5, "variable_cost": 3}
    found = goal_seek(INDICATORS["profit"], given, "price", 0.0, variant="break_even_units")
    assert found.solutions == ()


@pytest.mark.parametrize("slug", list(INDICATORS))
def test_every_solution_gives_the_goal_when_put_back(slug):
    ind = INDICATORS[slug]
    for variant in ind.variants:
        names = (*variant.inputs, *variant.optional)
        given = {name: ind.defaults[name] for name in names if name in ind.defaults and not ind.input(name).evidence}
        now = ind.compute(variant=variant.name, **given).value
        if now is None:
            continue
        goal = now * 1.05 if now else 0.1
        for sought in break_even(ind, given, goal=goal, variant=variant.name):
            for solution in sought.solutions:
                if ind.input(sought.name).whole and solution != int(solution):
                    continue  # compute takes whole numbers only
                value = ind.compute(variant=variant.name, **placed(given, sought.name, solution)).value
                assert value == pytest.approx(goal, rel=1e-5), (variant.name, sought.name)


def test_what_cannot_be_sought():
    given = {"lost": 30, "customers_at_start": 400}
    with pytest.raises(InputError, match="price is not an input"):
        goal_seek(INDICATORS["churn"], given, "price", 0.05)
    with pytest.raises(InputError, match="cash_flows is not an input"):
        goal_seek(INDICATORS["npv"], {"cash_flows": (-1, 2), "discount_rate": 0.1}, "cash_flows", 0)
    with pytest.raises(InputError, match="goal must be a finite number"):
        goal_seek(INDICATORS["churn"], given, "lost", float("nan"))
    with pytest.raises(InputError, match="high must be greater than"):
        goal_seek(INDICATORS["churn"], given, "lost", 0.05, low=20, high=10)
