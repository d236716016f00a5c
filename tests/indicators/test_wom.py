"""Word of mouth: published values, degenerate cases, limits by theta, bursts, who brought whom, labels, identities."""

from __future__ import annotations

import math
from typing import Any

import pytest

from lib.core import InputError
from lib.data import read
from lib.data.measure import measure
from lib.indicators._wom_inference import bursts
from lib.indicators.wom import INDICATOR
from lib.knowledge.benchmarks import benchmarks
from lib.stats import proportion_interval
from tests.indicators.rows_helpers import each, grouped, known, limits, measured, value
from tests.shared import ROOT

SAMPLES = ROOT / "sample_data"
CLICKS = {"source": "source", "date": "date", "cost": "cost"}
REFERRALS = {"user": "customer", "parent": "brought_by", "invitations": "invitations", "rewarded": "rewarded"}
Z = 1.959963984540054


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        # Davis, Measuring Marketing, 3rd ed., ch. 63 after Jeffery p. 181; the printed 4.8 does not follow from these inputs
        pytest.param("wom", {"direct": 1_000_000, "recommended": 1_380_000}, 2.38, id="Davis ch. 63"),
        pytest.param("wom", {"direct": 1_000_000, "recommended": 3_800_000}, 4.8, id="Davis ch. 64, total clicks"),
        # tinytask.it/en/metrics/total-clicks prints 7.91
        pytest.param("wom", {"direct": 55_000, "recommended": 380_000}, 435 / 55, id="tinytask: 7.91"),
        pytest.param("wom", {"direct": 9, "recommended": 0}, 1.0, id="nobody recommends"),
        pytest.param("viral_coefficient", {"accepted": 60, "customers": 300, "invitations": 900}, 0.2, id="3 x 1/15"),
        pytest.param("viral_coefficient", {"accepted": 60, "customers": 300}, 0.2, id="invitations unknown"),
        pytest.param("viral_coefficient", {"accepted": 6, "customers": 3}, 2.0, id="above one"),
        pytest.param("viral_coefficient", {"accepted": 0, "customers": 3, "invitations": 0}, 0.0, id="none sent"),
        # 1 / (1 - 0.2) and 1 / (1 - 0.5), geometric series
        pytest.param("total_reach", {"accepted": 60, "customers": 300}, 1.25, id="k = 0.2"),
        pytest.param("total_reach", {"accepted": 5, "customers": 10}, 2.0, id="k = 0.5"),
        # 0.9 / 1.5
        pytest.param("effective_cpc", {"cpc": 0.9, "direct": 1000, "recommended": 500}, 0.6, id="0.9 / 1.5"),
        pytest.param("effective_cpc", {"cpc": 0.0, "direct": 10, "recommended": 5}, 0.0, id="free clicks"),
        pytest.param("effective_cpc", {"cpc": 1e308, "direct": 10, "recommended": 10}, 5e307, id="huge price"),
    ],
)
def test_values(variant, inputs, expected):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected)
    assert result.steps
    assert result.no_answer is None


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("wom", {"direct": 0, "recommended": 0}, "wom.no_answer.no_direct", id="0/0"),
        pytest.param("wom", {"direct": 0, "recommended": 5}, "wom.no_answer.no_direct", id="5/0"),
        pytest.param("effective_cpc", {"cpc": 1, "direct": 0, "recommended": 5}, "wom.no_answer.no_direct", id="price"),
        pytest.param("viral_coefficient", {"accepted": 0, "customers": 0}, "wom.no_answer.no_customers", id="k 0/0"),
        pytest.param("total_reach", {"accepted": 0, "customers": 0}, "wom.no_answer.no_customers", id="reach 0/0"),
        pytest.param("total_reach", {"accepted": 5, "customers": 5}, "wom.no_answer.no_limit", id="k = 1"),
        pytest.param("total_reach", {"accepted": 9, "customers": 5}, "wom.no_answer.no_limit", id="k > 1"),
        pytest.param("wom", {"direct": 1e308, "recommended": 1e308}, "common.no_answer.too_large", id="huge"),
        pytest.param("wom", {"direct": 1e-300, "recommended": 1e300}, "common.no_answer.too_large", id="tiny base"),
        pytest.param(
            "viral_coefficient", {"accepted": 1e300, "customers": 1e-300}, "common.no_answer.too_large", id="huge k"
        ),
    ],
)
def test_no_answer(variant, inputs, code):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert known(result.no_answer).code == code
    assert INDICATOR.interval(variant=variant, **inputs) is None


@pytest.mark.parametrize(
    ("variant", "inputs", "match"),
    [
        pytest.param("wom", {"direct": -1, "recommended": 4}, "direct must be at least 0", id="negative"),
        pytest.param("wom", {"direct": 3, "recommended": math.nan}, "recommended must be a finite number", id="nan"),
        pytest.param("wom", {"direct": math.inf, "recommended": 1}, "direct must be a finite number", id="infinite"),
        pytest.param("wom", {"direct": 1}, "recommended is missing", id="missing"),
        pytest.param("effective_cpc", {"cpc": -1, "direct": 1, "recommended": 1}, "cpc must be at least 0", id="price"),
        pytest.param(
            "viral_coefficient",
            {"accepted": 1.5, "customers": 3},
            "accepted must be a whole number",
            id="half a customer",
        ),
        pytest.param(
            "viral_coefficient",
            {"accepted": 5, "customers": 3, "invitations": 4},
            "accepted must be at most invitations",
            id="more accepted than sent",
        ),
    ],
)
def test_impossible_inputs(variant, inputs, match):
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(variant=variant, **inputs)


def test_interval_goes_through_theta():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I: Wilson for 81 of 263 is 0.2553 to 0.3662
    found = limits(INDICATOR, direct=182, recommended=81)
    assert found == pytest.approx((1 / (1 - 0.2553), 1 / (1 - 0.3662)), abs=3e-4)
    theta = known(proportion_interval(81, 263).interval)
    assert found == pytest.approx((1 / (1 - theta.low), 1 / (1 - theta.high)))
    price = limits(INDICATOR, variant="effective_cpc", cpc=2.0, direct=182, recommended=81)
    assert price == pytest.approx((2 * (1 - theta.high), 2 * (1 - theta.low)))


def test_no_recommendation_still_has_an_upper_limit():
    # Newcombe (1998), Table I: Wilson for 0 of 20 ends at 0.1611
    low, high = limits(INDICATOR, direct=20, recommended=0)
    assert low == pytest.approx(1.0)
    assert high == pytest.approx(1 / (1 - 0.1611), abs=1e-3)


def test_two_ratios_are_compared_on_the_log_scale():
    a, b = {"direct": 1000, "recommended": 500}, {"direct": 800, "recommended": 600}
    found = INDICATOR.compare(a, b)
    # By hand: 1.75 / 1.5; variances theta / ((1 - theta) t): (1/3) / 1000 and (3/7) / 800
    error = math.sqrt(1 / 3000 + 3 / 5600)
    assert found.effect == "ratio"
    assert found.estimate == pytest.approx(1.75 / 1.5)
    assert found.statistic == pytest.approx(math.log(1.75 / 1.5) / error)
    interval = known(found.interval)
    assert interval.low == pytest.approx(1.75 / 1.5 * math.exp(-Z * error))
    assert interval.high == pytest.approx(1.75 / 1.5 * math.exp(Z * error))
    assert (found.estimate_a, found.estimate_b) == pytest.approx((1.5, 1.75))
    price = INDICATOR.compare({**a, "cpc": 0.9}, {**b, "cpc": 0.9}, variant="effective_cpc")
    assert price.estimate == pytest.approx(1.5 / 1.75)
    assert price.p_value == pytest.approx(known(found.p_value))


def test_against_a_target():
    found = INDICATOR.compare_to_target({"direct": 1000, "recommended": 500}, 1.4)
    assert found.estimate == pytest.approx(0.1)
    assert found.statistic == pytest.approx(math.log(1.5 / 1.4) / math.sqrt(1 / 3000))


def test_equal_clicks_show_no_effect():
    found = INDICATOR.compare({"direct": 90, "recommended": 0}, {"direct": 80, "recommended": 0})
    assert found.estimate == 1
    assert found.p_value == 1


def test_viral_coefficient_from_totals_is_poisson():
    # Garwood's exact limits for 10 events: 4.7954 and 18.3904 (Biometrika 28, 1936, table)
    found = limits(INDICATOR, variant="viral_coefficient", accepted=10, customers=100)
    assert found == pytest.approx((0.047954, 0.183904), abs=1e-6)


def test_a_few_who_bring_many_widen_the_interval():
    inputs = {"accepted": 60, "customers": 300}
    events = limits(INDICATOR, variant="viral_coefficient", **inputs)
    spread = limits(INDICATOR, variant="viral_coefficient", **inputs, accepted_squares=600)
    assert spread[1] - spread[0] > events[1] - events[0]
    reach = limits(INDICATOR, variant="total_reach", **inputs)
    assert reach == pytest.approx((1 / (1 - events[0]), 1 / (1 - events[1])))


def test_reach_without_limit_is_said():
    why = INDICATOR.why_no_interval(variant="total_reach", accepted=9, customers=10)
    assert known(why).code == "wom.no_interval.reach_without_limit"
    assert INDICATOR.interval(variant="total_reach", accepted=9, customers=10) is None
    compared = INDICATOR.compare(
        {"accepted": 2, "customers": 10}, {"accepted": 5, "customers": 10}, variant="total_reach"
    )
    assert compared.estimate == pytest.approx(2 - 1.25)
    assert compared.notes[0].code == "wom.no_interval.compare_coefficient"


def test_reach_equals_the_ratio_when_every_click_can_pass_on():
    # d direct, r recommended: k = r / (d + r), and 1 / (1 - k) = (d + r) / d
    d, r = 700, 300
    reach = INDICATOR.compute(variant="total_reach", accepted=r, customers=d + r)
    assert reach.value == pytest.approx(value(INDICATOR, direct=d, recommended=r))
    # the series of rounds climbs towards it
    generations = reach.series["generations"]
    assert generations[0] == 1
    assert generations[-1] == pytest.approx(known(reach.value), rel=1e-5)
    assert list(generations) == sorted(generations)


def test_price_and_ratio_give_back_the_cost():
    # B15: effective CPC = CPC / WOM, total clicks = WOM x direct; so price x clicks is what the direct clicks cost
    inputs: dict[str, Any] = {"direct": 437.0, "recommended": 181.0}
    ratio = INDICATOR.compute(**inputs)
    price = value(INDICATOR, variant="effective_cpc", cpc=0.45, **inputs)
    assert price * ratio.details["total_clicks"] == pytest.approx(0.45 * 437)
    assert price == pytest.approx(0.45 / known(ratio.value))


def test_bursts_by_hand():
    # Ten days with 10 direct clicks; recommended 0 on five of them and 10 on the others: R = 0.5, residuals +-5
    evidence = {"days": 10, "direct_squares": 1000, "recommended_squares": 500, "click_products": 500}
    inputs: dict[str, Any] = {"direct": 100, "recommended": 50, **evidence}
    # 10/9 x 250 x 100 / (50 x 150)
    assert bursts(inputs) == pytest.approx(10 / 9 * 250 * 100 / 7500)
    result = INDICATOR.compute(**inputs)
    assert [said.code for said in result.warnings] == ["wom.warnings.bursts"]
    wide, plain = limits(INDICATOR, **inputs), limits(INDICATOR, direct=100, recommended=50)
    assert wide[1] - wide[0] > plain[1] - plain[0]
    # Wilson of the same share with the clicks divided by the factor
    factor = bursts(inputs)
    theta = known(proportion_interval(50 / factor, 150 / factor).interval)
    assert wide == pytest.approx((1 / (1 - theta.low), 1 / (1 - theta.high)))


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param({"days": 3, "direct_squares": 9, "recommended_squares": 9, "click_products": 9}, id="three days"),
        pytest.param({"days": 30}, id="squares missing"),
        pytest.param(
            {"days": 20, "direct_squares": 1e308, "recommended_squares": 1e308, "click_products": 0.0}, id="huge"
        ),
        pytest.param({"days": 20, "direct_squares": 0, "recommended_squares": 0, "click_products": 0}, id="even"),
    ],
)
def test_bursts_never_narrow_or_break(evidence):
    found = bursts({"direct": 100, "recommended": 50, **evidence})
    assert found >= 1
    assert math.isfinite(found)


def test_clicks_by_hand():
    text = "src,d,c\ndirect,2024-01-01,2\nShare,2024-01-01,0\n(direct),2024-01-02,4\ninfluencer,2024-01-02,9\nemail,2024-01-02,9\n"
    inputs, said = measured(text, INDICATOR, {"source": "src", "date": "d", "cost": "c"})
    assert (inputs["direct"], inputs["recommended"], inputs["cpc"], inputs["days"]) == (2, 1, 3, 2)
    assert (inputs["direct_squares"], inputs["recommended_squares"], inputs["click_products"]) == (2, 1, 1)
    assert said["wom.rules.paid"].fields["count"] == 1
    assert said["wom.rules.other_source"].fields["count"] == 1


def test_labels_can_be_named():
    text = "src\nad\nad\nтавсия\nword\n"
    inputs, said = measured(
        text, INDICATOR, {"source": "src"}, direct_labels="ad", recommended_labels=("word", "тавсия")
    )
    assert (inputs["direct"], inputs["recommended"]) == (2, 2)
    assert said == {}
    assert "days" not in inputs


def test_sources_that_mean_nothing_are_said_with_what_to_do():
    inputs, said = measured("src\nspring\nspring\nreklama\n", INDICATOR, {"source": "src"})
    assert said["wom.rules.none_counts"].fields["count"] == 3
    assert not inputs  # no number is made up
    _, said = measured("src\nspring\nreklama\n", INDICATOR, {"source": "src"}, direct_labels=["Spring"])
    assert set(said) == {"wom.rules.paid"}


def test_no_label_at_all_is_a_choice_too():
    inputs, _ = measured("src\ndirect\nreward\nfriend\n", INDICATOR, {"source": "src"}, recommended_labels=())
    assert (inputs["direct"], inputs["recommended"]) == (1, 0)


def test_a_paid_label_that_the_visitor_counts_is_counted():
    text = "src\ndirect\ninfluencer\n"
    inputs, _ = measured(text, INDICATOR, {"source": "src"}, recommended_labels="influencer")
    assert (inputs["direct"], inputs["recommended"]) == (1, 1)


def test_referrals_by_hand():
    text = "u,by,sent,paid\na,,3,no\nb,a,0,no\nc,a,1,no\nd,c,0,yes\ne,,0,no\nf,f,0,no\n"
    roles = {"user": "u", "parent": "by", "invitations": "sent", "rewarded": "paid"}
    inputs, said = measured(text, INDICATOR, roles)
    # d came for a reward and f by itself: both left out; a brought b and c
    assert (inputs["direct"], inputs["recommended"], inputs["customers"]) == (2, 2, 4)
    assert (inputs["accepted"], inputs["accepted_squares"], inputs["invitations"]) == (2, 4, 4)
    assert said["wom.rules.rewarded"].fields["count"] == 1
    assert said["wom.rules.own_parent"].fields["count"] == 1


def test_who_brought_counts_where_the_bringer_belongs():
    text = "u,by,town\na,,X\nb,a,Y\nc,a,Y\nd,,Y\n"
    groups = grouped(text, INDICATOR, {"user": "u", "parent": "by"}, "town")
    assert (groups["X"]["customers"], groups["X"]["accepted"]) == (1, 2)
    assert (groups["Y"]["customers"], groups["Y"]["accepted"]) == (3, 0)


def test_totals_are_added_never_averaged():
    text = "d,r,p\n100,100,0\n300,0,7\n-5,3,0\n"
    roles = {"direct_clicks": "d", "recommended_clicks": "r", "paid_clicks": "p"}
    inputs, said = measured(text, INDICATOR, roles)
    # 500 / 400 = 1.25, while the mean of 2 and 1 is 1.5; paid clicks do not count
    assert value(INDICATOR, **inputs) == 1.25
    assert said["wom.rules.negative"].fields["count"] == 1
    assert said["wom.rules.paid_column"].severity == "info"


def test_sample_gives_the_defaults():
    inputs, said = measured(SAMPLES / "clicks_by_source.csv", INDICATOR, CLICKS)
    for name in ("direct", "recommended", "cpc"):
        assert inputs[name] == pytest.approx(INDICATOR.input(name).default), name
    assert {"wom.rules.paid", "wom.rules.other_source"} == set(said)
    inputs, _ = measured(SAMPLES / "referrals.csv", INDICATOR, REFERRALS)
    for name in ("accepted", "customers", "invitations"):
        assert inputs[name] == pytest.approx(INDICATOR.input(name).default), name


def test_segments_and_periods_add_up():
    ds = read((SAMPLES / "clicks_by_source.csv").read_bytes(), name="clicks_by_source.csv")
    whole = each(measure(ds, INDICATOR, CLICKS), INDICATOR)[0]
    for frame in (measure(ds, INDICATOR, CLICKS, by="play"), measure(ds, INDICATOR, CLICKS, period="month")):
        for name in ("direct", "recommended"):
            assert frame[name].sum() == whole[name]
    comedy, drama = each(measure(ds, INDICATOR, CLICKS, by="play"), INDICATOR)
    found = INDICATOR.compare(drama, comedy)
    assert known(found.estimate) > 1
    assert known(found.p_value) < 0.01
    boxes = grouped(SAMPLES / "referrals.csv", INDICATOR, REFERRALS, "box")
    brought = INDICATOR.compare(boxes["Single"], boxes["Family"], variant="viral_coefficient")
    assert known(brought.p_value) < 0.01


@pytest.mark.parametrize("shape", [shape.name for shape in INDICATOR.shapes])
def test_every_shape_measures_its_sample(shape):
    chosen = INDICATOR.shape(shape)
    columns = {
        "clicks": CLICKS,
        "referrals": REFERRALS,
        "totals": {"direct_clicks": "direct_clicks", "recommended_clicks": "recommended_clicks", "cost": "cost"},
    }[shape]
    inputs, _ = measured(SAMPLES / chosen.sample, INDICATOR, columns, shape=shape)
    for variant in chosen.variants:
        low, high = limits(INDICATOR, variant=variant, **inputs)
        assert low < value(INDICATOR, variant=variant, **inputs) < high


def test_no_benchmark_poses_as_a_ratio():
    assert benchmarks("wom")
    assert all(row.variants == () for row in benchmarks("wom"))
