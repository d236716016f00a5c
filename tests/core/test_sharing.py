"""Costs shared out over groups: by hand, and always adding up."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.sharing import shared
from lib.indicators import INDICATORS

PROFIT = INDICATORS["profit"]


@pytest.mark.parametrize(
    ("amount", "bases", "expected"),
    [
        pytest.param(600, (100, 200), (200, 400), id="600 by 1 to 2"),
        pytest.param(600, (100, 0), (600, 0), id="nobody reached, nothing carried"),
        pytest.param(600, (30, -10), (600, 0), id="a base below nought carries nothing"),
        pytest.param(600, (0, 0, 0), (200, 200, 200), id="no base at all: the same for all"),
        pytest.param(0, (1, 2), (0, 0), id="no cost"),
        pytest.param(9, (1e308, 1e308, 1e308), (3, 3, 3), id="bases too large to add up"),
        pytest.param(9, (), (), id="no group"),
    ],
)
def test_parts(amount: float, bases: tuple[float, ...], expected: tuple[float, ...]) -> None:
    assert shared(amount, bases) == pytest.approx(expected)


@given(
    st.floats(0, 1e12),
    st.lists(st.floats(-1e6, 1e300, allow_nan=False), min_size=1, max_size=30),
)
def test_parts_add_up(amount: float, bases: list[float]) -> None:
    assert math.isclose(sum(shared(amount, bases)), amount, rel_tol=1e-9, abs_tol=1e-300)


def test_groups_held_back_alike_add_up_to_the_whole() -> None:
    # Two groups, each with twice as many treated as control: the sums of the groups are the counts of the whole.
    small: dict[str, float] = {"profit_treated": 900, "treated": 100, "profit_control": 300, "control": 50}
    large: dict[str, float] = {"profit_treated": 5000, "treated": 400, "profit_control": 1900, "control": 200}
    whole = {name: small[name] + large[name] for name in small}
    costs = shared(700, (100, 400))
    assert costs == pytest.approx((140, 560))
    # By hand: (9 - 6) * 100 - 140 = 160; (12.5 - 9.5) * 400 - 560 = 640; (11.8 - 8.8) * 500 - 700 = 800
    values = [
        PROFIT.compute(variant="incremental", **group, campaign_cost=cost).value
        for group, cost in zip((small, large), costs, strict=True)
    ]
    assert values == pytest.approx([160, 640])
    assert PROFIT.compute(variant="incremental", **whole, campaign_cost=700).value == pytest.approx(800)
