"""Intervals that hold at every look: the closed form, what they promise by simulation, and the cases that are decided."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats as scipy_stats

from lib.core.errors import InputError
from lib.core.records import Comparison
from lib.stats import Summary, sequential_interval, sequential_reach


def ends(found: Comparison) -> tuple[float, float]:
    assert found.interval is not None
    return found.interval.low, found.interval.high


def test_p_value_is_one_over_the_mixture_likelihood_ratio() -> None:
    # Johari, Pekelis and Walsh (2017): Lambda = sqrt(s/(s + n t)) exp(n^2 t m^2 / (2 s (s + n t))); mean 0.3, n 100,
    # s = 1, t = 0.04 gives 16.367228014507635. The plan at which 0.04 is best: x = 8.211968062 solves x = ln(1 + x) +
    # 2 ln 20 (8.211968 = 2.220504 + 5.991465, by hand), so planned = 8.211968062068252 / 0.04.
    found = sequential_interval((0.3, 1.0, 100), planned=8.211968062068252 / 0.04)
    assert found.p_value == pytest.approx(1 / 16.367228014507635, rel=1e-9)


def test_reach_by_hand() -> None:
    # x = 8.211968 at the plan: sqrt((1 + 1/8.211968) (ln 9.211968 + 5.991465)) = sqrt(9.211968) = 3.035122
    assert sequential_reach([500], planned=500) == pytest.approx((3.035122,), abs=1e-6)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_the_plan_is_where_the_reach_is_shortest(level: float) -> None:
    below, at, above = sequential_reach([980, 1000, 1020], planned=1000, level=level)
    assert at < below
    assert at < above


@pytest.mark.parametrize("p", [0.2, 0.05, 0.001])
def test_interval_and_p_value_are_two_sides_of_one_test(p: float) -> None:
    # Johari, Pekelis and Walsh (2017), section 4: the interval holds the values that are not rejected.
    first = sequential_interval((0.3, 1.0, 100), planned=1000, level=1 - p)
    low, _ = ends(first)
    at_the_limit = sequential_interval((0.3, 1.0, 100), planned=1000, level=1 - p, target=low)
    assert at_the_limit.estimate == pytest.approx(0.3 - low)
    assert at_the_limit.p_value == pytest.approx(p, rel=1e-9)


def test_swapping_the_groups_flips_the_sign() -> None:
    one = sequential_interval((20, 400), (31, 410), planned=1000)
    other = sequential_interval((31, 410), (20, 400), planned=1000)
    assert one.estimate == -(other.estimate or 0)
    assert ends(one) == pytest.approx(tuple(-end for end in reversed(ends(other))))
    assert one.p_value == other.p_value


def test_values_and_their_summary_agree() -> None:
    values = [3.0, 5.0, 4.0, 9.0]
    summary = Summary(4, 5.25, math.sqrt(20.75 / 3))  # by hand: 2.25^2 + 0.25^2 + 1.25^2 + 3.75^2 = 20.75
    assert ends(sequential_interval(values, planned=50)) == pytest.approx(
        ends(sequential_interval(summary, planned=50))
    )


@pytest.mark.parametrize("share", [0.5, 0.03])
def test_always_valid_band_holds_at_every_look_and_the_ordinary_one_does_not(share: float) -> None:
    generator, runs = np.random.default_rng(42), 4_000
    looks = np.unique(np.geomspace(100, 20_000, 60).astype(int))
    steps = np.diff([0, *looks])
    a, b = (np.cumsum(generator.binomial(steps, share, (runs, looks.size)), axis=1) for _ in "ab")
    p_a, p_b = (a + 0.5) / (looks + 1), (b + 0.5) / (looks + 1)
    error = np.sqrt((p_a * (1 - p_a) + p_b * (1 - p_b)) / looks)
    z = np.abs(b - a) / looks / error
    reach = np.array(sequential_reach(list(2 * looks), planned=10_000))
    missed, naive = (z > reach).any(axis=1).mean(), (z > 1.96).any(axis=1).mean()
    noise = 4 * math.sqrt(0.05 * 0.95 / runs)
    assert missed < 0.05 + noise
    # Careful, but not idle: sixty looks of an infinite number spend a good part of the 5 %.
    assert missed > 0.005
    assert naive > 0.3
    # One path by the function itself.
    row = sequential_interval((int(a[0, -1]), int(looks[-1])), (int(b[0, -1]), int(looks[-1])), planned=10_000)
    assert row.details["reach"] == pytest.approx(reach[-1])
    assert row.details["standard_error"] == pytest.approx(error[0, -1])


def test_band_for_a_mean_holds_at_every_look() -> None:
    generator, runs = np.random.default_rng(7), 1_500
    values = generator.exponential(1, (runs, 4_000))
    counts = np.arange(1, 4_001)
    means = np.cumsum(values, axis=1) / counts
    variances = (np.cumsum(values**2, axis=1) - counts * means**2) / np.maximum(counts - 1, 1)
    seen = slice(99, None, 40)
    reach = np.array(sequential_reach(list(counts[seen]), planned=1_000))
    z = (np.abs(means - 1) / np.sqrt(variances / counts))[:, seen]
    missed = (z > reach).any(axis=1).mean()
    assert missed < 0.05 + 4 * math.sqrt(0.05 * 0.95 / runs)


def test_at_one_look_the_price_is_a_wider_interval() -> None:
    # The ordinary z interval of the same counts, scipy 1.17's quantile.
    found = sequential_interval((200, 1000), (250, 1000), planned=2000)
    ordinary = scipy_stats.norm.ppf(0.975) * found.details["standard_error"]
    low, high = ends(found)
    assert (high - low) / (2 * ordinary) == pytest.approx(3.035122 / 1.959964, abs=1e-4)


@pytest.mark.parametrize(
    ("a", "b", "codes"),
    [
        ((0, 0), None, {"notes.no_observations"}),
        ([], [1.0, 2.0], {"notes.group_without_observations"}),
        ([1.0, 2.0], [3.0], {"notes.group_with_one_observation"}),
        ([2.0, 2.0], None, {"notes.values_never_vary"}),
        ((0, 0), (0, 0), {"notes.group_without_observations"}),
    ],
)
def test_samples_that_tell_nothing_have_no_interval(a: object, b: object, codes: set[str]) -> None:
    found = sequential_interval(a, b, planned=100)
    assert (found.estimate, found.interval, found.p_value) == (None, None, None)
    assert {notice.code for notice in found.notes} == codes


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ((0, 20), None, 0.0, 1.0),
        ((20, 20), None, 0.0, 1.0),
        ((0, 1), (1, 1), -1.0, 1.0),
        ((0, 50), (0, 50), -1.0, 1.0),
    ],
)
def test_shares_at_the_ends_are_not_taken_for_certain(a: object, b: object, low: float, high: float) -> None:
    found = sequential_interval(a, b, planned=100)
    left, right = ends(found)
    assert low <= left < right <= high
    assert {notice.code for notice in found.notes} == {"notes.few_observations"}


def test_a_share_against_a_target_is_told_as_a_difference() -> None:
    found = sequential_interval((30, 100), planned=100, target=0.2)
    assert (found.estimate_a, found.estimate_b) == (0.2, 0.3)
    assert found.estimate == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sequential_interval((3, 2), planned=100), "successes_a must be at most trials_a"),
        (lambda: sequential_interval([1.0, math.nan], planned=100), r"a\[1\] must be a finite number"),
        (lambda: sequential_interval((1, 2), planned=1), "planned must be at least 2"),
        (lambda: sequential_interval((1, 2), planned=100, level=1), "level must be less than 1"),
        (lambda: sequential_reach([0], planned=100), r"observations\[0\] must be greater than 0"),
    ],
)
def test_what_is_no_sample_is_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
