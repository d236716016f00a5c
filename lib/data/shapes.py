"""Shapes of the values of a column: in SQL over all rows, in Python over a few, with the same result."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import duckdb

from lib.data.engine import literal
from lib.data.number_forms import ASCII_DIGITS, INVISIBLE, OTHER_DIGITS, SPACES, mask
from lib.data.staging import Staged

MAX_SHAPES = 3000


@dataclass(frozen=True, slots=True)
class ShapeCount:
    """One shape of a column.

    Attributes:
        shape: digits as 9.
        count: number of values.
        example: one of them.
        zero_led: how many begin with a zero before a digit.
        zero_point: how many begin with a zero before a decimal mark.
        point_zero: how many end in ``.0``.
    """

    shape: str
    count: int
    example: str
    zero_led: int
    zero_point: int
    point_zero: int


def shape_sql(name: str) -> str:
    """SQL for the shape of a text, the same as ``mask``."""
    digits = ASCII_DIGITS + OTHER_DIGITS
    full = f"trim(translate({name}, {literal(digits + INVISIBLE)}, {literal('9' * len(digits))}), {literal(SPACES)})"
    return _by_alphabet(name, f"trim(translate({name}, '012345678', '999999999'), ' \t')", full)


def digits_sql(name: str) -> str:
    """SQL for a text with ASCII digits, without invisible characters and blanks at its ends."""
    digits = ASCII_DIGITS + OTHER_DIGITS
    ascii_digits = ASCII_DIGITS * (len(digits) // 10)
    full = f"trim(translate({name}, {literal(digits + INVISIBLE)}, {literal(ascii_digits)}), {literal(SPACES)})"
    return _by_alphabet(name, f"trim({name}, ' \t')", full)


def _by_alphabet(name: str, ascii_only: str, full: str) -> str:
    """The short way for ASCII: translate costs 0.1 microseconds per character of its table and value."""
    return f"(CASE WHEN strlen({name}) = length({name}) THEN {ascii_only} ELSE {full} END)"


def shape_of(name: str) -> str:
    """Name of the column that holds the shape of a column, in rows that ``dressed`` made."""
    return f"s{name[1:]}"


def digits_of(name: str) -> str:
    """Name of the column that holds a text with ASCII digits and without invisible characters."""
    return f"d{name[1:]}"


def dressed(staged: Staged, positions: Iterable[int]) -> Staged:
    """The same rows with shape and digits of some columns beside them, so that each is worked out once a value."""
    shaped = frozenset(positions)
    names = [f"c{position}" for position in sorted(shaped)]
    if not names:
        return staged
    more = ", ".join(f"{shape_sql(n)} AS {shape_of(n)}, {digits_sql(n)} AS {digits_of(n)}" for n in names)
    relation = f"(SELECT *, {more} FROM {staged.relation})"
    return replace(staged, relation=relation, bare=staged.relation, shaped=shaped)


def queried_shapes(connection: duckdb.DuckDBPyConnection, staged: Staged, name: str) -> tuple[ShapeCount, ...]:
    """Shapes of a column with their counts, the most frequent first; each different value is looked at once."""
    values = f"SELECT {name}, count(*) AS n FROM {staged.relation} WHERE {name} IS NOT NULL GROUP BY {name}"
    query = (
        f"SELECT shape, sum(n)::BIGINT, min({name}), "
        f"coalesce(sum(n) FILTER (regexp_matches({name}, '^[^0-9]*0[0-9]')), 0)::BIGINT, "
        f"coalesce(sum(n) FILTER (regexp_matches({name}, '^[^0-9]*0[.,]')), 0)::BIGINT, "
        f"coalesce(sum(n) FILTER (ends_with({name}, '.0')), 0)::BIGINT "
        f"FROM (SELECT {name}, n, {shape_sql(name)} AS shape FROM ({values})) "
        f"GROUP BY shape ORDER BY 2 DESC, 1 LIMIT {MAX_SHAPES}"
    )
    return tuple(ShapeCount(*row) for row in connection.execute(query).fetchall())


_ZERO_LED = re.compile(r"[^0-9]*0[0-9]")
_ZERO_POINT = re.compile(r"[^0-9]*0[.,]")


def counted_shapes(values: Iterable[str]) -> tuple[ShapeCount, ...]:
    """The same counts as the engine's, for a few values."""
    by_shape: dict[str, list[tuple[str, int]]] = {}
    for value, count in Counter(values).items():
        by_shape.setdefault(mask(value), []).append((value, count))
    found = [
        ShapeCount(
            shape,
            sum(count for _, count in members),
            min(value for value, _ in members),
            sum(count for value, count in members if _ZERO_LED.match(value)),
            sum(count for value, count in members if _ZERO_POINT.match(value)),
            sum(count for value, count in members if value.endswith(".0")),
        )
        for shape, members in by_shape.items()
    ]
    return tuple(sorted(found, key=lambda shape: (-shape.count, shape.shape))[:MAX_SHAPES])
