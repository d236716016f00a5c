"""The sheet with scenarios side by side: one column each, one row per input and step, and a summary on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lib.core.errors import InputError
from lib.core.indicator import Indicator
from lib.core.records import Unit
from lib.report.expressions import Given, Node, written
from lib.report.model import Model, model_of
from lib.report.sheet import Found, Sheet, Words, form_of, labels_of, look_of, without
from lib.whatif.scenarios import Scenario


class ScenarioSheet(Sheet):
    """One column per scenario, one row per input and step, and a summary on top."""

    def __init__(self, book: Any, words: Words, ind: Indicator) -> None:
        super().__init__(book, words, "scenarios")
        self.ind = ind
        self.sheet.set_column(0, 0, 40)
        self.sheet.set_column(1, 12, 18)

    def write(self, scenarios: Sequence[Scenario], baseline: str) -> None:
        self.text(0, 0, self.words.say(f"{self.words.slug}.title"), bold=True, font_size=14)
        models = [_of(self.ind, one) for one in scenarios]
        row = len(scenarios) + 4
        results: dict[int, str] = {}
        blocks: dict[tuple[Any, ...], list[int]] = {}
        for place, model in enumerate(models):
            if model is not None:
                blocks.setdefault(_rows_of(model, scenarios[place].variant), []).append(place)
        for members in blocks.values():
            row = self._block(row, members, scenarios, models, results) + 2
        self._summary(scenarios, baseline, models, results)

    def _summary(
        self, scenarios: Sequence[Scenario], baseline: str, models: Sequence[Model | None], results: Mapping[int, str]
    ) -> None:
        for column, name in enumerate(("scenario", "definition", "value", "difference", "share")):
            right = {"align": "right"} if column > 1 else {}
            self.text(2, column, self.words.say(f"workbook.heads.{name}"), bold=True, bottom=1, **right)
        names = [one.name for one in scenarios]
        at = names.index(baseline) if baseline in names else 0
        for place, one in enumerate(scenarios):
            row = 3 + place
            variant = self.ind.variant(one.variant)
            self.text(row, 0, one.name)
            self.text(row, 1, self.words.say(f"{self.words.slug}.variants.{variant.name}.label"))
            if place in results:
                value = _result(models[place])
                self.sheet.write_formula(
                    row, 2, f"={results[place]}", self.look(**form_of(variant.unit), bold=True), _shown(value)
                )
                if at in results and self.ind.variant(scenarios[at].variant).unit is variant.unit:
                    self._apart(row, (results[place], value), (results[at], _result(models[at])), variant.unit)

    def _apart(self, row: int, one: tuple[str, float | None], base: tuple[str, float | None], unit: Unit) -> None:
        difference = None if one[1] is None or base[1] is None else one[1] - base[1]
        share = None if difference is None or not base[1] else difference / abs(base[1])
        self.sheet.write_formula(row, 3, f"={one[0]}-{base[0]}", self.look(**form_of(unit)), _shown(difference))
        formula = f"=({one[0]}-{base[0]})/ABS({base[0]})"
        self.sheet.write_formula(row, 4, formula, self.look(num_format="0.0%"), _shown(share))

    def _block(
        self,
        row: int,
        members: Sequence[int],
        scenarios: Sequence[Scenario],
        models: Sequence[Model | None],
        results: dict[int, str],
    ) -> int:
        """Scenarios of one form side by side; returns the row after it."""
        own = {place: model for place in members if (model := models[place]) is not None}
        first = own[members[0]]
        self.text(row, 0, self.words.say("workbook.heads.what"), bold=True, bottom=1)
        for column, place in enumerate(members, start=1):
            self.text(row, column, scenarios[place].name, bold=True, bottom=1, align="right")
        heights = [
            max(len(model.columns[index].nodes) for model in own.values()) for index in range(len(first.columns))
        ]
        starts, below = _starts(row + 1 + len(first.cells), heights)
        self._block_labels(row + 1, first, starts, heights)
        for column, place in enumerate(members, start=1):
            found = _stacked(own[place], column, row + 1, starts)
            results[place] = self._column(own[place], column, row + 1, starts, found)
        return below

    def _block_labels(self, row: int, first: Model, starts: Sequence[int], heights: Sequence[int]) -> None:
        labels = labels_of(first, self.words)
        for at, cell in enumerate(first.cells, start=row):
            formula = "" if isinstance(cell.node, Given) else written(cell.node, without(labels, cell.node), words=True)
            self.text(
                at, 0, self.words.label(cell.name) or formula, **({"bold": True} if cell.kind == "result" else {})
            )
        for column, start, height in zip(first.columns, starts, heights, strict=True):
            for place in range(height):
                label = self.words.say("workbook.entry", label=self.words.label(column.name), place=place)
                self.text(start + place, 0, label)

    def _column(self, model: Model, column: int, row: int, starts: Sequence[int], found: Found) -> str:
        for at, cell in enumerate(model.cells, start=row):
            self.number((at, column), cell.node, model, look_of(cell.kind, cell.unit), found)
        for entries, start in zip(model.columns, starts, strict=True):
            kind = "input" if entries.typed else "step"
            for at, node in enumerate(entries.nodes, start=start):
                if node is not None:
                    self.number((at, column), node, model, look_of(kind, entries.unit), found)
        at = next(place for place, cell in enumerate(model.cells) if cell.kind == "result")
        return found.addresses[row + at, column]


def _of(ind: Indicator, one: Scenario) -> Model | None:
    try:
        return model_of(ind, one.variant, one.inputs)
    except InputError:
        return None


def _rows_of(model: Model, variant: str | None) -> tuple[Any, ...]:
    """Scenarios with the same rows stand side by side."""
    return (variant, tuple(cell.name for cell in model.cells), tuple(column.name for column in model.columns))


def _starts(row: int, heights: Sequence[int]) -> tuple[list[int], int]:
    starts = []
    for height in heights:
        starts.append(row)
        row += height
    return starts, row


def _stacked(model: Model, column: int, row: int, starts: Sequence[int]) -> Found:
    """Everything of one scenario in one column."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    places: dict[Node, str] = {}
    addresses: dict[tuple[int, int], str] = {}
    stacked: list[tuple[int, Node | None]] = []
    for entries, start in zip(model.columns, starts, strict=True):
        stacked += list(enumerate(entries.nodes, start=start))
    stacked += [(at, cell.node) for at, cell in enumerate(model.cells, start=row)]
    for at, node in stacked:
        addresses[at, column] = xl_rowcol_to_cell(at, column)
        if node is not None:
            places.setdefault(node, addresses[at, column])
    return Found(places, model.worked_out(), addresses)


def _result(model: Model | None) -> float | None:
    return None if model is None else model.worked_out()[model.result.node]


def _shown(value: float | None) -> float | str:
    return "#N/A" if value is None else value
