"""CUPED: against the analysis of covariance of statsmodels 0.15, by hand, and where it must decline."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lib import stats
from lib.core.errors import InputError

Arm = tuple[NDArray[np.float64], NDArray[np.float64]]
FAST = settings(max_examples=50, deadline=None)


def arms(seed: int, n_a: int, n_b: int, effect: float = 2.0) -> tuple[Arm, Arm]:
    random = np.random.default_rng(seed)
    x_a, x_b = random.gamma(2, 20, n_a), random.gamma(2, 20, n_b)
    return (0.7 * x_a + random.normal(5, 12, n_a), x_a), (0.7 * x_b + random.normal(5 + effect, 12, n_b), x_b)


@pytest.mark.parametrize(("seed", "n_a", "n_b"), [(1, 40, 55), (2, 300, 90), (3, 5, 4)])
def test_effect_and_slope_are_those_of_the_analysis_of_covariance(seed: int, n_a: int, n_b: int) -> None:
    (y_a, x_a), (y_b, x_b) = arms(seed, n_a, n_b)
    design = np.column_stack([np.ones(n_a + n_b), np.repeat([0, 1], [n_a, n_b]), np.concatenate([x_a, x_b])])
    fitted = sm.OLS(np.concatenate([y_a, y_b]), design).fit()
    found = stats.cuped((y_a, x_a), (y_b, x_b))
    assert (found.comparison.estimate, found.theta) == pytest.approx(tuple(fitted.params[1:]), rel=1e-10)
    # The residual sum of squares is the same; only how it is shared out differs (Welch keeps the groups apart).
    theta = found.theta or 0.0
    residuals = [(y - theta * x) - (y - theta * x).mean() for y, x in ((y_a, x_a), (y_b, x_b))]
    assert sum(float(r @ r) for r in residuals) == pytest.approx(fitted.ssr, rel=1e-10)
    wanted = sum(float(r @ r) / (r.size - 1) / r.size for r in residuals) ** 0.5
    assert found.comparison.details["standard_error"] == pytest.approx(wanted, rel=1e-10)


def test_p_value_is_welchs_of_the_adjusted_values() -> None:
    (y_a, x_a), (y_b, x_b) = arms(4, 60, 70)
    found = stats.cuped((y_a, x_a), (y_b, x_b), level=0.9, alternative="greater")
    theta, centre = found.theta or 0.0, np.concatenate([x_a, x_b]).mean()
    wanted = stats.compare_means(
        y_a - theta * (x_a - centre), y_b - theta * (x_b - centre), level=0.9, alternative="greater"
    )
    assert found.comparison.p_value == pytest.approx(wanted.p_value, rel=1e-9)
    assert found.comparison.estimate_a == pytest.approx(wanted.estimate_a, rel=1e-12)
    assert found.comparison.interval is not None
    assert wanted.interval is not None
    assert found.comparison.interval.low == pytest.approx(wanted.interval.low, rel=1e-9)


def test_by_hand() -> None:
    # a: y 1 2 3, x 1 2 3; b: y 2 5 5, x 1 3 2. Means of y 2 and 4, of x 2 and 2; S_xx 2 and 2.
    # b: deviations of y -2 1 1, of x -1 1 0: S_xy = 3, S_yy = 6; a: S_xy = 2, S_yy = 2. theta = 5/4, r = 5/sqrt(4 * 8).
    # Adjusted squares: a 2 - 2.5 * 2 + 25/16 * 2 = 1/8; b 6 - 2.5 * 3 + 25/16 * 2 = 13/8.
    # Variances of the means: (1/8 + 13/8) / 2 / 3 = 7/24 after, (2 + 6) / 2 / 3 = 4/3 before: 1 - 7/32 is gone.
    found = stats.cuped(([1, 2, 3], [1, 2, 3]), ([2, 5, 5], [1, 3, 2]))
    assert found.comparison.estimate == pytest.approx(2)
    assert (found.theta, found.correlation) == pytest.approx((1.25, 5 / 32**0.5))
    assert found.comparison.details["standard_error"] == pytest.approx((7 / 24) ** 0.5)
    assert found.variance_reduction == pytest.approx(25 / 32)


def test_noise_goes_down_by_the_squared_correlation() -> None:
    # Deng et al. (2013), equation (4): the variance falls by the factor 1 - correlation squared.
    a, b = arms(5, 20_000, 20_000)
    found = stats.cuped(a, b)
    assert found.variance_reduction == pytest.approx((found.correlation or 0.0) ** 2, abs=1e-3)
    # Here cov = 0.7 var(x), var(x) = 800, var(y) = 0.49 * 800 + 144 = 536: 392 / 536.
    assert found.variance_reduction == pytest.approx(392 / 536, abs=0.02)
    assert found.notes == ()


@pytest.mark.parametrize("seed", [6, 7])
def test_sums_alone_give_the_same(seed: int) -> None:
    a, b = arms(seed, 50, 60)
    rows, sums = stats.cuped(a, b), stats.cuped(stats.ratio_sums(*a), stats.ratio_sums(*b))
    assert sums.theta == pytest.approx(rows.theta, rel=1e-10)
    assert sums.comparison.p_value == pytest.approx(rows.comparison.p_value, rel=1e-8)
    assert sums.variance_reduction == pytest.approx(rows.variance_reduction, rel=1e-8)
    assert [n.code for n in sums.notes] == [n.code for n in rows.notes]


def codes(found: stats.Cuped) -> list[str]:
    return [notice.code for notice in found.notes]


@pytest.mark.parametrize("as_sums", [False, True])
def test_a_covariate_that_never_varies_adjusts_nothing(as_sums: bool) -> None:
    a, b = ([1.0, 2, 4], [0.1, 0.1, 0.1]), ([3.0, 5, 6, 8, 8, 9, 1], [0.1] * 7)
    found = stats.cuped(stats.ratio_sums(*a), stats.ratio_sums(*b)) if as_sums else stats.cuped(a, b)
    assert (found.theta, found.correlation, found.variance_reduction) == (None, None, None)
    assert found.comparison == found.unadjusted
    assert codes(found) == ["notes.covariate_never_varies"]


def test_a_covariate_that_is_the_group_is_an_alarm() -> None:
    found = stats.cuped(([1, 2, 4], [0, 0, 0]), ([3, 5, 6], [1, 1, 1]))
    assert codes(found) == ["notes.covariate_never_varies", "notes.covariate_differs"]


def test_a_covariate_that_the_test_changed_is_an_alarm() -> None:
    (y_a, x_a), (y_b, x_b) = arms(8, 200, 200)
    found = stats.cuped((y_a, x_a), (y_b, x_b + 30))
    assert "notes.covariate_differs" in codes(found)
    assert found.notes[0].severity == "stop"


def test_a_covariate_of_no_use_is_named() -> None:
    # Made orthogonal by hand: products of deviations add up to zero.
    found = stats.cuped(([1, 3, 1, 3], [1, 1, 2, 2]), ([2, 4, 2, 4], [1, 1, 2, 2]))
    assert found.theta == 0
    assert found.comparison.p_value == found.unadjusted.p_value
    assert codes(found) == ["notes.covariate_unrelated", "notes.few_observations"]


def test_a_covariate_that_tells_all_leaves_nothing_to_test() -> None:
    found = stats.cuped(([2, 4, 6], [1, 2, 3]), ([3, 5, 7], [1, 2, 3]))
    assert (found.theta, found.correlation, found.variance_reduction) == pytest.approx((2, 1, 1))
    assert (found.comparison.estimate, found.comparison.p_value) == (1.0, None)
    assert [n.code for n in found.comparison.notes] == ["notes.values_never_vary"]


def test_equal_outcomes_leave_nothing_to_test() -> None:
    found = stats.cuped(([5, 5, 5], [1, 2, 3]), ([5, 5, 5], [1, 2, 4]))
    assert (found.theta, found.correlation, found.variance_reduction, found.comparison.p_value) == (0, None, None, None)


@pytest.mark.parametrize(
    ("a", "estimate", "code"),
    [
        (([], []), None, "notes.group_without_observations"),
        (([4], [1]), -2.0, "notes.group_with_one_observation"),
        (stats.RatioSums(0, 0, 0, 0, 0, 0), None, "notes.group_without_observations"),
        (stats.RatioSums(1, 4, 1, 16, 1, 4), -2.0, "notes.group_with_one_observation"),
    ],
    ids=["empty", "one", "empty sums", "sums of one"],
)
def test_too_few_to_adjust(a: stats.RatioSums | tuple[object, object], estimate: float | None, code: str) -> None:
    found = stats.cuped(a, ([1, 2, 3], [1, 2, 2]))
    assert (found.comparison.estimate, found.theta, codes(found)) == (estimate, None, [code])


def test_impossible_sums_are_refused_by_name() -> None:
    right = stats.RatioSums(3, 6, 6, 14, 14, 14)
    with pytest.raises(InputError, match="sum_yy_b must be at least"):
        stats.cuped(right, stats.RatioSums(3, 6, 6, 11, 14, 14))
    with pytest.raises(InputError, match=r"has 3 entries but .* has 2"):
        stats.cuped(([1, 2, 3], [1, 2]), right)


@FAST
@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_units_of_measurement_do_not_matter(seed: int, money: float, scale: float, shift: float) -> None:
    (y_a, x_a), (y_b, x_b) = arms(seed, 12, 15)
    one = stats.cuped((y_a, x_a), (y_b, x_b))
    other = stats.cuped((y_a * money, x_a * scale + shift), (y_b * money, x_b * scale + shift))
    swapped = stats.cuped((y_b, x_b), (y_a, x_a))
    assert one.comparison.estimate is not None
    assume(abs(one.comparison.estimate) > 1e-6)
    assert other.comparison.estimate == pytest.approx(one.comparison.estimate * money, rel=1e-6)
    assert other.comparison.p_value == pytest.approx(one.comparison.p_value, rel=1e-6)
    assert swapped.comparison.estimate == pytest.approx(-one.comparison.estimate, rel=1e-9)
    assert swapped.theta == pytest.approx(one.theta, rel=1e-9)
