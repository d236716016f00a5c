"""Gaps, lifetimes, whom to keep: the models' smaller relatives, on numbers counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lib.core import InputError
from lib.models import (
    BgNbd,
    CustomerBase,
    GammaGamma,
    Recency,
    Sbg,
    by_frequency,
    count_recency,
    customer_values,
    fit_sbg,
    fit_sbg_lifetimes,
    keeping,
    renewing_value,
    returning_value,
)
from lib.models.keeping import segment_of

# Fader, Hardie and Lee (2005), Marketing Science 24:275-284, table 2, in the full digits of CLTVools' tests.
PUBLISHED = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)
SPENDING = GammaGamma(6.25, 3.74, 15.44)


def test_a_gap_without_an_end_counts_for_as_long_as_it_was_watched() -> None:
    # 100 gaps reach one period, 30 of them end there; the 10 open ones of length 1 drop out, so 60 reach two, 20 end there.
    found = count_recency([1, 1, 2, 2], [1, 0, 1, 0], [30, 10, 20, 40])
    assert found == Recency((30.0, 20.0), (100.0, 60.0))


def test_chances_stop_where_too_few_occasions_stand_behind_them() -> None:
    assert count_recency([1, 3], [1, 1], [100, 19]).occasions == (119.0,)
    with pytest.raises(InputError, match="gap"):
        count_recency([0, 1], [0, 1], [500, 19])


def test_markov_value_of_counted_chances() -> None:
    # Pfeifer and Carraway (2000): chances .3 .2 .15 .05, margin 40, cost 4, rate 20 %: 52.32 without end; 100 periods are as good.
    chances = Recency((300.0, 200.0, 150.0, 50.0), (1000.0, 1000.0, 1000.0, 1000.0))
    found = returning_value(chances, margin=40, cost=4, discount=0.2, periods=100)
    assert found.estimate == pytest.approx(52.32, abs=0.005)
    assert found.interval is not None
    assert found.interval.low < 52.32 < found.interval.high
    wider = returning_value(chances, margin=40, margin_error=5, cost=4, discount=0.2, periods=100)
    assert wider.interval is not None
    assert wider.interval.high - wider.interval.low > 2 * (found.interval.high - found.interval.low)


def test_single_lifetimes_give_the_fit_of_the_cohort() -> None:
    # Fader and Hardie (2007), table 1, regular customers: 0.704 and 1.182.
    survivors = [1000, 631, 468, 382, 326, 289, 262, 241]
    lost = -np.diff(survivors)
    found = fit_sbg_lifetimes([*range(7), 7], [*[1] * 7, 0], [*lost, 241])
    assert (found.alpha, found.beta) == pytest.approx((0.704, 1.182), abs=0.0005)
    assert found.log_likelihood == pytest.approx(fit_sbg(survivors).log_likelihood, rel=1e-9)


def test_nothing_to_learn_from_is_said() -> None:
    with pytest.raises(InputError, match="lost"):
        fit_sbg_lifetimes([1, 2], [0, 0], [5, 5])
    with pytest.raises(InputError, match="renewals"):
        fit_sbg_lifetimes([0, 0], [1, 0], [5, 5])


def test_value_of_renewals() -> None:
    # alpha = beta = 1: S(t) = 1 / (1 + t), so three periods are worth 1 + 1/2 + 1/3, and at 100 % 1 + 1/4 + 1/12.
    model = Sbg(1.0, 1.0)
    assert renewing_value(model, margin=6, discount=0.0, periods=2).estimate == pytest.approx(11)
    assert renewing_value(model, margin=12, discount=1.0, periods=2).estimate == pytest.approx(16)
    assert renewing_value(model, margin=6, discount=0.0, periods=2).interval is None
    fitted = fit_sbg([1000, 631, 468, 382, 326, 289, 262, 241])
    found = renewing_value(fitted, margin=1, discount=0.1, periods=60)
    assert found.interval is not None
    assert found.estimate is not None
    assert found.interval.low < found.estimate < found.interval.high


def base(*entries: tuple[float, ...]) -> CustomerBase:
    return CustomerBase(*(np.array(column, dtype=float) for column in zip(*entries, strict=True)))


def test_value_at_risk_is_lowest_for_those_surely_there_or_surely_gone() -> None:
    once, fresh, doubtful, gone = (
        (0, 0, 38.86, 0, 1),
        (10, 38, 38.86, 30, 1),
        (10, 31, 38.86, 30, 1),
        (10, 5, 38.86, 30, 1),
    )
    found = keeping(base(once, fresh, doubtful, gone), PUBLISHED, SPENDING, margin=1.0, periods=39, discount=0.0)
    assert found.alive[0] == 1.0  # in BG/NBD nobody leaves before a second purchase
    assert found.at_risk is not None
    assert found.at_risk[0] == 0
    assert found.at_risk[2] > found.at_risk[1]
    assert found.at_risk[2] > found.at_risk[3]


def test_equal_histories_are_worked_out_once_with_the_same_result() -> None:
    entries = [(2, 30.43, 38.86, 22.35, 1), (1, 1.71, 38.86, 11.77, 1), (2, 30.43, 38.86, 50.0, 1)]
    together = customer_values(base(*entries), PUBLISHED, SPENDING, margin=0.3, periods=39, discount=0.01)
    alone = [customer_values(base(one), PUBLISHED, SPENDING, margin=0.3, periods=39, discount=0.01) for one in entries]
    assert together is not None
    assert together.tolist() == pytest.approx([float(one[0]) for one in alone if one is not None])


def test_the_square_of_scores_is_covered() -> None:
    found = {(r, f): segment_of(r, f) for r in range(1, 6) for f in range(1, 6)}
    assert len(set(found.values())) == 6
    assert found[3, 5] == "slipping"
    assert found[3, 1] == "cooling"
    assert found[2, 1] == "quiet"


def test_frequency_classes_of_grouped_customers() -> None:
    single = by_frequency(PUBLISHED, [2, 2, 0], [30.43, 30.43, 0], [38.86] * 3, [1, 3, 0], time=39)
    grouped = by_frequency(PUBLISHED, [2, 0], [30.43, 0], [38.86] * 2, [4, 0], [2, 1], time=39)
    assert single == grouped
    assert grouped[1].real == 2.0
