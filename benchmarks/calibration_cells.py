"""What ``benchmarks.calibration`` simulates: populations of known truth, and how each method is judged on a sample.

A cell draws samples and hands each distinct one once to its judge, weighted by how often it came up: counts repeat
often, so that 20,000 replications cost a few hundred intervals.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from scipy import stats as scipy_stats

from lib import stats
from lib.core.records import Interval
from lib.stats import _binomial, _differences, rates, relative

Draw = Callable[[np.random.Generator, int], Any]
# Did it cover the truth, did it raise an alarm? None where the method gives no answer.
Verdict = bool | None
Judge = Callable[[Any], Mapping[tuple[str, str], Verdict]]

LEVEL: Final = 0.95
COVERAGE, ALARMS, POWER = "coverage", "false_positive", "power"
# Few enough resamples to be quick; the interval of more would hardly differ.
RESAMPLES: Final = 199


@dataclass(frozen=True)
class Cell:
    """One population, one sample size, and what is asked of each sample.

    Attributes:
        family: what is estimated or compared.
        population: code of where the values come from.
        n: units, or expected events, in the first group.
        a: parameter of the first group.
        b: of the second one, None without one.
        draw: as many samples as asked, one a row.
        judge: what each method makes of a sample.
        everything: all possible samples and their probabilities, where they are few enough to be listed.
        distinct: samples repeat, so that each is judged once.
    """

    family: str
    population: str
    n: int
    a: float
    b: float | None
    draw: Draw
    judge: Judge
    everything: Callable[[], tuple[Any, Any]] | None = None
    distinct: bool = False


def covers(interval: Interval | None, truth: float) -> Verdict:
    """Whether the truth is inside; limits count as inside, also where rounding moved them."""
    return None if interval is None else interval.low - 1e-12 <= truth <= interval.high + 1e-12


def alarms(p_value: float | None) -> Verdict:
    """Whether the test rejects."""
    return None if p_value is None else p_value <= 1 - LEVEL


def cells() -> Iterator[Cell]:
    """All of them, in the order of the committed table."""
    for n in (10, 20, 50, 200, 1000):
        yield from (share(n, p) for p in (0.02, 0.1, 0.3, 0.5))
    yield from (average_share(n) for n in (10, 20, 50, 200))
    for n in (20, 100, 500):
        yield from (two_shares(n, *pair) for pair in ((0.1, 0.1), (0.3, 0.3), (0.02, 0.05), (0.1, 0.2), (0.3, 0.5)))
    yield from (unconditional(10, *pair) for pair in ((0.1, 0.1), (0.3, 0.3), (0.3, 0.8)))
    yield from (average_shares(n) for n in (10, 20))
    for n in (30, 100, 400):
        yield from (pairs(n, *changed) for changed in ((0.1, 0.1), (0.05, 0.15)))
    yield from (many_shares(n, 0.1) for n in (50, 500))
    yield from (split(n) for n in (100, 10_000))
    yield from (weighted(n, 0.3) for n in (100, 400))
    yield from (one_mean(population, n) for population in ("normal", "lognormal") for n in (10, 50, 200, 1000))
    for n in (10, 50, 200, 1000):
        yield from (two_means(*kind, n) for kind in TWO_MEANS)
    yield from (ranks(population, n, shift) for population, n, shift in RANKS)
    yield from (resampled(population, n) for population, n in (("normal", 20), ("lognormal", 20), ("lognormal", 100)))
    yield from (permuted(population, 10) for population in ("normal", "lognormal"))
    yield from (users(n) for n in (20, 100, 500))
    yield users_resampled(100)
    yield from (rate(mean) for mean in (2, 10, 50, 200))
    yield average_rate(50)
    yield from (two_rates(mean, factor) for mean in (5, 20, 100) for factor in (1.0, 2.0))
    yield from (scores(n) for n in (20, 100, 500))
    yield from (lifetimes(n, mean) for n, mean in ((30, 20), (100, 20), (100, 12), (300, 20)))
    yield credible(20)


# ---- shares ------------------------------------------------------------------------------------------------------


def share(n: int, p: float) -> Cell:
    """One share: every interval, and the tests against a target that is right."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        k = int(x[0])
        found: dict[tuple[str, str], Verdict] = {
            (method, COVERAGE): covers(stats.proportion_interval(k, n, method=method).interval, p)
            for method in _binomial.METHODS
        }
        for name, method in (("binomial_exact", "exact"), ("z_one_sample", "score")):
            found[name, ALARMS] = alarms(stats.compare_proportion_to_target(k, n, p, method=method).p_value)
        return found

    def everything() -> tuple[Any, Any]:
        x = np.arange(n + 1)
        return x[:, None], scipy_stats.binom.pmf(x, n, p)

    return Cell("share", "binomial", n, p, None, lambda rng, r: rng.binomial(n, p, (r, 1)), judge, everything, True)


def _two_binomials(n: int, p_a: float, p_b: float) -> tuple[Draw, Callable[[], tuple[Any, Any]]]:
    def everything() -> tuple[Any, Any]:
        x = np.arange(n + 1)
        grid = np.stack(np.meshgrid(x, x, indexing="ij"), axis=-1).reshape(-1, 2)
        weights = np.outer(scipy_stats.binom.pmf(x, n, p_a), scipy_stats.binom.pmf(x, n, p_b))
        return grid, weights.reshape(-1)

    return lambda rng, r: rng.binomial(n, (p_a, p_b), (r, 2)), everything


def two_shares(n: int, p_a: float, p_b: float) -> Cell:
    """Two shares: difference, risk ratio, odds ratio, and every test that is quick."""
    odds = p_b / (1 - p_b) / (p_a / (1 - p_a))
    asked = ALARMS if p_a == p_b else POWER

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        counts = int(x[0]), n, int(x[1]), n
        found: dict[tuple[str, str], Verdict] = {}
        for method in _differences.METHODS:
            interval = stats.difference_interval(*counts, method=method).interval
            found[f"difference:{method}", COVERAGE] = covers(interval, p_b - p_a)
        for method in relative._RISK:
            interval = stats.risk_ratio_interval(*counts, method=method).interval
            found[f"risk_ratio:{method}", COVERAGE] = covers(interval, p_b / p_a)
        for method in ("conditional", *relative._SMOOTHED):
            interval = stats.odds_ratio_interval(*counts, method=method).interval
            found[f"odds_ratio:{method}", COVERAGE] = covers(interval, odds)
        for method in ("auto", "z", "chi2", "score", "fisher"):
            compared = stats.compare_proportions(*counts, method=method, interval="wald")
            found[method if method in ("auto",) else compared.method, asked] = alarms(compared.p_value)
        return found

    draw, everything = _two_binomials(n, p_a, p_b)
    return Cell("shares", "binomial", n, p_a, p_b, draw, judge, everything if n <= 20 else None, True)


def average_share(n: int) -> Cell:
    """Intervals of one share, every share being as likely as any other: what coverage "on average" means."""

    def truths(rng: np.random.Generator, r: int) -> Any:
        p = rng.random(r)
        return np.stack((rng.binomial(n, p), p), axis=1)

    @cache
    def found(k: int) -> dict[str, Interval | None]:
        return {method: stats.proportion_interval(k, n, method=method).interval for method in _binomial.METHODS}

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        return {(method, COVERAGE): covers(one, float(x[1])) for method, one in found(int(x[0])).items()}

    return Cell("share", "average", n, 0.5, None, truths, judge)


def average_shares(n: int) -> Cell:
    """The same of two shares."""

    def truths(rng: np.random.Generator, r: int) -> Any:
        p = rng.random((r, 2))
        return np.concatenate((rng.binomial(n, p), p), axis=1)

    @cache
    def found(k_a: int, k_b: int) -> dict[str, tuple[Interval | None, Callable[[float, float], float]]]:
        counts = k_a, n, k_b, n
        gaps = {f"difference:{m}": stats.difference_interval(*counts, method=m) for m in _differences.METHODS}
        risks = {f"risk_ratio:{m}": stats.risk_ratio_interval(*counts, method=m) for m in relative._RISK}
        methods = ("conditional", *relative._SMOOTHED)
        odds = {f"odds_ratio:{m}": stats.odds_ratio_interval(*counts, method=m) for m in methods}
        truths = (lambda a, b: b - a), (lambda a, b: b / a), (lambda a, b: b / (1 - b) / (a / (1 - a)))
        return {
            name: (estimate.interval, truth)
            for group, truth in zip((gaps, risks, odds), truths, strict=True)
            for name, estimate in group.items()
        }

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        p_a, p_b = float(x[2]), float(x[3])
        known = found(int(x[0]), int(x[1]))
        return {(name, COVERAGE): covers(one, truth(p_a, p_b)) for name, (one, truth) in known.items()}

    return Cell("shares", "average", n, 0.5, 0.5, truths, judge)


def unconditional(n: int, p_a: float, p_b: float) -> Cell:
    """The two tests that take seconds a table, beside Fisher's, on small groups."""
    asked = ALARMS if p_a == p_b else POWER

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        tests = ("fisher", "barnard", "boschloo")
        compared = (stats.compare_proportions(int(x[0]), n, int(x[1]), n, method=m, interval="wald") for m in tests)
        return {(one.method, asked): alarms(one.p_value) for one in compared}

    draw, everything = _two_binomials(n, p_a, p_b)
    return Cell("shares", "binomial", n, p_a, p_b, draw, judge, everything, True)


def pairs(n: int, only_a: float, only_b: float) -> Cell:
    """The same people twice: those who changed their mind one way, and the other way."""
    p = (0.3, only_a, only_b, 0.7 - only_a - only_b)
    asked = ALARMS if only_a == only_b else POWER

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        table = (x[:2].tolist(), x[2:].tolist())
        found: dict[tuple[str, str], Verdict] = {}
        for name, method in (("mcnemar", "z"), ("mcnemar_exact", "exact")):
            compared = stats.compare_proportions_paired(table, method=method)
            found[name, asked] = alarms(compared.p_value)
            found["newcombe_paired", COVERAGE] = covers(compared.interval, only_b - only_a)
        return found

    return Cell("pairs", "multinomial", n, only_a, only_b, lambda rng, r: rng.multinomial(n, p, r), judge, None, True)


def many_shares(n: int, p: float) -> Cell:
    """Four arms that do not differ: the overall test, and whether any of the six pairs raises an alarm."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        many = stats.compare_many_proportions(x.tolist(), [n] * 4, correction="none", method="z")
        found: dict[tuple[str, str], Verdict] = {("many:chi2", ALARMS): alarms(many.p_value)}
        p_values = [pair.p_adjusted for pair in many.pairs]
        for method in ("none", "bonferroni", "holm", "bh"):
            known = [value for value in stats.adjust(p_values, method) if value is not None]
            found[f"pairs:{method}", ALARMS] = alarms(min(known, default=1.0))
        return found

    return Cell("arms", "binomial", n, p, p, lambda rng, r: rng.binomial(n, p, (r, 4)), judge, None, True)


def split(n: int) -> Cell:
    """A split that is what was planned."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        return {("chi2_goodness", ALARMS): alarms(stats.sample_ratio_mismatch([int(x[0]), n - int(x[0])]).p_value)}

    return Cell("split", "binomial", n, 0.5, None, lambda rng, r: rng.binomial(n, 0.5, (r, 1)), judge, None, True)


def weighted(n: int, p: float) -> Cell:
    """A share of answers that carry weights of their own."""

    def draw(rng: np.random.Generator, r: int) -> Any:
        weights, yes = rng.lognormal(0, 0.6, (r, n)), rng.random((r, n)) < p
        return np.stack(((weights * yes).sum(1), weights.sum(1), (weights**2).sum(1), yes.sum(1)), axis=1)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        weighed = stats.weighted_proportion_interval(*(float(value) for value in x[:3])).interval
        unaware = stats.proportion_interval(x[0] / x[1] * n, n).interval
        return {("design_effect", COVERAGE): covers(weighed, p), ("naive:weights", COVERAGE): covers(unaware, p)}

    return Cell("weights", "weighted", n, p, None, draw, judge)


# ---- means -------------------------------------------------------------------------------------------------------

# Population, ratio of the second group's size and spread to the first's, shift in standard deviations.
TWO_MEANS: Final = (
    ("normal", 1.0, 1.0, 0.0),
    ("normal", 1.0, 1.0, 0.5),
    ("unequal", 3.0, 1 / 3, 0.0),
    ("lognormal", 1.0, 1.0, 0.0),
    ("lognormal", 3.0, 1.0, 0.0),
)
RANKS: Final = (
    ("normal", 10, 0.0),
    ("normal", 10, 1.0),
    ("normal", 40, 0.0),
    ("normal", 40, 0.5),
    ("lognormal", 40, 0.0),
    ("lognormal", 40, 0.5),
    ("lognormal", 60, 0.0),
)
# Of exp(standard normal): the orders of a shop are about as skewed.
LOGNORMAL_MEAN: Final = math.exp(0.5)
LOGNORMAL_SD: Final = math.sqrt((math.e - 1) * math.e)


def values(rng: np.random.Generator, population: str, size: tuple[int, ...]) -> Any:
    """Values of mean 0 and standard deviation 1, normal or skewed to the right."""
    normal = rng.standard_normal(size)
    return (np.exp(normal) - LOGNORMAL_MEAN) / LOGNORMAL_SD if population == "lognormal" else normal


def one_mean(population: str, n: int) -> Cell:
    """A mean and its t interval."""

    def draw(rng: np.random.Generator, r: int) -> Any:
        drawn = values(rng, population, (r, n))
        return np.stack((drawn.mean(1), drawn.std(1, ddof=1)), axis=1)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        interval = stats.mean_interval((float(x[0]), float(x[1]), n)).interval
        return {("student_one_sample", COVERAGE): covers(interval, 0.0)}

    return Cell("mean", population, n, 0.0, None, draw, judge)


def two_means(population: str, size: float, spread: float, shift: float, n: int) -> Cell:
    """Two means, from their summaries."""
    n_b, asked = round(n * size), POWER if shift else ALARMS
    name = population if size == 1 or population == "unequal" else f"{population}_sizes"

    def draw(rng: np.random.Generator, r: int) -> Any:
        a, b = values(rng, population, (r, n)), values(rng, population, (r, n_b)) * spread + shift
        return np.stack((a.mean(1), a.std(1, ddof=1), b.mean(1), b.std(1, ddof=1)), axis=1)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        found: dict[tuple[str, str], Verdict] = {}
        mean_a, sd_a, mean_b, sd_b = x.tolist()
        for method in ("welch", "student"):
            compared = stats.compare_means((mean_a, sd_a, n), (mean_b, sd_b, n_b), method=method)
            found[method, asked] = alarms(compared.p_value)
            found[method, COVERAGE] = covers(compared.interval, shift)
        return found

    return Cell("means", name, n, 0.0, shift, draw, judge)


def _raw(population: str, n: int, shift: float) -> Draw:
    def draw(rng: np.random.Generator, r: int) -> Any:
        return values(rng, population, (r, 2, n)) + np.array([[0.0], [shift]])

    return draw


def ranks(population: str, n: int, shift: float) -> Cell:
    """The rank test and its shift; exact below 50 a group."""
    asked = POWER if shift else ALARMS

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        compared = stats.compare_means(x[0], x[1], method="mann_whitney")
        return {
            ("mann_whitney", asked): alarms(compared.p_value),
            ("hodges_lehmann", COVERAGE): covers(compared.interval, shift),
        }

    return Cell("ranks", population, n, 0.0, shift, _raw(population, n, shift), judge)


def resampled(population: str, n: int) -> Cell:
    """The bootstrap of a difference in means."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        found: dict[tuple[str, str], Verdict] = {}
        for limits in ("percentile", "bca"):
            compared = stats.compare_means(x[0], x[1], method="bootstrap", replications=RESAMPLES, interval=limits)
            found[f"bootstrap:{limits}", COVERAGE] = covers(compared.interval, 0.0)
            found[f"bootstrap:{limits}", ALARMS] = alarms(compared.p_value)
        return found

    return Cell("means", population, n, 0.0, 0.0, _raw(population, n, 0.0), judge)


def permuted(population: str, n: int) -> Cell:
    """The permutation test."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        compared = stats.compare_means(x[0], x[1], method="permutation", replications=RESAMPLES)
        return {("permutation", ALARMS): alarms(compared.p_value)}

    return Cell("means", population, n, 0.0, 0.0, _raw(population, n, 0.0), judge)


# ---- ratios of sums ----------------------------------------------------------------------------------------------


def _visits(rng: np.random.Generator, size: tuple[int, ...]) -> tuple[Any, Any]:
    """Conversions and visits of users who differ: each has a rate of her own, 0.2 on average."""
    x = 1 + rng.poisson(3, size)
    return rng.binomial(x, rng.beta(1, 4, size)), x


def _sums(y: Any, x: Any) -> Any:
    return np.stack((y.sum(1), x.sum(1), (y * y).sum(1), (x * x).sum(1), (x * y).sum(1)), axis=1)


def users(n: int) -> Cell:
    """Conversions per visit with the user as the unit, and as if every visit stood for itself."""

    def draw(rng: np.random.Generator, r: int) -> Any:
        return np.concatenate([_sums(*_visits(rng, (r, n))) for _ in range(2)], axis=1)

    def judge(row: Any) -> dict[tuple[str, str], Verdict]:
        a, b = (stats.RatioSums(n, *(float(value) for value in half)) for half in (row[:5], row[5:]))
        counts = a.sum_y, a.sum_x, b.sum_y, b.sum_x
        return {
            ("delta", COVERAGE): covers(stats.ratio_interval(a).interval, 0.2),
            ("fieller", COVERAGE): covers(stats.ratio_interval(a, method="fieller").interval, 0.2),
            ("naive:visits", COVERAGE): covers(stats.proportion_interval(a.sum_y, a.sum_x).interval, 0.2),
            ("delta", ALARMS): alarms(stats.compare_ratios(a, b).p_value),
            ("naive:visits", ALARMS): alarms(stats.compare_proportions(*counts, method="z").p_value),
        }

    return Cell("ratios", "users", n, 0.2, 0.2, draw, judge)


def users_resampled(n: int) -> Cell:
    """The same by drawing whole users again."""

    def judge(units: Any) -> dict[tuple[str, str], Verdict]:
        found = stats.ratio_interval((units[0], units[1]), method="bootstrap", replications=RESAMPLES)
        return {("bootstrap_units", COVERAGE): covers(found.interval, 0.2)}

    return Cell(
        "ratios", "users", n, 0.2, None, lambda rng, r: np.stack(_visits(rng, (r, n)), axis=1).astype(float), judge
    )


# ---- rates, scores, times ----------------------------------------------------------------------------------------


def rate(mean: int) -> Cell:
    """Events of which so many are expected."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        return {
            (f"poisson_{method}", COVERAGE): covers(stats.rate_interval(int(x[0]), 1, method=method).interval, mean)
            for method in rates._METHODS
        }

    def everything() -> tuple[Any, Any]:
        k = np.arange(round(mean + 12 * math.sqrt(mean) + 12))
        return k[:, None], scipy_stats.poisson.pmf(k, mean)

    return Cell("rate", "poisson", mean, mean, None, lambda rng, r: rng.poisson(mean, (r, 1)), judge, everything, True)


def average_rate(most: int) -> Cell:
    """The same with any mean up to the highest being as likely as any other."""

    def truths(rng: np.random.Generator, r: int) -> Any:
        mean = rng.random(r) * most
        return np.stack((rng.poisson(mean), mean), axis=1)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        return {
            (f"poisson_{m}", COVERAGE): covers(stats.rate_interval(int(x[0]), 1, method=m).interval, float(x[1]))
            for m in rates._METHODS
        }

    return Cell("rate", "average", most, most / 2, None, truths, judge)


def two_rates(mean: int, factor: float) -> Cell:
    """Two rates: ratio by the conditional test, difference by its own limits."""
    asked = ALARMS if factor == 1 else POWER

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        ratio, gap = (stats.compare_rates(int(x[0]), 1, int(x[1]), 1, effect=e) for e in ("ratio", "difference"))
        return {
            ("conditional_binomial", asked): alarms(ratio.p_value),
            ("conditional_binomial", COVERAGE): covers(ratio.interval, factor),
            ("poisson_mover", COVERAGE): covers(gap.interval, mean * (factor - 1)),
        }

    rate_b = mean * factor
    return Cell(
        "rates", "poisson", mean, mean, rate_b, lambda rng, r: rng.poisson((mean, rate_b), (r, 2)), judge, None, True
    )


def scores(n: int) -> Cell:
    """Net promoter scores: half promoters, a fifth detractors."""
    p = (0.5, 0.3, 0.2)

    def draw(rng: np.random.Generator, r: int) -> Any:
        return np.concatenate([rng.multinomial(n, p, r) for _ in range(2)], axis=1)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        a, b = tuple(x[:3].tolist()), tuple(x[3:].tolist())
        found: dict[tuple[str, str], Verdict] = {
            (f"nps_{method}", COVERAGE): covers(stats.nps_interval(*a, method=method).interval, 30.0)
            for method in ("wald", "adjusted")
        }
        return found | {("nps_z", ALARMS): alarms(stats.compare_nps(a, b).p_value)}

    return Cell("nps", "multinomial", n, 30.0, 30.0, draw, judge)


def lifetimes(n: int, mean_b: float) -> Cell:
    """Days until the event, watched for at most 40: what is left after 10, the mean of the first 10, two groups."""
    means, day = (20.0, float(mean_b)), 10
    left = [math.exp(-day / mean) for mean in means]
    area = sum(math.exp(-start / means[0]) for start in range(day))
    asked = ALARMS if mean_b == means[0] else POWER

    def draw(rng: np.random.Generator, r: int) -> Any:
        times = np.ceil(rng.exponential(1.0, (r, 2, n)) * np.array(means)[:, None])
        until = np.ceil(rng.uniform(day, 40, (r, 2, n)))
        return np.stack((np.minimum(times, until), times <= until), axis=2)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        tables = [stats.survival_table(*group) for group in x]
        a, b = (stats.survival_curve(table) for table in tables)
        gap = stats.compare_survival_at(a, b, day)
        return {
            ("kaplan_meier", COVERAGE): covers(a.at(day).interval, left[0]),
            ("greenwood", COVERAGE): covers(a.restricted_mean(day).interval, area),
            ("survival_difference", COVERAGE): covers(gap.interval, left[1] - left[0]),
            ("survival_difference", asked): alarms(gap.p_value),
            ("log_rank", asked): alarms(stats.compare_survival(tables).p_value),
        }

    return Cell("lifetimes", "exponential", n, means[0], means[1], draw, judge)


def credible(n: int) -> Cell:
    """Shares drawn from the prior itself, where a credible interval must cover as often as it says."""

    def draw(rng: np.random.Generator, r: int) -> Any:
        p = rng.random((r, 2))
        return np.concatenate((rng.binomial(n, p), p), axis=1)

    known: dict[tuple[int, int], stats.Posterior] = {}

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        seen = int(x[0]), int(x[1])
        if seen not in known:
            known[seen] = stats.posterior_proportions(seen[0], n, seen[1], n)
        return {
            ("beta_binomial", COVERAGE): covers(known[seen].interval, float(x[3] - x[2])),
            ("beta_binomial:one", COVERAGE): covers(known[seen].interval_a, float(x[2])),
        }

    return Cell("shares", "prior", n, 0.5, 0.5, draw, judge)


def tally(samples: Iterable[Any], weights: Iterable[float], judge: Judge) -> dict[tuple[str, str], tuple[float, float]]:
    """How much weight covered or raised an alarm, and how much was answered at all."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for sample, weight in zip(samples, weights, strict=True):
        for key, verdict in judge(sample).items():
            hits, answered = found.get(key, (0.0, 0.0))
            found[key] = (hits + weight * bool(verdict), answered + weight * (verdict is not None))
    return found
