"""The map of the indicators: published campaigns, every number from its neighbours, contradictions named."""

from __future__ import annotations

import json

import pytest

from lib.whatif.system import IDENTITIES, NUMBERS, solve
from tests.shared import needs_shared, shared_path

# Air France's totals (Jeffery, Kellogg case KEL319): 512,849 clicks, 755,315.92 cost, 3,939 bookings, 4,661,912.55 revenue.
TOTALS = {"clicks": 512849, "cost": 755315.922, "orders": 3939, "revenue": 4661912.55}
WHOLE = {
    **TOTALS, "impressions": 4e7, "margin": 0.3, "overhead": 20.0, "wom": 1.5, "retention": 0.6, "discount": 0.1,
    "period_margin": 300.0,
}  # fmt: skip


def test_the_published_totals() -> None:
    found = solve(TOTALS).values
    # ROA 517 %, TCR 0.77 %, and 1.473 a click as the ratio of totals (the case's average of ratios is 1.89)
    assert found["roa"] == pytest.approx(5.17, abs=0.005)
    assert found["tcr"] == pytest.approx(0.0077, abs=5e-5)
    assert found["cpc"] == pytest.approx(1.473, abs=5e-4)


@needs_shared("reference", "values.json")
def test_each_publisher() -> None:
    cases = json.loads(shared_path("reference", "values.json").read_text(encoding="utf-8"))
    listed = cases if isinstance(cases, list) else next(one for one in cases.values() if isinstance(one, list))
    publishers = [one for one in listed if one["id"].startswith("airfrance_") and "clicks" in one["inputs"]]
    assert len(publishers) >= 6
    for one in publishers:
        given = one["inputs"]
        names = {"clicks": "clicks", "cost": "media_cost", "orders": "bookings", "revenue": "revenue"}
        found = solve({name: given[key] for name, key in names.items()}).values
        for name in ("roa", "tcr"):
            allowed = one["tolerance_by_field"][name]
            assert found[name] == pytest.approx(one["expected"][name], abs=allowed), one["id"]


def test_every_number_re_evaluates_from_its_neighbours() -> None:
    found = solve(WHOLE)
    assert set(found.values) == set(NUMBERS)
    assert found.contradictions == ()
    for identity in IDENTITIES:
        for name, way in identity.solve.items():
            assert way(found.values) == pytest.approx(found.values[name], rel=1e-9), (identity.name, name)


def test_solved_backwards_from_what_was_found() -> None:
    whole = solve(WHOLE).values
    # A goal: from the return, the price of an order and the rate of orders back to the price of a click.
    back = solve({name: whole[name] for name in ("roa", "order_value", "tcr")}).values
    assert back["cpc"] == pytest.approx(whole["cpc"])
    # The customer's return from the value of waiting: what retention would give this value?
    asked = solve({name: whole[name] for name in ("lifetime_value", "period_margin", "discount")}).values
    assert asked["retention"] == pytest.approx(0.6)


def test_by_hand() -> None:
    # 100 clicks at 2, 5 % order for 60 at 40 %: cost 200, revenue 300, gross 120, profit -80, ROAS 1.5, CPA 40
    given = {"clicks": 100, "cpc": 2, "tcr": 0.05, "order_value": 60, "margin": 0.4}
    found = solve(given).values
    assert [found[name] for name in ("cost", "revenue", "gross", "profit", "roas", "cpa")] == pytest.approx(
        [200, 300, 120, -80, 1.5, 40]
    )
    # margin 30, retention .8, rate .1: 30 * .8 / .3 = 80; at a cost of 40 the rate is .8 (1 + 30 / 40) - 1 = .4; paid back in 4/3
    found = solve({"period_margin": 30, "retention": 0.8, "discount": 0.1, "cac": 40}).values
    assert [found[name] for name in ("lifetime_value", "npv", "irr", "payback")] == pytest.approx([80, 40, 0.4, 4 / 3])


def test_a_contradiction_names_the_identity_and_what_it_rests_on() -> None:
    found = solve({"clicks": 100, "cpc": 2, "cost": 300})
    assert [(one.identity, one.given, one.follows) for one in found.contradictions] == [("cost_of_clicks", 300, 200)]
    assert found.contradictions[0].among == ("clicks", "cost", "cpc")
    assert solve({"clicks": 3, "cpc": 1 / 3, "cost": 1.0}).contradictions == ()


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"clicks": 0, "cost": 5, "orders": 0}, id="no clicks"),
        pytest.param({"retention": 1.2, "discount": 0.1, "period_margin": 5}, id="endless"),
        pytest.param({"revenue": float("inf"), "cost": 1}, id="infinite"),
    ],
)
def test_what_cannot_be_known_is_left_out(given: dict[str, float]) -> None:
    found = solve(given).values
    assert "cpc" not in found
    assert "lifetime_value" not in found
    assert all(abs(one) < 1e300 for one in found.values())
