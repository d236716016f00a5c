"""Lifetime value against Gupta and Lehmann's table, hand arithmetic, plain-Python measurement and a simulation of its interval."""

from __future__ import annotations

import csv
import itertools
import math
import random
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators._cltv_series import multiple, slope
from lib.indicators.cltv import INDICATOR
from lib.knowledge.benchmarks import benchmarks, comparable
from lib.knowledge.catalogue import has
from tests.indicators.support import by_group, code_of, inputs_in
from tests.shared import ROOT, needs_shared, shared_path

# Gupta and Lehmann (2005), Managing Customers as Investments, ch. 2: retention by discount rate, printed with two decimals.
RETENTION, DISCOUNT = (0.6, 0.7, 0.8, 0.9), (0.10, 0.12, 0.14, 0.16)
TABLE = ((1.20, 1.15, 1.11, 1.07), (1.75, 1.67, 1.59, 1.52), (2.67, 2.50, 2.35, 2.22), (4.50, 4.09, 3.75, 3.46))
CONTRACT = {"customer": "customer_id", "date": "month", "active": "active", "margin": "margin"}
ORDERS = {"customer": "customer_id", "date": "date", "revenue": "revenue", "cost": "cost"}


def compute(variant: str = "end_of_period", **inputs: Any) -> Any:
    return INDICATOR.compute(variant=variant, **inputs)


def base(**inputs: Any) -> dict[str, Any]:
    return {"margin": 50, "retention": 0.8, "discount_rate": 0.1, "acquisition_cost": 60, **inputs}


@pytest.mark.parametrize(
    ("p", "r", "printed"),
    [
        pytest.param(p, r, TABLE[row][column], id=f"Gupta and Lehmann 2005, p={p} i={r}")
        for row, p in enumerate(RETENTION)
        for column, r in enumerate(DISCOUNT)
    ],
)
def test_margin_multiple(p, r, printed):
    inputs: dict[str, Any] = {"margin": 1, "retention": p, "discount_rate": r, "acquisition_cost": 0}
    assert compute(**inputs).value == pytest.approx(printed, abs=0.0051)
    assert compute("now", **inputs).value == pytest.approx(printed + 1, abs=0.0051)


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param("end_of_period", base(), 50 * 0.8 / 0.3 - 60, id="by hand: 50 * 0.8 / 0.3 - 60"),
        pytest.param("now", base(), 50 * 1.1 / 0.3 - 60, id="by hand: 50 * 1.1 / 0.3 - 60"),
        pytest.param(
            "end_of_period",
            base(horizon=2, retention_cost=6),
            44 * (0.8 / 1.1 + 0.64 / 1.21) - 60,
            id="by hand: two periods, cost to keep",
        ),
        pytest.param("now", base(horizon=1), 50 + 40 / 1.1 - 60, id="by hand: now and after one period"),
        pytest.param("end_of_period", base(retention=0), -60.0, id="by hand: nobody stays"),
        pytest.param("now", base(retention=0), -10.0, id="by hand: one margin and no more"),
        pytest.param("end_of_period", base(retention=1), 440.0, id="by hand: for ever, 50 / 0.1 - 60"),
        pytest.param(
            "end_of_period", base(retention=1, discount_rate=0, horizon=12), 540.0, id="by hand: 12 * 50 - 60"
        ),
        pytest.param("to_cac", base(discount_rate=0), 250 / 60, id="by hand: 50 / 0.2 / 60"),
        pytest.param(
            "simple",
            {"revenue": 50, "gross_margin": 0.6, "retention": 0.95},
            600.0,
            id="by hand: 30 a month, 20 months",
        ),
        pytest.param(
            "observed",
            {"margin_by_age": (20, 11, 6.05), "discount_rate": 0.1, "acquisition_cost": 15},
            20.0,
            id="by hand: 20 + 10 + 5 - 15",
        ),
    ],
)
def test_hand_values(variant, inputs, expected):
    assert compute(variant, **inputs).value == pytest.approx(expected, rel=1e-12)


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 0.95), st.floats(0.01, 0.5))
def test_a_long_horizon_is_nearly_none_and_now_is_one_margin_more(p, r):
    endless, long = multiple(p, r, None, 1), multiple(p, r, 1200, 1)
    assert endless is not None
    assert long == pytest.approx(endless, rel=1e-5)
    assert multiple(p, r, None, 0) == pytest.approx(endless + 1, rel=1e-12)
    assert multiple(p, r, 24, 0) == pytest.approx((multiple(p, r, 24, 1) or 0) + 1, rel=1e-12)


@settings(max_examples=80, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0, 0.5), st.sampled_from([None, 1, 12, 60]), st.sampled_from([0, 1]))
def test_slope_is_the_derivative(p, r, horizon, first):
    step = 1e-6
    up, down = multiple(p + step, r, horizon, first), multiple(p - step, r, horizon, first)
    assert up is not None
    assert down is not None
    assert slope(p, r, horizon, first) == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-6)


def test_published_derivative():
    # Definition: dCLTV/dp = m (1 + r) / (1 + r - p)^2; by hand 50 * 1.1 / 0.09.
    assert compute(**base()).details["slope"] == pytest.approx(50 * 1.1 / 0.09)


def test_acquisition_cost_is_counted_once():
    found = compute("now", **base(discount_rate=0))
    assert found.details["before_cost"] == pytest.approx(250)
    assert found.details["ratio"] == pytest.approx(compute("to_cac", **base(discount_rate=0)).value)
    (notice,) = [item for item in found.warnings if item.code == "cltv.warnings.cost_counted_once"]
    assert notice.fields == {"ratio": pytest.approx(250 / 60), "twice": pytest.approx(190 / 60)}


def test_highest_click_price():
    # By hand: value before acquisition cost 250, two clicks in a hundred become customers.
    assert compute("now", **base(discount_rate=0, conversion_rate=0.02)).details["max_cpc"] == pytest.approx(5)


@pytest.mark.parametrize("variant", ["end_of_period", "now"])
def test_break_even_retention_gives_nought(variant):
    p = compute(variant, **base(acquisition_cost=100)).details["break_even_retention"]
    assert compute(variant, **base(acquisition_cost=100, retention=p)).value == pytest.approx(0, abs=1e-9)


def test_curves():
    found = compute(**base())
    place = found.series["retention_grid"].index(0.8)
    assert found.series["value_by_retention"][place] == pytest.approx(found.value)
    assert found.series["running_value"][0] == -60
    assert found.series["running_value"][-1] == pytest.approx(found.value, abs=1e-4)
    assert found.series["survivors"][:3] == pytest.approx((1, 0.8, 0.64))


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("end_of_period", base(retention=1, discount_rate=0), "cltv.no_answer.endless", id="p = 1, r = 0"),
        pytest.param("now", base(retention=0.95, discount_rate=-0.1), "cltv.no_answer.endless", id="p above 1 + r"),
        pytest.param(
            "simple", {"revenue": 5, "gross_margin": 0.5, "retention": 1}, "cltv.no_answer.endless", id="churn nought"
        ),
        pytest.param("to_cac", base(acquisition_cost=0), "cltv.no_answer.no_cost", id="ratio to nought"),
        pytest.param("end_of_period", base(margin=1e308), "common.no_answer.too_large", id="1e308"),
        pytest.param(
            "end_of_period",
            base(discount_rate=-0.99, horizon=1200),
            "common.no_answer.too_large",
            id="finite, exploding",
        ),
        pytest.param(
            "simple",
            {"revenue": 1e308, "gross_margin": 1, "retention": 0.99},
            "common.no_answer.too_large",
            id="simple 1e308",
        ),
        pytest.param(
            "observed",
            {"margin_by_age": (1e308, 1e308), "discount_rate": 0, "acquisition_cost": 0},
            "common.no_answer.too_large",
            id="observed 1e308",
        ),
    ],
)
def test_no_answer(variant, inputs, code):
    found = compute(variant, **inputs)
    assert found.value is None
    assert code_of(found.no_answer) == code
    assert has(code)


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        pytest.param(base(retention=0.97, discount_rate=0.01), "steep", id="near one"),
        pytest.param(base(margin=5), "below_cost", id="never returns its cost"),
        pytest.param(base(margin=-5), "below_cost", id="negative margin"),
        pytest.param(base(retention=0.99, discount_rate=0), "far_future", id="0.99^36 = 70 %"),
    ],
)
def test_warnings(inputs, code):
    assert f"cltv.warnings.{code}" in [notice.code for notice in compute(**inputs).warnings]


def test_typed_retention_has_no_interval_and_says_why():
    assert INDICATOR.interval(**base()) is None
    assert code_of(INDICATOR.why_no_interval(**base())) == "cltv.no_interval.typed"
    moved = base(retained=160, at_risk=200, retention=0.81)
    assert INDICATOR.interval(**moved) is None
    assert code_of(INDICATOR.why_no_interval(**moved)) == "cltv.no_interval.retention_moved"
    assert code_of(INDICATOR.why_no_interval(**base(retained=0, at_risk=0))) == "common.no_interval.too_few_units"


def test_interval_by_the_delta_method():
    # By hand: slope 50 * 1.1 / 0.09 = 611.11, standard error of p sqrt(0.8 * 0.2 / 400) = 0.02, half width 1.959964 * 12.2222.
    interval = INDICATOR.interval(**base(retained=320, at_risk=400))
    assert interval is not None
    assert interval.method == "delta"
    value = compute(**base()).value
    half = 1.959963984540054 * 611.1111111111 * 0.02
    assert (interval.low, interval.high) == pytest.approx((value - half, value + half), rel=1e-9)


def test_near_one_the_wilson_limits_go_through_the_formula():
    # Wilson limits of 29/29 are 0.8830 and 1 (Newcombe 1998, table I); r = 0.1 keeps the upper one finite.
    inputs = base(retained=29, at_risk=29, retention=1)
    interval = INDICATOR.interval(**inputs)
    assert interval is not None
    assert interval.method == "wilson_through_formula"
    assert interval.low == pytest.approx(compute(**base(retention=0.88303)).value, rel=1e-4)
    assert interval.high == pytest.approx(compute(**inputs).value)


def test_margin_of_few_customers_widens_the_interval():
    narrow = base(retained=320, at_risk=400)
    # Four customers, by hand: margins 150, 50, 120, 80 over 2 periods each, so 50 a period, residuals 50, -50, 20, -20.
    evidence: dict[str, Any] = {
        "customers": 4,
        "active_periods": 8,
        "margin_total": 400,
        "margin_squares": 150**2 + 50**2 + 120**2 + 80**2,
        "active_squares": 16,
        "margin_active": 800,
    }
    wide = INDICATOR.interval(**narrow, **evidence)
    plain = INDICATOR.interval(**narrow)
    assert wide is not None
    assert plain is not None
    margin_error = math.sqrt(4 / 3 * (2 * 50**2 + 2 * 20**2)) / 8
    error = math.hypot(611.1111111111 * 0.02, 0.8 / 0.3 * margin_error)
    assert (wide.high - wide.low) / 2 == pytest.approx(1.959963984540054 * error, rel=1e-9)
    # A margin moved by hand has no rows behind it, so it is taken as known.
    moved = INDICATOR.interval(**{**narrow, **evidence, "margin": 51})
    assert moved is not None
    assert moved.high - moved.low == pytest.approx((plain.high - plain.low) * 51 / 50)


def test_interval_covers_in_a_simulation():
    # 400 samples of 300 chances to stay at p = 0.85: the 95 % interval must hold the true value about 95 times in a hundred.
    rng, truth, covered = random.Random(7), compute(**base(retention=0.85)).value, 0
    for _ in range(400):
        kept = sum(rng.random() < 0.85 for _ in range(300))
        interval = INDICATOR.interval(**base(retained=kept, at_risk=300, retention=kept / 300))
        assert interval is not None
        covered += interval.low <= truth <= interval.high
    assert 0.92 <= covered / 400 <= 0.98


def test_comparison_of_two_groups():
    a, b = base(retained=300, at_risk=400, retention=0.75), base(retained=340, at_risk=400, retention=0.85)
    found = INDICATOR.compare(a, b)
    assert found.estimate == pytest.approx(compute(**b).value - compute(**a).value)
    # By hand: slopes 50 * 1.1 / 0.35^2 and / 0.25^2, errors sqrt(0.75 * 0.25 / 400) and sqrt(0.85 * 0.15 / 400).
    error = math.hypot(55 / 0.1225 * math.sqrt(0.1875 / 400), 55 / 0.0625 * math.sqrt(0.1275 / 400))
    assert found.estimate is not None
    assert found.statistic is not None
    assert found.p_value is not None
    assert found.statistic == pytest.approx(found.estimate / error)
    assert found.p_value == pytest.approx(math.erfc(abs(found.statistic) / math.sqrt(2)))
    assert INDICATOR.compare(a, b, alternative="greater").p_value == pytest.approx(found.p_value / 2)
    assert INDICATOR.compare(a, base()).notes[0].code == "cltv.no_interval.typed"
    target = INDICATOR.compare_to_target(b, 100)
    assert target.estimate == pytest.approx(compute(**b).value - 100)


def test_every_code_has_its_sentence():
    codes = {f"cltv.variants.{item.name}.explain" for item in INDICATOR.variants}
    codes |= {f"cltv.inputs.{item.name}.label" for item in INDICATOR.inputs}
    codes |= {f"cltv.roles.{item.name}.label" for item in INDICATOR.roles}
    codes |= {f"cltv.shapes.{shape.name}.about" for shape in INDICATOR.shapes}
    codes |= {f"cltv.options.{item.name}.label" for shape in INDICATOR.shapes for item in shape.options}
    codes |= {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    codes |= {"cltv.no_interval.typed", "cltv.no_interval.retention_moved", "cltv.reasons.delta"}
    for variant in INDICATOR.variants:
        found = compute(variant.name, **INDICATOR.defaults)
        codes |= {step.code for step in found.steps} | {notice.code for notice in found.warnings}
    assert [code for code in sorted(codes) if not has(code)] == []


def test_benchmarks_are_ratios_to_acquisition_cost():
    assert [row.value for row in comparable("cltv", "to_cac")] == [3, 3.2]
    assert comparable("cltv", "end_of_period") == ()
    assert all(row.source for row in benchmarks("cltv"))


def test_contractual_sample_gives_the_defaults_and_agrees_with_plain_python():
    path = ROOT / "sample_data" / "customer_months.csv"
    frame = measure(read(path), INDICATOR, CONTRACT)
    inputs = inputs_in(frame, INDICATOR)
    assert {name: inputs[name] for name in ("margin", "retention")} == pytest.approx(
        {name: INDICATOR.defaults[name] for name in ("margin", "retention")}, rel=1e-12
    )
    assert inputs["margin_by_age"] == pytest.approx(INDICATOR.defaults["margin_by_age"], rel=1e-9)
    seen: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["active"] == "yes":
                seen[row["customer_id"]][row["month"]] = float(row["margin"])
    months = sorted({month for life in seen.values() for month in life})
    following = dict(itertools.pairwise(months))
    at_risk = [(life, month) for life in seen.values() for month in life if month in following]
    kept = sum(following[month] in life for life, month in at_risk)
    assert (inputs["retained"], inputs["at_risk"]) == (kept, len(at_risk))
    totals = [sum(life.values()) for life in seen.values()]
    lengths = [len(life) for life in seen.values()]
    assert inputs["margin_squares"] == pytest.approx(sum(total**2 for total in totals))
    assert inputs["active_squares"] == sum(length**2 for length in lengths)
    assert inputs["margin_active"] == pytest.approx(sum(a * b for a, b in zip(totals, lengths, strict=True)))
    interval = INDICATOR.interval(**inputs, discount_rate=0.01, acquisition_cost=60)
    assert interval is not None
    assert interval.low < compute(**inputs, discount_rate=0.01, acquisition_cost=60).value < interval.high


def test_contractual_by_plan_and_by_cohort():
    ds = read(ROOT / "sample_data" / "customer_months.csv")
    plans = by_group(measure(ds, INDICATOR, CONTRACT, by="plan"))
    assert plans["Annual"]["retention"] > plans["Flexible"]["retention"]
    parameters = {"discount_rate": 0.01, "acquisition_cost": 60}
    frame = measure(ds, INDICATOR, CONTRACT, by="plan")
    a, b = ({**inputs_in(frame, INDICATOR, place), **parameters} for place in (0, 1))
    found = INDICATOR.compare(a, b)
    assert found.p_value is not None
    assert found.p_value < 0.001
    cohorts = measure(ds, INDICATOR, CONTRACT, period="month")
    again = measure(ds, INDICATOR, CONTRACT, extra="cohorts")
    assert cohorts["retained"].tolist() == again["retained"].tolist()
    assert cohorts["customers"].sum() == 210
    assert cohorts["period"].is_monotonic_increasing


# A customer of three months who goes, one who stays until the file ends, one who pauses; margins by hand.
LIVES = b"""who,month,there,margin,plan
a,2026-01-01,yes,10,x
a,2026-02-01,yes,12,x
a,2026-03-01,no,,x
b,2026-02-01,yes,20,x
b,2026-03-01,yes,20,y
b,2026-04-01,yes,20,y
c,2026-01-01,yes,5,y
c,2026-03-01,yes,5,y
"""
LIFE = {"customer": "who", "date": "month", "active": "there", "margin": "margin"}


def test_contractual_by_hand():
    # a: kept 1 of 2 chances; b: kept 2 of 2 (April is the end of the file); c: 0 of 2, gone in February and in April.
    frame = measure(read(LIVES, name="x.csv"), INDICATOR, LIFE)
    inputs = inputs_in(frame, INDICATOR)
    assert (inputs["retained"], inputs["at_risk"], inputs["customers"], inputs["active_periods"]) == (3, 6, 3, 7)
    assert inputs["margin"] == pytest.approx(92 / 7)
    # Age 0: 10, 20, 5 over three; age 1: 12, 20 over three; age 2: 20, 5 over three; age 3: nobody paid, two could have.
    assert inputs["margin_by_age"] == pytest.approx((35 / 3, 32 / 3, 25 / 3, 0))
    assert [notice.code for notice in frame.attrs["notices"]] == ["cltv.rules.blank_margin"]


def test_without_rows_of_those_who_left_the_next_period_shows_it():
    frame = measure(read(LIVES, name="x.csv"), INDICATOR, {key: LIFE[key] for key in ("customer", "date", "margin")})
    # Now the row "a, March" counts as being there, because nothing says otherwise.
    assert inputs_in(frame, INDICATOR)["retained"] == 4


def test_changing_the_plan_is_not_leaving():
    found = by_group(measure(read(LIVES, name="x.csv"), INDICATOR, LIFE, by="plan"))["x"]
    assert [found[name] for name in ("retained", "at_risk", "customers")] == [3, 4, 2]


def test_transactions_by_hand():
    # a buys in January and April, then is silent for 90 days: kept 3, lost once, 4 periods. b buys in May, still open.
    lines = b"who,day,money,cost\na,2026-01-10,30,10\na,2026-04-10,50,20\nb,2026-05-20,8,2\nc,2026-12-01,1,1\n"
    roles = {"customer": "who", "date": "day", "revenue": "money", "cost": "cost"}
    frame = measure(read(lines, name="x.csv"), INDICATOR, roles, shape="transactions", inactive_days=200)
    inputs = inputs_in(frame, INDICATOR)
    assert (inputs["retained"], inputs["at_risk"], inputs["active_periods"]) == (3, 4, 6)
    assert inputs["margin"] == pytest.approx(56 / 6)
    assert inputs["gross_margin"] == pytest.approx(56 / 89)
    assert inputs["margin_by_age"][0] == pytest.approx((20 + 6 + 0) / 3)
    plain = {name: column for name, column in roles.items() if name != "cost"}
    half = measure(read(lines, name="x.csv"), INDICATOR, plain, shape="transactions", gross_margin=0.5)
    assert inputs_in(half, INDICATOR)["margin_total"] == pytest.approx(44.5)
    assert half.attrs["notices"] == ()
    whole = measure(read(lines, name="x.csv"), INDICATOR, plain, shape="transactions")
    assert [notice.code for notice in whole.attrs["notices"]] == ["cltv.rules.revenue_as_margin"]


def test_transactions_sample_by_arm_and_cohort():
    ds = read(ROOT / "sample_data" / "orders.csv")
    whole = inputs_in(measure(ds, INDICATOR, ORDERS, shape="transactions"), INDICATOR)
    arms = by_group(measure(ds, INDICATOR, ORDERS, by="arm", shape="transactions"))
    assert sum(arm["customers"] for arm in arms.values()) == whole["customers"]
    assert arms["welcome"]["retention"] > arms["control"]["retention"]
    cohorts = measure(ds, INDICATOR, ORDERS, shape="transactions", extra="cohorts", period_length="quarter")
    assert cohorts["at_risk"].sum() > 0
    assert compute("simple", **whole).value == pytest.approx(whole["margin"] / (1 - whole["retention"]), rel=1e-9)


def test_cohorts_by_hand():
    # Cohort A 100, 80, 60; cohort B 50, 45: kept 80 + 60 + 45 of 100 + 80 + 50.
    lines = b"c,k,n,m\nA,0,100,1000\nA,1,80,700\nA,2,60,660\nB,0,50,500\nB,1,45,380\n"
    roles = {"cohort": "c", "age": "k", "active": "n", "margin": "m"}
    inputs = inputs_in(measure(read(lines, name="x.csv"), INDICATOR, roles, shape="cohorts"), INDICATOR)
    assert (inputs["retained"], inputs["at_risk"]) == (185, 230)
    assert inputs["margin"] == pytest.approx(3240 / 335)
    assert inputs["margin_by_age"] == pytest.approx((10, 1080 / 150, 6.6))
    sample = measure(
        read(ROOT / "sample_data" / "customer_cohorts.csv"),
        INDICATOR,
        {"cohort": "cohort", "age": "age", "active": "customers", "margin": "margin"},
        by="offer",
        shape="cohorts",
    )
    assert by_group(sample)["Full price"]["retention"] > by_group(sample)["Trial price"]["retention"]


@needs_shared("data", "online_retail_2010-12.csv")
def test_real_purchases_of_one_month_cannot_show_who_left():
    ds = read(shared_path("data", "online_retail_2010-12.csv"))
    names = {column.name for column in ds.columns}
    if not {"CustomerID", "InvoiceDate", "UnitPrice"} <= names:
        pytest.skip("online_retail_2010-12.csv has other columns")
    frame = measure(
        ds,
        INDICATOR,
        {"customer": "CustomerID", "date": "InvoiceDate", "revenue": "UnitPrice"},
        shape="transactions",
    )
    inputs = inputs_in(frame, INDICATOR)
    # All purchases fall into one month: nobody could be seen to stay or to leave, so there is no retention to give.
    assert inputs["at_risk"] == 0
    assert "retention" not in inputs


@pytest.mark.parametrize(
    ("variant", "inputs", "message"),
    [
        ("end_of_period", base(retention=1.01), "retention must be at most 1"),
        ("end_of_period", base(retention=-0.1), "retention must be at least 0"),
        ("end_of_period", base(acquisition_cost=-1), "acquisition_cost must be at least 0"),
        ("end_of_period", base(horizon=1.5), "horizon must be a whole number"),
        ("end_of_period", base(horizon=0), "horizon must be at least 1"),
        ("end_of_period", base(discount_rate=-1), "discount_rate must be greater than -1"),
        ("end_of_period", base(margin=float("nan")), "margin must be a finite number"),
        ("now", {"margin": 5}, "retention is missing"),
        ("simple", {"revenue": 5, "gross_margin": 40, "retention": 0.5}, "gross_margin must be at most 1"),
        (
            "observed",
            {"margin_by_age": (), "discount_rate": 0, "acquisition_cost": 0},
            "margin_by_age must have at least 1",
        ),
    ],
)
def test_impossible_inputs(variant, inputs, message):
    with pytest.raises(InputError, match=message):
        compute(variant, **inputs)
