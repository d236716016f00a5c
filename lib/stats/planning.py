"""How many are needed, what can be found with how many, and how likely: one plan, solved for any one of the three."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from lib.core.checks import check_choice, check_level, check_number
from lib.core.errors import InputError
from lib.core.records import Notice
from lib.stats import notes
from lib.stats._checks import check_alternative
from lib.stats._distributions import normal_upper
from lib.stats._power import FORMULAS, LARGEST, Design, ceiling, check_effect, find_effect, find_size, power_at


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: size, effect and power that belong together.

    Attributes:
        n_a: units in the first group, rounded up (for evan_miller to the nearest, as that calculator does); None
            where no size reaches the power.
        n_b: units in the second group, 0 for a comparison with a fixed value.
        exact: units in the first group before rounding.
        effect: b minus a, in decimals or in the unit of the values; None where no possible effect reaches the power.
        power: chance of finding the effect, in [0, 1]; of the plan before rounding.
        alpha: chance of a false alarm.
        alternative: two-sided, greater or less.
        formula: pooled, unpooled, arcsine, evan_miller or pooled_both for shares, t for means.
        notes: what to say beside it.
    """

    n_a: int | None
    n_b: int | None
    exact: float | None
    effect: float | None
    power: float
    alpha: float
    alternative: str
    formula: str
    notes: tuple[Notice, ...] = ()

    @property
    def total(self) -> int | None:
        """Units in both groups."""
        return None if self.n_a is None or self.n_b is None else self.n_a + self.n_b


def sample_size(
    *,
    effect: float,
    baseline: float | None = None,
    sd: float | None = None,
    power: float = 0.8,
    alpha: float = 0.05,
    alternative: str = "two-sided",
    formula: str | None = None,
    allocation: float = 1.0,
    groups: int = 2,
) -> Plan:
    """The size that finds an effect with a given power.

    Pooled: n = (z_alpha sqrt(2 p q) + z_power sqrt(p_a q_a + p_b q_b))^2 / (p_b - p_a)^2, p the mean share.

    Args:
        effect: smallest difference b minus a worth finding, not 0; decimals for shares (0.01 is one point).
        baseline: share of the first group, decimal in [0, 1]; this or ``sd``.
        sd: standard deviation of a value, > 0, for means.
        power: wanted, decimal in (alpha, 1).
        alpha: chance of a false alarm, decimal in (0, 1).
        alternative: two-sided, greater (effect above 0) or less (effect below 0).
        formula: for shares pooled (default; R's power.prop.test), unpooled, arcsine (R's pwr), evan_miller
            (variance of the baseline under no effect), pooled_both.
        allocation: units of b for each of a, > 0.
        groups: 2, or 1 against the fixed baseline.

    Returns:
        Plan.

    Raises:
        InputError: baseline and sd both or neither given, an effect of 0 or outside what is possible.

    Source: Fleiss, Levin and Paik (2003), ch. 4; Cohen (1988); Miller, "Sample size calculator".

    Example:
        >>> [sample_size(baseline=0.20, effect=0.05, formula=name).n_a for name in ("evan_miller", "unpooled", "pooled")]
        [1030, 1091, 1094]
    """
    design = _design(baseline, sd, alpha, alternative, formula, allocation, groups)
    size = check_effect(design.baseline, design.alternative, effect)
    goal = check_number("power", power, above=design.alpha, below=1)
    # A spread cannot be estimated from one value.
    smallest = 1.0 if design.sd is None else 2.0
    exact = find_size(lambda n: power_at(design, n, size), goal, smallest=smallest)
    if exact is None:
        return _plan(design, None, size, goal, (notes.cannot_reach(LARGEST),))
    return _plan(design, exact, size, goal)


def power(
    *,
    n: float,
    effect: float,
    baseline: float | None = None,
    sd: float | None = None,
    alpha: float = 0.05,
    alternative: str = "two-sided",
    formula: str | None = None,
    allocation: float = 1.0,
    groups: int = 2,
) -> Plan:
    """The chance to find an effect with a given size; both tails of a two-sided test count.

    Args:
        n: units in the first group, >= 1.
        effect: b minus a.
        baseline: see ``sample_size``, as all others.

    Returns:
        Plan with its ``power``.

    Source: see ``sample_size``.

    Example:
        >>> round(power(n=20, effect=1, sd=1).power, 4)
        0.869
    """
    design = _design(baseline, sd, alpha, alternative, formula, allocation, groups)
    size = check_effect(design.baseline, design.alternative, effect, may_be_zero=True)
    units = check_number("n", n, minimum=1)
    return _plan(design, units, size, power_at(design, units, size))


def minimum_detectable_effect(
    *,
    n: float,
    baseline: float | None = None,
    sd: float | None = None,
    power: float = 0.8,
    alpha: float = 0.05,
    alternative: str = "two-sided",
    formula: str | None = None,
    allocation: float = 1.0,
    groups: int = 2,
) -> Plan:
    """The smallest effect that a given size finds with a given power; a rise, or a fall for ``less``.

    Args:
        n: units in the first group, >= 1.
        baseline: see ``sample_size``, as all others.

    Returns:
        Plan with its ``effect``; None and a notice where even the largest possible effect would be missed.

    Source: see ``sample_size``.

    Example:
        >>> round(minimum_detectable_effect(n=1094, baseline=0.20).effect, 4)
        0.05
    """
    design = _design(baseline, sd, alpha, alternative, formula, allocation, groups)
    units = check_number("n", n, minimum=1)
    goal = check_number("power", power, above=design.alpha, below=1)
    found, furthest = find_effect(
        lambda size: power_at(design, units, size), goal, baseline=baseline, sd=design.sd, alternative=alternative
    )
    return _plan(design, units, found, goal, () if found is not None else (notes.cannot_reach(furthest),))


def sample_size_for_margin(
    *,
    margin: float,
    share: float | None = None,
    sd: float | None = None,
    level: float = 0.95,
    population: float | None = None,
) -> Plan:
    """The size at which an interval reaches a given half-width: n = z^2 p (1 - p) / h^2.

    Args:
        margin: half-width, > 0; decimals for shares (0.03 is three points).
        share: expected, decimal in [0, 1]; 0.5 needs most. This or ``sd``.
        sd: standard deviation of a value, > 0; for NPS 100 sqrt(p + d - (p - d)^2).
        level: confidence level, decimal in (0, 1).
        population: everybody there is, where that is not many times the sample.

    Returns:
        Plan with ``n_a``; its power is 0.5, as an effect of one margin is found in half of all cases.

    Source: Cochran (1977), Sampling Techniques, section 4.4.

    Example:
        >>> [sample_size_for_margin(margin=h, share=0.5).n_a for h in (0.05, 0.03)]
        [385, 1068]
    """
    half, confidence = check_number("margin", margin, above=0), check_level(level)
    if (share is None) == (sd is None):
        raise InputError.missing("share")
    p = check_number("share", share, minimum=0, maximum=1) if sd is None else 0.0
    variance = p * (1 - p) if sd is None else check_number("sd", sd, above=0) ** 2
    exact = normal_upper((1 - confidence) / 2) ** 2 * variance / half**2
    if population is not None:
        size = check_number("population", population, minimum=1)
        exact = exact * size / (exact + size - 1) if exact else 0.0
    n = max(1, ceiling(exact))
    return Plan(n, 0, exact, half, 0.5, 1 - confidence, "two-sided", "margin")


def compare_formulas(
    *, baseline: float, effect: float, power: float = 0.8, alpha: float = 0.05, alternative: str = "two-sided"
) -> tuple[Plan, ...]:
    """The same plan by every formula in use, the smallest size first: why calculators disagree.

    Args:
        baseline: see ``sample_size``, as all others.

    Source: see ``sample_size``.

    Example:
        >>> [plan.n_a for plan in compare_formulas(baseline=0.2, effect=0.05)]
        [1030, 1091, 1092, 1094, 1095]
    """
    plans = (
        sample_size(
            baseline=baseline, effect=effect, power=power, alpha=alpha, alternative=alternative, formula=formula
        )
        for formula in FORMULAS
    )
    return tuple(sorted(plans, key=lambda plan: math.inf if plan.exact is None else plan.exact))


def _design(
    baseline: float | None,
    sd: float | None,
    alpha: float,
    alternative: str,
    formula: str | None,
    allocation: float,
    groups: int,
) -> Design:
    if (baseline is None) == (sd is None):
        raise InputError.missing("baseline")
    if baseline is not None:
        baseline = check_number("baseline", baseline, minimum=0, maximum=1)
        used = check_choice("formula", formula or "pooled", FORMULAS)
    else:
        sd, used = check_number("sd", sd, above=0), check_choice("formula", formula or "t", ("t",))
    return Design(
        baseline,
        sd,
        check_number("alpha", alpha, above=0, below=1),
        check_alternative(alternative),
        used,
        check_number("allocation", allocation, above=0),
        int(check_number("groups", groups, minimum=1, maximum=2, whole=True)),
    )


def _plan(
    design: Design, exact: float | None, effect: float | None, reached: float, said: tuple[Notice, ...] = ()
) -> Plan:
    plan = Plan(None, None, exact, effect, reached, design.alpha, design.alternative, design.formula, said)
    if exact is None:
        return plan
    whole = round if design.formula == "evan_miller" else ceiling
    return replace(plan, n_a=whole(exact), n_b=whole(exact * design.allocation) if design.groups == 2 else 0)
