"""From rows to the inputs of an indicator, once per data set: the only step whose cost grows with rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any, cast

import numpy as np
import pandas as pd

from lib.core import Notice
from lib.core.indicator import AUTO, Indicator, Option, Shape
from lib.data.label_choices import Label, labels_in
from lib.data.preparing import PERIODS, Prepared, checked_options, prepare, shape_for
from lib.data.text_facts import labels_of, remembered

MOST_GROUPS = 30

__all__ = [
    "MOST_GROUPS",
    "PERIODS",
    "Prepared",
    "checked_options",
    "guess_of",
    "inputs_of",
    "measure",
    "prepare",
    "shape_for",
]


def measure(
    ds: Any,
    ind: Indicator,
    roles: Mapping[str, str],
    by: str | None = None,
    *,
    period: str | None = None,
    shape: str | None = None,
    extra: str | None = None,
    **options: Any,
) -> pd.DataFrame:
    """The inputs of an indicator from rows: one row per group and period, the inputs as columns.

    Args:
        ds: a data set from ``read``.
        ind: the indicator.
        roles: role name to column name.
        by: column whose values form the groups (column ``group``).
        period: length of a period for a trend (column ``period``).
        shape: name of the shape, None for the first that the roles fill.
        extra: name of a further measurement of the shape instead of the inputs.
        **options: of the shape.

    Returns:
        One row per group, largest first, and per period, in order; ``attrs["notices"]`` says what was left out.

    Raises:
        RoleError: when roles are missing, or a column cannot play its role.
        InputError: for an unknown column, period or option.

    Example:
        >>> from lib.data import read
        >>> from lib.indicators import INDICATORS
        >>> ds = read(b"customer,churned,plan\\na,yes,s\\nb,no,s\\nc,no,m\\nd,no,m\\n", name="four.csv")
        >>> measure(ds, INDICATORS["churn"], {"churned": "churned"})[["lost", "customers_at_start"]].values.tolist()
        [[1.0, 4.0]]
    """
    with getattr(ds, "turn", nullcontext()):
        options = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
        asked = (ind.slug, tuple(sorted(roles.items())), by, period, shape, tuple(sorted(options.items())))
        ready = remembered(
            ds, ("prepared", *asked), lambda: prepare(ds, ind, roles, by=by, period=period, shape=shape, **options)
        )
        keys = (*(("group",) if by else ()), *(("period",) if period else ()))
        function = ready.shape.measure if extra is None else ready.shape.extras[extra]
        found = _execute(ds, (*ready.recipe, extra), lambda: function(ready.table, keys, ready.options))
        if found is None:
            return pd.DataFrame()
        frame, notices = _tidy(found, ds, by, ready.notices)
    frame.attrs["notices"] = notices
    frame.attrs["shape"] = ready.shape.name
    return frame


# Writing the query takes as long as running it on a million rows. It depends on columns and choices, not on rows, so files of
# the same form, and the pages of one file, share it.
_QUERIES: dict[tuple[Any, ...], tuple[str, Any] | None] = {}
_MOST_QUERIES = 2000


def _execute(ds: Any, recipe: tuple[Any, ...], build: Callable[[], Any]) -> dict[str, Any] | None:
    """The columns that the expression gives; None where the shape has none."""
    if not hasattr(ds, "run"):
        expression = build()
        return None if expression is None else dict(expression.execute().items())
    if recipe not in _QUERIES:
        import ibis

        expression = build()
        if len(_QUERIES) >= _MOST_QUERIES:
            _QUERIES.clear()
        _QUERIES[recipe] = (
            None if expression is None else (str(ibis.to_sql(expression, dialect="duckdb")), expression.schema())
        )
    query = _QUERIES[recipe]
    return None if query is None else cast(dict[str, Any], ds.run(*query))


def inputs_of(row: Mapping[Any, Any], ind: Indicator) -> dict[str, Any]:
    """The inputs in one row of ``measure``, without the cells that are empty.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> inputs_of({"group": "a", "lost": 3.0, "customers_at_start": float("nan")}, INDICATORS["churn"])
        {'lost': 3.0}
    """
    known = {item.name for item in ind.inputs}
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name not in known or value is None:
            continue
        if isinstance(value, list | tuple) or getattr(value, "ndim", None) == 1:
            found[name] = tuple(value)
        elif not pd.isna(value):
            found[name] = float(value)
    return found


def guess_of(ds: Any, ind: Indicator, roles: Mapping[str, str], shape: Shape, item: Option) -> tuple[Label, ...]:
    """The labels that stand for an option where nobody chooses; none where nothing in the file gives a hint."""
    with getattr(ds, "turn", nullcontext()):
        asked = ("guess", ind.slug, shape.name, item.name, tuple(sorted(roles.items())))
        labels = labels_in(ds, roles[item.role])
        if item.kind == "labels":
            return tuple(one for one in labels if one.key in item.known)
        keys = remembered(ds, asked, lambda: prepare(ds, ind, roles, shape=shape.name).options[item.name])
        return tuple(one for one in labels if one.key in (() if keys == AUTO else keys))


def _tidy(
    columns: dict[str, Any], ds: Any, by: str | None, notices: tuple[Notice, ...]
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    # Decimals are exact up to here; one division follows, in floats.
    # Arrays until the end: for a few rows, a frame of series that pandas aligns takes longer than the query.
    columns = {name: _as_floats(name, cells) for name, cells in columns.items()}
    if "period" in columns:
        frame = pd.DataFrame(columns)
        frame = frame.sort_values([c for c in ("group", "period") if c in frame.columns], ignore_index=True)
        columns = {str(name): cells.array for name, cells in frame.items()}
    # A further measurement may be of the whole only.
    if by is not None and "group" in columns:
        columns, said = _with_labels(columns, ds, by)
        notices = (*notices, *said)
    return pd.DataFrame(columns), notices


def _as_floats(name: str, cells: Any) -> Any:
    if name in {"group", "period", "complete"} or not _holds_numbers(cells):
        return cells.array if isinstance(cells, pd.Series) else cells
    if cells.dtype.kind in "iuf":
        return np.asarray(cells, "float64")
    return pd.to_numeric(pd.Series(cells, dtype="object"), errors="coerce").to_numpy("float64")


def _holds_numbers(cells: Any) -> bool:
    if cells.dtype.kind in "iufb":
        return True
    known = (cell for cell in cells if cell is not None)
    return cells.dtype == object and not any(hasattr(cell, "__len__") for cell in known)


def _with_labels(columns: dict[str, Any], ds: Any, by: str) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    """Puts back how people wrote the group: its commonest spelling; keeps the largest groups of many."""
    written, said = remembered(ds, ("written", by), lambda: _written(ds, by))
    rank = {key: place for place, key in enumerate(written)}
    keys = columns["group"].tolist()
    order = sorted((place for place, key in enumerate(keys) if key in rank), key=lambda place: rank[keys[place]])
    columns = {name: cells[order] for name, cells in columns.items()}
    columns["group"] = [written[keys[place]] for place in order]
    return columns, said


def _written(ds: Any, by: str) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """The largest groups, in order of size, with their commonest spelling; and what must be said of the labels."""
    labels = labels_of(ds, by)
    spellings: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for raw, key, count in zip(labels.spelled["raw"], labels.keys, labels.spelled["n"], strict=True):
        known = not pd.isna(raw)
        sizes[key] = sizes.get(key, 0) + int(count)
        spellings.setdefault(key, [])
        if known:
            spellings[key].append(str(raw))
    said = []
    merged = ["/".join(f"«{text}»" for text in sorted(found)) for found in spellings.values() if len(found) > 1]
    if merged:
        said.append(Notice("common.rules.merged_labels", {"column": by, "labels": ", ".join(merged[:5])}, "info"))
    if "" in sizes:
        said.append(Notice("common.rules.blank_labels", {"column": by, "count": sizes[""]}))
    if labels.count > MOST_GROUPS:
        said.append(Notice("common.rules.many_groups", {"column": by, "count": labels.count, "kept": MOST_GROUPS}))
    kept = sorted(sizes, key=lambda key: -sizes[key])[:MOST_GROUPS]
    return {key: (spellings[key] or [""])[0].strip() for key in kept}, tuple(said)
