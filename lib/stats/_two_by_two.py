"""Exact probabilities of one or two binomial groups; all exact tests are written b against a."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from lib.stats._checks import Values
from lib.stats._distributions import binomial_at_least, binomial_at_most, by_alternative, find_root

# Tables that are equally likely differ in the last digits; R's fisher.test and binom.test use the same slack.
_TIES = 1 + 1e-7


def binomial_two_sided(successes: int, trials: int, probability: float) -> float:
    """P(outcome at most as likely as the one seen), as R's binom.test."""
    mode = min(trials, int((trials + 1) * probability))
    limit = _log_binomial(successes, trials, probability) + math.log(_TIES)
    if successes == mode or _log_binomial(mode, trials, probability) <= limit:
        return 1.0
    if successes > mode:
        return _two_sided_below(trials - successes, trials, 1 - probability, trials - mode, limit)
    return _two_sided_below(successes, trials, probability, mode, limit)


def _two_sided_below(successes: int, trials: int, probability: float, mode: int, limit: float) -> float:
    """The same for an outcome below the most likely one: its own tail, and the matching one on the other side."""
    low, high = mode, trials + 1
    # Probabilities fall from the mode on, so the first outcome that is no more likely is found by halving.
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _log_binomial(middle, trials, probability) <= limit else (middle, high)
    tails = binomial_at_most(successes, trials, probability), binomial_at_least(high, trials, probability)
    return min(1.0, sum(tails))


def _log_binomial(k: int, n: int, p: float) -> float:
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return float(ways + special.xlogy(k, p) + special.xlog1py(n - k, -p))


class ConditionalTable:
    """The successes of b given both margins: a hypergeometric variable, or Fisher's noncentral one.

    Args:
        x_a: successes of a.
        n_a: trials of a.
        x_b: successes of b.
        n_b: trials of b.
    """

    def __init__(self, x_a: int, n_a: int, x_b: int, n_b: int) -> None:
        successes = x_a + x_b
        self.seen = x_b
        self.lowest = max(0, successes - n_a)
        self.highest = min(n_b, successes)
        self.support: Values = np.arange(self.lowest, self.highest + 1, dtype=np.float64)
        k = self.support[1:]
        # Ratios of neighbouring probabilities keep full precision where log-gamma differences would not.
        steps = np.log((successes - k + 1) * (n_b - k + 1)) - np.log(k * (n_a - successes + k))
        self.log_weights: Values = np.concatenate(([0.0], np.cumsum(steps)))

    def probabilities(self, odds_ratio: float = 1.0) -> Values:
        """Of each count of the support."""
        log_p = self.log_weights + self.support * math.log(odds_ratio)
        weights = np.exp(log_p - log_p.max())
        return np.asarray(weights / weights.sum())

    def tails(self, odds_ratio: float = 1.0) -> tuple[float, float]:
        """P(at least as many successes of b), P(at most as many)."""
        p, at = self.probabilities(odds_ratio), self.seen - self.lowest
        return min(1.0, float(p[at:].sum())), min(1.0, float(p[: at + 1].sum()))

    def p_value(self, alternative: str) -> float:
        """Of Fisher's exact test; two-sided adds up the tables at most as likely as the one seen."""
        if alternative != "two-sided":
            return by_alternative(*self.tails(), alternative)
        p = self.probabilities()
        return min(1.0, float(p[p <= p[self.seen - self.lowest] * _TIES].sum()))

    def odds_ratio(self) -> float:
        """The conditional maximum likelihood estimate, 0 or infinite at the ends of the support."""
        if self.seen == self.lowest:
            return 0.0
        if self.seen == self.highest:
            return math.inf
        return math.exp(find_root(lambda log: self._mean(log) - self.seen, -40.0, 40.0))

    def odds_ratio_limits(self, tail: float) -> tuple[float, float]:
        """The exact conditional limits (Cornfield 1956)."""
        low, high = 0.0, math.inf
        if self.seen > self.lowest:
            low = math.exp(find_root(lambda log: self.tails(math.exp(log))[0] - tail, -40.0, 40.0))
        if self.seen < self.highest:
            high = math.exp(find_root(lambda log: self.tails(math.exp(log))[1] - tail, -40.0, 40.0))
        return low, high

    def _mean(self, log_odds_ratio: float) -> float:
        return float((self.support * self.probabilities(math.exp(log_odds_ratio))).sum())
