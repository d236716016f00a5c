"""Scenarios in a link: what goes in comes out, and what somebody made up does no harm."""

from __future__ import annotations

import base64
import json
import zlib

import pytest

from lib.indicators import INDICATORS
from lib.whatif import MOST_SCENARIOS, Scenario, packed, unpacked


def written(value: object) -> str:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = squeeze.compress(json.dumps(value).encode()) + squeeze.flush()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.mark.parametrize("slug", INDICATORS)
def test_every_definition_of_every_indicator_comes_back_as_it_was(slug: str) -> None:
    ind = INDICATORS[slug]
    for variant in ind.variants:
        inputs = ind.compute(variant=variant.name, **ind.defaults).inputs
        given = Scenario("Plan Ä 1", dict(inputs), variant.name)
        (found,), baseline = unpacked(packed([given], "Plan Ä 1"), ind)
        assert (found.name, found.variant, baseline) == ("Plan Ä 1", variant.name, "Plan Ä 1")
        assert ind.compute(variant=variant.name, **found.inputs).inputs == inputs


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("", id="empty"),
        pytest.param("!!", id="other letters"),
        pytest.param("AAAA", id="not compressed"),
        pytest.param(written([2, None, []]), id="another form"),
        pytest.param(written({"a": 1}), id="no list"),
        pytest.param(written([1, None, [["a"]]]), id="a row too short"),
        pytest.param(written([1, None, [["a", "start_base", {"lost": True}]]]), id="no number"),
        pytest.param(written([1, None, [["a", "start_base", {"lost": 1e999}]]]), id="infinite"),
        pytest.param(written([1, None, [["a", "start_base", 7]]]), id="no inputs"),
        pytest.param(written([1, None, [["a", "no such", {"lost": 1}]]]), id="unknown definition"),
        pytest.param(written([1, None, [["  ", "start_base", {"lost": 1}]]]), id="no name"),
        pytest.param(written([1, None, [["a" * 41, "start_base", {"lost": 1}]]]), id="a name too long"),
        pytest.param(written([1, [], [["a", "start_base", {"lost": [[1]]}]]]), id="nested"),
        pytest.param(written("0" * 50_000_000), id="unfolds to fifty megabytes"),
    ],
)
def test_what_cannot_be_read_is_no_scenario(code: str) -> None:
    assert unpacked(code, INDICATORS["churn"])[0] == ()


def test_foreign_inputs_and_too_many_are_left_out() -> None:
    rows = [[f"s{place}", "start_base", {"lost": place, "price": 3}] for place in range(20)]
    found, baseline = unpacked(written([1, "nobody", rows]), INDICATORS["churn"])
    assert len(found) == MOST_SCENARIOS
    assert found[3].inputs == {"lost": 3.0}
    assert baseline is None
