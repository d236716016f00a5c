"""From rows to the inputs of an indicator, once per data set: the only step whose cost grows with rows."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from lib.core import InputError, Notice, RoleError
from lib.core.checks import check_choice, check_number
from lib.core.indicator import Indicator, Option, Role, Shape, Values

PERIODS = ("day", "week", "month", "quarter", "year")
MOST_GROUPS = 30
_TRUE = ("true", "t", "yes", "y", "1", "1.0", "x", "ha", "да", "д", "այո", "converted", "churned", "bought", "won")
_FALSE = ("false", "f", "no", "n", "0", "0.0", "", "yo'q", "yoʻq", "yo‘q", "нет", "н", "ոչ", "not converted", "lost")
_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data set seen by an indicator: columns named by role, rows that cannot count left out and counted.

    Attributes:
        table: ibis table, columns named by role, with ``group`` and ``period`` where asked for.
        shape: the shape that the roles fill.
        options: the options of the shape, checked.
        notices: what was left out or must be said, with counts.
    """

    table: Any
    shape: Shape
    options: Values
    notices: tuple[Notice, ...]


def shape_for(ind: Indicator, roles: Mapping[str, str], shape: str | None = None) -> Shape:
    """The fullest shape whose required roles are all there, or the one asked for.

    Raises:
        RoleError: when no shape can be filled; ``missing`` names the roles of the nearest one.
    """
    candidates = [ind.shape(shape)] if shape else list(ind.shapes)
    lacking = {
        item.name: [role.name for role in item.roles if role.required and not roles.get(role.name)]
        for item in candidates
    }
    fillable = [item for item in candidates if not lacking[item.name]]
    if fillable:
        # The shape that asks for more and gets it says more about the file; between equals, the more usual one.
        return max(fillable, key=lambda item: sum(role.required for role in item.roles))
    nearest = min(candidates, key=lambda item: len(lacking[item.name]))
    missing = tuple(lacking[nearest.name])
    raise RoleError(
        "roles_missing",
        f"{ind.slug} needs a column for {', '.join(missing)}",
        missing=missing,
        indicator=ind.slug,
        shape=nearest.name,
    )


def checked_options(shape: Shape, options: Values) -> dict[str, Any]:
    """The options of a shape with their defaults filled in.

    Raises:
        InputError: for an unknown option, or a value out of bounds.
    """
    known = {item.name: item for item in shape.options}
    for name in options:
        if name not in known:
            raise InputError.unknown(name, tuple(known))
    return {name: _checked_option(item, options.get(name, item.default)) for name, item in known.items()}


def _checked_option(item: Option, value: Any) -> Any:
    if item.kind == "choice":
        return check_choice(item.name, value, item.choices)
    if item.kind == "text":
        return str(value)
    return check_number(item.name, value, minimum=item.minimum, maximum=item.maximum)


def prepare(
    ds: Any,
    ind: Indicator,
    roles: Mapping[str, str],
    *,
    by: str | None = None,
    period: str | None = None,
    shape: str | None = None,
    **options: Any,
) -> Prepared:
    """The table an indicator measures: columns cast and named by role, groups and periods added, unusable rows counted.

    Args:
        ds: a data set from ``read``.
        ind: the indicator.
        roles: role name to column name.
        by: column whose values form the groups.
        period: ``day``, ``week``, ``month``, ``quarter`` or ``year``, None for no trend.
        shape: name of the shape, None for the first that the roles fill.
        **options: of that shape.

    Raises:
        RoleError: when roles are missing, or a column cannot play its role.
        InputError: for an unknown column, period or option.
    """
    chosen = shape_for(ind, roles, shape)
    values = checked_options(chosen, options)
    table, notices = _cast_roles(ds, ind, chosen, roles, by)
    table, said = _apply_rules(table, chosen, values)
    if period is not None and not chosen.own_periods:
        table = _add_period(table, ind, chosen, period)
    return Prepared(table, chosen, values, (*notices, *said))


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
        ready = prepare(ds, ind, roles, by=by, period=period, shape=shape, **options)
        keys = (*(("group",) if by else ()), *(("period",) if period else ()))
        function = ready.shape.measure if extra is None else ready.shape.extras[extra]
        expression = function(ready.table, keys, ready.options)
        if expression is None:
            return pd.DataFrame()
        frame, notices = _tidy(cast(pd.DataFrame, expression.execute()), ds, by, ready.notices)
    frame.attrs["notices"] = notices
    frame.attrs["shape"] = ready.shape.name
    return frame


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


def _cast_roles(
    ds: Any, ind: Indicator, shape: Shape, roles: Mapping[str, str], by: str | None
) -> tuple[Any, list[Notice]]:
    table = ds.table
    known = set(table.columns)
    used = {role: column for role, column in roles.items() if column and role in {item.name for item in shape.roles}}
    for column in (*used.values(), *((by,) if by else ())):
        if column not in known:
            raise InputError.unknown_choice("column", column, tuple(table.columns))
    cells = {role: _cast(table[column], shape.role(role), column, ind) for role, column in used.items()}
    if by:
        cells["group"] = _label(table[by])
    table = table.select(**cells)
    missing = {
        role: table[role].isnull() for role in used if not shape.role(role).nullable and shape.role(role).required
    }
    return _leave_out(table, {role: ("common.rules.missing_role", flag) for role, flag in missing.items()}, used)


def _leave_out(
    table: Any, flags: Mapping[str, tuple[str, Any]], columns: Mapping[str, str]
) -> tuple[Any, list[Notice]]:
    if not flags:
        return table, []
    counts = table.aggregate(
        **{name: flag.fill_null(False).cast("int64").sum() for name, (_, flag) in flags.items()}, rows=table.count()
    ).execute()
    notices = [
        Notice(code, {"count": int(counts[name][0]), "rows": int(counts["rows"][0]), "column": columns.get(name, name)})
        for name, (code, _) in flags.items()
        if _counted(counts, name)
    ]
    for _, flag in flags.values():
        table = table.filter(~flag.fill_null(False))
    return table, notices


def _counted(counts: pd.DataFrame, name: str) -> int:
    """A sum over no rows is nothing, not zero, in SQL."""
    number = counts[name].iloc[0]
    return 0 if pd.isna(number) else int(number)


def _apply_rules(table: Any, shape: Shape, options: Values) -> tuple[Any, list[Notice]]:
    rules = [rule for rule in shape.rules if set(rule.needs) <= set(table.columns)]
    if not rules:
        return table, []
    flags = {f"rule_{index}": (rule, rule.applies(table, options).fill_null(False)) for index, rule in enumerate(rules)}
    counts = table.aggregate(
        **{name: flag.cast("int64").sum() for name, (_, flag) in flags.items()}, rows=table.count()
    ).execute()
    notices = [
        Notice(
            rule.code,
            {"count": int(counts[name][0]), "rows": int(counts["rows"][0])},
            "warning" if rule.leave_out else "info",
        )
        for name, (rule, _) in flags.items()
        if _counted(counts, name)
    ]
    for rule, flag in flags.values():
        if rule.leave_out:
            table = table.filter(~flag)
    return table, notices


def _cast(column: Any, role: Role, name: str, ind: Indicator) -> Any:
    kind = column.type()
    if role.kind == "flag":
        return _flag(column)
    if role.kind == "date":
        if not (kind.is_date() or kind.is_timestamp()):
            raise _cannot_play(ind, role, name)
        return column.cast("timestamp")
    if role.kind in {"number", "money"}:
        if kind.is_boolean():
            return column.cast("int64")
        if not kind.is_numeric():
            raise _cannot_play(ind, role, name)
        return column
    return column.cast("string").strip().nullif("")


def _flag(column: Any) -> Any:
    kind = column.type()
    if kind.is_boolean():
        return column
    if kind.is_numeric():
        return column != 0
    if kind.is_date() or kind.is_timestamp():
        # A column such as "converted at" says yes by having a date.
        return column.notnull()
    import ibis

    word = column.cast("string").strip().lower()
    return ibis.cases((word.isin(_TRUE), True), (word.isin(_FALSE), False), else_=ibis.null("boolean"))


def _cannot_play(ind: Indicator, role: Role, column: str) -> RoleError:
    return RoleError(
        "role_kind",
        f"column {column} cannot be the {role.name} of {ind.slug}: it does not hold a {role.kind}",
        column=column,
        role=role.name,
        kind=role.kind,
        indicator=ind.slug,
    )


def _label(column: Any) -> Any:
    """Groups that differ only in case and outer spaces are one group; an empty label is a group of its own."""
    return column.cast("string").strip().lower().fill_null("")


def _add_period(table: Any, ind: Indicator, shape: Shape, period: str) -> Any:
    check_choice("period", period, PERIODS)
    if shape.period_role is None or shape.period_role not in table.columns:
        raise RoleError(
            "roles_missing",
            f"a trend of {ind.slug} needs a column for {shape.period_role}",
            missing=(shape.period_role,) if shape.period_role else (),
            indicator=ind.slug,
            shape=shape.name,
        )
    dated = table.filter(table[shape.period_role].notnull())
    return dated.mutate(period=dated[shape.period_role].truncate(_TRUNCATE[period]).cast("date"))


def _tidy(
    frame: pd.DataFrame, ds: Any, by: str | None, notices: tuple[Notice, ...]
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    for name in frame.columns:
        if name not in {"group", "period", "complete"} and _holds_numbers(frame[name]):
            # Decimals are exact up to here; one division follows, in floats.
            frame[name] = pd.to_numeric(frame[name].astype("object"), errors="coerce").astype("float64")
    if "period" in frame.columns:
        frame = frame.sort_values([c for c in ("group", "period") if c in frame.columns], ignore_index=True)
    if by is None or "group" not in frame.columns:
        # A further measurement may be of the whole only.
        return frame, notices
    return _with_labels(frame, ds, by, notices)


def _holds_numbers(cells: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(cells):
        return True
    known = cells.dropna()
    return cells.dtype == object and not known.map(lambda cell: hasattr(cell, "__len__")).any()


def _with_labels(
    frame: pd.DataFrame, ds: Any, by: str, notices: tuple[Notice, ...]
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """Puts back how people wrote the group: its commonest spelling; keeps the largest groups of many."""
    raw = ds.table.select(raw=ds.table[by].cast("string"), group=_label(ds.table[by]))
    spelled = raw.group_by(["group", "raw"]).aggregate(n=raw.count()).execute().sort_values("n", ascending=False)
    written = spelled.dropna().drop_duplicates("group").set_index("group")["raw"]
    sizes = spelled.groupby("group")["n"].sum().sort_values(ascending=False)
    merged = [
        "/".join(f"«{text}»" for text in group["raw"].dropna())
        for _, group in spelled.dropna().groupby("group")
        if len(group) > 1
    ]
    said = list(notices)
    if merged:
        said.append(Notice("common.rules.merged_labels", {"column": by, "labels": ", ".join(merged[:5])}, "info"))
    if "" in sizes.index:
        said.append(Notice("common.rules.blank_labels", {"column": by, "count": int(sizes[""])}))
    kept = sizes.index[:MOST_GROUPS]
    if len(sizes) > MOST_GROUPS:
        said.append(Notice("common.rules.many_groups", {"column": by, "count": len(sizes), "kept": MOST_GROUPS}))
    order = {label: place for place, label in enumerate(kept)}
    frame = frame[frame["group"].isin(kept)].copy()
    frame["_order"] = frame["group"].map(order)
    keys = ["_order", *(["period"] if "period" in frame.columns else [])]
    frame = frame.sort_values(keys, ignore_index=True).drop(columns="_order")
    frame["group"] = [str(written.get(label, "")).strip() for label in frame["group"]]
    return frame, tuple(said)
