"""How advertising exports become sums: rows of a day, campaign or keyword, added up first per unit and then over units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lib.core.indicator import Option, Role, Values

# Rows of one day rise and fall together, so the day is what was sampled; a file without dates falls back to keywords.
UNIT = Option("unit", "auto", choices=("auto", "day", "keyword", "row"), kind="choice")
DATE = Role("date", "date", required=False, days=True)


def settle_unit(t: Any, options: Values) -> Values:
    """What is a unit where nobody chose: the day, or the keyword in an export of a single reporting period, else the row.

    Asked of the data beforehand: deciding it inside the query would make every row carry its keyword along.
    """
    wanted = str(options[UNIT.name])
    if wanted in {"auto", "day"} and "date" in t.columns and not (wanted == "auto" and _one_day_only(t)):
        return {**options, UNIT.name: "day"}
    has_keyword = wanted in {"auto", "keyword"} and "keyword" in t.columns
    return {**options, UNIT.name: "keyword" if has_keyword else "row"}


def unit_of(t: Any, options: Values) -> Any:
    """The column whose values are the units, None where each row is one."""
    if options[UNIT.name] == "row":
        return None
    if options[UNIT.name] == "keyword":
        return t.keyword
    return t.date if t.date.type().is_date() else t.date.truncate("D")


def _one_day_only(t: Any) -> bool:
    """Whether all rows carry the same date, as in an export of one reporting period."""
    days = t.aggregate(first=t.date.min(), last=t.date.max()).execute()
    return bool(days["first"][0] == days["last"][0])


def sum_by_unit(t: Any, keys: tuple[str, ...], unit: Any, names: tuple[str, ...]) -> Any:
    """One row per unit with the sums of the named columns; the rows themselves where there is no larger unit."""
    present = [name for name in names if name in t.columns]
    if unit is None:
        return t.select(*keys, **{name: t[name].fill_null(0) for name in present})
    sums = {name: t[name].sum().fill_null(0) for name in present}
    return t.group_by([*keys, unit.name("_unit")]).aggregate(**sums)


def sums_and_products(
    units: Any, keys: tuple[str, ...], names: tuple[str, ...], products: Mapping[str, tuple[str, str]]
) -> Any:
    """Totals over the units, their number, and the sums of products that the delta method needs.

    Args:
        units: ibis table with one row per unit.
        keys: columns to group by, none for one row in all.
        names: columns to add up, those that are there.
        products: name of the result to the two columns multiplied within each unit.
    """
    found = {name: units[name].sum().fill_null(0) for name in names if name in units.columns}
    found["units"] = units.count()
    for name, (left, right) in products.items():
        if {left, right} <= set(units.columns):
            product = units[left].cast("float64") * units[right].cast("float64")
            # Beyond what a float holds there is no evidence, rather than an infinite one.
            found[name] = product.sum().nullif(float("inf"))
    return units.group_by(list(keys)).aggregate(**found) if keys else units.aggregate(**found)
