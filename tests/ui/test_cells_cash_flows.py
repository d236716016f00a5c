"""Pure helpers of the cells of net present value and internal rate of return."""

from __future__ import annotations

import pytest

from lib.indicators import INDICATORS
from lib.ui.cells.cash_flows import window, worthwhile


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        pytest.param((-100, 110), [(None, 0.1)], id="a plan earns below its internal rate"),
        pytest.param((100, -110), [(0.1, None)], id="a loan pays above it"),
        # 100 - 230 v + 132 v^2 = 0 at v = 1/1.1 and 1/1.2, negative between them
        pytest.param((100, -230, 132), [(None, 0.1), (0.2, None)], id="two rates"),
        pytest.param((-100, 230, -132), [(0.1, 0.2)], id="two rates the other way round"),
        pytest.param((-100, 50), [(None, -0.5)], id="a plan that loses"),
    ],
)
def test_ranges_of_rates_that_are_worth_it(
    flows: tuple[float, ...], expected: list[tuple[float | None, float | None]]
) -> None:
    found = worthwhile(INDICATORS["irr"].compute(cash_flows=flows))
    assert len(found) == len(expected)
    for range_, wanted in zip(found, expected, strict=True):
        assert range_ == pytest.approx(wanted)


def test_no_root_is_worth_it_nowhere_or_everywhere() -> None:
    # 100 - 200 v + 150 v^2 has a negative discriminant and is positive at every rate
    assert worthwhile(INDICATORS["irr"].compute(cash_flows=(100, -200, 150))) == [(None, None)]


def test_window_keeps_the_marks_and_cuts_what_towers() -> None:
    # the largest value at rates from 0 is 20, half as much again is 30
    assert window((-0.9, 0.0, 0.5), (1e9, 20.0, -10.0), (0.1,)) == (-10.0, 30.0)
    # a mark at -50 % widens what counts
    assert window((-0.5, 0.0, 0.5), (80.0, 20.0, -10.0), (-0.5,)) == (-10.0, 80.0)
