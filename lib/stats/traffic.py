"""Who comes to a test in a day, and what it costs to have them in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.core.checks import check_number
from lib.stats._power import ceiling

_PRICES: Final = ("price_once", "price_per_unit", "price_per_day")


@dataclass(frozen=True, slots=True)
class Traffic:
    """Who comes, and what a test costs.

    Attributes:
        per_day: units (visitors, orders) a day that could enter, > 0.
        share: of them that do enter, decimal in (0, 1].
        price_per_unit: cost of one unit in the test, >= 0, in money.
        price_per_day: cost of one day of testing, >= 0.
        price_once: cost of setting it up, >= 0.
    """

    per_day: float
    share: float = 1.0
    price_per_unit: float = 0.0
    price_per_day: float = 0.0
    price_once: float = 0.0

    def days(self, units: float) -> int:
        """Whole days until that many units have entered; at least one."""
        return max(1, ceiling(units / self._entering))

    def units(self, days: float) -> float:
        """Units that enter in so many days."""
        return self._entering * check_number("days", days, above=0)

    def cost(self, units: float, days: float) -> float:
        """The price of setting up, of the units and of the days."""
        prices = {name: check_number(name, getattr(self, name), minimum=0) for name in _PRICES}
        return prices["price_once"] + prices["price_per_unit"] * units + prices["price_per_day"] * days

    @property
    def _entering(self) -> float:
        return check_number("per_day", self.per_day, above=0) * check_number("share", self.share, above=0, maximum=1)
