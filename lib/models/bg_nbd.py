"""Customers who may leave without saying so: the BG/NBD model and its modified form, in which some never come back at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Notice
from lib.models._maximise import Maximum, maximise
from lib.models.histories import Array, Histories, coarser

_AWAY_FROM_ONE: Final = 1e-6
_MANY, _COARSE = 4000, 24  # histories that are worth a coarse fit first; steps of time in it
_POINTS = np.polynomial.legendre.leggauss(64)
_NODES: Final = ((_POINTS[0] + 1) / 2, _POINTS[1] / 2)


@dataclass(frozen=True, slots=True)
class BgNbd:
    """A fitted BG/NBD model.

    While active, a customer buys at a rate that varies over customers by a gamma law (``r``, ``alpha``); after each purchase
    the customer leaves with a chance that varies by a beta law (``a``, ``b``).

    Attributes:
        r: shape of the buying rates, > 0.
        alpha: their scale, in the unit of time, > 0; mean rate r / alpha.
        a: first parameter of the chance to leave, > 0.
        b: second one, > 0; mean chance a / (a + b).
        modified: True for MBG/NBD, where a customer may leave right after the first purchase too.
        log_likelihood: at these parameters.
        maximum: the fit itself; None for parameters that were given.
        notices: what to say beside it.
    """

    r: float
    alpha: float
    a: float
    b: float
    modified: bool = False
    log_likelihood: float | None = None
    maximum: Maximum | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """By name."""
        return {"r": self.r, "alpha": self.alpha, "a": self.a, "b": self.b}

    @property
    def standard_errors(self) -> dict[str, float] | None:
        """Of the parameters, None where the likelihood is flat."""
        errors = None if self.maximum is None else self.maximum.standard_errors
        return None if errors is None else dict(zip(self.parameters, map(float, errors), strict=True))

    def probability_alive(self, repeats: ArrayLike, last: ArrayLike, watched: ArrayLike) -> Array:
        """P(still a customer at the end of watching).

        P = 1 / (1 + a / (b + x - 1) * ((alpha + T) / (alpha + t_x))^(r + x)) for x > 0, 1 for x = 0; b + x in the modified form.

        Args:
            repeats: purchases after the first, >= 0.
            last: time of the last purchase after the first.
            watched: time from the first purchase to the end.

        Returns:
            Decimals in (0, 1], one per entry.

        Source: Fader, Hardie and Lee (2008), "Computing P(alive) using the BG/NBD model", note 021.

        Example:
            >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
            >>> [round(float(p), 3) for p in model.probability_alive([2, 0], [30.43, 0], [38.86, 38.86])]
            [0.727, 1.0]
        """
        x, t_x, end = (np.asarray(part, dtype=np.float64) for part in (repeats, last, watched))
        return np.asarray(1 / (1 + self._gone_odds(x, t_x, end)), dtype=np.float64)

    def _gone_odds(self, x: Array, t_x: Array, end: Array) -> Array:
        first = np.where(x > 0, self.b + x - 1, 1.0) if not self.modified else self.b + x
        power = (self.r + x) * (np.log(self.alpha + end) - np.log(self.alpha + t_x))
        odds = self.a / first * np.exp(np.minimum(power, 700))
        return np.asarray(odds if self.modified else np.where(x > 0, odds, 0.0), dtype=np.float64)

    def expected_purchases(self, time: ArrayLike) -> Array:
        """Expected repeat purchases of a new customer within a time.

        E[X(t)] = (a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t))^r * 2F1(r, b; a + b - 1; t / (alpha + t)))

        Args:
            time: since the first purchase, >= 0, in the unit of alpha.

        Returns:
            Counts, one per entry.

        Source: Fader, Hardie and Lee (2005), eq. 9; Batislam, Denizel and Filiztekin (2007) for the modified form.

        Example:
            >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
            >>> round(float(model.expected_purchases(32.0)), 4)
            1.0437
        """
        t = np.asarray(time, dtype=np.float64)
        zero = np.zeros_like(t)
        lead = self.b if self.modified else self.a + self.b - 1
        return self._growth(zero, zero, t, np.full_like(t, lead))

    def conditional_purchases(self, time: ArrayLike, repeats: ArrayLike, last: ArrayLike, watched: ArrayLike) -> Array:
        """Expected purchases in the coming time of a customer with this history.

        Args:
            time: length of the time to come, >= 0.
            repeats: purchases after the first.
            last: time of the last purchase after the first.
            watched: time from the first purchase to now.

        Returns:
            Counts, one per entry.

        Source: Fader, Hardie and Lee (2005), eq. 10; the hypergeometric function by Euler's transformation, which does not
        overflow for customers with many purchases.

        Example:
            >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
            >>> round(float(model.conditional_purchases(39, 2, 30.43, 38.86)), 3)
            1.226
        """
        t, x, t_x, end = np.broadcast_arrays(*(np.asarray(p, dtype=np.float64) for p in (time, repeats, last, watched)))
        lead = self.a + self.b + x - (0 if self.modified else 1)
        return self._growth(x, end, t, lead) / (1 + self._gone_odds(x, t_x, end))

    def _growth(self, x: Array, end: Array, t: Array, lead: Array) -> Array:
        """lead / (a - 1) * (1 - (1 - z)^(r + x) * 2F1(r + x, b + x; a + b + x - 1; z)), z = t / (alpha + T + t).

        The limit at a = 1 is finite; the two sides of it, averaged, are it to ten digits.
        """
        if abs(self.a - 1) < _AWAY_FROM_ONE:
            return (self._at(1 - _AWAY_FROM_ONE, x, end, t, lead) + self._at(1 + _AWAY_FROM_ONE, x, end, t, lead)) / 2
        return self._at(self.a, x, end, t, lead)

    def _at(self, a: float, x: Array, end: Array, t: Array, lead: Array) -> Array:
        more = 1.0 if self.modified else 0.0
        z = t / (self.alpha + end + t)
        power = self.r + x
        third = a + self.b + x - 1 + more
        # Of Euler's two forms the one that stays bounded: the other grows beyond all numbers for frequent buyers.
        first = np.where(a - 1 <= power, third - power, power)
        second = np.where(a - 1 <= power, a - 1, self.b + x + more)
        with np.errstate(over="ignore", invalid="ignore"):
            series = special.hyp2f1(first, second, third, z)
            grown = lead / (a - 1) * (1 - (1 - z) ** np.where(a - 1 <= power, a - 1, power) * series)
        good = np.isfinite(grown) & (grown >= 0) & (grown <= power * t / (self.alpha + end) * (1 + 1e-9))
        if np.all(good):
            return np.asarray(grown, dtype=np.float64)
        return np.where(good, grown, self._integrated(x, end, t))

    def _integrated(self, x: Array, end: Array, t: Array) -> Array:
        """The same as a mean over the chance p to leave: (1 - (1 + p t / (alpha + T))^-(r + x)) / p, for where the series fails."""
        more = 1.0 if self.modified else 0.0
        weight = self.b / (self.a + self.b) if self.modified and not np.any(end > 0) else 1.0
        shares, weights = _NODES
        total = np.zeros(np.broadcast(x, t).shape)
        for share, one in zip(shares, weights, strict=True):
            p = np.maximum(special.betaincinv(self.a, self.b + x + more, share), 1e-300)
            total = total - one * np.expm1(-(self.r + x) * np.log1p(p * t / (self.alpha + end))) / p
        return np.asarray(weight * total, dtype=np.float64)

    def discounted_purchases(
        self, repeats: ArrayLike, last: ArrayLike, watched: ArrayLike, *, periods: int, discount: float
    ) -> Array:
        """Expected purchases of the coming periods, each discounted from its end to now.

        Sum over k = 1..K of (E[Y(k)] - E[Y(k - 1)]) / (1 + d)^k.

        Args:
            repeats: purchases after the first.
            last: time of the last purchase after the first.
            watched: time from the first purchase to now.
            periods: how many to look ahead, whole, >= 1.
            discount: rate per unit of time, decimal, > -1.

        Returns:
            Discounted counts, one per entry; times the margin per purchase they are the value of the customer.

        Raises:
            InputError: periods or discount out of bounds.

        Source: Fader, Hardie and Lee (2005), "RFM and CLV", Journal of Marketing Research 42:415-430, p. 419 (the idea).

        Example:
            >>> model = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
            >>> round(float(model.discounted_purchases(2, 30.43, 38.86, periods=39, discount=0.0)), 3)
            1.226
        """
        count = int(check_number("periods", periods, minimum=1, maximum=10_000, whole=True))
        rate = check_number("discount", discount, above=-1)
        x, t_x, end = np.broadcast_arrays(*(np.asarray(p, dtype=np.float64) for p in (repeats, last, watched)))
        total, before = np.zeros(x.shape), np.zeros(x.shape)
        for k in range(1, count + 1):
            upto = self.conditional_purchases(float(k), x, t_x, end)
            total = total + (upto - before) / (1 + rate) ** k
            before = upto
        return total


def fit_bg_nbd(data: Histories, *, modified: bool = False, start: ArrayLike | None = None) -> BgNbd:
    """The BG/NBD model of the highest likelihood.

    ln L = sum of n * (ln G(r+x) - ln G(r) + r ln alpha + ln B(a, b+x) - ln B(a, b)
    + ln((alpha+T)^-(r+x) + [x > 0] a / (b+x-1) (alpha+t_x)^-(r+x)))

    Args:
        data: distinct histories with their counts.
        modified: True for MBG/NBD.
        start: r, alpha, a, b to start from, all > 0; chosen from the data by default.

    Returns:
        The fitted model; its notices say where the data do not pin the parameters down.

    Raises:
        InputError: when nobody ever bought again, so that nothing can be learnt about buying.

    Source: Fader, Hardie and Lee (2005), eq. 6; Batislam, Denizel and Filiztekin (2007), "Empirical validation and comparison of
    models for customer base analysis", International Journal of Research in Marketing 24:201-209.

    Example:
        >>> from lib.models import histories
        >>> model = fit_bg_nbd(histories([0] * 60 + [1] * 25 + [4] * 15, [0] * 60 + [12] * 25 + [30] * 15, [39] * 100))
        >>> 0 < model.r < model.alpha
        True
    """
    if data.repeat_buyers == 0:
        raise InputError(
            "model_no_repeat_buyers", "repeats are all 0: nobody bought again", name="repeats", value=0.0, bound=1.0
        )
    if start is None and data.repeats.size > _MANY:
        start = tuple(fit_bg_nbd(coarser(data, _COARSE), modified=modified).parameters.values())
    likelihood = _Likelihood(data, modified)
    origin = np.array([0.5, max(1e-6, float(np.average(data.watched, weights=data.customers)) / 4), 1.0, 2.0])
    if start is not None:
        origin = np.asarray(start, dtype=np.float64)
    found = maximise(likelihood, origin, near=start is not None)
    notices = () if found.converged else (Notice("models.flat_likelihood", {"customers": data.n}),)
    r, alpha, a, b = map(float, found.parameters)
    return BgNbd(r, alpha, a, b, modified, found.log_likelihood, found, notices)


def _dot(one: Array, other: Array) -> float:
    """Sum of products, without the threads of a matrix library: on a busy machine these wait for each other ten times as long."""
    return float(np.einsum("i,i->", one, other))


class _Likelihood:
    """The log-likelihood and its gradient; special functions once per distinct number of repeats."""

    def __init__(self, data: Histories, modified: bool) -> None:
        self.counts = data.customers
        self.more = 1.0 if modified else 0.0
        self.x, self.place = np.unique(data.repeats, return_inverse=True)
        self.per_x = np.bincount(self.place, weights=self.counts)
        self.repeats, self.last, self.watched = data.repeats, data.last, data.watched
        self.may_leave = np.ones(data.repeats.size, dtype=bool) if modified else data.repeats > 0

    def __call__(self, parameters: Array) -> tuple[float, Array]:
        r, alpha, a, b = parameters
        x, n = self.x, self.per_x
        after = b + x + self.more
        gamma_part = special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha)
        beta_part = special.gammaln(a + b) - special.gammaln(b) + special.gammaln(after) - special.gammaln(a + after)
        log_end, log_last = np.log(alpha + self.watched), np.log(alpha + self.last)
        power = r + self.repeats
        staying = after - 1
        odds = np.where(staying > 0, a / np.where(staying > 0, staying, 1), 0.0)[self.place]
        ratio = np.where(self.may_leave, odds * np.exp(np.minimum(power * (log_end - log_last), 700)), 0.0)
        value = n @ (gamma_part + beta_part) + _dot(self.counts, np.log1p(ratio) - power * log_end)
        gone = self.counts * (ratio / (1 + ratio))
        here = self.counts - gone
        end, last = here / (alpha + self.watched), gone / (alpha + self.last)
        gone_by_x = np.bincount(self.place, weights=gone)
        total = special.digamma(a + b) - special.digamma(a + after)
        gradient = np.array(
            [
                n @ (special.digamma(r + x) - special.digamma(r) + np.log(alpha))
                - _dot(here, log_end)
                - _dot(gone, log_last),
                n.sum() * r / alpha - _dot(power, end + last),
                n @ total + gone.sum() / a,
                n @ (total + special.digamma(after) - special.digamma(b))
                - np.where(staying > 0, gone_by_x / np.where(staying > 0, staying, 1), 0.0).sum(),
            ]
        )
        return float(value), gradient
