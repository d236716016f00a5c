"""The pace of a goal and the data that would tell, against hand arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from lib.core import InputError, Interval
from lib.whatif import data_needed, pace


def test_the_pace_is_the_way_over_the_time() -> None:
    # 2026-01-01 to 2026-12-17 is 350 days, 50 weeks: (150 - 100) / 50 = 1 a week, 1.5^(1/50) - 1 = 0.008142 (bc, scale 10).
    found = pace(100, 150, date(2026, 1, 1), date(2026, 12, 17), period="week")
    assert found is not None
    assert (found.periods, found.step) == (50, 1)
    assert found.growth == pytest.approx(0.008142, abs=5e-7)


@pytest.mark.parametrize(("now", "goal"), [(-5, 5), (0, 1), (5, 0), (-2, -1)])
def test_growth_needs_both_above_zero(now: float, goal: float) -> None:
    found = pace(now, goal, date(2026, 1, 1), date(2027, 1, 1))
    assert found is not None
    assert found.growth is None
    assert found.step * found.periods == pytest.approx(goal - now)


def test_growth_too_large_for_a_number_is_none() -> None:
    found = pace(1e-300, 1e300, date(2026, 1, 1), date(2026, 1, 2), period="year")
    assert found is not None
    assert found.growth is None


@pytest.mark.parametrize("due", [date(2026, 1, 1), date(2025, 1, 1)])
def test_a_day_that_has_passed_has_no_pace(due: date) -> None:
    assert pace(1, 2, date(2026, 1, 1), due) is None


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InputError, match="period"):
        pace(1, 2, date(2026, 1, 1), date(2027, 1, 1), period="fortnight")


def test_half_the_difference_needs_four_times_the_data() -> None:
    wide = Interval(0.08, 0.12, 0.95, "wald")
    near, far = data_needed(0.10, wide, 0.11), data_needed(0.10, wide, 0.12)
    assert near is not None
    assert far is not None
    assert near == pytest.approx(4 * far)
    # By hand: z(.975) + z(.8) = 1.959964 + 0.841621 = 2.801585; se = .02 / 1.959964 = .0102043; (2.801585 * .0102043 / .02)^2
    assert far == pytest.approx(2.0432, abs=5e-4)


def test_equal_values_and_intervals_without_end_give_none() -> None:
    assert data_needed(0.1, Interval(0.08, 0.12, 0.95, "wald"), 0.1) is None
    assert data_needed(0.1, Interval(0.08, float("inf"), 0.95, "exact"), 0.2) is None
    assert data_needed(0.1, Interval(0.1, 0.1, 0.95, "exact"), 0.2) is None
