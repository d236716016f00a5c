"""The labels that can be chosen for an option: those of a column, the largest first, in their commonest spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lib.core import Notice
from lib.core.indicator import AUTO, Option, Shape, Values
from lib.data.text_facts import labels_of, remembered

MOST_CHOICES: Final = 30


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a column.

    Attributes:
        text: its commonest spelling.
        key: what all its spellings share: no case, no outer blanks.
        rows: how often it occurs.
    """

    text: str
    key: str
    rows: int


def labels_in(ds: Any, column: str) -> tuple[Label, ...]:
    """All labels of a column, the largest first; blanks are no label.

    Example:
        >>> from lib.data import read
        >>> [(one.text, one.rows) for one in labels_in(read(b"arm\\nB\\nb\\nB\\na\\n", name="arms.csv"), "arm")]
        [('B', 3), ('a', 1)]
    """
    return remembered(ds, ("labels in", column), lambda: _counted(ds, column))  # type: ignore[no-any-return]


def _counted(ds: Any, column: str) -> tuple[Label, ...]:
    spelled = labels_of(ds, column).spelled
    found: dict[str, Label] = {}
    for raw, key, count in zip(spelled["raw"], spelled["group"], spelled["n"], strict=True):
        if key:
            before = found.get(key)
            text, rows = (str(raw).strip(), 0) if before is None else (before.text, before.rows)
            found[key] = Label(text, str(key), rows + int(count))
    return tuple(sorted(found.values(), key=lambda one: -one.rows))


def choices_in(ds: Any, column: str, *wanted: str) -> tuple[Label, ...]:
    """The labels to choose from: the largest, and those wanted that the column has, however small."""
    labels = labels_in(ds, column)
    found = {find(labels, text) for text in wanted}
    return (*labels[:MOST_CHOICES], *(one for one in labels[MOST_CHOICES:] if one in found))


def find(labels: tuple[Label, ...], text: str) -> Label | None:
    """The label of that text, whatever its case and outer blanks; None where there is none."""
    key = text.strip().lower()
    return next((one for one in labels if key in (one.key, one.text.lower())), None)


def chosen_labels(
    ds: Any, shape: Shape, roles: Mapping[str, str], options: Values
) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    """The options with their labels as keys of the column; what the column does not have gives way to the guess, and that is said."""
    values, said = dict(options), []
    for item in shape.options:
        if item.kind in {"label", "labels"} and values[item.name] != AUTO:
            values[item.name], unknown = _in_column(ds, roles.get(item.role), values[item.name])
            said += [_unknown(item, text, roles) for text in unknown if item.role in roles]
    return values, tuple(said)


def _in_column(ds: Any, column: str | None, wanted: tuple[str, ...]) -> tuple[Any, list[str]]:
    if column is None:
        return AUTO, list(wanted)
    labels = labels_in(ds, column)
    found = {text: find(labels, text) for text in wanted}
    keys = tuple(dict.fromkeys(one.key for one in found.values() if one is not None))
    # Nobody chose a label here: none of several is a choice, one that the file does not have is not.
    return (keys if keys or not wanted else AUTO), [text for text, one in found.items() if one is None]


def _unknown(item: Option, text: str, roles: Mapping[str, str]) -> Notice:
    return Notice("common.rules.label_unknown", {"label": text, "column": roles[item.role]})
