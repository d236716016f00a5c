"""The columns of a table a few at a time: what a query costs grows with the square of its columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import duckdb

from lib.data.shapes import dressed
from lib.data.staging import LINE, Staged

COLUMNS_AT_ONCE = 50
WIDE = 300
SHORT = 2000
PART = "part"


def in_parts(connection: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[tuple[range, Staged]]:
    """Positions of some columns, and rows to query these columns in.

    Only to open a Parquet file with thousands of columns costs more than to query fifty of them. Where a table is that
    wide and short, each part is handed over alone, from memory.

    Args:
        connection: engine with access to the staged rows.
        staged: the text columns, with or without their shapes.
    """
    starts = range(0, staged.width, COLUMNS_AT_ONCE)
    parts = [range(start, min(start + COLUMNS_AT_ONCE, staged.width)) for start in starts]
    if staged.width <= WIDE:
        yield from ((part, staged) for part in parts)
    elif staged.path is None:
        yield from ((part, only(part, staged)) for part in parts)
    else:
        yield from _from_file(connection, staged, parts)


def _from_file(
    connection: duckdb.DuckDBPyConnection, staged: Staged, parts: list[range]
) -> Iterator[tuple[range, Staged]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(staged.path) as file:
        if file.metadata.num_rows > SHORT:
            yield from ((part, only(part, staged)) for part in parts)
            return
        for part in parts:
            connection.register(PART, file.read(columns=[LINE, *(f"c{position}" for position in part)]))
            yield part, only(part, staged, PART)
            connection.unregister(PART)


def only(positions: Collection[int], staged: Staged, relation: str | None = None) -> Staged:
    """The rows with the shapes of these columns alone, which spares a query all others.

    Args:
        positions: of the columns that are asked for.
        staged: the text columns, with or without their shapes.
        relation: where the texts of these columns are, if not where they were staged.
    """
    bare = replace(staged, relation=relation or staged.bare or staged.relation, bare=None, shaped=frozenset())
    return dressed(bare, staged.shaped & frozenset(positions))
