"""How take rate is measured from rows: people contacted one by one, campaigns counted up, or advertising exports."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Option, Role, RowRule, Shape, Values
from lib.indicators import _arms

STAGES = ("delivered", "opened", "clicked")


def repeated(t: Any, options: Values) -> Any:
    """Rows of people who were contacted more than once."""
    seen = t.group_by("contact").aggregate(contacts=t.count())
    return t.contact.isin(seen.filter(seen.contacts > 1).contact) & (options["counting"] == "person")


def in_both_arms(t: Any, options: Values) -> Any:
    """Rows of people who were treated in one row and control in another."""
    marked = t.mutate(_control=_arms.is_control(t, options).cast("int64"))
    seen = marked.group_by("contact").aggregate(low=marked._control.min(), high=marked._control.max())
    return t.contact.isin(seen.filter(seen.low < seen.high).contact)


CONTACT_RULES = (
    RowRule("take_rate.rules.repeated_contact", repeated, ("contact",), leave_out=False),
    RowRule("take_rate.rules.missing_contact", lambda t, o: t.contact.isnull(), ("contact",), leave_out=False),
    RowRule("take_rate.rules.both_arms", in_both_arms, ("contact", "arm"), leave_out=False),
    *_arms.rules("take_rate"),
)
CAMPAIGN_RULES = (
    RowRule("take_rate.rules.negative", lambda t, o: (t.sent < 0) | (t.takes < 0)),
    RowRule("take_rate.rules.more_takes_than_sent", lambda t, o: t.takes > t.sent),
    *_arms.rules("take_rate"),
)
AD_RULES = (
    RowRule("take_rate.rules.negative", lambda t, o: (t.impressions < 0) | (t.clicks < 0) | (t.orders < 0)),
    RowRule("take_rate.rules.orders_without_click", lambda t, o: t.orders > t.clicks, leave_out=False),
)


def measure_contacts(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Offers, stages and takes from one row per contact; people in several campaigns count once if so chosen."""
    flags = [name for name in ("accepted", *STAGES) if name in t.columns]
    marked = t.mutate(_control=_control(t, options), **{name: t[name].fill_null(False) for name in flags})
    if "margin" in t.columns:
        marked = marked.mutate(_margin=marked.accepted.ifelse(marked.margin.fill_null(0), 0))
    if "contact" in t.columns and options["counting"] == "person":
        marked = _people(marked, keys, flags)
    counts = _contact_counts(marked)
    return _aggregate(marked, keys, counts if "arm" in t.columns else _without_arms(counts))


def _control(t: Any, options: Values) -> Any:
    import ibis

    return _arms.is_control(t, options) if "arm" in t.columns else ibis.literal(False)


def _people(t: Any, keys: tuple[str, ...], flags: list[str]) -> Any:
    import ibis

    # Contacts without an identifier cannot be recognised again; each stays a person of its own.
    alone = ibis.literal("\x00") + ibis.row_number().cast("string")
    t = t.mutate(_person=ibis.coalesce(t.contact, alone))
    sums = {name: t[name].fill_null(0).sum() for name in ("cost", "_margin") if name in t.columns}
    return t.group_by([*keys, "_control", "_person"]).aggregate(**{name: t[name].any() for name in flags}, **sums)


def _contact_counts(t: Any) -> dict[str, Any]:
    treated, took = ~t._control, t.accepted & ~t._control
    counts = {"sent": _number(treated), "takes": _number(took)}
    for stage in STAGES:
        if stage in t.columns:
            counts |= {stage: _number(treated & t[stage]), f"takes_{stage}": _number(took & t[stage])}
    if "cost" in t.columns:
        counts["cost_per_contact"] = _per(treated.ifelse(t.cost.fill_null(0), 0).sum(), counts["sent"])
    if "_margin" in t.columns:
        counts["margin_per_take"] = _per(treated.ifelse(t._margin, 0).sum(), counts["takes"])
    control = {"control": _number(t._control), "takes_control": _number(t.accepted & t._control)}
    return {**counts, "treated": counts["sent"], "takes_treated": counts["takes"], **control}


def measure_campaigns(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Offers, stages and takes from rows that are counted up already: sums, never means of rates."""
    t = t.mutate(_control=_control(t, options))
    counts = {"sent": _treated_sum(t, t.sent), "takes": _treated_sum(t, t.takes)}
    for stage in STAGES:
        if stage in t.columns:
            # A channel that cannot be tracked (no openings of a text message) leaves the cell empty: not in this base.
            counts[stage] = _treated_sum(t, t[stage])
            counts[f"takes_{stage}"] = _treated_sum(t, t[stage].notnull().ifelse(t.takes, 0))
    if "cost" in t.columns:
        counts["cost_per_contact"] = _per(_treated_sum(t, t.cost), counts["sent"])
    if "margin" in t.columns:
        counts["margin_per_take"] = _per(_treated_sum(t, t.margin), counts["takes"])
    counts |= {"treated": counts["sent"], "takes_treated": counts["takes"]}
    counts["control"] = t._control.ifelse(t.sent, 0).sum().fill_null(0)
    counts["takes_control"] = t._control.ifelse(t.takes, 0).sum().fill_null(0)
    return _aggregate(t, keys, counts if "arm" in t.columns else _without_arms(counts))


def measure_ads(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Impressions, clicks and orders of an advertising export, summed."""
    sums = {"impressions": t.impressions, "clicked": t.clicks, "takes_clicked": t.orders}
    return _aggregate(t, keys, {name: column.sum().fill_null(0) for name, column in sums.items()})


def _treated_sum(t: Any, column: Any) -> Any:
    return (~t._control).ifelse(column.fill_null(0), 0).sum().fill_null(0)


def _number(flag: Any) -> Any:
    return flag.cast("int64").sum().fill_null(0)


def _per(total: Any, count: Any) -> Any:
    return total.cast("float64") / count.cast("float64").nullif(0)


def _without_arms(counts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in counts.items() if not name.endswith(("treated", "control"))}


def _aggregate(t: Any, keys: tuple[str, ...], columns: dict[str, Any]) -> Any:
    return t.group_by(list(keys)).aggregate(**columns) if keys else t.aggregate(**columns)


_CAMPAIGN_ROLES = (
    Role("date", "date", required=False),
    Role("arm", "category", required=False),
    Role("cost", "money", required=False),
    Role("margin", "money", required=False),
)

SHAPES = (
    Shape(
        "contacts",
        (
            Role("accepted", "flag"),
            Role("contact", "identifier", required=False),
            Role("delivered", "flag", required=False),
            Role("opened", "flag", required=False),
            Role("clicked", "flag", required=False),
            *_CAMPAIGN_ROLES,
        ),
        measure_contacts,
        "offers.csv",
        ("sent", "delivered", "opened", "clicked", "incremental", "cost_per_take", "break_even"),
        period_role="date",
        options=(Option("counting", "person", choices=("person", "contact"), kind="choice"), _arms.CONTROL),
        settle=_arms.settle_control,
        natural={"arm": "incremental"},
        rules=CONTACT_RULES,
    ),
    Shape(
        "campaigns",
        (
            Role("sent", "number"),
            Role("takes", "number"),
            Role("delivered", "number", required=False),
            Role("opened", "number", required=False),
            Role("clicked", "number", required=False),
            *_CAMPAIGN_ROLES,
        ),
        measure_campaigns,
        "email_campaigns.csv",
        ("sent", "delivered", "opened", "clicked", "cost_per_take", "break_even", "incremental"),
        period_role="date",
        options=(_arms.CONTROL,),
        settle=_arms.settle_control,
        natural={"arm": "incremental"},
        rules=CAMPAIGN_RULES,
    ),
    Shape(
        "ads",
        (
            Role("impressions", "number"),
            Role("clicks", "number"),
            Role("orders", "number"),
            Role("date", "date", required=False),
        ),
        measure_ads,
        "ads.csv",
        ("per_impression", "clicked"),
        period_role="date",
        rules=AD_RULES,
    ),
)
