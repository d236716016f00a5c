"""Records as text columns in a Parquet file, written in batches so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.data.engine import file_literal, identifier, literal
from lib.data.text_records import Record

LINE = "line"
MAX_ROWS = 50_000
MAX_CELLS = 1_000_000
MAX_CHARACTERS = 1 << 25


@dataclass(frozen=True, slots=True)
class Staged:
    """Text columns c0, c1, ... that the engine can query, and the line each row came from.

    Attributes:
        relation: what to write after FROM.
        width: number of columns.
        line: SQL for the line number of a row.
        path: the Parquet file behind it, where it is one of ours.
        unclean: SQL conditions that no row may meet, if the rows have not been looked at yet.
        bare: the relation without shapes and digits beside the texts, where it has them.
        shaped: positions of the columns that have them.
    """

    relation: str
    width: int
    line: str
    path: Path | None = None
    unclean: tuple[str, ...] = ()
    bare: str | None = None
    shaped: frozenset[int] = frozenset()

    def columns(self) -> list[str]:
        """Names of the text columns."""
        return [f"c{position}" for position in range(self.width)]


class UncleanError(Exception):
    """Rows that were taken for clean are not: they have to be read the careful way."""


def stage(records: Iterable[Record], width: int, path: Path) -> Staged:
    """Writes records to a Parquet file of text columns; empty cells become missing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [f"c{position}" for position in range(width)]
    schema = pa.schema([(LINE, pa.int64()), *((name, pa.string()) for name in names)])
    with pq.ParquetWriter(path, schema, compression="snappy", use_dictionary=False, write_statistics=False) as writer:
        for lines, rows in _batches(records, width):
            columns = [pa.array([cell or None for cell in column], pa.string()) for column in zip(*rows, strict=True)]
            writer.write_batch(pa.record_batch([pa.array(lines, pa.int64()), *columns], schema=schema))
    return Staged(f"read_parquet({file_literal(path)})", width, LINE, path)


def _batches(records: Iterable[Record], width: int) -> Iterator[tuple[list[int], list[list[str]]]]:
    limit = max(1, min(MAX_ROWS, MAX_CELLS // width))
    lines: list[int] = []
    rows: list[list[str]] = []
    characters = 0
    for line, cells in records:
        lines.append(line)
        rows.append(cells)
        characters += len(cells[0]) if width == 1 else sum(map(len, cells))
        if len(rows) >= limit or characters > MAX_CHARACTERS:
            yield lines, rows
            lines, rows, characters = [], [], 0
    if rows:
        yield lines, rows


def csv_relation(path: Path, delimiter: str, quote: str, skip: int, header: Sequence[str], width: int) -> Staged:
    """The engine's own strict reader on a file that seems clean: every cell as text, the first lines passed over.

    Args:
        path: UTF-8 text.
        delimiter: one character.
        quote: one character.
        skip: number of lines before the first row.
        header: cells of the header, which no row may repeat.
        width: number of columns.
    """
    columns = ", ".join(f"'c{position}': 'VARCHAR'" for position in range(width))
    options = (
        f"auto_detect=false, header=false, skip={skip}, delim={literal(delimiter)}, quote={literal(quote)}, "
        f"escape={literal(quote)}, strict_mode=true, null_padding=false, max_line_size=33554432, "
        f"columns={{{columns}}}"
    )
    blank = f"coalesce({', '.join(f'c{position}' for position in range(width))}) IS NULL"
    again = " AND ".join(f"c{position} = {literal(cell)}" for position, cell in enumerate(header) if cell) or "false"
    line = f"(row_number() OVER () + {skip})"
    return Staged(f"read_csv({file_literal(path)}, {options})", width, line, unclean=(blank, again))


def quoted(names: Iterable[str]) -> str:
    """Names as a list of quoted identifiers."""
    return ", ".join(map(identifier, names))
