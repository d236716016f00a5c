"""What must hold whatever the numbers are."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib import stats
from lib.core.records import Interval

FAST = settings(max_examples=60, deadline=None)
LEVEL = st.sampled_from([0.6, 0.8, 0.95, 0.99])
MONEY = st.lists(st.floats(-1e4, 1e4).map(lambda x: round(x, 2)), min_size=2, max_size=30)
SINGLE = ("wilson", "exact", "jeffreys", "agresti_coull", "wald", "mid_p", "likelihood", "wilson_cc", "wald_cc")
GAPS = ("newcombe", "score", "agresti_caffo", "wald", "mee", "haldane", "jeffreys_perks")


@st.composite
def arm(draw: st.DrawFn, largest: int = 400) -> tuple[int, int]:
    n = draw(st.integers(1, largest))
    return draw(st.integers(0, n)), n


@st.composite
def ratio_units(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    n = draw(st.integers(3, 30))
    x = draw(st.lists(st.integers(1, 50), min_size=n, max_size=n))
    y = draw(st.lists(st.integers(0, 50), min_size=n, max_size=n))
    return [float(value) for value in y], [float(value) for value in x]


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def mirrored(interval: Interval | None) -> tuple[float, float]:
    low, high = ends(interval)
    return -high, -low


@FAST
@given(arm(), LEVEL, st.sampled_from(SINGLE))
def test_limits_enclose_the_share_and_stay_in_range(counts: tuple[int, int], level: float, method: str) -> None:
    found = stats.proportion_interval(*counts, level=level, method=method)
    low, high = ends(found.interval)
    assert found.estimate is not None
    assert 0 <= low <= found.estimate + 1e-12
    assert found.estimate - 1e-12 <= high <= 1


@FAST
@given(arm(), LEVEL, st.sampled_from(SINGLE))
def test_counting_failures_mirrors_the_limits(counts: tuple[int, int], level: float, method: str) -> None:
    x, n = counts
    low, high = ends(stats.proportion_interval(x, n, level=level, method=method).interval)
    other = ends(stats.proportion_interval(n - x, n, level=level, method=method).interval)
    assert other == pytest.approx((1 - high, 1 - low), abs=1e-9)


@FAST
@given(arm(), st.integers(2, 50), st.sampled_from(SINGLE))
def test_more_of_the_same_narrows(counts: tuple[int, int], times: int, method: str) -> None:
    x, n = counts
    assume(method != "wald" or 0 < x < n)
    low, high = ends(stats.proportion_interval(x, n, method=method).interval)
    lower, higher = ends(stats.proportion_interval(x * times, n * times, method=method).interval)
    # Both may be cut off at 0 and 1, where a wider one cannot show.
    assert higher - lower < high - low or (low, high) == (0, 1)


@FAST
@given(arm(), st.sampled_from(SINGLE))
def test_a_higher_level_widens(counts: tuple[int, int], method: str) -> None:
    low, high = ends(stats.proportion_interval(*counts, method=method, level=0.8).interval)
    lower, higher = ends(stats.proportion_interval(*counts, method=method, level=0.99).interval)
    assert lower <= low <= high <= higher


@FAST
@given(arm(), arm(), LEVEL, st.sampled_from(GAPS))
def test_swapping_arms_mirrors_the_difference(
    a: tuple[int, int], b: tuple[int, int], level: float, method: str
) -> None:
    one = stats.difference_interval(*a, *b, level=level, method=method)
    other = stats.difference_interval(*b, *a, level=level, method=method)
    assert one.estimate == pytest.approx(-(other.estimate or 0.0))
    assert ends(one.interval) == pytest.approx(mirrored(other.interval), abs=1e-9)


@FAST
@given(arm(60), arm(60), st.sampled_from(["auto", "z", "chi2", "score", "fisher"]))
def test_swapping_arms_keeps_the_p_value(a: tuple[int, int], b: tuple[int, int], method: str) -> None:
    one, other = (stats.compare_proportions(*x, *y, method=method) for x, y in ((a, b), (b, a)))
    assert one.p_value is not None
    assert one.p_value == pytest.approx(other.p_value, rel=1e-9)
    assert one.estimate == pytest.approx(-(other.estimate or 0.0))


@FAST
@given(arm(60), arm(60), st.sampled_from(["z", "score", "fisher"]))
def test_sides_swap_with_the_arms(a: tuple[int, int], b: tuple[int, int], method: str) -> None:
    up = stats.compare_proportions(*a, *b, method=method, alternative="greater")
    down = stats.compare_proportions(*b, *a, method=method, alternative="less")
    assert up.p_value == pytest.approx(down.p_value, rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(arm(), arm(), LEVEL)
def test_score_test_and_interval_never_disagree(a: tuple[int, int], b: tuple[int, int], level: float) -> None:
    found = stats.compare_proportions(*a, *b, method="score", level=level)
    low, high = ends(found.interval)
    assert found.p_value is not None
    assume(abs(found.p_value - (1 - level)) > 1e-9)
    assert (found.p_value < 1 - level) == (not low <= 0 <= high)


@settings(max_examples=200, deadline=None)
@given(arm(), st.floats(0.001, 0.999), LEVEL, st.sampled_from(["greater", "less"]))
def test_exact_one_sided_test_and_interval_never_disagree(
    counts: tuple[int, int], target: float, level: float, alternative: str
) -> None:
    found = stats.compare_proportion_to_target(*counts, target, level=level, alternative=alternative)
    low, high = ends(found.interval)
    assert found.p_value is not None
    assume(abs(found.p_value - (1 - level)) > 1e-9)
    # The open end lies at the edge of the range, not beyond it.
    excluded = low > 1e-12 if alternative == "greater" else high < -1e-12
    assert (found.p_value < 1 - level) == excluded


@FAST
@given(arm(), st.floats(0.001, 0.999), LEVEL)
def test_score_test_against_a_target_agrees_with_wilson(counts: tuple[int, int], target: float, level: float) -> None:
    found = stats.compare_proportion_to_target(*counts, target, level=level, method="score")
    low, high = ends(found.interval)
    assert found.p_value is not None
    assume(abs(found.p_value - (1 - level)) > 1e-9)
    assert (found.p_value < 1 - level) == (not low <= 0 <= high)


@FAST
@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.5, 50), st.floats(0.5, 50), LEVEL)
def test_rate_test_and_interval_never_disagree(k_a: int, k_b: int, t_a: float, t_b: float, level: float) -> None:
    assume(k_a + k_b > 0)
    found = stats.compare_rates(k_a, t_a, k_b, t_b, level=level)
    low, high = ends(found.interval)
    assert found.p_value is not None
    assume(abs(found.p_value - (1 - level)) > 1e-9)
    assert (found.p_value < 1 - level) == (not low <= 1 <= high)


@FAST
@given(MONEY, MONEY, st.sampled_from(["welch", "student", "mann_whitney"]))
def test_swapping_samples_mirrors_the_difference(a: list[float], b: list[float], method: str) -> None:
    one, other = stats.compare_means(a, b, method=method), stats.compare_means(b, a, method=method)
    assert one.estimate == pytest.approx(-(other.estimate or 0.0), abs=1e-6)
    assert (one.p_value is None) == (other.p_value is None)
    if one.interval is not None and other.interval is not None:
        assert one.p_value == pytest.approx(other.p_value, rel=1e-6)
        assert ends(one.interval) == pytest.approx(mirrored(other.interval), abs=1e-6)


@FAST
@given(MONEY, MONEY, st.sampled_from(["welch", "mann_whitney"]), st.sampled_from([0.01, 1000.0]))
def test_another_currency_scales_the_limits(a: list[float], b: list[float], method: str, rate: float) -> None:
    one = stats.compare_means(a, b, method=method)
    other = stats.compare_means([x * rate for x in a], [x * rate for x in b], method=method)
    assume(one.interval is not None and other.interval is not None)
    assert ends(other.interval) == pytest.approx([rate * limit for limit in ends(one.interval)], rel=1e-6, abs=1e-6)


@FAST
@given(MONEY, MONEY, LEVEL, st.sampled_from(["welch", "student"]))
def test_t_test_and_interval_never_disagree(a: list[float], b: list[float], level: float, method: str) -> None:
    found = stats.compare_means(a, b, method=method, level=level)
    assume(found.p_value is not None and abs(found.p_value - (1 - level)) > 1e-9)
    low, high = ends(found.interval)
    assert ((found.p_value or 0.0) < 1 - level) == (not low <= 0 <= high)


@settings(max_examples=25, deadline=None)
@given(MONEY, MONEY, LEVEL, st.sampled_from(["permutation", "bootstrap"]), st.sampled_from(["percentile", "bca"]))
def test_resampling_test_and_interval_agree(
    a: list[float], b: list[float], level: float, method: str, limits: str
) -> None:
    found = stats.compare_means(a, b, method=method, level=level, replications=999, interval=limits)
    assume(found.p_value is not None and abs(found.p_value - (1 - level)) > 0.01)
    assert found.interval is not None
    low, high = ends(found.interval)
    slack = 1e-9 * max(1.0, abs(low), abs(high))
    if (found.p_value or 0.0) < 1 - level:
        assert low > -slack or high < slack
    else:
        assert low < slack
        assert high > -slack


@FAST
@given(ratio_units(), ratio_units(), LEVEL)
def test_ratio_test_and_interval_never_disagree(
    a: tuple[list[float], list[float]], b: tuple[list[float], list[float]], level: float
) -> None:
    one, other = stats.ratio_sums(*a), stats.ratio_sums(*b)
    found = stats.compare_ratios(one, other, level=level)
    assume(found.p_value is not None and abs(found.p_value - (1 - level)) > 1e-9)
    low, high = ends(found.interval)
    assert ((found.p_value or 0.0) < 1 - level) == (not low <= 0 <= high)
    swapped = stats.compare_ratios(other, one, level=level)
    assert mirrored(swapped.interval) == pytest.approx((low, high))


@FAST
@given(ratio_units(), st.sampled_from([0.01, 100.0]))
def test_ratio_in_another_currency(units: tuple[list[float], list[float]], rate: float) -> None:
    y, x = units
    one = stats.ratio_interval(stats.ratio_sums(y, x))
    other = stats.ratio_interval(stats.ratio_sums([value * rate for value in y], x))
    assume(one.interval is not None and other.interval is not None)
    assert ends(other.interval) == pytest.approx([rate * limit for limit in ends(one.interval)], abs=1e-9)


ANSWERS = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)).filter(lambda c: sum(c) > 0)


@FAST
@given(ANSWERS, ANSWERS, st.sampled_from(["wald", "adjusted"]))
def test_nps_of_swapped_groups(a: tuple[int, int, int], b: tuple[int, int, int], method: str) -> None:
    one, other = stats.compare_nps(a, b, method=method), stats.compare_nps(b, a, method=method)
    assert one.estimate == pytest.approx(-(other.estimate or 0.0))
    assert one.p_value == other.p_value
    low, high = ends(stats.nps_interval(*a, method=method).interval)
    assert -100 <= low <= high <= 100


TABLE = st.lists(st.tuples(st.integers(0, 20), st.sampled_from([0, 1])), min_size=1, max_size=60)


@FAST
@given(TABLE)
def test_survival_only_falls_and_its_limits_enclose_it(rows: list[tuple[int, int]]) -> None:
    curve = stats.survival_curve([t for t, _ in rows], [e for _, e in rows])
    assert list(curve.survival) == sorted(curve.survival, reverse=True)
    for low, share, high in zip(curve.low, curve.survival, curve.high, strict=True):
        assert 0 <= low <= share + 1e-12
        assert share - 1e-12 <= high <= 1


@FAST
@given(TABLE, TABLE)
def test_log_rank_of_swapped_groups(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    tables = [stats.survival_table([t for t, _ in rows], [e for _, e in rows]) for rows in (a, b)]
    one, other = stats.compare_survival(tables), stats.compare_survival(tables[::-1])
    assert one.p_value == pytest.approx(other.p_value)
    if one.estimate is not None and other.estimate is not None:
        assert math.log(one.estimate) == pytest.approx(-math.log(other.estimate), abs=1e-6)
        low, high = ends(one.interval)
        assert one.p_value is not None
        assume(abs(one.p_value - 0.05) > 1e-9)
        assert (one.p_value < 0.05) == (not low <= 1 <= high)


P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@FAST
@given(P_VALUES, st.sampled_from(["holm", "bh", "bonferroni", "none", "hochberg", "sidak", "holm_sidak", "by"]))
def test_adjusted_p_values_are_larger_and_in_the_same_order(p: list[float], method: str) -> None:
    adjusted = stats.adjust(p, method)
    assert all(raw - 1e-12 <= each <= 1 for raw, each in zip(p, adjusted, strict=True))
    order = sorted(range(len(p)), key=p.__getitem__)
    assert all(adjusted[i] <= adjusted[j] + 1e-12 for i, j in itertools.pairwise(order))


@FAST
@given(P_VALUES, LEVEL)
def test_two_stages_find_at_least_what_the_first_finds(p: list[float], level: float) -> None:
    q = 1 - level
    first = {i for i, each in enumerate(stats.adjust(p, "bh")) if each <= q / (1 + q)}
    both = {i for i, each in enumerate(stats.adjust(p, "bky", level=level)) if each <= q * (1 + 1e-12)}
    assert first <= both


@FAST
@given(
    st.floats(0.01, 0.9),
    st.floats(0.01, 0.09),
    st.floats(0.6, 0.95),
    st.sampled_from(["pooled", "unpooled", "arcsine", "evan_miller", "pooled_both"]),
)
def test_the_three_plans_undo_each_other(baseline: float, effect: float, power: float, formula: str) -> None:
    plan = stats.sample_size(baseline=baseline, effect=effect, power=power, formula=formula)
    assert plan.exact is not None
    assume(plan.exact > 2)
    again = stats.power(n=plan.exact, baseline=baseline, effect=effect, formula=formula)
    found = stats.minimum_detectable_effect(n=plan.exact, baseline=baseline, power=power, formula=formula)
    assert again.power == pytest.approx(power, abs=1e-9)
    assert found.effect == pytest.approx(effect, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(arm(50), arm(50))
def test_posterior_of_swapped_arms(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = stats.posterior_proportions(*a, *b), stats.posterior_proportions(*b, *a)
    assert one.probability == pytest.approx(1 - other.probability, abs=1e-11)
    assert one.loss_a == pytest.approx(other.loss_b, abs=1e-11)
    assert ends(one.interval) == pytest.approx(mirrored(other.interval), abs=1e-8)
    assert one.interval.low <= one.estimate <= one.interval.high


@FAST
@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=30))
def test_weights_never_make_a_sample_worth_more(weights: list[float]) -> None:
    total, squares = sum(weights), sum(w * w for w in weights)
    effective = stats.effective_sample_size(total, squares)
    assert 1 - 1e-9 <= effective <= len(weights) + 1e-9
    effect = stats.design_effect(len(weights), total, squares)
    assert effect is not None
    assert effect >= 1 - 1e-9
