"""Lines to records with their line numbers; a quote that is never closed costs one line, not the rest of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lib.data.dialect import Dialect
from lib.data.findings import Findings, line_fields

Record = tuple[int, list[str]]
MAX_LINES = 1000
MAX_CHARACTERS = 1 << 25
MAX_RUNAWAYS = 20
csv.field_size_limit(MAX_CHARACTERS)


@dataclass(slots=True)
class Quirks:
    """What had to be mended while reading records, by line number."""

    unclosed: list[int] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unclosed or self.stray or self.zeros)

    def report(self, findings: Findings) -> None:
        """Says what was mended."""
        for code, lines in (
            ("quote_unclosed", self.unclosed),
            ("quote_stray", self.stray),
            ("nul_removed", self.zeros),
        ):
            if lines:
                findings.warn(code, count=len(lines), **line_fields(lines))


class _RunawayError(Exception):
    """A quoted cell goes on for too long to be one."""


class _Feed:
    """Lines for the csv module, which can be given back when a record turns out to be wrong."""

    def __init__(self, lines: Iterable[str], quirks: Quirks) -> None:
        self._lines = iter(lines)
        self._returned: list[str] = []
        self._quirks = quirks
        self.taken: list[str] = []
        self.characters = 0
        self.line = 0
        self.max_lines = MAX_LINES

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= self.max_lines or self.characters > MAX_CHARACTERS:
            raise _RunawayError
        line = self._returned.pop() if self._returned else next(self._lines)
        self.line += 1
        if "\0" in line:
            self._quirks.zeros.append(self.line)
            line = line.replace("\0", "")
        self.taken.append(line)
        self.characters += len(line)
        return line

    def start(self) -> None:
        """Forgets the lines of the record before."""
        self.taken.clear()
        self.characters = 0

    def give_back(self) -> str:
        """Returns all lines of this record but the first to the feed, and hands over the first."""
        first, rest = self.taken[0], self.taken[1:]
        self._returned.extend(reversed(rest))
        self.line -= len(rest)
        return first


def records(lines: Iterable[str], dialect: Dialect, quirks: Quirks) -> Iterator[Record]:
    """Records with the number of the line on which each begins; a blank line is a record without cells."""
    feed = _Feed(lines, quirks)
    if dialect.sep_line:
        next(feed, None)
    if dialect.aligned:
        yield from ((feed.line, line.split()) for line in _unbounded(feed))
        return
    reader = _reader(feed, dialect, strict=True)
    while True:
        feed.start()
        begin = feed.line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _RunawayError):
            cells = _mend(feed, dialect, quirks, begin)
            reader = _reader(feed, dialect, strict=True)
        yield begin, cells


def _unbounded(feed: _Feed) -> Iterator[str]:
    for line in feed:
        yield line
        feed.start()


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool) -> Iterator[list[str]]:
    reader: Iterator[list[str]] = csv.reader(lines, strict=strict, **_parameters(dialect))
    return reader


def _parameters(dialect: Dialect) -> dict[str, Any]:
    return {
        "delimiter": dialect.delimiter,
        "quotechar": dialect.quote,
        "doublequote": not dialect.backslash,
        "escapechar": "\\" if dialect.backslash else None,
        "skipinitialspace": dialect.space_after,
    }


def _mend(feed: _Feed, dialect: Dialect, quirks: Quirks, begin: int) -> list[str]:
    spans_lines = len(feed.taken) > 1
    first = feed.give_back()
    odd = first.count(dialect.quote) % 2 == 1
    if spans_lines or odd:
        quirks.unclosed.append(begin)
        if len(quirks.unclosed) > MAX_RUNAWAYS:
            feed.max_lines = 1
        return _unquoted(first, dialect)
    quirks.stray.append(begin)
    try:
        return next(islice(_reader([first], dialect, strict=False), 1))
    except (csv.Error, StopIteration):
        return _unquoted(first, dialect)


def _unquoted(line: str, dialect: Dialect) -> list[str]:
    """Cells of a line whose quotes do not match: quotes around a cell go, others stay."""
    return [_bare(cell, dialect.quote) for cell in line.rstrip("\r\n").split(dialect.delimiter)]


def _bare(cell: str, quote: str) -> str:
    if len(cell) >= 2 and cell.startswith(quote) and cell.endswith(quote):
        return cell[1:-1].replace(quote * 2, quote)
    return cell.removeprefix(quote)
