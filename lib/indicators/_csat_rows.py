"""How satisfaction is measured from rows: answers on a scale, willingness to recommend, yes and no, or totals."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Option, Role, RowRule, Shape, Values
from lib.indicators._csat_words import MAPPING, in_words, of_seven, score, settle_words

SCALES = {"1_5": (1, 5), "1_4": (1, 4), "1_7": (1, 7), "1_10": (1, 10), "0_10": (0, 10)}
RECOMMEND = (0, 10)
RECOMMEND_FROM_ONE = (1, 10)


def scale_of(options: Values) -> tuple[int, int]:
    """Lowest and highest answer of the scale chosen."""
    return SCALES[str(options["scale"])]


def answer_rules(role: str, scale: tuple[int, int] | None = None) -> tuple[RowRule, ...]:
    """Rules for answers that are no answers on the scale: unknown words, fractions, and codes such as 99."""

    def limits(options: Values) -> tuple[int, int]:
        return scale or scale_of(options)

    def whole(t: Any, options: Values) -> Any:
        return score(t[role], options) == score(t[role], options).round()

    return (
        RowRule("csat.rules.not_a_number", lambda t, o: t[role].notnull() & score(t[role], o).isnull(), (role,)),
        RowRule("csat.rules.not_whole", lambda t, o: ~whole(t, o), (role,)),
        RowRule(
            "csat.rules.out_of_range",
            lambda t, o: whole(t, o) & ((score(t[role], o) < limits(o)[0]) | (score(t[role], o) > limits(o)[1])),
            (role,),
        ),
    )


def measure_satisfaction(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Answers, those in the two highest and the two lowest boxes, and the sums behind mean and interval."""
    low, high = scale_of(options)
    t = t.mutate(_x=score(t.score, options), _n=_size(t), _low=low, _high=high)
    sums = {
        "answers": t._n.sum(),
        "top": _of(t, t._x == high),
        "top_two": _of(t, t._x >= high - 1),
        "bottom_two": _of(t, t._x <= low + 1),
        "score_sum": (t._n * t._x).sum(),
        "score_squares": (t._n * t._x * t._x).sum(),
        "scale_min": t._low.max(),
        "scale_max": t._high.max(),
    }
    return _aggregate(t, keys, sums)


def measure_recommendation(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Promoters (9 and 10), passives (7 and 8) and detractors (the rest)."""
    t = t.mutate(_x=score(t.recommend, options), _n=_size(t))
    sums = {
        "promoters": _of(t, t._x >= 9),
        "passives": _of(t, (t._x == 7) | (t._x == 8)),
        "detractors": _of(t, t._x <= 6),
        "lowest_seen": t._x.min(),
    }
    return _aggregate(t, keys, sums)


def measure_yes_no(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """People who would recommend, out of all who answered yes or no."""
    t = t.mutate(_n=_size(t))
    return _aggregate(t, keys, {"answers": t._n.sum(), "recommenders": _of(t, t.would_recommend)})


def measure_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Counts that somebody has already made, added up."""
    names = ("answers", "top_two", "top", "bottom_two", "promoters", "passives", "detractors")
    return _aggregate(t, keys, {name: t[name].sum() for name in names if name in t.columns})


def distribution(role: str) -> Any:
    """How often each answer was given."""

    def counted(t: Any, keys: tuple[str, ...], options: Values) -> Any:
        t = t.mutate(answer=score(t[role], options), _n=_size(t))
        return t.group_by([*keys, "answer"]).aggregate(answers=t._n.sum()).order_by([*keys, "answer"])

    return counted


def _size(t: Any) -> Any:
    """How many answers a row stands for: its weight, its number of equal answers, or one."""
    import ibis

    size = t.tally.cast("float64") if "tally" in t.columns else ibis.literal(1)
    return size * t.weight.cast("float64") if "weight" in t.columns else size


def _of(t: Any, flag: Any) -> Any:
    return flag.ifelse(t._n, 0).sum()


def _aggregate(t: Any, keys: tuple[str, ...], sums: dict[str, Any]) -> Any:
    if "weight" in t.columns:
        # A row that stands for many equal answers carries its weight once for each of them.
        sums = {**sums, "weight_squares": (t._n * t.weight.cast("float64")).sum()}
    return t.group_by(list(keys)).aggregate(**sums) if keys else t.aggregate(**sums)


_DATE, _WEIGHT = Role("date", "date", required=False), Role("weight", "number", required=False)
_TALLY = Role("tally", "number", required=False)
_SIZES = (
    RowRule("csat.rules.weight", lambda t, o: t.weight.isnull() | (t.weight <= 0), ("weight",)),
    RowRule("csat.rules.tally", lambda t, o: t.tally.isnull() | (t.tally < 0), ("tally",)),
)


def _recommendation(name: str, scale: tuple[int, int], variant: str) -> Shape:
    return Shape(
        name,
        (Role("recommend", "text"), _WEIGHT, _TALLY, _DATE),
        measure_recommendation,
        "satisfaction.csv",
        (variant,),
        period_role="date",
        rules=(*answer_rules("recommend", scale), *_SIZES),
        extras={"distribution": distribution("recommend")},
    )


SHAPES = (
    Shape(
        "satisfaction",
        (Role("score", "text"), _WEIGHT, _TALLY, _DATE),
        measure_satisfaction,
        "satisfaction.csv",
        ("top_2_box", "top_box", "mean", "index", "bottom_2_box", "net_satisfaction", "word_of_mouth_balance"),
        period_role="date",
        options=(Option("scale", "1_5", choices=tuple(SCALES), kind="choice"),),
        settle=settle_words,
        rules=(
            RowRule("csat.rules.words", in_words, ("score",), leave_out=False, says=(MAPPING,)),
            RowRule("csat.rules.words_of_seven", of_seven, ("score",), leave_out=False),
            *answer_rules("score"),
            *_SIZES,
        ),
        extras={"distribution": distribution("score")},
    ),
    _recommendation("recommendation", RECOMMEND, "nps"),
    _recommendation("recommendation_from_one", RECOMMEND_FROM_ONE, "nps_from_one"),
    Shape(
        "yes_no",
        (Role("would_recommend", "flag"), _WEIGHT, _TALLY, _DATE),
        measure_yes_no,
        "satisfaction.csv",
        ("recommend_share",),
        period_role="date",
        rules=_SIZES,
    ),
    Shape(
        "nps_totals",
        (Role("promoters", "number"), Role("passives", "number"), Role("detractors", "number"), _DATE),
        measure_totals,
        "nps_by_week.csv",
        ("nps",),
        period_role="date",
    ),
    Shape(
        "totals",
        (
            Role("answers", "number"),
            Role("top_two", "number"),
            Role("top", "number", required=False),
            Role("bottom_two", "number", required=False),
            _DATE,
        ),
        measure_totals,
        "satisfaction_by_week.csv",
        ("top_2_box", "top_box", "bottom_2_box", "net_satisfaction", "word_of_mouth_balance"),
        period_role="date",
    ),
)
