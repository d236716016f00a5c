"""A test planned to the end: solved for any one part, with arms, looks, days and money."""

from __future__ import annotations

import pytest

from lib.core.errors import InputError
from lib.stats import (
    RunPlan,
    Setting,
    Traffic,
    bounds_of,
    compare_formulas,
    minimum_detectable_effect,
    plan_run,
    run_power,
)

SHARES = Setting(baseline=0.2)
TRAFFIC = Traffic(per_day=400, share=0.5, price_per_unit=0.5, price_per_day=20, price_once=100)


def test_sizes_by_every_formula() -> None:
    # Miller's calculator prints 1,030; the textbook formulas give 1,091.0, 1,093.7 and 1,094.9 (20 against 25 %, power
    # 80 %); arcsine by R 4.2.2, as pwr.2p.test does, by uniroot on its formula: n = 1091.896
    found = {plan.formula: plan.n_a for plan in compare_formulas(baseline=0.2, effect=0.05)}
    assert found == {"evan_miller": 1030, "unpooled": 1091, "arcsine": 1092, "pooled": 1094, "pooled_both": 1095}


def test_days_weeks_and_money_by_hand() -> None:
    # 2 x 1,094 units at 200 a day are 10.94 days; 100 + 2,188 x 0.5 + 11 x 20 = 1,414
    plan = plan_run("size", SHARES, effect=0.05, traffic=TRAFFIC)
    assert (plan.per_arm, plan.total, plan.days, plan.days_in_weeks) == (1094, 2188, 11, 14)
    assert plan.cost == pytest.approx(1414)


def test_days_that_divide_evenly_are_not_rounded_up() -> None:
    assert Traffic(per_day=200).days(2000) == 10
    # 0.1 x 3 is a hair above 0.3 in floats
    assert Traffic(per_day=10, share=0.1).days(3) == 3


def test_a_length_gives_the_size() -> None:
    # 14 days x 200 a day = 2,800 units, 933 in each of three arms
    plan = plan_run("power", Setting(baseline=0.2, arms=3), effect=0.05, days=14, traffic=TRAFFIC)
    assert (plan.per_arm, plan.days) == (933, 14)
    assert plan.cost == pytest.approx(100 + 2799 * 0.5 + 14 * 20)


@pytest.mark.parametrize(
    ("solve_for", "setting", "given", "field", "expected", "off"),
    [
        # R 4.2.2, stats::power.prop.test and power.t.test(strict = TRUE)
        ("size", Setting(baseline=0.2, arms=3), {"effect": 0.05}, "per_arm", 1325, 0),
        ("alpha", SHARES, {"effect": 0.05, "per_arm": 1500}, "alpha", 0.01472725174, 1e-7),
        ("power", SHARES, {"effect": 0.05, "per_arm": 1500}, "power", 0.9068385904, 1e-7),
        ("effect", SHARES, {"per_arm": 1500, "power": 0.9}, "effect", 0.0493676157, 1e-7),
        ("size", Setting(sd=40), {"effect": 5, "power": 0.9}, "per_arm", 1346, 0),
        ("effect", Setting(sd=40), {"per_arm": 500, "power": 0.9}, "effect", 8.208359181, 1e-6),
    ],
)
def test_solved_as_r_does(
    solve_for: str, setting: Setting, given: dict[str, float], field: str, expected: float, off: float
) -> None:
    assert getattr(plan_run(solve_for, setting, **given), field) == pytest.approx(expected, abs=off)  # type: ignore[arg-type]


def test_several_looks_as_in_the_book() -> None:
    # Jennison and Turnbull (2000), section 3.6.2: two binomials about 0.5, effect 0.2, eight looks by O'Brien-Fleming,
    # power 0.8: I_max = 203.2, so 203.2 x 2 x 0.25 = 101.6 in each group (the book takes the next multiple of 8, 104).
    plan = plan_run("size", Setting(baseline=0.4, formula="pooled_both", looks=8), effect=0.2)
    assert plan.per_arm == 102
    assert bounds_of(Setting(baseline=0.4, looks=8), 0.05).bounds[-1] == pytest.approx(2.072, abs=0.0005)


@pytest.mark.parametrize("looks", [1, 4])
@pytest.mark.parametrize("setting", [SHARES, Setting(sd=3.0), Setting(baseline=0.03, formula="arcsine", arms=4)])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_each_part_can_be_had_back_from_the_others(setting: Setting, alternative: str, looks: int) -> None:
    side = -1 if alternative == "less" else 1
    size = side * (0.01 if setting.baseline else 0.4)
    known = Setting(setting.baseline, setting.sd, alternative, setting.formula, setting.arms, looks, "pocock")
    n = 5000.0 if setting.baseline else 200.0
    reached = run_power(known, per_arm=n, effect=size, alpha=0.04)
    back = {
        name: plan_run(name, known, effect=size, power=reached, alpha=0.04, per_arm=n) for name in ("effect", "alpha")
    }
    assert back["effect"].effect == pytest.approx(size, rel=1e-6)
    assert back["alpha"].alpha == pytest.approx(0.04, rel=1e-5)
    assert plan_run("size", known, effect=size, power=reached, alpha=0.04).per_arm == pytest.approx(n, abs=1)


def test_the_smallest_effect_for_means_is_found_though_larger_ones_are_certain() -> None:
    # R 4.2.2: power.t.test(n = 200, sd = 3, power = 0.8, strict = TRUE)$delta = 0.8425094; scipy has no power at 3.
    assert plan_run("effect", Setting(sd=3), per_arm=200).effect == pytest.approx(0.8425094, abs=1e-5)
    assert minimum_detectable_effect(n=200, sd=3).effect == pytest.approx(0.8425094, abs=1e-5)
    assert run_power(Setting(sd=3), per_arm=200, effect=3) == pytest.approx(1)


def unreachable(plan: RunPlan) -> None:
    assert [notice.code for notice in plan.notes] == ["notes.cannot_reach"]


def test_what_nothing_reaches_is_said() -> None:
    size = plan_run("size", SHARES, effect=1e-9, traffic=TRAFFIC)
    assert (size.per_arm, size.total, size.days, size.cost) == (None, None, None, None)
    unreachable(size)
    effect = plan_run("effect", SHARES, per_arm=1)
    assert (effect.effect, effect.per_arm) == (None, 1)
    unreachable(effect)
    alpha = plan_run("alpha", Setting(baseline=0.2, looks=3), effect=0.001, per_arm=10, power=0.99)
    assert alpha.alpha is None
    unreachable(alpha)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plan_run("days", SHARES, effect=0.1), "solve_for must be one of size, effect, power, alpha"),
        (lambda: plan_run("size", SHARES), "effect is missing"),
        (lambda: plan_run("size", Setting(), effect=0.1), "baseline is missing"),
        (lambda: plan_run("size", Setting(baseline=0.2, sd=1), effect=0.1), "baseline is missing"),
        (lambda: plan_run("size", SHARES, effect=0.9), "effect must be at most 0.8"),
        (lambda: plan_run("size", SHARES, effect=0), "effect must be greater than 0"),
        (lambda: plan_run("size", SHARES, effect=0.1, power=0.05), "power must be greater than 0.05"),
        (
            lambda: plan_run("size", Setting(baseline=0.2, looks=3), effect=0.1, alpha=0.5),
            "alpha must be less than 0.5",
        ),
        (lambda: plan_run("effect", SHARES), "per_arm is missing"),
        (lambda: plan_run("effect", SHARES, days=3), "per_day is missing"),
        (lambda: plan_run("effect", SHARES, days=1, traffic=Traffic(per_day=1)), "per_arm must be at least 1"),
        (lambda: plan_run("size", Setting(sd=1, arms=11), effect=1), "arms must be at most 10"),
        (lambda: plan_run("size", Setting(sd=1, formula="pooled"), effect=1), "formula must be one of t"),
        (lambda: Traffic(per_day=0).days(10), "per_day must be greater than 0"),
        (lambda: Traffic(per_day=10, share=1.1).days(10), "share must be at most 1"),
        (lambda: Traffic(per_day=10, price_per_day=-1).cost(1, 1), "price_per_day must be at least 0"),
    ],
)
def test_what_is_no_plan_is_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
