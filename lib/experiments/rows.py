"""From rows to the sums of an experiment: the shapes of data that hold one, and how they are added up in the engine.

A unit is what chance assigned, as a rule a user. Where a column names it, its rows are put together first, so that an eager user
counts once; where none does, every row is a unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lib.core.indicator import Indicator
from lib.core.shape import Role, Shape, Values
from lib.experiments.drawn_in import measure_drawn_in
from lib.experiments.records import Kind
from lib.experiments.settling import MISMATCHED, SEVERAL, SUCCESS, fits, rows_that_count, settle_event, settle_shown

ARM: Final = Role("arm", "category")
UNIT: Final = Role("unit", "identifier", required=False)
DATE: Final = Role("date", "date", required=False)
SHOWN: Final = Role("shown", "category", required=False)


def _per_unit(t: Any, keys: tuple[str, ...], options: Values, **parts: Any) -> Any:
    """One row per unit and arm with the parts given as functions of the rows; a day is the one on which the unit came in."""
    t = rows_that_count(t, options)
    split = [key for key in keys if key != "period"]
    if "unit" not in t.columns:
        period = {"period": t.date.truncate("D").cast("date")} if "period" in keys else {}
        cells = {name: alone for name, (alone, _) in ((name, part(t)) for name, part in parts.items())}
        return _dated(t.select(*split, "arm", **period, **cells), keys)
    sums = {name: grouped for name, (_, grouped) in ((name, part(t)) for name, part in parts.items())}
    period = {"period": t.date.min().truncate("D").cast("date")} if "period" in keys else {}
    return _dated(t.group_by([*split, "arm", "unit"]).aggregate(**period, **sums), keys)


def _dated(t: Any, keys: tuple[str, ...]) -> Any:
    """Without what has no day, where days are asked for."""
    return t.filter(t.period.notnull()) if "period" in keys else t


def _aggregate(t: Any, keys: tuple[str, ...], sums: Mapping[str, Any]) -> Any:
    return t.group_by([*keys, "arm"]).aggregate(**sums)


def _measure_share(t: Any, keys: tuple[str, ...], options: Values, said: Any) -> Any:
    u = _per_unit(t, keys, options, outcome=lambda rows: (said(rows), said(rows).max()))
    return _aggregate(
        u,
        keys,
        {
            "assigned": u.count(),
            "n": u.outcome.notnull().cast("int64").sum(),
            "total": u.outcome.fill_null(0).sum(),
        },
    )


def measure_binary(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Units per arm, those whose outcome is known, and those who said yes at least once."""
    return _measure_share(t, keys, options, lambda rows: rows.outcome.cast("int64"))


def measure_events(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Units per arm, and those with the hoped-for event at least once."""
    name = str(options[SUCCESS.name]).strip().lower()
    return _measure_share(
        t, keys, options, lambda rows: (rows.event.strip().lower() == name).fill_null(False).cast("int64")
    )


def measure_amount(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Sums and sums of squares of the amount per unit, and of the same measure before the experiment where it is there."""

    def amount(rows: Any) -> tuple[Any, Any]:
        value = rows.amount.cast("float64")
        return value, value.sum()

    def before(rows: Any) -> tuple[Any, Any]:
        # Who was not there before had nothing before.
        value = rows.before.cast("float64").fill_null(0.0)
        return value, value.max()

    parts = {"amount": amount, **({"before": before} if "before" in t.columns else {})}
    u = _per_unit(t, keys, options, **parts)
    known = u.amount.notnull()
    sums = {
        "assigned": u.count(),
        "n": known.cast("int64").sum(),
        "total": u.amount.sum(),
        "squares": (u.amount * u.amount).sum(),
        "largest": u.amount.max(),
    }
    if "before" in t.columns:
        sums |= {
            "before": u.before.sum(where=known),
            "before_squares": (u.before * u.before).sum(where=known),
            "before_products": (u.before * u.amount).sum(where=known),
        }
    return _aggregate(u, keys, sums)


def drawn_in(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """The amounts per unit once more, the outermost ones drawn in (see ``measure_drawn_in``)."""

    def amount(rows: Any) -> tuple[Any, Any]:
        value = rows.amount.cast("float64")
        return value, value.sum()

    return measure_drawn_in(_per_unit(t, keys, options, amount=amount))


def measure_ratio(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Sums, squares and products of numerator and denominator per unit."""

    def part(name: str) -> Any:
        def cells(rows: Any) -> tuple[Any, Any]:
            value = rows[name].cast("float64")
            return value, value.sum()

        return cells

    u = _per_unit(t, keys, options, above=part("numerator"), below=part("denominator"))
    known = u.above.notnull() & u.below.notnull()
    return _aggregate(
        u,
        keys,
        {
            "assigned": u.count(),
            "n": known.cast("int64").sum(),
            "total": u.above.sum(where=known),
            "base": u.below.sum(where=known),
            "squares": (u.above * u.above).sum(where=known),
            "base_squares": (u.below * u.below).sum(where=known),
            "products": (u.above * u.below).sum(where=known),
        },
    )


def measure_time(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Units and events per arm; the times themselves are a further measurement."""
    return _aggregate(t, keys, {"assigned": t.count(), "n": t.count(), "total": t.happened.cast("int64").sum()})


def life_table(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """How many had the event, and how many were last seen without it, per arm and time."""
    t = _timed(t)
    events = t.happened.cast("int64").sum()
    grouped = t.group_by([*keys, "arm", "time"]).aggregate(events=events, censored=t.count() - events)
    return grouped.order_by([*keys, "arm", "time"])


def _timed(t: Any) -> Any:
    return t.mutate(time=t.time.cast("float64"))


def measure_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Counts that somebody has already made, added up; rows whose outcome is not known yet count as assigned only."""
    if "period" in keys:
        t = _dated(t.mutate(period=t.date.truncate("D").cast("date")), keys)
    known = t.successes.notnull()
    return _aggregate(
        t,
        keys,
        {
            "assigned": t.trials.cast("float64").sum(),
            "n": t.trials.cast("float64").sum(where=known),
            "total": t.successes.cast("float64").sum(),
        },
    )


def facts(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """What the rows show besides the sums: counts for the health checks, in one row."""
    outcome = next((name for name in ("outcome", "amount", "successes", "numerator") if name in t.columns), None)
    found = t.aggregate(
        rows=t.count(),
        mismatched=(~fits(t, options)).cast("int64").sum(),
        unknown=t[outcome].isnull().cast("int64").sum() if outcome else t.count() * 0,
    )
    if "unit" not in t.columns:
        return found.mutate(in_several_arms=found.rows * 0, repeated=found.rows * 0)
    kept = t.filter(fits(t, options)) if options.get(MISMATCHED.name) == "leave_out" else t
    pairs = kept.group_by(["unit", "arm"]).aggregate(n=kept.count())
    units = pairs.group_by("unit").aggregate(arms=pairs.count(), extra=(pairs.n - 1).sum())
    # Events and amounts come in many rows per unit by their nature; a second yes or no of the same unit is worth a word.
    repeated = units.extra.sum() if "outcome" in t.columns else units.count() * 0
    mixed = units.aggregate(in_several_arms=(units.arms > 1).cast("int64").sum(), repeated=repeated)
    return found.cross_join(mixed)


def _shape(name: str, roles: tuple[Role, ...], measure: Any, sample: str, **more: Any) -> Shape:
    return Shape(
        name,
        (ARM, *roles),
        measure,
        sample,
        variants=(),
        period_role="date" if DATE in roles else None,
        own_periods=True,
        extras={"facts": facts, **more.pop("extras", {})},
        **more,
    )


_MIXED: Final = (MISMATCHED, SEVERAL)
SHAPES: Final[tuple[Shape, ...]] = (
    _shape(
        "binary",
        (Role("outcome", "flag", nullable=True), UNIT, DATE, SHOWN),
        measure_binary,
        "experiment.csv",
        options=_MIXED,
        settle=settle_shown,
    ),
    _shape(
        "events",
        (Role("unit", "identifier"), Role("event", "category"), DATE),
        measure_events,
        "experiment_events.csv",
        options=(SUCCESS, SEVERAL),
        settle=settle_event,
    ),
    _shape(
        "amount",
        (
            Role("amount", "money", nullable=True),
            UNIT,
            Role("before", "money", required=False, nullable=True),
            DATE,
            SHOWN,
        ),
        measure_amount,
        "experiment.csv",
        extras={"drawn_in": drawn_in},
        options=_MIXED,
        settle=settle_shown,
    ),
    _shape(
        "ratio",
        (Role("unit", "identifier"), Role("numerator", "number"), Role("denominator", "number"), DATE),
        measure_ratio,
        "experiment.csv",
        options=(SEVERAL,),
    ),
    _shape(
        "time",
        (Role("time", "number"), Role("happened", "flag")),
        measure_time,
        "experiment_times.csv",
        extras={"life_table": life_table},
    ),
    _shape(
        "totals",
        (Role("trials", "number"), Role("successes", "number", nullable=True), DATE),
        measure_totals,
        "experiment_days.csv",
    ),
)
KIND_OF: Final[Mapping[str, Kind]] = {
    "binary": "binary",
    "events": "binary",
    "amount": "mean",
    "ratio": "ratio",
    "time": "survival",
    "totals": "binary",
}
# Read and measured like the data of an indicator; it has no inputs and no definition of its own.
EXPERIMENT: Final = Indicator("experiment", "", 0, "", (), (), SHAPES)
