"""Internal rates against Excel's and numpy-financial's printed values, pyxirr, and the definition: NPV(IRR) = 0."""

from __future__ import annotations

import itertools
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators._cash_flows import internal_rates, net_present_value
from lib.indicators.irr import INDICATOR
from lib.knowledge.benchmarks import benchmarks
from lib.knowledge.catalogue import has, text
from tests.indicators.support import code_of, inputs_in
from tests.shared import ROOT, needs_shared, shared_path

DAYS = ("2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01")
PAID = (-10000, 2750, 4250, 3250, 2750)
EXCEL = (-70000, 12000, 15000, 18000, 21000, 26000)
LOAN = (-120000, 39000, 30000, 21000, 37000, 46000)


def compute(variant: str = "periodic", **inputs: Any) -> Any:
    return INDICATOR.compute(variant=variant, **inputs)


@pytest.mark.parametrize(
    ("flows", "expected", "digits"),
    [
        pytest.param(EXCEL, 0.08663094803653162, 1e-11, id="Excel reference IRR, 5 years: prints 8.7 %"),
        pytest.param(EXCEL[:5], -0.021244848273410888, 1e-11, id="Excel reference IRR, 4 years: prints -2.1 %"),
        pytest.param(
            EXCEL[:3], -0.44350694133474056, 1e-11, id="Excel reference IRR, 2 years, needs a guess there: -44.4 %"
        ),
        pytest.param((-100, 39, 59, 55, 20), 0.28095, 2e-5, id="numpy-financial docstring: 0.28095"),
        pytest.param((-100, 100, 0, 7), 0.06206, 1e-4, id="numpy-financial docstring: 0.06206"),
        pytest.param((-1000, 0.5), -0.9995, 1e-12, id="by hand: 0.5 / 1000 - 1, where Newton's method diverges"),
        pytest.param((-1, 1e6), 999999.0, 1e-12, id="by hand: a rate far above one"),
        pytest.param((-100, 0, 0, 0), None, 0, id="nothing earned"),
        pytest.param((-1000, -200, -300), None, 0, id="A10: only spent"),
    ],
)
def test_one_root(flows, expected, digits):
    found = compute(cash_flows=flows)
    assert found.value == (None if expected is None else pytest.approx(expected, rel=digits))


def test_dated_is_excels_xirr():
    # Excel function reference, XIRR: prints 0.373362535 because it stops at 1e-8; the root in full digits is this.
    assert compute("dated", cash_flows=PAID, dates=DAYS).value == pytest.approx(0.37336253351883164, rel=1e-12)
    assert compute("dated", cash_flows=PAID[::-1], dates=DAYS[::-1]).value == pytest.approx(
        0.37336253351883164, rel=1e-12
    )


@pytest.mark.parametrize(
    ("flows", "finance", "reinvest", "expected"),
    [
        pytest.param(LOAN, 0.1, 0.12, 0.1260941303659051, id="Excel reference MIRR: prints 13 %"),
        pytest.param(LOAN, 0.1, 0.14, 0.13475911082831504, id="Excel reference MIRR, reinvested at 14 %: prints 13 %"),
        pytest.param(LOAN[:4], 0.1, 0.12, -0.048044655249980917, id="Excel reference MIRR, 3 years: prints -5 %"),
        pytest.param((-1000, 500, -200, 800, 300), 0.08, 0.1, 0.12032989991144444, id="two outlays: printed 0.12033"),
    ],
)
def test_modified(flows, finance, reinvest, expected):
    found = compute("modified", cash_flows=flows, finance_rate=finance, reinvest_rate=reinvest)
    assert found.value == pytest.approx(expected, rel=1e-11)


def test_modified_at_the_internal_rate_is_the_internal_rate():
    rate = compute(cash_flows=EXCEL).value
    assert compute("modified", cash_flows=EXCEL, finance_rate=rate, reinvest_rate=rate).value == pytest.approx(
        rate, rel=1e-12
    )


@pytest.mark.parametrize(
    ("flows", "roots"),
    [
        pytest.param((100, -230, 132), (0.1, 0.2), id="by hand: (1 - 1.1x)(1 - 1.2x)"),
        pytest.param((-1600, 10000, -10000), (0.25, 4.0), id="pump problem of Lorie and Savage (1955)"),
        pytest.param((-100, 100, 0, -7), (-0.67889, -0.0833), id="numpy-financial prints only -0.0833"),
        pytest.param((-5, 10.5, 1, -8, 1), (-0.8702, 0.0886, 0.70956), id="numpy-financial prints only 0.0886"),
        pytest.param((-1, 6.6, -14.51, 10.626), (1.1, 1.2, 1.3), id="by hand: (y - 2.1)(y - 2.2)(y - 2.3), y = 1 + i"),
    ],
)
def test_several_roots_are_all_found_and_none_is_the_answer(flows, roots):
    found = compute(cash_flows=flows, hurdle_rate=0.1)
    assert found.value is None
    assert code_of(found.no_answer) == "irr.no_answer.several"
    assert found.series["roots"] == pytest.approx(roots, rel=2e-3)
    for root in found.series["roots"]:
        size = max(abs(flow) * (1 + root) ** -t for t, flow in enumerate(flows))
        assert net_present_value(flows, range(len(flows)), root) == pytest.approx(0, abs=1e-9 * size)
    sentence = text(found.no_answer.code, **found.no_answer.fields)
    assert str(len(roots)) in sentence


def test_several_roots_to_full_digits():
    assert internal_rates((100, -230, 132), range(3)) == pytest.approx((0.1, 0.2), rel=1e-12)
    assert internal_rates((-1600, 10000, -10000), range(3)) == pytest.approx((0.25, 4), rel=1e-12)


@pytest.mark.parametrize(
    ("flows", "code"),
    [
        pytest.param((0, 0), "irr.no_answer.all_nought", id="nothing happens"),
        pytest.param((-5,), "irr.no_answer.nothing_earned", id="one row"),
        pytest.param((100, 50), "irr.no_answer.nothing_spent", id="all positive"),
        pytest.param((-1000, -200, -300), "irr.no_answer.nothing_earned", id="all negative"),
        pytest.param((100, -100, 100), "irr.no_answer.no_root", id="by hand: x^2 - x + 1 has no real root"),
        pytest.param((-1e-300, 1e300), "common.no_answer.too_large", id="the rate is too large for a number"),
    ],
)
def test_no_answer(flows, code):
    found = compute(cash_flows=flows, hurdle_rate=0.1)
    assert found.value is None
    assert code_of(found.no_answer) == code
    assert has(code)


def test_payments_of_one_day_have_no_rate():
    found = compute("dated", cash_flows=(-100, 120), dates=("2026-01-01", "2026-01-01"))
    assert code_of(found.no_answer) == "irr.no_answer.one_day"
    assert has("irr.no_answer.one_day")


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        pytest.param({"cash_flows": (1000, -1200)}, "borrowing", id="by hand: a loan at 20 %"),
        pytest.param({"cash_flows": (-100, 220, -121)}, "touches", id="by hand: -(10 - 11x)^2 touches at 10 %"),
        pytest.param({"cash_flows": (-100, 60)}, "loses_money", id="by hand: -40 %"),
        pytest.param({"cash_flows": (-1000, 600, 600, -500, 900)}, "several_signs", id="A13: three changes, one root"),
        pytest.param({"cash_flows": (-100, 90, 60), "hurdle_rate": 0.05}, "reinvested", id="34 % against 25 %"),
    ],
)
def test_warnings(inputs, code):
    found = compute(**inputs)
    assert found.value is not None
    assert f"irr.warnings.{code}" in [notice.code for notice in found.warnings]


def test_a_short_span_is_said():
    found = compute("dated", cash_flows=(-100, 110), dates=("2026-01-01", "2026-02-10"))
    assert "irr.warnings.short_span" in [notice.code for notice in found.warnings]
    assert found.value == pytest.approx(1.1 ** (365 / 40) - 1)


@pytest.mark.parametrize(
    ("flows", "hurdle", "verdict"),
    [
        ((-100, 120), 0.1, "accept"),
        ((-100, 120), 0.3, "reject"),
        ((100, -120), 0.1, "do_not_borrow"),
        ((100, -120), 0.3, "borrow"),
    ],
)
def test_verdict_agrees_with_the_value_at_the_hurdle_rate(flows, hurdle, verdict):
    found = compute(cash_flows=flows, hurdle_rate=hurdle)
    assert found.value == pytest.approx(0.2)
    assert found.steps[-1].code == f"irr.steps.{verdict}"
    assert found.details["npv_at_hurdle"] == pytest.approx(flows[0] + flows[1] / (1 + hurdle))
    assert found.details["above_hurdle"] == pytest.approx(0.2 - hurdle)


def test_incremental_takes_the_base_case_away():
    assert compute("incremental", cash_flows=(-50, 180), base_cash_flows=(50, 70)).value == pytest.approx(0.1)


def test_profile_shows_every_crossing():
    series = compute(cash_flows=(-1600, 10000, -10000)).series
    signs = [value > 0 for value in series["profile_values"]]
    assert sum(a != b for a, b in itertools.pairwise(signs)) == 2
    near = compute(cash_flows=(-1000, 0.5), hurdle_rate=0.1).series
    assert near["profile_rates"][0] < -0.9995 < 0.1 < near["profile_rates"][-1]
    assert all(math.isfinite(value) for value in near["profile_values"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(-1000, 1000).map(float), min_size=2, max_size=12))
def test_every_root_makes_the_value_nought_and_their_number_obeys_descartes(flows):
    roots = internal_rates(flows, range(len(flows)))
    changes = sum(a * b < 0 for a, b in itertools.pairwise([flow for flow in flows if flow]))
    assert len(roots) <= changes
    for root in roots:
        size = max(abs(flow) * (1 + root) ** -t for t, flow in enumerate(flows))
        assert net_present_value(flows, range(len(flows)), root) == pytest.approx(0, abs=1e-7 * size)


@settings(max_examples=100, deadline=None)
@given(
    st.floats(1, 1e6),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=30).filter(lambda flows: max(flows) > 1),
)
def test_agrees_with_pyxirr_on_ordinary_plans(outlay, later):
    pyxirr = pytest.importorskip("pyxirr")
    found = compute(cash_flows=(-outlay, *later)).value
    other = pyxirr.irr([-outlay, *later])
    # pyxirr gives up on some extreme plans; where it answers, both agree.
    assert found is not None
    assert other is None or found == pytest.approx(other, rel=1e-6, abs=1e-9)


def test_dated_agrees_with_pyxirr():
    pyxirr = pytest.importorskip("pyxirr")
    days = [date.fromisoformat(day) for day in DAYS]
    assert compute("dated", cash_flows=PAID, dates=days).value == pytest.approx(pyxirr.xirr(days, PAID), rel=1e-9)


def test_nothing_was_sampled():
    assert INDICATOR.interval(cash_flows=EXCEL) is None
    assert code_of(INDICATOR.why_no_interval(cash_flows=EXCEL)) == "common.no_interval.deterministic"
    assert INDICATOR.compare({"cash_flows": (-100, 110)}, {"cash_flows": (-100, 130)}).estimate == pytest.approx(0.2)


def test_every_code_has_its_sentence():
    codes = {f"irr.variants.{item.name}.explain" for item in INDICATOR.variants}
    codes |= {f"irr.inputs.{item.name}.label" for item in INDICATOR.inputs}
    codes |= {f"irr.roles.{item.name}.label" for item in INDICATOR.roles}
    for variant in INDICATOR.variants:
        found = compute(variant.name, **INDICATOR.defaults)
        codes |= {step.code for step in found.steps} | {notice.code for notice in found.warnings}
    assert [code for code in sorted(codes) if not has(code)] == []
    assert benchmarks("irr") == ()


def test_sample_by_initiative():
    ds = read(ROOT / "sample_data" / "campaign_cash_flows.csv")
    roles = {"period": "year", "cash_flow": "cash_flow", "scenario": "scenario"}
    assert inputs_in(measure(ds, INDICATOR, roles), INDICATOR)["cash_flows"] == INDICATOR.defaults["cash_flows"]
    pyxirr = pytest.importorskip("pyxirr")
    flows = INDICATOR.defaults["cash_flows"]
    assert compute(cash_flows=flows).value == pytest.approx(pyxirr.irr(flows), rel=1e-9)
    parts = measure(ds, INDICATOR, roles, by="initiative")
    assert all(compute(cash_flows=tuple(flows)).no_answer is None for flows in parts["cash_flows"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("A10_irr_undefined.csv", None, id="A10: no change of sign"),
        pytest.param("A12_irr_near_minus_one.csv", -0.9995, id="A12: -99.95 %"),
    ],
)
@needs_shared("nasty", "A12_irr_near_minus_one.csv")
def test_nasty_files(name, expected):
    frame = measure(read(shared_path("nasty", name)), INDICATOR, {"period": "year", "cash_flow": "cash_flow"})
    found = compute(**inputs_in(frame, INDICATOR))
    assert found.value == (None if expected is None else pytest.approx(expected, rel=1e-12))


@pytest.mark.parametrize(
    ("variant", "inputs", "message"),
    [
        ("periodic", {"cash_flows": ()}, "cash_flows must have at least 1"),
        ("periodic", {"cash_flows": (-1, float("nan"))}, r"cash_flows\[1\] must be a finite"),
        ("periodic", {"cash_flows": (-1, 2), "hurdle_rate": -1}, "hurdle_rate must be greater than -1"),
        ("dated", {"cash_flows": (-1, 2), "dates": DAYS}, "dates has 5 entries but cash_flows has 2"),
        ("incremental", {"cash_flows": (-1, 2), "base_cash_flows": (1,)}, "base_cash_flows has 1 entries"),
        ("modified", {"cash_flows": (-1, 2), "finance_rate": -2, "reinvest_rate": 0}, "finance_rate must be greater"),
    ],
)
def test_impossible_inputs(variant, inputs, message):
    with pytest.raises(InputError, match=message):
        compute(variant, **inputs)
