"""Formulas as trees: written once, read as a spreadsheet formula with cell references, in words, or as a number."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

# Day 0 of spreadsheets, whose serial numbers are right from March 1900 on.
DAY_ZERO: Final = date(1899, 12, 30)
_SIGNS: Final[Mapping[str, tuple[str, int]]] = {
    "lt": ("<", 1),
    "le": ("<=", 1),
    "gt": (">", 1),
    "ge": (">=", 1),
    "eq": ("=", 1),
    "ne": ("<>", 1),
    "add": ("+", 2),
    "sub": ("-", 2),
    "mul": ("*", 3),
    "truediv": ("/", 3),
    "pow": ("^", 4),
}
_WORDS: Final[Mapping[str, str]] = {
    "-": "−",
    "*": "×",
    "/": "÷",
    "<=": "≤",
    ">=": "≥",
    "<>": "≠",
}
_ATOM: Final = 9


class Node:
    """Anything that a cell can hold; arithmetic on nodes makes larger ones."""

    __slots__ = ()

    def __add__(self, other: Part) -> Node:
        return Done("add", (self, other))

    def __radd__(self, other: float) -> Node:
        return Done("add", (other, self))

    def __sub__(self, other: Part) -> Node:
        return Done("sub", (self, other))

    def __rsub__(self, other: float) -> Node:
        return Done("sub", (other, self))

    def __mul__(self, other: Part) -> Node:
        return Done("mul", (self, other))

    def __rmul__(self, other: float) -> Node:
        return Done("mul", (other, self))

    def __truediv__(self, other: Part) -> Node:
        return Done("truediv", (self, other))

    def __rtruediv__(self, other: float) -> Node:
        return Done("truediv", (other, self))

    def __pow__(self, other: Part) -> Node:
        return Done("pow", (self, other))

    def __neg__(self) -> Node:
        return Done("neg", (self,))


@dataclass(frozen=True, slots=True)
class Given(Node):
    """A number that somebody types: an input, or an entry of a series.

    Attributes:
        name: of the input or of the column.
        place: of the entry, None for a single number.
    """

    name: str
    place: int | None = None


class _Made(Node):
    """What is made of other nodes. A running total is made of all that came before, so each hash is worked out once."""

    __slots__ = ("_hash", "name", "parts")

    def __init__(self, name: str, parts: tuple[Part, ...]) -> None:
        self.name = name
        self.parts = parts
        self._hash = hash((name, parts))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, _Made) and self._hash == other._hash and self._same(other)

    def _same(self, other: _Made) -> bool:
        return self.name == other.name and self.parts == other.parts


class Done(_Made):
    """An operation or a function of spreadsheets, and what it is done with."""

    __slots__ = ()


class Span(_Made):
    """Cells one below the other."""

    __slots__ = ()
    parts: tuple[Node, ...]

    def __init__(self, parts: Sequence[Node]) -> None:
        super().__init__(":", tuple(parts))


Part = Node | float
Values = Mapping[str, Any]


class NoValueError(ArithmeticError):
    """A formula that spreadsheets answer with an error value such as ``#N/A``."""


def call(name: str, *parts: Part) -> Node:
    """A function of spreadsheets."""
    return Done(name, parts)


def nothing() -> Node:
    """No answer: ``#N/A``."""
    return Done("NA", ())


def choice(name: str, a: Part, b: Part, yes: Part, no: Part) -> Node:
    """``IF`` with a comparison by its name in ``operator``."""
    return call("IF", Done(name, (a, b)), yes, no)


def written(node: Part, places: Mapping[Node, str], *, words: bool = False) -> str:
    """The formula, with what stands in cells of its own named by its place.

    Args:
        node: what to write; its own place is not looked up, or a cell would refer to itself.
        places: addresses, names, or labels of nodes.
        words: with the signs of a printed formula instead of those of a spreadsheet.

    Example:
        >>> a, b = Given("a"), Given("b")
        >>> written((a - b) / (a + 1), {a: "A1", b: "A2"})
        '(A1-A2)/(A1+1)'
    """
    return _level(node, places, words)[0]


def _level(node: Part, places: Mapping[Node, str], words: bool) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    if not isinstance(node, Node):
        text = _constant(float(node))
        return text, 2 if text.startswith("-") else _ATOM
    if isinstance(node, Given):
        return places[node], _ATOM
    if isinstance(node, Span):
        if node in places:
            return places[node], _ATOM
        first, last = places[node.parts[0]], places[node.parts[-1]]
        # In words, all cells of a column have one name.
        return (first if words and first == last else f"{first}:{last}"), _ATOM
    assert isinstance(node, Done)
    if node.name == "neg":
        # A spreadsheet reads -2^2 as 4, so whatever is more than a cell stands in brackets.
        return ("−" if words else "-") + _within(node.parts[0], places, words, _ATOM), 2
    if node.name in _SIGNS:
        sign, strength = _SIGNS[node.name]
        tight = _ATOM if node.name == "pow" else strength
        left = _within(node.parts[0], places, words, tight)
        right = _within(node.parts[1], places, words, max(tight, strength + 1))
        return left + (f" {_WORDS.get(sign, sign)} " if words else sign) + right, strength
    parts = [_within(part, places, words, 0) for part in node.parts]
    return f"{node.name}({(', ' if words else ',').join(parts)})", _ATOM


def _within(node: Part, places: Mapping[Node, str], words: bool, needed: int) -> str:
    if isinstance(node, Node) and node in places:
        return places[node]
    text, strength = _level(node, places, words)
    return text if strength >= needed else f"({text})"


def _constant(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number).upper()


# ---- the number that a formula comes to ------------------------------------------------------------------------------

_BINARY: Final[Mapping[str, Callable[[Any, Any], Any]]] = {name: getattr(operator, name) for name in _SIGNS}
_FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    "ABS": abs,
    "INDEX": lambda cells, place: cells[int(place) - 1],
    "INT": math.floor,
    "LN": math.log,
    "MAX": lambda *cells: max(_flat(cells)),
    "MIN": lambda *cells: min(_flat(cells)),
    "SIGN": lambda number: float((number > 0) - (number < 0)),
    "SUM": lambda *cells: math.fsum(_flat(cells)),
    # Searched from the root itself, which is written as the guess.
    "IRR": lambda _flows, guess: guess,
    "XIRR": lambda _flows, _days, guess: guess,
    "NPV": lambda rate, cells: math.fsum(flow * (1 + rate) ** -(place + 1) for place, flow in enumerate(cells)),
    "XNPV": lambda rate, flows, days: math.fsum(
        flow * (1 + rate) ** (-(day - days[0]) / 365) for flow, day in zip(flows, days, strict=True)
    ),
}  # fmt: skip


def _flat(cells: tuple[Any, ...]) -> list[float]:
    return [one for cell in cells for one in (cell if isinstance(cell, list) else [cell])]


def value_of(node: Part, values: Values, known: dict[Node, Any] | None = None) -> Any:
    """What the formula comes to with these inputs, as a spreadsheet works it out.

    Args:
        node: the formula.
        values: numbers and series by name; days are counted as spreadsheets do.
        known: what was worked out before, for cells that share parts.

    Raises:
        ArithmeticError: where a spreadsheet shows an error value.

    Example:
        >>> value_of(Given("a") / 4, {"a": 3})
        0.75
    """
    if not isinstance(node, Node):
        return float(node)
    known = {} if known is None else known
    if node not in known:
        known[node] = _worked_out(node, values, known)
    return known[node]


def _worked_out(node: Node, values: Values, known: dict[Node, Any]) -> Any:
    if isinstance(node, Given):
        given = values[node.name] if node.place is None else values[node.name][node.place]
        return float((given - DAY_ZERO).days) if isinstance(given, date) else float(given)
    if isinstance(node, Span):
        return [value_of(part, values, known) for part in node.parts]
    assert isinstance(node, Done)
    if node.name == "NA":
        raise NoValueError
    if node.name == "IF":
        chosen = node.parts[1] if value_of(node.parts[0], values, known) else node.parts[2]
        return value_of(chosen, values, known)
    parts = [value_of(part, values, known) for part in node.parts]
    try:
        found = -parts[0] if node.name == "neg" else (_BINARY.get(node.name) or _FUNCTIONS[node.name])(*parts)
    except (ValueError, IndexError, TypeError) as error:
        raise NoValueError from error
    if isinstance(found, complex) or (isinstance(found, float) and not math.isfinite(found)):
        raise NoValueError
    return found
