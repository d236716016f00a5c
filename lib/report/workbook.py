"""An .xlsx file whose formulas are alive: the numbers of the page in named cells, one cell per step, scenarios side by side.

Texts are written as texts, so that a name such as ``=1+1`` stays one. Every formula is stored with what it comes to, for those
who only look at the file; a spreadsheet works them all out again when the file is opened.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from lib.core.indicator import Indicator
from lib.knowledge import catalogue
from lib.report.expressions import Given, Node, written
from lib.report.model import Cell, Model, model_of
from lib.report.scenario_sheet import ScenarioSheet
from lib.report.sheet import Found, Sheet, Words, labels_of, look_of, without
from lib.whatif.scenarios import Scenario

# A formula longer than this explains nothing to anybody.
_LONGEST_WORDS: Final = 220
_HEAD: Final = 5


def workbook(
    ind: Indicator,
    variant: str | None,
    inputs: Mapping[str, Any],
    *,
    scenarios: Sequence[Scenario] = (),
    baseline: str | None = None,
    language: str = catalogue.SOURCE,
) -> bytes:
    """The file.

    Args:
        ind: the indicator.
        variant: name of the definition, None for the default one.
        inputs: as for ``compute``.
        scenarios: what else could be; a further sheet holds them beside the numbers of the page.
        baseline: name of the scenario to compare with, None for the numbers of the page.
        language: of labels and notes.

    Raises:
        InputError: for inputs that ``compute`` refuses.
        LookupError: for a definition whose formula cannot be told.
    """
    import xlsxwriter

    model = model_of(ind, variant, inputs)
    if model is None:
        raise LookupError(f"no formula of {ind.slug} {variant}")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    words = Words(ind.slug, language)
    ModelSheet(book, words).write(model, ind.variant(variant).name)
    if scenarios:
        now = Scenario(words.say("whatif.scenarios.now"), inputs, variant)
        ScenarioSheet(book, words, ind).write([now, *scenarios], baseline or now.name)
    book.close()
    return buffer.getvalue()


class ModelSheet(Sheet):
    """The numbers of the page: a line per cell, and below it the table by period."""

    def __init__(self, book: Any, words: Words) -> None:
        super().__init__(book, words, "model")
        self.sheet.set_column(0, 0, 40)
        self.sheet.set_column(1, 11, 16)

    def write(self, model: Model, variant: str) -> None:
        self._head(variant, model)
        top = _HEAD + len(model.cells) + 3
        found = self._placed(model, top)
        labels = labels_of(model, self.words)
        for row, cell in enumerate(model.cells, start=_HEAD):
            self._line(row, cell, model, found, labels)
        if model.columns:
            self._table(top, model, found)

    def _head(self, variant: str, model: Model) -> None:
        slug = self.words.slug
        title = self.words.say(
            "workbook.title",
            title=self.words.say(f"{slug}.title"),
            variant=self.words.say(f"{slug}.variants.{variant}.label"),
        )
        self.text(0, 0, title, bold=True, font_size=14)
        self.text(1, 0, self.words.say(f"{slug}.variants.{variant}.explain"))
        self.text(2, 0, " ".join(self.words.say(f"workbook.notes.{code}") for code in ("live", *model.notes)))
        for column, name in enumerate(("what", "value", "unit", "formula")):
            right = {"align": "right"} if name == "value" else {}
            self.text(_HEAD - 1, column, self.words.say(f"workbook.heads.{name}"), bold=True, bottom=1, **right)

    def _placed(self, model: Model, top: int) -> Found:
        """Cells by their names, entries of the table by their addresses, whole columns by their names."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        places: dict[Node, str] = {}
        addresses: dict[tuple[int, int], str] = {}
        for column, entries in enumerate(model.columns):
            for row, node in enumerate(entries.nodes, start=top + 1):
                addresses[row, column] = xl_rowcol_to_cell(row, column, col_abs=True)
                if node is not None:
                    places.setdefault(node, addresses[row, column])
            self._name(entries.name, (top + 1, column), (top + len(entries.nodes), column))
            if None not in entries.nodes:
                places[entries.span] = entries.name
        for row, cell in enumerate(model.cells, start=_HEAD):
            self._name(cell.name, (row, 1), (row, 1))
            addresses[row, 1] = cell.name
            places.setdefault(cell.node, cell.name)
        return Found(places, model.worked_out(), addresses)

    def _name(self, name: str, first: tuple[int, int], last: tuple[int, int]) -> None:
        from xlsxwriter.utility import xl_range_abs

        where = xl_range_abs(*first, *last)
        quoted = self.name.replace("'", "''")
        self.book.define_name(name, f"='{quoted}'!{where}")

    def _line(self, row: int, cell: Cell, model: Model, found: Found, labels: Mapping[Node, str]) -> None:
        look = look_of(cell.kind, cell.unit)
        bold = {key: value for key, value in look.items() if key in {"bold", "top", "bottom"}}
        formula = "" if isinstance(cell.node, Given) else written(cell.node, without(labels, cell.node), words=True)
        self.text(row, 0, self.words.label(cell.name) or formula, **bold)
        self.number((row, 1), cell.node, model, look, found)
        self.text(row, 2, self.words.unit(cell.unit), **bold)
        self.text(row, 3, formula if len(formula) <= _LONGEST_WORDS else "", font_color="#555555")

    def _table(self, top: int, model: Model, found: Found) -> None:
        for column, entries in enumerate(model.columns):
            self.text(top, column, self.words.label(entries.name), bold=True, bottom=1, align="right", text_wrap=True)
            kind = "input" if entries.typed else "step"
            for row, node in enumerate(entries.nodes, start=top + 1):
                if node is not None:
                    self.number((row, column), node, model, look_of(kind, entries.unit), found)
