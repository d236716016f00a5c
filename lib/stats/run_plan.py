"""A test from plan to calendar: arms, looks, traffic and money around the power of one comparison."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from lib.core.checks import check_choice, check_number
from lib.core.errors import InputError
from lib.core.records import Notice
from lib.stats import notes
from lib.stats._checks import check_alternative
from lib.stats._distributions import find_root
from lib.stats._power import (
    FORMULAS,
    LARGEST,
    ceiling,
    check_effect,
    find_effect,
    find_size,
)
from lib.stats._setting import Setting, bounds_for, goal_once, power_of, power_once
from lib.stats.sequential import SequentialBounds
from lib.stats.traffic import Traffic

SOLVABLE: Final = ("size", "effect", "power", "alpha")
_LEAST_ALPHA: Final = 1e-12


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A test planned to the end.

    Attributes:
        solved: which of size, effect, power and alpha was solved for.
        per_arm: units in each arm, rounded up where solved; None where nothing possible reaches the goal.
        arms: control and versions.
        effect: smallest difference that is found, b minus a.
        power: chance of finding it.
        alpha: chance of any false alarm in the entire test.
        days: whole days, None without traffic.
        cost: in money, None without traffic.
        notes: what to say beside it.
    """

    solved: str
    per_arm: int | None
    arms: int
    effect: float | None
    power: float | None
    alpha: float | None
    days: int | None = None
    cost: float | None = None
    notes: tuple[Notice, ...] = ()

    @property
    def total(self) -> int | None:
        """Units in all arms."""
        return None if self.per_arm is None else self.per_arm * self.arms

    @property
    def days_in_weeks(self) -> int | None:
        """Days rounded up to full weeks, so that every weekday counts equally often."""
        return None if self.days is None else 7 * math.ceil(self.days / 7)


def plan_run(
    solve_for: str,
    setting: Setting,
    *,
    effect: float | None = None,
    power: float | None = 0.8,
    alpha: float | None = 0.05,
    per_arm: float | None = None,
    days: float | None = None,
    traffic: Traffic | None = None,
) -> RunPlan:
    """Solves a plan for its size (and so its days), its smallest effect, its power, or its alpha.

    Args:
        solve_for: size, effect, power or alpha; the argument of that name is not read.
        setting: what is held fixed.
        effect: b minus a, in decimals or in the unit of the values.
        power: decimal in (alpha, 1).
        alpha: of the entire test, decimal in (0, 1); below 1/2 for several looks.
        per_arm: units in each arm, >= 1; this or ``days``.
        days: length of the test, > 0; needs ``traffic``.
        traffic: who comes; None gives a plan without days and cost.

    Returns:
        RunPlan; None and a notice where nothing possible reaches the goal.

    Raises:
        InputError: a number out of range or missing.

    Source: see ``sample_size`` and ``group_sequential_bounds``; several arms by Bonferroni.

    Example:
        >>> plan = plan_run("size", Setting(baseline=0.2), effect=0.05, traffic=Traffic(per_day=400))
        >>> plan.per_arm, plan.days, plan.days_in_weeks
        (1094, 6, 7)
    """
    check_choice("solve_for", solve_for, SOLVABLE)
    checked = _check(setting)
    if solve_for == "size":
        found = _solve_size(checked, effect, power, alpha)
    else:
        units = _units(checked, per_arm, days, traffic)
        found = _SOLVERS[solve_for](checked, units, effect, power, alpha)
    return _dated(found, traffic, days)


def run_power(setting: Setting, *, per_arm: float, effect: float, alpha: float = 0.05) -> float:
    """The chance that a given size finds a given effect, with the arms and looks of the setting.

    Args:
        setting: what is held fixed.
        per_arm: units in each arm, >= 1.
        effect: b minus a.
        alpha: of the entire test.

    Source: see ``plan_run``.

    Example:
        >>> round(run_power(Setting(sd=1), per_arm=20, effect=1), 4)
        0.869
    """
    checked = _check(setting)
    size = check_number("effect", effect)
    return power_of(checked, check_number("per_arm", per_arm, minimum=1), size, _check_alpha(checked, alpha))


def bounds_of(setting: Setting, alpha: float) -> SequentialBounds:
    """The bounds that each comparison of a plan with several looks must reach: alpha / (arms - 1) spent on the looks.

    Args:
        setting: what is held fixed.
        alpha: of the entire test.

    Source: see ``group_sequential_bounds``.

    Example:
        >>> [round(bound, 2) for bound in bounds_of(Setting(baseline=0.2, looks=3), 0.05).bounds]
        [3.47, 2.45, 2.0]
    """
    return bounds_for(setting.looks, alpha / (setting.arms - 1), setting.shape, setting.alternative == "two-sided")


def _check(setting: Setting) -> Setting:
    if (setting.baseline is None) == (setting.sd is None):
        raise InputError.missing("baseline")
    if setting.baseline is not None:
        check_number("baseline", setting.baseline, minimum=0, maximum=1)
        used = check_choice("formula", setting.formula or "pooled", FORMULAS)
    else:
        check_number("sd", setting.sd, above=0)
        used = check_choice("formula", setting.formula or "t", ("t",))
    check_alternative(setting.alternative)
    arms = int(check_number("arms", setting.arms, minimum=2, maximum=10, whole=True))
    looks = int(check_number("looks", setting.looks, minimum=1, maximum=200, whole=True))
    check_choice("shape", setting.shape, ("obrien_fleming", "pocock"))
    return replace(setting, formula=used, arms=arms, looks=looks)


def _check_alpha(setting: Setting, alpha: float | None) -> float:
    return check_number("alpha", alpha, above=0, below=1 if setting.looks == 1 else 0.5)


def _check_power(power: float | None, alpha: float) -> float:
    return check_number("power", power, above=alpha, below=1)


def _units(setting: Setting, per_arm: float | None, days: float | None, traffic: Traffic | None) -> float:
    if per_arm is not None:
        return check_number("per_arm", per_arm, minimum=1)
    if days is None or traffic is None:
        raise InputError.missing("per_arm" if days is None else "per_day")
    return check_number("per_arm", math.floor(traffic.units(days) / setting.arms), minimum=1)


def _solve_size(setting: Setting, effect: float | None, power: float | None, alpha: float | None) -> RunPlan:
    chance, size = _check_alpha(setting, alpha), check_effect(setting.baseline, setting.alternative, effect)
    goal = _check_power(power, chance)
    smallest = 1.0 if setting.sd is None else 2.0
    once = goal_once(setting, goal, chance)
    exact = find_size(lambda n: power_once(setting, n, size, chance), once, smallest=smallest)
    if exact is None:
        return RunPlan("size", None, setting.arms, size, goal, chance, notes=(notes.cannot_reach(LARGEST),))
    whole = round(exact) if setting.formula == "evan_miller" else ceiling(exact)
    return RunPlan("size", whole, setting.arms, size, goal, chance)


def _solve_effect(setting: Setting, n: float, _: float | None, power: float | None, alpha: float | None) -> RunPlan:
    chance = _check_alpha(setting, alpha)
    goal = _check_power(power, chance)
    found, furthest = find_effect(
        lambda size: power_once(setting, n, size, chance),
        goal_once(setting, goal, chance),
        baseline=setting.baseline,
        sd=setting.sd,
        alternative=setting.alternative,
    )
    said = () if found is not None else (notes.cannot_reach(furthest),)
    return RunPlan("effect", int(n), setting.arms, found, goal, chance, notes=said)


def _solve_power(setting: Setting, n: float, effect: float | None, _: float | None, alpha: float | None) -> RunPlan:
    chance, size = _check_alpha(setting, alpha), check_effect(setting.baseline, setting.alternative, effect)
    return RunPlan("power", int(n), setting.arms, size, power_of(setting, n, size, chance), chance)


def _solve_alpha(setting: Setting, n: float, effect: float | None, power: float | None, _: float | None) -> RunPlan:
    size, goal = (
        check_effect(setting.baseline, setting.alternative, effect),
        check_number("power", power, above=0, below=1),
    )
    highest = min(goal, 0.5 * (1 - 1e-9)) if setting.looks > 1 else goal
    if power_of(setting, n, size, highest) < goal:
        said = (notes.cannot_reach(highest),)
        return RunPlan("alpha", int(n), setting.arms, size, goal, None, notes=said)
    # In logs: a large test could do with an alpha of next to nothing.
    found = find_root(
        lambda log: power_of(setting, n, size, math.exp(log)) - goal, math.log(_LEAST_ALPHA), math.log(highest)
    )
    return RunPlan("alpha", int(n), setting.arms, size, goal, math.exp(found))


_SOLVERS: Final[dict[str, Callable[[Setting, float, float | None, float | None, float | None], RunPlan]]] = {
    "effect": _solve_effect,
    "power": _solve_power,
    "alpha": _solve_alpha,
}


def _dated(plan: RunPlan, traffic: Traffic | None, days: float | None) -> RunPlan:
    if traffic is None or plan.total is None:
        return plan
    length = ceiling(days) if days is not None and plan.solved != "size" else traffic.days(plan.total)
    return replace(plan, days=length, cost=traffic.cost(plan.total, length))
