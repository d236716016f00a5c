"""What must be known of an experiment's rows before they are added up: which version is whose, which event counts, which rows do."""

from __future__ import annotations

from typing import Any, Final

from lib.core.shape import Option, Values

# Rows that were shown another version than that of their arm, and units seen in two arms, tell nothing about either.
MISMATCHED: Final = Option("mismatched", "leave_out", choices=("leave_out", "keep"), kind="choice")
SEVERAL: Final = Option("several", "leave_out", choices=("leave_out", "keep"), kind="choice")
SUCCESS: Final = Option("success", "", kind="text")
_PAIRS: Final = "_pairs"
_MOST_PAIRS: Final = 200
# What people call the event that they hope for, the likeliest first.
_HOPED: Final = ("purchase", "buy", "bought", "order", "convert", "enrol", "subscribe", "sign", "pay", "click")


def settle_shown(t: Any, options: Values) -> Values:
    """Which version belongs to which arm: the one shown most, where that is another one for every arm."""
    if "shown" not in t.columns:
        return options
    frame = t.group_by([t.arm, t.shown]).aggregate(n=t.count()).limit(_MOST_PAIRS).execute()
    known = frame.dropna().sort_values("n", ascending=False).drop_duplicates("arm")
    pairs = tuple(sorted((str(row.arm), str(row.shown)) for row in known.itertuples()))
    one_to_one = len({shown for _, shown in pairs}) == len(pairs) > 1
    return {**options, _PAIRS: pairs if one_to_one else ()}


def settle_event(t: Any, options: Values) -> Values:
    """Which event is the success, where none was named: one with a hopeful name, else the rarest."""
    if str(options[SUCCESS.name]).strip():
        return options
    frame = t.group_by(name=t.event.strip().lower()).aggregate(n=t.count()).limit(_MOST_PAIRS).execute()
    names = [str(name) for name in frame.dropna().sort_values(["n", "name"])["name"]]
    hoped = [name for word in _HOPED for name in names if word in name]
    return {**options, SUCCESS.name: (hoped or names or [""])[0]}


def fits(t: Any, options: Values) -> Any:
    """Boolean column: the row was shown the version of its arm."""
    import ibis

    pairs = options.get(_PAIRS, ())
    if "shown" not in t.columns or not pairs:
        return t.arm.notnull() | t.arm.isnull()
    own = ibis.cases(*((t.arm == arm, shown) for arm, shown in pairs), else_=t.shown)
    return (t.shown == own).fill_null(True)


def rows_that_count(t: Any, options: Values) -> Any:
    """The rows that count, after what the visitor decided about mixed ones."""
    if options.get(_PAIRS) and options.get(MISMATCHED.name) == "leave_out":
        t = t.filter(fits(t, options))
    if "unit" in t.columns and options.get(SEVERAL.name) == "leave_out":
        t = t.mutate(_low=t.arm.min().over(group_by="unit"), _high=t.arm.max().over(group_by="unit"))
        t = t.filter((t.unit.isnull()) | (t._low == t._high))
    return t
