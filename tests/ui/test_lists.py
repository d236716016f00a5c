"""Lists of numbers and dates in the notations that people paste; expected values read off by hand."""

from __future__ import annotations

import pytest

from lib.ui.cells.series import after, rows_of
from lib.ui.lists import NotInListError, dates_in, numbers_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("-70000 12000 15000", (-70000, 12000, 15000), id="spaces"),
        pytest.param("-70.000,5; 12.000", (-70000.5, 12000), id="decimal comma decides for the list"),
        pytest.param("-70,000.5 12,000", (-70000.5, 12000), id="decimal point decides for the list"),
        pytest.param("-70,000 12,000", (-70000, 12000), id="comma groups where nothing tells"),
        pytest.param("0.125 12.000", (0.125, 12), id="point is decimal where nothing tells"),
        pytest.param("1,5 12.000", (1.5, 12000), id="comma with one digit after it is decimal"),
        pytest.param("1,5 2.5", (1.5, 2.5), id="both, where neither can group"),
        pytest.param("-100, 60, 60", (-100, 60, 60), id="commas with spaces"),
        pytest.param("-70000,12000,15000", (-70000, 12000, 15000), id="commas alone"),
        pytest.param("-1 234,5; 2 000", (-1234.5, 2000), id="spaces group between semicolons"),
        pytest.param("-100\t60\n60", (-100, 60, 60), id="tabs and lines of a spreadsheet"),
        pytest.param("1\u00a0234,50 2\u202f000", (1234.5, 2000), id="spaces that do not break group"),
        pytest.param("1'000 -2\u2019500", (1000, -2500), id="apostrophes group"),
        pytest.param("\u221240 50", (-40, 50), id="a true minus sign"),
        pytest.param("$1,200 (300) -€40", (1200, -300, -40), id="currencies and accounting brackets"),
        pytest.param("[1, 2, 3]", (1, 2, 3), id="a list of a program"),
        pytest.param("1e12 -2.5E-3", (1e12, -0.0025), id="powers of ten"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_numbers(text: str, expected: tuple[float, ...]) -> None:
    assert numbers_in(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "part", "place"),
    [("12 abc 3", "abc", 1), ("nan", "nan", 0), ("1 inf", "inf", 1), ("1.2.3 4", "1.2.3", 0), ("- 5", "-", 0)],
)
def test_what_is_no_number_is_named(text: str, part: str, place: int) -> None:
    with pytest.raises(NotInListError, match="part") as caught:
        numbers_in(text)
    assert (caught.value.part, caught.value.place) == (part, place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-01-01 2026-07-01", ("2026-01-01", "2026-07-01"), id="ISO"),
        pytest.param("2026-01-01, 2026-07-01", ("2026-01-01", "2026-07-01"), id="ISO with commas"),
        pytest.param("31.12.2026; 1.6.2027", ("2026-12-31", "2027-06-01"), id="points: day first"),
        pytest.param("13/02/2026 01/03/2026", ("2026-02-13", "2026-03-01"), id="slashes: 13 can only be a day"),
        pytest.param("02/13/2026 03/01/2026", ("2026-02-13", "2026-03-01"), id="slashes: 13 in second place"),
        pytest.param("02/03/2026", ("02/03/2026",), id="slashes that do not tell are left to the check"),
        pytest.param("2026/3/1", ("2026-03-01",), id="year first"),
        pytest.param("soon", ("soon",), id="no date"),
    ],
)
def test_dates(text: str, expected: tuple[str, ...]) -> None:
    assert dates_in(text) == expected


def test_a_table_edited_added_to_and_shortened() -> None:
    start = rows_of({"cash_flows": (-100.0, 60.0, 70.0)})
    change = {"edited_rows": {1: {"cash_flows": None}}, "added_rows": [{"cash_flows": 80}], "deleted_rows": [2]}
    # -100 kept, 60 emptied: the period stays; 70 deleted; 80 added
    assert [row["cash_flows"] for row in after(start, change, [])] == [-100.0, 0.0, 80.0]


def test_an_added_row_waits_for_its_day() -> None:
    start = rows_of({"cash_flows": (-100.0,), "dates": ("2026-01-01",)})
    added = [{"cash_flows": 5}, {"cash_flows": 7, "dates": "2026-02-01"}, {}]
    rows = after(start, {"edited_rows": {}, "added_rows": added, "deleted_rows": []}, ["dates"])
    assert rows == [{"cash_flows": -100.0, "dates": "2026-01-01"}, {"cash_flows": 7.0, "dates": "2026-02-01"}]


def test_two_lists_in_one_table_keep_partners_together() -> None:
    start = rows_of({"cash_flows": (1.0, 2.0), "base_cash_flows": (3.0,)})
    rows = after(start, {"edited_rows": {}, "added_rows": [], "deleted_rows": [0]}, [])
    # the shorter list is filled up with nought
    assert rows == [{"cash_flows": 2.0, "base_cash_flows": 0.0}]
