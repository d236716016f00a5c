"""Delimited and aligned text: clean large files go straight to the engine, all others through our own records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from lib.data.cell_kinds import is_blank
from lib.data.dialect import Dialect, decide, lenient_rows
from lib.data.layout import SAMPLE, Layout
from lib.data.loaded import Loaded, Task
from lib.data.record_tables import find_layout, stage_body
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
        head = list(islice(records(lines, dialect, quirks), SAMPLE))
    layout = find_layout(head, task)
    quick = None if quirks else _quick_way(text, dialect, layout, head)
    carefully = partial(_stage_carefully, text, dialect, layout, task)
    if text.invisible:
        task.findings.info("invisible_characters", count=text.invisible)
    if dialect.aligned:
        task.findings.info("aligned_by_blanks")
    return Loaded(
        quick or carefully(),
        layout.headers,
        "," if dialect.delimiter == ";" else ".",
        doubtful=dialect.delimiter != ",",
        carefully=carefully if quick else None,
    )


def _stage_carefully(text: Utf8Text, dialect: Dialect, layout: Layout, task: Task) -> Staged:
    """Stages the rows through our own records, which mend what needs mending and account for every line."""
    quirks = Quirks()
    with _opened(text) as lines:
        told = _ticking(records(lines, dialect, quirks), lines, text.path.stat().st_size, task)
        staged = stage_body(told, layout, task, ended=text.final_newline)
    quirks.report(task.findings)
    return staged


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


def _quick_way(text: Utf8Text, dialect: Dialect, layout: Layout, head: list[Record]) -> Staged | None:
    """The engine's reader, where nothing seen so far needs mending; nothing where anything does."""
    odd = text.carriage_returns or text.zeros or text.blank_lines or dialect.aligned or dialect.backslash
    if text.path.stat().st_size < SMALL or odd or dialect.space_after or layout.offset:
        return None
    if layout.width < 2 or layout.first >= len(head) or (text.mark and layout.first == 0):
        return None
    if is_blank(head[layout.first][1][0]) or not _ends_well(text, dialect, layout):
        return None
    skip = head[layout.first][0] - 1
    return csv_relation(text.path, dialect.delimiter, dialect.quote, skip, layout.header_cells, layout.width)


def _ends_well(text: Utf8Text, dialect: Dialect, layout: Layout) -> bool:
    """Whether the last row is a full row of data and neither a total nor a footnote."""
    with text.path.open("rb") as stream:
        stream.seek(max(0, text.path.stat().st_size - TAIL_BYTES))
        lines = stream.read().decode("utf-8", "replace").splitlines()
    rows = lenient_rows(lines[-1], dialect) if lines else []
    return bool(rows) and len(rows[-1]) == layout.width and not is_blank(rows[-1][0]) and not is_total(rows[-1])
