"""The names of a data set looked up once, so that a role asks only the columns that could mean it."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lib.data.dataset import Column
from lib.data.role_names import Words, meanings, words

if TYPE_CHECKING:
    from lib.data.dataset import Dataset

_named: weakref.WeakKeyDictionary[Any, Named] = weakref.WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Named:
    """Where in a data set a name or a meaning is found.

    Attributes:
        columns: of the data set.
        words: words of a name as shown to the positions of its columns.
        called: the same for names as shown and as written in the file.
        meaning: concept to the positions of the columns that can stand for it.
    """

    columns: tuple[Column, ...]
    words: Mapping[Words, set[int]]
    called: Mapping[Words, set[int]]
    meaning: Mapping[str, set[int]]

    def like(self, role: str, means: Iterable[str]) -> list[Column]:
        """Columns that are called like a role or mean one of these concepts, in the order of the file."""
        found = self.called.get(words(role), set()).union(*(self.meaning.get(concept, ()) for concept in means))
        return [self.columns[position] for position in sorted(found)]


def named(ds: Dataset) -> Named:
    """The names of a data set, looked up once."""
    if ds not in _named:
        _named[ds] = _look_up(ds.columns)
    return _named[ds]


def _look_up(columns: tuple[Column, ...]) -> Named:
    shown: dict[Words, set[int]] = {}
    called: dict[Words, set[int]] = {}
    meaning: dict[str, set[int]] = {}
    for position, column in enumerate(columns):
        shown.setdefault(words(column.name), set()).add(position)
        for name in {column.name, column.original}:
            called.setdefault(words(name), set()).add(position)
            for concept in meanings(name):
                meaning.setdefault(concept, set()).add(position)
    return Named(columns, shown, called, meaning)
