"""The engine: one isolated DuckDB per data set, shut off from the disk and the network once the data are loaded."""

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import ibis

LOADING_MEMORY = "500MB"  # measured: a 200 MB file loads with 0.63 GB for the whole process
MEMORY = "500MB"  # measured: with 700 a 200 MB file takes the process to 1.05 GB
THREADS = 2
WIDE = 1000
VIEW = "data"


def identifier(name: str) -> str:
    """A name as a quoted SQL identifier.

    >>> identifier("ad spend")
    '"ad spend"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as a quoted SQL literal.

    >>> literal("so'm")
    "'so''m'"
    """
    return "'" + value.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """A path as a literal for functions that expand wildcards, with each wildcard character escaped as a class."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path)))


def list_literal(values: Iterable[str]) -> str:
    """Texts as a SQL list or the inside of IN (...) without its brackets."""
    return ", ".join(literal(value) for value in values)


def connect(workspace: Path, memory: str = LOADING_MEMORY) -> duckdb.DuckDBPyConnection:
    """A private in-memory DuckDB with bounded memory whose spill files stay inside the workspace.

    Args:
        workspace: existing folder that only this process may write to.
        memory: limit for the engine, beyond which it spills to the workspace.
    """
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = {literal(memory)}")
    connection.execute(f"SET threads = {THREADS}")
    connection.execute(f"SET temp_directory = {literal(str(workspace / 'spill'))}")
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET parquet_metadata_cache = true")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    return connection


def narrow(connection: duckdb.DuckDBPyConnection, columns: int) -> None:
    """One thread for very wide tables: each thread holds a vector of every column, 32 kB apiece."""
    if columns > WIDE:
        connection.execute("SET threads = 1")


def seal(connection: duckdb.DuckDBPyConnection, workspace: Path) -> None:
    """Forbids every file outside the workspace, every extension and every later change of these settings."""
    connection.execute(f"SET allowed_directories = [{literal(str(workspace))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def open_table(path: Path, workspace: Path) -> tuple[Any, duckdb.DuckDBPyConnection, ibis.Table]:
    """Opens a Parquet file as an Ibis table on its own sealed engine.

    Returns:
        The Ibis backend, the DuckDB connection below it, and the table.
    """
    import ibis

    connection = connect(workspace, MEMORY)
    backend = ibis.duckdb.from_connection(connection)  # sets the time zone, so before the settings are locked
    connection.execute(f"CREATE VIEW {VIEW} AS SELECT * FROM read_parquet({file_literal(path)})")
    seal(connection, workspace)
    return backend, connection, _expression(backend, connection)


def _expression(backend: Any, connection: duckdb.DuckDBPyConnection) -> ibis.Table:
    """The view as Ibis knows it; each type is parsed once and not once a column, which takes a second in a wide table."""
    import ibis
    from ibis.expr import operations

    parse = cache(backend.compiler.type_mapper.from_string)
    described = connection.execute(f"DESCRIBE {VIEW}").fetchall()
    schema = ibis.schema({name: parse(kind, nullable=null == "YES") for name, kind, null, *_ in described})
    table: ibis.Table = operations.DatabaseTable(VIEW, schema=schema, source=backend).to_expr()
    return table
