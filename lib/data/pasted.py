"""A range pasted from a spreadsheet: days and amounts in rows, in whatever notation it was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import Literal, TypeVar

from lib.data.date_forms import MONTHS, WEEKDAYS, date_form
from lib.data.number_forms import mask as shape_of
from lib.data.number_forms import number_form, number_value

Kind = Literal["day", "amount", "text", "period"]
T = TypeVar("T")
_WIDEST = 3  # rows of a range that lies on its side: days, amounts, amounts without the campaign


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that could not be read.

    Attributes:
        row: counted from 1, the heading included.
        column: counted from 1.
        text: as it was written.
        kind: what it should have been: ``day``, ``amount``, or ``order`` for a day that could be a month.
    """

    row: int
    column: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted range says.

    Attributes:
        rows: how many, without the heading.
        days: of the column of days, None without one.
        amounts: one tuple per column of amounts; an empty cell is nought.
        decimal: the mark of decimals.
        in_doubt: a number that could be read in two ways, where nothing else tells; empty for none.
        empty: cells without an amount.
        passed_over: columns, counted from 1, that are words or count the periods.
        heading: whether the first row was one.
        unread: what could not be read; days and amounts are then without meaning.
    """

    rows: int
    days: tuple[date, ...] | None
    amounts: tuple[tuple[float, ...], ...]
    decimal: str
    in_doubt: str
    empty: int
    passed_over: tuple[int, ...]
    heading: bool
    unread: tuple[Unread, ...]


def pasted(text: str) -> Pasted:
    r"""Reads a range: cells apart by tabs (or semicolons), rows by lines; one that lies on its side is set upright.

    A column is what most of its cells are. The decimal mark is decided for the range as a whole by the numbers that leave no
    doubt; without any, the comma groups thousands. Days come first between points; between slashes a number above 12 must tell.

    Example:
        >>> found = pasted("01.02.2026\t-1.234,50 €\n15.08.2026\t2.000 €")
        >>> [str(day) for day in found.days], found.amounts
        (['2026-02-01', '2026-08-15'], ((-1234.5, 2000.0),))
    """
    table = _table(text)
    heading = len(table) > 1 and not any(map(_is_value, table[0])) and any(map(_is_value, table[1]))
    body = table[1:] if heading else table
    columns = [[row[place] for row in body] for place in range(len(body[0]))] if body else []
    kinds = _kinds(columns)
    decimal, in_doubt = _decimal(
        [cell for column, kind in zip(columns, kinds, strict=True) if kind == "amount" for cell in column]
    )
    unread: list[Unread] = []
    days: tuple[date, ...] | None = None
    amounts = []
    for place, (column, kind) in enumerate(zip(columns, kinds, strict=True)):
        if kind == "day" and days is None:
            day_first = _day_first(column)
            asked = "order" if day_first is None else "day"
            days = _read(column, place, heading, unread, partial(_day, day_first=day_first), asked)
        elif kind == "amount":
            amounts.append(_read(column, place, heading, unread, partial(_amount, decimal=decimal), "amount"))
    taken = [place for place, kind in enumerate(kinds) if kind == "amount"]
    return Pasted(
        len(body),
        days,
        tuple(amounts),
        decimal,
        in_doubt,
        sum(not cell for place in taken for cell in columns[place]),
        tuple(place + 1 for place, kind in enumerate(kinds) if kind in {"text", "period"}),
        heading,
        tuple(unread),
    )


def _table(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.strip()]
    between = "\t" if "\t" in text else ";" if lines and all(";" in line for line in lines) else None
    rows = [[cell.strip() for cell in line.split(between)] if between else [line.strip()] for line in lines]
    widest = max(map(len, rows), default=0)
    table = [row + [""] * (widest - len(row)) for row in rows]
    lying = len(table) <= _WIDEST < widest or (len(table) == 1 and date_form(shape_of(table[0][0])) is None)
    return [list(row) for row in zip(*table, strict=True)] if lying else table


def _is_value(cell: str) -> bool:
    return number_form(shape_of(cell)) is not None or date_form(shape_of(cell)) is not None


def _kinds(columns: Sequence[Sequence[str]]) -> list[Kind]:
    kinds = [_kind(column) for column in columns]
    if "amount" not in kinds:
        # Better a column of which one cell is named as no amount than none at all.
        some = [any(number_form(shape_of(cell)) is not None for cell in column) for column in columns]
        kinds = ["amount" if kind == "text" and one else kind for kind, one in zip(kinds, some, strict=True)]
    elif kinds.count("amount") > 1 and _counts_periods(columns[first := kinds.index("amount")]):
        kinds[first] = "period"
    return kinds


def _kind(column: Sequence[str]) -> Kind:
    filled = [shape_of(cell) for cell in column if cell]
    days = sum(date_form(shape) is not None for shape in filled)
    numbers = sum(number_form(shape) is not None for shape in filled)
    if days >= numbers and 2 * days > len(filled):
        return "day"
    return "amount" if 2 * numbers > len(filled) else "text"


def _counts_periods(column: Sequence[str]) -> bool:
    """0, 1, 2 and so on, or years one after the other: the number of the period, not money."""
    values = [number_value(cell, ".") for cell in column]
    return len(values) > 1 and all(
        one is not None and other is not None and one >= 0 and other - one == 1 for one, other in pairwise(values)
    )


def _decimal(cells: Sequence[str]) -> tuple[str, str]:
    """The mark of decimals, and a number that is in doubt where no other one tells."""
    proven, doubtful = set(), ""
    for cell in cells:
        form = number_form(shape_of(cell))
        if form is None:
            continue
        if form.ambiguous:
            # 0.125 cannot be a hundred and twenty-five.
            proven |= {form.decimal} if cell.lstrip("-+( ").startswith(("0.", "0,")) else set()
            doubtful = doubtful or cell
        elif form.decimal:
            proven.add(form.decimal)
        elif form.thousands in {".", ","}:
            proven.add("," if form.thousands == "." else ".")
    return (proven.pop(), "") if len(proven) == 1 else (".", doubtful)


def _amount(cell: str, decimal: str) -> float | None:
    return number_value(cell, decimal) if cell else 0.0


def _day_first(column: Sequence[str]) -> bool | None:
    """Whether days come before months; None where the column does not tell."""
    open_ones = [cell for cell in column if (form := date_form(shape_of(cell))) is not None and form.in_question]
    if not open_ones or any("." in cell for cell in open_ones):
        return True
    day, month = (all(_day(cell, first) is not None for cell in open_ones) for first in (True, False))
    return None if day and month else day


def _day(cell: str, day_first: bool | None) -> date | None:
    form = date_form(shape_of(cell))
    if form is None or form.no_year or day_first is None:
        return None
    for name in form.names:
        number = MONTHS.get(name.casefold())
        cell = cell.replace(name, "" if name.casefold() in WEEKDAYS else f"{number:02d}", 1)
    try:
        return datetime.strptime(cell, form.day_first if day_first else form.month_first).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _read(
    column: Sequence[str], place: int, heading: bool, unread: list[Unread], read: Callable[[str], T | None], kind: str
) -> tuple[T, ...]:
    found = []
    for row, cell in enumerate(column):
        value = read(cell)
        if value is None:
            unread.append(Unread(row + 1 + heading, place + 1, cell, kind))
        else:
            found.append(value)
    return tuple(found)
