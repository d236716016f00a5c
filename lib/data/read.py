"""Reading what people really have: any table file to typed columns, with everything assumed or left out said."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from lib.core.errors import FifteenError, InputError, ReadError
from lib.data import engine
from lib.data.archives import gunzip
from lib.data.column_plans import Hints, Plan
from lib.data.container import Kind, recognise, suffix
from lib.data.dataset import Dataset, Description
from lib.data.evidence import sample_rows
from lib.data.findings import Findings
from lib.data.header_names import report as report_headers
from lib.data.header_names import unique_names
from lib.data.html_table import load_html
from lib.data.json_records import load_json
from lib.data.loaded import Choices, Loaded, Task
from lib.data.parquet_source import load_parquet
from lib.data.spool import Progress, Source, source_name, spool
from lib.data.staging import UncleanError
from lib.data.text_tables import load_text
from lib.data.typed_table import Written, described, report_unread, sum_rows, write_table
from lib.data.typing_columns import plan_columns
from lib.data.workbooks import load_workbook

OVERRIDES = ("delimiter", "encoding", "decimal", "thousands", "header_row", "sheet", "types", "day_first")
TYPES = ("text", "number", "integer", "date", "datetime", "boolean")
TABLE_NAME = "data.parquet"
_LOADERS: Mapping[Kind, Callable[[Path, Task], Loaded]] = {
    "text": load_text,
    "zip": load_workbook,
    "ole": load_workbook,
    "parquet": load_parquet,
    "html": load_html,
    "json": load_json,
    "json_lines": load_json,
}
_BINARY_NAMES = frozenset((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".parquet"))


def read(
    source: Source,
    *,
    name: str | None = None,
    workspace: Path | None = None,
    progress: Progress | None = None,
    **overrides: object,
) -> Dataset:
    """Reads a file as a table of typed columns.

    CSV with any delimiter, aligned text, both also in gzip, Excel and OpenDocument workbooks, Parquet, JSON lines. What
    was assumed, changed or left out is in ``issues`` of the result, what was decided in ``settings``; every decision
    can be overridden by an argument of the same name.

    Args:
        source: path, bytes, or binary file object such as an upload.
        name: what to call it; by default the name of the path or upload.
        workspace: folder for the files of this data set, which then belong to the caller until ``close``; by default
            a private temporary folder that goes away with the result.
        progress: called with the share of the work done, from 0 to 1.
        **overrides: ``delimiter``, ``encoding``, ``decimal`` ("." or ","), ``thousands``, ``header_row`` (line number
            from 1, or "none"), ``sheet``, ``types`` ({column: "text" | "number" | "date" | "boolean"}), ``day_first``.

    Returns:
        The data set.

    Raises:
        ReadError: the source is no table, with a code that says what it is.
        InputError: an override is unknown or impossible.

    Example:
        >>> with read(b"day;sales\\n31.01.2024;1 234,50\\n", name="sales.csv") as ds:
        ...     [(column.name, column.type) for column in ds.columns]
        [('day', 'date'), ('sales', 'number')]
    """
    choices = _choices(overrides)
    label = source_name(source, name)
    if workspace is not None:
        workspace.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="fifteen-", dir=workspace))
    tick = progress or _silent
    try:
        description = _read_into(folder, source, label, choices, overrides, tick)
        dataset = Dataset(description, folder / TABLE_NAME, owned=folder, keep=workspace is not None)
        dataset.save_meta()
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, FifteenError) or not _is_failure(error):
            raise
        raise ReadError(
            "unreadable", f"this file could not be read: {error}", file=label, kind=type(error).__name__
        ) from error
    tick(1.0)
    return dataset


def _silent(_: float) -> None:
    return None


def _is_failure(error: BaseException) -> bool:
    """Errors of libraries, among them panics of native code; not an interruption by the caller."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _choices(overrides: Mapping[str, object]) -> Choices:
    for key in overrides:
        if key not in OVERRIDES:
            raise InputError.unknown(key, OVERRIDES)
    given: dict[str, Any] = {key: value for key, value in overrides.items() if value is not None}
    if given.get("decimal") not in {None, ".", ","}:
        raise InputError.unknown_choice("decimal", given["decimal"], (".", ","))
    if "delimiter" in given and (not isinstance(given["delimiter"], str) or len(given["delimiter"]) != 1):
        raise InputError.unknown_choice("delimiter", given["delimiter"], (",", ";", "tab", "|"))
    types = given.get("types", {})
    if not isinstance(types, Mapping):
        raise InputError.unknown_choice("types", types, TYPES)
    for kind in types.values():
        if kind not in TYPES:
            raise InputError.unknown_choice("types", kind, TYPES)
    return Choices(**given)


def _read_into(
    folder: Path, source: Source, label: str, choices: Choices, overrides: Mapping[str, object], tick: Progress
) -> Description:
    spooled = spool(source, folder, label)
    tick(0.1)
    path, kind = _unpacked(spooled.path, folder, label)
    tick(0.2)
    findings = Findings()
    if kind in {"text", "json_lines"} and suffix(label) in _BINARY_NAMES:
        findings.warn("name_does_not_fit", suffix=suffix(label))
    connection = engine.connect(folder)
    try:
        task = Task(folder, label, choices, findings, connection, tick)
        loaded = _LOADERS[kind](path, task)
        description = _typed(loaded, task, _digest(spooled.digest, overrides))
    except duckdb.Error as error:
        if kind != "parquet":
            raise
        raise ReadError("parquet_broken", "this Parquet file is damaged inside", file=label) from error
    finally:
        connection.close()
        _sweep(folder)
    return description


def _unpacked(path: Path, folder: Path, label: str) -> tuple[Path, Kind]:
    kind = recognise(path, label)
    if kind != "gzip":
        return path, kind
    path = gunzip(path, folder / "unpacked", label)
    if path.stat().st_size == 0:
        raise ReadError("empty", "the compressed file has nothing in it", file=label)
    kind = recognise(path, label)
    if kind == "gzip":
        raise ReadError("nested_archive", "there is another compressed file inside this one", file=label)
    return path, kind


def _digest(source: str, overrides: Mapping[str, object]) -> str:
    told = json.dumps({key: overrides[key] for key in sorted(overrides)}, default=str, sort_keys=True)
    return hashlib.sha256(f"{source}\n{told}".encode()).hexdigest()


def _sweep(folder: Path) -> None:
    """Removes everything but the table."""
    for entry in folder.iterdir():
        if entry.name == TABLE_NAME:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def _typed(loaded: Loaded, task: Task, digest: str) -> Description:
    names = unique_names(loaded.headers)
    engine.narrow(task.connection, len(names))
    if task.findings.settings.get("header_row") != "none":
        report_headers(loaded.headers, names, task.findings)
    task.tick(0.7)
    try:
        loaded, sample, plans = _planned(loaded, names, task)
    except (duckdb.Error, UncleanError):
        if loaded.carefully is None:
            raise
        loaded = replace(loaded, staged=loaded.carefully(), carefully=None)
        loaded, sample, plans = _planned(loaded, names, task)
    task.tick(0.8)
    written = _write(loaded, names, plans, task)
    if written.rows == 0:
        task.findings.warn("no_rows")
    return Description(
        name=task.name,
        columns=described(names, loaded.headers, plans, written, sample),
        rows=written.rows,
        content_hash=digest,
        issues=task.findings.issues(),
        settings=dict(task.findings.settings),
        sheets=loaded.sheets,
    )


def _planned(loaded: Loaded, names: tuple[str, ...], task: Task) -> tuple[Loaded, list[list[str | None]], list[Plan]]:
    """The rows that the plans are written for, sample values, and the plan of every column."""
    sample = sample_rows(task.connection, loaded.staged)
    hints = _hints(loaded, names, task.choices)
    staged, plans = plan_columns(task.connection, loaded.staged, names, sample, hints, task.findings, loaded.native)
    return replace(loaded, staged=staged), sample, plans


def _write(loaded: Loaded, names: tuple[str, ...], plans: list[Plan], task: Task) -> Written:
    sums = sum_rows(task.connection, loaded.staged, plans)
    if sums:
        task.findings.warn("sum_row_left_out", count=len(sums), lines=", ".join(map(str, sums)), line_numbers=sums)
    written = write_table(task.connection, loaded.staged, names, plans, task.folder / TABLE_NAME, sums)
    task.tick(0.95)
    report_unread(task.connection, loaded.staged, names, plans, task.findings)
    return written


def _hints(loaded: Loaded, names: tuple[str, ...], choices: Choices) -> Hints:
    decimal = choices.decimal
    if decimal is None and choices.thousands in {".", ","}:
        decimal = "," if choices.thousands == "." else "."
    types: dict[int, str] = {}
    for column, kind in choices.types.items():
        position = next((i for i, pair in enumerate(zip(names, loaded.headers, strict=True)) if column in pair), None)
        if position is None:
            raise InputError.unknown_choice("types", column, names)
        types[position] = kind
    return Hints(
        decimal=decimal,
        told_decimal=decimal is not None,
        default_decimal=loaded.default_decimal,
        doubtful=loaded.doubtful,
        day_first=choices.day_first,
        told_day_first=choices.day_first is not None,
        types=types,
    )


__all__ = ["OVERRIDES", "read"]
