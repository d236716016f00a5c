"""One definition of an indicator, and how sure one can be of its value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from lib.core.records import Answer, Comparison, Interval, Notice, Unit
from lib.core.shape import Values

Better = Literal["higher", "lower"]


class Inference(Protocol):
    """How sure one can be of a variant: its interval, its test of two groups, its test against a target."""

    @property
    def methods(self) -> tuple[str, ...]:
        """Tests that the visitor can choose from; the first is ``auto``."""
        ...

    def interval(self, inputs: Values, level: float) -> Interval | None:
        """Interval of the value, None where the inputs do not carry the evidence."""
        ...

    def compare(self, a: Values, b: Values, *, level: float, method: str, alternative: str) -> Comparison:
        """What sets b apart from a."""
        ...

    def against(self, inputs: Values, target: float, *, level: float) -> Comparison:
        """What sets the value apart from a fixed target."""
        ...

    def why_not(self, inputs: Values) -> Notice | None:
        """Why there is no interval; None where there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Variant:
    """One definition of an indicator.

    Attributes:
        name: as in ``compute(variant=...)`` and in the catalogue.
        inputs: names of the inputs of its formula.
        unit: of its value.
        formula: LaTeX, with the symbols of the inputs.
        calculate: keyword inputs in, ``Answer`` out.
        inference: None where nothing was sampled.
        optional: names of inputs that it takes when they are there.
        better: overrides that of the indicator.
        many: ``calculate`` for arrays of draws, numbers and entries of series alike: values out, nan where there is no answer. None
            where the arithmetic of ``calculate`` can be recorded and replayed (``lib.whatif.tape``), which a test tells.
    """

    name: str
    inputs: tuple[str, ...]
    unit: Unit
    formula: str
    calculate: Callable[..., Answer]
    inference: Inference | None = None
    optional: tuple[str, ...] = ()
    better: Better | None = None
    many: Callable[..., Any] | None = None
