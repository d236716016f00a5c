"""What the sheets of a spreadsheet have in common: words, looks, and cells that hold a number or a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lib.core.records import Unit
from lib.knowledge import catalogue
from lib.report.expressions import Given, Node, value_of, written
from lib.report.model import Model

_FORMS: Final[Mapping[Any, str]] = {
    Unit.RATE: "0.00%",
    Unit.MONEY: "#,##0.00",
    **dict.fromkeys((Unit.RATIO, Unit.SCORE, Unit.POINTS, Unit.MONTHS), "0.00##"),
    "date": "yyyy-mm-dd",
}


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the sheets, in the visitor's language."""

    slug: str
    language: str

    def say(self, key: str, **fields: Any) -> str:
        """A sentence."""
        return catalogue.text(key, self.language, **fields)

    def label(self, name: str) -> str:
        """What a cell or a column is called; empty for a step that its formula describes best."""
        own = f"{self.slug}.inputs.{name}.label"
        if name == "result":
            return self.say(f"{self.slug}.title")
        if catalogue.has(own, self.language):
            return self.say(own)
        base, _, place = name.rpartition("_")
        if base == "rate" and place.isdigit():
            return self.say("workbook.cells.rate", place=place)
        key = f"workbook.cells.{name}"
        return self.say(key) if catalogue.has(key, self.language) else ""

    def unit(self, unit: Any) -> str:
        """The sign of a unit."""
        return self.say(f"units.{unit}") if isinstance(unit, Unit) else ""


class Sheet:
    """What both kinds of sheet can do."""

    def __init__(self, book: Any, words: Words, name: str) -> None:
        self.book, self.words = book, words
        self.name = words.say(f"workbook.sheets.{name}")
        self.sheet = book.add_worksheet(self.name)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **properties: Any) -> Any:
        """A format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def text(self, row: int, column: int, text: str, **look: Any) -> None:
        """A text, whatever it begins with."""
        # With the prefix it stays one when somebody edits the cell.
        prefix = {"quote_prefix": True} if text[:1] in {"=", "+", "-", "@"} else {}
        self.sheet.write_string(row, column, text, self.look(**look, **prefix))

    def number(self, at: tuple[int, int], node: Node, model: Model, look: Mapping[str, Any], found: Found) -> None:
        """What a node holds: a number that is typed, or a formula with what it comes to."""
        if isinstance(node, Given):
            self.sheet.write_number(*at, value_of(node, model.values), self.look(**look))
            return
        places = {one: place for one, place in found.places.items() if one != node or place != found.own(at)}
        formula = places[node] if node in places else written(node, places)
        result = found.values.get(node)
        self.sheet.write_formula(*at, f"={formula}", self.look(**look), "#N/A" if result is None else result)


@dataclass(slots=True)
class Found:
    """Where the nodes of a model stand, and what they come to."""

    places: dict[Node, str]
    values: Mapping[Node, float | None]
    addresses: dict[tuple[int, int], str]

    def own(self, at: tuple[int, int]) -> str:
        """How other cells call the one at this place."""
        return self.addresses[at]


def form_of(unit: Any) -> dict[str, Any]:
    return {"num_format": _FORMS[unit]} if unit in _FORMS else {}


_TYPED: Final = {"font_color": "#0B3D91", "bg_color": "#FFF8DC"}
_BOLD: Final = {"bold": True}


def look_of(kind: str, unit: Any) -> dict[str, Any]:
    looks: dict[str, Mapping[str, Any]] = {"input": _TYPED, "result": {**_BOLD, "top": 1, "bottom": 1}}
    return {**form_of(unit), **looks.get(kind, {})}


def labels_of(model: Model, words: Words) -> dict[Node, str]:
    """What nodes are called in a formula that is read; a step without a name is written out."""
    labels: dict[Node, str] = {}
    named: list[tuple[str, Sequence[Node | None]]] = [(column.name, column.nodes) for column in model.columns]
    named += [(cell.name, (cell.node,)) for cell in model.cells]
    for name, nodes in named:
        for node in nodes:
            if node is not None and (label := words.label(name)):
                labels.setdefault(node, label)
    return labels


def without(labels: Mapping[Node, str], node: Node) -> Mapping[Node, str]:
    return {one: label for one, label in labels.items() if one != node}
