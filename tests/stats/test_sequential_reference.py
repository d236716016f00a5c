"""Every reference value on looking early at its own tolerance; the source stands beside each value in the shared file."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from lib import stats
from tests.shared import needs_shared, shared_path

Inputs = dict[str, Any]
PATH = ("reference", "values.json")


def _pocock(i: Inputs) -> Inputs:
    return {"c": [stats.group_sequential_bounds(k, alpha=i["alpha"], shape="pocock").bounds[0] for k in i["K"]]}


def _obf(i: Inputs) -> Inputs:
    return {"c": [stats.group_sequential_bounds(k, alpha=i["alpha"]).bounds[-1] for k in i["K"]]}


def _peeking(i: Inputs) -> Inputs:
    return {"alpha": {str(k): stats.peeking_false_positives(k, alpha=i["nominal"])[-1] for k in i["looks"]}}


def _information(i: Inputs, shape: str) -> tuple[float, float, float]:
    """Fixed and largest information, and the constant: (z_alpha/2 + z_beta)^2 / delta^2 and its inflation."""
    bounds = stats.group_sequential_bounds(i["K"], alpha=i["alpha"], shape=shape)
    once = stats.group_sequential_bounds(1, alpha=i["alpha"]).shift(i["power"])
    fixed = (once / i["delta"]) ** 2
    return fixed, fixed * bounds.inflation(i["power"]), bounds.bounds[-1]


def _paired(i: Inputs) -> Inputs:
    fixed, largest, _ = _information(i, "obrien_fleming")
    # The book multiplies by its rounded constant, 1.026, and takes whole units.
    n = i["sigma2"] * largest
    return {
        "I_fixed": fixed,
        "I_max": round(fixed, 2) * 1.026,
        "n_max": n,
        "per_group": n / i["K"],
        "rounded": math.ceil(n / i["K"]),
    }


def _one_share(i: Inputs) -> Inputs:
    _, largest, constant = _information(i, "pocock")
    n = largest * i["p0"] * (1 - i["p0"])
    return {"I_max": largest, "n_max": i["K"] * math.ceil(n / i["K"]), "C": constant}


def _two_shares(i: Inputs) -> Inputs:
    fixed, largest, constant = _information(i, "obrien_fleming")
    n = 2 * i["p"] * (1 - i["p"]) * largest
    return {"I_fixed": fixed, "I_max": largest, "n_per_group": i["K"] * math.ceil(n / i["K"]), "C": constant}


def _race(i: Inputs) -> Inputs:
    races = [stats.conversion_race(n) for n in i["N"]]
    assert [race.lead for race in races] == i["d"]
    return {"limit": races[-1].limit, "exact_N100": races[0].false_positives}


def _mixture(i: Inputs) -> Inputs:
    # The plan at which tau^2 / sigma^2 is best: x = ln(1 + x) + 2 ln 20 at x = 8.211968062068252.
    planned = 8.211968062068252 * i["sigma2"] / i["tau2"]
    p_value = stats.sequential_interval((i["xbar"], math.sqrt(i["sigma2"]), i["n"]), planned=planned).p_value
    assert p_value
    return {"Lambda": 1 / p_value, "always_valid_p": p_value}


HANDLERS: dict[str, Callable[[Inputs], Inputs]] = {
    "peeking_inflation": _peeking,
    "pocock_constants_0.05": _pocock,
    "pocock_constants_0.01": _pocock,
    "obf_constants_05": _obf,
    "obf_boundaries_K3_K5_K6": lambda _: {f"K{k}": list(stats.group_sequential_bounds(k).bounds) for k in (3, 5, 6)},
    "wang_tsiatis_K4_D025": lambda i: {
        "c": list(stats.group_sequential_bounds(i["K"], shape="wang_tsiatis", delta=i["Delta"]).bounds)
    },
    "jt_322_obf_design": _paired,
    "jt_361_pocock_binomial": _one_share,
    "jt_362_obf_binomial": _two_shares,
    "evanmiller_sequential_size": _race,
    "evanmiller_sequential_rule": lambda i: {"threshold": stats.conversion_race(i["N"]).threshold},
    "msprt_closed_form": _mixture,
}


@needs_shared(*PATH)
@pytest.mark.parametrize("name", HANDLERS)
def test_reference_value(name: str) -> None:
    items = json.loads(shared_path(*PATH).read_text(encoding="utf-8"))
    item = next(one for one in items if one["id"] == name)
    found = HANDLERS[name](item["inputs"])
    for field, expected in item["expected"].items():
        tolerance = item.get("tolerance_by_field", {}).get(field, item["tolerance"])
        _close(found[field], expected, tolerance, field)


def _close(found: Any, expected: Any, tolerance: Any, field: str) -> None:
    if isinstance(expected, dict):
        for key, value in expected.items():
            _close(found[key], value, tolerance, f"{field} {key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        several = tolerance if isinstance(tolerance, list) else [tolerance] * len(expected)
        for place, (one, value, off) in enumerate(zip(found, expected, several, strict=True)):
            _close(one, value, off, f"{field} {place}")
    else:
        assert found == pytest.approx(expected, rel=1e-12, abs=max(tolerance, 1e-12)), field


@pytest.mark.parametrize(("conversions", "lead"), [(1, 2), (4, 4), (10, 7)])
def test_short_races_by_counting(conversions: int, lead: int) -> None:
    """Every sequence of wins, played through; a lead beyond N is never reached."""
    reached = 0
    for code in range(2**conversions):
        position = best = 0
        for step in range(conversions):
            position += 1 if code >> step & 1 else -1
            best = max(best, position)
        reached += best >= lead
    found = stats.conversion_race(conversions)
    assert found.lead == lead
    assert found.false_positives == pytest.approx(reached / 2**conversions, abs=1e-12)
