"""The one place where numbers are let in; every check returns the value, so that it stands in the assignment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Real

from lib.core.errors import InputError


def check_number(
    name: str,
    value: object,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    above: float | None = None,
    below: float | None = None,
    whole: bool = False,
) -> float:
    """A finite number within its bounds, as float.

    Args:
        name: of the input, for the message.
        value: what was given; booleans and text are not numbers.
        minimum: smallest value allowed.
        maximum: largest value allowed.
        above: bound that the value must exceed.
        below: bound that the value must stay under.
        whole: only whole numbers.

    Returns:
        The value as float.

    Raises:
        InputError: naming the input, the value and the bound.

    Example:
        >>> check_number("lost", 30, minimum=0, whole=True)
        30.0
    """
    if value is None:
        raise InputError.missing(name)
    # Decimal is not a Real in Python's tower, but is a number to everybody else.
    if isinstance(value, bool) or not (isinstance(value, Real) or type(value).__name__ == "Decimal"):
        raise InputError.not_a_number(name, value)
    number = float(value)  # type: ignore[arg-type]
    if not math.isfinite(number):
        raise InputError.not_a_number(name, value)
    if whole and number != int(number):
        raise InputError.not_whole(name, number)
    if minimum is not None and number < minimum:
        raise InputError.too_small(name, number, minimum)
    if above is not None and number <= above:
        raise InputError.too_small(name, number, above, strict=True)
    if maximum is not None and number > maximum:
        raise InputError.too_large(name, number, maximum)
    if below is not None and number >= below:
        raise InputError.too_large(name, number, below, strict=True)
    return number


def check_series(
    name: str,
    values: object,
    *,
    at_least: int = 1,
    minimum: float | None = None,
    whole: bool = False,
) -> tuple[float, ...]:
    """A sequence of finite numbers, as a tuple of floats.

    Raises:
        InputError: naming the entry (``cash_flows[2]``), or when there are too few.

    Example:
        >>> check_series("cash_flows", [-100, 60, 60])
        (-100.0, 60.0, 60.0)
    """
    if values is None:
        raise InputError.missing(name)
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise InputError.not_a_number(name, values)
    numbers = tuple(
        check_number(f"{name}[{index}]", value, minimum=minimum, whole=whole) for index, value in enumerate(values)
    )
    if len(numbers) < at_least:
        raise InputError.too_few(name, len(numbers), at_least)
    return numbers


def check_choice(name: str, value: object, known: Iterable[str]) -> str:
    """One of the known names.

    Raises:
        InputError: listing the known names.

    Example:
        >>> check_choice("method", "wilson", ("wilson", "exact"))
        'wilson'
    """
    names = tuple(known)
    if not isinstance(value, str) or value not in names:
        raise InputError.unknown_choice(name, value, names)
    return value


def check_level(value: object) -> float:
    """A confidence level, decimal strictly between 0 and 1.

    Example:
        >>> check_level(0.95)
        0.95
    """
    return check_number("level", value, above=0, below=1)
