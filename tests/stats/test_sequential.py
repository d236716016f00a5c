"""Bounds for looking early: published tables, what looking costs, and the cases that are decided."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats as scipy_stats

from lib.core.errors import InputError
from lib.stats import alpha_spending, group_sequential_bounds, peeking_false_positives, power
from lib.stats._crossing import first_crossings

# Jennison and Turnbull (2000), Group Sequential Methods, table 2.1 (Pocock 1977, table 1): C_P(K, alpha), K = 1 to 10.
POCOCK = {
    0.05: (1.960, 2.178, 2.289, 2.361, 2.413, 2.453, 2.485, 2.512, 2.535, 2.555),
    0.01: (2.576, 2.772, 2.873, 2.939, 2.986, 3.023, 3.053, 3.078, 3.099, 3.117),
}
# The same, table 2.3: C_B(K, 0.05).
OBRIEN_FLEMING = {2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040, 6: 2.053, 8: 2.072, 10: 2.087}
ROUNDED = 0.000505


@pytest.mark.parametrize("alpha", POCOCK)
@pytest.mark.parametrize("looks", range(1, 11))
def test_pocock_constants(alpha: float, looks: int) -> None:
    found = group_sequential_bounds(looks, alpha=alpha, shape="pocock")
    assert found.bounds == pytest.approx([POCOCK[alpha][looks - 1]] * looks, abs=ROUNDED)


@pytest.mark.parametrize(("looks", "constant"), OBRIEN_FLEMING.items())
def test_obrien_fleming_is_not_pocock(looks: int, constant: float) -> None:
    # One public library prints Pocock's constants under this name.
    found = group_sequential_bounds(looks, shape="obrien_fleming")
    assert found.bounds[-1] == pytest.approx(constant, abs=ROUNDED)
    assert found.bounds[0] == pytest.approx(constant * math.sqrt(looks), abs=ROUNDED * math.sqrt(looks))


@pytest.mark.parametrize(
    "bounds",
    [(3.471, 2.454, 2.004), (4.562, 3.226, 2.634, 2.281, 2.040), (5.029, 3.556, 2.903, 2.514, 2.249, 2.053)],
)
def test_obrien_fleming_boundaries(bounds: tuple[float, ...]) -> None:
    # Jennison and Turnbull (2000), C_B(K, 0.05) sqrt(K / k); the first of six is printed from the rounded constant.
    assert group_sequential_bounds(len(bounds)).bounds == pytest.approx(bounds, abs=0.0011)


def test_wang_tsiatis_boundaries() -> None:
    # Jennison and Turnbull (2000), section 3.2.2: delta 0.25, four looks; 2.988 is printed from the rounded constant.
    found = group_sequential_bounds(4, shape="wang_tsiatis", delta=0.25)
    assert found.bounds == pytest.approx((2.988, 2.513, 2.271, 2.113), abs=0.0011)
    assert found.bounds[1:] == pytest.approx((2.513, 2.271, 2.113), abs=ROUNDED)


def test_false_positives_of_repeated_looks() -> None:
    # Armitage, McPherson and Rowe (1969), table 2, two-sided 5 %.
    published = {1: 0.05, 2: 0.083, 3: 0.107, 4: 0.126, 5: 0.142, 10: 0.193, 20: 0.248, 50: 0.320}
    found = {looks: peeking_false_positives(looks)[-1] for looks in published}
    assert found == pytest.approx(published, abs=0.0006)


def test_two_looks_agree_with_the_bivariate_normal() -> None:
    # scipy 1.17, multivariate_normal.cdf over the rectangle: another method for the same probability.
    correlation = math.sqrt(0.3)
    both = scipy_stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], abseps=1e-12, releps=1e-12)
    inside = both.cdf([2.1, 2.1], lower_limit=[-2.1, -2.1])
    crossed = first_crossings([0.3, 1.0], [2.1, 2.1], two_sided=True)
    assert 1 - sum(crossed) == pytest.approx(inside, abs=1e-9)


@pytest.mark.parametrize(
    ("spending", "bounds"),
    [
        # Reboussin, DeMets, Kim and Lan (2000), Controlled Clinical Trials 21, 190-207: five looks, two-sided 5 %.
        # Quoted from memory, no copy of the article was at hand.
        ("obrien_fleming", (4.8769, 3.3569, 2.6803, 2.2898, 2.0310)),
        ("pocock", (2.4380, 2.4268, 2.4101, 2.3966, 2.3859)),
    ],
)
def test_alpha_spending_bounds(spending: str, bounds: tuple[float, ...]) -> None:
    found = alpha_spending([0.2, 0.4, 0.6, 0.8, 1.0], spending=spending)
    # Their program integrates on a coarser grid, which moves the fourth decimal by one.
    assert found.bounds == pytest.approx(bounds, abs=0.00015)
    assert found.spent[-1] == pytest.approx(0.05, abs=1e-12)


def test_hwang_shih_decani_bounds() -> None:
    # gsDesign's default design (three looks, one-sided 2.5 %, gamma -4), as printed in its manual.
    found = alpha_spending([1 / 3, 2 / 3, 1], alpha=0.025, spending="hwang_shih_decani", two_sided=False)
    assert found.bounds == pytest.approx((3.01, 2.55, 2.00), abs=0.0055)


@pytest.mark.parametrize(
    ("spending", "parameter", "spent"),
    [
        # by hand: 0.05 * 0.5^3; 0.05 * 0.5 for gamma 0; 0.05 (e^2 - 1)/(e^4 - 1) = 0.05/(e^2 + 1) for gamma -4
        ("power", None, 0.00625),
        ("power", 1.0, 0.025),
        ("hwang_shih_decani", 0.0, 0.025),
        ("hwang_shih_decani", None, 0.05 / (math.e**2 + 1)),
    ],
)
def test_half_of_the_time_spends_what_the_function_says(spending: str, parameter: float | None, spent: float) -> None:
    found = alpha_spending([0.5, 1], spending=spending, parameter=parameter)
    assert found.spent == pytest.approx((spent, 0.05), abs=1e-12)


def test_a_test_that_has_not_ended_has_spent_less() -> None:
    # Lan and DeMets (1983): 2 (2 - 2 Phi(z_0.0125 / sqrt(1/2))), Phi by the table: z_0.0125 = 2.24140
    found = alpha_spending([0.5])
    assert found.spent == pytest.approx((4 * scipy_stats.norm.sf(2.241403 * math.sqrt(2)),), abs=1e-8)


@pytest.mark.parametrize(
    ("looks", "shape", "goal", "factor", "rounded"),
    [
        # Jennison and Turnbull (2000), tables 2.2 and 2.4: R_P and R_B at 5 %.
        (5, "obrien_fleming", 0.9, 1.026, 0.0005),
        (5, "pocock", 0.9, 1.207, 0.0007),
        (8, "obrien_fleming", 0.8, 1.037, 0.0005),
        # Section 3.6.1: I_max 311.4 for p0 0.6, effect 0.2, power 0.9 (four looks, Pocock), over a single look's.
        (4, "pocock", 0.9, 311.4 / ((1.959964 + 1.281552) / 0.2) ** 2, 0.004),
        (1, "pocock", 0.9, 1.0, 1e-9),
    ],
)
def test_what_looking_costs_in_size(looks: int, shape: str, goal: float, factor: float, rounded: float) -> None:
    assert group_sequential_bounds(looks, shape=shape).inflation(goal) == pytest.approx(factor, abs=rounded)


def test_sizes_of_a_published_design() -> None:
    # Jennison and Turnbull (2000), section 3.2.2: paired, variance 6, effect 1, power 0.9, five looks: 10.51, 10.78, 64.7.
    once = (1.959964 + 1.281552) ** 2
    largest = once * group_sequential_bounds(5).inflation(0.9)
    assert once == pytest.approx(10.51, abs=0.00505)
    # The book multiplies by the rounded 1.026.
    assert largest == pytest.approx(10.78, abs=0.006)
    assert 6 * largest == pytest.approx(64.7, abs=0.05)


def test_power_of_one_look_is_that_of_the_ordinary_test() -> None:
    # The z test of two shares, by lib.stats' own planning, itself checked against R's pwr.
    planned = power(n=400, baseline=0.5, effect=0.1, formula="arcsine")
    shift = 2 * (math.asin(math.sqrt(0.6)) - math.asin(math.sqrt(0.5))) * math.sqrt(200)
    assert group_sequential_bounds(1).power(shift) == pytest.approx(planned.power, abs=1e-12)


def test_simulation_keeps_alpha_and_finds_the_effect() -> None:
    generator, runs = np.random.default_rng(2026), 40_000
    bounds = group_sequential_bounds(5, shape="pocock", information=[100, 150, 300, 420, 500])
    steps = np.diff([0, *bounds.fractions])
    walks = np.cumsum(generator.normal(0, np.sqrt(steps), (runs, 5)), axis=1)
    for shift, wanted in ((0.0, 0.05), (3.0, bounds.power(3.0))):
        z = (walks + shift * np.array(bounds.fractions)) / np.sqrt(bounds.fractions)
        crossed = np.abs(z) >= np.array(bounds.bounds)
        share = crossed.any(axis=1).mean()
        assert share == pytest.approx(wanted, abs=4 * math.sqrt(wanted * (1 - wanted) / runs))
        at = np.where(crossed.any(axis=1), crossed.argmax(axis=1), 4)
        used = np.array(bounds.fractions)[at]
        assert bounds.expected_share(shift) == pytest.approx(used.mean(), abs=4 * used.std() / math.sqrt(runs))


@pytest.mark.parametrize("shape", ["obrien_fleming", "pocock", "wang_tsiatis"])
@pytest.mark.parametrize("two_sided", [True, False])
@pytest.mark.parametrize("alpha", [0.49, 0.05, 1e-6])
@pytest.mark.parametrize("information", [None, [1, 2, 1e6], [1e-6, 0.999999, 1]])
def test_bounds_spend_alpha_and_no_more(
    shape: str, two_sided: bool, alpha: float, information: list[float] | None
) -> None:
    found = group_sequential_bounds(3, alpha=alpha, shape=shape, two_sided=two_sided, information=information)
    assert found.spent[-1] == pytest.approx(alpha, rel=1e-9)
    assert all(math.isfinite(number) for number in (*found.bounds, *found.p_values, *found.spent))


def test_a_look_that_may_spend_next_to_nothing_has_a_bound_that_no_data_reach() -> None:
    found = alpha_spending([0.0001, 1])
    assert 35 < found.bounds[0] < 40
    # Nothing is left out at the end: the last look is the ordinary test.
    assert found.bounds[1] == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: group_sequential_bounds(0), "looks must be at least 1"),
        (lambda: group_sequential_bounds(201), "looks must be at most 200"),
        (lambda: group_sequential_bounds(2.5), "looks must be a whole number"),  # type: ignore[arg-type]
        (lambda: group_sequential_bounds(3, alpha=0.5), "alpha must be less than 0.5"),
        (lambda: group_sequential_bounds(3, shape="haybittle"), "shape must be one of obrien_fleming, pocock"),
        (lambda: group_sequential_bounds(3, shape="wang_tsiatis", delta=0.6), "delta must be at most 0.5"),
        (lambda: group_sequential_bounds(3, information=[1, 2]), "information has 2 entries but looks has 3"),
        (lambda: group_sequential_bounds(2, information=[2, 2]), r"information\[1\] must be greater than 2"),
        (lambda: alpha_spending([]), "fractions must have at least 1 entries"),
        (lambda: alpha_spending([0, 1]), r"fractions\[0\] must be greater than 0"),
        (lambda: alpha_spending([0.5, 1.1]), r"fractions\[1\] must be at most 1"),
        (lambda: alpha_spending([1], spending="power", parameter=0), "parameter must be greater than 0"),
        (lambda: peeking_false_positives(5, alpha=0), "alpha must be greater than 0"),
        (lambda: group_sequential_bounds(5).inflation(0.05), "power must be greater than 0.05"),
    ],
)
def test_what_cannot_be_planned_is_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
