"""Agreement with statsmodels 0.15 and scipy 1.17, which compute the same in other ways; 1e-8 unless a line says why not."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import optimize, special
from scipy import stats as scipy_stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats import contingency_tables, multitest, proportion, rates, weightstats
from statsmodels.stats import power as sm_power

from lib import stats
from lib.core.records import Interval
from lib.stats._rank import kth_difference, null_distribution
from lib.stats._two_by_two import ConditionalTable

CLOSE = 1e-8
COUNTS = [(0, 12), (3, 12), (12, 12), (7, 50), (30, 400), (512, 1000), (4, 100_000), (999_000, 1_000_000)]
TABLES = [(3, 20, 9, 22), (0, 15, 4, 15), (30, 400, 50, 410), (7, 8, 1, 9), (450, 1000, 480, 1100), (5, 5000, 19, 4800)]
LEVELS = [0.8, 0.95, 0.999]


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("x", "n"), COUNTS)
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("wilson", "wilson"), ("exact", "beta"), ("agresti_coull", "agresti_coull"), ("wald", "normal")],
)
def test_share_limits_as_statsmodels(x: int, n: int, level: float, ours: str, theirs: str) -> None:
    found = ends(stats.proportion_interval(x, n, level=level, method=ours).interval)
    wanted = proportion.proportion_confint(x, n, alpha=1 - level, method=theirs)
    assert found == pytest.approx(np.clip(wanted, 0, 1), abs=CLOSE)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    ("ours", "theirs"), [("newcombe", "newcomb"), ("wald", "wald"), ("agresti_caffo", "agresti-caffo")]
)
def test_difference_limits_as_statsmodels(table: tuple[int, ...], level: float, ours: str, theirs: str) -> None:
    x_a, n_a, x_b, n_b = table
    found = ends(stats.difference_interval(*table, level=level, method=ours).interval)
    wanted = proportion.confint_proportions_2indep(x_b, n_b, x_a, n_a, method=theirs, compare="diff", alpha=1 - level)
    assert found == pytest.approx(np.clip(wanted, -1, 1), abs=CLOSE)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("ours", "corrected"), [("score", True), ("mee", False)])
def test_score_limits_by_maximising_the_likelihood(table: tuple[int, ...], ours: str, corrected: bool) -> None:
    # Not by statsmodels, whose bracket for the root is missed by most of these tables.
    x_a, n_a, x_b, n_b = table
    total = n_a + n_b
    for limit in ends(stats.difference_interval(*table, method=ours).interval):

        def unlikely(p: float, gap: float = limit) -> float:
            kept = special.xlogy(x_a, p) + special.xlog1py(n_a - x_a, -p)
            return -float(kept + special.xlogy(x_b, p + gap) + special.xlog1py(n_b - x_b, -p - gap))

        bounds = (max(0.0, -limit), min(1.0, 1 - limit))
        p = optimize.minimize_scalar(unlikely, bounds=bounds, method="bounded", options={"xatol": 1e-12}).x
        variance = p * (1 - p) / n_a + (p + limit) * (1 - p - limit) / n_b
        z = (x_b / n_b - x_a / n_a - limit) / math.sqrt(variance * (total / (total - 1) if corrected else 1))
        # The maximiser finds p to about 1e-8, the square root of a double's digits.
        assert abs(z) == pytest.approx(special.ndtri(0.975), abs=1e-5)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("method", "corrected"), [("z", None), ("score", True)])
def test_share_tests_as_statsmodels(
    table: tuple[int, ...], alternative: str, method: str, corrected: bool | None
) -> None:
    x_a, n_a, x_b, n_b = table
    found = stats.compare_proportions(*table, method=method, alternative=alternative)
    sides = {"two-sided": "two-sided", "greater": "larger", "less": "smaller"}
    if method == "z":
        z, p = proportion.proportions_ztest([x_b, x_a], [n_b, n_a], alternative=sides[alternative])
    else:
        result = proportion.test_proportions_2indep(
            x_b, n_b, x_a, n_a, method="score", compare="diff", alternative=sides[alternative], correction=corrected
        )
        z, p = result.statistic, result.pvalue
    assert found.statistic == pytest.approx(z, abs=CLOSE)
    assert found.p_value == pytest.approx(p, abs=CLOSE)


@pytest.mark.parametrize("table", [*TABLES, (0, 3, 3, 3), (1, 30, 29, 30)])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_fisher_as_scipy(table: tuple[int, ...], alternative: str) -> None:
    x_a, n_a, x_b, n_b = table
    wanted = scipy_stats.fisher_exact([[x_b, n_b - x_b], [x_a, n_a - x_a]], alternative=alternative).pvalue
    assert ConditionalTable(*table).p_value(alternative) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("table", [*TABLES, (16, 41, 5, 21), (1, 5, 5, 5), (5, 6, 10, 15)])
def test_conditional_odds_ratio_as_scipy(table: tuple[int, ...]) -> None:
    # Finer than R's fisher.test, whose root search stops at 1.2e-4.
    x_a, n_a, x_b, n_b = table
    wanted = scipy_stats.contingency.odds_ratio([[x_b, n_b - x_b], [x_a, n_a - x_a]], kind="conditional")
    ours = ConditionalTable(*table)
    assert ours.odds_ratio() == pytest.approx(wanted.statistic, rel=1e-8)
    assert ours.odds_ratio_limits(0.025) == pytest.approx(tuple(wanted.confidence_interval(0.95)), rel=1e-8)


@pytest.mark.parametrize("p", [0.05, 0.3, 0.5, 0.75])
@pytest.mark.parametrize(("x", "n"), [(0, 12), (3, 12), (12, 12), (7, 50), (30, 400), (512, 1000)])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_binomial_test_as_scipy(x: int, n: int, p: float, alternative: str) -> None:
    wanted = scipy_stats.binomtest(x, n, p, alternative=alternative).pvalue
    found = stats.compare_proportion_to_target(x, n, p, alternative=alternative).p_value
    assert found == pytest.approx(wanted, rel=1e-7, abs=1e-300)


@pytest.mark.parametrize("table", [((20, 12), (2, 16)), ((794, 150), (86, 570)), ((5, 3), (9, 4)), ((5, 0), (9, 4))])
def test_mcnemar_as_statsmodels(table: tuple[tuple[int, int], tuple[int, int]]) -> None:
    exact = contingency_tables.mcnemar(table, exact=True).pvalue
    approximate = contingency_tables.mcnemar(table, exact=False, correction=False).pvalue
    assert stats.compare_proportions_paired(table, method="exact").p_value == pytest.approx(exact, abs=CLOSE)
    assert stats.compare_proportions_paired(table, method="z").p_value == pytest.approx(approximate, abs=CLOSE)


def samples(n_a: int, n_b: int, *, whole: bool = False) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(n_a * 1000 + n_b)
    a, b = rng.gamma(2, 10, n_a), rng.gamma(2, 12, n_b)
    return (np.round(a / 5).tolist(), np.round(b / 5).tolist()) if whole else (a.tolist(), b.tolist())


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("n_a", "n_b"), [(2, 2), (5, 9), (40, 30), (400, 700)])
@pytest.mark.parametrize(("method", "kind"), [("welch", "unequal"), ("student", "pooled")])
def test_t_tests_as_statsmodels(alternative: str, n_a: int, n_b: int, method: str, kind: str) -> None:
    a, b = samples(n_a, n_b)
    sides = {"two-sided": "two-sided", "greater": "larger", "less": "smaller"}
    found = stats.compare_means(a, b, method=method, alternative=alternative)
    means = weightstats.CompareMeans(weightstats.DescrStatsW(b), weightstats.DescrStatsW(a))
    t, p, freedom = means.ttest_ind(alternative=sides[alternative], usevar=kind)
    wanted = means.tconfint_diff(alternative=sides[alternative], usevar=kind)
    assert (found.statistic, found.p_value) == pytest.approx((t, p), abs=CLOSE)
    assert found.details["degrees_of_freedom"] == pytest.approx(freedom, abs=CLOSE)
    assert ends(found.interval) == pytest.approx(wanted, abs=1e-7)


@pytest.mark.parametrize("n", [2, 9, 400])
def test_mean_interval_as_statsmodels(n: int) -> None:
    values, _ = samples(n, n)
    assert ends(stats.mean_interval(values).interval) == pytest.approx(
        weightstats.DescrStatsW(values).tconfint_mean(), abs=CLOSE
    )


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("n_a", "n_b"), [(3, 4), (8, 9), (30, 45)])
def test_exact_rank_test_as_scipy(alternative: str, n_a: int, n_b: int) -> None:
    a, b = samples(n_a, n_b)
    found = stats.compare_means(a, b, method="mann_whitney", alternative=alternative)
    wanted = scipy_stats.mannwhitneyu(b, a, alternative=alternative, method="exact")
    assert (found.statistic, found.p_value) == pytest.approx((wanted.statistic, wanted.pvalue), abs=CLOSE)


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("n_a", "n_b"), [(8, 9), (60, 45), (500, 700)])
def test_rank_test_with_ties_as_scipy(alternative: str, n_a: int, n_b: int) -> None:
    a, b = samples(n_a, n_b, whole=True)
    found = stats.compare_means(a, b, method="mann_whitney", alternative=alternative)
    wanted = scipy_stats.mannwhitneyu(b, a, alternative=alternative, method="asymptotic")
    assert (found.statistic, found.p_value) == pytest.approx((wanted.statistic, wanted.pvalue), abs=CLOSE)


def test_exact_rank_distribution_by_counting() -> None:
    # All 10 ways to place 2 of a among 5: wins of b are 0 1 2 2 3 3 4 4 5 6.
    assert null_distribution(2, 3) == pytest.approx(np.array([1, 1, 2, 2, 2, 1, 1]) / 10)


def test_differences_without_listing_them() -> None:
    # 1600 x 1300 pairs are more than are ever listed; the list made here is the oracle.
    a, b = (np.sort(np.asarray(sample)) for sample in samples(1600, 1300))
    every = np.sort(np.subtract.outer(b, a).reshape(-1))
    for k in (1, 17, 1_000_000, every.size):
        assert kth_difference(a, b, k) == pytest.approx(every[k - 1], abs=1e-12)


def test_hodges_lehmann_limits_of_a_published_table() -> None:
    # R's wilcox.test(x, y, conf.int = TRUE) on its help page's permeability data, 95 % here by the order statistics:
    # exact distribution for 10 and 5: P(U <= 8) = 0.0200, P(U <= 9) > 0.025, so the 9th smallest difference.
    x = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    y = [1.15, 0.88, 0.90, 0.74, 1.21]
    found = stats.compare_means(y, x, method="mann_whitney")
    every = sorted(one - other for one, other in itertools.product(x, y))
    assert found.statistic == 35
    assert found.p_value == pytest.approx(0.2544, abs=5e-5)
    assert found.estimate == pytest.approx(0.305, abs=1e-12)
    assert ends(found.interval) == pytest.approx((every[8], every[-9]))


@pytest.mark.parametrize("limits", ["percentile", "bca"])
def test_bootstrap_as_scipy(limits: str) -> None:
    a, b = samples(80, 120)
    found = stats.compare_means(a, b, method="bootstrap", interval=limits, seed=1)
    wanted = scipy_stats.bootstrap(
        (b, a),
        lambda one, other, axis: one.mean(axis=axis) - other.mean(axis=axis),
        method=limits.replace("bca", "BCa"),
        n_resamples=9_999,
        rng=np.random.default_rng(2),
    )
    # Two Monte Carlo runs: the limits differ by about a fiftieth of the standard error.
    assert ends(found.interval) == pytest.approx(
        tuple(wanted.confidence_interval), abs=0.1 * float(wanted.standard_error)
    )


def test_all_splits_of_a_small_sample_as_scipy() -> None:
    a, b = samples(5, 6)
    found = stats.compare_means(a, b, method="permutation")
    wanted = scipy_stats.permutation_test(
        (b, a),
        lambda one, other, axis: scipy_stats.ttest_ind(one, other, axis=axis, equal_var=False).statistic,
        vectorized=True,
        n_resamples=math.inf,
    )
    # scipy doubles the smaller tail; here |t| is compared, so the check is one-sided.
    one_sided = stats.compare_means(a, b, method="permutation", alternative="greater")
    wanted = scipy_stats.permutation_test(
        (b, a),
        lambda one, other, axis: scipy_stats.ttest_ind(one, other, axis=axis, equal_var=False).statistic,
        vectorized=True,
        n_resamples=math.inf,
        alternative="greater",
    )
    assert found.details["replications"] == math.comb(11, 5)
    assert one_sided.p_value == pytest.approx(wanted.pvalue, abs=1e-12)


@pytest.mark.parametrize(("count", "exposure"), [(0, 10), (1, 3), (15, 400), (2300, 12)])
@pytest.mark.parametrize(("ours", "theirs"), [("exact", "exact-c"), ("score", "score")])
def test_rate_limits_as_statsmodels(count: int, exposure: float, ours: str, theirs: str) -> None:
    wanted = rates.confint_poisson(count, exposure, method=theirs)
    assert ends(stats.rate_interval(count, exposure, method=ours).interval) == pytest.approx(wanted, abs=CLOSE)


@pytest.mark.parametrize(("k_a", "t_a", "k_b", "t_b"), [(10, 100, 25, 100), (60, 51477.5, 30, 54308.7), (3, 7, 0, 9)])
def test_two_rates_as_binomial(k_a: int, t_a: float, k_b: int, t_b: float) -> None:
    found = stats.compare_rates(k_a, t_a, k_b, t_b)
    share = t_b / (t_a + t_b)
    tails = scipy_stats.binom.cdf(k_b, k_a + k_b, share), scipy_stats.binom.sf(k_b - 1, k_a + k_b, share)
    assert found.p_value == pytest.approx(min(1, 2 * min(tails)), abs=CLOSE)
    low, high = scipy_stats.binomtest(k_b, k_a + k_b).proportion_ci()
    assert ends(found.interval) == pytest.approx([p / (1 - p) * t_a / t_b for p in (low, high)], rel=1e-9)


P_VALUES = [0.0001, 0.2, 0.04, 0.04, 1.0, 0.013, 0.6, 0.0005]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("holm", "holm"),
        ("bh", "fdr_bh"),
        ("by", "fdr_by"),
        ("bonferroni", "bonferroni"),
        ("hochberg", "simes-hochberg"),
        ("sidak", "sidak"),
        ("holm_sidak", "holm-sidak"),
    ],
)
def test_adjusted_p_values_as_statsmodels(ours: str, theirs: str) -> None:
    assert stats.adjust(P_VALUES, ours) == pytest.approx(multitest.multipletests(P_VALUES, method=theirs)[1], abs=1e-12)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(
    "p", [P_VALUES, [0.3, 0.9], [0.001, 0.002, 0.003], [0.02], [0.01, 0.02, 0.03, 0.06, 0.9]], ids=str
)
def test_two_stage_p_values_as_statsmodels(p: list[float], level: float) -> None:
    reject, wanted = multitest.multipletests(p, alpha=1 - level, method="fdr_tsbky")[:2]
    found = stats.adjust(p, "bky", level=level)
    assert found == pytest.approx(wanted, abs=1e-12)
    assert [each <= 1 - level for each in found] == list(reject)


@pytest.mark.parametrize("allocation", [0.5, 1, 3])
@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
@pytest.mark.parametrize("effect", [0.1, 0.5, 2.0])
def test_power_of_means_as_statsmodels(effect: float, alternative: str, allocation: float) -> None:
    side = {"two-sided": "two-sided", "greater": "larger"}[alternative]
    theirs = sm_power.TTestIndPower()
    found = stats.power(n=25, effect=effect, sd=1, alternative=alternative, allocation=allocation).power
    assert found == pytest.approx(theirs.power(effect, 25, 0.05, ratio=allocation, alternative=side), abs=CLOSE)
    plan = stats.sample_size(effect=effect, sd=1, alternative=alternative, allocation=allocation)
    wanted = theirs.solve_power(effect, None, 0.05, 0.8, ratio=allocation, alternative=side)
    assert plan.exact == pytest.approx(max(wanted, 2.0), rel=1e-5)


@pytest.mark.parametrize(("p_a", "p_b"), [(0.02, 0.025), (0.2, 0.25), (0.6, 0.5)])
def test_size_for_shares_as_statsmodels(p_a: float, p_b: float) -> None:
    found = stats.sample_size(baseline=p_a, effect=p_b - p_a)
    wanted = proportion.samplesize_proportions_2indep_onetail(abs(p_b - p_a), min(p_a, p_b), 0.8, alpha=0.05)
    # statsmodels leaves out the far tail of the two-sided test, some 1e-6 of power.
    assert found.exact == pytest.approx(wanted, rel=1e-4)


def survival_data(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    times, watched = np.ceil(rng.exponential(20, n)), np.ceil(rng.uniform(1, 40, n))
    return np.minimum(times, watched), (times <= watched).astype(int)


@pytest.mark.parametrize("seed", range(3))
def test_survival_as_statsmodels(seed: int) -> None:
    times, events = survival_data(150, seed)
    ours, theirs = stats.survival_curve(times, events), SurvfuncRight(times, events)
    assert ours.times == pytest.approx(theirs.surv_times)
    assert ours.survival == pytest.approx(theirs.surv_prob, abs=CLOSE)
    assert ours.standard_error == pytest.approx(theirs.surv_prob_se, abs=CLOSE)
    assert ours.median().estimate == theirs.quantile(0.5)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_log_rank_as_statsmodels(groups: int) -> None:
    data = [survival_data(60 + 10 * g, g) for g in range(groups)]
    found = stats.compare_survival([stats.survival_table(*each) for each in data])
    times, events = (np.concatenate(part) for part in zip(*data, strict=True))
    labels = np.repeat(np.arange(groups), [len(each[0]) for each in data])
    assert (found.statistic, found.p_value) == pytest.approx(survdiff(times, events, labels), abs=CLOSE)


def test_grouped_counts_give_the_same_curve() -> None:
    times, events = survival_data(500, 9)
    pairs, counts = np.unique(np.stack((times, events)), axis=1, return_counts=True)
    assert stats.survival_curve(*pairs, counts=counts) == stats.survival_curve(times, events)


def test_restricted_mean_is_the_area() -> None:
    # By hand: 1 until 1, 3/4 until 2, 3/8 until the horizon of 3.
    curve = stats.survival_curve([1, 2, 2, 5], [1, 1, 0, 0])
    assert curve.survival == pytest.approx((0.75, 0.5))
    assert curve.restricted_mean(3).estimate == pytest.approx(1 + 0.75 + 0.5)
    # Greenwood by hand: (0.75 + 0.5)^2 / 12 + 0.5^2 / 6
    assert curve.restricted_mean(3).details["standard_error"] == pytest.approx(math.sqrt(1.25**2 / 12 + 0.25 / 6))


@pytest.mark.parametrize("counts", [(10, 100, 15, 100), (0, 5, 3, 4), (300, 10_000, 290, 9_000), (1, 1, 0, 1)])
@pytest.mark.parametrize("prior", [(1, 1), (0.5, 0.5), (3, 40)])
def test_posterior_as_scipy_integration(counts: tuple[int, ...], prior: tuple[float, float]) -> None:
    x_a, n_a, x_b, n_b = counts
    found = stats.posterior_proportions(*counts, prior=prior)
    a = scipy_stats.beta(prior[0] + x_a, prior[1] + n_a - x_a)
    b = scipy_stats.beta(prior[0] + x_b, prior[1] + n_b - x_b)
    # Equal slices of b's probability: an independent if slow integral.
    points = b.ppf((np.arange(200_000) + 0.5) / 200_000)
    assert found.probability == pytest.approx(a.cdf(points).mean(), abs=2e-7)
    assert found.loss_a - found.loss_b == pytest.approx(b.mean() - a.mean(), abs=1e-12)
    inside = a.cdf(points - found.interval.low).mean() - a.cdf(points - found.interval.high).mean()
    assert inside == pytest.approx(0.95, abs=2e-6)


def test_paired_interval_of_newcombe() -> None:
    # R contingencytables, tests/testthat/test-ch8.R, complete response in Cavo et al. (2012), first minus second:
    # estimate = -0.0621 (95% CI -0.1186 to -0.0046)
    found = stats.compare_proportions_paired(((59, 6), (16, 80)))
    assert found.estimate == pytest.approx(0.0621, abs=5e-5)
    assert ends(found.interval) == pytest.approx((0.0046, 0.1186), abs=5e-5)
    low, high = ends(found.interval)
    assert ends(stats.compare_proportions_paired(((59, 16), (6, 80))).interval) == pytest.approx((-high, -low))


def ratio_units(n: int, seed: int) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 9, n)
    return rng.binomial(x, 0.3).tolist(), x.tolist()


def test_delta_method_agrees_with_the_bootstrap_over_units() -> None:
    a, b = ratio_units(400, 1), ratio_units(500, 2)
    for method in ("delta", "fieller"):
        known = ends(stats.ratio_interval(a, method=method).interval)
        drawn = stats.ratio_interval(a, method="bootstrap", seed=5)
        assert ends(drawn.interval) == pytest.approx(known, abs=0.15 * drawn.details["standard_error"])
    for effect in ("difference", "ratio"):
        known = ends(stats.compare_ratios(a, b, effect=effect).interval)
        compared = stats.compare_ratios(a, b, effect=effect, method="bootstrap", seed=5)
        assert ends(compared.interval) == pytest.approx(known, abs=0.15 * compared.details["standard_error"])
        assert compared.p_value == pytest.approx(stats.compare_ratios(a, b, effect=effect).p_value or 0.0, abs=0.03)


def test_standard_error_of_a_ratio_is_that_of_its_residuals() -> None:
    # Cochran (1977), (6.13): the mean of (y - R x) / mean(x) has the same standard error.
    y, x = (np.asarray(part) for part in ratio_units(60, 3))
    found = stats.ratio_interval((y, x))
    residuals = (y - y.sum() / x.sum() * x) / x.mean()
    assert found.details["standard_error"] == pytest.approx(residuals.std(ddof=1) / math.sqrt(60), rel=1e-9)
