"""What happened in each arm, what sets them apart, and what may be said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from lib.charts import dot_plot
from lib.charts.effects import effect_plot
from lib.core import Notice, Unit
from lib.experiments import Effect, adjusted, good_enough, together, value_of
from lib.stats import risk_ratio_interval
from lib.ui import words
from lib.ui.cells.common import chart, columns_of, heading, tell
from lib.ui.comparisons import alert, numbers, why
from lib.ui.experiment.giants import giants
from lib.ui.experiment.page import Trial, effect_scale, relative
from lib.ui.sentences import conclusion
from lib.ui.words import number, plain, say, value

# More verdicts than these would be a wall; the table holds all.
_MOST_SAID = 4


def result(page: Trial) -> None:
    """The arms with their intervals, then every comparison with its verdict."""
    found = page.experiment
    if found is None:
        return
    heading(page, "result", own=True)
    _arms(page)
    _together(page)
    effects = page.effects()
    shown = effects[:_MOST_SAID]
    for one in shown:
        _verdict(page, one)
    if len(effects) > len(shown):
        st.caption(say("experiment.result.more", shown=len(shown), count=len(effects)))
    if effects and any(one.found.interval is not None for one in effects):
        _picture(page, effects, "effects")
    if effects:
        tell(_notes(effects))
        why(effects[0].found)
        giants(page, effects)


def _notes(effects: tuple[Effect, ...]) -> list[Notice]:
    """What must be said beside the comparisons, each once, with the names of the arms."""
    found: list[Notice] = []
    for one in effects:
        names = {"a": one.first, "b": one.second}
        for note in one.found.notes:
            group = str(note.fields.get("group", ""))
            named = replace(note, fields={**note.fields, "group": names.get(group, group)}) if group else note
            if note.severity != "info" and named not in found:
                found.append(named)
    return found


def _arms(page: Trial) -> None:
    found = page.experiment
    assert found is not None
    rows: list[dict[str, Any]] = []
    for arm in found.arms:
        estimate = value_of(found.kind, arm, level=page.choices.level)
        limits = estimate.interval
        finite = limits is not None and max(abs(limits.low), abs(limits.high)) < float("inf")
        rows.append(
            {
                "group": arm.label,
                "value": estimate.estimate,
                "low": limits.low if limits and finite else None,
                "high": limits.high if limits and finite else None,
                "n": arm.n,
                "total": arm.total,
            }
        )
    columns = st.columns(min(len(rows), 4))
    for place, row in enumerate(rows[:4]):
        columns[place].metric(words.escape(str(row["group"])), value(row["value"], page.unit))
        columns[place].caption(_counted(page, row))
    drawn = [row for row in rows if row["value"] is not None]
    if not drawn or found.kind == "survival":
        return
    axis = plain(f"experiment.kinds.{found.kind}.value")
    alt = plain(
        "experiment.result.arms_alt",
        parts=tuple(f"{row['group']} {value(row['value'], page.unit)}" for row in drawn),
        level=page.choices.level,
    )
    chart(dot_plot(drawn, x=axis, unit=page.unit), key="experiment__arms", alt=alt, table=_arm_table(page, rows))


def _counted(page: Trial, row: dict[str, Any]) -> str:
    kind = page.experiment.kind if page.experiment else "binary"
    return say(f"experiment.result.counted.{kind}", n=row["n"], total=row["total"])


def _arm_table(page: Trial, rows: list[dict[str, Any]]) -> Any:
    shown = [
        {
            **row,
            "n": number(row["n"], "count"),
            **{name: value(row[name], page.unit) for name in ("value", "low", "high")},
        }
        for row in rows
    ]
    labels = {name: f"experiment.result.table.{name}" for name in ("group", "n", "value", "low", "high")}
    return columns_of(shown, labels)


def _verdict(page: Trial, one: Effect) -> None:
    sentence, tone = conclusion(
        one.found,
        page.unit,
        one.first,
        one.second,
        page.choices.better,
        corrected=one.corrected,
        pairs=one.family,
        smallest=page.choices.smallest,
        trusted=page.sound,
        randomised=True,
    )
    if page.experiment and page.experiment.kind == "survival" and tone in {"good", "bad", "neutral"}:
        st.markdown(say("experiment.result.hazard", a=one.first, b=one.second))
    alert(sentence, tone)
    st.markdown(numbers(one.found, page.unit))
    lift = _lift(page, one)
    if lift:
        st.caption(lift)
    _good_enough(page, one)
    _before(page, one)


def _together(page: Trial) -> None:
    """All arms at once, before any two of them."""
    known = together(page.experiment, level=page.choices.level) if page.experiment else None
    if known is None or known.p_value is None or not page.sound:
        return
    differ = known.p_value < 1 - page.choices.level
    st.markdown(
        say(
            f"experiment.result.together_{'differ' if differ else 'open'}",
            p=known.p_value,
            method=plain(f"methods.{known.method}.name"),
        )
    )


def _good_enough(page: Trial, one: Effect) -> None:
    """Against the smallest effect that matters: as good, not worse, or undecided."""
    found, smallest = page.experiment, page.choices.smallest
    if found is None or not smallest or not page.sound:
        return
    arms = {arm.label: arm for arm in found.arms}
    known = good_enough(
        found.kind,
        arms[one.first],
        arms[one.second],
        smallest,
        better=page.choices.better,
        level=page.choices.level,
    )
    if known is None or known.conclusion is None or known.interval is None:
        return
    st.markdown(
        say(
            "experiment.result.good_enough",
            b=one.second,
            margin=words.gap(smallest, page.unit),
            low=words.gap(known.interval.low, page.unit),
            high=words.gap(known.interval.high, page.unit),
            level=known.interval.level,
            conclusion=plain(f"conclusions.{known.conclusion}"),
        )
    )


def _before(page: Trial, one: Effect) -> None:
    """The same effect with what each unit did before taken out, which as a rule tells more from the same data."""
    found = page.experiment
    if found is None:
        return
    arms = {arm.label: arm for arm in found.arms}
    known = adjusted(found.kind, arms[one.first], arms[one.second], level=page.choices.level)
    if known is None or known.comparison.interval is None or known.variance_reduction is None:
        return
    limits = known.comparison.interval
    st.markdown(
        say(
            "experiment.result.cuped",
            effect=words.effect(known.comparison.estimate, known.comparison, page.unit),
            low=words.effect(limits.low, known.comparison, page.unit),
            high=words.effect(limits.high, known.comparison, page.unit),
            level=limits.level,
            p=known.comparison.p_value,
            reduction=known.variance_reduction,
        )
    )
    tell(known.notes)


def _lift(page: Trial, one: Effect) -> str:
    """The same in per cent of the control, with its interval where the counts give one."""
    change = relative(one.found)
    found = page.experiment
    if change is None or found is None:
        return ""
    arms = {arm.label: arm for arm in found.arms}
    a, b = arms.get(one.first), arms.get(one.second)
    if found.kind != "binary" or a is None or b is None:
        return say("experiment.result.lift", change=change)
    limits = risk_ratio_interval(a.total, a.n, b.total, b.n, level=page.choices.level).interval
    if limits is None or limits.high == float("inf"):
        return say("experiment.result.lift", change=change)
    return say(
        "experiment.result.lift_limits", change=change, low=limits.low - 1, high=limits.high - 1, level=limits.level
    )


def _picture(page: Trial, effects: tuple[Effect, ...], name: str) -> None:
    """Effects with their intervals against no effect and the smallest one that matters."""
    rows = [effect_row(page, one) for one in effects if one.found.interval is not None]
    ratio = effects[0].found.effect == "ratio"
    scale = effect_scale(effects[0].found, page.unit)
    smallest = page.choices.smallest
    band = (
        None if not smallest else (1 / (1 + smallest), 1 + smallest) if ratio else (-smallest * scale, smallest * scale)
    )
    spec = effect_plot(rows, x=effect_axis(page, ratio), none=1.0 if ratio else 0.0, band=band)
    alt = plain(
        "experiment.result.effects_alt",
        parts=tuple(
            plain(
                "experiment.result.effects_part",
                label=row["label"],
                effect=row["effect"],
                low=row["from"],
                high=row["to"],
            )
            for row in rows
        ),
    )
    chart(spec, key=f"experiment__{name}", alt=alt, table=effect_table(rows))


def effect_axis(page: Trial, ratio: bool) -> str:
    """Title of an axis of effects."""
    kind = page.experiment.kind if page.experiment else "binary"
    return plain("experiment.result.axis_ratio" if ratio else f"experiment.kinds.{kind}.effect")


def effect_row(page: Trial, one: Effect, label: str = "") -> dict[str, Any]:
    """One comparison for a picture and its table."""
    limits = one.found.interval
    assert limits is not None
    scale = effect_scale(one.found, page.unit)
    return {
        "label": label or plain("experiment.result.pair", a=one.first, b=one.second),
        "value": None if one.found.estimate is None else one.found.estimate * scale,
        "low": limits.low * scale,
        "high": limits.high * scale,
        "effect": words.effect(one.found.estimate, one.found, page.unit),
        "from": words.effect(limits.low, one.found, page.unit),
        "to": words.effect(limits.high, one.found, page.unit),
        "p": number(one.found.p_value, "p"),
        "corrected": number(one.corrected, "p"),
    }


def effect_table(rows: list[dict[str, Any]]) -> Any:
    """The table behind a picture of effects."""
    names = ("label", "effect", "from", "to", "p", "corrected")
    return columns_of(rows, {name: f"experiment.result.table.{name}" for name in names})


def is_rate(page: Trial) -> bool:
    """Whether the outcome is a share."""
    return page.unit is Unit.RATE
