"""Two plans of which only one can be had: rankings by value and by rate, and where they turn."""

from __future__ import annotations

import pytest

from lib.core import InputError
from lib.indicators.rival_plans import Plan, Range, rivals


def plan(*flows: float) -> Plan:
    return Plan(flows, tuple(map(float, range(len(flows)))))


# By hand, with x = 1 + i. Slow: 100 x^2 - 20 x - 120 = 0 gives x = (20 + sqrt(400 + 48000)) / 200 = 240 / 200 = 1.2.
# Quick: 100 x^2 - 100 x - 31.25 = 0 gives x = (100 + sqrt(10000 + 12500)) / 200 = 250 / 200 = 1.25.
# Slow less quick: 0, -80, 88.75, so both are worth the same at 88.75 / 80 - 1 = 0.109375.
SLOW, QUICK = plan(-100, 20, 120), plan(-100, 100, 31.25)


def test_a_conflict_of_timing_by_hand():
    found = rivals(SLOW, QUICK, 0.05)
    # -100 + 20 / 1.05 + 120 / 1.1025 and -100 + 100 / 1.05 + 31.25 / 1.1025
    assert [found.worth_a, found.worth_b] == pytest.approx([27.891156462585, 23.582766439909], rel=1e-12)
    assert [found.rate_a, found.rate_b] == pytest.approx([0.2, 0.25], rel=1e-12)
    assert found.crossings == pytest.approx((0.109375,), rel=1e-12)
    assert (found.by_worth, found.by_rate, found.conflict) == ("a", "b", True)
    below, above = found.ranges
    assert (below.low, below.first, above.high, above.first) == (None, "a", None, "b")
    assert [below.high, above.low] == pytest.approx([0.109375] * 2)


def test_above_the_crossing_both_measures_agree():
    found = rivals(SLOW, QUICK, 0.15)
    assert (found.by_worth, found.by_rate, found.conflict) == ("b", "b", False)


def test_at_the_crossing_both_are_worth_the_same():
    # -100 + 20 / 1.109375 + 120 / 1.109375^2, by hand 15.5327...; the other one comes to the same
    found = rivals(SLOW, QUICK, 0.109375)
    assert found.by_worth == "equal"
    assert found.worth_a == pytest.approx(found.worth_b, abs=1e-9)


def test_a_conflict_of_scale():
    """Brealey, Myers and Allen, Principles of Corporate Finance, 13th ed., ch. 5.3, pitfall 3 (projects D and E).

    D: -10,000 and 20,000, IRR 100 %, NPV at 10 % 8,182. E: -20,000 and 35,000, IRR 75 %, NPV 11,818. The difference costs 10,000
    and brings 15,000: 50 %.
    """
    found = rivals(plan(-20000, 35000), plan(-10000, 20000), 0.1)
    assert [round(found.worth_a), round(found.worth_b)] == [11818, 8182]
    assert [found.rate_a, found.rate_b] == pytest.approx([0.75, 1.0])
    assert found.crossings == pytest.approx((0.5,))
    assert found.conflict


def test_one_plan_that_is_better_at_every_rate():
    found = rivals(plan(-100, 130), plan(-100, 120), 0.1)
    assert (found.crossings, found.ranges) == ((), (Range(None, None, "a"),))
    assert not found.conflict


def test_the_same_plan_twice_differs_nowhere():
    found = rivals(SLOW, SLOW, 0.1)
    assert (found.crossings, found.ranges, found.by_worth, found.by_rate) == ((), (), "equal", "equal")


def test_two_crossings_and_the_plan_in_between():
    """The difference is 100, -230, 132 = 100 (1 - 1.1 v)(1 - 1.2 v): below 10 % and above 20 % the first is worth more."""
    found = rivals(plan(0, 0, 132), plan(-100, 230, 0), 0.15)
    assert found.crossings == pytest.approx((0.1, 0.2))
    assert [part.first for part in found.ranges] == ["a", "b", "a"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(plan(100, -110), id="a loan: the lower its rate, the better"),
        pytest.param(plan(-100, 230, -132), id="two rates"),
        pytest.param(plan(100, 50), id="none"),
    ],
)
def test_a_plan_without_a_rate_to_compare_by_leaves_it_to_the_value(other):
    found = rivals(plan(-100, 120), other, 0.05)
    assert (found.by_rate, found.conflict) == (None, False)
    assert found.by_worth in {"a", "b"}


def test_plans_of_different_length_and_days():
    # -100 + 121 / 1.1^2 = 0 and, half a year later, the same: worth nothing at 10 % whenever it begins
    later = Plan((-100.0, 121.0), (0.5, 2.5))
    found = rivals(plan(-100, 0, 121), later, 0.1)
    assert [found.worth_a, found.worth_b] == pytest.approx([0, 0], abs=1e-9)
    assert found.rate_b == pytest.approx(0.1)


def test_a_rate_that_is_none():
    with pytest.raises(InputError, match="discount_rate"):
        rivals(SLOW, QUICK, -1.0)
