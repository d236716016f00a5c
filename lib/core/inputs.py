"""One named input of a formula: its symbol, unit and bounds, and the check of a value against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from lib.core.checks import check_number, check_series
from lib.core.errors import InputError
from lib.core.records import Unit

InputKind = Literal["number", "series", "dates"]


@dataclass(frozen=True, slots=True)
class Input:
    """One named input of a formula.

    Attributes:
        name: keyword of ``compute`` and column of ``measure``.
        symbol: how it stands in the LaTeX formula.
        unit: what it counts; rates are decimals.
        default: value that the page opens on, equal to what ``measure`` gives on the sample.
        minimum: smallest value allowed, None for none.
        maximum: largest value allowed, None for none.
        above: bound that the value must exceed.
        below: bound that the value must stay under.
        whole: only whole numbers.
        at_most: name of the input that this one cannot exceed.
        kind: ``number``, ``series`` (tuple of numbers) or ``dates`` (tuple of dates).
        at_least: fewest entries of a series.
        required: whether ``compute`` needs it.
        evidence: known from rows only (a sum of squares, say), never typed; used by intervals and tests.
        parameter: an assumption such as a discount rate, which no data supply.
        shared_by: of a cost of the whole, the inputs by which groups can carry their parts of it, the usual one first.
        slider: range of the what-if slider, None to let the screen choose it from the value.
        step: step of the widget, None to let the screen choose it.
    """

    name: str
    symbol: str
    unit: Unit
    default: Any = None
    minimum: float | None = 0
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    whole: bool = False
    at_most: str | None = None
    kind: InputKind = "number"
    at_least: int = 1
    required: bool = True
    evidence: bool = False
    parameter: bool = False
    shared_by: tuple[str, ...] = ()
    slider: tuple[float, float] | None = None
    step: float | None = None

    def check(self, value: object) -> Any:
        """The value as a float, or as a tuple for a series.

        Raises:
            InputError: naming this input, the value and the bound.
        """
        if self.kind == "series":
            return check_series(self.name, value, at_least=self.at_least, minimum=self.minimum, whole=self.whole)
        if self.kind == "dates":
            return _check_dates(self.name, value, self.at_least)
        return check_number(
            self.name,
            value,
            minimum=self.minimum,
            maximum=self.maximum,
            above=self.above,
            below=self.below,
            whole=self.whole,
        )


def _check_dates(name: str, values: object, at_least: int) -> tuple[date, ...]:
    if values is None:
        raise InputError.missing(name)
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise InputError.not_a_number(name, values)
    dates = []
    for index, value in enumerate(values):
        try:
            dates.append(value if type(value) is date else date.fromisoformat(str(value)[:10]))
        except ValueError as error:
            raise InputError(
                "input_not_a_date",
                f"{name}[{index}] must be a date such as 2026-03-31, got {value!r}",
                name=f"{name}[{index}]",
                value=str(value),
            ) from error
    if len(dates) < at_least:
        raise InputError.too_few(name, len(dates), at_least)
    return tuple(dates)
