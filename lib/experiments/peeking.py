"""Many simulated tests, looked at again and again: how often each way of stopping calls a winner, and at what price."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lib.core.checks import check_number
from lib.stats import crossed_by_look, group_sequential_bounds, sequential_reach

RULES: Final = ("naive", "once", "bounds", "always")
_Floats = NDArray[np.float64]
# A bound that no data reach: for the looks of a rule that does not stop there.
_NEVER: Final = 40.0


@dataclass(frozen=True, slots=True)
class World:
    """What is simulated.

    Attributes:
        rate: true share in both arms before any effect, decimal in (0, 1).
        effect: true difference b minus a, decimal; 0 for an A/A test.
        looks: how often each test is looked at, 1 to 100.
        per_look: users who come to each arm between two looks, 10 to 1,000,000.
        alpha: of the ordinary test, decimal in (0, 1/2).
        tests: how many are simulated, 100 to 20,000.
        seed: the same seed gives the same tests.
    """

    rate: float = 0.1
    effect: float = 0.0
    looks: int = 10
    per_look: int = 1000
    alpha: float = 0.05
    tests: int = 5000
    seed: int = 1

    @property
    def users(self) -> tuple[int, ...]:
        """Users in each arm at each look."""
        return tuple(self.per_look * (look + 1) for look in range(self.looks))


@dataclass(frozen=True, slots=True)
class Rule:
    """How one way of stopping fares.

    Attributes:
        name: naive (any look, ordinary test), once (the last look alone), bounds (O'Brien-Fleming), always (the band
            that always holds).
        bounds: on z at each look.
        called: share of the simulated tests that have called a difference by each look.
        theory: the same by the recursion over the looks, for statistics that follow the bell curve exactly.
        used: average share of the planned users that a test used.
        exaggeration: average effect where the test stopped with a call in the right direction, over the true effect;
            None without an effect or without such a call.
        wrong_way: share of all tests that called the wrong direction; None without an effect.
    """

    name: str
    bounds: tuple[float, ...]
    called: tuple[float, ...]
    theory: tuple[float, ...]
    used: float
    exaggeration: float | None
    wrong_way: float | None


@dataclass(frozen=True, slots=True)
class Path:
    """One simulated test as it came in.

    Attributes:
        number: which of the simulated ones, from 1.
        effects: measured difference at each look.
        errors: its standard error at each look.
        first_call: index of the first look at which the ordinary test calls a difference; None if none does.
    """

    number: int
    effects: tuple[float, ...]
    errors: tuple[float, ...]
    first_call: int | None


@dataclass(frozen=True, slots=True)
class Lab:
    """What the simulation showed.

    Attributes:
        world: what was simulated.
        rules: in the order of ``RULES``.
        paths: the first tests, as many as were asked for.
        deceived: number of the first test that a look in between calls although the first and the last do not; None if
            there is none.
        fewest: smaller number of successes or failures to expect in an arm at the first look.
    """

    world: World
    rules: tuple[Rule, ...]
    paths: tuple[Path, ...]
    deceived: int | None
    fewest: float

    def rule(self, name: str) -> Rule:
        """The rule of that name."""
        return self.rules[RULES.index(name)]


@lru_cache(maxsize=32)
def simulate(world: World, *, paths: int = 200) -> Lab:
    """Simulates tests of two shares and stops them by four rules.

    Args:
        world: what is simulated.
        paths: how many of the tests to hand back whole.

    Returns:
        Lab.

    Raises:
        InputError: a number out of range.

    Source: Armitage, McPherson and Rowe (1969); Johari, Pekelis and Walsh (2017).

    Example:
        >>> lab = simulate(World(looks=5, tests=1000))
        >>> round(lab.rule("naive").theory[-1], 3), 0.11 < lab.rule("naive").called[-1] < 0.18
        (0.142, True)
    """
    _check(world)
    effects, errors = _draw(world)
    z = effects / errors
    rules = tuple(_rule(world, name, bounds, z, effects) for name, bounds in _bounds(world).items())
    calls = np.abs(z) >= rules[0].bounds[0]
    # Not at the first look, where there was nothing to wait for yet.
    deceived = np.flatnonzero(calls.any(axis=1) & ~calls[:, 0] & ~calls[:, -1])[:1]
    shown = tuple(_path(number, effects, errors, calls) for number in range(min(paths, world.tests)))
    fewest = world.per_look * min(world.rate, world.rate + world.effect, 1 - world.rate, 1 - world.rate - world.effect)
    return Lab(world, rules, shown, int(deceived[0]) + 1 if deceived.size else None, fewest)


def _check(world: World) -> None:
    check_number("rate", world.rate, above=0, below=1)
    check_number("effect", world.effect, above=-world.rate, below=1 - world.rate)
    check_number("looks", world.looks, minimum=1, maximum=100, whole=True)
    check_number("per_look", world.per_look, minimum=10, maximum=1_000_000, whole=True)
    check_number("alpha", world.alpha, above=0, below=0.5)
    check_number("tests", world.tests, minimum=100, maximum=20_000, whole=True)
    check_number("seed", world.seed, minimum=0, whole=True)


def _draw(world: World) -> tuple[_Floats, _Floats]:
    """Measured effects and their standard errors: a row per test, a column per look."""
    generator = np.random.default_rng(world.seed)
    size = (world.tests, world.looks)
    users = np.array(world.users, dtype=np.float64)
    sums = [
        np.cumsum(generator.binomial(world.per_look, share, size), axis=1)
        for share in (world.rate, world.rate + world.effect)
    ]
    # Half a success more keeps the error above 0 while nobody, or everybody, has said yes.
    shares = [(total + 0.5) / (users + 1) for total in sums]
    variance = sum(share * (1 - share) for share in shares) / users
    return (sums[1] - sums[0]) / users, np.sqrt(variance)


@lru_cache(maxsize=64)
def _planned(looks: int, alpha: float) -> tuple[float, ...]:
    return group_sequential_bounds(looks, alpha=alpha).bounds


def _bounds(world: World) -> dict[str, tuple[float, ...]]:
    (ordinary,) = _planned(1, world.alpha)
    both_arms = [2.0 * users for users in world.users]
    return {
        "naive": (ordinary,) * world.looks,
        "once": (*(_NEVER,) * (world.looks - 1), ordinary),
        "bounds": _planned(world.looks, world.alpha),
        "always": sequential_reach(both_arms, planned=both_arms[-1], level=1 - world.alpha),
    }


def _rule(world: World, name: str, bounds: tuple[float, ...], z: _Floats, effects: _Floats) -> Rule:
    calls = np.abs(z) >= np.array(bounds)
    called = np.maximum.accumulate(calls, axis=1)
    first = np.where(called[:, -1], calls.argmax(axis=1), world.looks - 1)
    stopped = effects[np.arange(world.tests), first]
    exaggeration = wrong_way = None
    if world.effect:
        right = called[:, -1] & (np.sign(stopped) == math.copysign(1, world.effect))
        exaggeration = float(stopped[right].mean() / world.effect) if right.any() else None
        wrong_way = float((called[:, -1] & ~right).mean())
    return Rule(
        name,
        bounds,
        tuple(called.mean(axis=0).tolist()),
        crossed_by_look(bounds, shift=_shift(world)),
        float((first + 1).mean() / world.looks),
        exaggeration,
        wrong_way,
    )


def _shift(world: World) -> float:
    """The z to expect at the last look."""
    other = world.rate + world.effect
    variance = (world.rate * (1 - world.rate) + other * (1 - other)) / world.users[-1]
    return world.effect / math.sqrt(variance)


def _path(number: int, effects: _Floats, errors: _Floats, calls: NDArray[np.bool_]) -> Path:
    first = int(calls[number].argmax()) if calls[number].any() else None
    return Path(number + 1, tuple(effects[number].tolist()), tuple(errors[number].tolist()), first)


@dataclass(frozen=True, slots=True)
class Metrics:
    """False alarms among several metrics that nothing has moved.

    Attributes:
        counts: 1 to the number of metrics.
        theory: chance of at least one false alarm, 1 - (1 - alpha)^m.
        simulated: share of simulated tests with at least one, of which the metrics are independent.
        corrected: chance when each metric is held to alpha / m (Bonferroni).
    """

    counts: tuple[int, ...]
    theory: tuple[float, ...]
    simulated: tuple[float, ...]
    corrected: tuple[float, ...]


@lru_cache(maxsize=32)
def many_metrics(count: int, *, alpha: float = 0.05, tests: int = 2000, seed: int = 1) -> Metrics:
    """How the chance of any false alarm grows with the number of metrics looked at.

    Args:
        count: metrics, 1 to 200, independent of each other.
        alpha: of each metric, decimal in (0, 1).
        tests: how many are simulated, 100 to 20,000.
        seed: the same seed gives the same tests.

    Source: Sidak (1967).

    Example:
        >>> round(many_metrics(10).theory[-1], 3), round(many_metrics(10).corrected[-1], 3)
        (0.401, 0.049)
    """
    most = int(check_number("metrics", count, minimum=1, maximum=200, whole=True))
    chance = check_number("alpha", alpha, above=0, below=1)
    runs = int(check_number("tests", tests, minimum=100, maximum=20_000, whole=True))
    p_values = np.random.default_rng(seed).random((runs, most))
    counts = tuple(range(1, most + 1))
    alarms = np.maximum.accumulate(p_values < chance, axis=1).mean(axis=0)
    return Metrics(
        counts,
        tuple(-math.expm1(m * math.log1p(-chance)) for m in counts),
        tuple(alarms.tolist()),
        tuple(-math.expm1(m * math.log1p(-chance / m)) for m in counts),
    )
