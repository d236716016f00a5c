"""Parquet files: checked by their footer, read by the engine, types taken as stated."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()
from pathlib import Path

from lib.core.errors import ReadError
from lib.data.column_plans import Plan
from lib.data.engine import file_literal, identifier
from lib.data.loaded import Loaded, Task
from lib.data.staging import Staged

MAX_ROWS = 200_000_000
MAX_BYTES = 16 << 30
_INTEGERS = frozenset(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"))
_LARGE_INTEGERS = frozenset(("UBIGINT", "HUGEINT", "UHUGEINT"))
MAX_EXACT = 2**53


def load_parquet(path: Path, task: Task) -> Loaded:
    """Takes the columns of a Parquet file; text columns are weighed like those of any other file.

    Raises:
        ReadError: the file is damaged, incomplete, or far larger inside than a table for this tool.
    """
    _check(path, task.name)
    source = f"read_parquet({file_literal(path)})"
    try:
        described = task.connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        plans = {index: _native(f"c{index}", row[1]) for index, row in enumerate(described)}
        plans = _exact(source, described, plans, task)
    except Exception as error:
        raise ReadError("parquet_broken", f"this Parquet file is damaged: {error}", file=task.name) from error
    parts = [
        f"{identifier(row[0])} AS c{index}" if plans[index] else f"CAST({identifier(row[0])} AS VARCHAR) AS c{index}"
        for index, row in enumerate(described)
    ]
    task.findings.settings["header_row"] = None
    relation = f"(SELECT {', '.join(parts)} FROM {source})"
    native = {index: plan for index, plan in plans.items() if plan is not None}
    return Loaded(
        Staged(relation, len(described), "row_number() OVER ()"), tuple(r[0] for r in described), native=native
    )


def _check(path: Path, name: str) -> None:
    import pyarrow.parquet as pq

    try:
        footer = pq.ParquetFile(path).metadata
        size = sum(footer.row_group(index).total_byte_size for index in range(footer.num_row_groups))
    except Exception as error:
        raise ReadError("parquet_broken", "this Parquet file is damaged or incomplete", file=name) from error
    if footer.num_rows > MAX_ROWS or size > MAX_BYTES:
        raise ReadError("bomb", f"holds {footer.num_rows} rows", file=name, packed=path.stat().st_size, bytes=size)


def _native(name: str, kind: str) -> Plan | None:
    """The plan of a column whose type the file states; nothing for text, which is weighed by its values."""
    if kind in _INTEGERS:
        return Plan("integer", f"CAST({name} AS BIGINT)")
    if kind in _LARGE_INTEGERS:
        return Plan("text", f"CAST({name} AS VARCHAR)", notes=(("ids_long", {}),))
    if kind == "BOOLEAN":
        return Plan("boolean", name)
    if kind in {"DOUBLE", "FLOAT"}:
        value = f"CAST({name} AS DOUBLE)"
        return Plan("number", f"CASE WHEN abs({value}) < 1e30 THEN {value} END")
    if kind.startswith("DECIMAL"):
        return Plan("number", name)
    if kind == "DATE":
        return Plan("date", name)
    if kind == "TIMESTAMP WITH TIME ZONE":
        return Plan("datetime", f"make_timestamp(epoch_us({name}))", notes=(("dates_to_utc", {}),))
    if kind.startswith("TIMESTAMP"):
        return Plan("datetime", f"CAST({name} AS TIMESTAMP)")
    return None


def _exact(
    source: str, described: list[tuple[str, str]], plans: dict[int, Plan | None], task: Task
) -> dict[int, Plan | None]:
    """64-bit identifiers as text, because charts and browsers would round them."""
    wide = [index for index, row in enumerate(described) if row[1] == "BIGINT"]
    if not wide:
        return plans
    parts = ", ".join(f"max(abs(CAST({identifier(described[index][0])} AS HUGEINT)))" for index in wide)
    largest = task.connection.execute(f"SELECT {parts} FROM {source}").fetchone() or ()
    for index, value in zip(wide, largest, strict=True):
        if value is not None and value > MAX_EXACT:
            plans[index] = Plan("text", f"CAST(c{index} AS VARCHAR)", notes=(("ids_long", {}),))
    return plans
