"""Cases without an ordinary answer: each is decided, and the decision stands in a row."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lib import stats
from lib.core.errors import InputError
from lib.core.records import Comparison, Estimate

SINGLE = ("wilson", "exact", "jeffreys", "agresti_coull", "wald", "mid_p", "likelihood", "wilson_cc", "wald_cc")
DIFFERENCES = [
    "newcombe",
    "score",
    "agresti_caffo",
    "wald",
    "newcombe_cc",
    "mee",
    "haldane",
    "jeffreys_perks",
    "hauck_anderson",
    "wald_cc",
]
TESTS = ("auto", "z", "chi2", "score", "fisher", "barnard", "boschloo")
MEANS = ("welch", "student", "mann_whitney", "bootstrap", "permutation")


def codes(record: Any) -> set[str]:
    return {notice.code for notice in record.notes}


def numbers(record: object) -> Iterator[float]:
    """All floats of a record, however deep; limits that may be infinite are left out."""
    for field in dataclasses.fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if dataclasses.is_dataclass(value) and field.name != "interval":
            yield from numbers(value)
        elif isinstance(value, float):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, float))


def assert_sound(record: Any) -> None:
    assert all(math.isfinite(value) for value in numbers(record))
    if record.interval is not None:
        assert record.interval.low <= record.interval.high
    if isinstance(record, Comparison) and record.p_value is not None:
        assert 0 <= record.p_value <= 1


@pytest.mark.parametrize("method", SINGLE)
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (0, 20), (20, 20), (1, 2)])
def test_share_at_the_ends(method: str, alternative: str, successes: int, trials: int) -> None:
    found = stats.proportion_interval(successes, trials, method=method, alternative=alternative)
    assert_sound(found)
    assert found.interval is not None
    assert 0 <= found.interval.low <= found.interval.high <= 1


@pytest.mark.parametrize("method", SINGLE)
def test_share_of_nobody(method: str) -> None:
    found = stats.proportion_interval(0, 0, method=method)
    assert (found.estimate, found.interval, codes(found)) == (None, None, {"notes.no_observations"})


def test_wald_at_the_end_says_that_it_claims_certainty() -> None:
    assert codes(stats.proportion_interval(0, 20, method="wald")) == {"notes.zero_width"}
    assert codes(stats.proportion_interval(1, 20, method="wald")) == {"notes.limits_clipped"}


@pytest.mark.parametrize("method", DIFFERENCES)
@pytest.mark.parametrize("counts", [(0, 1, 0, 1), (0, 1, 1, 1), (1, 1, 0, 1), (0, 9, 0, 4), (9, 9, 4, 4), (9, 9, 0, 4)])
def test_difference_at_the_ends(method: str, counts: tuple[int, int, int, int]) -> None:
    found = stats.difference_interval(*counts, method=method)
    assert_sound(found)
    assert found.interval is not None
    assert found.estimate is not None
    assert -1 <= found.interval.low <= found.estimate <= found.interval.high <= 1


@pytest.mark.parametrize("method", TESTS)
@pytest.mark.parametrize("counts", [(0, 9, 0, 4), (9, 9, 4, 4), (0, 1, 1, 1), (0, 1, 0, 1), (1, 1, 0, 30)])
def test_comparison_at_the_ends(method: str, counts: tuple[int, int, int, int]) -> None:
    found = stats.compare_proportions(*counts, method=method)
    assert_sound(found)
    assert found.p_value is not None
    if counts[0] + counts[2] in (0, counts[1] + counts[3]):
        assert found.p_value == 1
        assert "notes.no_variation" in codes(found)
    assert ("relative_effect" in found.details) == (counts[0] > 0)


@pytest.mark.parametrize("method", TESTS)
@pytest.mark.parametrize("counts", [(0, 0, 3, 9), (3, 9, 0, 0), (0, 0, 0, 0)])
def test_comparison_with_an_empty_arm(method: str, counts: tuple[int, int, int, int]) -> None:
    found = stats.compare_proportions(*counts, method=method)
    assert (found.estimate, found.interval, found.p_value, found.statistic) == (None, None, None, None)
    assert codes(found) == {"notes.group_without_observations"}
    assert {notice.fields["group"] for notice in found.notes} == {
        name for name, n in (("a", counts[1]), ("b", counts[3])) if n == 0
    }


def test_auto_says_which_test_and_why() -> None:
    few, many = stats.compare_proportions(1, 20, 4, 20), stats.compare_proportions(30, 400, 50, 410)
    weighted = stats.compare_proportions(10.5, 40.2, 12, 39.9)
    assert [(c.method, c.reason and c.reason.code) for c in (few, many, weighted)] == [
        ("fisher", "reasons.expected_below_five"),
        ("z_pooled", "reasons.expected_large_enough"),
        ("z_pooled", "reasons.weighted_counts"),
    ]


@pytest.mark.parametrize(
    ("target", "successes", "p_value"), [(0.0, 0, 1.0), (0.0, 1, 0.0), (1.0, 9, 1.0), (1.0, 8, 0.0)]
)
@pytest.mark.parametrize("method", ["exact", "score"])
def test_target_of_nothing_or_everything(method: str, target: float, successes: int, p_value: float) -> None:
    # A target of 0 or 1 is refuted by one outcome of the other kind, by logic alone.
    found = stats.compare_proportion_to_target(successes, 9, target, method=method)
    assert found.p_value == p_value
    assert_sound(found)


@pytest.mark.parametrize("method", MEANS)
@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ([], [1, 2, 3, 4], "notes.group_without_observations"),
        ([1, 2, 3, 4], [], "notes.group_without_observations"),
        ([5, 5, 5, 5], [5, 5, 5], "notes.values_never_vary"),
        ([0.1] * 3, [0.1] * 7, "notes.values_never_vary"),
    ],
    ids=["empty a", "empty b", "constant", "constant that binary fractions miss"],
)
def test_means_without_a_test(method: str, a: list[float], b: list[float], code: str) -> None:
    found = stats.compare_means(a, b, method=method)
    assert (found.interval, found.p_value, found.statistic) == (None, None, None)
    assert codes(found) == {code}


@pytest.mark.parametrize("method", ["welch", "student", "bootstrap", "permutation"])
def test_one_value_has_no_spread(method: str) -> None:
    found = stats.compare_means([1], [2, 3, 4], method=method)
    assert (found.estimate, found.p_value, codes(found)) == (2.0, None, {"notes.group_with_one_observation"})


def test_one_value_has_a_rank_but_no_interval_at_95_percent() -> None:
    found = stats.compare_means([1], [2, 3, 4], method="mann_whitney")
    # 1 of 4 orderings on either side: twice 1/4.
    assert found.p_value == pytest.approx(0.5)
    assert (found.interval, codes(found)) == (None, {"notes.too_few_for_level"})


@pytest.mark.parametrize(
    ("sample", "estimate", "code"),
    [
        ([], None, "notes.no_observations"),
        ([7], 7.0, "notes.one_observation"),
        ([7, 7, 7], 7.0, "notes.values_never_vary"),
        ((7, 0, 12), 7.0, "notes.values_never_vary"),
        ((7, 0, 1), 7.0, "notes.one_observation"),
    ],
    ids=str,
)
def test_mean_without_an_interval(sample: object, estimate: float | None, code: str) -> None:
    found = stats.mean_interval(sample)
    assert (found.estimate, found.interval, codes(found)) == (estimate, None, {code})


@pytest.mark.parametrize(
    ("y", "x", "estimate", "code"),
    [
        ([], [], None, "notes.no_observations"),
        ([1, 2], [0, 0], None, "notes.denominator_zero"),
        ([3], [4], 0.75, "notes.one_observation"),
        ([1, 2, 3], [2, 4, 6], 0.5, "notes.values_never_vary"),
    ],
    ids=["empty", "over zero", "one unit", "proportional"],
)
def test_ratio_without_an_interval(y: list[float], x: list[float], estimate: float | None, code: str) -> None:
    found = stats.ratio_interval(stats.ratio_sums(y, x))
    assert (found.estimate, found.interval) == (estimate, None)
    assert code in codes(found)


def test_fieller_has_no_limits_where_the_denominator_may_be_zero() -> None:
    found = stats.ratio_interval(stats.ratio_sums([1, 2, 1, 3], [-5, 6, -4, 4]), method="fieller")
    assert found.interval is None
    assert "notes.denominator_near_zero" in codes(found)


def test_ratio_of_ratios_needs_values_above_zero() -> None:
    zero, some = stats.ratio_sums([0, 0, 0], [1, 2, 3]), stats.ratio_sums([1, 0, 2], [1, 2, 3])
    assert codes(stats.compare_ratios(zero, some, effect="ratio")) == {"notes.ratio_needs_positive"}
    assert "relative_effect" not in stats.compare_ratios(zero, some).details


@pytest.mark.parametrize("method", ["exact", "score", "jeffreys", "byar", "wald"])
@pytest.mark.parametrize("count", [0, 1])
def test_rate_of_few_events(method: str, count: int) -> None:
    found = stats.rate_interval(count, 10, method=method)
    assert_sound(found)
    assert found.interval is not None
    assert found.interval.low >= 0


def test_rates_without_events_or_exposure() -> None:
    none, base = stats.compare_rates(0, 10, 0, 10), stats.compare_rates(0, 10, 5, 10)
    empty = stats.compare_rates(0, 0, 5, 10)
    assert (none.estimate, none.p_value, codes(none)) == (None, 1.0, {"notes.no_events"})
    assert (base.estimate, codes(base)) == (None, {"notes.relative_effect_undefined"})
    assert base.interval is not None
    assert math.isinf(base.interval.high)
    assert (empty.p_value, codes(empty)) == (None, {"notes.group_without_observations"})


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ((0, 0, 0), (1, 1, 1), "notes.group_without_observations"),
        ((5, 0, 0), (7, 0, 0), "notes.values_never_vary"),
        ((5, 0, 0), (0, 0, 7), "notes.values_never_vary"),
    ],
    ids=["empty", "all promoters", "all promoters against all detractors"],
)
def test_nps_without_a_test(a: tuple[int, int, int], b: tuple[int, int, int], code: str) -> None:
    found = stats.compare_nps(a, b)
    assert (found.p_value, codes(found)) == (None, {code})


def test_nps_of_one_kind_of_answer_claims_nothing_silently() -> None:
    wald, adjusted = stats.nps_interval(9, 0, 0), stats.nps_interval(9, 0, 0, method="adjusted")
    assert "notes.zero_width" in codes(wald)
    assert adjusted.interval is not None
    assert adjusted.interval.low < 100


def test_adjusted_nps_interval_contains_the_score() -> None:
    # The centre moves towards zero, so the score itself could fall outside at the end; it must be said if so.
    found = stats.nps_interval(9, 0, 0, method="adjusted")
    assert found.interval is not None
    assert found.interval.high == 100


@pytest.mark.parametrize(
    ("table", "p_value"), [(((5, 0), (0, 5)), 1.0), (((0, 0), (0, 0)), None), (((0, 0), (6, 0)), 0.03125)]
)
def test_pairs_without_change(table: tuple[tuple[int, int], tuple[int, int]], p_value: float | None) -> None:
    # 0.03125 = 2 / 2^6, all six changed the same way.
    found = stats.compare_proportions_paired(table)
    assert found.p_value == p_value
    assert_sound(found)


def test_many_groups_with_an_empty_one() -> None:
    many = stats.compare_many_proportions([3, 0, 9], [10, 0, 12])
    assert many.estimates == (0.3, None, 0.75)
    assert many.degrees_of_freedom == 1
    assert [pair.p_adjusted is None for pair in many.pairs] == [True, False, True]


def test_many_groups_all_alike() -> None:
    many = stats.compare_many_proportions([0, 0, 0], [10, 5, 12])
    assert (many.p_value, many.statistic) == (1.0, None)


def test_survival_of_nobody_and_of_everybody() -> None:
    empty, watched = stats.survival_curve([], []), stats.survival_curve([3, 5, 8], [0, 0, 0])
    assert codes(empty.at(1)) == codes(empty.median()) == {"notes.no_observations"}
    assert watched.at(4).estimate == 1.0
    assert codes(watched.at(4)) == {"notes.no_events_yet"}
    assert watched.at(9).estimate is None
    assert codes(watched.median()) == {"notes.median_not_reached"}
    assert watched.restricted_mean(4).estimate == 4.0


def test_survival_after_the_last_has_gone_is_zero() -> None:
    curve = stats.survival_curve([1, 2, 3], [1, 1, 1])
    assert curve.at(99).estimate == 0.0
    assert curve.standard_error[-1] == 0.0
    assert curve.high[-1] == curve.high[-2]


@pytest.mark.parametrize(
    ("groups", "code"),
    [
        ([([], []), ([1, 2], [1, 1])], "notes.group_without_observations"),
        ([([1, 2], [0, 0]), ([1, 2], [0, 0])], "notes.no_events"),
        ([([1, 1], [0, 0]), ([5, 6], [1, 1])], "notes.no_events"),
    ],
    ids=["empty", "no events", "events when one group is gone"],
)
def test_log_rank_without_a_test(groups: list[tuple[list[float], list[int]]], code: str) -> None:
    found = stats.compare_survival([stats.survival_table(*group) for group in groups])
    assert (found.p_value, found.statistic, codes(found)) == (None, None, {code})


def test_group_sizes_of_nobody() -> None:
    found = stats.sample_ratio_mismatch([0, 0])
    assert (found.p_value, found.mismatch, codes(found)) == (None, False, {"notes.no_observations"})


def test_adjust_leaves_missing_p_values_out_of_the_family() -> None:
    # Two tests were possible: 0.01 x 2 and 0.04.
    assert stats.adjust([0.01, None, 0.04]) == (0.02, None, 0.04)
    assert stats.adjust([None]) == (None,)
    assert stats.adjust([]) == ()
    # Both are found at the first stage, so nothing is left to estimate: 2/2 times 1.05 for the larger.
    assert stats.adjust([0.01, None, 0.02], "bky") == pytest.approx((0.021, None, 0.021))
    # Nothing is found: BH (0.8, 0.8) times 1.05.
    assert stats.adjust([0.5, 0.8], "bky") == pytest.approx((0.84, 0.84))


def test_plans_out_of_reach() -> None:
    tiny = stats.sample_size(baseline=0.5, effect=1e-7)
    assert (tiny.n_a, tiny.total, codes(tiny)) == (None, None, {"notes.cannot_reach"})
    lost = stats.minimum_detectable_effect(n=2, baseline=0.9)
    assert (lost.effect, codes(lost)) == (None, {"notes.cannot_reach"})


@pytest.mark.parametrize("alternative", ["greater", "less"])
@pytest.mark.parametrize("method", ["z", "score", "fisher", "boschloo"])
def test_one_sided_interval_is_open_on_its_side(method: str, alternative: str) -> None:
    found = stats.compare_proportions(12, 60, 25, 70, method=method, alternative=alternative)
    assert found.interval is not None
    assert (found.interval.high == 1) == (alternative == "greater")
    assert (found.interval.low == -1) == (alternative == "less")


Call = Callable[[], Estimate | Comparison | object]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stats.proportion_interval(5, 4), "successes must be at most trials"),
        (lambda: stats.proportion_interval(-1, 4), "successes must be at least 0"),
        (lambda: stats.proportion_interval(1.5, 4, method="exact"), "successes must be a whole number"),
        (lambda: stats.proportion_interval(1, 4, level=1), "level must be less than 1"),
        (lambda: stats.proportion_interval(1, 4, level=95), "level must be less than 1"),
        (lambda: stats.proportion_interval(1, 4, level=0.4, alternative="less"), r"level must be greater than 0\.5"),
        (lambda: stats.proportion_interval(1, 4, method="jeff"), "method must be one of wilson"),
        (lambda: stats.difference_interval(1, 4, 5, 4), "successes_b must be at most trials_b"),
        (lambda: stats.compare_proportions(1, 4, 2, 4, alternative="up"), "alternative must be one of"),
        (lambda: stats.compare_proportions(1, 9, 2, 9, method="chi2", alternative="less"), "alternative must be one"),
        (lambda: stats.compare_proportions(9, 999, 9, 999, method="barnard"), "trials_b must be at most 250"),
        (lambda: stats.compare_proportions_paired(((1, 2), (3, 4, 5))), "table has 5 entries"),
        (lambda: stats.compare_many_proportions([1], [2]), "successes must have at least 2"),
        (lambda: stats.compare_many_proportions([1, 2], [2]), "successes has 2 entries but trials has 1"),
        (lambda: stats.compare_means([1, math.nan], [2, 3]), r"a\[1\] must be a finite number"),
        (lambda: stats.compare_means(["x"], [2, 3]), "a must be a finite number"),
        (lambda: stats.compare_means(stats.Summary(3, 1, 1), [1, 2], method="bootstrap"), "method must be one of"),
        (lambda: stats.compare_means([1, 2], [2, 3], method="bootstrap", replications=9), "replications must be"),
        (lambda: stats.mean_interval((1, -1, 5)), r"sample\.sd must be at least 0"),
        (lambda: stats.ratio_sums([1, 2], [1]), "y has 2 entries but x has 1"),
        (lambda: stats.ratio_interval(stats.ratio_sums([1, 2], [3, 4]), method="bootstrap"), "method must be one of"),
        (lambda: stats.rate_interval(1.5, 3), "count must be a whole number"),
        (lambda: stats.compare_rates(1, -1, 2, 2), "exposure_a must be at least 0"),
        (lambda: stats.nps_interval(-1, 0, 0), "promoters must be at least 0"),
        (lambda: stats.compare_nps((1, 2), (1, 2, 3)), "answers_a has 2 entries"),
        (lambda: stats.survival_curve([1, 2], [1]), "events has 1 entries but times has 2"),
        (lambda: stats.survival_curve([1, -2], [1, 0]), r"times\[1\] must be at least 0"),
        (lambda: stats.survival_curve([1, 2], [1, 2]), r"events\[1\] must be one of 0, 1"),
        (lambda: stats.survival_curve([1, 2], [1, 0]).restricted_mean(3), "horizon must be at most 2"),
        (lambda: stats.compare_survival([]), "groups must have at least 2"),
        (lambda: stats.adjust([0.1, 1.1]), r"p_values\[1\] must be at most 1"),
        (lambda: stats.sample_ratio_mismatch([5]), "counts must have at least 2"),
        (lambda: stats.sample_ratio_mismatch([5, 6], [1, 0]), r"expected\[1\] must be greater than 0"),
        (lambda: stats.effective_counts(5, 4, 4), "sum_w_success must be at most sum_w"),
        (lambda: stats.sample_size(effect=0.1), "baseline is missing"),
        (lambda: stats.sample_size(effect=0, baseline=0.1), "effect must be greater than 0"),
        (lambda: stats.sample_size(effect=0.95, baseline=0.1), "effect must be at most 0.9"),
        (lambda: stats.sample_size(effect=1, sd=1, formula="pooled"), "formula must be one of t"),
        (lambda: stats.sample_size(effect=1, sd=1, power=0.01), "power must be greater than 0.05"),
        (lambda: stats.posterior_proportions(1, 2, 1, 2, prior=(0, 1)), r"prior\[0\] must be greater than 0"),
    ],
)
def test_what_cannot_be_an_input_is_refused_by_name(call: Call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
