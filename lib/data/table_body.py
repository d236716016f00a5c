"""The records of the table itself: equally wide, without what does not belong to it, every row left out accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lib.data.cell_kinds import is_blank, is_missing_code, is_value
from lib.data.findings import Findings, line_fields
from lib.data.layout import Layout
from lib.data.text_records import Record

MAX_HELD = 500
_TOTAL = re.compile(
    r"^(?:grand |sub)?totals?\b(?!\s+\w+\s+\w+)|^sum(?:me)?$|^итого\b|^всего\b|^jami\b|^жами\b|^ընդամենը\b|^gesamt(?:summe)?$"
    r"|^total(?: général| general)?$",
    re.I,
)
# A first cell that begins otherwise is not blank and no total.
_SUSPECT = frozenset(("", *" \t\r\n\u00a0\u202f\u200b\ufeff", *"tgsиваjжըTGSИВЖJԸ"))


@dataclass(slots=True)
class _Counted:
    """How many, and the numbers of the first lines."""

    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < 50:
            self.lines.append(line)


class Body:
    """Yields (line, cells) for the rows of the table and remembers what it left out or padded.

    Args:
        records: records from the first row of data on.
        layout: how wide a row is and what its columns look like.
        ended: whether the last line of the file is ended; if not, a short last row was cut off.
        grid: whether all records are equally wide by construction, as in a workbook.
    """

    def __init__(self, records: Iterable[Record], layout: Layout, *, ended: bool, grid: bool = False) -> None:
        self._records = records
        self._layout = layout
        self._ended = ended
        self._grid = grid
        self.short, self.long, self.blank = _Counted(), _Counted(), _Counted()
        self.repeated, self.footer, self.totals, self.cut = _Counted(), _Counted(), _Counted(), _Counted()
        self.after = _Counted()
        self.rows = 0

    def __iter__(self) -> Iterator[Record]:
        held: list[Record] = []
        width = self._layout.width
        for line, cells in self._inside():
            if len(cells) == width and not held and cells[0][:1] not in _SUSPECT:  # the way of nearly every row
                self.rows += 1
                yield line, cells
                continue
            if self._may_be_the_end(cells) and len(held) < MAX_HELD:
                held.append((line, cells))
                continue
            yield from self._flush(held)
            held = []
            yield from self._flush([(line, cells)])
        yield from self._flush(self._without_end(held))

    def _inside(self) -> Iterator[Record]:
        """Records up to a second table, without blank lines and repeated headers."""
        gap: list[int] = []
        offset, width = self._layout.offset, self._layout.width
        records = iter(self._records)
        header = self._layout.header_cells[0] if self._layout.header_cells else None
        for line, raw in records:
            if not gap and not offset and raw and raw[0] != header and raw[0][:1] not in _SUSPECT:
                yield line, raw
                continue
            cells = raw[offset:] if offset else raw
            if all(is_blank(cell) for cell in cells):
                gap.append(line)
                continue
            if gap and self._is_other_table(cells):
                self._count_rest(line, records)
                return
            for blank in gap:
                if width == 1:
                    yield blank, [""]
                else:
                    self.blank.add(blank)
            gap = []
            if tuple(cells[:width]) == self._layout.header_cells:
                self.repeated.add(line)
                continue
            yield line, cells

    def _is_other_table(self, cells: Sequence[str]) -> bool:
        """After blank lines: another width, or names where the table has values."""
        width = self._layout.width
        filled = [position for position, cell in enumerate(cells) if not is_blank(cell)]
        if not self._grid and len(cells) == width:
            return False
        if self._grid and len(filled) > 0.6 * width:
            return False
        valued = [position for position in filled if position < width and self._layout.valued[position]]
        named = [
            position for position in valued if not is_value(cells[position]) and not is_missing_code(cells[position])
        ]
        narrow = len(filled) <= max(1, width // 2)
        return narrow or bool(named)

    def _count_rest(self, line: int, records: Iterator[Record]) -> None:
        self.after.add(line)
        for later, cells in records:
            if not all(is_blank(cell) for cell in cells):
                self.after.add(later)

    def _may_be_the_end(self, cells: Sequence[str]) -> bool:
        return (not self._grid and len(cells) < self._layout.width) or is_total(cells) or self._is_footnote(cells)

    def _is_footnote(self, cells: Sequence[str]) -> bool:
        """One cell alone in a table of three columns or more."""
        filled = [position for position, cell in enumerate(cells) if not is_blank(cell)]
        return self._layout.width >= 3 and filled == [0] and (len(cells) == 1 or self._grid)

    def _without_end(self, held: list[Record]) -> list[Record]:
        """The rows held back at the end of the table, without a cut row, footnotes and totals."""
        if (
            held
            and not self._ended
            and not self._grid
            and len(held[-1][1]) < self._layout.width
            and self.after.count == 0
            # Rows of one width, all short: that is how the export writes cells that are blank at the end.
            and (len(held) == 1 or len(held[-2][1]) != len(held[-1][1]))
        ):
            self.cut.add(held.pop()[0])
        while (
            held
            and (self._is_footnote(held[-1][1]) or is_total(held[-1][1]))
            and not (self.rows == 0 and len(held) == 1)
        ):
            line, cells = held.pop()
            (self.totals if is_total(cells) else self.footer).add(line)
        return held

    def _flush(self, held: Iterable[Record]) -> Iterator[Record]:
        width = self._layout.width
        for line, cells in held:
            if len(cells) > width and not all(is_blank(cell) for cell in cells[width:]):
                self.long.add(line)
                continue
            if len(cells) < width:
                self.short.add(line)
            self.rows += 1
            yield line, [*cells[:width], *([""] * (width - len(cells)))] if len(cells) != width else cells

    def report(self, findings: Findings) -> None:
        """Says what was left out and what was padded."""
        for code, counted in (
            ("rows_long_left_out", self.long),
            ("rows_short", self.short if not self._grid else _Counted()),
            ("header_repeated_left_out", self.repeated),
            ("rows_after_table_left_out", self.after),
            ("footer_left_out", self.footer),
            ("total_left_out", self.totals),
            ("last_row_cut", self.cut),
        ):
            if counted.count:
                findings.warn(code, count=counted.count, **line_fields(counted.lines))
        if self.blank.count:
            findings.warn("blank_rows_left_out", count=self.blank.count, **line_fields(self.blank.lines))


def is_total(cells: Sequence[str]) -> bool:
    """Whether the first cell with anything in it calls the row a total."""
    first = next((cell.strip() for cell in cells if not is_blank(cell)), "")
    return len(first) < 40 and bool(_TOTAL.match(first)) and len(cells) > 1
