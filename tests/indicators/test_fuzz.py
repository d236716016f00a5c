"""Every definition of every indicator with numbers of any size: a finite value, a reason for none, or a typed refusal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from lib.core import InputError
from lib.core.indicator import Indicator, Input, Variant
from lib.indicators import INDICATORS

EVERY = [
    pytest.param(ind, variant, id=f"{slug}-{variant.name}")
    for slug, ind in INDICATORS.items()
    for variant in ind.variants
]
# Borders, and what no screen would let through but a link or a notebook may.
ODD = (0.0, -0.0, 1.0, -1.0, 1e-300, 1e12, 1e154, 1e300, 1.7e308, -1e300, 0.5, 100.0)
ROUNDS = 60


def amount(draw: Random) -> float:
    kind = draw.random()
    if kind < 0.4:
        return float(draw.randint(0, 1000))
    if kind < 0.6:
        return draw.random()
    return 10 ** draw.uniform(-6, 9) if kind < 0.85 else draw.choice(ODD)


def number(item: Input, draw: Random) -> float:
    """Mostly what the input itself allows."""
    if draw.random() < 0.3:
        return amount(draw)
    low = max(-1e6 if item.minimum is None else item.minimum, -1e6 if item.above is None else item.above)
    high = min(1e6 if item.maximum is None else item.maximum, 1e6 if item.below is None else item.below)
    found = draw.uniform(low, min(high, draw.choice((1.0, 50.0, 1e6))) if high > low else high)
    return float(round(found)) if draw.random() < 0.4 else found


def of(item: Input, draw: Random, length: int) -> Any:
    if item.kind == "dates":
        return tuple(date(2020, 1, 1) + timedelta(days=day) for day in sorted(draw.choices(range(4000), k=length)))
    if item.kind == "series":
        return tuple(
            draw.choice((draw.uniform(-1e3, 1e3), draw.uniform(-1e6, 1e6), amount(draw))) for _ in range(length)
        )
    return number(item, draw)


def inputs_for(ind: Indicator, variant: Variant, draw: Random) -> dict[str, Any]:
    length = draw.randint(1, 6)
    further = [*variant.optional, *(item.name for item in ind.inputs if item.evidence)]
    names = dict.fromkeys([*variant.inputs, *(name for name in further if draw.random() < 0.6)])
    return {name: of(ind.input(name), draw, length) for name in names}


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
    draw = Random(f"{ind.slug} {variant.name}")
    for _ in range(ROUNDS):
        a, b = inputs_for(ind, variant, draw), inputs_for(ind, variant, draw)
        try:
            value = computed(ind, variant, a)
            if variant.inference is None:
                continue
            if value is not None:
                check_comparison(ind.compare_to_target(a, value / 2, variant=variant.name))
            check_comparison(ind.compare(a, b, variant=variant.name))
        except InputError:
            continue
        except (ArithmeticError, ValueError, TypeError, LookupError, AssertionError) as error:
            pytest.fail(f"{type(error).__name__}: {error}\na = {a}\nb = {b}")


def computed(ind: Indicator, variant: Variant, inputs: dict[str, Any]) -> float | None:
    """The value, after the record has been looked at from all sides; None where there is none."""
    found = ind.compute(variant=variant.name, **inputs)
    assert (found.value is None) == (found.no_answer is not None)
    check_finite((found.value, found.details), "result")
    for said in found.warnings:
        check_finite(said.fields, said.code)
    assert not any(word in found.substituted.lower() for word in (r"\mathrm{nan}", "= inf", "= nan"))
    check_interval(ind.interval(variant=variant.name, **inputs))
    return found.value
