"""Payback against hand arithmetic, the reference values, and its identities with NPV and churn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators._cash_flows import net_present_value
from lib.indicators.payback import INDICATOR
from lib.knowledge.benchmarks import benchmarks, comparable
from lib.knowledge.catalogue import has
from tests.indicators.support import code_of, inputs_in
from tests.shared import ROOT, needs_shared, shared_path

EXCEL = (-70000, 12000, 15000, 18000, 21000, 26000)
RELAPSE = (-1000, 600, 600, -500, 900)
ACQUISITION = {
    "spend": "spend",
    "new_customers": "new_customers",
    "revenue": "monthly_revenue",
    "gross_profit": "gross_profit",
    "customers": "customers_at_start",
    "lost": "lost_customers",
    "date": "month",
}


def compute(variant: str = "simple", **inputs: Any) -> Any:
    return INDICATOR.compute(variant=variant, **inputs)


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param(
            "simple", {"cash_flows": EXCEL}, 4 + 4000 / 26000, id="values.json payback_interpolated: 4.153846"
        ),
        pytest.param("simple", {"cash_flows": (-100, 50, 50, 10)}, 2.0, id="by hand: exactly at the end of period 2"),
        pytest.param("simple", {"cash_flows": (-0.3, 0.1, 0.2)}, 2.0, id="by hand: rounding dust is not a debt"),
        pytest.param("simple", {"cash_flows": (-100, 0, 0, 200)}, 2.5, id="by hand: half of the third period"),
        pytest.param("simple", {"cash_flows": (0, -100, 50, 50)}, 3.0, id="by hand: counted from the first period"),
        pytest.param("simple", {"cash_flows": (100, -230, 132)}, 1 + 130 / 132, id="by hand: first money in, then out"),
        pytest.param(
            "discounted",
            {"cash_flows": (-100, 55, 72.6), "discount_rate": 0.1},
            1 + 50 / 60,
            id="by hand: -100, 50, 60",
        ),
        pytest.param(
            "discounted",
            {"cash_flows": EXCEL, "discount_rate": 0.05},
            # By hand: the first four discounted flows give 57859.7 of 70000, the fifth is 20371.7.
            4 + (70000 - sum(flow / 1.05**t for t, flow in enumerate(EXCEL[:5]) if t)) / (26000 / 1.05**5),
            id="by hand: 4.596",
        ),
        pytest.param(
            "incremental",
            {"cash_flows": (-50, 150, 150), "base_cash_flows": (50, 70, 70)},
            1.25,
            id="by hand: -100, 80, 80",
        ),
        pytest.param(
            "cac",
            {"acquisition_cost": 240, "monthly_revenue": 40, "gross_margin": 0.8},
            7.5,
            id="by hand: 240 / (40 * 0.8)",
        ),
        pytest.param(
            "cac_survival",
            {"acquisition_cost": 57, "monthly_revenue": 50, "gross_margin": 0.6, "churn_rate": 0.1},
            2.0,
            id="by hand: 30 + 27",
        ),
        pytest.param(
            "cac_survival",
            {"acquisition_cost": 69.15, "monthly_revenue": 50, "gross_margin": 0.6, "churn_rate": 0.1},
            2.5,
            id="by hand: 30 + 27 + half of 24.3",
        ),
        pytest.param(
            "cac_survival",
            {"acquisition_cost": 15, "monthly_revenue": 50, "gross_margin": 0.6, "churn_rate": 1.0},
            0.5,
            id="by hand: everybody leaves after one month of 30",
        ),
    ],
)
def test_hand_values(variant, inputs, expected):
    assert compute(variant, **inputs).value == pytest.approx(expected, rel=1e-12)


def test_relapse_shows_both_times_and_takes_the_lasting_one():
    # A13, figures of nasty/manifest.json: first 1.6667, final 3.3333.
    found = compute(cash_flows=RELAPSE)
    assert found.value == pytest.approx(10 / 3)
    assert found.details["first"] == pytest.approx(5 / 3)
    assert found.details["final"] == pytest.approx(10 / 3)
    (warning,) = [notice for notice in found.warnings if notice.code == "payback.warnings.relapse"]
    assert warning.fields == {"first": pytest.approx(5 / 3), "final": pytest.approx(10 / 3)}
    assert found.substituted == r"P = 3 + \frac{300}{900} = 3.33333"


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("simple", {"cash_flows": (-1000, -200, -300)}, "payback.no_answer.never", id="A10: only spent"),
        pytest.param("simple", {"cash_flows": (-5,)}, "payback.no_answer.never", id="one row"),
        pytest.param("simple", {"cash_flows": (0, 0)}, "payback.no_answer.no_outlay", id="nothing happens"),
        pytest.param("simple", {"cash_flows": (100, 50)}, "payback.no_answer.no_outlay", id="nothing spent"),
        pytest.param("simple", {"cash_flows": (-100, 120, -50)}, "payback.no_answer.relapsed", id="relapse for good"),
        pytest.param(
            "discounted",
            {"cash_flows": (-100, 60, 45), "discount_rate": 0.1},
            "payback.no_answer.never",
            id="NPV below 0",
        ),
        pytest.param("simple", {"cash_flows": (1e308, 1e308)}, "common.no_answer.too_large", id="too large"),
        pytest.param(
            "discounted",
            {"cash_flows": (-1, *([0] * 40), 1), "discount_rate": -0.99999999999},
            "common.no_answer.too_large",
            id="the factor is too large",
        ),
        pytest.param(
            "cac",
            {"acquisition_cost": 9, "monthly_revenue": 0, "gross_margin": 0.5},
            "payback.no_answer.no_margin",
            id="0",
        ),
        pytest.param(
            "cac",
            {"acquisition_cost": 9, "monthly_revenue": 5, "gross_margin": -0.5},
            "payback.no_answer.no_margin",
            id="sold at a loss",
        ),
        pytest.param(
            "cac",
            {"acquisition_cost": 1e308, "monthly_revenue": 1e-9, "gross_margin": 0.5},
            "common.no_answer.too_large",
            id="months too many for a number",
        ),
        pytest.param(
            "cac_survival",
            {"acquisition_cost": 300, "monthly_revenue": 50, "gross_margin": 0.6, "churn_rate": 0.1},
            "payback.no_answer.churn_first",
            id="by hand: the lifetime margin is exactly the cost and is never quite reached",
        ),
        pytest.param(
            "cac_survival",
            {"acquisition_cost": 31, "monthly_revenue": 50, "gross_margin": 0.6, "churn_rate": 1},
            "payback.no_answer.churn_first",
            id="everybody leaves too soon",
        ),
    ],
)
def test_never(variant, inputs, code):
    found = compute(variant, **inputs)
    assert found.value is None
    assert code_of(found.no_answer) == code
    assert has(code)


def test_nothing_spent_to_win_a_customer_is_paid_back_at_once():
    assert compute("cac", acquisition_cost=0, monthly_revenue=5, gross_margin=0.5, churn_rate=0.1).value == 0


@settings(max_examples=100, deadline=None)
@given(st.floats(1, 1e4), st.floats(1, 1e3), st.floats(0.001, 0.9))
def test_churn_only_lengthens_and_small_churn_changes_nothing(cost, margin, churn):
    inputs: dict[str, Any] = {"acquisition_cost": cost, "monthly_revenue": margin, "gross_margin": 1}
    simple = compute("cac", **inputs).value
    weighted = compute("cac_survival", churn_rate=churn, **inputs).value
    # It exists exactly while the cost is below the lifetime margin, that is while simple payback is below one over churn.
    assert (weighted is None) == (cost * churn / margin >= 1)
    assert weighted is None or weighted >= simple * (1 - 1e-9)
    assert compute("cac_survival", churn_rate=1e-12, **inputs).value == pytest.approx(simple, rel=1e-6)


def test_churn_stands_beside_the_simple_figure():
    inputs: dict[str, Any] = {"acquisition_cost": 57, "monthly_revenue": 50, "gross_margin": 0.6}
    found = compute("cac", churn_rate=0.1, **inputs)
    assert found.value == pytest.approx(1.9)
    assert found.details["with_churn"] == pytest.approx(2)
    assert found.details["lifetime"] == pytest.approx(10)
    assert found.series["balance_with_churn"][:3] == pytest.approx((-57, -27, 0))
    never = compute("cac", churn_rate=0.6, **inputs)
    assert [notice.code for notice in never.warnings] == ["payback.warnings.longer_than_lifetime"]


@settings(max_examples=150, deadline=None)
@given(
    st.floats(10, 1e4),
    st.lists(st.floats(0, 1e4), min_size=1, max_size=12),
    st.floats(0, 0.5),
)
def test_discounted_payback_exists_exactly_when_the_value_is_not_below_nought(outlay, later, rate):
    flows = (-outlay, *later)
    found = compute("discounted", cash_flows=flows, discount_rate=rate).value
    npv = net_present_value(flows, range(len(flows)), rate)
    assert npv is not None
    if abs(npv) > 1e-6:
        assert (found is not None) == (npv > 0)
    simple = compute(cash_flows=flows).value
    assert found is None or (simple is not None and simple <= found + 1e-9)


def test_what_comes_later_is_named():
    found = compute(cash_flows=(-100, 200, 300))
    assert [(notice.code, notice.fields) for notice in found.warnings] == [
        ("payback.warnings.ignored_after", {"after": 400.0})
    ]


def test_nothing_was_sampled():
    assert INDICATOR.interval(cash_flows=EXCEL) is None
    assert code_of(INDICATOR.why_no_interval(cash_flows=EXCEL)) == "common.no_interval.deterministic"


def test_every_code_has_its_sentence():
    codes = {f"payback.variants.{item.name}.explain" for item in INDICATOR.variants}
    codes |= {f"payback.inputs.{item.name}.label" for item in INDICATOR.inputs}
    codes |= {f"payback.roles.{item.name}.label" for item in INDICATOR.roles}
    codes |= {f"payback.shapes.{shape.name}.about" for shape in INDICATOR.shapes}
    codes |= {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    for variant in INDICATOR.variants:
        found = compute(variant.name, **INDICATOR.defaults)
        codes |= {step.code for step in found.steps} | {notice.code for notice in found.warnings}
    assert [code for code in sorted(codes) if not has(code)] == []


def test_benchmarks_belong_to_acquisition_cost_only():
    assert [row.value for row in comparable("payback", "cac") if row.reliability == "S"] == [18, 14]
    assert comparable("payback", "simple") == ()
    assert all(row.source and row.unit == "months" for row in benchmarks("payback"))


def test_sample_gives_the_defaults():
    ds = read(ROOT / "sample_data" / "campaign_cash_flows.csv")
    roles = {"period": "year", "cash_flow": "cash_flow", "scenario": "scenario"}
    assert inputs_in(measure(ds, INDICATOR, roles), INDICATOR)["cash_flows"] == INDICATOR.defaults["cash_flows"]
    never = {
        row["group"]: compute(cash_flows=tuple(row["cash_flows"])).no_answer
        for _, row in measure(ds, INDICATOR, roles, by="initiative").iterrows()
    }
    assert code_of(never["Outdoor posters"]) == "payback.no_answer.never"
    assert never["Referral scheme"] is None


def test_acquisition_is_a_ratio_of_sums_by_channel_and_by_month():
    # By hand: 100 / 5 rather than the mean of 10 and 20; the row that won nobody keeps its 50 in the sum.
    csv = b"m,c,s,n,r,g,k,l\n2026-01-01,a,20,2,40,20,100,4\n2026-02-01,a,30,3,60,30,100,2\n2026-02-01,b,50,0,0,0,50,9\n"
    roles = dict(zip(ACQUISITION, ("s", "n", "r", "g", "k", "l", "m"), strict=True))
    frame = measure(read(csv, name="x.csv"), INDICATOR, roles, shape="acquisition")
    expected = {"acquisition_cost": 20.0, "monthly_revenue": 20.0, "gross_margin": 0.5, "churn_rate": 15 / 250}
    assert inputs_in(frame, INDICATOR) == pytest.approx(expected)
    assert [notice.code for notice in frame.attrs["notices"]] == ["payback.rules.nobody_won"]
    months = measure(read(csv, name="x.csv"), INDICATOR, roles, shape="acquisition", period="month")
    assert months["acquisition_cost"].tolist() == pytest.approx([10, 80 / 3])
    by = measure(read(csv, name="x.csv"), INDICATOR, roles, by="c", shape="acquisition")
    assert inputs_in(by, INDICATOR, 1) == {"churn_rate": pytest.approx(0.18)}


def test_acquisition_sample():
    ds = read(ROOT / "sample_data" / "acquisition.csv")
    inputs = inputs_in(measure(ds, INDICATOR, ACQUISITION, shape="acquisition"), INDICATOR)
    found = compute("cac", **inputs)
    assert 3 < found.value < 12
    assert found.details["with_churn"] > found.value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("A10_irr_undefined.csv", None, id="A10: never"),
        pytest.param("A13_payback_fractional_and_relapse.csv", 10 / 3, id="A13: final 3.3333"),
        pytest.param("A14_missing_year_unsorted.csv", 3 + 400 / 900, id="A14: years 2 and 3 count as nought"),
    ],
)
@needs_shared("nasty", "A13_payback_fractional_and_relapse.csv")
def test_nasty_files(name, expected):
    frame = measure(read(shared_path("nasty", name)), INDICATOR, {"period": "year", "cash_flow": "cash_flow"})
    found = compute(**inputs_in(frame, INDICATOR))
    assert found.value == (None if expected is None else pytest.approx(expected, rel=1e-12))


@pytest.mark.parametrize(
    ("variant", "inputs", "message"),
    [
        ("simple", {"cash_flows": ()}, "cash_flows must have at least 1"),
        ("simple", {"cash_flows": "12"}, "cash_flows must be a finite number"),
        ("discounted", {"cash_flows": (-1, 2), "discount_rate": -1}, "discount_rate must be greater than -1"),
        ("incremental", {"cash_flows": (-1, 2), "base_cash_flows": (1,)}, "base_cash_flows has 1 entries"),
        (
            "cac",
            {"acquisition_cost": -1, "monthly_revenue": 1, "gross_margin": 0.5},
            "acquisition_cost must be at least 0",
        ),
        ("cac", {"acquisition_cost": 1, "monthly_revenue": 1, "gross_margin": 70}, "gross_margin must be at most 1"),
        (
            "cac_survival",
            {"acquisition_cost": 1, "monthly_revenue": 1, "gross_margin": 0.7, "churn_rate": 1.1},
            "churn_rate must be at most 1",
        ),
        ("cac_survival", {"acquisition_cost": 1, "monthly_revenue": 1, "gross_margin": 0.7}, "churn_rate is missing"),
    ],
)
def test_impossible_inputs(variant, inputs, message):
    with pytest.raises(InputError, match=message):
        compute(variant, **inputs)
