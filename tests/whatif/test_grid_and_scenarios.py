"""Two inputs at once, lines, and scenarios: each number is what ``compute`` gives."""

from __future__ import annotations

import pytest

from lib.core import InputError
from lib.indicators import INDICATORS
from lib.whatif import Scenario, scenario_table, spider, two_way

CHURN = INDICATORS["churn"]
GIVEN = {"lost": 30.0, "customers_at_start": 400.0}


def test_each_cell_of_the_grid_is_computed():
    grid = two_way(CHURN, GIVEN, "lost", "customers_at_start", x_range=(0, 100), y_range=(50, 500), steps=4)
    for y, row in zip(grid.ys, grid.values, strict=True):
        for x, value in zip(grid.xs, row, strict=True):
            # By hand: x / y, and no answer for more lost than there were.
            assert value == (pytest.approx(x / y) if x <= y else None)


def test_lines_pass_through_where_it_stands():
    lines = spider(CHURN, GIVEN, share=0.5, steps=5)
    assert [line.name for line in lines] == ["lost", "customers_at_start"]
    for line in lines:
        assert line.values[2] == pytest.approx(0.075)  # 30 / 400
    assert lines[1].values[0] == pytest.approx(30 / 200)


def test_scenarios_against_the_baseline():
    now = Scenario("now", GIVEN)
    rows = scenario_table(
        CHURN, [now, now.renamed("better").with_input("lost", 20), now.renamed("broken").with_input("lost", 500)]
    )
    assert [row.baseline for row in rows] == [True, False, False]
    assert rows[1].difference == pytest.approx(-0.025)  # 20 / 400 - 30 / 400
    assert rows[1].relative == pytest.approx(-1 / 3)
    assert rows[1].changed == ("lost",)
    assert rows[2].result is None
    assert rows[2].difference is None
    assert rows[2].problem is not None
    assert rows[2].problem.code == "input_exceeds"


def test_definitions_of_another_unit_have_no_difference():
    given = {"revenue": 1000.0, "cost": 600.0, "contribution": 400.0}
    rows = scenario_table(
        INDICATORS["profit"], [Scenario("money", given, "profit"), Scenario("share", given, "margin")]
    )
    assert rows[1].result is not None
    assert rows[1].difference is None


def test_what_is_no_comparison():
    with pytest.raises(InputError, match="scenarios must have at least 1"):
        scenario_table(CHURN, [])
    with pytest.raises(InputError, match="empty or used twice"):
        scenario_table(CHURN, [Scenario("now", GIVEN), Scenario("now", GIVEN)])
    with pytest.raises(InputError, match="baseline must be one of now"):
        scenario_table(CHURN, [Scenario("now", GIVEN)], baseline="then")
    with pytest.raises(InputError, match="y must be one of"):
        two_way(CHURN, GIVEN, "lost", "lost", x_range=(0, 1), y_range=(0, 1))
    with pytest.raises(InputError, match=r"x_range\[1\] must be greater than"):
        two_way(CHURN, GIVEN, "lost", "customers_at_start", x_range=(1, 1), y_range=(0, 1))
