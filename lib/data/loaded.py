"""What every kind of source becomes before its columns are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from lib.data.column_plans import Plan
from lib.data.dataset import Sheet
from lib.data.findings import Findings
from lib.data.spool import Progress
from lib.data.staging import Staged


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller overrides; nothing where the reader decides."""

    delimiter: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    header_row: object = None
    sheet: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One reading: where it works, what it was told, whom it tells."""

    folder: Path
    name: str
    choices: Choices
    findings: Findings
    connection: duckdb.DuckDBPyConnection
    tick: Progress


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows as text columns, and what is already known of them.

    Attributes:
        staged: the text columns.
        headers: header per column as written.
        default_decimal: decimal mark where the values leave it open.
        doubtful: whether assuming it has to be said.
        native: plans of columns whose type the file itself states.
        sheets: sheets of a workbook.
        carefully: stages the rows anew where they only seemed clean.
    """

    staged: Staged
    headers: tuple[str, ...]
    default_decimal: str = "."
    doubtful: bool = False
    native: Mapping[int, Plan] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    carefully: Callable[[], Staged] | None = None
