"""Two arms of equal traffic that race for conversions: the simplest test that may be watched all the time."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from lib.core.checks import check_number
from lib.stats._distributions import binomial_at_least


@dataclass(frozen=True, slots=True)
class Race:
    """A race and what it risks.

    Attributes:
        threshold: lead in conversions at which the version wins.
        lead: the threshold as a whole lead, which is what can be reached.
        conversions: in both arms together, after which the race ends without a winner.
        false_positives: exact chance that the version wins although nothing differs.
        limit: the same for many conversions.
    """

    threshold: float
    lead: int
    conversions: int
    false_positives: float
    limit: float


def conversion_race(conversions: int, *, factor: float = 2.0) -> Race:
    """Stop when the version leads by factor sqrt(N) conversions, or when both arms have N together.

    P(the lead d is ever reached) = P(S >= d) + P(S > d), S the lead after N conversions, by the reflection principle.

    Args:
        conversions: N, whole, >= 1, fixed beforehand.
        factor: > 0; 2 risks 4.6 %.

    Returns:
        Race; its risk is one-sided, as only the version can win. Small rates are taken for granted, so that each
        conversion falls to either arm like a coin.

    Raises:
        InputError: conversions not whole, a factor not above 0.

    Source: Miller (2015), "Simple sequential A/B testing"; Feller (1968), chapter III.

    Example:
        >>> race = conversion_race(100)
        >>> race.lead, round(race.false_positives, 6), round(race.limit, 4)
        (20, 0.046044, 0.0455)
    """
    count = int(check_number("conversions", conversions, minimum=1, whole=True))
    times = check_number("factor", factor, above=0)
    threshold = times * math.sqrt(count)
    # 2 sqrt(100) is 20 in floats as well; 1e-9 keeps other roots from being rounded up for their last bit.
    lead = max(1, math.ceil(threshold - 1e-9))
    at_least = binomial_at_least(math.ceil((count + lead) / 2), count, 0.5)
    beyond = binomial_at_least(math.floor((count + lead) / 2) + 1, count, 0.5)
    return Race(threshold, lead, count, min(1.0, at_least + beyond), 2 * float(special.ndtr(-times)))
