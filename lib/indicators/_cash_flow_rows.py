"""How cash flows are measured from rows: one row per period and item, a base case beside it, or flows on days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from lib.core import Unit
from lib.core.indicator import AUTO, Input, Option, Role, RowRule, Shape, Values

MOST_PERIODS = 1200
EXPECTED = "expected"
# What people call what they expect when they do not call it that; the earlier, the likelier.
_LIKELY = ("expect", "likel", "realis", "base", "mid", "plan", "normal")
_MOST_SCENARIOS = 50
_GUESSED = "scenario_guessed"

# The flows of the sample, so that a page opens on what measuring its sample gives.
CASH_FLOWS = Input(
    "cash_flows",
    "CF_t",
    Unit.MONEY,
    default=(-570000.0, 168400.0, 203600.0, 136800.0, 178400.0, 155200.0),
    minimum=None,
    kind="series",
)
BASE_CASH_FLOWS = Input(
    "base_cash_flows",
    "B_t",
    Unit.MONEY,
    default=(0.0, 20000.0, 20000.0, 15000.0, 15000.0, 10000.0),
    minimum=None,
    kind="series",
)
DATES = Input(
    "dates",
    "d_t",
    Unit.DAYS,
    default=tuple(date(2026 + year, 1, 1) for year in range(6)),
    minimum=None,
    kind="dates",
)


def flow_shapes(*, periods: tuple[str, ...], pairs: tuple[str, ...], dates: tuple[str, ...] = ()) -> tuple[Shape, ...]:
    """The three shapes of cash-flow tables, with the variants of an indicator that each can feed."""
    period, scenario = Role("period", "number"), Role("scenario", "category", required=False)
    option = Option("scenario", AUTO, kind="label", role="scenario", known=(EXPECTED,))
    # A blank amount is a row that somebody left open, not one to lose: it counts as nought, and is counted.
    cash_flow = Role("cash_flow", "money", nullable=True)
    base = Role("base_cash_flow", "money", nullable=True)
    return (
        Shape(
            "periods",
            (period, cash_flow, scenario),
            measure_periods,
            "campaign_cash_flows.csv",
            periods,
            options=(option,),
            settle=settle_scenario,
            rules=RULES,
        ),
        Shape(
            "base_and_campaign",
            (period, base, cash_flow, scenario),
            measure_pairs,
            "base_and_campaign.csv",
            pairs,
            options=(option,),
            settle=settle_scenario,
            rules=RULES,
        ),
        Shape(
            "dates",
            (Role("date", "date"), cash_flow, scenario),
            measure_dates,
            "dated_cash_flows.csv",
            dates,
            options=(option,),
            settle=settle_scenario,
            rules=RULES,
        ),
    )


def measure_periods(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The flows per period as one array in order; a period without a row counts as nought, so that time stays right.

    All groups start at the first period of the whole file, so that their present values add up; each ends with its own last.
    """
    filled = _filled(t, keys, {"cash_flows": t.cash_flow})
    return _collected(filled, keys, "_period", {"cash_flows": filled.cash_flows})


def measure_pairs(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The flows with marketing and those of the base case, as two arrays over the same periods."""
    filled = _filled(t, keys, {"cash_flows": t.cash_flow, "base_cash_flows": t.base_cash_flow})
    arrays = {name: filled[name] for name in ("cash_flows", "base_cash_flows")}
    return _collected(filled, keys, "_period", arrays)


def measure_dates(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The flows per day and their days, as two arrays in order of date."""
    t = t.mutate(_day=t.date.cast("date"))
    daily = t.group_by([*keys, "_day"]).aggregate(cash_flows=_money(t.cash_flow))
    return _collected(daily, keys, "_day", {"cash_flows": daily.cash_flows, "dates": daily["_day"]})


def _money(column: Any) -> Any:
    # Cast after the sum: decimals add up exactly.
    return column.sum().fill_null(0).cast("float64")


def _filled(t: Any, keys: tuple[str, ...], columns: dict[str, Any]) -> Any:
    import ibis

    first = t.period.min().as_scalar().cast("int64")
    t = t.mutate(_period=t.period.cast("int64"))
    sums = t.group_by([*keys, "_period"]).aggregate(
        **{name: _money(t[column.get_name()]) for name, column in columns.items()}
    )
    ends = (
        sums.group_by(list(keys)).aggregate(last=sums["_period"].max())
        if keys
        else sums.aggregate(last=sums["_period"].max())
    )
    spine = ends.mutate(_first=first)
    spine = spine.mutate(_period=ibis.range(spine["_first"], spine["last"] + 1).unnest()).drop("_first", "last")
    joined = spine.left_join(sums, ["_period", *keys])
    shared = {name: spine[name] for name in ("_period", *keys)}
    return joined.select(**shared, **{name: joined[name].fill_null(0.0) for name in columns})


def _collected(t: Any, keys: tuple[str, ...], order: str, arrays: dict[str, Any]) -> Any:
    collected = {name: column.collect(order_by=t[order]) for name, column in arrays.items()}
    return t.group_by(list(keys)).aggregate(**collected) if keys else t.aggregate(**collected)


def _other_scenario(t: Any, options: Values) -> Any:
    """Rows of another scenario than the one asked for; when the groups are the scenarios, every row belongs to its group."""
    name = t.scenario.lower()
    other = name.fill_null("").notin(_chosen(options))
    return other & (t.group != name.fill_null("")) if "group" in t.columns else other


def _chosen(options: Values) -> tuple[str, ...]:
    return (EXPECTED,) if options["scenario"] == AUTO else tuple(options["scenario"])


def settle_scenario(t: Any, options: Values) -> Values:
    """Which scenario is taken where nobody chose: the expected one, else one of a likely name, else the first in order.

    Without one of them no row would be left, and adding them up would count the same money several times. The guess is said.
    """
    if "scenario" not in t.columns or options["scenario"] != AUTO:
        return options
    expected = {**options, "scenario": (EXPECTED,)}
    counted = t.group_by(scenario=t.scenario.lower()).aggregate(written=t.scenario.mode()).limit(_MOST_SCENARIOS + 1)
    found = counted.execute().dropna()
    spelled = dict(sorted(zip(map(str, found["scenario"]), map(str, found["written"]), strict=True)))
    if not spelled or EXPECTED in spelled or len(spelled) > _MOST_SCENARIOS:
        return expected
    guess = next((name for word in _LIKELY for name in spelled if word in name), next(iter(spelled)))
    return {**options, "scenario": (guess,), _GUESSED: spelled[guess]}


def _guessed(t: Any, options: Values) -> Any:
    return t.scenario.lower().fill_null("").isin(_chosen(options)) & bool(options.get(_GUESSED))


def _before_gap(t: Any, options: Values) -> Any:
    return (t.period + 1).notin(t.period) & (t.period < t.period.max().as_scalar())


def _rule(
    name: str, applies: Callable[[Any, Values], Any], *needs: str, leave_out: bool = True, says: tuple[str, ...] = ()
) -> RowRule:
    return RowRule(f"cash_flows.rules.{name}", applies, needs, leave_out, says)


# The order matters: what a rule leaves out, the next one no longer sees in the table, but its count is taken before.
RULES = (
    _rule("other_scenario", _other_scenario, "scenario"),
    _rule("scenario_guessed", _guessed, "scenario", leave_out=False, says=(_GUESSED,)),
    _rule("not_whole", lambda t, o: t.period.cast("float64") % 1 != 0, "period"),
    _rule("too_far", lambda t, o: t.period > t.period.min().as_scalar() + MOST_PERIODS, "period"),
    _rule("gap", _before_gap, "period", leave_out=False),
    _rule("blank", lambda t, o: t.cash_flow.isnull(), "cash_flow", leave_out=False),
    _rule("blank_base", lambda t, o: t.base_cash_flow.isnull(), "base_cash_flow", leave_out=False),
)
