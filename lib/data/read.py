"""Reading a file as a table (first thin form: what DuckDB makes of it)."""

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import duckdb

from lib.core.errors import ReadError
from lib.data.dataset import Column, ColumnType, Dataset, Description
from lib.data.engine import connect, file_literal, identifier

Source = str | Path | bytes | BinaryIO


def read(
    source: Source,
    *,
    name: str | None = None,
    workspace: Path | None = None,
    progress: Callable[[float], None] | None = None,
    **overrides: object,
) -> Dataset:
    """Reads a file as a table."""
    folder = Path(tempfile.mkdtemp(prefix="fifteen-", dir=workspace))
    if isinstance(source, bytes):
        content = source
    else:
        content = Path(source).read_bytes() if isinstance(source, str | Path) else source.read()
    label = str(name or (Path(source).name if isinstance(source, str | Path) else getattr(source, "name", "data")))
    spooled = folder / "source"
    spooled.write_bytes(content)
    reader = "read_parquet" if content[:4] == b"PAR1" else "read_csv"
    target = folder / "data.parquet"
    connection = connect(folder)
    try:
        query = f"SELECT * FROM {reader}({file_literal(spooled)})"
        connection.execute(f"COPY ({query}) TO {file_literal(target)} (FORMAT parquet)")
        described = connection.execute(f"DESCRIBE SELECT * FROM {file_literal(target)}").fetchall()
        columns = tuple(Column(row[0], row[0], _type(row[1])) for row in described)
        (rows,) = connection.execute(f"SELECT count(*) FROM {file_literal(target)}").fetchone() or (0,)
    except duckdb.Error as error:
        raise ReadError("unreadable", str(error), file=label) from error
    finally:
        connection.close()
        spooled.unlink()
    if progress:
        progress(1.0)
    digest = hashlib.sha256(content + repr(sorted(overrides.items())).encode()).hexdigest()
    owned = folder if workspace is None else None
    return Dataset(Description(label, columns, rows, digest), target, owned=owned)


def _type(name: str) -> ColumnType:
    if name == "BOOLEAN":
        return "boolean"
    if "INT" in name:
        return "integer"
    if name.startswith("DECIMAL") or name in {"DOUBLE", "FLOAT"}:
        return "number"
    if name == "DATE":
        return "date"
    return "datetime" if name.startswith("TIMESTAMP") else "text"


_ = identifier
