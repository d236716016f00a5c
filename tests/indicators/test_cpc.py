"""Cost per click: ratio of sums against the mean of ratios, identities, rows that cost nothing or brought nothing, real files."""

from __future__ import annotations

import json
import math
from typing import Any

import ibis
import pandas as pd
import pytest

from lib.core import InputError, Notice
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.indicators import INDICATORS
from lib.indicators._cpc_rows import measure_ads
from lib.indicators.cpc import INDICATOR
from lib.knowledge.benchmarks import benchmarks, comparable
from lib.knowledge.catalogue import has
from lib.stats import ratio_interval, ratio_sums
from tests.shared import ROOT, needs_shared, shared_path

HUGE = 1e308
ADS = {name: name for name in ("cost", "clicks", "date", "keyword", "impressions", "orders", "revenue")}
# Air France internet marketing (Kellogg KEL319), a published student solution: clicks, media cost, bookings, revenue;
# the seventh is what is left of the printed totals (512,849; 755,315.922; 3,939; 4,661,912.55)
AIR_FRANCE = {
    "yahoo_us": (45598, 46197.82462, 662, 882288.95),
    "msn_global": (11217, 12160.36244, 129, 145524.25),
    "msn_us": (10808, 16098.48741, 140, 181549.8),
    "google_global": (72895, 120946.712, 797, 929549.8),
    "google_us": (192109, 353640.5989, 1550, 1745481.8),
    "overture_us": (119323, 141976.0745, 289, 347433.25),
    "overture_global": (60899, 64295.86, 372, 430084.7),
}


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [inputs_of({str(k): v for k, v in row.items()}, INDICATOR) for row in frame.to_dict("records")]


def measured(text: str, roles: dict[str, str], **options: Any) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    frame = measure(read(text.encode(), name="small.csv"), INDICATOR, roles, **options)
    return rows_of(frame)[0], frame.attrs["notices"]


def sample(**options: Any) -> list[dict[str, Any]]:
    return rows_of(measure(read(ROOT / "sample_data" / "ads.csv"), INDICATOR, ADS, **options))


@pytest.mark.parametrize(
    ("variant", "inputs", "expected", "digits"),
    [
        pytest.param("cpc", {"cost": 755315.922, "clicks": 512849}, 1.4728, 4, id="Air France totals"),
        # printed CPCs of the same solution
        pytest.param("cpc", {"cost": 46197.82462, "clicks": 45598}, 1.0132, 4, id="Air France Yahoo US"),
        pytest.param("cpc", {"cost": 353640.5989, "clicks": 192109}, 1.8408, 4, id="Air France Google US"),
        pytest.param("cpc", {"cost": 141976.0745, "clicks": 119323}, 1.1898, 4, id="Air France Overture US"),
        # KAG_conversion_data, totals of the file
        pytest.param("cpc", {"cost": 58705.229958205, "clicks": 38165}, 1.538195, 6, id="KAG"),
        pytest.param("cpm", {"cost": 58705.229958205, "impressions": 213434828}, 0.275050, 6, id="KAG: CPM"),
        # hand arithmetic: 1,000 impressions cost 9 and bring 12 clicks
        pytest.param("from_cpm", {"cpm": 9, "click_rate": 0.012}, 0.75, 9, id="CPM 9, CTR 1.2 %"),
        # TCR 2 % x AOV 60 x margin 25 %, definitions B16
        pytest.param(
            "max_cpc", {"revenue": 1200, "clicks": 1000, "orders": 20, "margin": 0.25}, 0.3, 9, id="TCR x AOV x margin"
        ),
        # hand arithmetic: rows with CPC 1 and 3, whatever their clicks
        pytest.param("mean_of_rows", {"row_cpc_sum": 4, "rows_with_clicks": 2}, 2, 9, id="mean of two rows"),
    ],
)
def test_values(variant: str, inputs: dict[str, Any], expected: float, digits: int) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is not None
    assert round(result.value, digits) == expected
    assert result.steps


@pytest.mark.parametrize("publisher", AIR_FRANCE)
def test_identities(publisher: str) -> None:
    # definitions B16: CPA = CPC / TCR; CPC = CPM / (1000 CTR); max CPC = TCR x AOV x margin
    clicks, cost, orders, revenue = AIR_FRANCE[publisher]
    result = INDICATOR.compute(
        cost=cost, clicks=clicks, impressions=clicks * 40, orders=orders, revenue=revenue, margin=0.1
    )
    found = result.details
    assert result.value is not None
    assert found["cost_per_order"] == pytest.approx(result.value / found["conversion"])
    assert found["cost_per_order"] == pytest.approx(cost / orders)
    assert result.value == pytest.approx(found["cpm"] / (1000 * found["click_rate"]))
    assert found["max_cpc"] == pytest.approx(orders / clicks * (revenue / orders) * 0.1)


def test_mean_of_publishers_is_not_the_cpc() -> None:
    # the trap of the case, on its seven publishers: mean of ratios against ratio of sums
    cpcs = [cost / clicks for clicks, cost, _, _ in AIR_FRANCE.values()]
    total = sum(cost for _, cost, _, _ in AIR_FRANCE.values()), sum(clicks for clicks, *_ in AIR_FRANCE.values())
    result = INDICATOR.compute(cost=total[0], clicks=total[1], row_cpc_sum=sum(cpcs), rows_with_clicks=7)
    assert result.value == pytest.approx(1.4728, abs=5e-5)
    assert result.details["mean_of_rows"] == pytest.approx(sum(cpcs) / 7)
    assert [notice.code for notice in result.warnings] == ["cpc.warnings.not_the_mean"]


def test_the_mistake_is_called_one() -> None:
    # Air France: 1.89 as mean of keyword CPCs, 1.4728 of totals; 1,000 keywords stand in for theirs
    result = INDICATOR.compute(
        variant="mean_of_rows", row_cpc_sum=1890, rows_with_clicks=1000, cost=755315.922, clicks=512849
    )
    assert result.value == pytest.approx(1.89)
    (warning,) = result.warnings
    assert warning.code == "cpc.warnings.mean_of_rows"
    assert warning.fields["cpc"] == pytest.approx(1.4728, abs=5e-5)


def test_a_click_that_costs_more_than_it_earns() -> None:
    # definitions B16: CPC 0.50, max CPC 0.30
    result = INDICATOR.compute(cost=500, clicks=1000, orders=20, revenue=1200, margin=0.25)
    assert result.details["max_cpc"] == pytest.approx(0.3)
    assert result.details["cost_per_order"] == pytest.approx(25)
    assert [notice.code for notice in result.warnings] == ["cpc.warnings.loses_money"]


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("cpc", {"cost": 0, "clicks": 0}, "cpc.no_answer.no_clicks", id="0/0"),
        pytest.param("cpc", {"cost": 25, "clicks": 0}, "cpc.no_answer.no_clicks", id="cost without clicks"),
        pytest.param("cpm", {"cost": 5, "impressions": 0}, "cpc.no_answer.no_impressions", id="nothing shown"),
        pytest.param("from_cpm", {"cpm": 5, "click_rate": 0}, "cpc.no_answer.no_click_rate", id="nobody clicks"),
        pytest.param("max_cpc", {"revenue": 5, "clicks": 0, "margin": 0.3}, "cpc.no_answer.no_clicks", id="max: 0"),
        pytest.param("mean_of_rows", {"row_cpc_sum": 0, "rows_with_clicks": 0}, "cpc.no_answer.no_rows", id="no rows"),
        pytest.param("cpc", {"cost": HUGE, "clicks": 0.001}, "common.no_answer.too_large", id="overflow: cpc"),
        pytest.param("cpm", {"cost": HUGE, "impressions": 1}, "common.no_answer.too_large", id="overflow: cpm"),
        pytest.param("from_cpm", {"cpm": HUGE, "click_rate": 1e-9}, "common.no_answer.too_large", id="overflow"),
        pytest.param("from_cpm", {"cpm": 1, "click_rate": 5e-324}, "common.no_answer.too_large", id="denormal rate"),
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
        pytest.param({"cost": -1, "clicks": 10}, "cost must be at least 0", id="negative cost"),
        pytest.param({"cost": 1, "clicks": -1}, "clicks must be at least 0", id="negative clicks"),
        pytest.param({"cost": math.nan, "clicks": 10}, "cost must be a finite number", id="nan"),
        pytest.param({"cost": 1, "clicks": math.inf}, "clicks must be a finite number", id="inf"),
        pytest.param({"cost": 1}, "clicks is missing", id="missing"),
        pytest.param({"cost": 1, "clicks": 1, "margin": 1.2}, "margin must be at most 1", id="margin as per cent"),
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


def test_free_clicks_are_questioned() -> None:
    result = INDICATOR.compute(cost=0, clicks=10)
    assert result.value == 0
    assert result.warnings[0].code == "cpc.warnings.free"


CLICKS, VIEWS = (
    [2.0, 3.0, 1.0, 4.0, 2.0, 3.0, 1.0, 3.0, 2.0, 3.0],
    [10.0, 12.0, 9.0, 15.0, 11.0, 14.0, 8.0, 13.0, 10.0, 12.0],
)


def by_day(cost: list[float], clicks: list[float]) -> dict[str, Any]:
    lines = [f"2026-03-{day + 1:02d},{a},{b}" for day, (a, b) in enumerate(zip(cost, clicks, strict=True))]
    row, _ = measured("date,cost,clicks\n" + "\n".join(lines) + "\n", {n: n for n in ("date", "cost", "clicks")})
    return row


def test_interval_is_the_delta_method_over_days() -> None:
    # delta_ratio_identity of the reference values: ratio 0.21052631578947367, standard error 0.014968071918;
    # t quantile with 9 degrees of freedom 2.262157 (table)
    row = by_day(CLICKS, VIEWS)
    interval = INDICATOR.interval(**row)
    assert INDICATOR.compute(**row).value == pytest.approx(0.21052631578947367)
    assert interval is not None
    assert interval.high - 0.21052631578947367 == pytest.approx(2.262157 * 0.014968071918, rel=1e-5)


def test_cpm_interval_is_a_thousand_times_that_of_its_ratio() -> None:
    (row,) = sample()
    frame = pd.read_csv(ROOT / "sample_data" / "ads.csv").groupby("date")[["cost", "impressions"]].sum()
    expected = ratio_interval(ratio_sums(frame["cost"] * 1000, frame["impressions"])).interval
    interval = INDICATOR.interval(variant="cpm", **row)
    assert interval is not None
    assert expected is not None
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high))


def test_difference_of_scaled_ratios_is_scaled_too() -> None:
    first, second = sample(by="channel")
    first["margin"] = second["margin"] = 0.4
    found = INDICATOR.compare(first, second, variant="max_cpc")
    values = [INDICATOR.compute(variant="max_cpc", **row).value or 0.0 for row in (first, second)]
    assert found.estimate == pytest.approx(values[1] - values[0])
    assert (found.estimate_a, found.estimate_b) == pytest.approx(tuple(values))
    assert found.interval is not None
    assert found.interval.low < values[1] - values[0] < found.interval.high


def test_limits_do_not_fall_below_zero() -> None:
    interval = INDICATOR.interval(**by_day([0.0, 0.0, 9.0], [5.0, 6.0, 4.0]))
    assert interval is not None
    assert interval.low == 0


@pytest.mark.parametrize(
    ("cost", "clicks", "code"),
    [
        pytest.param([4.0], [2.0], "common.no_interval.too_few_units", id="one day"),
        pytest.param([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], "common.no_interval.no_variation", id="the same CPC every day"),
    ],
)
def test_why_there_is_no_interval(cost: list[float], clicks: list[float], code: str) -> None:
    row = by_day(cost, clicks)
    reason = INDICATOR.why_no_interval(**row)
    assert INDICATOR.interval(**row) is None
    assert reason is not None
    assert reason.code == code


def test_typed_totals_have_no_interval_and_say_why() -> None:
    reason = INDICATOR.why_no_interval(cost=100, clicks=50)
    assert reason is not None
    assert reason.code == "common.no_interval.needs_rows"
    assert INDICATOR.compare({"cost": 100, "clicks": 50}, {"cost": 60, "clicks": 50}).estimate == pytest.approx(-0.8)


def test_comparison_of_channels() -> None:
    found = INDICATOR.compare(*sample(by="channel"))
    assert found.method == "delta"
    assert found.p_value is not None
    assert found.p_value < 1e-6


def test_target() -> None:
    (row,) = sample()
    found = INDICATOR.compare_to_target(row, 0.6)
    assert found.estimate == pytest.approx(18819.19 / 24576 - 0.6)
    assert found.p_value is not None
    assert found.p_value < 0.001


def test_units_can_be_chosen() -> None:
    assert [sample(unit=unit)[0]["units"] for unit in ("auto", "day", "keyword", "row")] == [181, 181, 9, 1629]


def test_an_export_of_one_period_is_based_on_its_keywords() -> None:
    # as Meta exports it: every row carries the first day of the reporting period
    text = "start,ad,spent,clicks\n" + "".join(f"2026-01-01,ad {i % 4},{i},{i + 3}\n" for i in range(1, 9))
    row, _ = measured(text, {"date": "start", "keyword": "ad", "cost": "spent", "clicks": "clicks"})
    assert row["units"] == 4
    assert INDICATOR.interval(**row) is not None


def test_defaults_are_what_the_sample_gives() -> None:
    (row,) = sample()
    typed = {item.name for item in INDICATOR.inputs if not item.evidence}
    assert {name: row[name] for name in row if name in typed} == pytest.approx(
        {name: INDICATOR.defaults[name] for name in row if name in typed}, rel=1e-9
    )


def test_segments_and_months_add_up() -> None:
    (overall,) = sample()
    for parts in (sample(by="campaign"), sample(period="month"), sample(by="channel", period="week")):
        for name in ("cost", "clicks", "revenue", "row_cpc_sum", "rows_with_clicks"):
            assert sum(row[name] for row in parts) == pytest.approx(overall[name])


def test_rows_that_cannot_count_are_said() -> None:
    text = "cost,clicks,impressions\n10,5,100\n-3,1,50\n4,0,60\n0,2,1\n,3,9\n6,3,\n"
    row, notices = measured(text, {name: name for name in ("cost", "clicks", "impressions")})
    assert (row["cost"], row["clicks"]) == (20, 10)
    assert {notice.code: notice.fields["count"] for notice in notices} == {
        "common.rules.missing_role": 1,
        "cpc.rules.negative": 1,
        "cpc.rules.cost_without_clicks": 1,
        "cpc.rules.clicks_without_cost": 1,
        "cpc.rules.more_clicks": 1,
        "cpc.rules.no_impressions": 1,
    }


def test_no_usable_row_is_no_answer() -> None:
    row, _ = measured("cost,clicks\n-1,2\n", {"cost": "cost", "clicks": "clicks"})
    result = INDICATOR.compute(**row)
    assert result.no_answer is not None
    assert result.no_answer.code == "cpc.no_answer.no_clicks"


def test_huge_rows_leave_no_evidence_rather_than_infinity() -> None:
    table = ibis.memtable({"cost": [1e200, 1e200], "clicks": [5, 7]})
    (row,) = rows_of(measure_ads(table, (), {"unit": "row"}).execute())
    assert INDICATOR.compute(**row).value == pytest.approx(2e200 / 12)
    reason = INDICATOR.why_no_interval(**row)
    assert reason is not None
    assert reason.code == "common.no_interval.needs_rows"


def test_every_code_has_a_sentence() -> None:
    codes = {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    for variant in INDICATOR.variants:
        inputs = {name: INDICATOR.defaults[name] for name in (*variant.inputs, *variant.optional)}
        result = INDICATOR.compute(variant=variant.name, **inputs)
        codes |= {step.code for step in result.steps} | {notice.code for notice in result.warnings}
    codes |= {f"cpc.inputs.{item.name}.label" for item in INDICATOR.inputs}
    assert [code for code in sorted(codes) if not has(code)] == []


def test_benchmarks_are_prices_with_a_currency() -> None:
    assert all(row.currency == "USD" and row.unit == "money" and row.year for row in benchmarks("cpc"))
    assert len(comparable("cpc", "cpc")) == len(benchmarks("cpc"))
    assert comparable("cpc", "max_cpc") == ()


@needs_shared("nasty", "A15_zero_spend_and_clicks.csv")
def test_zero_spend_zero_clicks_missing_spend() -> None:
    # manifest: spend 175, clicks 250 on rows with spend, CPC 0.70; the mean of rows would say (0.5 + 0) / 2
    roles = {"cost": "spend", "clicks": "clicks", "impressions": "impressions"}
    frame = measure(read(shared_path("nasty", "A15_zero_spend_and_clicks.csv")), INDICATOR, roles)
    result = INDICATOR.compute(**rows_of(frame)[0])
    assert result.value == pytest.approx(0.7)
    assert result.details["mean_of_rows"] == pytest.approx(0.25)
    assert "common.rules.missing_role" in {notice.code for notice in frame.attrs["notices"]}


@needs_shared("data", "KAG_conversion_data.csv")
def test_kag() -> None:
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["kag"]
    roles = {"cost": "Spent", "clicks": "Clicks", "impressions": "Impressions", "orders": "Total_Conversion"}
    ds = read(shared_path("data", "KAG_conversion_data.csv"))
    frame = measure(ds, INDICATOR, roles)
    (row,) = rows_of(frame)
    result = INDICATOR.compute(**row)
    assert result.value == pytest.approx(truth["all"]["cpc"], rel=1e-12)
    assert result.details["cpm"] == pytest.approx(truth["all"]["cpm"])
    assert result.details["cost_per_order"] == pytest.approx(truth["all"]["cpa"])
    assert result.details["mean_of_rows"] == pytest.approx(truth["mean_of_row_cpc_WRONG"])
    assert row["units"] == truth["all"]["rows"]
    groups = measure(ds, INDICATOR, roles, by="xyz_campaign_id")
    for name, found in zip(groups["group"], rows_of(groups), strict=True):
        assert INDICATOR.compute(**found).value == pytest.approx(truth["by_campaign"][name]["cpc"])


def test_registered() -> None:
    assert INDICATORS["cpc"] is INDICATOR
