"""What is known of the text in a column, asked of the data once: whether it is clean as it stands, and how its labels are spelt."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

# More different labels than this are no groups to look at; their spelling is not worth carrying.
_MOST_LABELS: Final = 20_000
# A visitor who drags an option leaves an answer for each of its values.
_MOST_ANSWERS: Final = 1000


def remembered(ds: Any, key: Hashable, ask: Callable[[], Any]) -> Any:
    """The answer to a question about a data set, which is asked once as long as the data set is open."""
    memo: MutableMapping[Hashable, Any] = getattr(ds, "memo", {})
    if key not in memo:
        answer = ask()
        if len(memo) >= _MOST_ANSWERS:
            memo.clear()
        memo[key] = answer
    return memo[key]


def missing_of(ds: Any, column: str) -> int | None:
    """How many rows have no value in a column, None where the data set does not know."""
    for one in getattr(ds, "columns", ()):
        if getattr(one, "name", None) == column:
            return int(one.missing)
    return None


def is_clean(ds: Any, column: str) -> bool:
    """Whether no value of a text column has outer blanks or is empty, so that it can be counted as it stands."""
    known = next((one.clean for one in getattr(ds, "columns", ()) if getattr(one, "name", None) == column), None)
    if known is not None:
        return bool(known)

    def ask() -> bool:
        text = ds.table[column]
        unclean = (text != text.strip()) | (text == "")
        return not bool(ds.table.aggregate(any=unclean.any()).execute()["any"].iloc[0])

    return bool(remembered(ds, ("clean", column), ask))


@dataclass(frozen=True)
class Labels:
    """How the labels of a column are spelt.

    Attributes:
        spelled: raw label, its group (without case and outer blanks) and its number of rows, the commonest first.
        as_written: whether every group has one spelling only, so that rows can be grouped by the label itself.
        count: how many groups there are, also where there are too many to carry.
    """

    spelled: pd.DataFrame
    as_written: bool
    count: int

    def key_of(self, column: Any) -> Any:
        """The ibis expression to group by: the label, or what its spellings share."""
        text = column.cast("string")
        return text.fill_null("") if self.as_written else normal(text)

    @property
    def keys(self) -> list[str]:
        """The key of each spelling, as the engine makes it: Python trims and lowers some letters otherwise."""
        found = self.spelled["raw"].fillna("") if self.as_written else self.spelled["group"]
        return [str(key) for key in found]


def labels_of(ds: Any, column: str) -> Labels:
    """The labels of a column with how often each is used."""

    def ask() -> Labels:
        raw = ds.table.select(raw=ds.table[column].cast("string"))
        counted = raw.group_by("raw").aggregate(n=raw.count())
        found = counted.mutate(group=normal(counted.raw)).order_by([counted.n.desc(), counted.raw])
        spelled = found.limit(_MOST_LABELS + 1).execute()
        if len(spelled) <= _MOST_LABELS:
            return Labels(spelled, not spelled["group"].duplicated().any(), int(spelled["group"].nunique()))
        total = ds.table.aggregate(n=normal(ds.table[column].cast("string")).nunique()).execute()
        return Labels(spelled, False, int(total["n"].iloc[0]))

    return remembered(ds, ("labels", column), ask)  # type: ignore[no-any-return]


def normal(text: Any) -> Any:
    """Groups that differ only in case and outer spaces are one group; an empty label is a group of its own."""
    return text.strip().lower().fill_null("")
