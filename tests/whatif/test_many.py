"""Every definition of every indicator, many draws at once, against ``compute`` draw by draw."""

from __future__ import annotations

import math
import zlib
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lib.core import Answer, InputError, Unit
from lib.core.indicator import Indicator, Input
from lib.indicators import INDICATORS
from lib.indicators._cash_flow_many import internal_rate
from lib.indicators._cash_flows import internal_rates
from lib.whatif.many import placed, split, values_of

DRAWS = 60
# Inputs that a page opens without: there they count, too.
WITHOUT_DEFAULT = {"horizon": 24.0}
VARIANTS = [(ind.slug, variant.name) for ind in INDICATORS.values() for variant in ind.variants]


def moved_inputs(ind: Indicator, variant: str, spread: float) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The defaults, and each number and entry of a series moved about by a share, some to where there is no answer."""
    chosen = ind.variant(variant)
    names = (*chosen.inputs, *chosen.optional)
    known = {**WITHOUT_DEFAULT, **ind.defaults}
    inputs = {name: known[name] for name in names if not ind.input(name).evidence}
    held = ind.checked(chosen, inputs)
    rng = np.random.default_rng(zlib.crc32(f"{ind.slug}.{variant}".encode()))
    moved: dict[str, np.ndarray] = {}
    for name, value in held.items():
        kind = ind.input(name).kind
        entries = {name: value} if kind == "number" else {}
        if kind == "series":
            entries = {f"{name}[{place}]": entry for place, entry in enumerate(value)}
        for entry, number in entries.items():
            moved[entry] = number * (1 + spread * rng.standard_normal(DRAWS))
    return inputs, moved


def test_every_input_is_moved():
    """An input without a default that nobody named here would go unseen by the test below."""
    for ind in INDICATORS.values():
        for variant in ind.variants:
            names = {name for name in (*variant.inputs, *variant.optional) if not ind.input(name).evidence}
            moved = {split(name)[0] for name in moved_inputs(ind, variant.name, 0.02)[1]}
            assert names - moved <= {item.name for item in ind.inputs if item.kind == "dates"}, (ind.slug, variant.name)


@pytest.mark.parametrize("variant", ["end_of_period", "now", "to_cac"])
@pytest.mark.parametrize("horizon", [None, 1.0, 36.0, 1200.0])
def test_lifetime_value_in_closed_form_is_the_sum_period_by_period(variant, horizon):
    """The geometric sum by hand: q + q^2 + ... = q (1 - q^N) / (1 - q), N at q = 1, against one that adds term by term."""
    cltv, rng = INDICATORS["cltv"], np.random.default_rng(15)
    rate = rng.uniform(-0.3, 0.3, DRAWS)
    rate[:20] = 0.0
    kept = rng.uniform(0, 1, DRAWS)
    kept[:5], kept[5:10] = 1.0, 0.0
    drawn = {"margin": rng.normal(16, 9, DRAWS), "retention": kept, "discount_rate": rate}
    if horizon is not None:
        drawn["horizon"] = rng.integers(1, horizon + 1, DRAWS).astype(float)
    held = {"acquisition_cost": 60.0, "retention_cost": 1.0}
    start = {name: float(array[0]) for name, array in drawn.items()}
    found = values_of(cltv, {**held, **start}, drawn, variant=variant)
    for place in range(DRAWS):
        given = {name: float(array[place]) for name, array in drawn.items()}
        value = cltv.compute(variant=variant, **held, **given).value
        assert (value is None) == math.isnan(found[place]), given
        if value is not None:
            assert found[place] == pytest.approx(value, rel=1e-12, abs=6e-11), given  # a cost of 60 is taken off


def test_what_decides_how_long_a_sum_is_holds_for_that_number_only():
    def added(*, x: float, periods: float) -> Answer:
        return Answer(sum(x for _ in range(int(periods))), "")

    variant = replace(INDICATORS["churn"].variants[0], inputs=("x", "periods"), optional=(), calculate=added)
    items = (Input("x", "x", Unit.MONEY, default=1.0), Input("periods", "N", Unit.PERIODS, default=2.0, whole=True))
    ind = replace(INDICATORS["churn"], inputs=items, variants=(variant,))
    # By hand: 2 + 2 + 2 and so on.
    assert values_of(ind, ind.defaults, {"x": [1, 2, 2], "periods": [3, 3, 4]}).tolist() == [3, 6, 8]


@pytest.mark.parametrize("periods", [3, 6, 9])
@pytest.mark.parametrize("far", [False, True])
def test_flows_that_turn_several_times_have_the_rate_that_is_found_one_by_one(periods, far):
    """All roots of a draw by the rule of signs, one draw at a time, against all draws at once; two known cases lead."""
    rng = np.random.default_rng(periods)
    flows = rng.normal(0, 100, (periods, 150))
    flows[rng.random(flows.shape) < 0.1] = 0.0
    flows[0], flows[-1, :75] = -2 * np.abs(flows[0]), -np.abs(flows[-1, :75])
    flows[:, :2] = 0.0
    # (1 + i - 1.1)(1 + i - 1.2): two roots, none of them the return; (1 + i - 1.1)^2: one, touched and not crossed.
    flows[:3, 0], flows[:3, 1] = (100, -230, 132), (-100, 220, -121)
    times = np.sort(rng.choice(1500, periods, replace=False)) / 365 if far else np.arange(periods, dtype=float)
    times -= times[0]
    found = internal_rate(flows, tuple(times))
    if not far:
        assert math.isnan(found[0])
        assert found[1] == pytest.approx(0.1, abs=1e-6)
    for place in range(150):
        roots = internal_rates(tuple(flows[:, place]), tuple(times))
        # A rate beyond all sense (e^30) is none in draws.
        one = len(roots) == 1 and abs(math.log1p(roots[0])) < 30
        assert one != math.isnan(found[place]), flows[:, place]
        if one:
            assert found[place] == pytest.approx(roots[0], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("spread", [0.02, 1.0])
@pytest.mark.parametrize(("slug", "variant"), VARIANTS)
def test_many_draws_are_single_answers(slug, variant, spread):
    ind = INDICATORS[slug]
    inputs, moved = moved_inputs(ind, variant, spread)
    for item in [ind.input(split(name)[0]) for name in moved]:
        if item.whole:
            moved = {name: np.round(array) if split(name)[0] == item.name else array for name, array in moved.items()}
    found = values_of(ind, inputs, moved, variant=variant)
    for place in range(DRAWS):
        given = dict(ind.checked(ind.variant(variant), inputs))
        for name, array in moved.items():
            given = placed(given, name, float(array[place]))
        try:
            value = ind.compute(variant=variant, **given).value
        except InputError:
            value = None
        if value is None:
            assert math.isnan(found[place]), given
        else:
            assert found[place] == pytest.approx(value, rel=1e-8, abs=1e-9), given


def test_half_a_customer_is_allowed_but_not_more_lost_than_there_were():
    found = values_of(
        INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, {"lost": [10.5, 400.5, -1, math.inf]}
    )
    assert found[0] == pytest.approx(10.5 / 400)  # by hand
    assert np.isnan(found[1:]).all()


def test_names_that_are_no_inputs():
    churn = INDICATORS["churn"]
    given = {"lost": 30, "customers_at_start": 400}
    with pytest.raises(InputError, match="price is not an input"):
        values_of(churn, given, {"price": [1, 2]})
    with pytest.raises(InputError, match=r"lost\[0\] is not an input"):
        values_of(churn, given, {"lost[0]": [1, 2]})
    with pytest.raises(InputError, match=r"cash_flows\[9\] is not an input"):
        values_of(INDICATORS["npv"], {"cash_flows": (-1, 2), "discount_rate": 0.1}, {"cash_flows[9]": [1]})
    with pytest.raises(InputError, match="customers_at_start has 1 entries but lost has 2"):
        values_of(churn, given, {"lost": [1, 2], "customers_at_start": [400]})
    with pytest.raises(InputError, match="moved is missing"):
        values_of(churn, given, {})
