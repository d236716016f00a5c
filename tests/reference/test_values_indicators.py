"""Published values of money and internet indicators, each at the tolerance of its print; sources stand in the JSON file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lib.indicators import INDICATORS

ITEMS = {item["id"]: item for item in json.loads((Path(__file__).parent / "values_indicators.json").read_text("utf-8"))}


def value(slug: str, variant: str, **inputs: Any) -> float:
    result = INDICATORS[slug].compute(variant=variant, **inputs)
    assert result.value is not None, result.no_answer
    return result.value


def irr(flows: list[float]) -> float:
    return value("irr", "periodic", cash_flows=flows)


def nearest_root(flows: list[float], expected: float) -> float:
    """Where several rates solve the equation there is no one return; the printed one must be among the roots."""
    roots = INDICATORS["irr"].compute(variant="periodic", cash_flows=flows).series["roots"]
    return min(roots, key=lambda root: abs(root - expected))


def publisher(i: dict[str, Any]) -> dict[str, float]:
    money = {"revenue": i["revenue"], "cost": i["media_cost"]}
    return {
        "net_revenue": i["revenue"] - i["media_cost"],
        "roa": value("roa", "roa", **money),
        "tcr": value("tcr", "per_click", transactions=i["bookings"], clicks=i["clicks"]),
    }


def air_france(_: dict[str, Any]) -> dict[str, float]:
    e = ITEMS["airfrance_total"]["expected"]
    return publisher(
        {"revenue": e["revenue"], "media_cost": e["cost"], "bookings": e["bookings"], "clicks": e["clicks"]}
    )


def mirr(i: dict[str, Any], flows: list[float], reinvest: float) -> float:
    return value("irr", "modified", cash_flows=flows, finance_rate=i["finance"], reinvest_rate=reinvest)


def identities(i: dict[str, Any]) -> dict[str, float]:
    clicks = 1000.0
    orders, cost = clicks * i["tcr"], clicks * i["cpc"]
    money = {"revenue": orders * i["aov"], "cost": cost}
    return {
        "cpa": cost / orders,
        "roas": value("roa", "roas", **money),
        "roa": value("roa", "roa", **money),
        "breakeven_roas": value("roa", "break_even_roas", margin=i["margin"]),
        "max_cpc": value("cpc", "max_cpc", revenue=money["revenue"], clicks=clicks, margin=i["margin"]),
    }


def multiples(i: dict[str, Any]) -> dict[str, float]:
    """Margin 1 and no cost of acquisition leave the multiple itself."""
    return {
        f"{r},{d}": value("cltv", "end_of_period", margin=1, retention=r, discount_rate=d, acquisition_cost=0)
        for r in i["retention"]
        for d in i["discount"]
    }


def wom(i: dict[str, Any]) -> dict[str, float]:
    recommended = i.get("recommended", i.get("indirect"))
    found = value("wom", "wom", direct=i["direct"], recommended=recommended)
    return {"wom": found, "total_clicks": found * i["direct"]}


Solve = Callable[[dict[str, Any]], dict[str, float]]
SOLUTIONS: dict[str, Solve] = {
    "gupta_lehmann_margin_multiple": multiples,
    "excel_npv_1": lambda i: {
        "npv": value("npv", "excel", cash_flows=i["values"], discount_rate=i["rate"]),
        "printed": value("npv", "excel", cash_flows=i["values"], discount_rate=i["rate"]),
    },
    "excel_irr_5y": lambda i: {"irr": irr(i["values"])},
    "excel_irr_4y_2y": lambda i: {"irr_4y": irr(i["values"][:5]), "irr_2y": irr(i["values"][:3])},
    "excel_xirr": lambda i: {"xirr_exact": value("irr", "dated", cash_flows=i["values"], dates=i["dates"])},
    "excel_xnpv": lambda i: {
        "xnpv": value("npv", "dated", cash_flows=i["values"], dates=i["dates"], discount_rate=i["rate"])
    },
    "excel_mirr": lambda i: {"mirr_5y": mirr(i, i["values"], 0.12), "mirr_3y": mirr(i, i["values"][:4], 0.12)},
    "excel_mirr_14": lambda i: {"mirr": mirr(i, i["values"], i["reinvest"])},
    "vb_mirr_mixed": lambda i: {"mirr": mirr(i, i["values"], i["reinvest"])},
    "npf_npv_docs": lambda i: {"npv": value("npv", "end_of_period", cash_flows=i["values"], discount_rate=i["rate"])},
    "npf_irr_m100_39_59_55_20": lambda i: {"irr": irr(i["values"])},
    "npf_irr_m100_100_0_7": lambda i: {"irr": irr(i["values"])},
    "npf_irr_m100_100_0_m7": lambda i: {"irr": nearest_root(i["values"], -0.0833)},
    "npf_irr_m5_10p5_1_m8_1": lambda i: {"irr": nearest_root(i["values"], 0.0886)},
    "payback_interpolated": lambda i: {"simple_years": value("payback", "simple", cash_flows=i["values"])},
    "airfrance_total": air_france,
    "wom_davis_example": wom,
    "wom_davis_consistent": wom,
    "wom_tinytask": wom,
    "roas_breakeven": identities,
    "csat_formula": lambda i: {"csat_pct": 100 * value("csat", "top_2_box", top_two=i["scores_4_5"], answers=i["n"])},
    **{name: publisher for name in ITEMS if name.startswith("airfrance_") and name != "airfrance_total"},
}


def expected_of(item: dict[str, Any]) -> dict[str, float | None]:
    if "table" not in item["expected"]:
        return dict(item["expected"])
    inputs = item["inputs"]
    return {
        f"{r},{d}": item["expected"]["table"][row][column]
        for row, r in enumerate(inputs["retention"])
        for column, d in enumerate(inputs["discount"])
    }


def test_every_item_has_a_solution() -> None:
    assert set(ITEMS) == {*SOLUTIONS, "irr_two_roots"}


@pytest.mark.parametrize("name", sorted(SOLUTIONS))
def test_published_value(name: str) -> None:
    item = ITEMS[name]
    found = SOLUTIONS[name](item["inputs"])
    for field, expected in expected_of(item).items():
        if expected is None or field not in found:
            continue  # an empty field, or one of the case's givens (Air France's totals)
        tolerance = (item.get("tolerance_by_field") or {}).get(field) or item["tolerance"]
        assert found[field] == pytest.approx(expected, abs=tolerance, rel=0), field


@pytest.mark.parametrize("place", [0, 1])
def test_two_roots_are_named_and_neither_is_the_return(place: int) -> None:
    item = ITEMS["irr_two_roots"]
    result = INDICATORS["irr"].compute(variant="periodic", cash_flows=item["inputs"]["series"][place])
    assert result.value is None
    assert result.no_answer is not None
    assert sorted(result.series["roots"]) == pytest.approx(item["expected"]["roots"][place], abs=item["tolerance"] * 10)
