"""What an input could be: laws to draw it from, and draws of several inputs that move together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.core.checks import check_number, check_series
from lib.whatif.correlation import Correlations, root_of, tied
from lib.whatif.tape import Array

KINDS: Final = ("normal", "lognormal", "triangular", "pert", "beta", "uniform", "column")


@dataclass(frozen=True, slots=True)
class Law:
    """A law that an input is drawn from.

    Attributes:
        kind: one of ``KINDS``.
        parameters: of that kind, in the units of the input.
        values: of a column of data, drawn with replacement.
    """

    kind: str
    parameters: tuple[float, ...] = ()
    values: tuple[float, ...] = ()

    @property
    def mean(self) -> float:
        """Its mean."""
        p = self.parameters
        if self.kind in {"normal", "lognormal"}:
            return p[0]
        if self.kind == "beta":
            return p[0] / (p[0] + p[1])
        if self.kind == "column":
            return math.fsum(self.values) / len(self.values)
        return {"uniform": sum(p) / 2, "triangular": sum(p) / 3, "pert": (p[0] + 4 * p[-2] + p[-1]) / 6}[self.kind]

    def draw(self, size: int, rng: np.random.Generator) -> Array:
        """So many independent draws."""
        p = self.parameters
        if self.kind == "normal":
            return rng.normal(p[0], p[1], size)
        if self.kind == "lognormal":
            spread = math.log1p((p[1] / p[0]) ** 2)
            return rng.lognormal(math.log(p[0]) - spread / 2, math.sqrt(spread), size)
        if self.kind == "uniform":
            return rng.uniform(p[0], p[1], size)
        if self.kind == "beta":
            return rng.beta(p[0], p[1], size)
        if self.kind == "column":
            return np.asarray(rng.choice(np.asarray(self.values), size), dtype=np.float64)
        low, mode, high = p
        if self.kind == "triangular":
            return rng.triangular(low, mode, high, size)
        first, second = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
        # The usual case, likeliest in the middle, in a third of the time.
        even = math.isclose(first, second, rel_tol=1e-9)
        return low + (high - low) * (_middle_of_five(size, rng) if even else rng.beta(first, second, size))


def _middle_of_five(size: int, rng: np.random.Generator) -> Array:
    """Draws of the beta law with 3 and 3: the third of five uniform numbers (David and Nagaraja 2003, Order Statistics, ch. 2)."""
    a, b, c, d, e = (rng.random(size) for _ in range(5))
    # Neither the smaller of two pairs' smaller ones nor the larger of their larger ones can be the middle.
    low, high = np.maximum(np.minimum(a, b), np.minimum(c, d)), np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), e))


def normal(mean: float, spread: float) -> Law:
    """A bell curve.

    Args:
        mean: in the unit of the input.
        spread: standard deviation, > 0.

    Raises:
        InputError: a spread not above 0.

    Example:
        >>> normal(10, 2).mean
        10.0
    """
    return Law("normal", (check_number("mean", mean), check_number("spread", spread, above=0)))


def lognormal(mean: float, spread: float) -> Law:
    """A skewed law of positive numbers, given by its own mean and standard deviation (not those of the logarithm).

    Args:
        mean: > 0.
        spread: standard deviation, > 0.

    Raises:
        InputError: either not above 0.

    Source: Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, ch. 14.

    Example:
        >>> lognormal(10, 2).mean
        10.0
    """
    return Law("lognormal", (check_number("mean", mean, above=0), check_number("spread", spread, above=0)))


def triangular(low: float, mode: float, high: float) -> Law:
    """Straight up from the least to the likeliest, straight down to the most.

    Args:
        low: least.
        mode: likeliest, between the two.
        high: most, above ``low``.

    Raises:
        InputError: not in this order, or without width.

    Example:
        >>> triangular(0, 3, 6).mean
        3.0
    """
    return Law("triangular", _three(low, mode, high))


def pert(low: float, mode: float, high: float) -> Law:
    """As ``triangular`` but smooth, with more weight on the likeliest: the law of project planning.

    Args:
        low: least.
        mode: likeliest, between the two.
        high: most, above ``low``.

    Raises:
        InputError: not in this order, or without width.

    Source: Malcolm, Roseboom, Clark and Fazar (1959), Operations Research 7:646-669: mean (low + 4 mode + high) / 6.

    Example:
        >>> pert(0, 2, 10).mean
        3.0
    """
    return Law("pert", _three(low, mode, high))


def beta(successes: float, failures: float) -> Law:
    """A share of which so many successes and failures are known, as two parameters of a beta law.

    Args:
        successes: > 0.
        failures: > 0.

    Raises:
        InputError: either not above 0.

    Example:
        >>> beta(3, 7).mean
        0.3
    """
    return Law("beta", (check_number("successes", successes, above=0), check_number("failures", failures, above=0)))


def uniform(low: float, high: float) -> Law:
    """Anything between two limits alike.

    Args:
        low: least.
        high: most, above ``low``.

    Raises:
        InputError: without width.

    Example:
        >>> uniform(2, 4).mean
        3.0
    """
    least = check_number("low", low)
    return Law("uniform", (least, check_number("high", high, above=least)))


def column(values: Sequence[float]) -> Law:
    """What was seen, drawn with replacement.

    Args:
        values: at least two.

    Raises:
        InputError: fewer, or one that is no number.

    Example:
        >>> column([1, 2, 6]).mean
        3.0
    """
    return Law("column", values=check_series("values", values, at_least=2))


def _three(low: float, mode: float, high: float) -> tuple[float, float, float]:
    least = check_number("low", low)
    most = check_number("high", high, above=least)
    return least, check_number("mode", mode, minimum=least, maximum=most), most


def draws_of(
    laws: Mapping[str, Law],
    *,
    size: int,
    seed: int,
    correlation: Correlations | None = None,
) -> dict[str, Array]:
    """Draws of several inputs, each by its own law, moving together by a Gaussian copula.

    The draws of each law are kept as they are and put into the order of correlated normal variables, so that every law holds exactly.

    Args:
        laws: by name of the input.
        size: how many, whole, 1 to 10 million.
        seed: whole; the same seed gives the same draws.
        correlation: between pairs of inputs, of the normal variables behind them, -1 to 1; 0 for pairs not named.

    Returns:
        One array per input.

    Raises:
        InputError: a pair that is not among the laws, or correlations that cannot all hold.

    Source: Nelsen (2006), An Introduction to Copulas, 2nd ed., ch. 2; Iman and Conover (1982), Communications in Statistics 11:311-334, for
    the reordering.

    Example:
        >>> drawn = draws_of({"x": uniform(0, 1), "y": uniform(0, 1)}, size=3, seed=15, correlation={("x", "y"): 1.0})
        >>> bool((drawn["x"].argsort() == drawn["y"].argsort()).all())
        True
    """
    count = int(check_number("draws", size, minimum=1, maximum=10_000_000, whole=True))
    rng = np.random.default_rng(int(check_number("seed", seed, minimum=0, whole=True)))
    drawn = {name: law.draw(count, rng) for name, law in laws.items()}
    together = tied(tuple(laws), correlation or {})
    if not together:
        return drawn
    behind = rng.standard_normal((count, len(together))) @ root_of(together, correlation or {}).T
    for place, name in enumerate(together):
        # Rounded, so that a correlation of 1 gives the very same order in spite of the last digit.
        ordered = np.empty(count)
        ordered[np.argsort(np.round(behind[:, place], 9))] = np.sort(drawn[name])
        drawn[name] = ordered
    return drawn
