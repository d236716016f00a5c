"""The same people asked in two waves: who knew the brand in both, in one of them only, or in neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lib.core.indicator import Values
from lib.indicators._awareness_rows import marks_of, people_of

RESPONDENT = "respondent"
_MARKS = ("aware", "first_named", "named", "recognised")


def panel_of_answers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Pairs of waves with how many people changed between them, from open answers and lists; None without an identifier."""
    return _panel(t, keys, lambda rows, by: people_of(rows, by, options))


def panel_of_marks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Pairs of waves with how many people changed between them, from columns of yes and no; None without an identifier."""
    return _panel(t, keys, lambda rows, by: marks_of(rows))


def _panel(t: Any, keys: tuple[str, ...], people_of_rows: Callable[[Any, tuple[str, ...]], tuple[Any, Any]]) -> Any:
    if RESPONDENT not in t.columns or len(keys) != 1:
        return None
    people, names = people_of_rows(t.filter(t[RESPONDENT].notnull()), (*keys, RESPONDENT))
    # Somebody with two rows in a wave is one person, who knew the brand if one of them says so.
    flags = {name: people[name].any() for name in names if name in _MARKS}
    once = people.group_by(who=people[RESPONDENT], wave=people[keys[0]].cast("string")).aggregate(**flags)
    before, after = once, once.view()
    pairs = before.join(after, [before.who == after.who, before.wave < after.wave])
    rows = pairs.select(
        first=before.wave,
        second=after.wave,
        **{f"before_{name}": before[name] for name in flags},
        **{f"after_{name}": after[name] for name in flags},
    )
    found: dict[str, Any] = {}
    for name in flags:
        old, new = rows[f"before_{name}"].fill_null(False), rows[f"after_{name}"].fill_null(False)
        found |= {
            f"{name}_both": _count(old & new),
            f"{name}_before": _count(old & ~new),
            f"{name}_after": _count(~old & new),
            f"{name}_neither": _count(~old & ~new),
        }
    return rows.group_by("first", "second").aggregate(**found).order_by("first", "second")


def _count(flag: Any) -> Any:
    return flag.cast("int64").sum()
