"""What the models do at their edges, and properties that any data must keep."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import integrate, special

from lib.core import InputError
from lib.core.records import Estimate
from lib.models import (
    BgNbd,
    CustomerBase,
    GammaGamma,
    Sbg,
    by_frequency,
    cumulative,
    customer_values,
    fit_bg_nbd,
    fit_gamma_gamma,
    fit_sbg,
    histories,
    markov_value,
    new_customer_interval,
    new_customer_value,
)

SEED = 15


@pytest.mark.parametrize("modified", [False, True])
@pytest.mark.parametrize(
    "parameters",
    [
        pytest.param((0.24, 4.4, 0.79, 2.43), id="like CDNOW"),
        pytest.param((0.24, 4.4, 1.0, 2.43), id="a = 1, where the formula divides by zero"),
        pytest.param((2.0, 30.0, 150.0, 3.0), id="nearly everybody leaves"),
        pytest.param((0.3, 4.0, 40.0, 1e5), id="nearly nobody leaves"),
    ],
)
@pytest.mark.parametrize(("x", "last", "end", "time"), [(0, 0, 39, 39), (2, 30, 39, 39), (300, 300, 310, 52)])
def test_conditional_expectation_is_the_integral_it_stands_for(parameters, modified, x, last, end, time):
    """Fader, Hardie and Lee (2005), appendix: the mean of (1 - (1 + p t / (alpha + T))^-(r + x)) / p over the chance p to leave."""
    r, alpha, a, b = parameters
    model = BgNbd(r, alpha, a, b, modified)
    second = model.b + x + (1 if modified else 0)

    def at(share: float) -> float:
        p = float(special.betaincinv(model.a, second, share))
        return (1 - (1 + p * time / (model.alpha + end)) ** -(model.r + x)) / p if p > 1e-200 else 0.0

    alive = float(model.probability_alive(x, last, end))
    integral = integrate.quad(at, 0, 1, limit=400)[0]
    assert float(model.conditional_purchases(time, x, last, end)) == pytest.approx(alive * integral, rel=2e-4)


def test_fit_finds_the_parameters_that_made_the_data():
    base = simulated(40_000, BgNbd(0.6, 8.0, 0.9, 3.0))
    model = fit_bg_nbd(base)
    errors = model.standard_errors
    assert errors is not None
    for name, truth in {"r": 0.6, "alpha": 8.0, "a": 0.9, "b": 3.0}.items():
        assert abs(model.parameters[name] - truth) < 4 * errors[name], name


def simulated(customers: int, truth: BgNbd):
    """Buying histories drawn as the model says: rates, chances to leave, then purchase by purchase."""
    rng = np.random.default_rng(SEED)
    rates = rng.gamma(truth.r, 1 / truth.alpha, customers)
    leaves = rng.beta(truth.a, truth.b, customers)
    watched = rng.integers(27, 40, customers).astype(float)
    repeats, last, now = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    active = np.ones(customers, dtype=bool)
    while active.any():
        now[active] += rng.exponential(1 / rates[active])
        active &= now <= watched
        repeats[active] += 1
        last[active] = now[active]
        active &= rng.random(customers) > leaves
    return histories(repeats, last, watched)


def test_the_unit_of_time_scales_alpha_alone():
    base = simulated(5_000, BgNbd(0.6, 8.0, 0.9, 3.0))
    weeks, days = fit_bg_nbd(base), fit_bg_nbd(histories(base.repeats, base.last * 7, base.watched * 7, base.customers))
    assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-4)
    assert [days.r, days.a, days.b] == pytest.approx([weeks.r, weeks.a, weeks.b], rel=1e-4)


def test_nobody_who_leaves_is_a_flat_likelihood_that_is_said():
    rng = np.random.default_rng(SEED)
    repeats = rng.poisson(rng.gamma(1.0, 3.0, 500))
    model = fit_bg_nbd(histories(repeats, np.where(repeats > 0, 39.0, 0.0), np.full(500, 39.0)))
    assert [notice.code for notice in model.notices] == ["models.flat_likelihood"]
    assert np.all(np.isfinite(model.expected_purchases(np.array([0.0, 1.0, 1e6]))))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [], []), "repeats must have at least 1"),
        (([1.5], [1], [2]), r"repeats\[0\] must be a whole number"),
        (([-1], [0], [2]), r"repeats\[0\] must be at least"),
        (([1], [3], [2]), r"last\[0\] must be at most watched"),
        (([0], [1], [2]), r"last\[0\] must be at most 0"),
        (([0], [0], [0]), r"watched\[0\] must be greater than"),
        (([1, 2], [1], [2, 2]), "last has 1 entries but repeats has 2"),
        (([float("nan")], [0], [1]), r"repeats\[0\] must be a finite number"),
    ],
)
def test_impossible_histories(arguments, message):
    with pytest.raises(InputError, match=message):
        histories(*arguments)


def test_nobody_bought_again():
    with pytest.raises(InputError, match="nobody bought again"):
        fit_bg_nbd(histories([0, 0], [0, 0], [5, 6]))


@pytest.mark.parametrize(
    ("survivors", "message"),
    [
        ([10, 9], "survivors must have at least 3"),
        ([0, 0, 0], r"survivors\[0\] must be greater than"),
        ([10, 11, 9], r"survivors\[1\] must be at most survivors\[0\]"),
        ([10, 10, 10], "lost must have at least 1"),
    ],
)
def test_impossible_cohorts(survivors, message):
    with pytest.raises(InputError, match=message):
        fit_sbg(survivors)


def test_spending_needs_three_buyers_and_values_above_zero():
    with pytest.raises(InputError, match="repeats must have at least 3"):
        fit_gamma_gamma([1, 2, 0], [10, 12, 0])
    with pytest.raises(InputError, match="mean_value must be greater than"):
        fit_gamma_gamma([1, 2, 3], [10, 12, 0])


def test_an_infinite_mean_is_no_answer():
    # p v / (q - 1) has no finite value for q <= 1.
    model = GammaGamma(2.0, 0.9, 10.0)
    assert model.population_mean is None
    assert model.expected_value([0], [0.0]) is None
    assert new_customer_value(BgNbd(0.5, 5, 1.5, 3), model, margin=1, periods=5, discount=0) is None


def test_value_that_follows_frequency_is_said():
    repeats = np.arange(1, 41)
    model = fit_gamma_gamma(repeats, 5.0 + repeats)
    assert "models.value_follows_frequency" in [notice.code for notice in model.notices]


def test_retention_rises_and_a_lifetime_without_end_is_no_answer():
    model = Sbg(0.7, 1.2)
    assert np.all(np.diff(model.retention(np.arange(1, 30))) > 0)
    assert model.expected_lifetime(discount=0) is None
    # alpha > 1: the sum of S(t) = B(alpha, beta + t) / B(alpha, beta) is (alpha + beta - 1) / (alpha - 1).
    assert Sbg(3.0, 2.0).expected_lifetime(discount=0) == pytest.approx(4 / 2)


def test_markov_value_solves_its_own_equations():
    found = markov_value([0.3, 0.2, 0.15, 0.05], margin=40, cost=4, discount=0.2)
    one, two, three, four = found.values
    # Pfeifer and Carraway (2000), eq. 3, written out for these chances.
    assert one == pytest.approx(36 + (0.3 * one + 0.7 * two) / 1.2)
    assert two == pytest.approx(-4 + (0.2 * one + 0.8 * three) / 1.2)
    assert three == pytest.approx(-4 + (0.15 * one + 0.85 * four) / 1.2)
    assert four == pytest.approx(-4 + 0.05 * one / 1.2)
    far = markov_value([0.3, 0.2, 0.15, 0.05], margin=40, cost=4, discount=0.2, periods=300)
    assert far.values == pytest.approx(found.values)


def test_markov_refuses_what_is_no_chance():
    with pytest.raises(InputError, match=r"buys_again\[1\] must be at most 1"):
        markov_value([0.3, 1.2], margin=40, cost=4, discount=0.2)


def base_with_values(customers: int = 3_000) -> CustomerBase:
    data = simulated(customers, BgNbd(0.6, 8.0, 0.9, 3.0))
    rng = np.random.default_rng(SEED)
    spread = 6.0 * 15.0 / 4.0
    values = np.where(data.repeats > 0, rng.gamma(8.0, spread / 8.0, data.repeats.size), 0.0)
    return CustomerBase(data.repeats, data.last, data.watched, values, data.customers)


def test_both_intervals_hold_the_value_and_agree():
    terms: dict[str, Any] = {"margin": 0.3, "periods": 52, "discount": 0.002}
    base = base_with_values()
    by_curvature = new_customer_interval(base, **terms)
    by_resampling = new_customer_interval(base, **terms, method="bootstrap", draws=60)
    for found in (by_curvature, by_resampling):
        assert found.estimate is not None
        assert found.interval is not None
        assert found.interval.low < found.estimate < found.interval.high
    assert (
        0.6 < width(by_curvature) / width(by_resampling) < 1.7
    )  # sixty draws leave the width of an interval uncertain by some 15 %


def width(found: Estimate) -> float:
    assert found.interval is not None
    return found.interval.high - found.interval.low


def test_scaling_money_scales_values():
    base = base_with_values(800)
    buying, spending = base.fit()
    terms: dict[str, Any] = {"margin": 0.3, "periods": 12, "discount": 0.01}
    once = customer_values(base, buying, spending, **terms)
    dearer = CustomerBase(base.repeats, base.last, base.watched, 100 * base.mean_value, base.customers)
    buying, spending = dearer.fit()
    again = customer_values(dearer, buying, spending, **terms)
    assert once is not None
    assert again == pytest.approx(100 * once, rel=1e-3)


def test_holdout_by_frequency_keeps_everybody():
    data = simulated(4_000, BgNbd(0.6, 8.0, 0.9, 3.0))
    classes = by_frequency(fit_bg_nbd(data), data.repeats, data.last, data.watched, data.repeats, time=10, most=4)
    assert sum(one.customers for one in classes) == data.repeats.size
    assert [one.repeats for one in classes] == [0, 1, 2, 3, 4]
    expected = [one.expected for one in classes]
    assert expected == sorted(expected)


def test_the_model_follows_the_purchases_it_was_fitted_on():
    data = simulated(40_000, BgNbd(0.6, 8.0, 0.9, 3.0))
    model = fit_bg_nbd(data)
    real = float(data.customers @ data.repeats)
    assert float(cumulative(model, data, [39])[0]) == pytest.approx(real, rel=0.02)
