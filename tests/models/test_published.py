"""The models against published fits: parameters, likelihoods and forecasts, each at the digits that were printed."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from lib.models import BgNbd, GammaGamma, Sbg, fit_bg_nbd, fit_gamma_gamma, fit_sbg, histories
from tests.shared import needs_shared, shared_path

CDNOW = "cdnow_customers_summary.csv"
# CLVTools, tests/testthat/test_correctness_bgnbd.R: the fit on CDNOW in full digits.
PUBLISHED = BgNbd(0.2425945, 4.4136019, 0.7929199, 2.4258881)


@pytest.fixture(scope="module")
def cdnow() -> tuple[np.ndarray, ...]:
    with shared_path("data", CDNOW).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(np.array([float(row[name]) for row in rows]) for name in ("frequency", "recency", "T"))


@needs_shared("data", CDNOW)
def test_bg_nbd_on_cdnow(cdnow):
    model = fit_bg_nbd(histories(*cdnow))
    # Fader, Hardie and Lee (2005), Marketing Science 24:275-284, table 2: r .243, alpha 4.414, a .793, b 2.426, LL -9582.4.
    assert model.r == pytest.approx(0.243, abs=0.0005)
    assert model.alpha == pytest.approx(4.414, abs=0.001)
    assert model.a == pytest.approx(0.793, abs=0.0005)
    assert model.b == pytest.approx(2.426, abs=0.0005)
    assert model.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert model.notices == ()


@needs_shared("data", CDNOW)
def test_mbg_nbd_on_cdnow(cdnow):
    model = fit_bg_nbd(histories(*cdnow), modified=True)
    # BTYDplus, as printed in the tests of lifetimes: .525, 6.183, .891, 1.614.
    assert list(model.parameters.values()) == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=0.0006)


@needs_shared("data", CDNOW)
def test_grouping_changes_nothing(cdnow):
    grouped = histories(*cdnow)
    rows = histories(*cdnow).weighted(grouped.customers)
    assert grouped.n == 2357  # Fader, Hardie and Lee (2005): customers of the tenth
    assert grouped.repeat_buyers == 946  # note 025: repeat buyers
    twice = fit_bg_nbd(rows.weighted(2 * grouped.customers))
    assert list(twice.parameters.values()) == pytest.approx(list(fit_bg_nbd(grouped).parameters.values()), rel=1e-6)


def test_expected_repeat_purchases():
    # Hardie's spreadsheet, as printed in lifetimes, tests/test_estimation.py.
    times = np.array([0.1429, 1.0, 3.0, 31.8571, 32.0, 78.0])
    printed = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    assert PUBLISHED.expected_purchases(times) == pytest.approx(printed, abs=0.0005)


def test_conditional_expectation_of_customer_one():
    # Hardie's spreadsheet: 1.226 purchases in 39 weeks for x = 2, t_x = 30.43, T = 38.86.
    assert float(PUBLISHED.conditional_purchases(39, 2, 30.43, 38.86)) == pytest.approx(1.226, abs=0.001)


def test_without_repeats_a_customer_counts_as_alive():
    # A property of the model: the chance to leave comes with a repeat purchase.
    assert float(PUBLISHED.probability_alive(0, 0, 38.86)) == 1.0


def test_gamma_gamma_population_and_customers():
    # lifetimes README with p 6.25, q 3.74, v 15.45 in full digits: the first ten customers of CDNOW.
    model = GammaGamma(6.2490, 3.7447, 15.4491)
    repeats = [2, 1, 0, 7, 2]
    means = [22.35, 11.77, 0.0, 73.74, 25.55]
    printed = [24.658619, 18.91148, 35.171002, 71.462851, 27.282408]
    assert model.expected_value(repeats, means) == pytest.approx(printed, rel=2e-4)


@pytest.mark.parametrize(
    ("survivors", "alpha", "beta", "mean_churn", "log_likelihood"),
    [
        # Fader and Hardie (2007), Journal of Interactive Marketing 21:76-90, table 3 and p. 81.
        pytest.param([1000, 869, 743, 653, 593, 551, 517, 491], 0.668, 3.806, 0.15, -1611.2, id="high end"),
        pytest.param([1000, 631, 468, 382, 326, 289, 262, 241], 0.704, 1.182, 0.37, -1680.3, id="regular"),
    ],
)
def test_sbg_cohorts(survivors, alpha, beta, mean_churn, log_likelihood):
    model = fit_sbg(survivors)
    assert model.alpha == pytest.approx(alpha, abs=0.0006)
    assert model.beta == pytest.approx(beta, abs=0.0006)
    assert model.mean_churn == pytest.approx(mean_churn, abs=0.005)
    assert model.log_likelihood == pytest.approx(log_likelihood, abs=0.06)


def test_sbg_forecast_and_error_in_year_twelve():
    model = fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491])
    # Fader and Hardie (2007), figure 4 (years 8 to 12); observed in year 12: .394.
    assert model.survival(range(8, 13)) == pytest.approx([0.46, 0.436, 0.414, 0.395, 0.378], abs=0.0006)
    assert float(model.survival(12)) / 0.394 - 1 == pytest.approx(-0.04, abs=0.005)


def test_sbg_discounted_residual_lifetime():
    # README of shifted_beta_geometric_py: 7.53 after seven renewals at 10 %.
    assert Sbg(0.66809, 3.80610).residual_lifetime(discount=0.1, renewals=7) == pytest.approx(7.53, abs=0.005)


@needs_shared("data", "CDNOW_sample.txt")
def test_gamma_gamma_on_cdnow():
    repeats, means = cdnow_values()
    model = fit_gamma_gamma(repeats, means)
    # Fader and Hardie (2013), note 025: p 6.25, q 3.74, v 15.44, LL -4055.92, 946 repeat buyers.
    assert [model.p, model.q, model.v] == pytest.approx([6.25, 3.74, 15.44], abs=0.011)
    assert model.log_likelihood == pytest.approx(-4055.92, abs=0.01)
    # The data's own description: correlation of frequency and value .114.
    assert model.correlation == pytest.approx(0.1139, abs=0.0005)
    assert model.notices == ()


def cdnow_values() -> tuple[np.ndarray, np.ndarray]:
    """Repeat purchases in the first 39 weeks and their mean value; purchases of one day are one."""
    totals: dict[str, dict[str, float]] = {}
    for line in shared_path("data", "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines():
        _, customer, day, _, dollars = line.split()
        if day <= "19970930":
            days = totals.setdefault(customer, {})
            days[day] = days.get(day, 0.0) + float(dollars)
    repeats = [[value for _, value in sorted(days.items())][1:] for days in totals.values()]
    return np.array([len(one) for one in repeats]), np.array([sum(one) / len(one) if one else 0.0 for one in repeats])
