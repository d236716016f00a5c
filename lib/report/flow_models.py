"""Sheets of definitions that go by periods: a table with a row per period, and the spreadsheet's own function as a check.

Every other definition is read from its own code (``lib.report.recording``); these sum exactly, search for rates and count
periods, which a recording cannot show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from lib.core.indicator import Indicator, Variant
from lib.core.records import Unit
from lib.indicators import _cash_flows as flows_of
from lib.report.expressions import Given, Node, Part, Span, call, choice, nothing
from lib.report.model import Model

Held = Mapping[str, Any]
_Build = Callable[[Indicator, Variant, Held], Model | None]


# ---- what several share ----------------------------------------------------------------------------------------------


def _started(held: Held, variant: Variant) -> tuple[Model, list[Node], list[Node]]:
    """The table as far as the flows that count, and the places of the periods."""
    if variant.name == "dated":
        return _started_dated(held)
    count = len(held["cash_flows"])
    model = Model({**held, "period": tuple(map(float, range(count)))})
    periods = model.typed("period", Unit.PERIODS)
    flows = model.typed("cash_flows")
    if variant.name == "incremental":
        base = model.typed("base_cash_flows")
        flows = model.column("difference", [a - b for a, b in zip(flows, base, strict=True)])
    return model, flows, periods


def _started_dated(held: Held) -> tuple[Model, list[Node], list[Node]]:
    pairs = sorted(zip(held["dates"], held["cash_flows"], strict=True), key=lambda pair: pair[0])
    model = Model({**held, "dates": tuple(day for day, _ in pairs), "cash_flows": tuple(flow for _, flow in pairs)})
    days = model.typed("dates", "date")
    flows = model.typed("cash_flows")
    return model, flows, model.column("years", [(day - days[0]) / 365 for day in days], Unit.YEARS)


def discounted(model: Model, flows: Sequence[Node], times: Sequence[Part], rate: Node) -> list[Node]:
    """Factors and present values, a column each."""
    factors = model.column("factor", [1 / (1 + rate) ** time for time in times], None)
    return model.column("present_value", [flow * factor for flow, factor in zip(flows, factors, strict=True)])


def _added_up(model: Model, values: Sequence[Node]) -> list[Node]:
    totals = [values[0]]
    for value in values[1:]:
        totals.append(totals[-1] + value)
    return model.column("running_total", totals)


# ---- net present value -----------------------------------------------------------------------------------------------


def _npv(ind: Indicator, variant: Variant, held: Held) -> Model:
    model, flows, places = _started(held, variant)
    rate = model.number("discount_rate", Unit.RATE)
    if variant.name == "real":
        inflation = model.number("inflation", Unit.RATE)
        rate = model.step("real_rate", (rate - inflation) / (1 + inflation), Unit.RATE)
    times: list[Part] = list(places)
    if variant.name == "excel":
        times = list(model.column("exponent", [place + 1 for place in places], None))
    elif variant.name == "mid_year":
        times = list(model.column("exponent", [call("MAX", 0.0, place - 0.5) for place in places], None))
    elif variant.name == "months_then_years":
        times = list(years(model, places)[1])
    values = discounted(model, flows, times, rate)
    _added_up(model, values)
    model.answer(call("SUM", Span(values)), variant.unit)
    _npv_by_function(model, variant, flows, places, rate)
    return model


def _npv_by_function(model: Model, variant: Variant, flows: Sequence[Node], places: Sequence[Node], rate: Node) -> None:
    """The same by the function of the spreadsheet; it has none for the middle of a period, nor for months beside years."""
    if variant.name == "dated":
        days = next(column for column in model.columns if column.name == "dates").span
        model.check("by_function", call("XNPV", rate, Span(flows), days))
    elif variant.name == "excel":
        model.check("by_function", call("NPV", rate, Span(flows)))
    elif variant.name not in {"mid_year", "months_then_years"} and len(flows) > 1:
        model.check("by_function", flows[0] + call("NPV", rate, Span(flows[1:])))


def years(model: Model, places: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Times where the first periods are months and the others years: in months, whole as they are, and in years."""
    first = model.number("months", Unit.COUNT)
    months = [call("MIN", place, first) + call("MAX", 0.0, place - first) * 12.0 for place in places]
    months = model.column("months_from_now", months, Unit.MONTHS)
    return months, model.column("years", [month / 12 for month in months], Unit.YEARS)


# ---- internal rate of return -----------------------------------------------------------------------------------------


def _irr(ind: Indicator, variant: Variant, held: Held) -> Model:
    model, flows, places = _started(held, variant)
    found = ind.compute(variant=variant.name, **held)
    roots: Sequence[float] = found.series["roots"]
    hurdle = model.number("hurdle_rate", Unit.RATE) if "hurdle_rate" in held else None
    changes = _sign_changes(model, flows)
    months: list[Node] = []
    if variant.name == "months_then_years":
        months, places = years(model, places)
    rate_near = _rate_near(model, flows, months)

    if hurdle is not None:
        model.column("at_hurdle", _worth(flows, places, hurdle))
    if found.value is None:
        model.answer(nothing(), Unit.RATE)
        model.notes.append("several_rates" if roots else "no_rate")
        for place, root in enumerate(roots, start=1):
            model.check(f"rate_{place}", rate_near(root), Unit.RATE)
        _at_hurdle(model)
        return model
    # With one change of sign there is one rate; a spreadsheet would show one of several without a word.
    single = flows_of.sign_changes(found.series["cash_flows"]) == 1
    rate = rate_near(found.value)
    rate = model.answer(choice("eq", changes, 1.0, rate, nothing()) if single else rate, Unit.RATE)
    model.notes.append("one_rate" if single else "one_of_several_signs")
    values = model.column("present_value", _worth(flows, places, rate))
    model.check("worth_at_rate", call("SUM", Span(values)))
    _at_hurdle(model)
    return model


def _rate_near(model: Model, flows: Sequence[Node], months: Sequence[Node]) -> Callable[[float], Node]:
    """The function of the spreadsheet that finds the rate next to a guess."""
    if months:
        # XIRR counts whole days: with 365 of them to the month it finds the rate per month.
        stretched = Span(model.column("stretched_days", [1 + month * 365 for month in months], None))
        return lambda guess: (1 + call("XIRR", Span(flows), stretched, flows_of.monthly_rate(guess))) ** 12.0 - 1
    days = next((column.span for column in model.columns if column.name == "dates"), None)
    if days is None:
        return lambda guess: call("IRR", Span(flows), guess)
    return lambda guess: call("XIRR", Span(flows), days, guess)


def _worth(flows: Sequence[Node], places: Sequence[Node], rate: Node) -> list[Node]:
    return [flow / (1 + rate) ** time for flow, time in zip(flows, places, strict=True)]


def _at_hurdle(model: Model) -> None:
    """The number that decides, also where rates are several or none."""
    for column in model.columns:
        if column.name == "at_hurdle":
            model.check("worth_at_hurdle", call("SUM", column.span))


def _sign_changes(model: Model, flows: Sequence[Node]) -> Node:
    """How often the flows change from money out to money in or back, noughts passed over."""
    signs: list[Node] = [call("SIGN", flows[0])]
    for flow in flows[1:]:
        signs.append(choice("eq", flow, 0.0, signs[-1], call("SIGN", flow)))
    model.column("sign", signs, None)
    turns = [choice("lt", a * b, 0.0, 1.0, 0.0) for a, b in pairwise(signs)]
    model.column("sign_change", [None, *turns], None)
    return model.step("sign_changes", call("SUM", Span(turns)) if turns else signs[0] * 0.0, Unit.COUNT)


def _mirr(ind: Indicator, variant: Variant, held: Held) -> Model:
    model, flows, periods = _started(held, variant)
    finance, reinvest = model.number("finance_rate", Unit.RATE), model.number("reinvest_rate", Unit.RATE)
    last = periods[-1]
    earned = [
        call("MAX", flow, 0.0) * (1 + reinvest) ** (last - place) for flow, place in zip(flows, periods, strict=True)
    ]
    spent = [call("MAX", -flow, 0.0) * (1 + finance) ** -place for flow, place in zip(flows, periods, strict=True)]
    whole = call("SUM", Span(model.column("earned", earned)))
    cost = call("SUM", Span(model.column("spent", spent)))
    whole, cost = model.step("earned_in_all", whole), model.step("spent_in_all", cost)
    rate = (whole / cost) ** (1 / last) - 1
    model.answer(choice("gt", whole * cost, 0.0, rate, nothing()), variant.unit)
    return model


# ---- payback ---------------------------------------------------------------------------------------------------------


def _payback(ind: Indicator, variant: Variant, held: Held) -> Model:
    model, flows, periods = _started(held, variant)
    times, mixed = periods, variant.name.startswith("months_then_years")
    if mixed:
        _, times = years(model, periods)
    if variant.name.endswith("discounted"):
        flows = discounted(model, flows, times, model.number("discount_rate", Unit.RATE))
    whole = Span(flows)
    largest = model.step("largest", call("MAX", call("MAX", whole), -call("MIN", whole)))
    # What is left of a sum beside its largest term is nought but for rounding.
    sums = [call("SUM", Span(flows[: place + 1])) for place in range(len(flows))]
    swept = [choice("le", call("ABS", one), largest * flows_of.NOUGHT, 0.0, one) for one in sums]
    totals = model.column("running_total", swept)
    below = [choice("lt", total, 0.0, period, -1.0) for total, period in zip(totals, periods, strict=True)]
    below = model.column("below_nought", below, Unit.PERIODS)
    last = model.step("last_below", call("MAX", Span(below)), Unit.PERIODS)
    at, after = (call("INDEX", Span(totals), last + step) for step in (1, 2))
    paid = choice("lt", last, periods[-1], last + at / (at - after), nothing())
    found = choice("lt", last, 0.0, nothing(), paid)
    if mixed:
        found = model.step("in_periods", found, Unit.PERIODS)
        months = Given("months")
        found = call("MIN", found, months) / 12 + call("MAX", 0.0, found - months)
    model.answer(found, variant.unit)
    return model


def _payback_with_churn(ind: Indicator, variant: Variant, held: Held) -> Model:
    model = Model(held)
    cost, revenue = model.number("acquisition_cost", Unit.MONEY), model.number("monthly_revenue", Unit.MONEY)
    share, churn = model.number("gross_margin", Unit.RATE), model.number("churn_rate", Unit.RATE)
    margin = model.step("monthly_margin", revenue * share)
    part = model.step("part_of_lifetime", cost * churn / margin, Unit.RATE)
    gone, all_gone = choice("gt", churn, 0.0, 1.0, 0.0), choice("lt", churn, 1.0, 1.0, 0.0)
    usual = choice("gt", gone * all_gone * margin, 0.0, choice("lt", part, 1.0, 1.0, 0.0), 0.0)
    usual = model.step("some_leave", usual, None)
    stay = 1 - churn
    months = call("INT", call("LN", 1 - part) / call("LN", stay) + flows_of.NOUGHT)
    whole = model.step("whole_months", choice("eq", usual, 1.0, months, 0.0), Unit.MONTHS)
    paid = (1 - stay**whole) / churn
    paid = model.step("paying_months", choice("eq", usual, 1.0, paid, 0.0), Unit.MONTHS)
    with_churn = whole + (cost - margin * paid) / (margin * stay**whole)
    at_once = choice("le", cost, margin, cost / margin, nothing())
    ends = choice("eq", churn, 0.0, cost / margin, choice("eq", churn, 1.0, at_once, nothing()))
    found = choice("eq", usual, 1.0, with_churn, ends)
    model.answer(choice("le", margin, 0.0, nothing(), found), variant.unit)
    return model


# ---- customer lifetime value -----------------------------------------------------------------------------------------


def _observed(ind: Indicator, variant: Variant, held: Held) -> Model:
    count = len(held["margin_by_age"])
    model = Model({**held, "period": tuple(map(float, range(count)))})
    periods, margins = model.typed("period", Unit.PERIODS), model.typed("margin_by_age")
    rate, cost = model.number("discount_rate", Unit.RATE), model.number("acquisition_cost", Unit.MONEY)
    values = discounted(model, margins, periods, rate)
    _added_up(model, values)
    model.answer(call("SUM", Span(values)) - cost, variant.unit)
    return model


def _with_horizon(ind: Indicator, variant: Variant, held: Held) -> Model | None:
    """Margin by period up to the horizon; without one, the formula is read from the code."""
    horizon = held.get("horizon")
    if horizon is None:
        return None
    first = 1 if variant.name == "end_of_period" else 0
    model = Model({**held, "period": tuple(map(float, range(first, int(horizon) + 1)))})
    periods = model.typed("period", Unit.PERIODS)
    margin, keep = model.number("margin", Unit.MONEY), model.number("retention", Unit.RATE)
    rate, cost = model.number("discount_rate", Unit.RATE), model.number("acquisition_cost", Unit.MONEY)
    net = margin
    if "retention_cost" in held:
        net = model.step("net_margin", margin - model.number("retention_cost", Unit.MONEY))
    shrink = model.step("shrink", keep / (1 + rate), Unit.RATE)
    parts = model.column("present_value", [net * _power(shrink, place, first) for place in periods])
    total = model.step("before_cost", call("SUM", Span(parts)) if parts else net * 0.0)
    model.answer(total / cost if variant.name == "to_cac" else total - cost, variant.unit)
    return model


def _power(base: Node, place: Node, first: int) -> Node:
    # Spreadsheets do not agree with everybody else that nought to the power of nought is one.
    return base**place if first else choice("eq", place, 0.0, 1.0, base**place)


BY_HAND: Final[Mapping[tuple[str, str], _Build]] = MappingProxyType(
    {
        **{
            ("npv", name): _npv
            for name in ("end_of_period", "mid_year", "excel", "dated", "incremental", "real", "months_then_years")
        },
        **{("irr", name): _irr for name in ("periodic", "dated", "incremental", "months_then_years")},
        ("irr", "modified"): _mirr,
        **{
            ("payback", name): _payback
            for name in ("simple", "discounted", "incremental", "months_then_years", "months_then_years_discounted")
        },
        ("payback", "cac_survival"): _payback_with_churn,
        ("cltv", "observed"): _observed,
        **{("cltv", name): _with_horizon for name in ("end_of_period", "now", "to_cac")},
    }
)
