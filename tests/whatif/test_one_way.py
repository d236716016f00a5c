"""One input at a time: every end of every bar is a direct recomputation."""

from __future__ import annotations

from typing import Any

import pytest

from lib.core import InputError
from lib.indicators import INDICATORS
from lib.whatif import tornado

CASES = [
    pytest.param(slug, variant.name, id=f"{slug}-{variant.name}")
    for slug, ind in INDICATORS.items()
    for variant in ind.variants
]


@pytest.mark.parametrize(("slug", "variant"), CASES)
def test_bars_equal_direct_recomputation(slug: str, variant: str) -> None:
    ind = INDICATORS[slug]
    inputs = ind.checked(ind.variant(variant), ind.defaults)
    for swing in tornado(ind, inputs, variant=variant):
        for end, expected in ((swing.low, swing.value_low), (swing.high, swing.value_high)):
            moved: Any = end
            name, _, place = swing.name.partition("[")
            if place:
                series = list(inputs[name])
                series[int(place.rstrip("]"))] = end
                moved = series
            try:
                value = ind.compute(variant=variant, **{**inputs, name: moved}).value
            except InputError:
                value = None
            assert value == expected


def test_widest_first_and_bounds_kept() -> None:
    # 30 of 400 lost, moved by a tenth: 27/400 to 33/400, and 30/440 to 30/360, by hand.
    swings = tornado(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400})
    assert [swing.name for swing in swings] == ["customers_at_start", "lost"]
    assert (swings[1].value_low, swings[1].value_high) == pytest.approx((0.0675, 0.0825))
    assert (swings[0].value_low, swings[0].value_high) == pytest.approx((30 / 360, 30 / 440))


def test_each_flow_of_a_series_is_moved_by_itself() -> None:
    # NPV at 0 % is the sum: -100 + 60 + 60 = 20; the first flow a tenth lower gives 10, higher 30.
    swings = tornado(INDICATORS["npv"], {"cash_flows": [-100, 60, 60], "discount_rate": 0.0})
    first = next(swing for swing in swings if swing.name == "cash_flows[0]")
    assert (first.value_low, first.value_high) == pytest.approx((10.0, 30.0))


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="share"):
        tornado(INDICATORS["churn"], {"lost": 30, "customers_at_start": 400}, share=0)
