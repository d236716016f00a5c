"""A spreadsheet of a hundred lines: reads formulas from a file and works them out, sharing nothing with what wrote them."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:E[+-]?\d+)?)|(?P<word>\$?[A-Za-z_][\w.$]*)|(?P<sign><=|>=|<>|[-+*/^(),:<>=]))"
)
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


class ErrorValueError(Exception):
    """What a cell shows as ``#N/A``, ``#DIV/0!`` or ``#NUM!``."""


class Spreadsheet:
    """An .xlsx file, worked out cell by cell."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        self.known: dict[tuple[str, str], Any] = {}

    def named(self, name: str) -> tuple[str, str]:
        """Sheet and address of a named cell or range."""
        sheet, where = next(iter(self.book.defined_names[name].destinations))
        return sheet, where.replace("$", "")

    def put(self, name: str, numbers: Any) -> None:
        """Types into a named cell, or into a named range from the top."""
        sheet, where = self.named(name)
        first, _, _ = where.partition(":")
        left, top, _, _ = range_boundaries(first)
        for place, number in enumerate(numbers if isinstance(numbers, tuple) else (numbers,)):
            self.book[sheet].cell(top + place, left).value = number
        self.known.clear()

    def at(self, name: str) -> float:
        """What a named cell comes to."""
        return float(self.cell(*self.named(name)))

    def cell(self, sheet: str, where: str) -> Any:
        """What a cell comes to."""
        where = where.replace("$", "")
        if (sheet, where) not in self.known:
            held = self.book[sheet][where].value
            if isinstance(held, str) and self.book[sheet][where].data_type == "f":
                held = Formula(self, sheet, held.removeprefix("=")).value()
            elif isinstance(held, date):
                held = float(held.toordinal() - date(1899, 12, 30).toordinal())
            self.known[sheet, where] = held
        return self.known[sheet, where]

    def cells(self, sheet: str, first: str, last: str) -> list[Any]:
        """What a range comes to, from the top."""
        column, top = coordinate_from_string(first.replace("$", ""))
        other, bottom = coordinate_from_string(last.replace("$", ""))
        assert column_index_from_string(column) == column_index_from_string(other)
        return [self.cell(sheet, f"{column}{row}") for row in range(top, bottom + 1)]


class Formula:
    """One formula, read from left to right with the precedences of spreadsheets: ``- (sign)``, ``^``, ``* /``, ``+ -``, ``=``."""

    def __init__(self, book: Spreadsheet, sheet: str, text: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text):
            match = TOKEN.match(text, place)
            assert match is not None, text[place:]
            self.tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            place = match.end()
        self.next = 0

    def peek(self) -> str:
        return self.tokens[self.next][1] if self.next < len(self.tokens) else ""

    def take(self, sign: str = "") -> tuple[str, str]:
        token = self.tokens[self.next]
        assert not sign or token[1] == sign, (sign, token)
        self.next += 1
        return token

    def value(self) -> Any:
        found = self.compared()
        assert self.next == len(self.tokens), self.tokens[self.next :]
        return found

    def compared(self) -> Any:
        left = self.summed()
        if self.peek() in COMPARED:
            return COMPARED[self.take()[1]](left, self.summed())
        return left

    def summed(self) -> Any:
        left = self.multiplied()
        while self.peek() in {"+", "-"}:
            left = left + self.multiplied() if self.take()[1] == "+" else left - self.multiplied()
        return left

    def multiplied(self) -> Any:
        left = self.raised()
        while self.peek() in {"*", "/"}:
            if self.take()[1] == "*":
                left = left * self.raised()
            elif (right := self.raised()) == 0:
                raise ErrorValueError("#DIV/0!")
            else:
                left = left / right
        return left

    def raised(self) -> Any:
        left = self.signed()
        while self.peek() == "^":
            self.take()
            power = self.signed()
            if left == 0 and power <= 0:
                raise ErrorValueError("#NUM!")
            left = left**power
        return left

    def signed(self) -> Any:
        if self.peek() == "-":
            self.take()
            return -self.signed()
        return self.single()

    def single(self) -> Any:
        kind, text = self.take()
        if kind == "number":
            return float(text)
        if text == "(":
            found = self.compared()
            self.take(")")
            return found
        assert kind == "word", text
        if self.peek() == "(":
            return self.called(text)
        return self.looked_up(text)

    def looked_up(self, word: str) -> Any:
        if self.peek() == ":":
            self.take()
            return self.book.cells(self.sheet, word, self.take()[1])
        if re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+", word):
            return self.book.cell(self.sheet, word)
        sheet, where = self.book.named(word)
        first, colon, last = where.partition(":")
        return self.book.cells(sheet, first, last) if colon else self.book.cell(sheet, where)

    def called(self, name: str) -> Any:
        self.take("(")
        if name == "IF":
            return self.chosen()
        parts = []
        while self.peek() != ")":
            parts.append(self.compared())
            if self.peek() == ",":
                self.take()
        self.take(")")
        return function(name, parts)

    def chosen(self) -> Any:
        """Only the side that is chosen is worked out."""
        yes = self.compared()
        self.take(",")
        sides = [self.skipped(), self.skipped()]
        start, end = sides[0 if yes else 1]
        after, self.next = self.next, start
        found = self.compared()
        assert self.next == end
        self.next = after
        return found

    def skipped(self) -> tuple[int, int]:
        start, depth = self.next, 0
        while True:
            sign = self.tokens[self.next][1]
            if depth == 0 and sign in {",", ")"}:
                self.next += 1
                return start, self.next - 1
            depth += (sign == "(") - (sign == ")")
            self.next += 1


def function(name: str, parts: list[Any]) -> float:
    """The functions of spreadsheets that are used."""
    flat = [one for part in parts for one in (part if isinstance(part, list) else [part])]
    if name == "NA":
        raise ErrorValueError("#N/A")
    if name == "LN":
        if parts[0] <= 0:
            raise ErrorValueError("#NUM!")
        return math.log(parts[0])
    if name == "INDEX":
        return float(parts[0][int(parts[1]) - 1])
    if name == "NPV":
        return math.fsum(flow / (1 + parts[0]) ** place for place, flow in enumerate(parts[1], start=1))
    if name == "XNPV":
        return dated_value(parts[0], parts[1], parts[2])
    if name == "IRR":
        days = [365.0 * place for place in range(len(parts[0]))]
        return newton(parts[0], days, parts[1])
    if name == "XIRR":
        return newton(parts[0], parts[1], parts[2])
    plain: dict[str, Callable[[list[float]], float]] = {
        "SUM": math.fsum,
        "MAX": max,
        "MIN": min,
        "ABS": lambda one: abs(one[0]),
        "INT": lambda one: float(math.floor(one[0])),
        "SIGN": lambda one: math.copysign(1.0, one[0]) if one[0] else 0.0,
    }
    return plain[name](flat)


def dated_value(rate: float, flows: list[float], days: list[float]) -> float:
    return math.fsum(flow / (1 + rate) ** ((day - days[0]) / 365) for flow, day in zip(flows, days, strict=True))


def newton(flows: list[float], days: list[float], guess: float) -> float:
    """From the guess, as spreadsheets search; the slope from both sides."""
    rate = guess
    for _ in range(100):
        step = 1e-6 * (1 + rate)
        slope = (dated_value(rate + step, flows, days) - dated_value(rate - step, flows, days)) / (2 * step)
        if slope == 0:
            break
        change = dated_value(rate, flows, days) / slope
        rate = max(rate - change, (rate - 1) / 2)
        if abs(change) < 1e-14 * (1 + rate):
            return rate
    if abs(dated_value(rate, flows, days)) > 1e-7 * max(map(abs, flows)):
        raise ErrorValueError("#NUM!")
    return rate
