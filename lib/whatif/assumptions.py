"""How uncertain an input is: said by the visitor, or a plausible guess from the numbers themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lib.core.errors import InputError
from lib.core.indicator import Indicator, Input, Values
from lib.core.records import Unit
from lib.whatif import distributions
from lib.whatif.code import inflated, squeezed
from lib.whatif.distributions import KINDS, Law
from lib.whatif.many import entries, number_at, split
from lib.whatif.one_way import tornado

HELD: Final = "held"
# What the numbers of a law are called, in the order of its constructor.
PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    HELD: (),
    "normal": ("mean", "spread"),
    "lognormal": ("mean", "spread"),
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "beta": ("successes", "failures"),
    "uniform": ("low", "high"),
    "column": (),
}
_FORM: Final = 1
# Four standard deviations either way hold all but six draws in a hundred thousand.
_WIDE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Assumption:
    """The law of one input, without the rows of a column.

    Attributes:
        kind: one of ``KINDS``, or ``held`` for an input that stays as it is.
        parameters: as ``PARAMETERS`` names them, in the units of ``compute``.
        column: name of the column of data, for that kind.
    """

    kind: str
    parameters: tuple[float, ...] = ()
    column: str = ""

    def law(self, values: Sequence[float] = ()) -> Law | None:
        """The law to draw from; None for an input that is held.

        Args:
            values: of the column, for that kind.

        Raises:
            InputError: for parameters that do not fit together, or a column without values.
        """
        if self.kind == HELD:
            return None
        if self.kind == "column":
            return distributions.column(values)
        make = getattr(distributions, self.kind)
        made: Law = make(*self.parameters)
        return made


def plausible(
    ind: Indicator, inputs: Values, *, share: float = 0.1, variant: str | None = None
) -> dict[str, Assumption]:
    """A first guess for every number that moves the value.

    A count that is part of another one (buyers of visitors) is as uncertain as chance makes it: normal with the standard deviation
    sqrt(k (1 - k / n)) of a binomial count, PERT within the same reach where that would leave 0 to n. Everything else is PERT from
    a share below to a share above where it stands, within its bounds.

    Args:
        ind: the indicator.
        inputs: as for ``compute``.
        share: decimal share, above 0.
        variant: name of the definition, None for the default one.

    Returns:
        By name of the input or of the entry of a series; inputs without effect are left out.

    Raises:
        InputError: for inputs that ``compute`` refuses.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> found = plausible(INDICATORS["churn"], {"lost": 36, "customers_at_start": 400})
        >>> found["lost"].kind, [round(one, 2) for one in found["lost"].parameters]
        ('normal', [36.0, 5.72])
    """
    chosen = ind.variant(variant)
    held = ind.checked(chosen, inputs)
    swings = {swing.name: swing for swing in tornado(ind, held, variant=chosen.name, share=share)}
    found = {}
    for name in entries(ind, held):
        swing = swings.get(name)
        if swing is None or swing.width == 0 or not swing.low < swing.high:
            continue
        now = number_at(held, name)
        found[name] = _by_chance(ind.input(split(name)[0]), held, now) or Assumption(
            "pert", (swing.low, now, swing.high)
        )
    return found


def _by_chance(item: Input, held: Values, now: float) -> Assumption | None:
    whole = held.get(item.at_most or "")
    if item.unit is not Unit.COUNT or not isinstance(whole, int | float) or not 0 < now < whole:
        return None
    spread = math.sqrt(now * (1 - now / whole))
    if _WIDE * spread < min(now, whole - now):
        return Assumption("normal", (now, spread))
    return Assumption("pert", (max(0.0, now - 3 * spread), now, min(float(whole), now + 3 * spread)))


def another(kind: str, now: float, guess: Assumption | None, item: Input) -> Assumption:
    """A law of another kind with about the reach of the guess: what the fields show when the kind is changed.

    Args:
        kind: one of ``KINDS``, or ``held``.
        now: the input as it stands.
        guess: as ``plausible`` gives it; None for a tenth either way.
        item: the input.

    Returns:
        An assumption whose parameters fit together.

    Example:
        >>> from lib.core.indicator import Input
        >>> another("uniform", 10, Assumption("pert", (9, 10, 12)), Input("x", "x", Unit.MONEY))
        Assumption(kind='uniform', parameters=(9.0, 12.0), column='')
    """
    low, high = _reach(now, guess)
    if item.minimum is not None:
        low = max(low, item.minimum)
    spread = (high - low) / 4
    if kind in {"triangular", "pert"}:
        return Assumption(kind, (low, min(max(now, low), high), high))
    if kind == "uniform":
        return Assumption(kind, (low, high))
    if kind == "beta" and 0 < now < 1:
        size = max(2.0, now * (1 - now) / spread**2 - 1)
        return Assumption(kind, (round(now * size, 2), round((1 - now) * size, 2)))
    if kind == "lognormal":
        return Assumption(kind, (now if now > 0 else 1.0, spread))
    return Assumption(kind, {"normal": (now, spread), "beta": (1.0, 1.0)}.get(kind, ()))


def _reach(now: float, guess: Assumption | None) -> tuple[float, float]:
    if guess is not None and len(guess.parameters) == 3:
        return float(guess.parameters[0]), float(guess.parameters[2])
    spread = guess.parameters[1] if guess is not None and guess.kind == "normal" else 0.05 * abs(now) or 0.5
    return now - 2 * spread, now + 2 * spread


Pair = tuple[str, str, float]
MOST_PAIRS: Final = 6


def packed_laws(laws: Mapping[str, Assumption], pairs: Sequence[Pair] = ()) -> str:
    """Assumptions as a text for a link; an empty one for none.

    Example:
        >>> unpacked_laws(packed_laws({"lost": Assumption("held")}, [("lost", "price", 0.5)]))
        ({'lost': Assumption(kind='held', parameters=(), column='')}, (('lost', 'price', 0.5),))
    """
    if not laws and not pairs:
        return ""
    rows = [[name, one.kind, list(one.parameters), one.column] for name, one in laws.items()]
    return squeezed([_FORM, rows, list(pairs)])


def unpacked_laws(code: str) -> tuple[dict[str, Assumption], tuple[Pair, ...]]:
    """The assumptions in a text of ``packed_laws``; what cannot be read is left out.

    Example:
        >>> unpacked_laws("garbage")
        ({}, ())
    """
    found = inflated(code)
    if not isinstance(found, list) or len(found) != 3 or found[0] != _FORM or not isinstance(found[1], list):
        return {}, ()
    laws = dict(one for row in found[1][:200] if (one := _read(row)) is not None)
    given = found[2] if isinstance(found[2], list) else []
    # A link from before there could be several has the one pair itself.
    rows = [given] if given and isinstance(given[0], str) else given[:MOST_PAIRS]
    return laws, tuple(pair for row in rows if (pair := _pair(row)) is not None)


def _read(row: Any) -> tuple[str, Assumption] | None:
    if not isinstance(row, list) or len(row) != 4:
        return None
    name, kind, parameters, column = row
    if not isinstance(name, str) or not isinstance(column, str) or kind not in {*KINDS, HELD}:
        return None
    if not isinstance(parameters, list) or not all(map(_finite, parameters)):
        return None
    if len(parameters) != len(PARAMETERS[kind]):
        return None
    one = Assumption(kind, tuple(map(float, parameters)), column)
    try:
        if kind != "column":
            one.law()
    except InputError:
        return None
    return name, one


def _pair(given: Any) -> Pair | None:
    if not isinstance(given, list) or len(given) != 3 or not _finite(given[2]) or not -1 <= given[2] <= 1:
        return None
    if given[0] == given[1]:
        return None
    return (str(given[0]), str(given[1]), float(given[2]))


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
