"""How trials and the purchases after them are measured: with dates and a common window, with marks, with a control, or from totals."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Option, Role, RowRule, Shape, Values
from lib.core.records import Unit
from lib.indicators import _arms

WINDOW = Option("window_days", 30, minimum=1, maximum=1825, unit=Unit.DAYS)


def measure_trials(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Trials that had the whole window to lead to a purchase, and those that did so within it; later trials are set aside."""
    t = _timed(t, options)
    followed = ~t._late
    sums = {
        "tried": followed.cast("int64").sum(),
        "bought": (followed & t._bought).cast("int64").sum(),
        "set_aside": t._late.cast("int64").sum(),
        "losses_in_file": t._losses.max(),
    }
    if "cost" in t.columns:
        cost = t.cost.cast("float64")
        sums["cost_per_trial"] = cost.mean(where=followed & cost.notnull())
    return _aggregate(t, keys, sums)


def time_to_purchase(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Days from trial to purchase (event), or to the end of the file (censored), counted per day."""
    t = _timed(t, options)
    seen = t._days.notnull() & (t._days <= t._follow_up)
    t = t.mutate(time=seen.ifelse(t._days, t._follow_up), _event=seen)
    events = t._event.cast("int64").sum()
    return t.group_by([*keys, "time"]).aggregate(events=events, censored=t.count() - events).order_by([*keys, "time"])


def measure_people(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """People who tried and people who bought after trying, from columns of yes and no."""
    tried = t.tried.fill_null(False) if "tried" in t.columns else ~t.bought.isnull()
    t = t.mutate(_tried=tried, _lost=tried & ~t.bought)
    t = t.mutate(_losses=t._lost.cast("int64").sum())
    sums = {
        "tried": t._tried.cast("int64").sum(),
        "bought": (t._tried & t.bought).cast("int64").sum(),
        "losses_in_file": t._losses.max(),
    }
    if "tried" in t.columns:
        sums |= {"triers": t._tried.cast("int64").sum(), "target": t.count()}
    if "cost" in t.columns:
        cost = t.cost.cast("float64")
        sums["cost_per_trial"] = cost.mean(where=t._tried & cost.notnull())
    return _aggregate(t, keys, sums)


def measure_experiment(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Buyers among those who were offered a trial and among those who were not; trials and buyers among the first."""
    t = t.mutate(_control=_arms.is_control(t, options))
    bought, offered = t.bought.cast("int64"), ~t._control
    sums = {
        "offered": offered.cast("int64").sum(),
        "offered_bought": offered.ifelse(bought, 0).sum(),
        "control": t._control.cast("int64").sum(),
        "control_bought": t._control.ifelse(bought, 0).sum(),
    }
    if "tried" in t.columns:
        tried = offered & t.tried.fill_null(False)
        sums |= {
            "tried": tried.cast("int64").sum(),
            "bought": tried.ifelse(bought, 0).sum(),
            "triers": tried.cast("int64").sum(),
            "target": offered.cast("int64").sum(),
        }
    return _aggregate(t, keys, sums)


def measure_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Counts that somebody has already made, added up."""
    sums = {"tried": t.tried_count.sum(), "bought": t.bought_count.sum()}
    if "invited_count" in t.columns:
        sums |= {"triers": t.tried_count.sum(), "target": t.invited_count.sum()}
    if "cost" in t.columns:
        sums["cost_per_trial"] = t.cost.cast("float64").sum() / t.tried_count.sum().nullif(0)
    return _aggregate(t, keys, sums)


def _timed(t: Any, options: Values) -> Any:
    days = int(options[WINDOW.name])
    until = _observed_until(t).as_scalar()
    t = t.mutate(_losses=t.purchase_date.isnull().cast("int64").sum(), _until=until)
    t = t.mutate(
        _follow_up=t._until.delta(t.trial_date.cast("date"), unit="day"),
        _days=t.purchase_date.cast("date").delta(t.trial_date.cast("date"), unit="day"),
    )
    # A trial too recent to have had its window is set aside also when it has led to a purchase: else only the quick ones would count.
    bought = t._days.notnull() & (t._days <= days) & (t._days <= t._follow_up)
    return t.mutate(_late=t._follow_up < days, _bought=bought)


def _observed_until(t: Any) -> Any:
    """The last day that the file knows of: the latest trial or purchase that is not in the future."""
    import ibis

    now = ibis.now().cast("timestamp")
    trial = t.trial_date.max(where=t.trial_date <= now)
    return ibis.greatest(trial, ibis.coalesce(t.purchase_date.max(where=t.purchase_date <= now), trial)).cast("date")


def _late(t: Any, options: Values) -> Any:
    until = _observed_until(t).as_scalar()
    return until.delta(t.trial_date.cast("date"), unit="day") < int(options[WINDOW.name])


def _future(column: Any) -> Any:
    import ibis

    return column > ibis.now().cast("timestamp")


def _aggregate(t: Any, keys: tuple[str, ...], sums: dict[str, Any]) -> Any:
    return t.group_by(list(keys)).aggregate(**sums) if keys else t.aggregate(**sums)


_COST = Role("cost", "money", required=False)
_DATE = Role("date", "date", required=False)

SHAPES = (
    Shape(
        "trials",
        (Role("trial_date", "date"), Role("purchase_date", "date", nullable=True), _COST),
        measure_trials,
        "test_drives.csv",
        ("conversion", "cost_per_sale"),
        period_role="trial_date",
        options=(WINDOW,),
        rules=(
            RowRule(
                "test_drive.rules.bought_before",
                lambda t, o: t.purchase_date.cast("date") < t.trial_date.cast("date"),
                ("trial_date", "purchase_date"),
            ),
            RowRule("test_drive.rules.future_trial", lambda t, o: _future(t.trial_date), ("trial_date",)),
            RowRule(
                "test_drive.rules.future_purchase",
                lambda t, o: _future(t.purchase_date),
                ("purchase_date",),
                leave_out=False,
            ),
            RowRule("test_drive.rules.set_aside", _late, ("trial_date", "purchase_date"), leave_out=False),
        ),
        extras={"time_to_purchase": time_to_purchase},
    ),
    Shape(
        "experiment",
        (Role("arm", "category", nullable=True), Role("bought", "flag"), Role("tried", "flag", required=False), _DATE),
        measure_experiment,
        "trial_experiment.csv",
        ("incremental", "conversion", "trial_rate"),
        period_role="date",
        options=(_arms.CONTROL,),
        settle=_arms.settle_control,
        rules=_arms.rules("test_drive"),
    ),
    Shape(
        "people",
        (Role("bought", "flag"), Role("tried", "flag", required=False), _COST, _DATE),
        measure_people,
        "trial_experiment.csv",
        ("conversion", "trial_rate", "cost_per_sale"),
        period_role="date",
    ),
    Shape(
        "totals",
        (
            Role("tried_count", "number"),
            Role("bought_count", "number"),
            Role("invited_count", "number", required=False),
            _COST,
            _DATE,
        ),
        measure_totals,
        "trials_by_day.csv",
        ("conversion", "trial_rate", "cost_per_sale"),
        period_role="date",
        rules=(
            RowRule(
                "test_drive.rules.negative",
                lambda t, o: (t.tried_count < 0) | (t.bought_count < 0),
                ("tried_count", "bought_count"),
            ),
            RowRule(
                "test_drive.rules.more_bought",
                lambda t, o: t.bought_count > t.tried_count,
                ("tried_count", "bought_count"),
                leave_out=False,
            ),
        ),
    ),
)
