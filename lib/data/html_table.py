"""The HTML tables that web back-offices call .xls; any other page is refused."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from lib.core.errors import ReadError
from lib.data.container import suffix
from lib.data.findings import Findings
from lib.data.loaded import Loaded, Task
from lib.data.record_tables import find_layout, stage_body
from lib.data.text_encoding import to_utf8
from lib.data.text_records import Record

MAX_BYTES = 64 << 20
_SUFFIXES = frozenset((".xls", ".xlsx", ".html", ".htm"))
_CELLS = frozenset(("td", "th"))


class _Tables(HTMLParser):
    """Collects the cells of every table, the inner one of nested tables on its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._open.append(self.tables[-1])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
        elif tag in _CELLS and self._open:
            self._end_cell()
            self._cell = []
            span = next((value for key, value in attrs if key == "colspan"), None)
            self._span = min(int(span), 100) if span and span.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS or tag == "tr":
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        if not self._open[-1]:
            self._open[-1].append([])
        self._open[-1][-1] += [" ".join("".join(self._cell).split()), *([""] * (self._span - 1))]
        self._cell = None


def load_html(path: Path, task: Task) -> Loaded:
    """Reads the largest table of an HTML file that calls itself a workbook.

    Raises:
        ReadError: it is a web page, or has no table of at least two rows and two columns.
    """
    rows = _largest(path, task) if suffix(task.name) in _SUFFIXES and path.stat().st_size <= MAX_BYTES else []
    if len(rows) < 2 or max(map(len, rows)) < 2:
        raise ReadError("html", "this is a web page, not a table", file=task.name)
    task.findings.warn("html_table")
    width = max(map(len, rows))
    records: list[Record] = [(line, row + [""] * (width - len(row))) for line, row in enumerate(rows, start=1)]
    layout = find_layout(records[:200], task, grid=True)
    return Loaded(stage_body(records, layout, task, grid=True), layout.headers, ".", doubtful=True)


def _largest(path: Path, task: Task) -> list[list[str]]:
    text = to_utf8(path, task.folder, task.choices.encoding, Findings(), task.tick)
    parser = _Tables()
    parser.feed(text.path.read_text(encoding="utf-8-sig", errors="replace"))
    parser.close()
    tables = [[row for row in table if row] for table in parser.tables]
    return max(tables, key=lambda table: sum(map(len, table)), default=[])
