"""A sample that is a good part of everybody: Cochran's figures, hand arithmetic, and the census."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import stats
from lib.core.errors import InputError
from lib.core.records import Estimate
from lib.stats.proportions import BY_SIZE

FAST = settings(max_examples=50, deadline=None)


def ends(found: Estimate) -> tuple[float, float]:
    assert found.interval is not None
    return found.interval.low, found.interval.high


def test_published_signatures_to_a_petition() -> None:
    # Cochran (1977), Sampling Techniques, section 2.9: 50 of 676 sheets, sum 1,471, sum of squares 54,497; the 80 %
    # limits of all signatures are 18,107 and 21,669, with the normal quantile 1.28. Quoted from memory, no copy of the
    # book was at hand; the checks that do not rest on it are the hand arithmetic and the census, below.
    found = stats.mean_interval(stats.summary_from_sums(50, 1471, 54_497), population=676)
    assert found.estimate == pytest.approx(29.42, abs=0.005)
    half = 1.28 * 676 * found.details["standard_error"]
    # He rounds the standard deviation to 15.13.
    assert (676 * 29.42 - half, 676 * 29.42 + half) == pytest.approx((18_107, 21_669), abs=1.5)


def test_share_by_hand() -> None:
    # 20 of 100 from 500: Wald's error is sqrt(0.2 * 0.8 / 100 * 400 / 499) = 0.0358129.
    found = stats.proportion_interval(20, 100, method="wald", population=500)
    assert found.details["standard_error"] == pytest.approx(0.0358129, abs=1e-7)
    assert ends(found) == pytest.approx((0.2 - 1.959964 * 0.0358129, 0.2 + 1.959964 * 0.0358129), abs=1e-7)


def test_wilson_is_that_of_the_sample_which_would_tell_as_much() -> None:
    # 100 of 199: worth 100 * 198 / 99 = 200 from an endless population.
    found = stats.proportion_interval(20, 100, population=199)
    assert ends(found) == pytest.approx(ends(stats.proportion_interval(40, 200)), abs=1e-12)
    weighted = stats.weighted_proportion_interval(20, 100, 100, population=199)
    assert ends(found) == pytest.approx(ends(weighted), abs=1e-12)
    assert [notice.code for notice in found.notes] == ["notes.finite_population"]
    assert (found.estimate, found.details["trials"]) == (0.2, 100)


@pytest.mark.parametrize("method", BY_SIZE)
@pytest.mark.parametrize("successes", [0, 3, 10])
def test_a_census_leaves_nothing_to_chance(method: str, successes: int) -> None:
    found = stats.proportion_interval(successes, 10, method=method, population=10)
    assert ends(found) == (successes / 10, successes / 10)
    assert [notice.code for notice in found.notes] == ["notes.census"]


@pytest.mark.parametrize("values", [[7.0], [1.0, 2.0, 6.0], [5.0, 5.0]], ids=str)
def test_a_census_of_values_is_the_mean(values: list[float]) -> None:
    found = stats.mean_interval(values, population=len(values))
    assert ends(found) == (found.estimate, found.estimate)
    assert [notice.code for notice in found.notes] == ["notes.census"]


def test_cases_without_an_interval_stay_without() -> None:
    assert stats.proportion_interval(0, 0, population=10).interval is None
    assert stats.mean_interval([], population=10).interval is None
    assert stats.mean_interval([4.0], population=10).interval is None
    assert stats.mean_interval([4.0, 4.0], population=10).interval is None


@FAST
@given(st.integers(1, 200), st.integers(0, 200), st.integers(1, 2000), st.sampled_from(BY_SIZE))
def test_a_smaller_population_narrows_and_a_large_one_does_not_matter(n: int, x: int, more: int, method: str) -> None:
    x = min(x, n)
    low, high = ends(stats.proportion_interval(x, n, method=method, population=n + more))
    lower, higher = ends(stats.proportion_interval(x, n, method=method))
    assert higher - lower >= high - low - 1e-12
    endless = ends(stats.proportion_interval(x, n, method=method, population=10**12))
    assert endless == pytest.approx((lower, higher), abs=1e-6)


@FAST
@given(st.lists(st.integers(-99, 99), min_size=2, max_size=20, unique=True), st.integers(1, 500))
def test_means_narrow_by_the_square_root(values: list[int], more: int) -> None:
    n = len(values)
    low, high = ends(stats.mean_interval(values, population=n + more))
    lower, higher = ends(stats.mean_interval(values))
    assert high - low == pytest.approx((higher - lower) * math.sqrt(more / (n + more)), rel=1e-9)


def test_what_cannot_be_an_input_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="population must be at least 10"):
        stats.proportion_interval(3, 10, population=9)
    with pytest.raises(InputError, match="population must be at least 3"):
        stats.mean_interval([1, 2, 3], population=2)
    with pytest.raises(InputError, match="method must be one of wilson, wald, agresti_coull"):
        stats.proportion_interval(3, 10, method="exact", population=20)
