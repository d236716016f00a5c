"""A column as the role that it plays: texts trimmed, words of yes and no read, what cannot be meant refused."""

from __future__ import annotations

from typing import Any

from lib.core import RoleError
from lib.core.indicator import Indicator, Role
from lib.data.text_facts import is_clean

TRUE_WORDS = (
    "true",
    "t",
    "yes",
    "y",
    "1",
    "1.0",
    "x",
    "ha",
    "да",
    "д",
    "այո",
    "converted",
    "churned",
    "bought",
    "won",
    "attrited customer",
    "attrited",
)
FALSE_WORDS = (
    "false",
    "f",
    "no",
    "n",
    "0",
    "0.0",
    "",
    "yo'q",
    "yoʻq",
    "yo‘q",
    "нет",
    "н",
    "ոչ",
    "not converted",
    "existing customer",
    "lost",
)


def cast_to_role(ds: Any, column: Any, role: Role, name: str, ind: Indicator) -> Any:
    """The column with the type of its role; a RoleError where it holds something else."""
    kind = column.type()
    if role.kind == "flag":
        return _flag(column)
    if role.kind == "date":
        if not (kind.is_date() or kind.is_timestamp()):
            raise _cannot_play(ind, role, name)
        return column if role.days and kind.is_date() else column.cast("timestamp")
    if role.kind in {"number", "money"}:
        if kind.is_boolean():
            return column.cast("int64")
        if not kind.is_numeric():
            raise _cannot_play(ind, role, name)
        return column
    if kind.is_string():
        return column if is_clean(ds, name) else column.strip().nullif("")
    return column.cast("string")


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
    return ibis.cases((word.isin(TRUE_WORDS), True), (word.isin(FALSE_WORDS), False), else_=ibis.null("boolean"))


def _cannot_play(ind: Indicator, role: Role, column: str) -> RoleError:
    return RoleError(
        "role_kind",
        f"column {column} cannot be the {role.name} of {ind.slug}: it does not hold a {role.kind}",
        column=column,
        role=role.name,
        kind=role.kind,
        indicator=ind.slug,
    )
