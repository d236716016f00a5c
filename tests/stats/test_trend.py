"""The trend test: published figures, statsmodels 0.15, and the cases without an answer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table

from lib import stats
from lib.core.errors import InputError

# Graubard and Korn (1987), Biometrics 43, 471-476: malformations by mother's drinks a day; Agresti (2013), table 3.7.
MALFORMED, BORN = [48, 38, 5, 1, 1], [17114, 14502, 793, 127, 38]
FAST = settings(max_examples=50, deadline=None)


@pytest.mark.parametrize(
    ("scores", "two_sided", "one_sided"),
    [
        # StatXact, example 6 (Cytel's web page): asymptotic p-values, two-sided and one-sided.
        ([0, 0.5, 1.5, 4, 8], 0.0078, 0.0039),
        (None, 0.1765, 0.0882),
    ],
    ids=["drinks a day", "equally spaced"],
)
def test_published_p_values(scores: list[float] | None, two_sided: float, one_sided: float) -> None:
    both = stats.proportion_trend(MALFORMED, BORN, scores=scores)
    rising = stats.proportion_trend(MALFORMED, BORN, scores=scores, alternative="greater")
    assert rising.p_value == pytest.approx(one_sided, abs=5e-5)
    # The page prints 0.1765 beside 0.0882, which cannot both be rounded right: twice the one is at most 0.1765.
    assert both.p_value == pytest.approx(two_sided, abs=1.5e-4)


def test_published_chi_square() -> None:
    # Agresti (2013), Categorical Data Analysis, section 3.4.5: M^2 = 6.57, p = 0.010 with scores 0, 0.5, 1.5, 4, 7
    # (M^2 has n - 1 where z^2 has n: no difference in these digits for n = 32,574). Quoted from memory, no copy of the
    # book was at hand; the check that does not rest on it is statsmodels, below.
    found = stats.proportion_trend(MALFORMED, BORN, scores=[0, 0.5, 1.5, 4, 7])
    assert (found.statistic or 0) ** 2 == pytest.approx(6.57, abs=0.005)
    assert found.p_value == pytest.approx(0.010, abs=0.0005)


@pytest.mark.parametrize("scores", [[1.0, 2.0, 3.0], [0.0, 1.0, 10.0], [5.0, 2.0, 3.0]])
@pytest.mark.parametrize(("x", "n"), [([10, 22, 31], [100, 110, 95]), ([1, 0, 4], [9, 12, 8])])
def test_as_statsmodels(x: list[int], n: list[int], scores: list[float]) -> None:
    table = Table(np.array([x, np.subtract(n, x)]).T, shift_zeros=False)
    wanted = table.test_ordinal_association(row_scores=np.array(scores), col_scores=np.array([1, 0]))
    # Theirs has n - 1 in the variance where Cochran and Armitage have n.
    z = wanted.zscore * math.sqrt(sum(n) / (sum(n) - 1))
    assert stats.proportion_trend(x, n, scores=scores).statistic == pytest.approx(z, abs=1e-10)


def test_slope_and_its_limits_by_hand() -> None:
    # Shares 0.1, 0.2, 0.3 of 100 each at 1, 2, 3: slope 0.1; squares 200; error sqrt(100 * 0.09 + 100 * 0.21) / 200.
    found = stats.proportion_trend([10, 20, 30], [100, 100, 100])
    assert found.estimate == pytest.approx(0.1)
    assert found.interval is not None
    half = 1.959964 * math.sqrt(30) / 200
    assert (found.interval.low, found.interval.high) == pytest.approx((0.1 - half, 0.1 + half), abs=1e-7)
    # z = 20 / sqrt(0.2 * 0.8 * 200); the shares lie on the line, so nothing departs from it.
    assert found.statistic == pytest.approx(20 / math.sqrt(32))
    assert found.p_departure == pytest.approx(1)


def test_two_groups_are_the_z_test() -> None:
    found, z = stats.proportion_trend([30, 50], [400, 410]), stats.compare_proportions(30, 400, 50, 410, method="z")
    assert (found.statistic, found.p_value, found.estimate) == pytest.approx((z.statistic, z.p_value, z.estimate))
    assert found.p_departure is None


@pytest.mark.parametrize(
    ("x", "n", "estimate", "p_value", "codes"),
    [
        ([0, 0, 0], [5, 6, 7], 0.0, 1.0, {"notes.no_variation"}),
        ([5, 6, 7], [5, 6, 7], 0.0, 1.0, {"notes.no_variation"}),
        ([0, 0, 3], [0, 0, 7], None, None, {"notes.group_without_observations", "notes.scores_equal"}),
        ([0, 0], [0, 0], None, None, {"notes.group_without_observations", "notes.scores_equal"}),
        # p = 1/2, away -1/2 and 1/2: z = 20 * 0.5 / sqrt(0.25 * 10) = sqrt(40).
        ([0, 20], [20, 20], 1.0, 2.5e-10, {"notes.zero_width"}),
    ],
    ids=["nothing", "everything", "one group", "no group", "nothing against everything"],
)
def test_cases_without_an_ordinary_answer(
    x: list[int], n: list[int], estimate: float | None, p_value: float | None, codes: set[str]
) -> None:
    found = stats.proportion_trend(x, n)
    assert (found.estimate, found.interval) == (estimate, None)
    assert found.p_value == (None if p_value is None else pytest.approx(p_value, rel=0.02))
    assert {notice.code for notice in found.notes} == codes


def test_an_empty_group_leaves_a_gap_of_its_own_width() -> None:
    found = stats.proportion_trend([10, 0, 30], [100, 0, 100])
    assert found.estimates == (0.1, None, 0.3)
    assert found.estimate == pytest.approx(0.1)


def test_equal_scores_know_no_trend() -> None:
    found = stats.proportion_trend([1, 2], [9, 9], scores=[3, 3])
    assert (found.p_value, [notice.code for notice in found.notes]) == (None, ["notes.scores_equal"])


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (([1], [2]), "successes must have at least 2"),
        (([1, 2], [2]), "successes has 2 entries but trials has 1"),
        (([1, 3], [2, 2]), r"successes\[1\] must be at most"),
    ],
)
def test_what_cannot_be_an_input_is_refused_by_name(inputs: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        stats.proportion_trend(*inputs)
    with pytest.raises(InputError, match="scores has 3 entries"):
        stats.proportion_trend([1, 2], [3, 4], scores=[1, 2, 3])


GROUP = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@FAST
@given(st.lists(GROUP, min_size=2, max_size=6), st.floats(0.1, 10), st.floats(-100, 100))
def test_order_reversed_and_scores_rescaled(groups: list[tuple[int, int]], scale: float, shift: float) -> None:
    x, n = [list(each) for each in zip(*groups, strict=True)]
    one, back = stats.proportion_trend(x, n), stats.proportion_trend(x[::-1], n[::-1])
    moved = stats.proportion_trend(x, n, scores=[shift + scale * (i + 1) for i in range(len(x))])
    assert one.estimate is not None
    assert one.p_value is not None
    assert 0 <= one.p_value <= 1
    assert back.estimate == pytest.approx(-one.estimate, abs=1e-12)
    assert moved.estimate == pytest.approx(one.estimate / scale, rel=1e-7, abs=1e-9)
    assert moved.p_value == pytest.approx(one.p_value, rel=1e-5, abs=1e-9)
