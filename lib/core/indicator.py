"""What an indicator is: a formula with named inputs, and the shapes of data that can supply them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from lib.core.checks import check_level, check_number
from lib.core.errors import InputError
from lib.core.inputs import Input
from lib.core.records import Comparison, Interval, Notice, Result
from lib.core.shape import AUTO, Option, Role, RoleKind, RowRule, Shape, Values
from lib.core.untested import TOO_LARGE, within_floats, without_test
from lib.core.variant import Better, Inference, Variant

# Who declares an indicator finds everything here.
__all__ = [
    "AUTO",
    "Better",
    "Indicator",
    "Inference",
    "Input",
    "Option",
    "Role",
    "RoleKind",
    "RowRule",
    "Shape",
    "Values",
    "Variant",
    "without_test",
]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: inputs, variants of its definition, and the shapes of data that supply the inputs.

    Attributes:
        slug: identifier, URL path and catalogue file.
        framework: ``jeffery`` or ``digital``.
        number: place in the framework, from 1.
        family: ``marketing``, ``financial``, ``customer`` or ``internet``.
        inputs: all inputs of all variants.
        variants: the definitions, the default first.
        shapes: the shapes of data, the most usual first.
        better: whether a higher or a lower value is better; None where neither.
    """

    slug: str
    framework: str
    number: int
    family: str
    inputs: tuple[Input, ...]
    variants: tuple[Variant, ...]
    shapes: tuple[Shape, ...]
    better: Better | None = "higher"

    @property
    def roles(self) -> tuple[Role, ...]:
        """All roles of all shapes, each once."""
        return tuple({role.name: role for shape in self.shapes for role in shape.roles}.values())

    @property
    def defaults(self) -> dict[str, Any]:
        """The inputs that the page opens on."""
        return {item.name: item.default for item in self.inputs if item.default is not None}

    def input(self, name: str) -> Input:
        """The input of that name.

        Raises:
            InputError: when there is none.
        """
        for item in self.inputs:
            if item.name == name:
                return item
        raise InputError.unknown(name, tuple(item.name for item in self.inputs))

    def variant(self, name: str | None = None) -> Variant:
        """The variant of that name, the first one for None.

        Raises:
            InputError: when there is none.
        """
        if name is None:
            return self.variants[0]
        for item in self.variants:
            if item.name == name:
                return item
        raise InputError.unknown_choice("variant", name, tuple(item.name for item in self.variants))

    def shape(self, name: str | None = None) -> Shape:
        """The shape of that name, the first one for None.

        Raises:
            InputError: when there is none.
        """
        if name is None:
            return self.shapes[0]
        for item in self.shapes:
            if item.name == name:
                return item
        raise InputError.unknown_choice("shape", name, tuple(item.name for item in self.shapes))

    def checked(self, variant: Variant, inputs: Values) -> dict[str, Any]:
        """The inputs that this variant uses, each checked; those of other variants are passed over.

        Raises:
            InputError: for the first input that is unknown, missing, or out of bounds.
        """
        for name in inputs:
            self.input(name)
        names = [*variant.inputs, *(name for name in variant.optional if inputs.get(name) is not None)]
        values = {name: self.input(name).check(inputs.get(name)) for name in names}
        for name in names:
            other = self.input(name).at_most
            if other in values and values[name] > values[other]:
                raise InputError.exceeds(name, values[name], other, values[other])
        return values

    def compute(self, *, variant: str | None = None, **inputs: Any) -> Result:
        """The value of one variant, with the formula, the numbers in it and the worked steps.

        Args:
            variant: its name, None for the default one.
            **inputs: the inputs by name; rates are decimals.

        Returns:
            The result; its ``value`` is None where ``no_answer`` says why there is none.

        Raises:
            InputError: naming the input, the value and the bound.

        Example:
            >>> from lib.indicators import INDICATORS
            >>> INDICATORS["churn"].compute(variant="start_base", lost=30, customers_at_start=400).value
            0.075
        """
        chosen = self.variant(variant)
        values = self.checked(chosen, inputs)
        answer = chosen.calculate(**values)
        return Result(
            value=answer.value,
            unit=chosen.unit,
            formula=chosen.formula,
            substituted=answer.substituted,
            steps=answer.steps,
            warnings=answer.warnings,
            no_answer=answer.no_answer,
            variant=chosen.name,
            inputs=MappingProxyType(values),
            details=answer.details,
            series=answer.series,
        )

    def interval(self, *, level: float = 0.95, variant: str | None = None, **inputs: Any) -> Interval | None:
        """The interval of the value, None where nothing was sampled or the evidence is not there (see ``why_no_interval``).

        Args:
            level: confidence level, decimal in (0, 1).
            variant: its name, None for the default one.
            **inputs: as for ``compute``, with the evidence columns of ``measure`` where there are any.
        """
        chosen, values = self._evidence(variant, inputs)
        check_level(level)
        if chosen.inference is None or self.compute(variant=variant, **inputs).value is None:
            return None
        try:
            return chosen.inference.interval(values, level)
        except OverflowError:
            return None

    def why_no_interval(self, *, variant: str | None = None, **inputs: Any) -> Notice | None:
        """Why ``interval`` gives None; None where it gives an interval."""
        chosen, values = self._evidence(variant, inputs)
        if chosen.inference is None:
            return Notice("common.no_interval.deterministic", severity="info")
        if (no_answer := self.compute(variant=variant, **inputs).no_answer) is not None:
            return no_answer
        try:
            return chosen.inference.why_not(values)
        except OverflowError:
            return TOO_LARGE

    def compare(
        self,
        a: Values,
        b: Values,
        *,
        variant: str | None = None,
        level: float = 0.95,
        method: str = "auto",
        alternative: str = "two-sided",
    ) -> Comparison:
        """What sets b apart from a, with interval and test; a comparison without p-value says why in its notes.

        Args:
            a: inputs of the first group, as for ``compute``.
            b: inputs of the second group.
            variant: its name, None for the default one.
            level: confidence level, decimal in (0, 1).
            method: one of the methods of the variant's inference; ``auto`` picks by the shape of the data.
            alternative: ``two-sided``, ``greater`` (b above a) or ``less``.
        """
        chosen, values_a = self._evidence(variant, a)
        _, values_b = self._evidence(variant, b)
        check_level(level)
        value_a, value_b = (self.compute(variant=variant, **inputs).value for inputs in (a, b))
        if chosen.inference is None or value_a is None or value_b is None:
            return without_test(value_a, value_b, self._why_no_test(variant, a, b))
        test = partial(
            chosen.inference.compare, values_a, values_b, level=level, method=method, alternative=alternative
        )
        return within_floats(test, value_a, value_b)

    def compare_to_target(
        self, inputs: Values, target: float, *, variant: str | None = None, level: float = 0.95
    ) -> Comparison:
        """What sets the value apart from a fixed target (a plan, a published benchmark taken as exact)."""
        chosen, values = self._evidence(variant, inputs)
        check_level(level)
        value = self.compute(variant=variant, **inputs).value
        if chosen.inference is None or value is None:
            return without_test(target, value, self._why_no_test(variant, inputs))
        test = partial(chosen.inference.against, values, check_number("target", target), level=level)
        return within_floats(test, target, value)

    def _why_no_test(self, variant: str | None, *groups: Values) -> Notice:
        for inputs in groups:
            reason = self.why_no_interval(variant=variant, **inputs)
            if reason is not None:
                return reason
        return Notice("common.no_interval.deterministic", severity="info")

    def _evidence(self, variant: str | None, inputs: Values) -> tuple[Variant, dict[str, Any]]:
        chosen = self.variant(variant)
        values = self.checked(chosen, inputs)
        for item in self.inputs:
            if item.evidence and inputs.get(item.name) is not None:
                values[item.name] = item.check(inputs[item.name])
        return chosen, values
