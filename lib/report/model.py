"""A definition with its numbers as the cells of a sheet: inputs, one cell per step, the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lib.core.indicator import Indicator, Variant
from lib.core.records import Unit
from lib.report.expressions import Done, Given, Node, Part, Span, Values, value_of
from lib.report.recording import recorded

Kind = Literal["input", "step", "result", "check"]
_QUESTIONS = {"lt", "le", "gt", "ge", "eq", "ne", "IF", "NA"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number.

    Attributes:
        name: of the cell in the sheet.
        node: what it holds.
        unit: of the number, None for a plain one.
        kind: what it is there for.
    """

    name: str
    node: Node
    unit: Unit | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One number per period.

    Attributes:
        name: of the cells.
        nodes: what they hold, from the first period on; None leaves a cell empty.
        unit: of the numbers.
        typed: whether the numbers are inputs.
    """

    name: str
    nodes: tuple[Node | None, ...]
    unit: Unit | Literal["date"] | None
    typed: bool = False

    @property
    def span(self) -> Span:
        """All its cells."""
        return Span([node for node in self.nodes if node is not None])


@dataclass(slots=True)
class Model:
    """What a sheet is made of.

    Attributes:
        values: numbers and series by name, for all that is given.
        cells: in the order of the sheet, the result among them.
        columns: the table by period, empty where nothing goes by periods.
        notes: codes of what to say beside the result.
    """

    values: Values
    cells: list[Cell] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def result(self) -> Cell:
        """The cell with the value of the indicator."""
        return next(cell for cell in self.cells if cell.kind == "result")

    def number(self, name: str, unit: Unit | None) -> Node:
        """An input in a cell of its own."""
        return self._put(name, Given(name), unit, "input")

    def step(self, name: str, node: Node, unit: Unit | None = Unit.MONEY) -> Node:
        """A step in a cell of its own."""
        return self._put(name, node, unit, "step")

    def answer(self, node: Node, unit: Unit) -> Node:
        """The value."""
        return self._put("result", node, unit, "result")

    def check(self, name: str, node: Node, unit: Unit | None = Unit.MONEY) -> Node:
        """The same by another way, to look at."""
        return self._put(name, node, unit, "check")

    def typed(self, name: str, unit: Unit | Literal["date"] | None = Unit.MONEY) -> list[Node]:
        """A series of inputs, one per period."""
        nodes = tuple(Given(name, place) for place in range(len(self.values[name])))
        self.columns.append(Column(name, nodes, unit, typed=name != "period"))
        return list(nodes)

    def column(self, name: str, nodes: Sequence[Node | None], unit: Unit | None = Unit.MONEY) -> list[Node]:
        """A step for each period."""
        self.columns.append(Column(name, tuple(nodes), unit))
        return [node for node in nodes if node is not None]

    def worked_out(self) -> dict[Node, float | None]:
        """What every cell comes to, None for an error value.

        A running total is made of the one before, so the columns are gone through from the top.
        """
        known: dict[Node, Any] = {}
        nodes = [node for column in self.columns for node in column.nodes if node is not None]
        found: dict[Node, float | None] = {}
        for node in (*nodes, *(cell.node for cell in self.cells)):
            try:
                found[node] = float(value_of(node, self.values, known))
            except ArithmeticError:
                found[node] = None
        return found

    def _put(self, name: str, node: Node, unit: Unit | None, kind: Kind) -> Node:
        self.cells.append(Cell(name, node, unit, kind))
        return node


def model_of(ind: Indicator, variant: str | None, inputs: Mapping[str, Any]) -> Model | None:
    """The sheet of a definition with these numbers; None where its formula cannot be told.

    Args:
        ind: the indicator.
        variant: name of the definition, None for the default one.
        inputs: as for ``compute``.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> found = model_of(INDICATORS["churn"], "start_base", {"lost": 30, "customers_at_start": 400})
        >>> [(cell.name, cell.kind) for cell in found.cells], found.worked_out()[found.result.node]
        ([('lost', 'input'), ('customers_at_start', 'input'), ('result', 'result')], 0.075)
    """
    from lib.report.flow_models import BY_HAND

    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    build = BY_HAND.get((ind.slug, chosen.name))
    if build is not None and (found := build(ind, chosen, held)) is not None:
        return found
    # A sheet that is made by hand for some inputs leaves the others to the code.
    return _from_code(ind, chosen, held) if build is not None or chosen.many is None else None


def has_model(ind: Indicator, variant: str | None) -> bool:
    """Whether there is a sheet of this definition, without making it."""
    from lib.report.flow_models import BY_HAND

    chosen = ind.variant(variant)
    return chosen.many is None or (ind.slug, chosen.name) in BY_HAND


def _from_code(ind: Indicator, variant: Variant, held: Mapping[str, Any]) -> Model | None:
    names = tuple(name for name in held if name in variant.inputs or not ind.input(name).evidence)
    found = recorded(ind, variant, names, held)
    if found is None:
        return None
    model = Model({name: float(held[name]) for name in names})
    used = {node.name for node in _below(found.formula) if isinstance(node, Given)}
    for name in (name for name in names if name in used):
        model.number(name, ind.input(name).unit)
    for place, node in enumerate(_steps(found.formula, found.named), start=1):
        # The answer may call a figure as an input of another definition is called.
        name = found.named.get(node, "")
        known = {item.name for item in ind.inputs}
        model.step(name if name and name not in known else f"step_{place}", node, None)
    model.answer(found.formula, variant.unit)
    return model


def _below(node: Part) -> Iterator[Node]:
    """The node and all that it is made of, innermost first."""
    if isinstance(node, Node):
        for part in getattr(node, "parts", ()):
            yield from _below(part)
        yield node


def _steps(formula: Node, named: Mapping[Node, str]) -> list[Node]:
    """What deserves a cell of its own: figures with a name, shares inside a larger formula, and what is used twice."""
    uses: dict[Node, set[Node]] = {}
    for node in dict.fromkeys(_below(formula)):
        for part in getattr(node, "parts", ()):
            if isinstance(part, Done) and part.name not in _QUESTIONS:
                uses.setdefault(part, set()).add(node)
    return [node for node, above in uses.items() if _deserves(node, above, named)]


def _deserves(node: Node, above: set[Node], named: Mapping[Node, str]) -> bool:
    inside = any(isinstance(one, Done) and one.name not in _QUESTIONS for one in above)
    is_share = isinstance(node, Done) and node.name in {"truediv", "pow"}
    return len(above) > 1 or (inside and (is_share or node in named))
