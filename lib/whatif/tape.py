"""A formula written once for single numbers, replayed for a hundred thousand: the arithmetic is recorded while it runs.

``compute`` of an indicator is written for people: single numbers, worked steps, cases for what has no answer. To run it on
many draws, its variant is called once with numbers that note what is done with them, and the notes are replayed with numpy.
Each case distinction is noted too: a draw that would have gone another way is not counted on this recording.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Operand = int | float  # an int is the place of a node on the tape, a float a constant

_ARITHMETIC: Final[Mapping[str, Callable[..., Any]]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "pow": operator.pow,
}
_COMPARISONS: Final[Mapping[str, Callable[..., Any]]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}
_NUMPY: Final[Mapping[str, Callable[..., Any]]] = {**_ARITHMETIC, "neg": np.negative, "abs": np.abs, "pow": np.power}


@dataclass(slots=True)
class Tape:
    """What was done with the inputs.

    Attributes:
        nodes: operation and operands, in order; the operation ``input`` has none.
        forks: comparison, operands and how it came out.
    """

    nodes: list[tuple[str, tuple[Operand, ...]]] = field(default_factory=list)
    forks: dict[tuple[str, Operand, Operand], bool] = field(default_factory=dict)

    def take(self, value: float) -> Traced:
        """An input of the formula."""
        self.nodes.append(("input", ()))
        return Traced(value, self, len(self.nodes) - 1)

    def note(self, name: str, value: float, *operands: object) -> Traced:
        """The outcome of an operation."""
        self.nodes.append((name, tuple(_operand(one) for one in operands)))
        return Traced(value, self, len(self.nodes) - 1)

    def fork(self, name: str, outcome: bool, a: object, b: object) -> bool:
        """The outcome of a comparison."""
        self.forks[name, _operand(a), _operand(b)] = outcome
        return outcome

    def replay(self, inputs: Sequence[Array], output: float) -> tuple[Array, NDArray[np.bool_]]:
        """The output for many inputs, and for which of them this recording holds.

        Args:
            inputs: one array per ``take``, in the order they were taken.
            output: what the formula returned.

        Returns:
            Values (nan or infinite where the arithmetic is), and True where every comparison comes out as recorded.
        """
        size = inputs[0].size
        known: list[Any] = [None] * len(self.nodes)
        wanted = self._wanted(output)
        given = iter(inputs)
        with np.errstate(all="ignore"):
            for place, (name, operands) in enumerate(self.nodes):
                if name == "input":
                    known[place] = next(given)
                elif place in wanted:
                    known[place] = _NUMPY[name](*(_at(known, one) for one in operands))
            holds = np.ones(size, dtype=bool)
            for (name, a, b), outcome in self.forks.items():
                holds &= np.asarray(_COMPARISONS[name](_at(known, a), _at(known, b))) == outcome
        value = known[output.node] if isinstance(output, Traced) else float(output)
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (size,)), holds

    def _wanted(self, output: float) -> set[int]:
        """The nodes that the output or a comparison needs; the worked steps need more, which nobody reads here."""
        todo = [one for _, a, b in self.forks for one in (a, b) if isinstance(one, int)]
        if isinstance(output, Traced):
            todo.append(output.node)
        found: set[int] = set()
        while todo:
            place = todo.pop()
            if place not in found:
                found.add(place)
                todo += [one for one in self.nodes[place][1] if isinstance(one, int)]
        return found


def _operand(value: object) -> Operand:
    return value.node if isinstance(value, Traced) else float(value)  # type: ignore[arg-type]


def _at(known: Sequence[Any], operand: Operand) -> Any:
    # A constant may divide by nothing in some draw: numpy says inf where Python would raise.
    return known[operand] if isinstance(operand, int) else np.float64(operand)


class Traced(float):
    """A number that notes what is done with it."""

    __slots__ = ("node", "tape")
    tape: Tape
    node: int

    def __new__(cls, value: float, tape: Tape, node: int) -> Traced:
        made = super().__new__(cls, value)
        made.tape = tape
        made.node = node
        return made

    def __neg__(self) -> Traced:
        return self.tape.note("neg", -float(self), self)

    def __pos__(self) -> Traced:
        return self

    def __abs__(self) -> Traced:
        return self.tape.note("abs", abs(float(self)), self)

    def __bool__(self) -> bool:
        return self.tape.fork("ne", float(self) != 0, self, 0.0)

    def __int__(self) -> int:
        # How many terms a sum has is no arithmetic: the recording holds for this number only.
        self.tape.fork("eq", True, self, float(self))
        return int(float(self))

    def __hash__(self) -> int:
        return hash(float(self))


def _forward(name: str) -> Callable[[Traced, Any], Any]:
    plain = _ARITHMETIC[name]

    def method(self: Traced, other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return self.tape.note(name, plain(float(self), float(other)), self, other)

    return method


def _backward(name: str) -> Callable[[Traced, Any], Any]:
    plain = _ARITHMETIC[name]

    def method(self: Traced, other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return self.tape.note(name, plain(float(other), float(self)), other, self)

    return method


def _comparing(name: str) -> Callable[[Traced, Any], Any]:
    plain = _COMPARISONS[name]

    def method(self: Traced, other: Any) -> Any:
        if not isinstance(other, int | float):
            return NotImplemented
        return self.tape.fork(name, bool(plain(float(self), float(other))), self, other)

    return method


for _name in _ARITHMETIC:
    setattr(Traced, f"__{_name}__", _forward(_name))
    setattr(Traced, f"__r{_name}__", _backward(_name))
for _name in _COMPARISONS:
    setattr(Traced, f"__{_name}__", _comparing(_name))
