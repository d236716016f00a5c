"""How awareness is measured from rows: open answers, lists of brands, marks of yes and no, or totals."""

from __future__ import annotations

from typing import Any

from lib.core.indicator import Values
from lib.indicators._brand_coding import code, gather, is_answer, separator

# Rare spellings beyond these are too few to move any share that a survey could tell from chance.
MOST_ANSWERS = 20_000
_QUESTIONS = {"first_brand": "f", "unaided": "u", "aided": "a"}


def measure_answers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """People who named, recognised or knew the brand, from their own words and from lists, weighted where there are weights."""
    answers = _answers(t, keys, options)
    counts = _counts_of(answers)
    brand = str(options["brand"]).strip() or _commonest(counts, options)
    of_brand = _coded(counts, brand, options, also=str(options["also"]))
    of_decoy = _coded(counts, str(options["decoy"]), options)
    people = _people(answers, keys, of_brand, of_decoy, tuple(text for text in counts if not is_answer(text)))
    return _totals(people, keys, t.columns, bool(str(options["decoy"]).strip()))


def coding(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Every distinct answer with how often it was given and whether it counts as the brand, for the visitor to check."""
    answers = _answers(t, (), options)
    counts = _counts_of(answers)
    brand = str(options["brand"]).strip() or _commonest(counts, options)
    of_brand = _coded(counts, brand, options, also=str(options["also"]))
    named = answers.filter(answers.answer != "")
    found = named.group_by("answer").aggregate(mentions=named.count())
    return found.mutate(coded=found.answer.isin(of_brand or ("",))).order_by(_descending(found.mentions), found.answer)


def brands(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Every brand that people named without help, with how many named it and how many named it first."""
    import ibis

    answers = _answers(t, (), options)
    answers = answers.filter(answers.question != "a")
    label = gather(_counts_of(answers), near=options["spelling"] == "near")
    answers = answers.filter(answers.answer.isin(tuple(label) or ("",)))
    spelled = answers.answer.substitute(label) if label else ibis.literal("")
    answers = answers.mutate(brand=spelled)
    first = answers.top_of_mind.ifelse(answers._row, ibis.null("int64"))
    found = answers.group_by("brand").aggregate(named=answers._row.nunique(), first_named=first.nunique())
    return found.order_by(_descending(found.named), found.brand)


def measure_marks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """People who named, recognised or knew the brand, from one column of yes and no per question."""
    t = t.mutate(_w=_weight(t))
    flags = {
        name: t[name].fill_null(False)
        for name in ("first_yes", "unaided_yes", "aided_yes", "fake_yes")
        if name in t.columns
    }
    known = flags["aided_yes"]
    columns = {"recognised": flags["aided_yes"]}
    if "first_yes" in flags:
        columns["first_named"] = flags["first_yes"]
    if "unaided_yes" in flags or "first_yes" in flags:
        unaided = flags.get("unaided_yes", flags.get("first_yes"))
        columns["named"] = unaided | flags["first_yes"] if "first_yes" in flags else unaided
        known = known | columns["named"]
    columns["aware"] = known
    if "fake_yes" in flags:
        columns["fake_recognised"] = flags["fake_yes"]
    return _aggregate(t.mutate(**columns), keys, tuple(columns), "weight" in t.columns)


def measure_totals(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Counts that somebody has already made, one row per wave or segment, added up."""
    names = ("asked", "aware", "first_named", "named", "recognised", "fake_recognised")
    sums = {name: t[name].sum() for name in names if name in t.columns}
    return t.group_by(list(keys)).aggregate(**sums) if keys else t.aggregate(**sums)


def _weight(t: Any) -> Any:
    import ibis

    return t.weight.cast("float64") if "weight" in t.columns else ibis.literal(1)


def _descending(column: Any) -> Any:
    import ibis

    return ibis.desc(column)


def _answers(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """One row per person and answer; somebody without any answer keeps one row with an empty one."""
    import ibis

    asked = [role for role in _QUESTIONS if role in t.columns]
    pattern = separator(str(options["brand"]), str(options["decoy"]), str(options["also"]))
    t = t.mutate(_row=ibis.row_number(), _w=_weight(t), **{role: _listed(t[role], pattern) for role in asked})
    # Each answer carries its question in front, so that one pass over all of them is enough.
    marked = [ibis.literal(_QUESTIONS[role]) + t[role].replace(";", f";{_QUESTIONS[role]}") for role in asked]
    joined = marked[0]
    for part in marked[1:]:
        joined = joined + ";" + part
    first = next(role for role in asked if role != "aided" or len(asked) == 1)
    kept = [*keys, "_row", "_w", *(name for name in ("fake_yes",) if name in t.columns)]
    long = t.select(*kept, _first=t[first].split(";")[0], _answer=joined.split(";").unnest())
    long = long.mutate(question=long._answer.substr(0, 1), answer=long._answer.substr(1))
    return long.mutate(top_of_mind=(long.answer == long._first) & (long.question != "a"))


def _listed(column: Any, pattern: str) -> Any:
    return column.fill_null("").lower().re_replace(pattern, ";").re_replace(r"^[;\s]+|[;\s]+$", "")


def _counts_of(answers: Any) -> dict[str, int]:
    """How often each distinct answer was given: the one look at the texts themselves that coding needs."""
    named = answers.filter(answers.answer != "")
    found = named.group_by("answer").aggregate(n=named.count())
    found = found.order_by(_descending(found.n), found.answer).limit(MOST_ANSWERS).to_pyarrow().to_pydict()
    return {str(text): int(n) for text, n in zip(found["answer"], found["n"], strict=True)}


def _commonest(counts: dict[str, int], options: Values) -> str:
    label = gather(counts, near=options["spelling"] == "near")
    totals: dict[str, int] = {}
    for text, brand in label.items():
        totals[brand] = totals.get(brand, 0) + counts[text]
    return max(totals, key=lambda brand: (totals[brand], brand), default="")


def _coded(counts: dict[str, int], brand: str, options: Values, also: str = "") -> tuple[str, ...]:
    near = options["spelling"] == "near"
    return code(counts, brand.strip(), also=also, never=str(options["never"]), near=near) if brand.strip() else ()


def _people(
    answers: Any, keys: tuple[str, ...], of_brand: tuple[str, ...], of_decoy: tuple[str, ...], nothing: tuple[str, ...]
) -> Any:
    """Back to one row per person: what was named first, named, recognised, and how many brands in all."""
    hit = answers.answer.isin(of_brand or ("",)) if of_brand else answers.answer.isnull()
    unaided = answers.question != "a"
    rival = unaided & ~answers.answer.isin((*of_brand, *nothing, ""))
    marks = {
        "first_named": hit & answers.top_of_mind,
        "named": hit & unaided,
        "recognised": hit & ~unaided,
        "aware": hit,
        "fake_recognised": answers.answer.isin(of_decoy or ("",)) & (answers.answer != ""),
    }
    if "fake_yes" in answers.columns:
        marks["fake_recognised"] = marks["fake_recognised"] | answers.fake_yes.fill_null(False)
    people = answers.group_by("_row").aggregate(
        _w=answers._w.max(),
        rivals=answers.answer.nunique(where=rival),
        **{key: answers[key].arbitrary() for key in keys},
        **{name: flag.any() for name, flag in marks.items()},
    )
    return people.mutate(mention=people.named.cast("int64"), mentions=people.rivals + people.named.cast("int64"))


def _totals(people: Any, keys: tuple[str, ...], columns: tuple[str, ...], decoy: bool) -> Any:
    names = ["first_named", "named"] if {"unaided", "first_brand"} & set(columns) else []
    names += ["recognised", "aware"] if "aided" in columns else []
    names += ["fake_recognised"] if "aided" in columns and (decoy or "fake_yes" in columns) else []
    extra = {}
    if "unaided" in columns:
        mine, every = people.mention * people._w, people.mentions * people._w
        extra = {
            "brand_mentions": mine.sum(),
            "all_mentions": every.sum(),
            "respondents": people.count(),
            "brand_mention_squares": (mine * mine).sum(),
            "all_mention_squares": (every * every).sum(),
            "mention_products": (mine * every).sum(),
        }
    return _aggregate(people, keys, tuple(names), "weight" in columns, extra)


def _aggregate(
    t: Any, keys: tuple[str, ...], names: tuple[str, ...], weighted: bool, extra: dict[str, Any] | None = None
) -> Any:
    sums = {"asked": t._w.sum(), **{name: t[name].ifelse(t._w, 0).sum() for name in names}}
    if {"recognised", "fake_recognised"} <= set(names):
        sums["only_brand"] = (t.recognised & ~t.fake_recognised).ifelse(t._w, 0).sum()
        sums["only_fake"] = (t.fake_recognised & ~t.recognised).ifelse(t._w, 0).sum()
    if weighted:
        sums["weight_squares"] = (t._w * t._w).sum()
    sums |= extra or {}
    return t.group_by(list(keys)).aggregate(**sums) if keys else t.aggregate(**sums)
