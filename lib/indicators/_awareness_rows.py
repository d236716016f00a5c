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
    people, names = people_of(t, keys, options)
    return _totals(people, keys, t.columns, names)


def people_of(t: Any, keys: tuple[str, ...], options: Values) -> tuple[Any, tuple[str, ...]]:
    """One row per row of the file with its marks, from words and lists; and which of the marks its questions can tell."""
    answers = _answers(t, keys, options)
    counts = _counts_of(answers)
    brand = str(options["brand"]).strip() or _commonest(counts, options)
    of_brand = _coded(counts, brand, options, also=str(options["also"]))
    of_decoy = _coded(counts, str(options["decoy"]), options)
    people = _people(answers, keys, of_brand, of_decoy, tuple(text for text in counts if not is_answer(text)))
    return people, _told(t.columns, bool(str(options["decoy"]).strip()))


def coding(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Every distinct answer as most people wrote it, how often it was given and whether it counts as the brand: to be checked."""
    answers = _answers(t, (), options)
    counts = _counts_of(answers)
    brand = str(options["brand"]).strip() or _commonest(counts, options)
    of_brand = _coded(counts, brand, options, also=str(options["also"]))
    named = answers.filter(answers.answer != "")
    found = _spelled(named).mutate(coded=lambda t: t.answer.isin(of_brand or ("",)))
    found = found.order_by(_descending(found.mentions), found.answer)
    return found.select(answer=found.written, mentions=found.mentions, coded=found.coded)


def brands(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """Every brand that people named without help, with how many named it and how many named it first."""
    import ibis

    answers = _answers(t, (), options)
    answers = answers.filter(answers.question != "a")
    label = gather(_counts_of(answers), near=options["spelling"] == "near")
    answers = answers.filter(answers.answer.isin(tuple(label) or ("",)))
    spelled = answers.answer.substitute(label) if label else ibis.literal("")
    answers = answers.mutate(_brand=spelled)
    first = answers.top_of_mind.ifelse(answers._row, ibis.null("int64"))
    found = answers.group_by("_brand").aggregate(named=answers._row.nunique(), first_named=first.nunique())
    spelling = _spelled(answers.filter(answers.answer == answers._brand))
    shown = found.join(spelling, found["_brand"] == spelling.answer)
    shown = shown.select(brand=shown.written, named=shown.named, first_named=shown.first_named)
    return shown.order_by(_descending(shown.named), shown.brand)


def measure_marks(t: Any, keys: tuple[str, ...], options: Values) -> Any:
    """People who named, recognised or knew the brand, from one column of yes and no per question."""
    marked, names = marks_of(t.mutate(_w=_weight(t)))
    return _aggregate(marked, keys, names, "weight" in t.columns)


def marks_of(t: Any) -> tuple[Any, tuple[str, ...]]:
    """The rows with their marks, from columns of yes and no; and which marks those are."""
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
    return t.mutate(**columns), tuple(columns)


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
    long = long.mutate(question=long._answer.substr(0, 1), written=long._answer.substr(1))
    long = long.mutate(answer=long.written.lower())
    return long.mutate(top_of_mind=(long.answer == long._first.lower()) & (long.question != "a"))


def _listed(column: Any, pattern: str) -> Any:
    return column.fill_null("").re_replace(f"(?i){pattern}", ";").re_replace(r"^[;\s]+|[;\s]+$", "")


def _spelled(answers: Any) -> Any:
    """Each distinct answer with its number and its commonest spelling; the earlier in order where two are as common."""
    import ibis

    spelled = answers.group_by("answer", "written").aggregate(_n=answers.count())
    order = (ibis.desc(spelled["_n"]), spelled.written)
    place = ibis.row_number().over(ibis.window(group_by="answer", order_by=order))
    spelled = spelled.mutate(_place=place)
    commonest = (spelled["_place"] == 0).ifelse(spelled.written, ibis.null("string"))
    return spelled.group_by("answer").aggregate(mentions=spelled["_n"].sum(), written=commonest.max())


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


def _told(columns: tuple[str, ...], decoy: bool) -> tuple[str, ...]:
    names = ["first_named", "named"] if {"unaided", "first_brand"} & set(columns) else []
    names += ["recognised", "aware"] if "aided" in columns else []
    names += ["fake_recognised"] if "aided" in columns and (decoy or "fake_yes" in columns) else []
    return tuple(names)


def _totals(people: Any, keys: tuple[str, ...], columns: tuple[str, ...], names: tuple[str, ...]) -> Any:
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
    return _aggregate(people, keys, names, "weight" in columns, extra)


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
