"""Several shares and two means after the data: exact fractions, quadrature of scipy 1.17, random draws, and limits."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special
from scipy import stats as scipy_stats

from lib import stats
from lib.core.errors import InputError
from lib.stats.posterior import difference_density

FAST = settings(max_examples=25, deadline=None)
COUNTS = [([10, 15, 12], [100, 100, 100]), ([3, 0, 5], [20, 9, 22]), ([30, 31, 40, 2], [300, 290, 310, 10])]


def beta(a: int, b: int) -> Fraction:
    return Fraction(factorial(a - 1) * factorial(b - 1), factorial(a + b - 1))


def best_of_three(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> Fraction:
    """P(c above a and b) with whole parameters, by the binomial sum for each distribution function (Miller 2015)."""
    n_a, n_b = sum(a) - 1, sum(b) - 1
    total = Fraction(0)
    for i in range(a[0], n_a + 1):
        for j in range(b[0], n_b + 1):
            both = beta(c[0] + i + j, c[1] + n_a - i + n_b - j)
            total += comb(n_a, i) * comb(n_b, j) * both
    return total / beta(*c)


@pytest.mark.parametrize(
    ("successes", "trials"), [([10, 15, 12], [40, 40, 40]), ([3, 0, 5], [20, 9, 22]), ([0] * 3, [0] * 3)]
)
def test_best_of_three_is_the_exact_fraction(successes: list[int], trials: list[int]) -> None:
    found = stats.posterior_many_proportions(successes, trials)
    shapes = [(1 + x, 1 + n - x) for x, n in zip(successes, trials, strict=True)]
    for i, arm in enumerate(found.arms):
        wanted = best_of_three(shapes[i - 1], shapes[i - 2], shapes[i])
        assert arm.probability_best == pytest.approx(float(wanted), rel=1e-11)


@pytest.mark.parametrize(("successes", "trials"), COUNTS)
def test_loss_is_the_highest_expected_less_ones_own(successes: list[int], trials: list[int]) -> None:
    shapes = [(1 + x, 1 + n - x) for x, n in zip(successes, trials, strict=True)]

    def not_all_below(x: float) -> float:
        return 1 - math.prod(float(special.betainc(*shape, x)) for shape in shapes)

    # E(highest) = integral of 1 - F for a variable in [0, 1].
    highest = integrate.quad(not_all_below, 0, 1, epsabs=1e-13, limit=500, points=[0.05, 0.1, 0.15, 0.2, 0.4])[0]
    for arm in stats.posterior_many_proportions(successes, trials).arms:
        assert arm.loss == pytest.approx(highest - arm.mean, abs=1e-10)


@pytest.mark.parametrize(("successes", "trials"), COUNTS)
def test_random_draws_agree(successes: list[int], trials: list[int]) -> None:
    random, size = np.random.default_rng(20), 200_000
    drawn = np.array([random.beta(1 + x, 1 + n - x, size) for x, n in zip(successes, trials, strict=True)])
    found = stats.posterior_many_proportions(successes, trials)
    won = np.bincount(drawn.argmax(axis=0), minlength=len(trials)) / size
    lost = drawn.max(axis=0) - drawn
    for i, arm in enumerate(found.arms):
        # Five standard errors of the draws.
        assert arm.probability_best == pytest.approx(won[i], abs=5 * math.sqrt(won[i] * (1 - won[i]) / size) + 1e-9)
        assert arm.loss == pytest.approx(lost[i].mean(), abs=5 * lost[i].std() / math.sqrt(size))


@pytest.mark.parametrize("counts", [(10, 100, 15, 100), (0, 5, 5, 5), (400, 100_000, 480, 100_000)])
def test_two_arms_as_by_the_function_for_two(counts: tuple[int, int, int, int]) -> None:
    x_a, n_a, x_b, n_b = counts
    two = stats.posterior_proportions(*counts, value=20)
    a, b = stats.posterior_many_proportions([x_a, x_b], [n_a, n_b], value=20).arms
    assert (b.probability_best, a.probability_best) == pytest.approx((two.probability, 1 - two.probability), rel=1e-9)
    assert (a.loss, b.loss) == pytest.approx((two.loss_a, two.loss_b), abs=1e-12)
    assert (two.money_a, two.money_b) == (20 * two.loss_a, 20 * two.loss_b)
    assert (a.money, a.interval) == (20 * a.loss, two.interval_a)


def test_without_a_value_there_is_no_money() -> None:
    assert stats.posterior_proportions(1, 2, 1, 2).money_a is None
    assert [arm.money for arm in stats.posterior_many_proportions([1, 1], [2, 2]).arms] == [None, None]


def test_arms_without_data_are_as_likely_best() -> None:
    # Three uniform shares: E(highest) = 3/4, E(one) = 1/2.
    found = stats.posterior_many_proportions([0, 0, 0], [0, 0, 0])
    assert [arm.probability_best for arm in found.arms] == pytest.approx([1 / 3] * 3)
    assert [arm.loss for arm in found.arms] == pytest.approx([0.25] * 3)
    assert found.best == 0


def test_millions_of_trials_and_ten_arms() -> None:
    found = stats.posterior_many_proportions([50_000 + 100 * i for i in range(10)], [1_000_000] * 10)
    assert math.fsum(arm.probability_best for arm in found.arms) == pytest.approx(1)
    assert found.best == 9
    assert all(arm.loss > later.loss for arm, later in zip(found.arms, found.arms[1:], strict=False))


ARM = st.integers(0, 150).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@FAST
@given(st.lists(ARM, min_size=2, max_size=5))
def test_order_does_not_matter_and_probabilities_add_up(arms: list[tuple[int, int]]) -> None:
    x, n = [list(each) for each in zip(*arms, strict=True)]
    one, back = stats.posterior_many_proportions(x, n), stats.posterior_many_proportions(x[::-1], n[::-1])
    assert math.fsum(arm.probability_best for arm in one.arms) == pytest.approx(1, abs=1e-12)
    assert all(0 <= arm.probability_best <= 1 and 0 <= arm.loss <= 1 for arm in one.arms)
    for arm, same in zip(one.arms, back.arms[::-1], strict=True):
        assert same.probability_best == pytest.approx(arm.probability_best, abs=1e-10)
        assert same.loss == pytest.approx(arm.loss, abs=1e-10)


def test_a_stronger_prior_pulls_towards_one_half() -> None:
    chances = [chance for _, chance in stats.prior_sensitivity(10, 100, 15, 100)]
    assert chances[0] == pytest.approx(stats.posterior_proportions(10, 100, 15, 100).probability, abs=1e-12)
    assert all(before > after > 0.5 for before, after in itertools.pairwise(chances))
    # 1,000 imagined trials at 0.2: Beta(201, 801) for both.
    named = stats.prior_sensitivity(10, 100, 15, 100, strengths=[1000], centre=0.2)
    wanted = stats.posterior_proportions(10, 100, 15, 100, prior=(201, 801)).probability
    assert named == ((1000, pytest.approx(wanted, abs=1e-12)),)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (0, 9, 0, 9), (9, 9, 9, 9)])
def test_nothing_to_tell_apart_is_one_half_under_any_prior(counts: tuple[int, int, int, int]) -> None:
    assert [chance for _, chance in stats.prior_sensitivity(*counts)] == pytest.approx([0.5] * 8)
    assert stats.prior_sensitivity(*counts, strengths=[]) == ()


def test_means_by_the_normal_distribution() -> None:
    # d = 2, e = sqrt(900 / 900 + 900 / 900) = sqrt 2.
    found = stats.posterior_means((20, 30, 900), (22, 30, 900), level=0.9)
    normal = scipy_stats.norm(2, math.sqrt(2))
    assert found.probability == pytest.approx(normal.sf(0), rel=1e-12)
    loss_a, loss_b = (normal.expect(lambda x, s=sign: max(s * x, 0), epsabs=1e-12) for sign in (1, -1))
    assert (found.loss_a, found.loss_b) == pytest.approx((loss_a, loss_b), abs=1e-8)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx(tuple(normal.ppf([0.05, 0.95])), rel=1e-12)
    assert found.notes == ()


def test_a_prior_weighs_as_much_as_its_precision_by_hand() -> None:
    # Variance of a's mean 4 (sd 20, n 100), of the prior 1: 0.2 * 10 + 0.8 * 0, variance 0.8; b 0.2 * 14 likewise.
    found = stats.posterior_means((10, 20, 100), (14, 20, 100), prior=(0, 1))
    assert (found.mean_a, found.mean_b) == pytest.approx((2, 2.8))
    assert found.interval_a is not None
    assert found.interval_a.high == pytest.approx(2 + 1.959964 * math.sqrt(0.8), abs=1e-6)
    assert found.probability == pytest.approx(scipy_stats.norm.cdf(0.8 / math.sqrt(1.6)))


def test_a_flat_prior_and_large_samples_agree_with_the_one_sided_test() -> None:
    random = np.random.default_rng(3)
    a, b = random.gamma(2, 20, 5000), random.gamma(2, 20.5, 5000)
    test = stats.compare_means(a, b, alternative="greater")
    assert stats.posterior_means(a, b).probability == pytest.approx(1 - (test.p_value or 0), abs=1e-5)


@pytest.mark.parametrize("z", [5.0, 10.0, 30.0])
def test_a_tiny_loss_keeps_its_digits(z: float) -> None:
    # phi(z) / z^2 (1 - 3 / z^2 + 15 / z^4 - 105 / z^6 + ...): the asymptotic series of the normal loss.
    found = stats.posterior_means((0, 1, 200), (z * 0.1, 1, 200))
    series = sum(term / z**k for k, term in ((0, 1), (2, -3), (4, 15), (6, -105), (8, 945), (10, -10_395)))
    wanted = 0.1 * math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / z**2 * series
    assert found.loss_b == pytest.approx(wanted, rel={5.0: 0.02, 10.0: 1e-5, 30.0: 1e-9}[z])


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ([], [1, 2], "notes.group_without_observations"),
        ([1], [1, 2], "notes.group_with_one_observation"),
        ([5, 5], [5, 5, 5], "notes.values_never_vary"),
    ],
    ids=["empty", "one value", "equal values"],
)
def test_means_without_a_posterior(a: list[float], b: list[float], code: str) -> None:
    found = stats.posterior_means(a, b)
    assert (found.estimate, found.interval, found.probability, found.loss_a) == (None, None, None, None)
    assert [notice.code for notice in found.notes] == [code]


def test_few_values_and_one_group_without_spread() -> None:
    found = stats.posterior_means([5, 5, 5], [4, 6, 8], prior=(0, 100))
    assert (found.mean_a, found.interval_a and found.interval_a.low) == (5.0, 5.0)
    assert [notice.code for notice in found.notes] == ["notes.few_observations"]


@FAST
@given(st.tuples(st.floats(-50, 50), st.floats(0.1, 30)), st.tuples(st.floats(-50, 50), st.floats(0.1, 30)))
def test_swapping_means_and_another_currency(a: tuple[float, float], b: tuple[float, float]) -> None:
    one, other = stats.posterior_means((*a, 60), (*b, 40)), stats.posterior_means((*b, 40), (*a, 60))
    money = stats.posterior_means(*((100 * mean, 100 * sd, n) for (mean, sd), n in ((a, 60), (b, 40))))
    assert one.probability is not None
    assert other.probability == pytest.approx(1 - one.probability, abs=1e-12)
    assert (other.loss_a, other.loss_b) == (pytest.approx(one.loss_b), pytest.approx(one.loss_a))
    assert money.loss_a == pytest.approx(100 * (one.loss_a or 0.0), rel=1e-6, abs=1e-200)
    assert money.probability == pytest.approx(one.probability, rel=1e-9)


def test_what_cannot_be_an_input_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="successes must have at least 2"):
        stats.posterior_many_proportions([1], [2])
    with pytest.raises(InputError, match="successes has 2 entries but trials has 3"):
        stats.posterior_many_proportions([1, 2], [2, 3, 4])
    with pytest.raises(InputError, match=r"prior\[1\] must be greater than 0"):
        stats.posterior_many_proportions([1, 2], [2, 3], prior=(1, 0))
    with pytest.raises(InputError, match="value must be at least 0"):
        stats.posterior_proportions(1, 2, 1, 2, value=-1)
    with pytest.raises(InputError, match=r"strengths\[1\] must be at least 0"):
        stats.prior_sensitivity(1, 2, 1, 2, strengths=[1, -1])
    with pytest.raises(InputError, match="centre must be at most 1"):
        stats.prior_sensitivity(1, 2, 1, 2, centre=1.5)
    with pytest.raises(InputError, match=r"prior\[1\] must be greater than 0"):
        stats.posterior_means([1, 2], [2, 3], prior=(0, 0))


@pytest.mark.parametrize(
    ("b", "a"),
    [
        pytest.param((131, 871), (101, 901), id="alike"),
        pytest.param((16, 86), (50_001, 450_001), id="a much narrower"),
        pytest.param((1_001, 99_001), (3, 9), id="b much narrower"),
    ],
)
def test_density_of_a_difference_is_the_convolution_of_both(b: tuple[int, int], a: tuple[int, int]) -> None:
    """Against adaptive quadrature of scipy 1.17 over the density of the narrower one, at the mean and a spread beside it."""
    means = [shape[0] / sum(shape) for shape in (b, a)]
    spreads = [math.sqrt(mean * (1 - mean) / (sum(shape) + 1)) for mean, shape in zip(means, (b, a), strict=True)]
    for by in (means[0] - means[1] + shift * math.hypot(*spreads) for shift in (-1, 0, 1)):
        narrow, wide, sign = (a, b, 1) if spreads[1] < spreads[0] else (b, a, -1)
        middle, spread = (means[1], spreads[1]) if narrow is a else (means[0], spreads[0])

        def both(x: float, narrow=narrow, wide=wide, sign=sign, by=by) -> float:
            return float(scipy_stats.beta.pdf(x, *narrow) * scipy_stats.beta.pdf(x + sign * by, *wide))

        low, high = max(0.0, middle - 12 * spread), min(1.0, middle + 12 * spread)
        wanted = integrate.quad(both, low, high, points=[middle], epsrel=1e-10, limit=400)[0]
        assert difference_density(b, a, [by])[0] == pytest.approx(wanted, rel=1e-6)


def test_differences_that_cannot_be_have_no_density() -> None:
    """Two shares of which nothing is known differ by the triangle 1 - |d|, and never by more than one."""
    assert difference_density((1, 1), (1, 1), [-1, -0.25, 1]) == pytest.approx([0, 0.75, 0], abs=0.01)
