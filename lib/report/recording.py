"""The formula of a definition, taken from its own code: run with numbers that note what is done with them.

The cases that the code distinguishes become ``IF``: each comparison is turned round once, and where that changes the formula,
both sides are followed. Comparisons that only decide on a warning or on a sign in a worked step fall away.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lib.core.errors import InputError
from lib.core.indicator import Indicator, Variant
from lib.indicators import INDICATORS
from lib.report.expressions import Done, Given, Node, Part, nothing
from lib.whatif.tape import Tape, Traced

_MOST_RUNS = 2000
# Opposites are one question: "a < b" is answered by "not a >= b".
_OPPOSITE = {"ge": "lt", "gt": "le", "ne": "eq"}
_Fork = tuple[str, Part, Part]


@dataclass(slots=True)
class _Recorder(Tape):
    """Notes expressions, and takes turns as told.

    Attributes:
        told: how some comparisons are to come out; the others come out as they do.
        made: the expression of each node of the tape.
        asked: the comparisons in the order in which they came up, and how they came out.
    """

    told: Mapping[_Fork, bool] = field(default_factory=dict)
    made: list[Node] = field(default_factory=list)
    asked: dict[_Fork, bool] = field(default_factory=dict)

    def given(self, name: str, value: float) -> Traced:
        self.made.append(Given(name))
        return self.take(value)

    def note(self, name: str, value: float, *operands: object) -> Traced:
        self.made.append(_simplest(name, tuple(self.part(one) for one in operands)))
        # On a turn that these numbers would not take, anything may come out; only the formula counts there.
        return Tape.note(self, name, value if isinstance(value, float) and math.isfinite(value) else 1.0, *operands)

    def fork(self, name: str, outcome: bool, a: object, b: object) -> bool:
        turned = name in _OPPOSITE
        asked = (_OPPOSITE.get(name, name), self.part(a), self.part(b))
        kept = self.asked.get(asked, self.told.get(asked, outcome != turned))
        self.asked[asked] = kept
        return kept != turned

    def part(self, operand: object) -> Part:
        return self.made[operand.node] if isinstance(operand, Traced) else float(operand)  # type: ignore[arg-type]


def _simplest(name: str, parts: tuple[Part, ...]) -> Node:
    """The operation, or what is left of it where an input that is not there counts as 0 or 1."""
    if name == "abs":
        return Done("ABS", parts)
    first, last = parts[0], parts[-1]
    if isinstance(first, Node) and (name, last) in {("add", 0.0), ("sub", 0.0), ("mul", 1.0), ("truediv", 1.0)}:
        return first
    if isinstance(last, Node) and (name, first) in {("add", 0.0), ("mul", 1.0)}:
        return last
    return Done(name, parts)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A definition as a formula.

    Attributes:
        formula: of the value.
        named: expressions that the answer has a name for.
    """

    formula: Node
    named: Mapping[Node, str]


def recorded(ind: Indicator, variant: Variant, names: tuple[str, ...], values: Mapping[str, float]) -> Recorded | None:
    """The formula of a definition over these inputs; None where its arithmetic cannot be noted.

    Args:
        ind: the indicator.
        variant: the definition.
        names: the inputs that are there.
        values: their numbers; those that the indicator opens on are preferred, because the usual case tells most.
    """
    usual = tuple(float(ind.defaults.get(name, values[name])) for name in names)
    return _recorded(ind.slug, variant.name, names, usual)


@lru_cache(maxsize=256)
def _recorded(slug: str, variant: str, names: tuple[str, ...], usual: tuple[float, ...]) -> Recorded | None:
    search = _Search(INDICATORS[slug].variant(variant), dict(zip(names, usual, strict=True)))
    try:
        found = search.explore({})
    except _TooManyError:
        return None
    return None if not isinstance(found, Node) else Recorded(found, search.named)


class _TooManyError(Exception):
    """More cases than a spreadsheet formula can show."""


@dataclass(slots=True)
class _Search:
    variant: Variant
    values: Mapping[str, float]
    named: dict[Node, str] = field(default_factory=dict)
    runs: int = 0

    def explore(self, told: dict[_Fork, bool]) -> Part:
        """The formula where these comparisons are settled."""
        value, asked = self.run(told)
        for fork in asked:
            if fork not in told and self.matters(fork, told, value, asked):
                yes, no = (self.explore({**told, fork: way}) for way in (True, False))
                return yes if yes == no else Done("IF", (Done(fork[0], fork[1:]), yes, no))
        return value

    def matters(self, fork: _Fork, told: dict[_Fork, bool], value: Part, asked: dict[_Fork, bool]) -> bool:
        """Whether the formula changes when a comparison is turned round, or when one that only then comes up is."""
        turned = {**told, fork: not asked[fork]}
        other, then = self.run(turned)
        if other != value:
            return True
        everything = {**asked, **then}
        return any(self.matters(new, turned, value, everything) for new in then if new not in asked)

    def run(self, told: Mapping[_Fork, bool]) -> tuple[Part, dict[_Fork, bool]]:
        """What the code returns when the comparisons come out as told, and what it asked."""
        self.runs += 1
        if self.runs > _MOST_RUNS:
            raise _TooManyError
        tape = _Recorder(told=told)
        given: dict[str, Any] = {name: tape.given(name, value) for name, value in self.values.items()}
        try:
            answer = self.variant.calculate(**given)
        except (InputError, ArithmeticError, ValueError):
            return nothing(), tape.asked
        for name, figure in answer.details.items():
            if isinstance(figure, Traced):
                self.named.setdefault(tape.made[figure.node], name)
        return (nothing() if answer.value is None else tape.part(answer.value)), tape.asked
