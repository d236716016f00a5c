"""How well what a column holds fits a kind of role, from its type, its samples and one look at its values."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier()
import math
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lib.core.indicator import RoleKind
from lib.data.casting import FALSE_WORDS, TRUE_WORDS
from lib.data.dataset import Column
from lib.data.engine import VIEW, identifier

if TYPE_CHECKING:
    from lib.data.dataset import Dataset

MOST_COLUMNS = 300
ENOUGH_ROWS = 200_000
_DATES = frozenset({"date", "datetime"})
_NUMBERS = frozenset({"integer", "number"})
_YES_NO = frozenset({*TRUE_WORDS, *FALSE_WORDS})
_seen: weakref.WeakKeyDictionary[Any, dict[str, Facts]] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Facts:
    """What one look at a column told.

    Attributes:
        distinct: different values, about.
        lowest: smallest value of a number.
        highest: largest value of a number.
    """

    distinct: int
    lowest: float | None = None
    highest: float | None = None


def facts(ds: Dataset) -> dict[str, Facts]:
    """What the columns hold, asked once per data set; of a large one a part is looked at, of a wide one the first columns."""
    if ds not in _seen:
        _seen[ds] = _look(ds, ds.columns[:MOST_COLUMNS])
    return _seen[ds]


def _look(ds: Dataset, columns: Sequence[Column]) -> dict[str, Facts]:
    import ibis

    if not columns:
        return {}
    source = VIEW
    if ds.rows > ENOUGH_ROWS:
        # Blocks from all over the file: one that is sorted by group must not look as if it had a single group.
        source += f" TABLESAMPLE system ({100 * ENOUGH_ROWS / ds.rows} PERCENT) REPEATABLE (1)"
    asked, schema = [], {}
    for place, column in enumerate(columns):
        name = identifier(column.name)
        asked.append(f"approx_count_distinct({name}) AS d{place}")
        schema[f"d{place}"] = "int64"
        if column.type in _NUMBERS:
            asked += [f"min({name})::DOUBLE AS l{place}", f"max({name})::DOUBLE AS h{place}"]
            schema |= {f"l{place}": "float64", f"h{place}": "float64"}
    with ds.turn:
        seen = ds.run(f"SELECT {', '.join(asked)} FROM {source}", ibis.schema(schema))
    row = {name: cells[0] for name, cells in seen.items()}
    return {
        column.name: Facts(int(row[f"d{place}"]), _number(row.get(f"l{place}")), _number(row.get(f"h{place}")))
        for place, column in enumerate(columns)
    }


def _number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def suits(column: Column, kind: RoleKind, seen: Facts | None, rows: int) -> float:
    """How well a column suits a kind of role: 0 where it cannot play it, 1 where nothing speaks against it.

    Args:
        column: its type and samples.
        kind: of the role.
        seen: what one look at it told, None for columns not looked at.
        rows: of the data set.
    """
    if kind == "date":
        # With a time of day more can be told than with the day alone.
        return {"datetime": 1.0, "date": 0.9999}.get(column.type, 0.0)
    if kind in {"number", "money"}:
        return 1.0 if column.type in _NUMBERS else 0.5 if column.type == "boolean" and kind == "number" else 0.0
    if kind == "flag":
        return _as_flag(column, seen)
    if kind == "identifier":
        return _as_identifier(column, seen, rows)
    if kind == "category":
        return _as_category(column, seen)
    return 1.0 if column.type in {"text", "integer"} else 0.7


def _as_flag(column: Column, seen: Facts | None) -> float:
    if column.type == "boolean":
        return 1.0
    if column.type in _NUMBERS:
        binary = seen is not None and seen.lowest in {0.0, 1.0} and seen.highest in {0.0, 1.0}
        return 1.0 if binary else 0.45
    if column.type in _DATES:
        return 0.9 if column.missing else 0.3
    known = [value.strip().casefold() in _YES_NO for value in column.samples]
    return 1.0 if known and all(known) else 0.0 if not any(known) else 0.4


def _as_identifier(column: Column, seen: Facts | None, rows: int) -> float:
    if column.type in _DATES or column.type == "boolean":
        return 0.0
    base = 1.0 if column.type in {"text", "integer"} else 0.85
    if seen is None or rows < 20:
        return base
    return base * (0.3 if seen.distinct <= 2 else 0.4 if seen.distinct < min(10, rows / 100) else 1.0)


def _as_category(column: Column, seen: Facts | None) -> float:
    if column.type in _DATES:
        return 0.0
    many = seen is not None and seen.distinct > 1000
    return 0.4 if column.type == "number" else 0.9 if many or column.type != "text" else 1.0
