"""Looking early: bounds for a number of planned looks, and what looking does to a test that ignores it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from scipy import special

from lib.core.checks import check_choice, check_number, check_series
from lib.core.errors import InputError
from lib.stats._crossing import first_crossings, start
from lib.stats._distributions import find_root, normal_upper
from lib.stats._power import power_of_one_look
from lib.stats._spending import SPENDING, check_parameter

# A thousand looks take seconds; nobody plans for more than one a day over half a year.
MOST_LOOKS: Final = 200
# Less than this is spent by no look: floats end near here, and the bound is far beyond any data (z = 37).
_LEAST_SPENT: Final = 1e-300
_DELTAS: Final = {"obrien_fleming": 0.0, "pocock": 0.5}


@dataclass(frozen=True, slots=True)
class SequentialBounds:
    """What each look of a test must reach for the test to end there.

    Attributes:
        fractions: information at each look as a share of all of it, rising to 1 (alpha spending: to what was seen).
        bounds: of the test statistic z; two-sided: z at or above the bound, or at or below minus the bound.
        p_values: the same bounds as p-values of the ordinary test, of as many sides as this one.
        spent: chance of a false alarm up to and including each look.
        alpha: chance of a false alarm by the last look.
        shape: obrien_fleming, pocock or wang_tsiatis; for spent bounds also hwang_shih_decani or power.
        parameter: of the shape (delta, gamma or rho); None where it has none.
        two_sided: whether both directions count.
    """

    fractions: tuple[float, ...]
    bounds: tuple[float, ...]
    p_values: tuple[float, ...]
    spent: tuple[float, ...]
    alpha: float
    shape: str
    parameter: float | None
    two_sided: bool

    def power(self, shift: float) -> float:
        """The chance to cross a bound by the last look.

        Args:
            shift: expected z of the last look under the effect: effect over the standard error it ends with.
        """
        reached = sum(first_crossings(self.fractions, self.bounds, two_sided=self.two_sided, drift=shift))
        return min(1.0, reached)

    def inflation(self, power: float) -> float:
        """How much larger the test must be than one that looks once, for the same power; at least 1.

        Args:
            power: wanted, decimal in (alpha, 1).

        Source: Jennison and Turnbull (2000), tables 2.2 and 2.4.
        """
        goal = check_number("power", power, above=self.alpha, below=1)
        once = find_root(
            lambda shift: power_of_one_look(shift, alpha=self.alpha, two_sided=self.two_sided) - goal, 0.0, 20.0
        )
        return (self.shift(goal) / once) ** 2

    def shift(self, power: float) -> float:
        """The expected z of the last look, were nobody to stop, at which the test has a given power.

        Args:
            power: decimal in (alpha, 1).
        """
        goal = check_number("power", power, above=self.alpha, below=1)
        return find_root(lambda shift: self.power(shift) - goal, 0.0, 20.0)

    def expected_share(self, shift: float) -> float:
        """The share of the planned information that the test uses on average; it ends when a bound is crossed.

        Args:
            shift: see ``power``.
        """
        crossed = first_crossings(self.fractions, self.bounds, two_sided=self.two_sided, drift=shift)
        open_before = [1.0, *(1 - past for past in accumulate(crossed))]
        steps = (after - before for before, after in pairwise((0.0, *self.fractions)))
        return sum(step * still for step, still in zip(steps, open_before, strict=False))


def group_sequential_bounds(
    looks: int,
    *,
    alpha: float = 0.05,
    shape: str = "obrien_fleming",
    delta: float = 0.25,
    information: Sequence[float] | None = None,
    two_sided: bool = True,
) -> SequentialBounds:
    """Bounds for a number of looks fixed beforehand: z_k = C t_k^(delta - 1/2), with C such that alpha is kept.

    Args:
        looks: how often the data are looked at, 1 to 200; the last look is the planned end.
        alpha: chance of a false alarm over all looks, decimal in (0, 1/2).
        shape: obrien_fleming (delta 0: hard to cross early), pocock (delta 1/2: the same at every look) or
            wang_tsiatis (``delta``).
        delta: of wang_tsiatis, in [-2, 1/2].
        information: at each look, > 0 and rising, in any unit (visitors, events); None for equal steps.
        two_sided: whether an effect in either direction ends the test.

    Returns:
        SequentialBounds.

    Raises:
        InputError: looks that are not whole, information that does not rise or has another length.

    Source: Pocock (1977); O'Brien and Fleming (1979); Wang and Tsiatis (1987); Jennison and Turnbull (2000), Group
    Sequential Methods, tables 2.1, 2.3 and 2.9.

    Example:
        >>> [round(bound, 3) for bound in group_sequential_bounds(5, shape="obrien_fleming").bounds]
        [4.562, 3.226, 2.634, 2.281, 2.04]
        >>> round(group_sequential_bounds(5, shape="pocock").bounds[0], 3)
        2.413
    """
    count = int(check_number("looks", looks, minimum=1, maximum=MOST_LOOKS, whole=True))
    chance = check_number("alpha", alpha, above=0, below=0.5)
    check_choice("shape", shape, (*_DELTAS, "wang_tsiatis"))
    bend = _DELTAS.get(shape, check_number("delta", delta, minimum=-2, maximum=0.5))
    times = _fractions(information, count)
    form = [time ** (bend - 0.5) for time in times]

    def excess(constant: float) -> float:
        return sum(first_crossings(times, [constant * one for one in form], two_sided=two_sided)) - chance

    # At the lower end the last look alone spends alpha; at the upper one (Bonferroni) all looks spend less.
    tail = chance / 2 if two_sided else chance
    lower, upper = normal_upper(tail), normal_upper(tail / count)
    constant = find_root(excess, lower, upper) if count > 1 else lower
    bounds = tuple(constant * one for one in form)
    given = None if shape != "wang_tsiatis" else bend
    return _record(times, bounds, chance, shape, given, two_sided)


def alpha_spending(
    fractions: Sequence[float],
    *,
    alpha: float = 0.05,
    spending: str = "obrien_fleming",
    parameter: float | None = None,
    two_sided: bool = True,
) -> SequentialBounds:
    """Bounds for looks whose number and times need not be planned: each look may spend what a function of time allows.

    For one side with chance a: obrien_fleming 2 - 2 Phi(z_{a/2} / sqrt(t)); pocock a ln(1 + (e - 1) t);
    hwang_shih_decani a (1 - e^(-gamma t)) / (1 - e^(-gamma)); power a t^rho. Two-sided: each side spends alpha / 2.

    Args:
        fractions: share of the planned information at each look so far, in (0, 1], rising; the last may be below 1.
        alpha: chance of a false alarm over the entire test, decimal in (0, 1/2).
        spending: obrien_fleming, pocock, hwang_shih_decani or power.
        parameter: gamma of hwang_shih_decani (default -4, near O'Brien-Fleming; 1 is near Pocock), in [-40, 40];
            rho of power (default 3), in (0, 50].
        two_sided: whether an effect in either direction ends the test.

    Returns:
        SequentialBounds, up to the last look given.

    Raises:
        InputError: no look, fractions out of range or not rising.

    Source: Lan and DeMets (1983), Biometrika 70, 659-663; Hwang, Shih and DeCani (1990); Kim and DeMets (1987).

    Example:
        >>> [round(bound, 3) for bound in alpha_spending([0.2, 0.4, 0.6, 0.8, 1]).bounds]
        [4.877, 3.357, 2.68, 2.29, 2.031]
    """
    chance = check_number("alpha", alpha, above=0, below=0.5)
    times = _rising("fractions", check_series("fractions", fractions, minimum=0))
    check_number(f"fractions[{len(times) - 1}]", times[-1], maximum=1)
    if len(times) > MOST_LOOKS:
        raise InputError.too_large("looks", len(times), MOST_LOOKS)
    check_choice("spending", spending, SPENDING)
    given = check_parameter(spending, parameter)
    sides = 2 if two_sided else 1
    goals = [sides * SPENDING[spending](time, chance / sides, given or 0.0) for time in times]
    walk, bounds = start(times, two_sided=two_sided), list[float]()
    for look, (before, goal) in enumerate(pairwise((0.0, *goals))):
        step = max(goal - before, _LEAST_SPENT)
        bounds.append(_bound(walk.crossing, step, sides))
        if look + 1 < len(times):
            walk = walk.after(bounds[-1])
    return _record(times, tuple(bounds), chance, spending, given, two_sided)


def crossed_by_look(
    bounds: Sequence[float],
    *,
    shift: float = 0.0,
    information: Sequence[float] | None = None,
    two_sided: bool = True,
) -> tuple[float, ...]:
    """The chance that a test has crossed its bound by each look: P(|z_j| >= c_j for some j <= k).

    Args:
        bounds: c_j on the statistic z of each look, 1 to 200 of them.
        shift: expected z of the last look; 0 where there is no effect.
        information: at each look, > 0 and rising, in any unit; None for equal steps.
        two_sided: whether z at or below -c_j counts as well.

    Returns:
        One probability per look.

    Raises:
        InputError: no bounds or too many, information that does not rise or has another length.

    Source: see ``peeking_false_positives``.

    Example:
        >>> [round(chance, 3) for chance in crossed_by_look([1.96, 1.96], shift=2)]
        [0.293, 0.556]
    """
    reach = check_series("bounds", bounds)
    check_number("looks", len(reach), maximum=MOST_LOOKS)
    times = _fractions(information, len(reach))
    crossed = first_crossings(times, reach, two_sided=two_sided, drift=check_number("shift", shift))
    return tuple(min(1.0, total) for total in accumulate(crossed))


def peeking_false_positives(
    looks: int, *, alpha: float = 0.05, information: Sequence[float] | None = None
) -> tuple[float, ...]:
    """The chance of a false alarm up to each look, when every look uses the ordinary two-sided test at alpha.

    P(|z_j| >= z_{alpha/2} for some j <= k) with no effect at all.

    Args:
        looks: how often the data are looked at, 1 to 200.
        alpha: of each look, decimal in (0, 1).
        information: at each look, > 0 and rising, in any unit; None for equal steps.

    Returns:
        One probability per look; the first is alpha.

    Raises:
        InputError: looks that are not whole, information that does not rise or has another length.

    Source: Armitage, McPherson and Rowe (1969), Journal of the Royal Statistical Society A 132, table 2.

    Example:
        >>> [round(peeking_false_positives(10)[look - 1], 3) for look in (1, 2, 5, 10)]
        [0.05, 0.083, 0.142, 0.193]
    """
    count = int(check_number("looks", looks, minimum=1, maximum=MOST_LOOKS, whole=True))
    reach = normal_upper(check_number("alpha", alpha, above=0, below=1) / 2)
    return crossed_by_look([reach] * count, information=information)


def _fractions(information: Sequence[float] | None, count: int) -> tuple[float, ...]:
    if information is None:
        return tuple((look + 1) / count for look in range(count))
    given = _rising("information", check_series("information", information, minimum=0))
    if len(given) != count:
        raise InputError.different_lengths("information", len(given), "looks", count)
    return tuple(one / given[-1] for one in given)


def _rising(name: str, values: tuple[float, ...]) -> tuple[float, ...]:
    """Each above the one before, the first above 0."""
    for look, (before, after) in enumerate(pairwise((0.0, *values))):
        check_number(f"{name}[{look}]", after, above=before)
    return values


def _bound(crossing: Callable[[float], float], step: float, sides: int) -> float:
    """The bound at which a look spends a given chance; in logs, as early looks spend next to nothing."""
    top = normal_upper(_LEAST_SPENT / sides) + 1

    def excess(bound: float) -> float:
        return math.log(max(crossing(bound), _LEAST_SPENT * 1e-8)) - math.log(step)

    return find_root(excess, -8.0 if sides == 1 else 0.0, top)


def _record(
    times: tuple[float, ...],
    bounds: tuple[float, ...],
    alpha: float,
    shape: str,
    parameter: float | None,
    two_sided: bool,
) -> SequentialBounds:
    crossed = first_crossings(times, bounds, two_sided=two_sided)
    tails = (float(special.ndtr(-bound)) * (2 if two_sided else 1) for bound in bounds)
    return SequentialBounds(times, bounds, tuple(tails), tuple(accumulate(crossed)), alpha, shape, parameter, two_sided)
