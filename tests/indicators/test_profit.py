"""Profit: totals, per customer, increments against control, break-even, the spread over customers, real files."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest

from lib.core import InputError, Notice
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.indicators import INDICATORS
from lib.indicators.profit import INDICATOR
from lib.knowledge.benchmarks import benchmarks
from lib.knowledge.catalogue import has
from lib.stats import compare_means, mean_interval, ratio_interval, ratio_sums
from tests.shared import ROOT, needs_shared, shared_path

HUGE = 1e308
ORDERS = {"revenue": "revenue", "cost": "cost", "customer": "customer_id", "date": "date", "arm": "arm"}
TOTALS = {
    "revenue": "revenue",
    "cost": "cost_of_sales",
    "fixed_cost": "fixed_cost",
    "units": "loaves",
    "date": "month",
}


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [inputs_of({str(k): v for k, v in row.items()}, INDICATOR) for row in frame.to_dict("records")]


def measured(text: str, roles: dict[str, str], **options: Any) -> tuple[list[dict[str, Any]], tuple[Notice, ...]]:
    frame = measure(read(text.encode(), name="small.csv"), INDICATOR, roles, **options)
    return rows_of(frame), frame.attrs["notices"]


def frame_of(name: str, roles: dict[str, str], **options: Any) -> pd.DataFrame:
    return measure(read(ROOT / "sample_data" / name), INDICATOR, roles, **options)


def orders(**options: Any) -> list[dict[str, Any]]:
    return rows_of(frame_of("orders.csv", ORDERS, **options))


def by_hand() -> pd.DataFrame:
    table = pd.read_csv(ROOT / "sample_data" / "orders.csv")
    table["profit"] = table["revenue"] - table["cost"]
    grouped = table.groupby("customer_id")
    return grouped[["revenue", "profit"]].sum().join(grouped[["arm", "channel"]].first())


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        # all hand arithmetic
        pytest.param("profit", {"revenue": 1000, "cost": 600, "fixed_cost": 250}, 150, id="profit"),
        pytest.param("profit", {"revenue": 1000, "cost": 600}, 400, id="profit without fixed costs"),
        pytest.param("profit", {"revenue": 100, "cost": 600, "fixed_cost": 50}, -550, id="a loss"),
        pytest.param("per_customer", {"contribution": 4200, "customers": 120}, 35, id="per customer"),
        pytest.param("per_customer", {"contribution": -10, "customers": 4}, -2.5, id="per customer: loss"),
        pytest.param("margin", {"contribution": 400, "revenue": 1000}, 0.4, id="margin"),
        pytest.param("margin", {"contribution": -50, "revenue": 100}, -0.5, id="margin below zero"),
        # (6,000/100 - 2,500/50) x 100 - 400
        pytest.param(
            "incremental",
            {"profit_treated": 6000, "treated": 100, "profit_control": 2500, "control": 50, "campaign_cost": 400},
            600,
            id="incremental",
        ),
        pytest.param(
            "romi",
            {"profit_treated": 6000, "treated": 100, "profit_control": 2500, "control": 50, "campaign_cost": 400},
            1.5,
            id="ROMI 150 %",
        ),
        pytest.param(
            "campaign", {"incremental_revenue": 5000, "margin": 0.4, "campaign_cost": 1200}, 800, id="campaign"
        ),
        pytest.param("unit_contribution", {"units": 300, "price": 12, "variable_cost": 7.5}, 1350, id="contribution"),
        pytest.param(
            "break_even_units", {"fixed_cost": 900, "price": 12, "variable_cost": 7.5}, 200, id="break-even units"
        ),
    ],
)
def test_values(variant: str, inputs: dict[str, Any], expected: float) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected)
    assert result.substituted
    assert result.steps


def test_identities() -> None:
    # at break-even units the contribution equals the fixed cost; ROMI = incremental / cost; 1 / margin = break-even ROAS
    needed = INDICATOR.compute(variant="break_even_units", fixed_cost=913, price=12.5, variable_cost=7.1).value
    assert needed is not None
    contribution = INDICATOR.compute(variant="unit_contribution", units=needed, price=12.5, variable_cost=7.1)
    assert contribution.value == pytest.approx(913)
    assert INDICATOR.compute(variant="margin", contribution=25, revenue=100).steps[-1].code == (
        "profit.steps.break_even_roas"
    )
    found = INDICATOR.compute(variant="campaign", incremental_revenue=3000, margin=0.4, campaign_cost=1200)
    assert found.value == pytest.approx(0)
    assert found.details["break_even_revenue"] == pytest.approx(3000)


def test_total_is_set_against_incremental() -> None:
    result = INDICATOR.compute(
        variant="incremental", profit_treated=6000, treated=100, profit_control=2500, control=50, campaign_cost=400
    )
    (notice,) = result.warnings
    assert notice.code == "profit.warnings.total_is_not_incremental"
    assert notice.fields == {"total": 6000.0, "added": 600.0}
    assert result.details["anyway"] == pytest.approx(5000)
    assert result.details["romi"] == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("per_customer", {"contribution": 0, "customers": 0}, "profit.no_answer.no_customers", id="0/0"),
        pytest.param("margin", {"contribution": 0, "revenue": 0}, "profit.no_answer.no_revenue", id="no revenue"),
        pytest.param(
            "incremental",
            {"profit_treated": 5, "treated": 5, "profit_control": 0, "control": 0, "campaign_cost": 1},
            "profit.no_answer.empty_group",
            id="no control",
        ),
        pytest.param(
            "romi",
            {"profit_treated": 5, "treated": 5, "profit_control": 0, "control": 0, "campaign_cost": 1},
            "profit.no_answer.empty_group",
            id="ROMI: no control",
        ),
        pytest.param(
            "romi",
            {"profit_treated": 5, "treated": 5, "profit_control": 4, "control": 5, "campaign_cost": 0},
            "profit.no_answer.no_campaign_cost",
            id="free campaign",
        ),
        pytest.param(
            "break_even_units",
            {"fixed_cost": 10, "price": 5, "variable_cost": 5},
            "profit.no_answer.no_contribution",
            id="price equals cost",
        ),
        pytest.param(
            "break_even_units",
            {"fixed_cost": 10, "price": 5, "variable_cost": 6},
            "profit.no_answer.no_contribution",
            id="sold below cost",
        ),
        pytest.param(
            "profit", {"revenue": 0, "cost": HUGE, "fixed_cost": HUGE}, "common.no_answer.too_large", id="overflow"
        ),
        pytest.param(
            "unit_contribution",
            {"units": 10, "price": HUGE, "variable_cost": 0},
            "common.no_answer.too_large",
            id="huge",
        ),
    ],
)
def test_no_answer(variant: str, inputs: dict[str, Any], code: str) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == code


@pytest.mark.parametrize(
    ("inputs", "match"),
    [
        pytest.param({"revenue": -1, "cost": 10}, "revenue must be at least 0", id="negative revenue"),
        pytest.param({"revenue": 1, "cost": -1}, "cost must be at least 0", id="negative cost"),
        pytest.param({"revenue": math.nan, "cost": 10}, "revenue must be a finite number", id="nan"),
        pytest.param({"revenue": math.inf, "cost": 10}, "revenue must be a finite number", id="inf"),
        pytest.param({"revenue": 1}, "cost is missing", id="missing"),
        pytest.param(
            {"variant": "campaign", "incremental_revenue": 1, "margin": 40, "campaign_cost": 1},
            "margin must be at most 1",
            id="margin as per cent",
        ),
    ],
)
def test_impossible_inputs(inputs: dict[str, Any], match: str) -> None:
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(**inputs)


@pytest.mark.parametrize("variant", [variant.name for variant in INDICATOR.variants])
@pytest.mark.parametrize("size", [-HUGE, -0.5, 0, 1e-300, 0.5, HUGE])
def test_any_size_gives_finite_figures(variant: str, size: float) -> None:
    chosen = INDICATOR.variant(variant)
    inputs = {}
    for item in map(INDICATOR.input, (*chosen.inputs, *chosen.optional)):
        low = -math.inf if item.minimum is None else item.minimum
        inputs[item.name] = min(max(size, low), math.inf if item.maximum is None else item.maximum)
    result = INDICATOR.compute(variant=variant, **inputs)
    assert all(math.isfinite(figure) for figure in (*result.details.values(), result.value or 0.0))


@pytest.mark.parametrize(
    ("inputs", "codes"),
    [
        pytest.param({"revenue": 10, "cost": 3}, ["no_fixed_cost"], id="contribution only"),
        pytest.param({"revenue": 10, "cost": 30, "fixed_cost": 1}, ["loss"], id="loss"),
        pytest.param(
            {"variant": "break_even_units", "fixed_cost": 9, "price": 4, "variable_cost": 1, "units": 2},
            ["below_break_even"],
            id="below break-even",
        ),
        pytest.param({"variant": "margin", "contribution": -1, "revenue": 9}, ["sells_at_loss"], id="sold at a loss"),
        pytest.param(
            {"variant": "campaign", "incremental_revenue": 10, "margin": 0.5, "campaign_cost": 9},
            ["campaign_loses"],
            id="campaign loses",
        ),
    ],
)
def test_warnings(inputs: dict[str, Any], codes: list[str]) -> None:
    assert [notice.code for notice in INDICATOR.compute(**inputs).warnings] == [
        f"profit.warnings.{code}" for code in codes
    ]


def test_per_customer_interval_is_students() -> None:
    (row,) = orders()
    expected = mean_interval(list(by_hand()["profit"])).interval
    interval = INDICATOR.interval(variant="per_customer", **row)
    assert interval is not None
    assert expected is not None
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high))


def test_margin_interval_is_the_delta_method_over_customers() -> None:
    (row,) = orders()
    customers = by_hand()
    expected = ratio_interval(ratio_sums(customers["profit"], customers["revenue"])).interval
    interval = INDICATOR.interval(variant="margin", **row)
    assert interval is not None
    assert expected is not None
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high))


def test_incremental_interval_is_welchs_scaled_and_shifted() -> None:
    (row,) = orders()
    customers = by_hand()
    welch = compare_means(
        list(customers.loc[customers["arm"] == "control", "profit"]),
        list(customers.loc[customers["arm"] == "welcome", "profit"]),
    )
    assert welch.interval is not None
    total = INDICATOR.interval(variant="incremental", campaign_cost=500, **row)
    rate = INDICATOR.interval(variant="romi", campaign_cost=500, **row)
    assert total is not None
    assert rate is not None
    assert total.low == pytest.approx(welch.interval.low * row["treated"] - 500)
    assert rate.high == pytest.approx((welch.interval.high * row["treated"] - 500) / 500)
    test = INDICATOR.compare_to_target({**row, "campaign_cost": 0}, 0, variant="incremental")
    assert test.p_value == pytest.approx(welch.p_value)


def test_incremental_of_two_groups() -> None:
    first, second, _ = ({**row, "campaign_cost": 100} for row in orders(by="channel"))
    found = INDICATOR.compare(first, second, variant="incremental")
    values = [INDICATOR.compute(variant="incremental", **row).value or 0.0 for row in (first, second)]
    assert found.estimate == pytest.approx(values[1] - values[0])
    assert found.interval is not None
    assert found.interval.low < values[1] - values[0] < found.interval.high


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("profit", {"revenue": 5, "cost": 2}, "common.no_interval.deterministic", id="a total"),
        pytest.param("per_customer", {"contribution": 5, "customers": 2}, "common.no_interval.needs_rows", id="typed"),
        pytest.param(
            "incremental",
            {"profit_treated": 5, "treated": 5, "profit_control": 4, "control": 5, "campaign_cost": 0},
            "common.no_interval.needs_rows",
            id="typed groups",
        ),
        pytest.param(
            "incremental",
            {
                "profit_treated": 10,
                "treated": 5,
                "profit_treated_squares": 20,
                "profit_control": 5,
                "control": 5,
                "profit_control_squares": 5,
                "campaign_cost": 0,
            },
            "common.no_interval.no_variation",
            id="every customer alike",
        ),
    ],
)
def test_why_there_is_no_interval(variant: str, inputs: dict[str, Any], code: str) -> None:
    reason = INDICATOR.why_no_interval(variant=variant, **inputs)
    assert INDICATOR.interval(variant=variant, **inputs) is None
    assert reason is not None
    assert reason.code == code
    assert INDICATOR.compare(inputs, inputs, variant=variant).p_value is None


def test_defaults_are_what_the_sample_gives() -> None:
    typed = {item.name for item in INDICATOR.inputs if not item.evidence}
    (row,) = orders()
    shown = {name: value for name, value in row.items() if name in typed}
    assert shown == pytest.approx({name: INDICATOR.defaults[name] for name in shown}, rel=1e-9)


def test_segments_add_up_and_customers_of_a_month_are_its_buyers() -> None:
    (overall,) = orders()
    for parts in (orders(by="channel"), orders(by="arm")):
        for name in ("revenue", "cost", "contribution", "customers", "losing_customers", "units"):
            assert sum(row[name] for row in parts) == pytest.approx(overall[name])
    months = orders(period="month")
    assert len(months) == 24
    assert sum(row["contribution"] for row in months) == pytest.approx(overall["contribution"])
    # a customer who buys in three months is a customer of each
    assert sum(row["customers"] for row in months) > overall["customers"]


ODD = """who,arm,took,spent
a,promo,10,4
a,promo,5,9
b,Control,8,2
c,control,-3,0
c,promo,6,1
,promo,4,5
d,,7,1
"""
ODD_ROLES = {"revenue": "took", "cost": "spent", "customer": "who", "arm": "arm"}


def test_rows_that_need_saying() -> None:
    (row,), notices = measured(ODD, ODD_ROLES)
    # d has no arm and is left out; the guest order is a customer; c was in both arms and belongs to neither
    assert (row["revenue"], row["cost"], row["customers"]) == (30, 21, 4)
    assert (row["treated"], row["profit_treated"]) == (2, 1)
    assert (row["control"], row["profit_control"]) == (1, 6)
    assert row["losing_customers"] == 1
    assert {notice.code: notice.fields["count"] for notice in notices} == {
        "profit.rules.guest_orders": 1,
        "profit.rules.returns": 1,
        "profit.rules.both_arms": 2,
        "profit.rules.blank_arm": 1,
        "profit.rules.control_rows": 2,
    }


def test_quantiles_of_customers() -> None:
    frame = frame_of("orders.csv", ORDERS, extra="quantiles")
    found, expected = frame.iloc[0], by_hand()["profit"]
    assert found["customers"] == 600
    assert found["q50"] == pytest.approx(expected.median())
    assert found["q90"] == pytest.approx(expected.quantile(0.9))
    assert found["losing"] == (expected < 0).sum()
    assert found["lost"] == pytest.approx(expected[expected < 0].sum())
    assert found["best_tenth"] == pytest.approx(expected.nlargest(60).sum())
    assert (found["lowest"], found["highest"]) == pytest.approx((expected.min(), expected.max()))
    inside = expected.between(expected.quantile(0.05), expected.quantile(0.95))
    assert found["trimmed_mean"] == pytest.approx(expected[inside].mean())


def test_histogram_holds_everybody() -> None:
    whole = frame_of("orders.csv", ORDERS, extra="histogram")
    groups = frame_of("orders.csv", ORDERS, extra="histogram", by="channel")
    assert whole["customers"].sum() == groups["customers"].sum() == 600
    assert whole["profit"].sum() == pytest.approx(by_hand()["profit"].sum())
    assert len(whole) <= 40
    # all bins lie on one grid, so that groups can be laid over each other
    assert set(groups["low"].round(6)) <= set(whole["low"].round(6))


def test_histogram_of_equal_customers_is_one_bar() -> None:
    text = "customer,profit\n" + "".join(f"{name},5\n" for name in "abcd")
    frame = measure(read(text.encode(), name="same.csv"), INDICATOR, {"profit": "profit"}, extra="histogram")
    assert frame["customers"].tolist() == [4]


def test_totals_per_month_and_shop() -> None:
    (row,) = rows_of(frame_of("shop_months.csv", TOTALS))
    table = pd.read_csv(ROOT / "sample_data" / "shop_months.csv")
    sums = table[["revenue", "cost_of_sales", "fixed_cost", "loaves"]].sum()
    result = INDICATOR.compute(**row)
    assert result.value == pytest.approx(sums["revenue"] - sums["cost_of_sales"] - sums["fixed_cost"])
    assert row["price"] == pytest.approx(sums["revenue"] / sums["loaves"])
    interval = INDICATOR.interval(variant="margin", **row)
    assert interval is not None
    assert interval.low < (INDICATOR.compute(variant="margin", **row).value or 0) < interval.high
    found = INDICATOR.compare(*rows_of(frame_of("shop_months.csv", TOTALS, by="shop")), variant="margin")
    assert found.method == "delta"


def test_customers_with_ready_profit() -> None:
    roles = {"profit": "profit", "arm": "arm"}
    (row,) = rows_of(frame_of("customer_profits.csv", roles))
    table = pd.read_csv(ROOT / "sample_data" / "customer_profits.csv")
    assert INDICATOR.compute(variant="per_customer", **row).value == pytest.approx(table["profit"].mean())
    groups = rows_of(frame_of("customer_profits.csv", roles, by="kind"))
    found = INDICATOR.compare(*groups, variant="per_customer")
    assert found.p_value is not None
    assert found.p_value < 0.001


@needs_shared("nasty", "A20_one_whale.csv")
def test_one_whale_is_flagged() -> None:
    # manifest: means 12 and 2,007.984 of 500 and 501, p about 0.32; one order of 1,000,000
    ds = read(shared_path("nasty", "A20_one_whale.csv"))
    frame = measure(ds, INDICATOR, {"profit": "revenue"}, by="group")
    groups = dict(zip(frame["group"], rows_of(frame), strict=True))
    whale = INDICATOR.compute(variant="per_customer", **groups["B"])
    assert whale.value == pytest.approx(2007.9840319361278)
    (notice,) = whale.warnings
    assert notice.code == "profit.warnings.one_customer"
    assert notice.fields["rest"] == pytest.approx(12)
    assert notice.fields["median"] == pytest.approx(12)
    assert INDICATOR.compute(variant="per_customer", **groups["A"]).warnings == ()
    found = INDICATOR.compare(groups["A"], groups["B"], variant="per_customer")
    assert found.p_value == pytest.approx(0.3178, abs=1e-4)
    spread = measure(ds, INDICATOR, {"profit": "revenue"}, by="group", extra="quantiles").set_index("group")
    assert spread.loc["B", "trimmed_mean"] == pytest.approx(12)


@needs_shared("data", "hillstrom_email.csv")
def test_hillstrom_spend_per_recipient() -> None:
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["hillstrom"]
    ds = read(shared_path("data", "hillstrom_email.csv"))
    frame = measure(ds, INDICATOR, {"profit": "spend"}, by="segment")
    groups = dict(zip(frame["group"], rows_of(frame), strict=True))
    for name, expected in truth["spend"].items():
        value = INDICATOR.compute(variant="per_customer", **groups[name]).value
        assert value == pytest.approx(expected["mean"])
    # Welch, mens e-mail against none: t 5.300140358411669, interval 0.4851397 to 1.0545146
    found = INDICATOR.compare(groups["No E-Mail"], groups["Mens E-Mail"], variant="per_customer")
    assert found.statistic == pytest.approx(5.300140358411669)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((0.4851397325684076, 1.0545145792206658))


@needs_shared("data", "artea_ab_experiment.csv")
def test_artea_revenue_per_customer() -> None:
    # ground truth: Welch t -0.3613063774355242, p 0.7178858403041485
    ds = read(shared_path("data", "artea_ab_experiment.csv"))
    frame = measure(ds, INDICATOR, {"profit": "revenue_after", "arm": "test_coupon"})
    (row,) = rows_of(frame)
    assert (row["control"], row["treated"]) == (2498, 2502)
    found = INDICATOR.compare_to_target({**row, "campaign_cost": 0}, 0, variant="incremental")
    assert found.statistic == pytest.approx(-0.3613063774355242)
    assert found.p_value == pytest.approx(0.7178858403041485)


@needs_shared("nasty", "A19_constant_column.csv")
def test_values_that_never_vary() -> None:
    frame = measure(read(shared_path("nasty", "A19_constant_column.csv")), INDICATOR, {"profit": "value"}, by="group")
    found = INDICATOR.compare(*rows_of(frame), variant="per_customer")
    assert found.p_value is None
    assert found.estimate == 0


def test_every_code_has_a_sentence() -> None:
    codes = {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    (row,) = orders()
    for variant in INDICATOR.variants:
        names = (*variant.inputs, *variant.optional)
        inputs = {name: row.get(name, INDICATOR.defaults.get(name)) for name in names}
        result = INDICATOR.compute(variant=variant.name, **inputs)
        codes |= {step.code for step in result.steps} | {notice.code for notice in result.warnings}
    codes |= {f"profit.inputs.{item.name}.label" for item in INDICATOR.inputs}
    assert [code for code in sorted(codes) if not has(code)] == []


def test_no_benchmark_is_set_beside_a_definition_it_may_not_share() -> None:
    assert all(row.variants == () and row.caution for row in benchmarks("profit"))


def test_registered() -> None:
    assert INDICATORS["profit"] is INDICATOR
