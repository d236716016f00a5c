"""Shares in public files against ground_truth.json (statsmodels and scipy), beyond those in the tests of single indicators."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from lib.data import Dataset, read
from lib.data.measure import measure
from lib.indicators import INDICATORS
from tests.indicators.rows_helpers import each, known
from tests.shared import needs_shared, shared_path

CHURN, TAKE = INDICATORS["churn"], INDICATORS["take_rate"]
# File, indicator, roles, variant, and where its figure stands.
SHARES = [
    ("BankChurners.csv", CHURN, {"churned": "Attrition_Flag"}, "start_base", ("bankchurners", "churn")),
    ("telecom_churn_3333.csv", CHURN, {"churned": "churn"}, "start_base", ("telecom3333", "churn")),
    ("bank_marketing_small_semicolon.csv", TAKE, {"accepted": "y"}, "sent", ("bank", "small")),
    ("online_shoppers_intention.csv", TAKE, {"accepted": "Revenue"}, "sent", ("shoppers", "conv")),
]
# File, roles, what is control, and where the comparison stands (A is control).
ARMS = [
    ("cookie_cats.csv", {"accepted": "retention_7", "arm": "version"}, "gate_30", ("cookie_cats", "ret7")),
    ("cookie_cats.csv", {"accepted": "retention_1", "arm": "version"}, "gate_30", ("cookie_cats", "ret1")),
    ("artea_ab_experiment.csv", {"accepted": "trans_after", "arm": "test_coupon"}, "0", ("artea", "conv")),
]


@cache
def opened(name: str) -> Dataset:
    return read(shared_path("data", name))


def truth(path: tuple[str, str]) -> Any:
    return json.loads(shared_path("data", "ground_truth.json").read_text(encoding="utf-8"))[path[0]][path[1]]


@needs_shared("data", "ground_truth.json")
@pytest.mark.parametrize(
    ("name", "ind", "roles", "variant", "path"), [pytest.param(*case, id=" ".join(case[4])) for case in SHARES]
)
def test_a_share_and_its_interval(name: str, ind: Any, roles: Any, variant: str, path: tuple[str, str]) -> None:
    expected = truth(path)
    (inputs,) = each(measure(opened(name), ind, roles), ind)
    assert ind.compute(variant=variant, **inputs).value == pytest.approx(expected["rate"], rel=1e-12)
    found = known(ind.interval(variant=variant, **inputs))
    assert (found.low, found.high) == pytest.approx(tuple(expected["wilson95"]), rel=1e-9)


@needs_shared("data", "ground_truth.json")
@pytest.mark.parametrize(
    ("name", "roles", "control", "path"), [pytest.param(*case, id=" ".join(case[3])) for case in ARMS]
)
def test_a_control_and_what_was_added(name: str, roles: Any, control: str, path: tuple[str, str]) -> None:
    expected = truth(path)
    (inputs,) = each(measure(opened(name), TAKE, roles, control_label=control), TAKE)
    assert (inputs["takes_control"], inputs["control"]) == (expected["A"]["x"], expected["A"]["n"])
    assert TAKE.compute(variant="incremental", **inputs).value == pytest.approx(expected["diff"], rel=1e-9)
    groups = measure(opened(name), TAKE, {"accepted": roles["accepted"]}, roles["arm"])
    rows = dict(zip(groups["group"], each(groups, TAKE), strict=True))
    other = next(label for label in rows if label != control)
    found = TAKE.compare(rows[control], rows[other], variant="sent")
    assert found.p_value == pytest.approx(expected["p_two_sided"], rel=1e-6)
