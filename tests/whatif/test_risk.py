"""Laws and draws against closed forms, and what a draw without an answer becomes."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from lib.core import InputError
from lib.indicators import INDICATORS
from lib.whatif import distributions as law
from lib.whatif import monte_carlo, unpacked_laws
from lib.whatif.code import squeezed
from lib.whatif.distributions import draws_of

DRAWS = 100_000
# Five standard errors: a right program fails such a check once in two million seeds.
ERRORS = 5.0


@pytest.mark.parametrize(
    ("given", "mean", "variance"),
    [
        # Johnson, Kotz and Balakrishnan (1994, 1995): moments of each law.
        pytest.param(law.normal(10, 2), 10, 4, id="normal"),
        pytest.param(law.lognormal(10, 5), 10, 25, id="lognormal, by its own moments"),
        pytest.param(law.uniform(2, 8), 5, 3, id="uniform: (b - a)^2 / 12"),
        pytest.param(law.triangular(0, 3, 9), 4, (0 + 9 + 81 - 0 - 0 - 27) / 18, id="triangular"),
        pytest.param(
            law.pert(0, 4, 8), 4, 64 * 9 / (36 * 7), id="pert, likeliest in the middle: beta of 3 and 3 over 8"
        ),
        pytest.param(law.pert(0, 2, 8), 16 / 6, 2 * 4 / 36 * 64 / 7, id="pert: beta of 2 and 4 over 8"),
        pytest.param(law.beta(3, 7), 0.3, 0.21 / 11, id="beta: pq / (a + b + 1)"),
        pytest.param(law.column([1, 2, 6]), 3, 14 / 3, id="a column"),
    ],
)
def test_moments_of_laws(given, mean, variance):
    drawn = given.draw(DRAWS, np.random.default_rng(15))
    assert given.mean == pytest.approx(mean)
    assert drawn.mean() == pytest.approx(mean, abs=ERRORS * math.sqrt(variance / DRAWS))
    assert drawn.var() == pytest.approx(variance, rel=0.06)


def test_a_copula_keeps_each_law_and_gives_the_rank_correlation_it_should():
    laws = {"x": law.lognormal(10, 5), "y": law.uniform(0, 1), "z": law.normal(0, 1)}
    alone = draws_of(laws, size=DRAWS, seed=15)
    joint = draws_of(laws, size=DRAWS, seed=15, correlation={("x", "y"): 0.6})
    for name in laws:
        assert np.array_equal(np.sort(alone[name]), np.sort(joint[name]))
    ranks = {name: np.argsort(np.argsort(array)) for name, array in joint.items()}
    # Spearman's correlation of a Gaussian copula is 6 / pi asin(rho / 2) (Kruskal 1958).
    assert np.corrcoef(ranks["x"], ranks["y"])[0, 1] == pytest.approx(6 / math.pi * math.asin(0.3), abs=0.012)
    assert np.corrcoef(ranks["x"], ranks["z"])[0, 1] == pytest.approx(0, abs=0.016)


def test_several_pairs_have_the_rank_correlations_they_should():
    laws = {"w": law.normal(0, 1), "x": law.lognormal(10, 5), "y": law.uniform(0, 1), "z": law.pert(0, 2, 8)}
    given = {("x", "y"): 0.6, ("y", "z"): -0.5, ("z", "x"): -0.2, ("w", "x"): 0.4}
    drawn = draws_of(laws, size=DRAWS, seed=15, correlation=given)
    ranks = {name: np.argsort(np.argsort(array)) for name, array in drawn.items()}
    for (one, other), rho in {**given, ("w", "z"): 0.0}.items():
        # Pearson's rho of the normal variables behind gives Spearman's 6 / pi asin(rho / 2): Kruskal (1958), Ordinal Measures of
        # Association, Journal of the American Statistical Association 53:814-861, section 6; five standard errors of 1 / sqrt(n).
        expected = 6 / math.pi * math.asin(rho / 2)
        assert np.corrcoef(ranks[one], ranks[other])[0, 1] == pytest.approx(expected, abs=ERRORS / math.sqrt(DRAWS))


def test_correlations_that_cannot_hold_say_what_would_mend_them():
    laws = {name: law.uniform(0, 1) for name in "xyz"}
    given = {("x", "y"): 0.9, ("y", "z"): 0.9, ("x", "z"): -0.9}
    with pytest.raises(InputError, match="cannot all hold") as caught:
        draws_of(laws, size=9, seed=1, correlation=given)
    fields = caught.value.fields
    # By hand: the least eigenvalue is 1 - 1.8, so 1 / 1.8 = 0.555...; 0.9 * 0.9 -+ (1 - 0.9^2) = 0.62 to 1 is left for the last pair.
    assert (fields["name"], fields["other"], fields["low"], fields["high"]) == ("x", "z", 0.62, 1.0)
    assert fields["factor"] == 0.55
    draws_of(laws, size=9, seed=1, correlation={**given, ("x", "z"): 0.62})
    draws_of(laws, size=9, seed=1, correlation={pair: 0.55 * rho for pair, rho in given.items()})
    # Five inputs, each against each other by -0.5: the least eigenvalue is 1 - 4 * 0.5, and no single pair mends it.
    many = {name: law.uniform(0, 1) for name in "abcde"}
    against = dict.fromkeys(combinations("abcde", 2), -0.5)
    with pytest.raises(InputError, match="cannot all hold") as caught:
        draws_of(many, size=9, seed=1, correlation=against)
    assert (caught.value.code, caught.value.fields["factor"]) == ("correlations_impossible_all", 0.5)


def test_a_sum_of_normals_has_the_chance_the_bell_curve_gives():
    # Profit 1000 - 900 with spreads 60 and 80: mean 100, spread 100, so P(loss) = P(Z < -1) = 0.158655 (normal table).
    risk = monte_carlo(
        INDICATORS["profit"],
        {"revenue": 1000, "cost": 900},
        {"revenue": law.normal(1000, 60), "cost": law.normal(900, 80)},
        variant="profit",
        draws=DRAWS,
        goal=100.0,
    )
    assert risk.answered == DRAWS
    assert risk.below_zero is not None
    assert risk.above_goal is not None
    assert risk.quantiles is not None
    assert risk.shares is not None
    assert risk.below_zero.estimate == pytest.approx(0.158655, abs=ERRORS * risk.below_zero.error)
    assert risk.above_goal.estimate == pytest.approx(0.5, abs=ERRORS * risk.above_goal.error)
    assert risk.quantiles[0.95] == pytest.approx(100 + 164.485, abs=3)
    # Variances 3600 and 6400 of 10,000.
    assert risk.shares["revenue"] == pytest.approx(0.36, abs=0.01)
    assert risk.shares["cost"] == pytest.approx(0.64, abs=0.01)
    assert sum(risk.counts) == DRAWS


def test_the_same_seed_gives_the_same_figures_and_another_gives_others():
    given = ({"lost": 30, "customers_at_start": 400}, {"lost": law.uniform(10, 50)})
    first, again = (monte_carlo(INDICATORS["churn"], *given, seed=3) for _ in range(2))
    assert first == again
    assert monte_carlo(INDICATORS["churn"], *given, seed=4).mean != first.mean


def test_draws_that_cannot_be_are_counted_not_guessed():
    # Half of the draws of a normal law around the base exceed it: more lost than there were.
    risk = monte_carlo(
        INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, {"lost": law.normal(400, 10)}, draws=10_000
    )
    assert 0.45 < risk.answered / risk.draws < 0.57  # 400 itself is allowed, and rounding brings more draws to it
    nobody = monte_carlo(
        INDICATORS["churn"], {"lost": 3, "customers_at_start": 4}, {"lost": law.uniform(5, 9)}, draws=100
    )
    assert (nobody.answered, nobody.mean, nobody.quantiles) == (0, None, None)


def test_an_input_that_never_varies_carries_nothing():
    risk = monte_carlo(
        INDICATORS["churn"],
        {"lost": 30, "customers_at_start": 400},
        {"lost": law.uniform(10, 50), "customers_at_start": law.column([400, 400])},
    )
    assert risk.shares is not None
    assert risk.shares["customers_at_start"] == pytest.approx(0.0, abs=1e-12)
    assert risk.shares["lost"] == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: law.normal(1, 0), "spread must be greater than"),
        (lambda: law.lognormal(-1, 1), "mean must be greater than"),
        (lambda: law.triangular(0, 5, 4), "mode must be at most"),
        (lambda: law.pert(3, 3, 3), "high must be greater than"),
        (lambda: law.uniform(2, 1), "high must be greater than"),
        (lambda: law.beta(0, 1), "successes must be greater than"),
        (lambda: law.column([1]), "values must have at least 2"),
        (
            lambda: draws_of({"x": law.uniform(0, 1)}, size=9, seed=1, correlation={("x", "y"): 0.5}),
            "y is not an input",
        ),
        (
            lambda: draws_of(
                {name: law.uniform(0, 1) for name in "xyz"},
                size=9,
                seed=1,
                correlation={("x", "y"): 0.9, ("y", "z"): 0.9, ("x", "z"): -0.9},
            ),
            "cannot all hold",
        ),
        (lambda: monte_carlo(INDICATORS["churn"], {"lost": 1, "customers_at_start": 4}, {}), "laws is missing"),
    ],
)
def test_impossible_laws(make, message):
    with pytest.raises(InputError, match=message):
        make()


def test_a_link_with_the_one_pair_of_before_still_opens_and_what_is_no_pair_is_left_out():
    assert unpacked_laws(squeezed([1, [], ["a", "b", 0.5]])) == ({}, (("a", "b", 0.5),))
    rows = [["a", "b", 0.5], ["a", "a", 0.5], ["a", "c", 2], "ab", ["b", "c", -1]]
    assert unpacked_laws(squeezed([1, [], rows])) == ({}, (("a", "b", 0.5), ("b", "c", -1.0)))
