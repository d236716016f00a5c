"""Ranges as spreadsheets copy them: cells apart by tabs, rows by lines. Expected values are read off by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.data.pasted import Unread, pasted

DAYS = (date(2026, 2, 1), date(2026, 8, 15))


@pytest.mark.parametrize(
    ("text", "days", "amounts"),
    [
        pytest.param("-1000\n600\n700", None, ((-1000, 600, 700),), id="one column"),
        pytest.param("-1000\t600\t700", None, ((-1000, 600, 700),), id="one row"),
        pytest.param("-1.000,50 €\r\n600,25 €\r\n", None, ((-1000.5, 600.25),), id="decimal comma and currency"),
        pytest.param("01.02.2026\t-1.234,50 €\n15.08.2026\t2.000 €", DAYS, ((-1234.5, 2000),), id="days and amounts"),
        pytest.param("1 000 ֏\n2\u00a0500 ֏", None, ((1000, 2500),), id="spaces group"),
        pytest.param("2/1/2026\t($5)\n8/15/2026\t$6.5", DAYS, ((-5, 6.5),), id="American: 15 can only be a day"),
        pytest.param("1 Feb 2026;-5\n15 Aug 2026;6", DAYS, ((-5, 6),), id="names of months, semicolons"),
        pytest.param("0\t-5\n1\t6\n2\t7", None, ((-5, 6, 7),), id="a column that counts periods"),
        pytest.param("2026\t-5\n2027\t6", None, ((-5, 6),), id="a column of years"),
        pytest.param("Year\tFlow\nfirst\t-5\nsecond\t6", None, ((-5, 6),), id="a heading and words"),
        pytest.param("-5\t1\n\t2\n7\t3.5", None, ((-5, 0, 7), (1, 2, 3.5)), id="two columns, an empty amount"),
        pytest.param("a\t\n", None, (), id="words alone"),
        pytest.param("", None, (), id="nothing"),
    ],
)
def test_ranges(text: str, days: Any, amounts: tuple[tuple[float, ...], ...]) -> None:
    found = pasted(text)
    assert (found.days, found.amounts, found.unread) == (days, amounts, ())


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        pytest.param("Flow\n-5\nabout 6\n7", Unread(3, 1, "about 6", "amount"), id="words among amounts"),
        pytest.param("-5\nabout 6", Unread(2, 1, "about 6", "amount"), id="half of them words"),
        pytest.param("31.12.2026\t5\n31.02.2027\t6", Unread(2, 1, "31.02.2027", "day"), id="no such day"),
        pytest.param("2026-01-01\t5\n2026-02-01\t6\n\t7", Unread(3, 1, "", "day"), id="a day is missing"),
        pytest.param("01/02/2026\t5", Unread(1, 1, "01/02/2026", "order"), id="day or month first"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_row(text: str, unread: Unread) -> None:
    assert pasted(text).unread == (unread,)


def test_a_number_in_doubt_is_said_unless_another_one_tells() -> None:
    assert pasted("-70,000\n12,000").in_doubt == "-70,000"
    assert pasted("-70,000\n12,000").amounts == ((-70000, 12000),)
    told = pasted("-70,000\n12,5")
    assert (told.in_doubt, told.decimal, told.amounts) == ("", ",", ((-70, 12.5),))
