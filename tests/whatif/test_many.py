"""Every definition of every indicator, many draws at once, against ``compute`` draw by draw."""

from __future__ import annotations

import math
import zlib
from typing import Any

import numpy as np
import pytest

from lib.core import InputError
from lib.core.indicator import Indicator
from lib.indicators import INDICATORS
from lib.whatif.many import placed, split, values_of

DRAWS = 60
VARIANTS = [(ind.slug, variant.name) for ind in INDICATORS.values() for variant in ind.variants]


def moved_inputs(ind: Indicator, variant: str, spread: float) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The defaults, and each number and entry of a series moved about by a share, some to where there is no answer."""
    chosen = ind.variant(variant)
    names = (*chosen.inputs, *chosen.optional)
    inputs = {name: ind.defaults[name] for name in names if name in ind.defaults and not ind.input(name).evidence}
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
