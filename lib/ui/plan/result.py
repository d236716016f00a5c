"""The plan in one glance and one sentence, and what another size would give."""

from __future__ import annotations

import streamlit as st

from lib.charts import curve
from lib.core import InputError, Notice
from lib.experiments.curves import CurvePoint, effect_curve, power_curve
from lib.stats import RunPlan
from lib.ui import words
from lib.ui.cells.common import chart, columns_of, heading, tell
from lib.ui.plan.page import Planner
from lib.ui.words import number, plain, say

_WEEK, _LONG = 7, 56


def result(page: Planner) -> None:
    """What was asked for, large; the rest beside it; one sentence that says it all."""
    heading(page, "result", own=True)
    if page.problem is not None:
        st.error(_problem(page, page.problem), icon=":material/error:")
    plan = page.plan
    if plan is None:
        return
    for place, (name, written) in zip(st.columns(4), _figures(page, plan), strict=False):
        place.metric(say(f"plan.figures.{name}"), written)
    if _complete(plan):
        st.markdown(_sentence(page, plan))
        st.markdown(say("plan.length", count=plan.days))
    tell((*plan.notes, *_warnings(page, plan)))


def _problem(page: Planner, error: InputError) -> str:
    """Why there is no plan, in the units of the screen."""
    if error.fields.get("name") != "effect" or not page.is_share:
        return words.error(error, page.slug)
    if error.code in ("input_too_large", "input_too_small"):
        up, down = page.gap(1 - page.start), page.gap(page.start)
        return say("plan.beyond", before=page.outcome(page.start), up=up, down=down)
    return say(f"plan.no_effect_{page.setting.alternative}")


def _figures(page: Planner, plan: RunPlan) -> list[tuple[str, str]]:
    """What was asked for, first; then size, length and money."""
    found = {
        "effect": ("effect", "–" if plan.effect is None else page.gap(plan.effect)),
        "power": ("power", number(plan.power, "percent")),
        "alpha": ("alpha", number(plan.alpha, "percent")),
    }
    size = ("per_arm", number(plan.per_arm, "count"))
    total = ("total", number(plan.total, "count"))
    days = ("days", number(plan.days, "count"))
    cost = [("cost", number(plan.cost, "money"))] if plan.cost else []
    if plan.solved == "size":
        return [size, total, days, *cost]
    return [found[plan.solved], size, days, *cost]


def _complete(plan: RunPlan) -> bool:
    return None not in (plan.per_arm, plan.effect, plan.power, plan.alpha)


def _sentence(page: Planner, plan: RunPlan) -> str:
    assert plan.effect is not None
    return say(
        "plan.sentence",
        per_arm=plan.per_arm,
        arms=plan.arms,
        before=page.outcome(page.start),
        after=page.outcome(page.start + plan.effect),
        gap=page.gap(plan.effect),
        power=plan.power,
        missed=1 - (plan.power or 0.0),
        alpha=plan.alpha,
    )


def _warnings(page: Planner, plan: RunPlan) -> list[Notice]:
    """What a careful colleague would say to this plan."""
    said = []
    if plan.days is not None and plan.days % _WEEK and plan.days < _LONG:
        said.append(Notice("plan.warnings.weeks", {"days": plan.days, "weeks": plan.days_in_weeks}, "info"))
    if plan.days is not None and plan.days >= _LONG:
        said.append(Notice("plan.warnings.long", {"days": plan.days}, "warning"))
    if plan.power is not None and plan.power < 0.5:
        said.append(Notice("plan.warnings.weak", {"power": plan.power}, "warning"))
    if plan.alpha is not None and plan.alpha > 0.1:
        said.append(Notice("plan.warnings.loose", {"alpha": plan.alpha}, "warning"))
    if page.setting.alternative != "two-sided":
        said.append(Notice("plan.warnings.one_sided", {}, "warning"))
    if plan.arms > 2 and plan.alpha is not None:
        each = plan.alpha / (plan.arms - 1)
        said.append(Notice("plan.warnings.arms", {"count": plan.arms - 1, "alpha": plan.alpha, "each": each}, "info"))
    return said


def curves(page: Planner) -> None:
    """The power by size, and the smallest effect by length."""
    plan = page.plan
    if plan is None or not _complete(plan) or plan.per_arm is None or plan.per_arm < 2:
        return
    assert plan.effect is not None
    assert plan.power is not None
    assert plan.alpha is not None
    heading(page, "curves", own=True)
    st.markdown(f"**{say('plan.curves.power')}**")
    _draw(
        page,
        "power",
        power_curve(page.setting, effect=plan.effect, alpha=plan.alpha, around=plan.per_arm),
        CurvePoint(plan.per_arm, plan.power),
    )
    st.markdown(f"**{say('plan.curves.effect')}**")
    _draw(
        page,
        "effect",
        effect_curve(page.setting, power=plan.power, alpha=plan.alpha, around=plan.per_arm),
        CurvePoint(plan.per_arm, plan.effect),
    )


def _draw(page: Planner, name: str, points: tuple[CurvePoint, ...], here: CurvePoint) -> None:
    if len(points) < 2:
        return
    points_of_percent = name == "effect" and page.is_share
    scale = 100.0 if points_of_percent else 1.0
    rows = [{"x": point.per_arm, "y": point.value * scale} for point in points]
    mark = {"x": here.per_arm, "y": here.value * scale, "label": plain("plan.curves.here")}
    shown = {point.per_arm: _written(page, name, point.value) for point in (points[0], points[-1])}
    (first, low), (last, high) = shown.items()
    alt = plain(
        f"plan.curves.{name}_alt",
        first=first,
        low=low,
        last=last,
        high=high,
        per_arm=here.per_arm,
        here=_written(page, name, here.value),
    )
    table = [
        {
            "per_arm": number(point.per_arm, "count"),
            "days": number(page.traffic.days(point.per_arm * page.setting.arms), "count"),
            "value": _written(page, name, point.value),
        }
        for point in points
    ]
    labels = {
        "per_arm": "plan.figures.per_arm",
        "days": "plan.figures.days",
        "value": f"plan.figures.{name}",
    }
    spec = curve(
        rows,
        x=plain("plan.figures.per_arm"),
        y=plain(f"plan.curves.{name}_axis" + ("_share" if points_of_percent else "")),
        unit_x="count",
        unit_y="rate" if name == "power" else "",
        marks=[mark],
    )
    chart(spec, key=f"plan__{name}", alt=alt, table=columns_of(table, labels))


def _written(page: Planner, name: str, value: float) -> str:
    return number(value, "percent") if name == "power" else page.gap(value)
