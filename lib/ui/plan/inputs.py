"""What the visitor knows of a test to come; all of it stands in the address."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core import InputError
from lib.stats import Setting, Traffic, plan_run
from lib.ui.address import choose
from lib.ui.cells.common import heading
from lib.ui.plan.page import Planner
from lib.ui.words import plain, say

_SOLVABLE = ("size", "effect", "power", "alpha")
_ALTERNATIVES = ("two-sided", "greater", "less")
_FORMULAS = ("pooled", "unpooled", "arcsine", "evan_miller", "pooled_both")
_LOOKS = (1, 2, 3, 4, 5, 6, 8, 10, 20)


def inputs(page: Planner) -> None:
    """All fields in one place, and the plan that follows from them."""
    heading(page, "inputs", own=True)
    page.solve = choose(
        st.segmented_control,
        say("plan.solve.label"),
        _SOLVABLE,
        key=page.key("solve"),
        default="size",
        label_of=lambda name: plain(f"plan.solve.{name}"),
        required=True,
    )
    kind = choose(
        st.segmented_control,
        say("plan.kind.label"),
        ("share", "mean"),
        key=page.key("kind"),
        default="share",
        label_of=lambda name: plain(f"plan.kind.{name}"),
        required=True,
    )
    effect = _outcome(page, kind)
    power, alpha = _chances(page)
    days = _traffic(page)
    page.setting = _further(page, kind)
    st.caption(say("cells.parameters.point"))
    page.plan, page.problem = None, None
    try:
        page.plan = plan_run(
            page.solve, page.setting, effect=effect, power=power, alpha=alpha, days=days, traffic=page.traffic
        )
    except InputError as error:
        page.problem = error


def _outcome(page: Planner, kind: str) -> float | None:
    """Where the control stands, and the effect; None where it is what is asked for."""
    first, second, third = st.columns(3)
    if kind == "share":
        page.start = _percent(page, first, "baseline", 20.0, lowest=0.0001, highest=99.9999)
        sd = None
    else:
        page.start = _number(page, first, "mean", 50.0, lowest=None)
        sd = _number(page, second, "sd", 80.0, lowest=1e-9)
    page.setting = Setting(baseline=page.start) if sd is None else Setting(sd=sd)
    if page.solve == "effect":
        return None
    scale = choose(
        (second if kind == "share" else third).segmented_control,
        say("plan.scale.label"),
        ("gap", "change"),
        key=page.key("scale"),
        default="gap",
        label_of=lambda name: plain(f"plan.scale.{name}_{kind}"),
        help=say("plan.scale.help"),
        required=True,
    )
    where = third if kind == "share" else st.columns(3)[0]
    if scale == "change":
        return page.start * _percent(
            page, where, "change", 25.0 if kind == "share" else 10.0, lowest=None, highest=None
        )
    if kind == "share":
        return _percent(page, where, "gap", 5.0, lowest=-100.0, highest=100.0)
    return _number(page, where, "difference", 5.0, lowest=None)


def _chances(page: Planner) -> tuple[float | None, float | None]:
    first, second, _ = st.columns(3)
    power = None if page.solve == "power" else _percent(page, first, "power", 80.0, lowest=1.0, highest=99.99)
    where = first if page.solve == "power" else second
    alpha = None if page.solve == "alpha" else _percent(page, where, "alpha", 5.0, lowest=0.0001, highest=49.0)
    return power, alpha


def _traffic(page: Planner) -> float | None:
    """Who comes and enters; and for how long, unless that is what is asked for."""
    first, second, third = st.columns(3)
    per_day = _number(page, first, "per_day", 400.0, lowest=0.001)
    share = _percent(page, second, "share", 100.0, lowest=0.001, highest=100.0)
    days = None if page.solve == "size" else _number(page, third, "days", 14.0, lowest=1.0)
    page.traffic = Traffic(per_day, share)
    return days


def _further(page: Planner, kind: str) -> Setting:
    """Arms, looks, direction, formula and prices."""
    with st.expander(say("plan.further"), icon=":material/tune:"):
        first, second, third = st.columns(3)
        arms = choose(
            first.select_slider, say("plan.arms"), tuple(range(2, 11)), key=page.key("arms"), default=2,
            help=say("plan.arms_help"),
        )  # fmt: skip
        looks = choose(
            second.select_slider, say("plan.looks.label"), _LOOKS, key=page.key("looks"), default=1,
            help=say("plan.looks.help"),
        )  # fmt: skip
        shape = _choice(page, third, "shape", ("obrien_fleming", "pocock"), "plan.shapes")
        fourth, fifth, _ = st.columns(3)
        alternative = _choice(page, fourth, "alternative", _ALTERNATIVES, "plan.alternatives")
        formula = None if kind == "mean" else _choice(page, fifth, "formula", _FORMULAS, "formulas", "name")
        prices = [
            _number(page, where, name, 0.0, lowest=0.0)
            for name, where in zip(("price_once", "price_per_unit", "price_per_day"), st.columns(3), strict=True)
        ]
    page.traffic = Traffic(page.traffic.per_day, page.traffic.share, prices[1], prices[2], prices[0])
    return Setting(page.setting.baseline, page.setting.sd, alternative, formula, arms, looks, shape)


def _choice(page: Planner, where: Any, name: str, options: tuple[str, ...], words: str, part: str = "") -> str:
    end = f".{part}" if part else ""
    return choose(
        where.selectbox,
        say(f"plan.inputs.{name}.label"),
        options,
        key=page.key(name),
        default=options[0],
        label_of=lambda code: plain(f"{words}.{code}{end}"),
    )


def _number(
    page: Planner, where: Any, name: str, default: float, *, lowest: float | None, highest: float | None = None
) -> float:
    given = where.number_input(
        say(f"plan.inputs.{name}.label"),
        min_value=lowest,
        max_value=highest,
        value=default,
        step=None,
        format="%.6g",
        key=page.key(name),
        bind="query-params",
        help=say(f"plan.inputs.{name}.help"),
    )
    return float(given)


def _percent(
    page: Planner, where: Any, name: str, default: float, *, lowest: float | None, highest: float | None
) -> float:
    return float(f"{_number(page, where, name, default, lowest=lowest, highest=highest) / 100:.15g}")
