"""Return on ad dollars: one less than ROAS, margin and break-even, increments against control, real files."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from lib.core import InputError, Notice
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.indicators import INDICATORS
from lib.indicators.roa import INDICATOR
from lib.knowledge.benchmarks import benchmarks, comparable
from lib.knowledge.catalogue import has
from lib.stats import compare_means, ratio_interval, ratio_sums
from tests.shared import ROOT, needs_shared, shared_path

HUGE = 1e308
ADS = {name: name for name in ("revenue", "cost", "date", "keyword", "orders", "clicks")}
REGIONS = {"region": "town", "arm": "arm", "revenue": "revenue", "cost": "ad_cost", "date": "week"}
# Air France internet marketing (Kellogg KEL319), a published student solution: clicks, media cost, bookings, revenue and
# the printed net revenue, ROA and TCR with the digits printed
AIR_FRANCE = [
    pytest.param(45598, 46197.82462, 662, 882288.95, 836091.1254, 18.10, 0.0145, id="yahoo_us"),
    pytest.param(11217, 12160.36244, 129, 145524.25, 133363.8876, 10.97, 0.0115, id="msn_global"),
    pytest.param(10808, 16098.48741, 140, 181549.8, 165451.3126, 10.28, 0.0130, id="msn_us"),
    pytest.param(72895, 120946.712, 797, 929549.8, 808603.088, 6.69, 0.0109, id="google_global"),
    pytest.param(192109, 353640.5989, 1550, 1745481.8, 1391841.201, 3.94, 0.0081, id="google_us"),
    pytest.param(119323, 141976.0745, 289, 347433.25, 205457.1755, 1.45, 0.0024, id="overture_us"),
    pytest.param(512849, 755315.922, 3939, 4661912.55, 3906596.628, 5.17, 0.0077, id="total"),
]


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [inputs_of({str(k): v for k, v in row.items()}, INDICATOR) for row in frame.to_dict("records")]


def measured(text: str, roles: dict[str, str], **options: Any) -> tuple[list[dict[str, Any]], tuple[Notice, ...]]:
    frame = measure(read(text.encode(), name="small.csv"), INDICATOR, roles, **options)
    return rows_of(frame), frame.attrs["notices"]


def sample(**options: Any) -> list[dict[str, Any]]:
    return rows_of(measure(read(ROOT / "sample_data" / "ads.csv"), INDICATOR, ADS, **options))


def regions(**options: Any) -> list[dict[str, Any]]:
    ds = read(ROOT / "sample_data" / "ad_regions.csv")
    return rows_of(measure(ds, INDICATOR, REGIONS, shape="regions", **options))


@pytest.mark.parametrize(("clicks", "cost", "orders", "revenue", "net", "roa", "conversion"), AIR_FRANCE)
def test_air_france(
    clicks: float, cost: float, orders: float, revenue: float, net: float, roa: float, conversion: float
) -> None:
    result = INDICATOR.compute(revenue=revenue, cost=cost, orders=orders, clicks=clicks)
    assert result.value == pytest.approx(roa, abs=0.006)
    assert result.details["net_revenue"] == pytest.approx(net, abs=1e-3)
    assert result.details["conversion"] == pytest.approx(conversion, abs=5.05e-4)


@pytest.mark.parametrize(("clicks", "cost", "orders", "revenue", "net", "roa", "conversion"), AIR_FRANCE)
def test_identities(
    clicks: float, cost: float, orders: float, revenue: float, net: float, roa: float, conversion: float
) -> None:
    # definitions B16: ROAS = TCR x AOV / CPC, ROA = ROAS - 1, margin ROAS = m ROAS
    spend = INDICATOR.compute(variant="roas", revenue=revenue, cost=cost, orders=orders, clicks=clicks, margin=0.2)
    dollars = INDICATOR.compute(variant="roa", revenue=revenue, cost=cost)
    margins = INDICATOR.compute(variant="margin_roas", revenue=revenue, cost=cost, margin=0.2)
    found = spend.details
    assert spend.value is not None
    assert dollars.value == pytest.approx(spend.value - 1)
    assert spend.value == pytest.approx(found["conversion"] * found["order_value"] / found["cpc"])
    assert margins.value == pytest.approx(0.2 * spend.value)


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        # definitions B16 and reference roas_breakeven: CPC 0.5, TCR 2 %, AOV 60, margin 25 %
        pytest.param("roas", {"revenue": 1200, "cost": 500}, 2.4, id="ROAS 2.4"),
        pytest.param("roa", {"revenue": 1200, "cost": 500}, 1.4, id="ROA 1.4"),
        pytest.param("margin_roas", {"revenue": 1200, "cost": 500, "margin": 0.25}, 0.6, id="margin ROAS 0.6"),
        pytest.param("break_even_roas", {"margin": 0.25}, 4.0, id="break-even 4 at 25 %"),
        pytest.param("roa", {"revenue": 0, "cost": 500}, -1.0, id="all gone: -100 %"),
        # hand arithmetic: 900 - 400 x 10/5 = 100 over 50
        pytest.param(
            "incremental_roas",
            {"revenue_treated": 900, "treated": 10, "revenue_control": 400, "control": 5, "extra_cost": 50},
            2.0,
            id="incremental: unequal groups",
        ),
        pytest.param(
            "incremental_roas",
            {"revenue_treated": 700, "treated": 10, "revenue_control": 800, "control": 10, "extra_cost": 50},
            -2.0,
            id="incremental: treated brought less",
        ),
    ],
)
def test_values(variant: str, inputs: dict[str, Any], expected: float) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected)
    assert result.substituted
    assert result.steps


@pytest.mark.parametrize("margin", [0.1, 0.25, 0.4, 1.0])
def test_profit_is_zero_exactly_at_break_even(margin: float) -> None:
    needed = INDICATOR.compute(variant="break_even_roas", margin=margin).value
    assert needed is not None
    result = INDICATOR.compute(variant="margin_roas", revenue=needed * 100, cost=100, margin=margin)
    assert result.value == pytest.approx(1)
    assert result.details["profit"] == pytest.approx(0, abs=1e-9)


def test_below_break_even_is_said() -> None:
    result = INDICATOR.compute(revenue=1200, cost=500, margin=0.25)
    (warning,) = result.warnings
    assert warning.code == "roa.warnings.below_break_even"
    assert warning.fields == {"roas": 2.4, "needed": 4.0}
    assert not INDICATOR.compute(revenue=2000, cost=500, margin=0.25).warnings


@pytest.mark.parametrize("variant", ["roa", "roas", "margin_roas"])
@pytest.mark.parametrize("revenue", [0, 80], ids=["0/0", "revenue without cost"])
def test_without_cost_there_is_no_answer(variant: str, revenue: float) -> None:
    result = INDICATOR.compute(variant=variant, revenue=revenue, cost=0, margin=0.3)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == "roa.no_answer.no_cost"


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("break_even_roas", {"margin": 0}, "roa.no_answer.no_margin", id="no margin"),
        pytest.param("break_even_roas", {"margin": 5e-324}, "common.no_answer.too_large", id="denormal margin"),
        pytest.param("roas", {"revenue": HUGE, "cost": 0.01}, "common.no_answer.too_large", id="overflow"),
        pytest.param(
            "incremental_roas",
            {"revenue_treated": 1, "treated": 1, "revenue_control": 0, "control": 0, "extra_cost": 5},
            "roa.no_answer.empty_group",
            id="no control",
        ),
        pytest.param(
            "incremental_roas",
            {"revenue_treated": 1, "treated": 1, "revenue_control": 1, "control": 1, "extra_cost": 0},
            "roa.no_answer.no_extra_cost",
            id="nothing spent in addition",
        ),
        pytest.param(
            "incremental_roas",
            {"revenue_treated": 1, "treated": HUGE, "revenue_control": HUGE, "control": 1, "extra_cost": 5},
            "common.no_answer.too_large",
            id="overflow: incremental",
        ),
    ],
)
def test_no_answer(variant: str, inputs: dict[str, Any], code: str) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == code
    assert INDICATOR.interval(variant=variant, **inputs) is None


@pytest.mark.parametrize(
    ("inputs", "match"),
    [
        pytest.param({"revenue": -1, "cost": 10}, "revenue must be at least 0", id="negative revenue"),
        pytest.param({"revenue": 1, "cost": -1}, "cost must be at least 0", id="negative cost"),
        pytest.param({"revenue": math.nan, "cost": 10}, "revenue must be a finite number", id="nan"),
        pytest.param({"revenue": 1, "cost": math.inf}, "cost must be a finite number", id="inf"),
        pytest.param({"revenue": 1}, "cost is missing", id="missing"),
        pytest.param({"revenue": 1, "cost": 1, "margin": 25}, "margin must be at most 1", id="margin as per cent"),
    ],
)
def test_impossible_inputs(inputs: dict[str, Any], match: str) -> None:
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(**inputs)


@pytest.mark.parametrize("variant", [variant.name for variant in INDICATOR.variants])
@pytest.mark.parametrize("size", [0, 1e-300, 0.5, HUGE])
def test_any_size_gives_finite_figures(variant: str, size: float) -> None:
    chosen = INDICATOR.variant(variant)
    names = (*chosen.inputs, *chosen.optional)
    inputs = {name: min(size, INDICATOR.input(name).maximum or size) for name in names}
    result = INDICATOR.compute(variant=variant, **inputs)
    assert all(math.isfinite(figure) for figure in (*result.details.values(), result.value or 0.0))


def test_interval_of_roa_is_that_of_roas_less_one() -> None:
    (row,) = sample()
    days = pd.read_csv(ROOT / "sample_data" / "ads.csv").groupby("date")[["revenue", "cost"]].sum()
    expected = ratio_interval(ratio_sums(days["revenue"], days["cost"])).interval
    dollars, spend = (INDICATOR.interval(variant=variant, **row) for variant in ("roa", "roas"))
    assert expected is not None
    assert dollars is not None
    assert spend is not None
    assert (spend.low, spend.high) == pytest.approx((expected.low, expected.high))
    assert (dollars.low, dollars.high) == pytest.approx((expected.low - 1, expected.high - 1))


def test_channels_differ_and_show_roa_beside_their_difference() -> None:
    first, second = sample(by="channel")
    found = INDICATOR.compare(first, second)
    assert found.estimate_a == pytest.approx(INDICATOR.compute(**first).value)
    assert found.estimate == pytest.approx((found.estimate_b or 0) - (found.estimate_a or 0))
    assert found.p_value is not None
    assert found.p_value < 1e-6


def test_margin_roas_scales_with_the_margin() -> None:
    first, second = ({**row, "margin": 0.4} for row in sample(by="channel"))
    plain = INDICATOR.compare(first, second, variant="roas")
    scaled = INDICATOR.compare(first, second, variant="margin_roas")
    assert plain.estimate is not None
    assert scaled.estimate == pytest.approx(0.4 * plain.estimate)
    assert scaled.p_value == pytest.approx(plain.p_value)


def test_incremental_interval_is_welchs_scaled_by_cost() -> None:
    (row,) = regions()
    towns = pd.read_csv(ROOT / "sample_data" / "ad_regions.csv").groupby(["arm", "town"])["revenue"].sum()
    welch = compare_means(list(towns["control"]), list(towns["ads"]))
    factor = row["treated"] / row["extra_cost"]
    interval = INDICATOR.interval(variant="incremental_roas", **row)
    assert interval is not None
    assert welch.interval is not None
    assert interval.low == pytest.approx(welch.interval.low * factor)
    test = INDICATOR.compare_to_target(row, 0, variant="incremental_roas")
    assert test.p_value == pytest.approx(welch.p_value)
    assert test.estimate == pytest.approx(INDICATOR.compute(variant="incremental_roas", **row).value)


def test_incremental_of_two_groups() -> None:
    found = INDICATOR.compare(*regions(by="size"), variant="incremental_roas")
    assert found.method == "welch"
    assert found.interval is not None
    assert found.interval.low < (found.estimate or 0) < found.interval.high


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        pytest.param({"revenue": 5, "cost": 2}, "common.no_interval.needs_rows", id="typed totals"),
        pytest.param(
            {
                "revenue": 5,
                "cost": 2,
                "units": 1,
                "revenue_squares": 25,
                "cost_squares": 4,
                "revenue_cost": 10,
            },
            "common.no_interval.too_few_units",
            id="one day",
        ),
    ],
)
def test_why_there_is_no_interval(inputs: dict[str, Any], code: str) -> None:
    reason = INDICATOR.why_no_interval(**inputs)
    assert reason is not None
    assert reason.code == code


def test_break_even_was_not_sampled() -> None:
    reason = INDICATOR.why_no_interval(variant="break_even_roas", margin=0.3)
    assert reason is not None
    assert reason.code == "common.no_interval.deterministic"


def test_defaults_are_what_the_samples_give() -> None:
    typed = {item.name for item in INDICATOR.inputs if not item.evidence}
    for row in (*sample(), *regions()):
        shown = {name: value for name, value in row.items() if name in typed}
        assert shown == pytest.approx({name: INDICATOR.defaults[name] for name in shown}, rel=1e-9)


def test_segments_and_months_add_up() -> None:
    (overall,) = sample()
    for parts in (sample(by="campaign"), sample(period="month")):
        for name in ("revenue", "cost", "orders"):
            assert sum(row[name] for row in parts) == pytest.approx(overall[name])


def test_extra_cost_leaves_out_what_ran_everywhere() -> None:
    # hand arithmetic: treated cost 30 + 30, control 10 + 10 + 10 for three regions, so 10 per region ran anyway: 60 - 20
    text = "town,arm,rev,cost\na,ads,100,30\nb,ads,120,30\nc,control,80,10\nd,control,70,10\ne,Control ,90,10\n"
    roles = {"region": "town", "arm": "arm", "revenue": "rev", "cost": "cost"}
    (row,), _ = measured(text, roles, shape="regions")
    assert row["extra_cost"] == pytest.approx(40)
    # (220 - 240 x 2/3) / 40
    assert INDICATOR.compute(variant="incremental_roas", **row).value == pytest.approx(1.5)


def test_rows_that_cannot_count_are_said() -> None:
    text = "revenue,cost\n10,5\n5,-3\n0,4\n7,0\n,3\n-2,1\n"
    (row,), notices = measured(text, {"revenue": "revenue", "cost": "cost"})
    assert (row["revenue"], row["cost"]) == (15, 10)
    assert {notice.code: notice.fields["count"] for notice in notices} == {
        "common.rules.missing_role": 1,
        "roa.rules.negative_cost": 1,
        "roa.rules.returns": 1,
        "roa.rules.revenue_without_cost": 1,
        "roa.rules.cost_without_revenue": 1,
    }


def test_every_code_has_a_sentence() -> None:
    codes = {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    for variant in INDICATOR.variants:
        inputs = {name: INDICATOR.defaults[name] for name in (*variant.inputs, *variant.optional)}
        codes |= {step.code for step in INDICATOR.compute(variant=variant.name, **inputs).steps}
    codes |= {f"roa.inputs.{item.name}.label" for item in INDICATOR.inputs}
    assert [code for code in sorted(codes) if not has(code)] == []


def test_benchmarks_never_mix_roa_and_roas() -> None:
    assert all(row.variants in {("roa",), ("roas",)} for row in benchmarks("roa"))
    assert {row.unit for row in comparable("roa", "roa")} == {"rate"}
    assert {row.unit for row in comparable("roa", "roas")} == {"ratio"}


@needs_shared("nasty", "A15_zero_spend_and_clicks.csv")
def test_zero_spend_and_missing_spend() -> None:
    # manifest: revenue 580 on rows with spend, ROAS 3.3142857142857145
    frame = measure(
        read(shared_path("nasty", "A15_zero_spend_and_clicks.csv")), INDICATOR, {"revenue": "revenue", "cost": "spend"}
    )
    (row,) = rows_of(frame)
    assert (row["revenue"], row["cost"]) == (580, 175)
    assert INDICATOR.compute(variant="roas", **row).value == pytest.approx(3.3142857142857145)
    said = {notice.code: notice.fields["count"] for notice in frame.attrs["notices"]}
    assert said["common.rules.missing_role"] == 1
    assert said["roa.rules.revenue_without_cost"] == 1


def test_registered() -> None:
    assert INDICATORS["roa"] is INDICATOR
