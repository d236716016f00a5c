"""What a campaign is worth at its best, as expected and at its worst: the same plan with more or less of its effect on sales."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from lib.core.checks import check_choice, check_number
from lib.core.errors import InputError
from lib.core.records import Answer
from lib.indicators import _cash_flows as flows_of
from lib.indicators._irr_roots import internal
from lib.indicators._months_then_years import in_years
from lib.indicators._payback_plan import paid_back
from lib.indicators.campaign_flows import CampaignFlows, campaign_flows

Timing = Literal["end", "middle", "spreadsheet"]
TIMINGS: Final[tuple[Timing, ...]] = ("end", "middle", "spreadsheet")


@dataclass(frozen=True, slots=True)
class Case:
    """How well the campaign works.

    Attributes:
        name: ``best``, ``expected`` or ``worst``.
        effect: share of the expected effect on sales that comes about; 1 is as expected.
        chance: probability, None where nobody gave any.
    """

    name: str
    effect: float
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case worked out.

    Attributes:
        case: the case.
        plan: its cash flows and what they are made of.
        worth: net present value.
        rate: internal rate of return, or why there is none.
        payback: in periods or, where some of them are months, in years; or why there is none.
        discounted: the same with flows at their present values; it is there exactly when the worth is not below nought.
    """

    case: Case
    plan: CampaignFlows
    worth: float
    rate: Answer
    payback: Answer
    discounted: Answer


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All cases side by side.

    Attributes:
        cases: one per case.
        worth: net present value weighted by the chances; None without chances.
        rate: internal rate of the flows weighted by the chances; it is not the weighted rate.
        mean_rate: the rates weighted by the chances, for comparison; None where a case has none.
        break_even: share of the expected effect at which the campaign is worth nothing; None where there is none above nought,
            or where losses carried forward bend the line.
    """

    cases: tuple[Outcome, ...]
    worth: float | None
    rate: Answer | None
    mean_rate: float | None
    break_even: float | None


def three_cases(
    *, best: float = 1.3, worst: float = 0.6, chance_best: float | None = None, chance_worst: float | None = None
) -> tuple[Case, Case, Case]:
    """Worst, expected and best; what the chances of the ends leave is that of the expected case.

    Args:
        best: share of the expected effect on sales at the best, at least 1.
        worst: at the worst, at most 1; below nought where the campaign may cost sales.
        chance_best: probability of the best case.
        chance_worst: of the worst; with only one of the two, the other one is nought.

    Raises:
        InputError: for shares on the wrong side, or chances that add up to more than 1.

    Example:
        >>> [case.chance for case in three_cases(chance_best=0.25, chance_worst=0.25)]
        [0.25, 0.5, 0.25]
    """
    check_number("best", best, minimum=1)
    check_number("worst", worst, maximum=1)
    if chance_best is None and chance_worst is None:
        return Case("worst", worst), Case("expected", 1.0), Case("best", best)
    high = check_number("chance_best", chance_best or 0.0, minimum=0, maximum=1)
    low = check_number("chance_worst", chance_worst or 0.0, minimum=0, maximum=float(f"{1 - high:.12g}"))
    middle = max(0.0, float(f"{1 - high - low:.12g}"))
    return Case("worst", worst, low), Case("expected", 1.0, middle), Case("best", best, high)


def campaign_cases(inputs: Mapping[str, Any], cases: Sequence[Case], *, rate: float, timing: str = "end") -> Outcomes:
    r"""The cases of a campaign at one rate: its added sales as a share of the expected ones, its cost as planned.

    .. math:: S'_t(f) = S_t + f (S'_t - S_t), \quad E[NPV] = \sum_c p_c NPV_c

    Args:
        inputs: of ``campaign_flows``, as expected.
        cases: with all of their chances, or none.
        rate: what money must earn per period or, where some periods are months, per year; decimal above -1.
        timing: ``end`` of the period, its ``middle``, or ``spreadsheet``, which discounts even the first flow by a period.

    Returns:
        Values, rates and paybacks. The value of the weighted flows is the weighted value; their rate is not the weighted rate.

    Raises:
        InputError: as ``campaign_flows``; for sales below nought at an effect below nought; for values too large for a number.

    Source:
        Jeffery (2010), Data-Driven Marketing, ch. 5: best, expected and worst case; Brealey, Myers and Allen (2020), ch. 10.

    Example:
        >>> plan = {"base_sales": (0, 0), "campaign_sales": (0, 220), "campaign_cost": (60, 0), "margin": 0.5}
        >>> found = campaign_cases(plan, three_cases(worst=0.5, best=1.5), rate=0.1)
        >>> [round(one.worth, 9) for one in found.cases]
        [-10.0, 40.0, 90.0]
    """
    check_number("discount_rate", rate, above=-1)
    check_choice("timing", timing, TIMINGS)
    found = tuple(_outcome(inputs, case, rate, timing) for case in cases)
    chances = [one.case.chance for one in found]
    weights = [chance for chance in chances if chance is not None]
    even = _break_even(inputs, rate, timing)
    if len(weights) < len(found):
        return Outcomes(found, None, None, None, even)
    worth = math.fsum(weight * one.worth for weight, one in zip(weights, found, strict=True))
    flows = tuple(
        math.fsum(weight * flow for weight, flow in zip(weights, at, strict=True))
        for at in zip(*(one.plan.flows for one in found), strict=True)
    )
    rates = [one.rate.value for one, weight in zip(found, weights, strict=True) if weight]
    known = [one for one in rates if one is not None]
    mean = None
    if len(known) == len(rates):
        mean = math.fsum(weight * one for weight, one in zip(filter(None, weights), known, strict=True))
    return Outcomes(found, worth, internal(flows, found[0].plan.times, None), mean, even)


def _outcome(inputs: Mapping[str, Any], case: Case, rate: float, timing: str) -> Outcome:
    plan = _plan(inputs, case.effect)
    months = float(inputs.get("months", 0))
    worth = _worth(plan, rate, timing)
    paid = [paid_back(counted, plan.flows) for counted in (plan.flows, _present(plan, rate, timing))]
    simple, discounted = (in_years(one, months) if months else one for one in paid)
    return Outcome(case, plan, worth, internal(plan.flows, plan.times, None), simple, discounted)


def _plan(inputs: Mapping[str, Any], effect: float) -> CampaignFlows:
    base, sales = inputs["base_sales"], inputs["campaign_sales"]
    if len(base) != len(sales):
        raise InputError.different_lengths("campaign_sales", len(sales), "base_sales", len(base))
    moved = tuple(before + effect * (after - before) for before, after in zip(base, sales, strict=True))
    return campaign_flows(**{**inputs, "campaign_sales": moved})


def _worth(plan: CampaignFlows, rate: float, timing: str) -> float:
    found = flows_of.net_present_value(plan.flows, _moved(plan.times, timing), rate)
    if found is None:
        raise InputError.too_large("campaign_sales", max(map(abs, plan.flows)), 1e300)
    return found


def _present(plan: CampaignFlows, rate: float, timing: str) -> tuple[float, ...]:
    found = flows_of.present_values(plan.flows, _moved(plan.times, timing), rate)
    if found is None:
        raise InputError.too_large("campaign_sales", max(map(abs, plan.flows)), 1e300)
    return found


def _moved(times: Sequence[float], timing: str) -> tuple[float, ...]:
    """When flows count that fall at the ends of periods."""
    if timing == "middle":
        return (times[0], *((before + after) / 2 for before, after in pairwise(times)))
    return tuple(time + times[1] for time in times) if timing == "spreadsheet" else tuple(times)


def _break_even(inputs: Mapping[str, Any], rate: float, timing: str) -> float | None:
    """Without an effect and with all of it the value lies on a straight line, unless losses wait for profits."""
    if inputs.get("tax_rate") and inputs.get("losses") == "carried":
        return None
    without, expected = (_worth(_plan(inputs, effect), rate, timing) for effect in (0.0, 1.0))
    return -without / (expected - without) if without < 0 < expected - without else None
