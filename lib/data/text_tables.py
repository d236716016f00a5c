"""Delimited and aligned text: clean large files go straight to the engine, all others through our own records."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import duckdb

from lib.data.cell_kinds import is_blank
from lib.data.dialect import Dialect, decide, lenient_rows
from lib.data.engine import literal
from lib.data.layout import Layout
from lib.data.loaded import Loaded, Task
from lib.data.record_tables import find_layout, split_head, stage_body
from lib.data.staging import Staged, csv_relation
from lib.data.table_body import is_total
from lib.data.text_encoding import Utf8Text, to_utf8
from lib.data.text_records import Quirks, Record, records

SAMPLE_CHARACTERS = 1 << 19
TAIL_BYTES = 1 << 16
SMALL = 1 << 21  # below this our own records are as fast


def load_text(path: Path, task: Task) -> Loaded:
    """Decides encoding, dialect and layout of a text file and stages its rows."""
    text = to_utf8(path, task.folder, task.choices.encoding, task.findings, lambda share: task.tick(0.2 + 0.2 * share))
    dialect = decide(_sample(text), task.choices.delimiter)
    task.findings.settings["delimiter"] = dialect.delimiter
    quirks = Quirks()
    with _opened(text) as lines:
        head, everything = split_head(records(lines, dialect, quirks))
        layout = find_layout(head, task)
        staged = _stage_quickly(text, dialect, layout, head, quirks, task)
        if staged is None:
            told = _ticking(everything, lines, text.path.stat().st_size, task)
            staged = stage_body(told, layout, task, ended=text.final_newline)
            quirks.report(task.findings)
    if text.invisible:
        task.findings.info("invisible_characters", count=text.invisible)
    if dialect.aligned:
        task.findings.info("aligned_by_blanks")
    european = dialect.delimiter == ";"
    return Loaded(staged, layout.headers, "," if european else ".", doubtful=dialect.delimiter != ",")


def _opened(text: Utf8Text) -> TextIO:
    return text.path.open(encoding="utf-8-sig" if text.mark else "utf-8", newline="", errors="replace")


def _sample(text: Utf8Text) -> str:
    with _opened(text) as stream:
        sample: str = stream.read(SAMPLE_CHARACTERS)
    sample = sample.replace("\0", "")
    if len(sample) < SAMPLE_CHARACTERS:
        return sample
    whole, mark, _ = sample.rpartition("\n")
    return whole + mark or sample


def _ticking(source: Iterator[Record], lines: TextIO, size: int, task: Task) -> Iterator[Record]:
    """Passes records on and tells how far into the file they are."""
    for number, record in enumerate(source):
        if number % 20_000 == 0:
            task.tick(0.4 + 0.3 * min(1.0, lines.buffer.tell() / max(size, 1)))
        yield record


def _stage_quickly(
    text: Utf8Text, dialect: Dialect, layout: Layout, head: list[Record], quirks: Quirks, task: Task
) -> Staged | None:
    """The engine's reader, where nothing in the file needs mending; nothing where anything might."""
    mended = quirks.stray or quirks.unclosed or quirks.zeros
    odd = text.carriage_returns or text.zeros or text.blank_lines or dialect.aligned or dialect.backslash
    if text.path.stat().st_size < SMALL or mended or odd or dialect.space_after or layout.offset:
        return None
    if layout.width < 2 or layout.first >= len(head) or (text.mark and layout.first == 0):
        return None
    if not _ends_well(text, dialect, layout):
        return None
    staged = csv_relation(text.path, dialect.delimiter, dialect.quote, head[layout.first][0] - 1, layout.width)
    return staged if _is_clean(staged, layout, task.connection) else None


def _ends_well(text: Utf8Text, dialect: Dialect, layout: Layout) -> bool:
    """Whether the last row is a full row of data and neither a total nor a footnote."""
    with text.path.open("rb") as stream:
        stream.seek(max(0, text.path.stat().st_size - TAIL_BYTES))
        lines = stream.read().decode("utf-8", "replace").splitlines()
    rows = lenient_rows(lines[-1], dialect) if lines else []
    return bool(rows) and len(rows[-1]) == layout.width and not is_blank(rows[-1][0]) and not is_total(rows[-1])


def _is_clean(staged: Staged, layout: Layout, connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the engine's strict reader takes every line, and no row is blank or repeats the header."""
    blank = f"coalesce({', '.join(staged.columns())}) IS NULL"
    again = " AND ".join(f"c{i} = {literal(cell)}" for i, cell in enumerate(layout.header_cells) if cell) or "false"
    query = f"SELECT count(*) FILTER ({blank}), count(*) FILTER ({again}) FROM {staged.relation}"
    try:
        return bool(connection.execute(query).fetchone() == (0, 0))
    except duckdb.Error:
        return False
