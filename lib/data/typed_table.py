"""Writes the typed table and accounts for every value that its type cannot hold."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lib.data.cell_kinds import MISSING_CODES
from lib.data.column_parts import WIDE, in_parts, only
from lib.data.column_plans import Plan
from lib.data.dataset import Column
from lib.data.engine import file_literal, identifier, list_literal, literal
from lib.data.findings import EXAMPLE_CHARACTERS, Findings, example_fields, line_fields
from lib.data.number_forms import SPACES
from lib.data.staging import LINE, Staged

MAX_REPORTS = 12
# Columns with more different values per row group are identifiers; collecting them first is wasted (a fifth of the time).
_OPTIONS = "DICTIONARY_SIZE_LIMIT 5000"
_UNREAD = {"date": "not_dates", "datetime": "not_dates", "boolean": "not_yes_no"}


@dataclass(frozen=True, slots=True)
class Written:
    """Rows and missing values per column of the Parquet file."""

    rows: int
    missing: tuple[int, ...]


def write_table(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    names: Sequence[str],
    plans: Sequence[Plan],
    path: Path,
    without: Sequence[int] = (),
) -> Written:
    """Writes the typed columns to a Parquet file, in the order of the source.

    Args:
        connection: engine with access to the staged rows.
        staged: rows as text.
        names: clean names.
        plans: plan per column.
        path: where to write.
        without: line numbers of rows to leave out.
    """
    parts = [f"{plan.expression} AS {identifier(name)}" for name, plan in zip(names, plans, strict=True)]
    where = f" WHERE {staged.line} NOT IN ({', '.join(map(str, without))})" if without else ""
    if len(parts) > WIDE:
        _write_by_parts(connection, staged, parts, where, path)
    else:
        query = f"SELECT {', '.join(parts)} FROM {staged.relation}{where}"
        connection.execute(f"COPY ({query}) TO {file_literal(path)} (FORMAT parquet, COMPRESSION snappy, {_OPTIONS})")
    return _counted(connection, path, len(names))


def _write_by_parts(
    connection: duckdb.DuckDBPyConnection, staged: Staged, parts: Sequence[str], where: str, path: Path
) -> None:
    """Very wide tables a few columns at a time: the engine's writer takes 256 kB a column, whatever the rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, pa.ChunkedArray] = {}
    cursor = connection.cursor()
    for part, rows in in_parts(cursor, staged):
        query = f"SELECT {', '.join(parts[part.start : part.stop])} FROM {rows.relation}{where}"
        table = cursor.sql(query).to_arrow_table()
        columns.update(zip(table.column_names, table.columns, strict=True))
    pq.write_table(pa.table(columns), path, compression="snappy")


def _counted(connection: duckdb.DuckDBPyConnection, path: Path, width: int) -> Written:
    """Counts from the statistics in the footer, which costs nothing however large the table is."""
    import pyarrow.parquet as pq

    footer = pq.ParquetFile(path).metadata
    missing = [0] * width
    for group in range(footer.num_row_groups):
        part = footer.row_group(group)
        for column in range(width):
            statistics = part.column(column).statistics
            if statistics is None or statistics.null_count is None:
                return _counted_by_query(connection, path, footer.num_rows)
            missing[column] += statistics.null_count
    return Written(footer.num_rows, tuple(missing))


def _counted_by_query(connection: duckdb.DuckDBPyConnection, path: Path, rows: int) -> Written:
    found = connection.execute(f"SELECT count(COLUMNS(*)) FROM read_parquet({file_literal(path)})").fetchone() or ()
    return Written(rows, tuple(rows - int(filled) for filled in found))


def report_unread(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    names: Sequence[str],
    plans: Sequence[Plan],
    findings: Findings,
) -> None:
    """Names the values that became missing because they are not of their column's type, with their lines."""
    reported = 0
    for position in _failing(connection, staged, plans):
        if reported >= MAX_REPORTS:
            return
        where = _unread(position, plans[position])
        reported += _report_one(
            connection, only([position], staged), f"c{position}", where, names[position], plans[position], findings
        )


def _unread(position: int, plan: Plan) -> str:
    """SQL: whether a value is there but could not be read, and is no code for a missing one."""
    text = f"c{position}"
    return (
        f"{text} IS NOT NULL AND ({plan.expression}) IS NULL "
        f"AND lower(trim({text}, {literal(SPACES)})) NOT IN ('', {list_literal(sorted(MISSING_CODES))})"
    )


def _failing(connection: duckdb.DuckDBPyConnection, staged: Staged, plans: Sequence[Plan]) -> Iterator[int]:
    """Positions of the columns with such values: in a wide table hardly any, so that all are asked together first."""
    doubtful = [position for position, plan in enumerate(plans) if plan.may_fail]
    if staged.width <= WIDE:
        yield from doubtful
        return
    cursor = connection.cursor()
    for part, rows in in_parts(cursor, staged):
        asked = [position for position in doubtful if position in part]
        if not asked:
            continue
        counts = ", ".join(f"count(*) FILTER ({_unread(position, plans[position])})" for position in asked)
        (found,) = cursor.execute(f"SELECT {counts} FROM {rows.relation}").fetchall()
        yield from (position for position, count in zip(asked, found, strict=True) if count)


def _report_one(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    text: str,
    where: str,
    name: str,
    plan: Plan,
    findings: Findings,
) -> int:
    rows = f"(SELECT *, {staged.line} AS at_line FROM {staged.relation})"
    clipped = f"left({text}, {EXAMPLE_CHARACTERS + 1})"
    large = f"count(*) FILTER (abs(TRY_CAST({text} AS DOUBLE)) >= 1e30)"
    query = f"SELECT count(*), {large}, min_by({clipped}, at_line, 5), min(at_line, 20) FROM {rows} WHERE {where}"
    count, huge, examples, lines = connection.execute(query).fetchone() or (0, 0, [], [])
    if not count:
        return 0
    code = _UNREAD.get(plan.type, "not_numbers")
    if plan.type in {"number", "integer"} and huge == count:
        code = "values_too_large"
    findings.warn(code, column=name, count=count, **example_fields(dict.fromkeys(examples)), **line_fields(lines))
    return 1


def sum_rows(connection: duckdb.DuckDBPyConnection, staged: Staged, plans: Sequence[Plan]) -> tuple[int, ...]:
    """Lines of a first or last row without a label whose numbers are the sums of all others."""
    numeric = any(plan.type in {"integer", "number"} for plan in plans[1:])
    if staged.width < 2 or not numeric or staged.line != LINE:  # the fast way is closed to files that end so
        return ()
    ends = connection.execute(
        f"SELECT min(at_line), max(at_line), count(*), count(*) FILTER (c0 IS NULL) FROM (SELECT c0, {staged.line} AS at_line "
        f"FROM {staged.relation})"
    ).fetchone()
    if not ends or ends[2] < 3 or not 1 <= ends[3] <= 2:
        return ()
    return tuple(line for line in dict.fromkeys(ends[:2]) if _is_sum(connection, staged, plans, line))


def _is_sum(connection: duckdb.DuckDBPyConnection, staged: Staged, plans: Sequence[Plan], line: int) -> bool:
    cursor = connection.cursor()
    found: list[float | None] = []
    for part, rows in in_parts(cursor, staged):
        values = [plans[place].expression for place in part if plans[place].type in {"integer", "number"}]
        sums = [f"CAST(sum({v}) FILTER (at_line {sign} {line}) AS DOUBLE)" for v in values for sign in ("=", "<>")]
        if part.start == 0:
            sums.insert(0, f"count(*) FILTER (at_line = {line} AND c0 IS NULL)")
        if sums:
            source = f"FROM (SELECT *, {staged.line} AS at_line FROM {rows.relation})"
            found += cursor.execute(f"SELECT {', '.join(sums)} {source}").fetchall()[0]
    unlabelled, *found = found or [0]
    pairs = list(zip(found[::2], found[1::2], strict=True))
    return bool(unlabelled) and any(own and others and abs(own - others) <= 1e-6 * abs(own) for own, others in pairs)


def described(
    names: Sequence[str],
    headers: Sequence[str],
    plans: Sequence[Plan],
    written: Written,
    sample: Sequence[Sequence[str | None]],
) -> tuple[Column, ...]:
    """The columns as the data set shows them."""
    return tuple(
        Column(name, header, plan.type, missing, _samples(values), plan.unit, plan.day_first, plan.clean)
        for name, header, plan, missing, values in zip(names, headers, plans, written.missing, sample, strict=True)
    )


def _samples(values: Sequence[object]) -> tuple[str, ...]:
    shown = (str(value).strip()[:80] for value in values if value is not None)
    different = dict.fromkeys(value for value in shown if value)
    return tuple(list(different)[:5])
