"""What the values of a column look like: a guess from a sample, and proof over all its values."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

from lib.data.cell_kinds import BOOLEAN_FAMILIES, ERROR_CODES, is_blank, is_missing_code
from lib.data.column_parts import COLUMNS_AT_ONCE, in_parts
from lib.data.date_forms import date_form
from lib.data.engine import list_literal, literal
from lib.data.number_forms import SPACES, mask, number_form
from lib.data.shapes import ShapeCount, counted_shapes, queried_shapes
from lib.data.staging import Staged, UncleanError, quoted

Guess = Literal[
    "native", "blank", "text", "zero_led", "long", "integer", "decimal", "date", "timestamp", "zoned", "shapes"
]
SAMPLE_ROWS = 2000
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")
_ZONED = re.compile(_TIMESTAMP.pattern + r"(Z|[+-]\d\d(:?\d\d)?)")
_DAY_NUMBER = re.compile(r"(19|20)\d{6}")
BOOLEAN_WORDS = frozenset(word for true, false in BOOLEAN_FAMILIES for word in true | false)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found over all values of a column.

    Attributes:
        guess: what the sample suggested; ``shapes`` where that did not hold for every value.
        filled: number of values that are not empty.
        fraction: most digits after the decimal point (only for ``decimal``).
        longest: length of the longest value in bytes.
        blanks: values of nothing but blanks, or error codes of a spreadsheet (only for ``text``).
        padded: values with blanks at either end (only for ``text``).
        shapes: all shapes with their counts (only for ``shapes``).
    """

    guess: Guess
    filled: int = 0
    fraction: int = 0
    longest: int = 0
    blanks: int = 0
    padded: int = 0
    shapes: tuple[ShapeCount, ...] = ()


def sample_rows(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[list[str | None]]:
    """The first rows, column by column."""
    if staged.path is not None:
        import pyarrow.parquet as pq

        with pq.ParquetFile(staged.path) as file:
            batch = next(file.iter_batches(SAMPLE_ROWS, columns=staged.columns()), None)
            return [column.to_pylist() for column in batch.columns] if batch else [[] for _ in range(staged.width)]
    rows = connection.execute(
        f"SELECT {quoted(staged.columns())} FROM {staged.relation} LIMIT {SAMPLE_ROWS}"
    ).fetchall()
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(staged.width)]


def gather(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    sample: Sequence[Sequence[str | None]],
    forced: Iterable[int] = (),
    native: Iterable[int] = (),
) -> list[Facts]:
    """Facts of every column, each proven over all rows.

    Args:
        connection: engine with access to the staged rows.
        staged: the text columns.
        sample: values of the first rows, column by column.
        forced: positions whose type the caller gives, so that their shapes are needed in any case.
        native: positions whose type the file states, which are not looked at.

    Raises:
        UncleanError: a row is blank or repeats the header, though the rows were taken for clean.
    """
    always, never = set(forced), set(native)
    guesses: list[Guess] = [
        "native"
        if position in never
        else "shapes"
        if position in always
        else _guess_or_look(connection, staged, position, values)
        for position, values in enumerate(sample)
    ]
    facts: list[Facts] = []
    if staged.width > COLUMNS_AT_ONCE and len(sample[0]) < SAMPLE_ROWS and not staged.unclean:
        facts = _verify_cells(connection, sample, guesses)
    else:
        for part, rows in in_parts(connection, staged):
            facts += _verify(connection, rows, part, guesses, staged.unclean if part.start == 0 else ())
    return [
        _with_shapes(connection, staged, position, found, sample[position])
        if found.guess == "shapes" and found.filled
        else found
        for position, found in enumerate(facts)
    ]


def _guess_or_look(
    connection: duckdb.DuckDBPyConnection, staged: Staged, position: int, values: Sequence[str | None]
) -> Guess:
    known = [value for value in values if value]
    if len(known) < 20 and len(values) >= SAMPLE_ROWS:
        query = f"SELECT c{position} FROM {staged.relation} WHERE c{position} IS NOT NULL LIMIT 500"
        known = [value for (value,) in connection.execute(query).fetchall()]
    return guess(known)


def guess(values: Sequence[str]) -> Guess:
    """What a sample suggests; ``shapes`` asks for a closer look.

    >>> guess(["1", "2"]), guess(["1.5", "2"]), guess(["2024-01-31"]), guess(["00123"]), guess(["north", "south"])
    ('integer', 'decimal', 'date', 'zero_led', 'text')
    """
    if not values:
        return "blank"
    different = set(values)
    if all(_INTEGER.fullmatch(value) for value in different):
        return "shapes" if all(_DAY_NUMBER.fullmatch(value) for value in different) else "integer"
    if all(value.isascii() and value.isdigit() for value in different):
        return "zero_led" if any(len(value) > 1 and value[0] == "0" for value in different) else _long(different)
    for name, pattern in (("date", _DATE), ("timestamp", _TIMESTAMP), ("zoned", _ZONED)):
        if all(pattern.fullmatch(value) for value in different):
            return name  # type: ignore[return-value]
    if all(_DECIMAL.fullmatch(value) for value in different):
        sizes = {len(value.partition(".")[2]) for value in different} - {0}
        whole = all(value.endswith(".0") for value in different)
        return "shapes" if sizes == {3} or whole else "decimal"
    return "shapes" if _like_values(Counter(values)) else "text"


def _long(different: set[str]) -> Guess:
    return "long" if any(len(value) > 15 for value in different) else "shapes"


def _like_values(values: Counter[str]) -> bool:
    known = {value: count for value, count in values.items() if not is_missing_code(value)}
    if not known:
        return True
    shaped = sum(count for value, count in known.items() if _is_shaped(value))
    return shaped >= 0.5 * sum(known.values())


def _is_shaped(value: str) -> bool:
    if len(value) > 60 or is_blank(value):
        return False
    shape = mask(value)
    return number_form(shape) is not None or date_form(shape) is not None or shape.lower() in BOOLEAN_WORDS


def _verify(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    positions: Sequence[int],
    guesses: Sequence[Guess],
    unclean: Sequence[str],
) -> list[Facts]:
    """One pass over the rows that counts, per column, how many values fail the guess."""
    parts = [part for position in positions for part in _checks(f"c{position}", guesses[position])]
    parts += [f"count(*) FILTER ({condition})" for condition in unclean]
    (row,) = connection.execute(f"SELECT {', '.join(parts)} FROM {staged.relation}").fetchall()
    if any(row[4 * len(positions) :]):
        raise UncleanError
    facts = []
    for index, position in enumerate(positions):
        filled, good, fraction, longest = (int(value or 0) for value in row[4 * index : 4 * index + 4])
        facts.append(_verdict(guesses[position], filled, good, fraction, longest))
    return facts


def _verify_cells(
    connection: duckdb.DuckDBPyConnection, sample: Sequence[Sequence[str | None]], guesses: Sequence[Guess]
) -> list[Facts]:
    """The same for a sample that is the whole of a wide table: a query per guess over cells, not an expression per column."""
    import pyarrow as pa

    cursor = connection.cursor()  # what is registered goes away with it
    facts = [Facts("native", sum(value is not None for value in values)) for values in sample]
    for suggested in sorted({*guesses} - {"native"}):
        places = [place for place, guessed in enumerate(guesses) if guessed == suggested]
        cells = [value for place in places for value in sample[place]]
        owners = [place for place in places for _ in sample[place]]
        cursor.register(
            "cells", pa.table({"place": pa.array(owners, pa.int64()), "cell": pa.array(cells, pa.string())})
        )
        query = f"SELECT place, {', '.join(_checks('cell', suggested))} FROM cells GROUP BY place"
        found = {place: counts for place, *counts in cursor.execute(query).fetchall()}
        for place in places:
            filled, good, fraction, longest = (int(value or 0) for value in found.get(place, (0, 0, 0, 0)))
            facts[place] = _verdict(suggested, filled, good, fraction, longest)
    cursor.close()
    return facts


def _verdict(suggested: Guess, filled: int, good: int, fraction: int, longest: int) -> Facts:
    if suggested == "native":
        return Facts("native", filled)
    if suggested in {"text", "blank", "zero_led", "long"}:
        kind: Guess = suggested if filled else "blank"
        return Facts(kind, filled, longest=longest, blanks=good, padded=fraction)
    if (
        suggested == "shapes"
        or good != filled
        or (suggested in {"integer", "decimal"} and longest - (fraction and fraction + 1) > 16)
    ):
        return Facts("shapes", filled, longest=longest)
    return Facts(suggested, filled, fraction, longest)


def _checks(name: str, suggested: Guess) -> tuple[str, str, str, str]:
    """SQL for: filled values, values that fit the guess, digits after the point (of text, values with outer blanks), longest value."""
    if suggested == "native":
        return f"count({name})", "0", "0", "0"
    good, fraction = {
        "integer": (f"TRY_CAST({name} AS BIGINT)::VARCHAR = {name}", "0"),
        "decimal": (
            f"regexp_full_match({name}, '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?')",
            f"max(CASE WHEN contains({name}, '.') THEN length({name}) - strpos({name}, '.') ELSE 0 END)",
        ),
        "date": (f"length({name}) = 10 AND TRY_CAST({name} AS DATE) IS NOT NULL", "0"),
        "timestamp": (f"TRY_CAST({name} AS TIMESTAMP) IS NOT NULL AND NOT ({_has_zone(name)})", "0"),
        "zoned": (f"TRY_CAST({name} AS TIMESTAMPTZ) IS NOT NULL AND ({_has_zone(name)})", "0"),
    }.get(suggested, (is_empty(name), f"count(*) FILTER ({is_padded(name)})"))
    return f"count({name})", f"count(*) FILTER ({name} IS NOT NULL AND ({good}))", fraction, f"max(strlen({name}))"


def _has_zone(name: str) -> str:
    return f"contains({name}, '+') OR contains({name}, 'Z') OR contains(substr({name}, 12), '-')"


def is_empty(name: str) -> str:
    """SQL: whether a text is nothing but blanks, or an error code of a spreadsheet.

    Most texts begin with a character between $ and ~ and need no closer look.
    """
    empty = f"trim({name}, {literal(SPACES)}) = '' OR {name} IN ({list_literal(ERROR_CODES)})"
    return f"CASE WHEN {name} < '$' OR {name} >= '\u00a0' THEN {empty} ELSE false END"


def is_padded(name: str) -> str:
    """SQL: whether a text begins or ends with a blank or something that is not to be seen."""
    return f"left({name}, 1) <= ' ' OR right({name}, 1) <= ' '"


def _with_shapes(
    connection: duckdb.DuckDBPyConnection, staged: Staged, position: int, facts: Facts, sample: Sequence[str | None]
) -> Facts:
    if len(sample) < SAMPLE_ROWS:  # the sample is the whole table
        shapes = counted_shapes(value for value in sample if value is not None)
    else:
        shapes = queried_shapes(connection, staged, f"c{position}")
    return Facts("shapes", facts.filled, longest=facts.longest, shapes=shapes)
