"""Limits for one binomial proportion: each function takes successes, trials and the tail at each side."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from scipy import special

from lib.stats._distributions import binomial_at_least, binomial_at_most, find_root, normal_upper

Limits = tuple[float, float]


def wilson(x: float, n: float, tail: float) -> Limits:
    """Wilson (1927): the proportions that a score test does not reject."""
    z = normal_upper(tail)
    centre, scale = (x + z * z / 2) / (n + z * z), z / (n + z * z)
    half = scale * math.sqrt(x * (n - x) / n + z * z / 4)
    return 0.0 if x == 0 else centre - half, 1.0 if x == n else centre + half


def wilson_cc(x: float, n: float, tail: float) -> Limits:
    """Wilson with continuity correction (Newcombe 1998, method 4)."""
    z = normal_upper(tail)
    p, q = x / n, (n - x) / n

    def limit(side: int) -> float:
        root = math.sqrt(max(0.0, z * z + side * 2 - 1 / n + 4 * p * (n * q - side)))
        return (2 * n * p + z * z + side * (1 + z * root)) / (2 * (n + z * z))

    return 0.0 if x == 0 else limit(-1), 1.0 if x == n else limit(1)


def exact(x: float, n: float, tail: float) -> Limits:
    """Clopper and Pearson (1934): each side leaves out at most the tail, whatever the proportion."""
    low = 0.0 if x == 0 else float(special.betaincinv(x, n - x + 1, tail))
    high = 1.0 if x == n else float(special.betainccinv(x + 1, n - x, tail))
    return low, high


def jeffreys(x: float, n: float, tail: float) -> Limits:
    """Equal tails of the posterior under Jeffreys' prior; the ends as in Brown, Cai and DasGupta (2001)."""
    low = 0.0 if x == 0 else float(special.betaincinv(x + 0.5, n - x + 0.5, tail))
    high = 1.0 if x == n else float(special.betainccinv(x + 0.5, n - x + 0.5, tail))
    return low, high


def mid_p(x: float, n: float, tail: float) -> Limits:
    """The exact limits with half of the observed outcome's probability counted (Berry and Armitage 1995)."""

    def above(p: float) -> float:
        return (binomial_at_least(x, n, p) + binomial_at_least(x + 1, n, p)) / 2 - tail

    def below(p: float) -> float:
        return (binomial_at_most(x, n, p) + binomial_at_most(x - 1, n, p)) / 2 - tail

    return 0.0 if x == 0 else find_root(above, 0.0, x / n), 1.0 if x == n else find_root(below, x / n, 1.0)


def likelihood(x: float, n: float, tail: float) -> Limits:
    """The proportions that a likelihood ratio test does not reject."""
    p, z = x / n, normal_upper(tail)

    def log_likelihood(value: float) -> float:
        return float(special.xlogy(x, value) + special.xlog1py(n - x, -value))

    def excess(value: float) -> float:
        return 2 * (log_likelihood(p) - log_likelihood(value)) - z * z

    low = 0.0 if x == 0 else find_root(excess, min(1e-300, p), p)
    return low, 1.0 if x == n else find_root(excess, p, 1.0 - 2**-53)


def agresti_coull(x: float, n: float, tail: float) -> Limits:
    """Wald about the Wilson centre (Agresti and Coull 1998); may leave [0, 1]."""
    z = normal_upper(tail)
    trials = n + z * z
    p = (x + z * z / 2) / trials
    half = z * math.sqrt(p * (1 - p) / trials)
    return p - half, p + half


def wald(x: float, n: float, tail: float) -> Limits:
    """Estimate and its standard error; for teaching, as it fails for small counts."""
    p = x / n
    half = normal_upper(tail) * math.sqrt(p * (1 - p) / n)
    return p - half, p + half


def wald_cc(x: float, n: float, tail: float) -> Limits:
    """Wald, wider by half a count at each side."""
    low, high = wald(x, n, tail)
    return low - 0.5 / n, high + 0.5 / n


METHODS: Final[dict[str, Callable[[float, float, float], Limits]]] = {
    "wilson": wilson,
    "exact": exact,
    "jeffreys": jeffreys,
    "agresti_coull": agresti_coull,
    "wald": wald,
    "mid_p": mid_p,
    "likelihood": likelihood,
    "wilson_cc": wilson_cc,
    "wald_cc": wald_cc,
}
