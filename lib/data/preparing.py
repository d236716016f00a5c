"""From the columns of a file to those of an indicator: cast, named by role, and without the rows that cannot count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.core import InputError, Notice, RoleError
from lib.core.checks import check_choice, check_number
from lib.core.indicator import AUTO, Indicator, Option, Role, Shape, Values
from lib.data.casting import cast_to_role
from lib.data.label_choices import chosen_labels
from lib.data.text_facts import is_clean, labels_of, missing_of, remembered

PERIODS = ("day", "week", "month", "quarter", "year")
_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data set seen by an indicator: columns named by role, rows that cannot count left out and counted.

    Attributes:
        table: ibis table, columns named by role, with ``group`` and ``period`` where asked for.
        shape: the shape that the roles fill.
        options: the options of the shape, checked.
        notices: what was left out or must be said, with counts.
        recipe: all that the expression depends on besides the rows: equal recipes have equal queries.
    """

    table: Any
    shape: Shape
    options: Values
    notices: tuple[Notice, ...]
    recipe: tuple[Any, ...] = ()


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
    if item.kind in {"label", "labels"}:
        return (value,) if isinstance(value, str) and value != AUTO else value
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
    used = _used(ds, chosen, roles, by)
    values, unknown = chosen_labels(ds, chosen, used, values)
    cells = {role: cast_to_role(ds, ds.table[column], chosen.role(role), column, ind) for role, column in used.items()}
    if by:
        cells["group"] = labels_of(ds, by).key_of(ds.table[by])
    table = ds.table.select(**cells)
    asked = (ind.slug, chosen.name, tuple(sorted(used.items())), tuple(sorted(values.items())))
    table, notices, lacking = _without_missing(ds, table, chosen, used, asked)
    if chosen.settle is not None:
        settle, before, rows = chosen.settle, values, table
        values = remembered(ds, ("settled", *asked), lambda: settle(rows, before))
    table, said, ruled_out = _without_ruled_out(ds, table, chosen, values, by, asked)
    # The period comes last: it sets aside rows without a date, which the counts of the whole, asked once, must include.
    if period is not None and not chosen.own_periods:
        table = _add_period(table, ind, chosen, period)
    recipe = (*asked, tuple(sorted(values.items())), lacking, ruled_out, _facts(ds, used, by), by, period)
    return Prepared(table, chosen, values, (*unknown, *notices, *said), recipe)


def _facts(ds: Any, used: Mapping[str, str], by: str | None) -> tuple[Any, ...]:
    """What the query takes from the columns: their types, and whether text can be counted as it stands."""
    types = {column: ds.table[column].type() for column in (*used.values(), *((by,) if by else ()))}
    clean = tuple(kind.is_string() and is_clean(ds, column) for column, kind in types.items())
    return (*types.items(), *clean, by is not None and labels_of(ds, by).as_written)


def _used(ds: Any, shape: Shape, roles: Mapping[str, str], by: str | None) -> dict[str, str]:
    known = set(ds.table.columns)
    used = {role: column for role, column in roles.items() if column and role in {item.name for item in shape.roles}}
    for column in (*used.values(), *((by,) if by else ())):
        if column not in known:
            raise InputError.unknown_choice("column", column, tuple(ds.table.columns))
    return used


def _without_missing(
    ds: Any, table: Any, shape: Shape, used: Mapping[str, str], asked: tuple[Any, ...]
) -> tuple[Any, list[Notice], tuple[str, ...]]:
    """Leaves out rows that lack what the shape needs; where the file has no such row, nothing is asked or filtered."""
    needed = [role for role in used if shape.role(role).required and not shape.role(role).nullable]
    flags = {role: table[role].isnull() for role in needed if _may_lack(ds, shape.role(role), used[role])}
    counts = _counts(ds, table, flags, ("missing", *asked))
    lacking = tuple(role for role in flags if counts[role])
    notices = [
        Notice("common.rules.missing_role", {"count": counts[role], "rows": counts["rows"], "column": used[role]})
        for role in lacking
    ]
    for role in lacking:
        table = table.filter(~flags[role])
    return table, notices, lacking


def _may_lack(ds: Any, role: Role, column: str) -> bool:
    """Whether a row can be without this role: no value in the file, or one that the role cannot read."""
    kind = ds.table[column].type()
    if missing_of(ds, column) != 0:
        return True
    if role.kind == "flag":
        return not (kind.is_boolean() or kind.is_numeric())
    return kind.is_string() and not is_clean(ds, column)


def _without_ruled_out(
    ds: Any, table: Any, shape: Shape, options: Values, by: str | None, asked: tuple[Any, ...]
) -> tuple[Any, list[Notice], tuple[str, ...]]:
    rules = {f"rule_{place}": rule for place, rule in enumerate(shape.rules) if set(rule.needs) <= set(table.columns)}
    flags = {name: rule.applies(table, options).fill_null(False) for name, rule in rules.items()}
    # A rule may ask whether the rows are grouped: scenarios side by side are no rows to leave out.
    counts = _counts(ds, table, flags, ("rules", by, *asked))
    broken = tuple(name for name in rules if counts[name])
    notices = [
        Notice(
            rules[name].code,
            {"count": counts[name], "rows": counts["rows"], **{item: options[item] for item in rules[name].says}},
            "warning" if rules[name].leave_out else "info",
        )
        for name in broken
    ]
    ruled_out = tuple(name for name in broken if rules[name].leave_out)
    for name in ruled_out:
        table = table.filter(~flags[name])
    return table, notices, ruled_out


def _counts(ds: Any, table: Any, flags: Mapping[str, Any], key: tuple[Any, ...]) -> dict[str, int]:
    """How many rows each flag is true for, asked in one scan and once per data set, roles and options."""
    if not flags:
        return {}

    def ask() -> dict[str, int]:
        sums = {name: flag.cast("int64").sum() for name, flag in flags.items()}
        found: pd.DataFrame = table.aggregate(**sums, rows=table.count()).execute()
        # A sum over no rows is nothing, not zero, in SQL.
        return {str(name): 0 if pd.isna(found[name].iloc[0]) else int(found[name].iloc[0]) for name in found.columns}

    return remembered(ds, key, ask)  # type: ignore[no-any-return]


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
