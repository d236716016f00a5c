"""Equivalence and non-inferiority: published figures, statsmodels 0.15, and the cases without an answer."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special
from statsmodels.stats.proportion import tost_proportions_2indep
from statsmodels.stats.weightstats import ttost_ind

from lib import stats
from lib.core.errors import InputError
from lib.stats.equivalence import METHODS

TABLES = [(48, 80, 56, 70), (30, 400, 50, 410), (400, 1000, 405, 1000), (3, 20, 9, 22), (7, 8, 1, 9)]
FAST = settings(max_examples=50, deadline=None)
OPPOSITE = {
    "superior": "inferior",
    "inferior": "superior",
    "non_inferior": "not_superior",
    "not_superior": "non_inferior",
}


@st.composite
def arm(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 400))
    return draw(st.integers(0, n)), n


def test_published_replication_of_a_moral_judgement() -> None:
    # Lakens (2017), Social Psychological and Personality Science 8, p. 359: Moery and Calin-Jageman (2016), control
    # 5.25 (0.95, n = 95) and organic food 5.22 (0.83, n = 89), bounds of 0.43 standard deviations: t = -2.69, p = .004.
    # Quoted from memory, no copy of the article was at hand: that inputs and results fit together is all that it shows.
    margin = 0.43 * math.sqrt((0.95**2 + 0.83**2) / 2)
    found = stats.equivalence_means((5.22, 0.83, 89), (5.25, 0.95, 95), margin=margin)
    assert found.details["statistic_high"] == pytest.approx(-2.69, abs=0.005)
    assert found.p_value == pytest.approx(0.004, abs=0.0005)
    assert found.conclusion == "equivalent"


def test_shares_by_hand() -> None:
    # Wald: d = 0.05, se = sqrt(0.4 * 0.6 / 100 + 0.45 * 0.55 / 100) = 0.0698212; (0.05 + 0.1) / se = 2.14834,
    # (0.05 - 0.1) / se = -0.716115; normal table: 0.01584 and 0.23696. 90 % limits: 0.05 -+ 1.644854 se.
    found = stats.equivalence(40, 100, 45, 100, margin=0.1, method="wald")
    assert (found.p_above_low, found.p_below_high) == pytest.approx((0.01584, 0.23696), abs=1e-5)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((-0.064846, 0.164846), abs=1e-6)
    assert found.interval.level == pytest.approx(0.9)
    assert found.conclusion == "non_inferior"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("margin", [(-0.1, 0.1), (-0.02, 0.3)])
def test_wald_as_statsmodels(table: tuple[int, ...], margin: tuple[float, float]) -> None:
    x_a, n_a, x_b, n_b = table
    wanted = tost_proportions_2indep(x_b, n_b, x_a, n_a, *margin, method="wald")
    found = stats.equivalence(*table, margin=margin, method="wald")
    assert found.p_above_low == pytest.approx(wanted.results_larger.pvalue, abs=1e-8)
    assert found.p_below_high == pytest.approx(wanted.results_smaller.pvalue, abs=1e-8)
    assert found.p_value == pytest.approx(wanted.pvalue, abs=1e-8)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("margin", [0.03, 0.1, 0.3])
def test_score_by_maximising_the_likelihood(table: tuple[int, ...], margin: float) -> None:
    # Not by statsmodels 0.15: its cubic multiplies the difference by a count of successes where Miettinen and Nurminen
    # (1985) have the group's size, so that its restricted shares are not the likeliest ones.
    x_a, n_a, x_b, n_b = table

    def unlikely(p: float) -> float:
        kept = special.xlogy(x_a, p) + special.xlog1py(n_a - x_a, -p)
        return -float(kept + special.xlogy(x_b, p - margin) + special.xlog1py(n_b - x_b, margin - p))

    p = optimize.minimize_scalar(unlikely, bounds=(margin, 1), method="bounded", options={"xatol": 1e-12}).x
    total = n_a + n_b
    variance = (p * (1 - p) / n_a + (p - margin) * (1 - p + margin) / n_b) * total / (total - 1)
    z = (x_b / n_b - x_a / n_a + margin) / math.sqrt(variance)
    found = stats.equivalence(*table, margin=margin)
    assert found.details["statistic_low"] == pytest.approx(z, abs=1e-5)
    assert found.p_above_low == pytest.approx(special.ndtr(-z), abs=1e-5)


@pytest.mark.parametrize(("method", "theirs"), [("welch", "unequal"), ("student", "pooled")])
@pytest.mark.parametrize("margin", [(-0.5, 0.5), (-0.1, 2.0)])
def test_means_as_statsmodels(method: str, theirs: str, margin: tuple[float, float]) -> None:
    random = np.random.default_rng(7)
    a, b = random.normal(5, 1, 60), random.normal(5.2, 2, 45)
    p, (t_low, p_low, freedom), (t_high, p_high, _) = ttost_ind(b, a, *margin, usevar=theirs)
    found = stats.equivalence_means(a, b, margin=margin, method=method)
    assert (found.p_value, found.p_above_low, found.p_below_high) == pytest.approx((p, p_low, p_high), abs=1e-10)
    assert found.details["statistic_low"] == pytest.approx(t_low)
    assert found.details["statistic_high"] == pytest.approx(t_high)
    assert found.details["degrees_of_freedom"] == pytest.approx(freedom)


@FAST
@given(arm(), arm(), st.sampled_from(METHODS), st.floats(0.01, 0.5), st.sampled_from([0.9, 0.95, 0.975]))
def test_conclusion_follows_from_the_interval(
    a: tuple[int, int], b: tuple[int, int], method: str, margin: float, level: float
) -> None:
    found = stats.equivalence(*a, *b, margin=margin, level=level, method=method)
    if found.conclusion is None:
        assert (method, found.interval) == ("wald", None)
        return
    assert found.interval is not None
    assert found.p_value is not None
    assert found.p_above_low is not None
    if min(abs(found.interval.low + margin), abs(found.interval.high - margin)) > 1e-9:
        assert (found.conclusion == "equivalent") == (-margin < found.interval.low <= found.interval.high < margin)
        assert (found.p_above_low < 1 - level) == (found.interval.low > -margin)


@FAST
@given(arm(), arm(), st.sampled_from(METHODS), st.floats(0.01, 0.5))
def test_swapping_arms_and_what_is_better(a: tuple[int, int], b: tuple[int, int], method: str, margin: float) -> None:
    one = stats.equivalence(*a, *b, margin=margin, method=method)
    other = stats.equivalence(*b, *a, margin=margin, method=method)
    reversed_aim = stats.equivalence(*a, *b, margin=margin, method=method, better="lower")
    if one.conclusion is None or one.p_above_low is None:
        assert other.conclusion is None
        return
    assert other.p_below_high == pytest.approx(one.p_above_low, abs=1e-9)
    if all(p is not None and abs(p - 0.05) > 1e-9 for p in (one.p_above_low, one.p_below_high, one.p_difference)):
        assert other.conclusion == reversed_aim.conclusion == OPPOSITE.get(one.conclusion, one.conclusion)


@FAST
@given(st.lists(st.integers(-50, 50), min_size=3, max_size=20, unique=True), st.floats(0.1, 20), st.floats(0.01, 100))
def test_money_in_another_currency_leads_to_the_same_conclusion(a: list[int], margin: float, rate: float) -> None:
    b = [value + 1 for value in a[1:]]
    one = stats.equivalence_means(a, b, margin=margin)
    other = stats.equivalence_means([x * rate for x in a], [x * rate for x in b], margin=margin * rate)
    assert other.p_value == pytest.approx(one.p_value, rel=1e-6, abs=1e-12)
    assert one.interval is not None
    assert other.interval is not None
    assert other.interval.low == pytest.approx(one.interval.low * rate, rel=1e-6, abs=1e-9)


def test_newcombe_p_value_is_the_tail_at_which_the_limit_meets_the_margin() -> None:
    found = stats.equivalence(48, 80, 56, 70, margin=(-0.1, 0.4), method="newcombe")
    assert found.p_below_high is not None
    tail = found.p_below_high
    limit = stats.difference_interval(48, 80, 56, 70, level=1 - 2 * tail).interval
    assert limit is not None
    assert limit.high == pytest.approx(0.4, abs=1e-10)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("counts", [(0, 200, 0, 200), (200, 200, 200, 200)])
def test_nothing_or_everything_in_both_groups(method: str, counts: tuple[int, int, int, int]) -> None:
    found = stats.equivalence(*counts, margin=0.05, method=method)
    if method == "wald":
        # A standard error of zero would prove anything.
        assert (found.estimate, found.conclusion, found.p_value) == (0.0, None, None)
        assert [notice.code for notice in found.notes] == ["notes.zero_width"]
    else:
        assert found.conclusion == "equivalent"
        assert found.p_difference == pytest.approx(1)


@pytest.mark.parametrize(
    ("found", "estimate", "code"),
    [
        (stats.equivalence(0, 0, 3, 9, margin=0.1), None, "notes.group_without_observations"),
        (stats.equivalence_means([], [1, 2, 3], margin=1), None, "notes.group_without_observations"),
        (stats.equivalence_means([1], [2, 3, 4], margin=1), 2.0, "notes.group_with_one_observation"),
        (stats.equivalence_means([5, 5], [5, 5, 5], margin=1), 0.0, "notes.values_never_vary"),
    ],
    ids=["empty arm", "empty sample", "one value", "equal values"],
)
def test_without_a_test_there_is_no_conclusion(found: stats.Equivalence, estimate: float | None, code: str) -> None:
    assert (found.estimate, found.interval, found.p_value, found.conclusion) == (estimate, None, None, None)
    assert [notice.code for notice in found.notes] == [code]


def test_small_and_real_is_equivalent_and_says_so() -> None:
    found = stats.equivalence(40_000, 100_000, 40_800, 100_000, margin=0.02)
    assert (found.conclusion, [n.code for n in found.notes]) == ("equivalent", ["notes.real_but_negligible"])


@pytest.mark.parametrize(
    ("counts", "conclusion"),
    [
        ((100, 1000, 160, 1000), "superior"),
        ((160, 1000, 100, 1000), "inferior"),
        ((100, 1000, 110, 1000), "non_inferior"),
        ((110, 1000, 100, 1000), "not_superior"),
        ((4, 20, 4, 20), "inconclusive"),
    ],
)
def test_each_conclusion_has_its_case_and_its_sentence(counts: tuple[int, int, int, int], conclusion: str) -> None:
    words = Path(__file__).resolve().parents[2] / "lib/knowledge/locales/en/statistics.toml"
    said = tomllib.loads(words.read_text(encoding="utf-8"))["conclusions"]
    assert stats.equivalence(*counts, margin=0.03).conclusion == conclusion
    assert set(said) == {*OPPOSITE, "equivalent", "inconclusive"}


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"margin": 0}, "margin must be greater than 0"),
        ({"margin": 1}, "margin must be less than 1"),
        ({"margin": (0.1, 0.2)}, r"margin\[0\] must be less than 0"),
        ({"margin": (-0.1, 0.1, 0.2)}, "margin has 3 entries"),
        ({"margin": 0.1, "level": 0.4}, "level must be greater than 0.5"),
        ({"margin": 0.1, "better": "faster"}, "better must be one of higher, lower"),
    ],
)
def test_what_cannot_be_an_input_is_refused_by_name(inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        stats.equivalence(4, 20, 5, 20, **inputs)
