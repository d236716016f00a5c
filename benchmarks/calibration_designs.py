"""More of what ``benchmarks.calibration`` simulates: several groups, covariates, margins, and looking early."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np

from benchmarks.calibration_cells import ALARMS, COVERAGE, LEVEL, RESAMPLES, Cell, Verdict, alarms, covers, values
from lib import stats
from lib.stats import SequentialBounds

LOOKS: Final = 10
SHAPES: Final = ("pocock", "obrien_fleming")


def design_cells() -> Iterator[Cell]:
    """All of them, after those of ``calibration_cells``."""
    yield from (many_means(population, n) for population in ("normal", "lognormal") for n in (10, 40))
    yield from (trend(n, 0.1) for n in (50, 500))
    yield from (with_covariate(n) for n in (20, 200))
    yield from (part_of_all(n, 4 * n) for n in (50, 200))
    yield from (at_the_margin(n) for n in (50, 500))
    yield from (normal_prior(n) for n in (20, 200))
    yield looks(1000)
    yield from (medians(population, n) for population, n in (("normal", 21), ("lognormal", 100)))


def many_means(population: str, n: int) -> Cell:
    """Three groups that do not differ."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        found: dict[tuple[str, str], Verdict] = {}
        summaries = [(float(one.mean()), float(one.std(ddof=1)), n) for one in x]
        for method, samples in (("welch", summaries), ("student", summaries), ("kruskal_wallis", list(x))):
            many = stats.compare_many_means(samples, method=method, correction="none")
            found[many.method, ALARMS] = alarms(many.p_value)
        return found

    return Cell("groups", population, n, 0.0, 0.0, lambda rng, r: values(rng, population, (r, 3, n)), judge)


def medians(population: str, n: int) -> Cell:
    """Two medians that do not differ."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        compared = stats.compare_medians(x[0], x[1], replications=RESAMPLES)
        return {
            ("bootstrap_medians", COVERAGE): covers(compared.interval, 0.0),
            ("bootstrap_medians", ALARMS): alarms(compared.p_value),
        }

    return Cell("medians", population, n, 0.0, 0.0, lambda rng, r: values(rng, population, (r, 2, n)), judge)


def trend(n: int, p: float) -> Cell:
    """Four groups in order, without a trend."""

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        found = stats.proportion_trend(x.tolist(), [n] * 4)
        return {
            ("cochran_armitage", ALARMS): alarms(found.p_value),
            ("cochran_armitage", COVERAGE): covers(found.interval, 0.0),
        }

    return Cell("trend", "binomial", n, p, p, lambda rng, r: rng.binomial(n, p, (r, 4)), judge, None, True)


def with_covariate(n: int) -> Cell:
    """Outcomes of which half the variance was known before the test."""

    def draw(rng: np.random.Generator, r: int) -> Any:
        x = rng.standard_normal((r, 2, n))
        return np.stack((np.sqrt(0.5) * (x + rng.standard_normal((r, 2, n))), x), axis=2)

    def judge(row: Any) -> dict[tuple[str, str], Verdict]:
        compared = stats.cuped((row[0, 0], row[0, 1]), (row[1, 0], row[1, 1])).comparison
        return {("cuped", ALARMS): alarms(compared.p_value), ("cuped", COVERAGE): covers(compared.interval, 0.0)}

    return Cell("covariate", "normal", n, 0.0, 0.0, draw, judge)


def part_of_all(n: int, size: int) -> Cell:
    """A quarter of all customers asked, of whom three tenths say yes."""
    yes = round(0.3 * size)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        interval = stats.proportion_interval(int(x[0]), n, population=size).interval
        return {("finite_population", COVERAGE): covers(interval, yes / size)}

    def draw(rng: np.random.Generator, r: int) -> Any:
        return rng.hypergeometric(yes, size - yes, n, (r, 1))

    return Cell("finite", "hypergeometric", n, 0.3, None, draw, judge, None, True)


def at_the_margin(n: int) -> Cell:
    """Two shares exactly as far apart as is no longer equivalent: how often they are called so."""
    p_a, p_b, margin = 0.3, 0.5, 0.2

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        found = stats.equivalence(int(x[0]), n, int(x[1]), n, margin=margin)
        return {("tost", ALARMS): alarms(found.p_value)}

    return Cell(
        "margin", "binomial", n, p_a, p_b, lambda rng, r: rng.binomial(n, (p_a, p_b), (r, 2)), judge, None, True
    )


def normal_prior(n: int) -> Cell:
    """Two means under a flat prior, whose credible interval treats the spreads as known."""

    def draw(rng: np.random.Generator, r: int) -> Any:
        drawn = rng.standard_normal((r, 2, n))
        return np.stack((drawn.mean(2), drawn.std(2, ddof=1)), axis=2).reshape(r, 4)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        mean_a, sd_a, mean_b, sd_b = x.tolist()
        return {
            ("normal_posterior", COVERAGE): covers(
                stats.posterior_means((mean_a, sd_a, n), (mean_b, sd_b, n)).interval, 0.0
            )
        }

    return Cell("credible", "normal", n, 0.0, 0.0, draw, judge)


@cache
def _bounds(shape: str) -> SequentialBounds:
    return stats.group_sequential_bounds(LOOKS, shape=shape)


def looks(n: int) -> Cell:
    """Two groups that do not differ, looked at ten times: does any look raise an alarm, does every interval cover?"""
    sizes = np.arange(1, LOOKS + 1) * n // LOOKS

    def draw(rng: np.random.Generator, r: int) -> Any:
        drawn = rng.standard_normal((r, 2, n))
        places = np.arange(1, n + 1)
        sums, squares = drawn.cumsum(2), (drawn**2).cumsum(2)
        means = (sums / places)[:, :, sizes - 1]
        spreads = np.sqrt((squares[:, :, sizes - 1] - sizes * means**2) / (sizes - 1))
        return np.stack((means, spreads), axis=3)

    def judge(x: Any) -> dict[tuple[str, str], Verdict]:
        pairs = [((*x[0, i], float(m)), (*x[1, i], float(m))) for i, m in enumerate(sizes)]
        found = [stats.sequential_interval(*pair, planned=2 * n) for pair in pairs]
        ordinary = [stats.compare_means(*pair) for pair in pairs]
        p_values = [one.p_value for one in ordinary if one.p_value is not None]
        verdicts: dict[tuple[str, str], Verdict] = {
            ("mixture_sprt", ALARMS): any(alarms(one.p_value) for one in found),
            ("confidence_sequence", COVERAGE): all(covers(one.interval, 0.0) for one in found),
            ("naive:looks", ALARMS): min(p_values) <= 1 - LEVEL,
        }
        for shape in SHAPES:
            crossed = any(p <= bound for p, bound in zip(p_values, _bounds(shape).p_values, strict=True))
            verdicts[f"looks:{shape}", ALARMS] = crossed
        return verdicts

    return Cell("looks", "normal", n, 0.0, 0.0, draw, judge)
