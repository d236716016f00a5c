"""A sentence about a bound is written in the unit of the field that it is about."""

from __future__ import annotations

import pytest

from lib.core import InputError
from lib.ui import words


@pytest.mark.parametrize(
    ("problem", "slug", "said"),
    [
        # A discount rate of 1.5 stands in the field as 150 %.
        pytest.param(InputError.too_large("discount_rate", 1.5, 1.0), "cltv", ("100%", "150%"), id="rate"),
        pytest.param(InputError.too_large("discount_rate", 1.004, 1.0), "cltv", ("100%", "100.4%"), id="to the digit"),
        pytest.param(InputError.too_small("power", 0.005, 0.01), "plan", ("1%", "0.5%"), id="field of the plan"),
        pytest.param(InputError.too_small("clicks", -2, 0), "cpc", ("least 0;", "-2 is"), id="count"),
    ],
)
def test_a_bound_reads_as_its_field(problem: InputError, slug: str, said: tuple[str, str]) -> None:
    sentence = words.error(problem, slug)
    assert all(part in sentence for part in said), sentence
    assert ("%" in sentence) == (slug != "cpc")
