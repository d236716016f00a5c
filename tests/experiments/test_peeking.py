"""The peeking lab: simulations agree with the exact recursion, theory with published figures, and rules keep their promise."""

from __future__ import annotations

import math
import time

import pytest

from lib.core.errors import InputError
from lib.experiments.curves import effect_curve, power_curve
from lib.experiments.peeking import RULES, World, many_metrics, simulate
from lib.stats import Setting


def noise(share: float, tests: int) -> float:
    """Four standard errors of a simulated share."""
    return 4 * math.sqrt(share * (1 - share) / tests)


@pytest.mark.parametrize(
    ("looks", "published"), [(1, 0.05), (2, 0.083), (5, 0.142), (10, 0.193), (20, 0.248), (50, 0.320)]
)
def test_naive_looks_call_as_often_as_published(looks: int, published: float) -> None:
    # Armitage, McPherson and Rowe (1969), table 2.
    naive = simulate(World(looks=looks, tests=4000)).rule("naive")
    assert naive.theory[-1] == pytest.approx(published, abs=0.0006)
    assert naive.called[-1] == pytest.approx(published, abs=noise(published, 4000))


@pytest.mark.parametrize("effect", [0.0, 0.012, -0.012])
@pytest.mark.parametrize("name", RULES)
def test_simulation_agrees_with_theory_at_every_look(name: str, effect: float) -> None:
    rule = simulate(World(effect=effect, looks=6, per_look=2000, tests=4000, seed=5)).rule(name)
    for called, theory in zip(rule.called, rule.theory, strict=True):
        assert called == pytest.approx(theory, abs=noise(max(theory, 0.002), 4000) + 0.002)


def test_rules_that_allow_for_looking_keep_alpha() -> None:
    lab = simulate(World(looks=20))
    assert lab.rule("bounds").theory[-1] == pytest.approx(0.05, abs=1e-9)
    assert lab.rule("always").theory[-1] < 0.05
    assert lab.rule("once").theory == (0,) * 19 + (pytest.approx(0.05, abs=1e-12),)


def test_stopping_early_exaggerates_and_saves_users() -> None:
    lab = simulate(World(effect=0.01, looks=10))
    naive, once = lab.rule("naive"), lab.rule("once")
    assert naive.used < once.used == 1
    assert naive.exaggeration is not None
    assert once.exaggeration is not None
    assert naive.exaggeration > once.exaggeration > 1
    assert naive.wrong_way is not None
    assert naive.wrong_way > 0


def test_an_aa_test_has_nothing_to_exaggerate() -> None:
    assert {(rule.exaggeration, rule.wrong_way) for rule in simulate(World()).rules} == {(None, None)}


def test_the_test_that_deceives_calls_in_between_only() -> None:
    lab = simulate(World())
    assert lab.deceived is not None
    path = lab.paths[lab.deceived - 1]
    assert path.number == lab.deceived
    calls = [abs(e) >= 1.959964 * s for e, s in zip(path.effects, path.errors, strict=True)]
    assert any(calls)
    assert not calls[0]
    assert not calls[-1]
    assert path.first_call == calls.index(True)


def test_the_seed_decides() -> None:
    assert simulate(World(seed=3, tests=100)).rules == simulate(World(seed=3, tests=100)).rules
    assert simulate(World(seed=3, tests=100)).paths != simulate(World(seed=4, tests=100)).paths


def test_a_move_of_a_slider_takes_less_than_a_tenth_of_a_second() -> None:
    simulate(World(seed=1))
    took = []
    for seed in range(2, 7):
        before = time.perf_counter()
        simulate(World(seed=seed, tests=2000))
        took.append(time.perf_counter() - before)
    assert min(took) < 0.1


def test_many_metrics() -> None:
    # 1 - 0.95^20 = 0.641514, 1 - (1 - 0.05/20)^20 = 0.048830, by hand
    found = many_metrics(20, tests=4000)
    assert (found.theory[-1], found.corrected[-1]) == pytest.approx((0.641514, 0.048830), abs=1e-6)
    assert found.simulated[-1] == pytest.approx(0.6415, abs=noise(0.6415, 4000))
    assert found.theory[0] == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("world", "message"),
    [
        (World(rate=0), "rate must be greater than 0"),
        (World(effect=0.9), "effect must be less than 0.9"),
        (World(looks=0), "looks must be at least 1"),
        (World(per_look=1), "per_look must be at least 10"),
        (World(tests=10), "tests must be at least 100"),
        (World(alpha=0.5), "alpha must be less than 0.5"),
        (World(seed=-1), "seed must be at least 0"),
    ],
)
def test_impossible_worlds(world: World, message: str) -> None:
    with pytest.raises(InputError, match=message):
        simulate(world)


def test_few_conversions_are_noticed() -> None:
    # 100 users at 1 %: one conversion to expect; with 1 % less there, 0.2 % remain of 1.2 %
    assert simulate(World(rate=0.01, per_look=100, tests=100)).fewest == pytest.approx(1)
    assert simulate(World(rate=0.012, effect=-0.01, per_look=100, tests=100)).fewest == pytest.approx(0.2)


def test_curves_pass_through_the_plan() -> None:
    # 1,094 in each arm find 20 against 25 % with 80 % (R's power.prop.test)
    setting = Setting(baseline=0.2)
    power = power_curve(setting, effect=0.05, alpha=0.05, around=1094)
    below, above = (
        max(p.value for p in power if p.per_arm < 1094),
        min(p.value for p in power if p.per_arm > 1094),
    )
    assert below < 0.8 < above
    effects = effect_curve(setting, power=0.8, alpha=0.05, around=1094)
    assert [point.value for point in effects] == sorted((point.value for point in effects), reverse=True)
    # Too small to find anything: left out, not made up.
    assert effect_curve(Setting(baseline=0.99), power=0.8, alpha=0.05, around=20) == ()
