"""How word of mouth is measured from rows: clicks by where they came from, customers by who brought them, or totals."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import AUTO, Option, Role, RowRule, Shape, Values

# Labels are compared without case and outer spaces; the visitor's own are chosen in place of these.
_DIRECT = Option(
    "direct_labels",
    AUTO,
    kind="labels",
    role="source",
    known=(
        *("direct", "(direct)", "direct click", "typed", "bookmark"),
        *("прямой", "прямые", "to'g'ridan-to'g'ri", "ուղիղ"),
    ),
)
_RECOMMENDED = Option(
    "recommended_labels",
    AUTO,
    kind="labels",
    role="source",
    known=(
        *("recommended", "recommendation", "referral", "referred", "friend", "friends", "share", "shared"),
        *("invite", "invited", "forward", "word of mouth"),
        *("рекомендация", "рекомендации", "друг", "друзья", "tavsiya", "do'st", "խորհուրդ", "ընկեր"),
    ),
)
_PAID = Option(
    "paid_labels",
    AUTO,
    kind="labels",
    role="source",
    known=(
        *("paid", "paid share", "incentivised", "incentivized", "reward", "rewarded", "bonus", "sponsored"),
        *("influencer", "affiliate", "реклама", "платный", "reklama", "գովազդ"),
    ),
)


def measure_clicks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Direct and recommended clicks, and how both vary from day to day; other clicks have been left out before."""
    direct = _is(t, options, _DIRECT)
    t = t.mutate(_direct=direct.cast("int64"), _recommended=(~direct).cast("int64"))
    cost = {"_cost": direct.ifelse(t.cost.cast("float64"), 0.0).sum()} if "cost" in t.columns else {}
    if "date" not in t.columns:
        sums = {"direct": t._direct.sum(), "recommended": t._recommended.sum(), **cost}
        return _with_price(_aggregate(t, keys, sums))
    daily = t.group_by([*keys, t.date.cast("date").name("_day")]).aggregate(
        _direct=t._direct.sum(), _recommended=t._recommended.sum(), **cost
    )
    return _with_price(_aggregate(daily, keys, _by_unit(daily)))


def measure_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Clicks that somebody has already counted, added up; each row (a day, a campaign) is one unit of how they vary."""
    t = t.mutate(_direct=t.direct_clicks, _recommended=t.recommended_clicks)
    if "cost" in t.columns:
        t = t.mutate(_cost=t.cost.cast("float64"))
    return _with_price(_aggregate(t, keys, _by_unit(t)))


def measure_referrals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Customers who came by themselves and by others, and how many new ones each customer brought."""
    came = t.filter(t.parent.notnull())
    brought = came.group_by(came.parent.name("user")).aggregate(_brought=came.count())
    joined = t.left_join(brought, "user")
    t = joined.select(*(t[name] for name in t.columns), _brought=joined._brought.fill_null(0))
    alone = t.parent.isnull()
    sums = {
        "direct": alone.cast("int64").sum(),
        "recommended": (~alone).cast("int64").sum(),
        "customers": t.count(),
        "accepted": t._brought.sum(),
        "accepted_squares": (t._brought * t._brought).sum(),
    }
    if "invitations" in t.columns:
        sums["invitations"] = t.invitations.sum()
    return _aggregate(t, keys, sums)


def paid_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Clicks of paid recommendations, which no measurement counts; None without a column for them."""
    return _aggregate(t, keys, {"paid": t.paid_clicks.sum()}) if "paid_clicks" in t.columns else None


def _by_unit(t: Any) -> dict[str, Any]:
    direct, recommended = t._direct.cast("float64"), t._recommended.cast("float64")
    sums = {
        "direct": direct.sum(),
        "recommended": recommended.sum(),
        "days": t.count(),
        "direct_squares": (direct * direct).sum(),
        "recommended_squares": (recommended * recommended).sum(),
        "click_products": (direct * recommended).sum(),
    }
    return sums | ({"_cost": t._cost.sum()} if "_cost" in t.columns else {})


def _with_price(t: Any) -> Any:
    return t.mutate(cpc=t._cost / t.direct.nullif(0)).drop("_cost") if "_cost" in t.columns else t


def _is(t: Any, options: Values, labels: Option) -> Any:
    chosen = options[labels.name]
    return t.source.lower().isin((labels.known if chosen == AUTO else chosen) or ("",))


def _other(t: Any, options: Values) -> Any:
    return ~(_is(t, options, _DIRECT) | _is(t, options, _RECOMMENDED) | _is(t, options, _PAID))


def _none_counts(t: Any, options: Values) -> Any:
    """All rows, where no source of the whole file is direct or recommended: then the visitor has to say which are."""
    counts = (_is(t, options, _DIRECT) | _is(t, options, _RECOMMENDED)).any().as_scalar()
    return t.source.notnull() & ~counts


def _only_paid(t: Any, options: Values) -> Any:
    # A label that the visitor counts as direct or recommended is that, whatever else it could mean.
    return _is(t, options, _PAID) & ~_is(t, options, _DIRECT) & ~_is(t, options, _RECOMMENDED)


def _aggregate(t: Any, keys: tuple[str, ...], sums: dict[str, Any]) -> Any:
    return t.group_by(list(keys)).aggregate(**sums) if keys else t.aggregate(**sums)


_DATE, _COST = Role("date", "date", required=False), Role("cost", "money", required=False)

SHAPES = (
    Shape(
        "clicks",
        (Role("source", "category"), _COST, _DATE),
        measure_clicks,
        "clicks_by_source.csv",
        ("wom", "effective_cpc"),
        period_role="date",
        options=(_DIRECT, _RECOMMENDED, _PAID),
        rules=(
            RowRule("wom.rules.none_counts", _none_counts, ("source",), leave_out=False),
            RowRule("wom.rules.paid", _only_paid, ("source",)),
            RowRule("wom.rules.other_source", _other, ("source",)),
        ),
    ),
    Shape(
        "referrals",
        (
            Role("user", "identifier"),
            Role("parent", "identifier", nullable=True),
            Role("invitations", "number", required=False),
            Role("rewarded", "flag", required=False),
            _DATE,
        ),
        measure_referrals,
        "referrals.csv",
        ("viral_coefficient", "total_reach", "wom"),
        period_role="date",
        rules=(
            RowRule("wom.rules.rewarded", lambda t, o: t.rewarded & t.parent.notnull(), ("rewarded", "parent")),
            RowRule("wom.rules.own_parent", lambda t, o: t.parent == t.user, ("user", "parent")),
        ),
    ),
    Shape(
        "totals",
        (
            Role("direct_clicks", "number"),
            Role("recommended_clicks", "number"),
            Role("paid_clicks", "number", required=False),
            _COST,
            _DATE,
        ),
        measure_totals,
        "clicks_by_day.csv",
        ("wom", "effective_cpc"),
        period_role="date",
        extras={"paid": paid_totals},
        rules=(
            RowRule(
                "wom.rules.negative",
                lambda t, o: (t.direct_clicks < 0) | (t.recommended_clicks < 0),
                ("direct_clicks", "recommended_clicks"),
            ),
            RowRule("wom.rules.paid_column", lambda t, o: t.paid_clicks > 0, ("paid_clicks",), leave_out=False),
        ),
    ),
)
