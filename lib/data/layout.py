"""Where in the file the table begins: preamble, header rows, first row of data, width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lib.core.errors import InputError, ReadError
from lib.data.cell_kinds import is_blank, is_missing_code, is_value
from lib.data.findings import Findings, line_fields
from lib.data.text_records import Record

SAMPLE = 200
_YEAR = re.compile(r"^(19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the records of a file form a table.

    Attributes:
        headers: header per column as written, blank where there is none.
        header_cells: the cells of the last header row, to recognise it when it comes again; empty without header.
        first: index of the first record of data.
        offset: blank columns left out on the left.
        valued: whether the cells of a column look like values rather than names.
        blank_columns: positions (from 0, after the offset) left out because nothing is in them.
    """

    headers: tuple[str, ...]
    header_cells: tuple[str, ...]
    first: int
    offset: int
    valued: tuple[bool, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.headers)


def analyse(
    sample: Sequence[Record], header_row: object, findings: Findings, name: str, *, grid: bool = False
) -> Layout:
    """The layout that the first records show.

    Args:
        sample: the first records, blank ones included.
        header_row: number of the header row (from 1, as an editor counts lines), ``none``, or nothing to decide.
        findings: takes the issues and the setting ``header_row``.
        name: of the file, for errors.
        grid: whether all records are equally wide by construction, as in a workbook.

    Raises:
        ReadError: there is nothing but blank lines.
    """
    rows = [[*cells] for _, cells in sample]
    if all(all(is_blank(cell) for cell in row) for row in rows):
        raise ReadError("blank", "there is nothing but blank lines in the file", file=name)
    offset = _blank_left(rows)
    rows = [row[offset:] for row in rows]
    first, header_count = _header(sample, rows, header_row)
    body = [row for row in rows[first + header_count :] if not _blank(row)]
    width = _width(rows[first : first + header_count], body, grid=grid)
    headers = _headers([_fit(row, width) for row in rows[first : first + header_count]], width)
    valued = tuple(_valued([row[column] for row in body if column < len(row)]) for column in range(width))
    _report(sample, first, header_count, offset, header_row, findings)
    cells = tuple(_fit(rows[first + header_count - 1], width)) if header_count else ()
    return Layout(headers, cells, first + header_count, offset, valued)


def _blank(row: Sequence[str]) -> bool:
    return all(is_blank(cell) for cell in row)


def _filled(row: Sequence[str]) -> int:
    return sum(not is_blank(cell) for cell in row)


def _stripped(row: Sequence[str]) -> int:
    """Width without the blank cells at the end."""
    return max((position + 1 for position, cell in enumerate(row) if not is_blank(cell)), default=0)


def _blank_left(rows: Sequence[Sequence[str]]) -> int:
    filled = [row for row in rows if not _blank(row)]
    return (
        min(next(position for position, cell in enumerate(row) if not is_blank(cell)) for row in filled)
        if all(len(row) > 1 and is_blank(row[0]) for row in filled)
        else 0
    )


def _fit(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *([""] * (width - len(row)))]


def _valued(cells: Sequence[str]) -> bool:
    known = [cell for cell in cells if not is_missing_code(cell)]
    return bool(known) and sum(map(is_value, known)) >= 0.8 * len(known)


def _header(sample: Sequence[Record], rows: Sequence[Sequence[str]], wanted: object) -> tuple[int, int]:
    """Index of the first header row (or of the first row of data) and the number of header rows."""
    if wanted is None:
        first = _table_start(rows)
        return first, _header_count(rows, first)
    if wanted == "none":
        return next(index for index, row in enumerate(rows) if not _blank(row)), 0
    if isinstance(wanted, bool) or not isinstance(wanted, int):
        raise InputError.unknown_choice("header_row", wanted, ("none", "1", "2", "3"))
    lines = [line for line, _ in sample]
    if wanted not in lines:
        raise InputError.too_large("header_row", wanted, lines[-1])
    return lines.index(wanted), 1


def _table_start(rows: Sequence[Sequence[str]]) -> int:
    """The first row that is about as full as the rows of the table below it."""
    commented = _comment_lines(rows)
    widths = Counter(_filled(row) for row in rows[commented:] if not _blank(row))
    typical = max(widths, key=lambda width: (widths[width] * (width > 1), width)) if widths else 1
    for index in range(commented, len(rows)):
        if _filled(rows[index]) >= max(1, 0.6 * typical) and not _blank(rows[index]):
            return index
    return next(index for index, row in enumerate(rows) if not _blank(row))


def _comment_lines(rows: Sequence[Sequence[str]]) -> int:
    """Number of rows at the top that begin with #; a single one as wide as the rest is a header."""
    count = 0
    while count < len(rows) and (_blank(rows[count]) or rows[count][0].lstrip().startswith("#")):
        count += 1
    marked = sum(not _blank(row) for row in rows[:count])
    if marked == 1 and count < len(rows):
        only = next(row for row in rows[:count] if not _blank(row))
        return 0 if len(only) == len(rows[count]) and len(only) > 1 else count
    return count if marked and count < len(rows) else 0


def _header_count(rows: Sequence[Sequence[str]], first: int) -> int:
    body = [row for row in rows[first + 1 :] if not _blank(row)]
    head = rows[first]
    if not body:
        return 0 if any(is_value(cell) for cell in head) else 1
    if not _is_header(head, body):
        return 0
    return 1 + _is_second_header(head, body)


def _is_header(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Names above values; where all is text, cells that do not come again below."""
    columns = range(len(head))
    below = [[row[column] for row in body if column < len(row)] for column in columns]
    valued = [column for column in columns if _valued(below[column])]
    if valued:
        named = sum(not is_value(head[column]) for column in valued)
        return named >= len(valued) / 2 or _is_years(head, valued, below)
    known = [column for column in columns if not is_blank(head[column])]
    again = sum(head[column] in set(below[column]) for column in known)
    return len(body) == 1 or again < max(1, len(known) / 2)


def _is_years(head: Sequence[str], valued: Sequence[int], below: Sequence[Sequence[str]]) -> bool:
    """A row of different years (or months) above columns that hold something else."""
    cells = [head[column].strip() for column in valued]
    years = all(_YEAR.match(cell) for cell in cells) and len(set(cells)) == len(cells) and len(cells) > 1
    return years and not any(_YEAR.match(cell.strip()) for column in valued for cell in below[column][:20])


def _is_second_header(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """A row of names or units below a header row, above columns of values."""
    second, rest = body[0], body[1:]
    if not rest or any(is_value(cell) for cell in second):
        return False
    width = max(len(head), len(second))
    valued = [column for column in range(width) if _valued([row[column] for row in rest if column < len(row)])]
    if not valued:
        return False
    spanning = any(
        is_blank(above) and not is_blank(below)
        for above, below in zip(_fit(head, width)[1:], _fit(second, width)[1:], strict=True)
    )
    names = [cell for column, cell in enumerate(second) if column in valued and not is_missing_code(cell)]
    return (spanning and bool(names)) or len(names) >= max(1, len(valued) * 0.6)


def _width(head: Sequence[Sequence[str]], body: Sequence[Sequence[str]], *, grid: bool) -> int:
    named = max((_stripped(row) for row in head), default=0)
    if not body:
        return max(named, 1)
    widths = [len(row) if not grid else _stripped(row) for row in body]
    raw = max((len(row) for row in head), default=0)
    if grid or not head:
        # A footnote or a single stray cell to the right does not make a column.
        common = Counter(widths)
        often = [width for width, count in common.items() if count >= max(1, 0.02 * len(body))]
        return max([named, *often])
    typical, count = Counter(widths).most_common(1)[0]
    if raw < typical and count > 0.1 * len(body):
        return typical if any(_stripped(row) > raw for row in body if len(row) == typical) else raw
    return max(raw, named) if any(_stripped(row) > named for row in body) else max(named, _used(body, raw))


def _used(body: Sequence[Sequence[str]], limit: int) -> int:
    return min(max((_stripped(row) for row in body), default=0), limit)


def _headers(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """One header per column; of two rows the upper one spreads to the right over its blanks."""
    if not rows:
        return ("",) * width
    if len(rows) == 1:
        return tuple(rows[0])
    upper, last = [], ""
    for cell in rows[0]:
        last = cell if not is_blank(cell) else last
        upper.append(last)
    return tuple(
        below if is_blank(above) else above if is_blank(below) else f"{above} {below}"
        for above, below in zip(upper, rows[1], strict=True)
    )


def _report(sample: Sequence[Record], first: int, count: int, offset: int, wanted: object, findings: Findings) -> None:
    lines = [line for line, cells in sample[:first] if not _blank(cells)]
    if lines:
        findings.warn("preamble_left_out", count=len(lines), **line_fields(lines))
    if count == 0 and wanted is None:
        findings.warn("no_header", line=sample[first][0])
    if count == 2:
        findings.warn("two_header_rows", **line_fields([sample[first][0], sample[first + 1][0]]))
    if offset:
        findings.info("blank_columns_left_out", count=offset)
    findings.settings["header_row"] = sample[first][0] if count else "none"
