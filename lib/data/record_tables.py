"""Records of any source to staged text columns: finds the table in them and accounts for what lies around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lib.data.layout import SAMPLE, Layout, analyse
from lib.data.loaded import Task
from lib.data.staging import Staged, stage
from lib.data.table_body import Body
from lib.data.text_records import Record


def split_head(records: Iterator[Record]) -> tuple[list[Record], Iterator[Record]]:
    """The first records, and all of them again."""
    head = list(islice(records, SAMPLE))
    return head, chain(head, records)


def find_layout(head: list[Record], task: Task, *, grid: bool = False) -> Layout:
    """The layout of the table, from its first records."""
    return analyse(head, task.choices.header_row, task.findings, task.name, grid=grid)


def stage_body(
    records: Iterable[Record], layout: Layout, task: Task, *, ended: bool = True, grid: bool = False
) -> Staged:
    """Stages the rows below the header and reports what was left out."""
    body = Body(islice(records, layout.first, None), layout, ended=ended, grid=grid)
    staged = stage(body, layout.width, task.folder / "staged.parquet")
    body.report(task.findings)
    return staged
