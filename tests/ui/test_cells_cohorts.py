"""Pure helpers of the cohort cell."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.ui.cells.cohorts import _margin_limits, _retention_limits, old_enough


def test_cohorts_too_young_to_show_losses_are_left_out() -> None:
    frame = pd.DataFrame({"cohort": pd.to_datetime(["2024-01-01", "2024-06-01", "2024-07-01", "2024-12-01"])})
    # 2024-12-01 less 180 days is 2024-06-04
    assert [str(day)[:7] for day in old_enough(frame, 90)["cohort"]] == ["2024-01", "2024-06"]
    assert old_enough(frame.head(0), 90).empty


def test_limits_need_their_counts() -> None:
    assert _retention_limits({"at_risk": 0.0, "retained": 0.0}, 0.95) is None
    # Wilson for 8 of 10: 0.4902 to 0.9433 (Newcombe 1998, formula 3, by hand)
    found = _retention_limits({"at_risk": 10.0, "retained": 8.0}, 0.95)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=5e-5)
    assert _margin_limits({"margin_total": 5.0}, 0.95) is None
