"""Net present value against Excel's and numpy-financial's printed values, hand arithmetic, and the identities between variants."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators._cash_flows import internal_rates
from lib.indicators.npv import INDICATOR
from lib.knowledge.benchmarks import benchmarks
from lib.knowledge.catalogue import has
from tests.indicators.support import by_group, code_of, inputs_in
from tests.shared import ROOT, needs_shared, shared_path

DAYS = ("2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01")
PAID = (-10000, 2750, 4250, 3250, 2750)


def value(variant: str = "end_of_period", **inputs: Any) -> Any:
    return INDICATOR.compute(variant=variant, **inputs).value


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param(
            "excel",
            {"cash_flows": (-10000, 3000, 4200, 6800), "discount_rate": 0.1},
            1188.4434123352216,
            id="Excel function reference, NPV: prints 1188.44",
        ),
        pytest.param(
            "end_of_period",
            {"cash_flows": (-40000, 8000, 9200, 10000, 12000, 14500), "discount_rate": 0.08},
            1922.061554932363,
            id="Excel function reference, NPV: prints 1922.06, cost outside the function",
        ),
        pytest.param(
            "end_of_period",
            {"cash_flows": (-40000, 8000, 9200, 10000, 12000, 14500, -9000), "discount_rate": 0.08},
            -3749.4650870155747,
            id="Excel function reference, NPV: prints -3749.47, a loss in year 6",
        ),
        pytest.param(
            "end_of_period",
            {"cash_flows": (-40000, 5000, 8000, 12000, 30000), "discount_rate": 0.08},
            3065.2226681795255,
            id="numpy-financial docstring: prints 3065.22267",
        ),
        pytest.param(
            "dated",
            {"cash_flows": PAID, "dates": DAYS, "discount_rate": 0.09},
            2086.6476020315363,
            id="Excel function reference, XNPV: prints 2086.65",
        ),
        pytest.param(
            "mid_year", {"cash_flows": (-100, 121), "discount_rate": 0.21}, 10.0, id="by hand: 121 / 1.1 - 100"
        ),
        pytest.param(
            "real",
            {"cash_flows": (-100, 105), "discount_rate": 0.1, "inflation": 0.05},
            105 / (1.1 / 1.05) - 100,
            id="by hand: 105 * 1.05 / 1.1 - 100",
        ),
        pytest.param(
            "incremental",
            {"cash_flows": (-50, 180, 200), "base_cash_flows": (50, 70, 79), "discount_rate": 0.1},
            100.0,
            id="by hand: -100 + 110/1.1 + 121/1.21",
        ),
    ],
)
def test_published_and_hand_values(variant, inputs, expected):
    assert value(variant, **inputs) == pytest.approx(expected, rel=1e-12, abs=1e-9)


def test_excel_differs_from_the_first_flow_now_by_one_period():
    flows: dict[str, Any] = {"cash_flows": (-10000, 3000, 4200, 6800), "discount_rate": 0.1}
    assert value("excel", **flows) * 1.1 == pytest.approx(value(**flows), rel=1e-13)


def test_mid_year_is_the_later_flows_times_the_root_of_the_factor():
    flows = (-1000, 300, 400, 500)
    later = value(cash_flows=(0, *flows[1:]), discount_rate=0.12)
    assert value("mid_year", cash_flows=flows, discount_rate=0.12) == pytest.approx(later * 1.12**0.5 - 1000, rel=1e-12)


def test_real_flows_at_the_real_rate_equal_inflated_flows_at_the_quoted_rate():
    flows = (-1000, 300, 400, 500)
    inflated = tuple(flow * 1.04**t for t, flow in enumerate(flows))
    assert value("real", cash_flows=flows, discount_rate=0.1, inflation=0.04) == pytest.approx(
        value(cash_flows=inflated, discount_rate=0.1), rel=1e-12
    )


def test_incremental_is_the_difference_of_the_two_values():
    a, b = (-50.0, 180.0, 90.0), (20.0, 30.0, 35.0)
    both = value("incremental", cash_flows=a, base_cash_flows=b, discount_rate=0.07)
    assert both == pytest.approx(value(cash_flows=a, discount_rate=0.07) - value(cash_flows=b, discount_rate=0.07))


def test_dated_takes_flows_in_any_order_and_agrees_with_pyxirr():
    pyxirr = pytest.importorskip("pyxirr")
    days = [date.fromisoformat(day) for day in DAYS]
    shuffled = value("dated", cash_flows=PAID[::-1], dates=DAYS[::-1], discount_rate=0.09)
    assert shuffled == pytest.approx(pyxirr.xnpv(0.09, days, PAID), rel=1e-12)


def test_index_annuity_and_series():
    # By hand: NPV 72.7273 = -500 + 630 / 1.1; index 1 + 72.7273 / 500; annuity over one period 72.7273 * 1.1 = 80.
    found = INDICATOR.compute(cash_flows=(-500, 630), discount_rate=0.1)
    assert found.value == pytest.approx(72.72727272727)
    assert found.details["profitability_index"] == pytest.approx(1.145454545454)
    assert found.details["annuity"] == pytest.approx(80)
    assert found.details["break_even_rate"] == pytest.approx(0.26)
    assert found.series["present_values"] == pytest.approx((-500, 572.727272727))
    assert found.series["cumulative"][-1] == pytest.approx(found.value)
    assert min(found.series["profile_rates"]) < 0.1 < max(found.series["profile_rates"])


def test_index_counts_every_outlay_before_the_first_return():
    # By hand: outlays 100 + 110/1.1 = 200, return 363/1.21 = 300: NPV 100, index 1.5 rather than 2.
    found = INDICATOR.compute(cash_flows=(-100, -110, 363), discount_rate=0.1)
    assert found.details["profitability_index"] == pytest.approx(1.5)


def test_annuity_at_rate_nought_is_the_mean_per_period():
    assert INDICATOR.compute(cash_flows=(-100, 60, 60), discount_rate=0).details["annuity"] == pytest.approx(10)


def test_value_is_nought_at_the_internal_rate():
    flows = (-70000, 12000, 15000, 18000, 21000, 26000)
    (rate,) = internal_rates(flows, range(6))
    assert value(cash_flows=flows, discount_rate=rate) == pytest.approx(0, abs=1e-8)


def test_substituted_ends_in_the_value_and_long_series_are_shortened():
    short = INDICATOR.compute(cash_flows=(-100, 60, 66.55), discount_rate=0.1)
    assert short.substituted == r"NPV = -100 + \frac{60}{1.1} + \frac{66.55}{1.1^{2}} = 9.54545"
    long = INDICATOR.compute(cash_flows=(-100, *([10] * 40)), discount_rate=0.01)
    assert r"\cdots" in long.substituted
    assert len(long.substituted) < 300


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        pytest.param({"cash_flows": (0, 0), "discount_rate": 0.1}, 0.0, id="nothing happens"),
        pytest.param({"cash_flows": (-5,), "discount_rate": 0.1}, -5.0, id="one flow now"),
        pytest.param({"cash_flows": (-1000, -200, -300), "discount_rate": 0.1}, -1429.7520661157025, id="only spent"),
        pytest.param({"cash_flows": (-100, 110), "discount_rate": 0.1}, 0.0, id="exactly nought, no rounding dust"),
        pytest.param({"cash_flows": (-1, 1), "discount_rate": -0.5}, 1.0, id="negative rate"),
        pytest.param({"cash_flows": (-1, 1), "discount_rate": 1e308}, -1.0, id="the future is worth nothing"),
    ],
)
def test_degenerate(inputs, expected):
    assert value(**inputs) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    "inputs",
    [
        pytest.param({"cash_flows": (1e308, 1e308), "discount_rate": 0.0}, id="the sum is too large"),
        pytest.param(
            {"cash_flows": (-1, *([0] * 40), 1), "discount_rate": -0.99999999999}, id="the factor is too large"
        ),
        pytest.param({"cash_flows": (-1e308, 1.0, -1e308), "discount_rate": 0.0}, id="the running total is too large"),
    ],
)
def test_too_large_is_no_answer(inputs):
    found = INDICATOR.compute(**inputs)
    assert found.value is None
    assert code_of(found.no_answer) == "common.no_answer.too_large"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        pytest.param(
            {"cash_flows": (-100, 60, 45), "discount_rate": 0.1}, "waiting_costs_more", id="5 before, -8 after"
        ),
        pytest.param({"cash_flows": (100, 60), "discount_rate": 0.1}, "no_outlay", id="no outlay"),
        pytest.param(
            {"cash_flows": (-100, 230, -132), "discount_rate": 0.1}, "several_signs", id="two changes of sign"
        ),
        pytest.param(
            {"cash_flows": (-100, 230), "discount_rate": 10}, "rate_above_one", id="10 typed for ten per cent"
        ),
        pytest.param({"cash_flows": (-100, 230), "discount_rate": -0.01}, "rate_below_nought", id="negative rate"),
        pytest.param(
            {"cash_flows": (-100, *([9] * 36)), "discount_rate": 0.1}, "yearly_rate_on_months", id="36 periods at 10 %"
        ),
    ],
)
def test_warnings(inputs, code):
    assert f"npv.warnings.{code}" in [notice.code for notice in INDICATOR.compute(**inputs).warnings]


def test_nothing_was_sampled():
    flows: dict[str, Any] = {"cash_flows": (-100, 130), "discount_rate": 0.1}
    assert INDICATOR.interval(**flows) is None
    assert code_of(INDICATOR.why_no_interval(**flows)) == "common.no_interval.deterministic"
    compared = INDICATOR.compare(flows, {"cash_flows": (-100, 141), "discount_rate": 0.1})
    assert compared.estimate == pytest.approx(10)
    assert compared.p_value is None


def test_every_code_has_its_sentence():
    codes = {f"npv.variants.{item.name}.explain" for item in INDICATOR.variants}
    codes |= {f"npv.inputs.{item.name}.label" for item in INDICATOR.inputs}
    codes |= {f"npv.roles.{item.name}.label" for item in INDICATOR.roles}
    codes |= {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    for variant in INDICATOR.variants:
        found = INDICATOR.compute(variant=variant.name, **INDICATOR.defaults)
        codes |= {step.code for step in found.steps} | {notice.code for notice in found.warnings}
    assert [code for code in sorted(codes) if not has(code)] == []
    assert benchmarks("npv") == ()


def test_sample_gives_the_defaults():
    ds = read(ROOT / "sample_data" / "campaign_cash_flows.csv")
    roles = {"period": "year", "cash_flow": "cash_flow", "scenario": "scenario"}
    frame = measure(ds, INDICATOR, roles)
    assert inputs_in(frame, INDICATOR)["cash_flows"] == INDICATOR.defaults["cash_flows"]
    assert frame.attrs["notices"][0].code == "cash_flows.rules.other_scenario"
    parts = measure(ds, INDICATOR, roles, by="initiative")
    values = [value(cash_flows=tuple(flows), discount_rate=0.1) for flows in parts["cash_flows"]]
    # Present values of parts add up to that of the whole.
    assert sum(values) == pytest.approx(value(cash_flows=INDICATOR.defaults["cash_flows"], discount_rate=0.1))
    scenarios = by_group(measure(ds, INDICATOR, roles, by="scenario"))
    worst, expected, best = (
        value(cash_flows=tuple(scenarios[name]["cash_flows"]), discount_rate=0.1)
        for name in ("worst", "expected", "best")
    )
    assert worst < expected < best


def test_groups_share_the_first_period_and_end_with_their_own_last():
    csv = b"plan,year,flow\na,2024,-100\na,2025,130\nb,2025,-50\nb,2028,90\nb,2028,5\n"
    frame = measure(read(csv, name="x.csv"), INDICATOR, {"period": "year", "cash_flow": "flow"}, by="plan")
    found = {row["group"]: tuple(row["cash_flows"]) for _, row in frame.iterrows()}
    assert found == {"a": (-100, 130), "b": (0, -50, 0, 0, 95)}


def test_base_case_and_campaign_from_rows():
    csv = b"q,base,with\n1,70,180\n0,50,-50\n2,79,200\n"
    roles = {"period": "q", "base_cash_flow": "base", "cash_flow": "with"}
    frame = measure(read(csv, name="x.csv"), INDICATOR, roles, shape="base_and_campaign")
    inputs = inputs_in(frame, INDICATOR)
    assert value("incremental", discount_rate=0.1, **inputs) == pytest.approx(100, abs=1e-9)


def test_dates_from_rows():
    lines = "\n".join(f"{day},{paid}" for day, paid in reversed(list(zip(DAYS, PAID, strict=True))))
    ds = read(f"day,paid\n{lines}\n".encode(), name="x.csv")
    frame = measure(ds, INDICATOR, {"date": "day", "cash_flow": "paid"})
    inputs = inputs_in(frame, INDICATOR)
    assert value("dated", discount_rate=0.09, **inputs) == pytest.approx(2086.6476020315363, rel=1e-12)


@pytest.mark.parametrize("name", ["base_and_campaign.csv", "dated_cash_flows.csv"])
def test_other_samples_measure(name):
    ds = read(ROOT / "sample_data" / name)
    roles = (
        {"period": "quarter", "base_cash_flow": "base_case", "cash_flow": "with_campaign"}
        if name.startswith("base")
        else {"date": "date", "cash_flow": "cash_flow"}
    )
    shape = next(item for item in INDICATOR.shapes if item.sample == name)
    inputs = inputs_in(measure(ds, INDICATOR, roles, shape=shape.name), INDICATOR)
    assert value(shape.variants[0], discount_rate=0.02, **inputs) > 0


@pytest.mark.parametrize(
    ("name", "flows", "npv", "rules"),
    [
        # Figures of nasty/manifest.json.
        pytest.param("A10_irr_undefined.csv", (-1000, -200, -300), -1429.7520661157025, (), id="A10"),
        pytest.param(
            "A13_payback_fractional_and_relapse.csv", (-1000, 600, 600, -500, 900), 280.37702342736145, (), id="A13"
        ),
        # Order 0, 1, 2, 4 of the manifest; year 2 is blank and year 3 missing: both count as nought and are said.
        # NPV by hand: -1000 + 600/1.1 + 900/1.1^4.
        pytest.param(
            "A14_missing_year_unsorted.csv",
            (-1000, 600, 0, 0, 900),
            -1000 + 600 / 1.1 + 900 / 1.4641,
            ("cash_flows.rules.gap", "cash_flows.rules.blank"),
            id="A14",
        ),
    ],
)
@needs_shared("nasty", "A10_irr_undefined.csv")
def test_nasty_files(name, flows, npv, rules):
    frame = measure(read(shared_path("nasty", name)), INDICATOR, {"period": "year", "cash_flow": "cash_flow"})
    assert tuple(frame["cash_flows"][0]) == flows
    assert value(cash_flows=flows, discount_rate=0.1) == pytest.approx(npv, rel=1e-12)
    assert tuple(notice.code for notice in frame.attrs["notices"]) == rules


@pytest.mark.parametrize(
    ("variant", "inputs", "message"),
    [
        ("end_of_period", {"cash_flows": (), "discount_rate": 0.1}, "cash_flows must have at least 1"),
        ("end_of_period", {"cash_flows": (1, float("nan")), "discount_rate": 0.1}, r"cash_flows\[1\] must be a finite"),
        ("end_of_period", {"cash_flows": (1, float("inf")), "discount_rate": 0.1}, r"cash_flows\[1\] must be a finite"),
        ("end_of_period", {"cash_flows": (-1, 2), "discount_rate": -1}, "discount_rate must be greater than -1"),
        ("end_of_period", {"cash_flows": (-1, 2)}, "discount_rate is missing"),
        (
            "dated",
            {"cash_flows": (-1, 2), "dates": DAYS, "discount_rate": 0.1},
            "dates has 5 entries but cash_flows has 2",
        ),
        ("dated", {"cash_flows": (-1, 2), "dates": ("x", "y"), "discount_rate": 0.1}, r"dates\[0\] must be a date"),
        (
            "incremental",
            {"cash_flows": (-1, 2), "base_cash_flows": (1,), "discount_rate": 0.1},
            "base_cash_flows has 1 entries but cash_flows has 2",
        ),
        ("real", {"cash_flows": (-1, 2), "discount_rate": 0.1, "inflation": -1}, "inflation must be greater than -1"),
    ],
)
def test_impossible_inputs(variant, inputs, message):
    with pytest.raises(InputError, match=message):
        INDICATOR.compute(variant=variant, **inputs)
