"""Several means, ranks and ratios: R, statsmodels 0.15 and scipy 1.17, and the cases without an answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from statsmodels.stats.oneway import anova_oneway

from lib import stats
from lib.core.errors import InputError

FAST = settings(max_examples=50, deadline=None)
CONTROL = [4.17, 5.58, 5.18, 6.11, 4.5, 4.61, 5.17, 4.53, 5.33, 5.14]
FIRST = [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69]
SECOND = [6.31, 5.12, 5.54, 5.5, 5.37, 5.29, 4.92, 6.15, 5.8, 5.26]


def samples(seed: int, sizes: tuple[int, ...]) -> list[list[float]]:
    random = np.random.default_rng(seed)
    return [random.normal(i, 1 + i, n).round(1).tolist() for i, n in enumerate(sizes)]


def test_welch_of_plant_growth_as_r_prints_it() -> None:
    # R: oneway.test(weight ~ group, PlantGrowth): F = 5.181, num df = 2.000, denom df = 17.128, p-value = 0.01739.
    many = stats.compare_many_means([CONTROL, FIRST, SECOND])
    assert many.statistic == pytest.approx(5.181, abs=5e-4)
    assert (many.degrees_of_freedom, many.p_value) == (2, pytest.approx(0.01739, abs=5e-6))
    assert many.details["degrees_of_freedom_within"] == pytest.approx(17.128, abs=5e-4)


@pytest.mark.parametrize("sizes", [(8, 20, 15), (30, 4, 6, 12, 9), (5, 7)])
@pytest.mark.parametrize(("method", "theirs"), [("welch", "unequal"), ("student", "equal")])
def test_means_as_statsmodels(sizes: tuple[int, ...], method: str, theirs: str) -> None:
    groups = samples(11, sizes)
    wanted = anova_oneway(groups, use_var=theirs, welch_correction=True)
    found = stats.compare_many_means(groups, method=method)
    assert (found.statistic, found.p_value) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-9)
    assert found.details["degrees_of_freedom_within"] == pytest.approx(wanted.df_denom, rel=1e-9)
    summaries = [(float(np.mean(each)), float(np.std(each, ddof=1)), len(each)) for each in groups]
    assert stats.compare_many_means(summaries, method=method).p_value == pytest.approx(wanted.pvalue, rel=1e-9)


@pytest.mark.parametrize("sizes", [(8, 20, 15), (30, 4, 6, 12, 9), (5, 7)])
def test_ranks_as_scipy(sizes: tuple[int, ...]) -> None:
    groups = samples(12, sizes)
    wanted = scipy_stats.kruskal(*groups)
    found = stats.compare_many_means(groups, method="kruskal_wallis")
    assert (found.statistic, found.p_value) == pytest.approx((wanted.statistic, wanted.pvalue), rel=1e-10)
    assert any(notice.code == "notes.few_observations" for notice in found.notes) == (min(sizes) < 5)


def test_pairs_are_the_two_sample_tests_adjusted_as_a_family() -> None:
    many = stats.compare_many_means([CONTROL, FIRST, SECOND], correction="bonferroni")
    alone = [scipy_stats.ttest_ind(b, a, equal_var=False).pvalue for a, b in [(CONTROL, FIRST), (CONTROL, SECOND)]]
    assert [(pair.first, pair.second) for pair in many.pairs] == [(0, 1), (0, 2), (1, 2)]
    assert [pair.p_adjusted for pair in many.pairs[:2]] == pytest.approx([min(1, 3 * p) for p in alone], rel=1e-9)


def test_two_ratios_are_the_two_sample_test() -> None:
    a, b = ([2, 3, 1, 4, 2], [10, 12, 9, 15, 11]), ([3, 3, 2, 5], [10, 11, 9, 14])
    many, two = stats.compare_many_ratios([a, b]), stats.compare_ratios(a, b)
    assert many.statistic == pytest.approx((two.statistic or 0) ** 2, rel=1e-10)
    assert many.p_value == pytest.approx(two.p_value, rel=1e-9)


def test_ratios_over_one_are_means() -> None:
    # With a denominator of one per unit, the delta method's error is that of the mean.
    groups = samples(13, (12, 9, 15))
    ratios = stats.compare_many_ratios([(group, [1.0] * len(group)) for group in groups])
    assert ratios.p_value == pytest.approx(anova_oneway(groups, use_var="unequal").pvalue, rel=1e-9)


def codes(found: stats.ManyComparison) -> list[str]:
    return [notice.code for notice in found.notes]


@pytest.mark.parametrize("method", ["welch", "student", "kruskal_wallis"])
def test_an_empty_group_is_named_and_left_out(method: str) -> None:
    with_it = stats.compare_many_means([CONTROL, [], SECOND], method=method)
    without = stats.compare_many_means([CONTROL, SECOND], method=method)
    assert (with_it.p_value, with_it.degrees_of_freedom) == (without.p_value, 1)
    assert with_it.estimates[1] is None
    assert codes(with_it) == ["notes.group_without_observations"]
    assert [pair.p_adjusted is None for pair in with_it.pairs] == [True, False, True]
    assert stats.compare_many_means([[], [], [1, 2]], method=method).p_value is None


@pytest.mark.parametrize("method", ["welch", "student", "kruskal_wallis"])
def test_equal_values_leave_nothing_to_test(method: str) -> None:
    found = stats.compare_many_means([[0.1] * 3, [0.1] * 7, [0.1] * 5], method=method)
    assert (found.p_value, found.statistic, codes(found)[-1]) == (None, None, "notes.values_never_vary")


@pytest.mark.parametrize(
    ("odd", "code"),
    [([4.0], "notes.group_with_one_observation"), ([4.0, 4.0, 4.0], "notes.group_never_varies")],
    ids=["one value", "equal values"],
)
def test_welch_needs_a_spread_of_every_group(odd: list[float], code: str) -> None:
    found = stats.compare_many_means([CONTROL, odd, SECOND])
    assert (found.p_value, codes(found)) == (None, [code])
    assert found.pairs[1].p_adjusted is not None
    # The others lend their spread where one is supposed for all.
    pooled = stats.compare_many_means([CONTROL, odd, SECOND], method="student")
    assert pooled.p_value == pytest.approx(scipy_stats.f_oneway(CONTROL, odd, SECOND).pvalue, rel=1e-9)


def test_single_values_have_no_spread_at_all() -> None:
    assert codes(stats.compare_many_means([[1], [2], [3]], method="student")) == ["notes.values_never_vary"]


def test_ratios_without_an_overall_test() -> None:
    fine = ([2, 3, 1, 4, 2], [10, 12, 9, 15, 11])
    over_zero = stats.compare_many_ratios([fine, ([1, 2], [0, 0]), ([], [])])
    assert (over_zero.p_value, over_zero.estimates[1:]) == (None, (None, None))
    assert codes(over_zero) == ["notes.group_denominator_zero", "notes.group_without_observations"]
    rigid = stats.compare_many_ratios([fine, ([1, 2, 3], [2, 4, 6]), ([5], [9])])
    assert (rigid.p_value, codes(rigid)) == (
        None,
        ["notes.group_never_varies", "notes.group_with_one_observation"],
    )


def test_what_cannot_be_an_input_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="samples must have at least 2"):
        stats.compare_many_means([[1, 2]])
    with pytest.raises(InputError, match="groups must have at least 2"):
        stats.compare_many_ratios([])
    with pytest.raises(InputError, match="method must be one of welch"):
        stats.compare_many_means([[1, 2], [2, 3]], method="tukey")
    with pytest.raises(InputError, match="method must be one of welch, student"):
        stats.compare_many_means([stats.Summary(3, 1, 1), [2, 3]], method="kruskal_wallis")


GROUPS = st.lists(st.lists(st.integers(-30, 30), min_size=2, max_size=12), min_size=2, max_size=5)


@FAST
@given(GROUPS, st.sampled_from(["welch", "student", "kruskal_wallis"]), st.sampled_from([0.01, 2.0, 1000.0]))
def test_order_and_currency_do_not_matter(groups: list[list[int]], method: str, rate: float) -> None:
    one = stats.compare_many_means(groups, method=method)
    back = stats.compare_many_means(groups[::-1], method=method)
    money = stats.compare_many_means([[value * rate for value in group] for group in groups], method=method)
    assert (one.p_value is None) == (back.p_value is None) == (money.p_value is None)
    if one.p_value is not None:
        assert 0 <= one.p_value <= 1
        assert back.p_value == pytest.approx(one.p_value, rel=1e-7, abs=1e-12)
        assert money.p_value == pytest.approx(one.p_value, rel=1e-7, abs=1e-12)
