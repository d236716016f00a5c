"""Which columns are worth comparing groups by, the most telling first."""

from __future__ import annotations

from collections.abc import Mapping

from lib.data.dataset import Column, Dataset
from lib.data.measure import MOST_GROUPS
from lib.data.role_contents import Facts, facts
from lib.data.role_names import lexicon, meanings, words


def group_candidates(ds: Dataset, roles: Mapping[str, str]) -> list[str]:
    """Columns worth comparing groups by: two to thirty different values, no identifiers, no roles; the most telling first.

    Args:
        ds: a data set from ``read``.
        roles: role to column; a campaign or a page may be grouped by although it plays a role.
    """
    taken = {column for role, column in roles.items() if not _is_segment(role)}
    seen = facts(ds)
    able = [
        column
        for column in ds.columns
        if column.name not in taken and _separates(column, seen.get(column.name), ds.rows)
    ]
    return [column.name for column in sorted(able, key=lambda column: _telling(column, ds))]


def _is_segment(role: str) -> bool:
    entry = lexicon().roles.get(role)
    return entry is not None and entry.segment


def _separates(column: Column, seen: Facts | None, rows: int) -> bool:
    if seen is None or column.type not in {"text", "boolean", "integer"} or not 2 <= seen.distinct <= MOST_GROUPS:
        return False
    if column.type == "integer" and seen.distinct > 12:
        return False
    # In a short export every row may be a group of its own, but not every number or code is one.
    return seen.distinct <= rows / 2 or (column.type == "text" and not _names_things(column))


def _names_things(column: Column) -> bool:
    """Whether the name of a column says that it numbers or names single things."""
    name, known = words(column.name), lexicon()
    concepts = ("identifier", "customer", "user", "contact", "session", "respondent")
    exact = any(found.score > 0.9 for concept in concepts if (found := meanings(column.name).get(concept)))
    return exact or bool(name and name[-1] in known.numbers)


def _telling(column: Column, ds: Dataset) -> tuple[int, int, int]:
    """Known segments in the order of the lexicon, then other texts, then yes-or-no and numbers, each as in the file."""
    known = lexicon().segments
    name = words(column.name)
    ends = [place for place, part in enumerate(known) if name[-len(part) :] == part]
    # "history segment" comes after every plain "segment".
    rank = min((place + len(known) * (known[place] != name) for place in ends), default=2 * len(known))
    kind = ("text", "boolean", "integer").index(column.type)
    return (rank, kind, [item.name for item in ds.columns].index(column.name))
