"""The indicators as one system: identities between them, solved for whatever is not given."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Values = Mapping[str, float]
# Two ways to the same number differ in their last digits; a number typed with four digits differs in its fifth.
TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that always holds between some of the numbers.

    Attributes:
        name: in the catalogue.
        solve: for each of its numbers, the function of the others that gives it; None where it cannot (a division by zero).
    """

    name: str
    solve: Mapping[str, Callable[[Values], float | None]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An identity that the numbers break.

    Attributes:
        identity: its name.
        number: one of its numbers that was given.
        given: its value.
        follows: what the others would make it.
        among: the given numbers that the identity rests on, this one included.
    """

    identity: str
    number: str
    given: float
    follows: float
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """What follows from the numbers given.

    Attributes:
        values: all that are known, given and found.
        found: number to the identity that gave it.
        contradictions: identities that the given numbers break.
    """

    values: Mapping[str, float]
    found: Mapping[str, str]
    contradictions: tuple[Contradiction, ...]


def _product(name: str, whole: str, one: str, other: str) -> Identity:
    """whole = one * other."""
    return Identity(
        name,
        {
            whole: lambda v: v[one] * v[other],
            one: lambda v: _over(v[whole], v[other]),
            other: lambda v: _over(v[whole], v[one]),
        },
    )


def _sum(name: str, whole: str, one: str, other: str) -> Identity:
    """whole = one + other."""
    return Identity(
        name,
        {
            whole: lambda v: v[one] + v[other],
            one: lambda v: v[whole] - v[other],
            other: lambda v: v[whole] - v[one],
        },
    )


def _shifted(name: str, one: str, other: str, shift: float, sign: float) -> Identity:
    """one = shift + sign * other."""
    return Identity(name, {one: lambda v: shift + sign * v[other], other: lambda v: (v[one] - shift) / sign})


def _over(above: float, below: float) -> float | None:
    return None if below == 0 else above / below


def _lifetime() -> Identity:
    """value = margin * p / (1 + d - p), the first margin after a period and without end (Gupta and Lehmann)."""
    return Identity(
        "lifetime_value",
        {
            "lifetime_value": lambda v: (
                _over(v["period_margin"] * v["retention"], 1 + v["discount"] - v["retention"])
                if v["retention"] < 1 + v["discount"]
                else None
            ),
            "period_margin": lambda v: _over(
                v["lifetime_value"] * (1 + v["discount"] - v["retention"]), v["retention"]
            ),
            "retention": lambda v: _over(
                (1 + v["discount"]) * v["lifetime_value"], v["period_margin"] + v["lifetime_value"]
            ),
            "discount": lambda v: _later(v["period_margin"] * v["retention"], v["lifetime_value"], v["retention"]),
        },
    )


def _later(above: float, below: float, retention: float) -> float | None:
    share = _over(above, below)
    return None if share is None else share + retention - 1


def _rate_of_return() -> Identity:
    """cac = margin * p / (1 + irr - p), so irr = p (1 + margin / cac) - 1."""
    return Identity(
        "irr",
        {
            "irr": lambda v: _later(v["period_margin"] * v["retention"], v["cac"], v["retention"]),
            "cac": lambda v: _over(v["period_margin"] * v["retention"], 1 + v["irr"] - v["retention"]),
            "period_margin": lambda v: _over(v["cac"] * (1 + v["irr"] - v["retention"]), v["retention"]),
            "retention": lambda v: _over((1 + v["irr"]) * v["cac"], v["period_margin"] + v["cac"]),
        },
    )


IDENTITIES: tuple[Identity, ...] = (
    _product("clicks", "clicks", "impressions", "ctr"),
    _product("orders", "orders", "clicks", "tcr"),
    _product("cost_of_clicks", "cost", "clicks", "cpc"),
    _product("cost_of_orders", "cost", "orders", "cpa"),
    _product("price_of_orders", "cpc", "cpa", "tcr"),
    _product("revenue", "revenue", "orders", "order_value"),
    _product("roas", "revenue", "roas", "cost"),
    _product("roas_of_order", "order_value", "roas", "cpa"),
    _shifted("roa", "roa", "roas", -1.0, 1.0),
    _product("gross", "gross", "revenue", "margin"),
    _sum("profit", "gross", "profit", "cost"),
    _product("take_rate", "take_rate", "ctr", "tcr"),
    _product("word_of_mouth", "cpc", "cpc_with_wom", "wom"),
    _sum("cac", "cac", "cpa", "overhead"),
    _shifted("churn", "churn", "retention", 1.0, -1.0),
    _lifetime(),
    _sum("npv", "lifetime_value", "npv", "cac"),
    _rate_of_return(),
    _product("payback", "cac", "payback", "period_margin"),
)
NUMBERS: tuple[str, ...] = tuple(dict.fromkeys(name for identity in IDENTITIES for name in identity.solve))


def solve(given: Values) -> Solved:
    """Everything that follows from some of the numbers, by using one identity after the other.

    Args:
        given: number to value; rates as decimals, money in one currency, one length of period.

    Returns:
        All numbers that can be known, which identity gave each, and the identities that the given numbers break.

    Source: definitions of the indicators (Jeffery 2010; Farris et al. 2010); IRR of a constant margin with constant retention is
    the rate at which its present value equals the cost.

    Example:
        >>> found = solve({"clicks": 512849, "cost": 755315.922, "orders": 3939, "revenue": 4661912.55})
        >>> [round(found.values[name], 4) for name in ("roa", "tcr", "cpc")]
        [5.1721, 0.0077, 1.4728]
    """
    values = {name: float(one) for name, one in given.items() if name in NUMBERS and math.isfinite(one)}
    roots = {name: frozenset({name}) for name in values}
    found: dict[str, str] = {}
    while step := _next(values):
        identity, name, value = step
        values[name] = value
        found[name] = identity.name
        roots[name] = frozenset().union(*(roots[one] for one in identity.solve if one != name))
    broken = [_broken(identity, values, roots) for identity in IDENTITIES]
    return Solved(values, found, tuple(one for one in broken if one is not None))


def _next(values: Mapping[str, float]) -> tuple[Identity, str, float] | None:
    for identity in IDENTITIES:
        missing = [name for name in identity.solve if name not in values]
        if len(missing) == 1:
            value = identity.solve[missing[0]](values)
            if value is not None and math.isfinite(value):
                return identity, missing[0], value
    return None


def _broken(
    identity: Identity, values: Mapping[str, float], roots: Mapping[str, frozenset[str]]
) -> Contradiction | None:
    if any(name not in values for name in identity.solve):
        return None
    name = next(iter(identity.solve))
    follows = identity.solve[name](values)
    if follows is None or math.isclose(follows, values[name], rel_tol=TOLERANCE, abs_tol=1e-12):
        return None
    among = tuple(sorted(frozenset().union(*(roots[one] for one in identity.solve))))
    return Contradiction(identity.name, name, values[name], follows, among)
