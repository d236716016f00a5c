"""Every definition of every indicator with numbers of any size: a finite value, a reason for none, or a typed refusal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.core import InputError
from lib.core.indicator import Indicator, Input, Variant
from lib.indicators import INDICATORS

EVERY = [
    pytest.param(ind, variant, id=f"{slug}-{variant.name}")
    for slug, ind in INDICATORS.items()
    for variant in ind.variants
]
# Ordinary amounts, borders, and what no screen would let through but a link or a notebook may.
ORDINARY = st.one_of(st.integers(0, 1000).map(float), st.floats(0, 1), st.floats(0, 1e6))
ODD = st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e-300, 5e-324, 1e12, 1e154, 1e300, 1.7e308, -1e300, 0.5, 100.0])
AMOUNTS = st.one_of(ORDINARY, ORDINARY, ORDINARY, ODD, st.floats(allow_nan=False, allow_infinity=False))
LENGTH = st.shared(st.integers(1, 6), key="length")
DAYS = st.integers(0, 4000).map(lambda day: date(2020, 1, 1) + timedelta(days=day))


def inside(item: Input) -> st.SearchStrategy[Any]:
    """Values that the input itself allows, most of the time."""
    low = item.minimum if item.minimum is not None else -1e6
    high = item.maximum if item.maximum is not None else 1e6
    within = st.floats(max(low, item.above or low), min(high, item.below or high))
    return st.one_of(within, st.integers(0, 50).map(float), AMOUNTS)


def of(item: Input) -> st.SearchStrategy[Any]:
    if item.kind == "dates":
        return LENGTH.flatmap(lambda n: st.lists(DAYS, min_size=n, max_size=n).map(lambda days: tuple(sorted(days))))
    if item.kind == "series":
        flows = st.one_of(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), ODD)
        return LENGTH.flatmap(lambda n: st.lists(flows, min_size=n, max_size=n).map(tuple))
    return inside(item)


def inputs_for(ind: Indicator, variant: Variant) -> st.SearchStrategy[dict[str, Any]]:
    needed = {name: of(ind.input(name)) for name in variant.inputs}
    evidence = [item.name for item in ind.inputs if item.evidence]
    further = {name: of(ind.input(name)) for name in {*variant.optional, *evidence} - set(needed)}
    return st.fixed_dictionaries(needed, optional=further)


def check_finite(found: Any, where: str) -> None:
    """No number anywhere in a record is nan or infinite."""
    if isinstance(found, float):
        assert math.isfinite(found), where
    elif isinstance(found, Mapping):
        for name, part in found.items():
            check_finite(part, f"{where}.{name}")
    elif isinstance(found, tuple | list):
        for place, part in enumerate(found):
            check_finite(part, f"{where}[{place}]")


def check_interval(found: Any) -> None:
    if found is not None:
        check_finite((found.low, found.high), "interval")
        assert found.low <= found.high


def check_comparison(found: Any) -> None:
    check_finite((found.estimate, found.p_value, found.estimate_a, found.estimate_b, found.statistic), "comparison")
    assert found.p_value is None or 0 <= found.p_value <= 1
    check_interval(found.interval)


@pytest.mark.parametrize(("ind", "variant"), EVERY)
def test_anything_gets_a_finite_value_a_reason_or_a_refusal(ind: Indicator, variant: Variant) -> None:
    pairs = st.tuples(inputs_for(ind, variant), inputs_for(ind, variant))

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(pairs)
    def every(two: tuple[dict[str, Any], dict[str, Any]]) -> None:
        a, b = two
        for inputs in two:
            if (value := computed(ind, variant, inputs)) is not None and variant.inference is not None:
                check_comparison(ind.compare_to_target(inputs, value / 2, variant=variant.name))
        try:
            found = ind.compare(a, b, variant=variant.name) if variant.inference is not None else None
        except InputError:
            return
        if found is not None:
            check_comparison(found)

    every()


def computed(ind: Indicator, variant: Variant, inputs: dict[str, Any]) -> float | None:
    """The value, after the record has been looked at from all sides; None where there is none."""
    try:
        found = ind.compute(variant=variant.name, **inputs)
    except InputError:
        return None
    assert (found.value is None) == (found.no_answer is not None)
    check_finite((found.value, found.details), "result")
    for said in found.warnings:
        check_finite(said.fields, said.code)
    assert not any(word in found.substituted.lower() for word in (r"\mathrm{nan}", "= inf", "= nan"))
    check_interval(ind.interval(variant=variant.name, **inputs))
    return found.value
