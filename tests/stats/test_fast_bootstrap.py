"""Quick ways to draw again, each against the slow one that it stands for."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats as scipy_stats

from lib import stats
from lib.stats import _resampling
from lib.stats.medians import resampled_medians

# Two Monte Carlo standard errors of a limit of 9,999 draws at 2.5 %, in standard errors of the mean: the quantile's
# sqrt(p q / B) / density = sqrt(0.025 x 0.975 / 9999) / 0.0584 = 0.0267 (normal density at 1.96).
LIMIT_ERROR = 2 * 0.0267


@pytest.fixture
def many_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    # The full bootstrap of 200,000 values takes minutes; the same code is compared with it on 40,000.
    monkeypatch.setattr(_resampling, "BUCKETED_FROM", 40_000)


def orders(n: int, seed: int) -> np.ndarray:
    """Money with a long tail; two in three spend nothing."""
    rng = np.random.default_rng(seed)
    return rng.lognormal(3, 1, n) * (rng.random(n) < 1 / 3)


def full_bootstrap(values: np.ndarray, replications: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.array([values[rng.integers(0, values.size, values.size)].mean() for _ in range(replications)])


@pytest.mark.usefixtures("many_buckets")
def test_buckets_agree_with_the_full_bootstrap() -> None:
    values = orders(50_000, 1)
    quick = _resampling.resampled_means(values, 9_999, np.random.default_rng(2))
    full = full_bootstrap(values, 3_000, 3)
    error = values.std() / math.sqrt(values.size)
    # Both spreads are known to 1 / sqrt(2 x draws), the quick one also to 1 / sqrt(2 x buckets): four of these together.
    spread = 4 * math.sqrt(1 / (2 * 9_999) + 1 / (2 * _resampling.BUCKETS) + 1 / (2 * 3_000))
    assert quick.std() / full.std() == pytest.approx(1, abs=spread)
    assert quick.mean() == pytest.approx(values.mean(), abs=4 * error / math.sqrt(9_999))
    # Limits: the Monte Carlo errors of both, and what the buckets do to the spread.
    slack = math.hypot(LIMIT_ERROR, LIMIT_ERROR * math.sqrt(9_999 / 3_000)) + 1.96 * 2 / math.sqrt(
        2 * _resampling.BUCKETS
    )
    for share in (0.025, 0.975):
        assert np.quantile(quick, share) == pytest.approx(np.quantile(full, share), abs=slack * error)


@pytest.mark.usefixtures("many_buckets")
def test_buckets_keep_the_skewness() -> None:
    # Of one giant among many: the mean drawn again is skewed as the values are, over sqrt(n).
    values = np.concatenate((orders(60_000, 4), [30_000.0]))
    quick = _resampling.resampled_means(values, 20_000, np.random.default_rng(5))
    wanted = scipy_stats.skew(values) / math.sqrt(values.size)
    assert wanted > 0.3
    assert scipy_stats.skew(quick) == pytest.approx(wanted, abs=0.1)


def test_a_million_values_say_that_buckets_were_drawn() -> None:
    a, b = orders(250_000, 6), orders(250_000, 7)
    found = stats.compare_means(a, b, method="bootstrap", replications=999)
    welch = stats.compare_means(a, b)
    assert [note.code for note in found.notes] == ["notes.resampled", "notes.resampled_in_buckets"]
    # With so many values the t interval is right as well; 999 draws know its ends to 0.085 standard errors.
    assert found.interval is not None
    assert welch.interval is not None
    error = welch.details["standard_error"]
    assert found.interval.low == pytest.approx(welch.interval.low, abs=4 * 0.085 * error)
    assert found.interval.high == pytest.approx(welch.interval.high, abs=4 * 0.085 * error)


def test_yes_and_no_are_drawn_exactly() -> None:
    # The number of yes among n drawn again is binomial: its distribution, not an approximation of it.
    values = np.repeat([0.0, 1.0], (15, 5))
    drawn = _resampling.resampled_means(values, 20_000, np.random.default_rng(8)) * 20
    counts = np.bincount(np.rint(drawn).astype(int), minlength=21)
    expected = scipy_stats.binom.pmf(np.arange(21), 20, 0.25) * 20_000
    usual = expected > 5
    chi_square = (((counts - expected) ** 2) / expected)[usual].sum()
    assert scipy_stats.chi2.sf(chi_square, usual.sum() - 1) > 0.001
    found = stats.compare_means(values, values, method="bootstrap")
    assert [note.code for note in found.notes] == ["notes.resampled"]


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_medians_by_listing_every_sample(n: int) -> None:
    values = np.array([1.0, 2.0, 4.0, 8.0, 16.0])[:n]
    every = [float(np.median(drawn)) for drawn in itertools.product(values, repeat=n)]
    distinct, counts = np.unique(every, return_counts=True)
    drawn = resampled_medians(values, 40_000, np.random.default_rng(n))
    assert set(np.unique(drawn)) <= set(distinct)
    seen = np.array([np.count_nonzero(drawn == value) for value in distinct])
    expected = counts / counts.sum() * drawn.size
    usual = expected > 5
    chi_square = (((seen - expected) ** 2) / expected)[usual].sum()
    assert scipy_stats.chi2.sf(chi_square, max(1, usual.sum() - 1)) > 0.001


def test_difference_of_medians_as_scipy() -> None:
    rng = np.random.default_rng(9)
    a, b = rng.lognormal(size=151), rng.lognormal(0.3, 1, 200)
    found = stats.compare_medians(a, b, seed=1)
    wanted = scipy_stats.bootstrap(
        (b, a),
        lambda one, other, axis: np.median(one, axis=axis) - np.median(other, axis=axis),
        method="percentile",
        n_resamples=9_999,
        rng=np.random.default_rng(2),
    )
    assert found.estimate == pytest.approx(np.median(b) - np.median(a))
    assert found.interval is not None
    # Two Monte Carlo runs of a jagged distribution: a fifth of the standard error.
    slack = 0.2 * float(wanted.standard_error)
    assert (found.interval.low, found.interval.high) == pytest.approx(tuple(wanted.confidence_interval), abs=slack)
    assert found.details["standard_error"] == pytest.approx(float(wanted.standard_error), rel=0.04)


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ([], [1, 2], "notes.group_without_observations"),
        ([1], [1, 2], "notes.group_with_one_observation"),
        ([3, 3, 3], [4, 4], "notes.values_never_vary"),
    ],
)
def test_medians_of_too_little_say_so(a: list[float], b: list[float], code: str) -> None:
    found = stats.compare_medians(a, b)
    assert (found.interval, found.p_value) == (None, None)
    assert [note.code for note in found.notes] == [code]
