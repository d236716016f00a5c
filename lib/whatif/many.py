"""Any indicator for many draws at once, each the value that ``compute`` would give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lib.core.errors import InputError
from lib.core.indicator import Indicator, Input, Values, Variant
from lib.whatif.tape import Array, Tape

# Each recording holds for the draws that take the same turns; what is left after so many is worked out one by one.
_RECORDINGS: Final = 60


def split(name: str) -> tuple[str, int | None]:
    """Name of the input and place of the entry of a series.

    Example:
        >>> split("cash_flows[2]"), split("lost")
        (('cash_flows', 2), ('lost', None))
    """
    base, bracket, rest = name.partition("[")
    return base, int(rest[:-1]) if bracket else None


def entries(ind: Indicator, held: Values) -> tuple[str, ...]:
    """Names of all numbers among checked inputs, each entry of a series by itself; days are none.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> entries(INDICATORS["npv"], {"cash_flows": (-1.0, 2.0), "discount_rate": 0.1})
        ('cash_flows[0]', 'cash_flows[1]', 'discount_rate')
    """
    found: list[str] = []
    for name, value in held.items():
        kind = ind.input(name).kind
        if kind == "number":
            found.append(name)
        elif kind == "series":
            found += [f"{name}[{place}]" for place in range(len(value))]
    return tuple(found)


def number_at(held: Values, name: str) -> float:
    """The number of an input, or of an entry of a series.

    Example:
        >>> number_at({"cash_flows": (-1.0, 2.0)}, "cash_flows[1]")
        2.0
    """
    base, place = split(name)
    return float(held[base] if place is None else held[base][place])


def placed(inputs: Values, name: str, value: Any) -> dict[str, Any]:
    """The inputs with one number, or one entry of a series, replaced.

    Example:
        >>> placed({"cash_flows": (1.0, 2.0)}, "cash_flows[1]", 5.0)
        {'cash_flows': (1.0, 5.0)}
    """
    base, place = split(name)
    if place is None:
        return {**inputs, base: value}
    series = inputs[base]
    if not 0 <= place < len(series):
        raise InputError.unknown(name, tuple(f"{base}[{index}]" for index in range(len(series))))
    return {**inputs, base: (*series[:place], value, *series[place + 1 :])}


def values_of(ind: Indicator, inputs: Values, moved: Mapping[str, Any], *, variant: str | None = None) -> Array:
    """The value of an indicator for each draw of some inputs, the others held.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        moved: arrays of equal length by name of the input, or of the entry (``cash_flows[2]``), in the units of ``compute``.
        variant: its name, None for the default one.

    Returns:
        One value per draw; nan where ``compute`` has no answer or refuses the inputs.

    Raises:
        InputError: for inputs that ``compute`` refuses, unknown names, arrays of different length.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> values_of(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, {"lost": [20, 30, 500]}).tolist()
        [0.05, 0.075, nan]
    """
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    draws = _arrays(ind, held, moved)
    allowed = _allowed(ind, chosen, held, draws)
    given = held
    for name, array in draws.items():
        given = placed(given, name, array)
    if chosen.many is not None:
        with np.errstate(all="ignore"):
            found = np.broadcast_to(np.asarray(chosen.many(**given), dtype=np.float64), allowed.shape).copy()
    else:
        found = _replayed(chosen, held, draws, allowed)
    found[~allowed | ~np.isfinite(found)] = np.nan
    return found


def _arrays(ind: Indicator, held: Values, moved: Mapping[str, Any]) -> dict[str, Array]:
    draws: dict[str, Array] = {}
    for name, given in moved.items():
        base, place = split(name)
        if base not in held or (place is None) != (ind.input(base).kind == "number"):
            raise InputError.unknown(name, tuple(held))
        draws[name] = np.asarray(given, dtype=np.float64).reshape(-1)
    sizes = {name: array.size for name, array in draws.items()}
    if not sizes:
        raise InputError.missing("moved")
    first, size = next(iter(sizes.items()))
    for name, one in sizes.items():
        if one != size:
            raise InputError.different_lengths(name, one, first, size)
    return draws


def _allowed(ind: Indicator, variant: Variant, held: Values, draws: Mapping[str, Array]) -> Any:
    """Which draws ``compute`` would take, but for whole numbers: half a customer is allowed in a what-if."""
    first = next(iter(draws.values()))
    good = np.ones(first.size, dtype=bool)
    for name, array in draws.items():
        good &= _within(ind.input(split(name)[0]), array)
    for name in held:
        other = ind.input(name).at_most
        if other is not None and other in held and (name in draws or other in draws):
            good &= draws.get(name, held[name]) <= draws.get(other, held[other])
    return good


def _within(item: Input, array: Array) -> Any:
    good = np.isfinite(array)
    if item.minimum is not None:
        good &= array >= item.minimum
    if item.maximum is not None:
        good &= array <= item.maximum
    if item.above is not None:
        good &= array > item.above
    if item.below is not None:
        good &= array < item.below
    return good


def _replayed(variant: Variant, held: Values, draws: Mapping[str, Array], allowed: Any) -> Array:
    """Records the formula at one draw, replays it for all that take the same turns, and so on until none is left."""
    found = np.full(allowed.size, np.nan)
    left = np.flatnonzero(allowed)
    for _ in range(_RECORDINGS):
        if not left.size:
            return found
        here = {name: array[left] for name, array in draws.items()}
        value, holds = _recorded(variant, held, here)
        # The draw that was recorded is done in any case, so that the loop ends.
        holds[0] = True
        found[left[holds]] = value[holds]
        left = left[~holds]
    for place in left:
        found[place] = _one(variant, held, {name: float(array[place]) for name, array in draws.items()})
    return found


def _recorded(variant: Variant, held: Values, draws: Mapping[str, Array]) -> tuple[Array, Any]:
    tape = Tape()
    given = dict(held)
    for name, array in draws.items():
        given = placed(given, name, tape.take(float(array[0])))
    value: float | None
    try:
        value = variant.calculate(**given).value
    except (InputError, ArithmeticError):
        value = None
    return tape.replay(tuple(draws.values()), float("nan") if value is None else value)


def _one(variant: Variant, held: Values, draw: Mapping[str, float]) -> float:
    given = dict(held)
    for name, value in draw.items():
        given = placed(given, name, value)
    try:
        found = variant.calculate(**given).value
    except (InputError, ArithmeticError):
        return float("nan")
    return float("nan") if found is None else float(found)
