"""The small numbers that cells work out for themselves, by hand."""

from __future__ import annotations

import pytest

from lib.core import Unit
from lib.ui import words
from lib.ui.cells.bounces import weighted_and_averaged
from lib.ui.cells.common import of_numbers
from lib.ui.cells.conversions import by_day
from lib.ui.cells.offers import profit_line
from lib.ui.cells.satisfaction import answer_kind
from lib.ui.cells.word_of_mouth import rounds_worth_showing


@pytest.mark.parametrize(
    ("pages", "weighted", "averaged"),
    [
        # (0.5 * 900 + 0.9 * 100) / 1000 = 0.54; (0.5 + 0.9) / 2 = 0.7
        pytest.param([(0.5, 900.0), (0.9, 100.0)], 0.54, 0.7, id="one large and one small page, by hand"),
        pytest.param([(0.4, 10.0), (0.6, 10.0)], 0.5, 0.5, id="equal pages: both agree"),
    ],
)
def test_weighted_and_averaged(pages: list[tuple[float, float]], weighted: float, averaged: float) -> None:
    assert weighted_and_averaged(pages) == pytest.approx((weighted, averaged))


def test_the_line_of_profit_is_zero_at_the_break_even() -> None:
    # 1,000 contacts at 1 each, 20 earned per take: break-even 5 %, at 12 % 2,400 - 1,000 = 1,400 is left
    first, last = profit_line(0.06, 0.05, sent=1000, margin=20)
    assert (first["y"], last["x"], last["y"]) == pytest.approx((-1000, 0.12, 1400))
    slope = (last["y"] - first["y"]) / (last["x"] - first["x"])
    assert first["y"] + slope * 0.05 == pytest.approx(0)


def test_the_line_of_profit_has_a_length_when_nobody_took_and_nothing_cost() -> None:
    first, last = profit_line(0.0, 0.0, sent=100, margin=1)
    assert first["x"] < last["x"]


@pytest.mark.parametrize(
    ("answer", "scale", "net", "kind"),
    [
        pytest.param(9, (0, 10), True, "promoters", id="Reichheld (2003): 9 and 10"),
        pytest.param(8, (0, 10), True, "passives", id="Reichheld (2003): 7 and 8"),
        pytest.param(6, (0, 10), True, "detractors", id="Reichheld (2003): 0 to 6"),
        pytest.param(4, (1, 5), False, "satisfied", id="course: 4 and 5 of 5"),
        pytest.param(3, (1, 5), False, "between", id="the middle of five"),
        pytest.param(2, (1, 5), False, "dissatisfied", id="1 and 2 of 5"),
        pytest.param(2, (1, 4), False, "dissatisfied", id="no middle in four"),
    ],
)
def test_kind_of_an_answer(answer: float, scale: tuple[float, float], net: bool, kind: str) -> None:
    assert answer_kind(answer, *scale, net=net) == kind


def test_quiet_days_leave_a_gap_and_late_ones_are_gathered() -> None:
    # days 0, 2 and 9 seen; from day 3 on everything is one bar
    assert by_day({0: 5, 2: 1, 9: 4}, most=3) == {0: 5, 1: 0, 2: 1, 3: 4}
    assert by_day({}) == {0: 0}


def test_rounds_end_where_nothing_more_comes() -> None:
    # k = 0.2: 1, 1.2, 1.24, 1.248, 1.2496 (within 0.1 % of 1.25)
    reached = tuple((1 - 0.2**n) / 0.8 for n in range(1, 13))
    assert rounds_worth_showing(reached, 1.25) == pytest.approx((1, 1.2, 1.24, 1.248, 1.2496))


def test_rounds_without_any_recommendation_still_show_one() -> None:
    assert rounds_worth_showing((1.0, 1.0, 1.0), 1.0) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (["12.0%", "–", "8.29%"], True),
        (["-1.96 percentage points"], True),
        (["3.611 periods", "1.778 periods", "Never"], True),
        ([619, 1367], True),
        (["<0.0001", "× 0.83"], True),
        (["Input down", "Input up"], False),
        (["56 countries", "North America"], False),
        (["–", "–"], False),
    ],
)
def test_what_counts_as_a_column_of_numbers(cells: list[object], number: bool) -> None:
    assert of_numbers(cells) is number


def test_amounts_of_one_column_are_written_alike() -> None:
    assert words.alike([74323.8, -6000.0, 250.5, None], Unit.MONEY) == ["74,324", "-6,000", "250", "–"]
    assert words.alike([74323.8, 0.45], Unit.MONEY) == ["74,324", "0.45"]
    assert words.alike([8385.93, -6000.0], Unit.MONEY) == ["8,385.93", "-6,000.00"]
