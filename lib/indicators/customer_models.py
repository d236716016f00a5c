"""The value of a new customer by five models on the same data and the same terms, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lib.core import Estimate, InputError, Interval, Notice
from lib.indicators.cltv import INDICATOR
from lib.models import count_recency, fit_sbg_lifetimes, renewing_value, returning_value
from lib.models.recency import Recency
from lib.models.sbg import Sbg
from lib.stats import RatioSums, ratio_interval

ModelName = Literal["constant", "endless", "recency", "renewing", "buying"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What all models are asked.

    Attributes:
        horizon: periods that count, whole, >= 1.
        discount: per period, decimal, > -1.
        cost: to keep a customer per period, money, >= 0.
        level: of the intervals, decimal.
    """

    horizon: int
    discount: float
    cost: float = 0.0
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Side:
    """One model's answer.

    Attributes:
        model: which.
        value: of a new customer before what it cost to win, money; None where there is no answer.
        interval: of it, None where there is none.
        notices: what to say beside it.
    """

    model: ModelName
    value: float | None
    interval: Interval | None
    notices: tuple[Notice, ...] = ()


def constant_sides(measured: Mapping[str, Any], terms: Terms) -> tuple[Side, Side]:
    """Constant margin and retention: with a horizon and the first margin at once, and without end and a period later.

    Args:
        measured: the inputs of customer lifetime value, with evidence where there is some.
        terms: of the question.

    Returns:
        Jeffery's sum within the horizon, and the closed form of Gupta and Lehmann.

    Source: Jeffery (2010), ch. 6; Gupta and Lehmann (2005), ch. 2.

    Example:
        >>> found = constant_sides({"margin": 1.0, "retention": 0.8}, Terms(horizon=1, discount=0.1))
        >>> [round(side.value, 4) for side in found]  # 1 + 0.8 / 1.1, and 0.8 / (1.1 - 0.8)
        [1.7273, 2.6667]
    """
    return _constant("constant", "now", terms.horizon, measured, terms), _constant(
        "endless", "end_of_period", None, measured, terms
    )


def _constant(model: ModelName, variant: str, horizon: int | None, measured: Mapping[str, Any], terms: Terms) -> Side:
    known = {item.name for item in INDICATOR.inputs if item.evidence} | {"margin", "retention"}
    inputs = {name: given for name, given in measured.items() if name in known}
    asked = {"discount_rate": terms.discount, "retention_cost": terms.cost, "acquisition_cost": 0.0, "horizon": horizon}
    try:
        found = INDICATOR.compute(variant=variant, **inputs, **asked)
    except InputError as error:
        return Side(model, None, None, (_why(error),))
    if found.value is None:
        return Side(model, None, None, (found.no_answer,) if found.no_answer else ())
    limits = INDICATOR.interval(level=terms.level, variant=variant, **inputs, **asked)
    return Side(model, found.value, limits)


def margin_error(measured: Mapping[str, Any]) -> float:
    """Standard error of the margin per active period over customers; 0 where the data carry no sums for it.

    Example:
        >>> margin_error({"margin": 3.0})
        0.0
    """
    names = ("customers", "margin_total", "active_periods", "margin_squares", "active_squares", "margin_active")
    sums = [measured.get(name) for name in names]
    known = [float(one) for one in sums if one is not None]
    if len(known) < len(names) or known[0] < 2:
        return 0.0
    return ratio_interval(RatioSums(int(known[0]), *known[1:])).details.get("standard_error", 0.0)


def renewing_side(
    lifetimes: Mapping[str, Sequence[float]], measured: Mapping[str, Any], terms: Terms
) -> tuple[Side, Sbg | None]:
    """Customers who differ in how likely they are to leave: the shifted-beta-geometric model, with its fit.

    Args:
        lifetimes: ``renewals``, ``lost``, ``customers``.
        measured: with the margin per period as a customer.
        terms: of the question.

    Example:
        >>> lives = {"renewals": [0, 1, 2, 3], "lost": [1, 1, 1, 0], "customers": [131, 126, 90, 653]}
        >>> side, fit = renewing_side(lives, {"margin": 1.0}, Terms(horizon=1, discount=0.0))
        >>> 1.85 < side.value < 1.88, fit is not None  # the first period, and about 1 - 0.131 of a second
        (True, True)
    """
    try:
        fit = fit_sbg_lifetimes(lifetimes["renewals"], lifetimes["lost"], lifetimes["customers"])
        found = renewing_value(
            fit,
            margin=float(measured["margin"]) - terms.cost,
            margin_error=margin_error(measured),
            discount=terms.discount,
            periods=terms.horizon,
            level=terms.level,
        )
    except (InputError, KeyError) as error:
        return Side("renewing", None, None, (_why(error),)), None
    return _side("renewing", found), fit


def recency_side(gaps: Mapping[str, Sequence[float]], terms: Terms) -> tuple[Side, Recency | None]:
    """Customers who pause and come back: chances to buy by time since the last purchase, with these chances.

    Args:
        gaps: ``gap``, ``seen``, ``times``, ``value`` and ``squares`` (sum and sum of squares of what those periods brought).
        terms: of the question.

    Example:
        >>> gaps = {"gap": [1, 1], "seen": [1, 0], "times": [50, 50], "value": [2000, 2000], "squares": [8e4, 8e4]}
        >>> recency_side(gaps, Terms(horizon=2, discount=0.0))[0].value  # 40 (1 + 1/2 + 1/4)
        70.0
    """
    try:
        chances = count_recency(gaps["gap"], gaps["seen"], gaps["times"])
        times, total, squares = (float(sum(gaps[name])) for name in ("times", "value", "squares"))
        mean = total / times
        error = (max(0.0, squares / times - mean**2) / max(1.0, times - 1)) ** 0.5
        found = returning_value(
            chances,
            margin=mean,
            margin_error=error,
            cost=terms.cost,
            discount=terms.discount,
            periods=terms.horizon,
            level=terms.level,
        )
    except InputError as problem:
        return Side("recency", None, None, (_why(problem),)), None
    return _side("recency", found), chances


def _side(model: ModelName, found: Estimate) -> Side:
    return Side(model, found.estimate, found.interval, found.notes)


def _why(error: Exception) -> Notice:
    name = error.fields.get("name") if isinstance(error, InputError) else "margin"
    known = {"lost", "renewals", "gap", "discount", "margin"}
    return Notice(f"customer_models.cannot.{name if name in known else 'other'}", {}, "info")


def buying_side(found: Estimate) -> Side:
    """Customers who leave without a word: the answer of BG/NBD and Gamma-Gamma.

    Example:
        >>> buying_side(Estimate(3.0, None, "likelihood")).value
        3.0
    """
    return _side("buying", found)
