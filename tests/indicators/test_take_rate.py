"""Take rate: values, degenerate cases, people in several campaigns, arms, money, real files."""

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
from lib.indicators.take_rate import INDICATOR
from lib.knowledge.benchmarks import benchmarks
from lib.knowledge.catalogue import has
from tests.shared import ROOT, needs_shared, shared_path

HUGE = 1e308
OFFERS = {
    "accepted": "accepted",
    "contact": "contact_id",
    "delivered": "delivered",
    "opened": "opened",
    "clicked": "clicked",
    "arm": "arm",
    "cost": "cost",
    "margin": "margin",
    "date": "sent_on",
}
CAMPAIGNS = {name: name for name in ("date", "sent", "delivered", "opened", "clicked", "cost", "margin")} | {
    "takes": "orders"
}


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [inputs_of({str(k): v for k, v in row.items()}, INDICATOR) for row in frame.to_dict("records")]


def measured(text: str, roles: dict[str, str], **options: Any) -> tuple[list[dict[str, Any]], tuple[Notice, ...]]:
    frame = measure(read(text.encode(), name="small.csv"), INDICATOR, roles, **options)
    return rows_of(frame), frame.attrs["notices"]


def sample(roles: dict[str, str], name: str, **options: Any) -> list[dict[str, Any]]:
    return rows_of(measure(read(ROOT / "sample_data" / name), INDICATOR, roles, **options))


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        # 79 marketers' 9 % house-list response, ANA/DMA 2018, as 90 of 1,000
        pytest.param("sent", {"takes": 90, "sent": 1000}, 0.09, id="sent: hand arithmetic"),
        pytest.param("delivered", {"takes_delivered": 57, "delivered": 950}, 0.06, id="delivered: hand arithmetic"),
        pytest.param("opened", {"takes_opened": 50, "opened": 250}, 0.2, id="opened: hand arithmetic"),
        # Air France case, Google US: 1,550 bookings of 192,109 clicks, printed 0.81 %
        pytest.param(
            "clicked", {"takes_clicked": 1550, "clicked": 192109}, 0.00806834, id="clicked: Air France KEL319"
        ),
        # take rate = CTR x TCR: 2 % x 2 %, definitions B16
        pytest.param(
            "per_impression",
            {"takes_clicked": 20, "clicked": 1000, "impressions": 50000},
            0.02 * 0.02,
            id="per impression: CTR times TCR",
        ),
        # Hillstrom (2008), mens e-mail against none, visits: 3,894/21,307 and 2,262/21,306
        pytest.param(
            "incremental",
            {"takes_treated": 3894, "treated": 21307, "takes_control": 2262, "control": 21306},
            0.07658956365153125,
            id="incremental: Hillstrom mens against none",
        ),
        pytest.param(
            "cost_per_take", {"cost_per_contact": 0.9, "takes": 60, "sent": 1000}, 15, id="cost per take: 900 over 60"
        ),
        pytest.param(
            "break_even", {"cost_per_contact": 0.9, "margin_per_take": 18}, 0.05, id="break-even: 0.9 over 18"
        ),
    ],
)
def test_values(variant: str, inputs: dict[str, Any], expected: float) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected, rel=1e-6)
    assert result.substituted
    assert result.no_answer is None
    assert len(result.steps) >= 1


def test_money_beside_the_rate() -> None:
    # hand arithmetic: 0.9 x 1,000 = 900 spent; 60 x 18 - 900 = 180 profit; 900 / 60 = 15 per take; 0.9 / 18 = 5 %
    result = INDICATOR.compute(takes=60, sent=1000, cost_per_contact=0.9, margin_per_take=18)
    assert result.details["profit"] == pytest.approx(180)
    assert result.details["cost_per_take"] == pytest.approx(15)
    assert result.details["break_even"] == pytest.approx(0.05)
    assert not result.warnings


def test_below_break_even_is_said() -> None:
    result = INDICATOR.compute(takes=40, sent=1000, cost_per_contact=0.9, margin_per_take=18)
    assert [notice.code for notice in result.warnings] == ["take_rate.warnings.below_break_even"]


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.2], ids=["loses", "breaks even", "earns"])
def test_profit_is_zero_exactly_at_break_even(rate: float) -> None:
    result = INDICATOR.compute(takes=1000 * rate, sent=1000, cost_per_contact=0.9, margin_per_take=18)
    assert math.copysign(1, round(result.details["profit"], 9)) == math.copysign(1, round(rate - 0.05, 9))


def test_incremental_money() -> None:
    # hand arithmetic: 6 % - 4 % = 2 points; 0.9 / 0.02 = 45 per additional take; (0.02 x 18 - 0.9) x 1,000 = -540
    result = INDICATOR.compute(
        variant="incremental",
        takes_treated=60,
        treated=1000,
        takes_control=8,
        control=200,
        cost_per_contact=0.9,
        margin_per_take=18,
    )
    assert result.value == pytest.approx(0.02)
    assert result.details["cost_per_additional_take"] == pytest.approx(45)
    assert result.details["incremental_profit"] == pytest.approx(-540)
    assert result.details["additional_takes"] == pytest.approx(20)


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("sent", {"takes": 0, "sent": 0}, "take_rate.no_answer.empty_base", id="0/0"),
        pytest.param("opened", {"takes_opened": 0, "opened": 0}, "take_rate.no_answer.empty_base", id="nobody opened"),
        pytest.param(
            "incremental",
            {"takes_treated": 5, "treated": 10, "takes_control": 0, "control": 0},
            "take_rate.no_answer.empty_group",
            id="no control group",
        ),
        pytest.param(
            "cost_per_take",
            {"cost_per_contact": 1, "takes": 0, "sent": 100},
            "take_rate.no_answer.nobody_took",
            id="cost without takes",
        ),
        pytest.param(
            "break_even",
            {"cost_per_contact": 1, "margin_per_take": 0},
            "take_rate.no_answer.no_margin",
            id="take earns nothing",
        ),
        pytest.param(
            "break_even",
            {"cost_per_contact": 1, "margin_per_take": -5},
            "take_rate.no_answer.no_margin",
            id="take loses money",
        ),
        pytest.param(
            "break_even",
            {"cost_per_contact": HUGE, "margin_per_take": 1e-5},
            "common.no_answer.too_large",
            id="overflow: break-even",
        ),
        pytest.param(
            "cost_per_take",
            {"cost_per_contact": HUGE, "takes": 1, "sent": 100},
            "common.no_answer.too_large",
            id="overflow: cost",
        ),
    ],
)
def test_no_answer(variant: str, inputs: dict[str, Any], code: str) -> None:
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == code
    assert INDICATOR.interval(variant=variant, **inputs) is None


def test_zero_and_all_are_said() -> None:
    zero = INDICATOR.compute(takes=0, sent=50)
    everybody = INDICATOR.compute(takes=50, sent=50)
    assert zero.value == 0
    assert zero.warnings[0].code == "take_rate.warnings.nobody_took"
    assert everybody.value == 1
    assert everybody.warnings[0].code == "take_rate.warnings.everybody_took"


@pytest.mark.parametrize(
    ("inputs", "match"),
    [
        pytest.param({"takes": 11, "sent": 10}, "takes must be at most sent", id="more takes than offers"),
        pytest.param({"takes": -1, "sent": 10}, "takes must be at least 0", id="negative"),
        pytest.param({"takes": math.nan, "sent": 10}, "takes must be a finite number", id="nan"),
        pytest.param({"takes": 1, "sent": math.inf}, "sent must be a finite number", id="inf"),
        pytest.param({"takes": 1}, "sent is missing", id="missing"),
        pytest.param({"takes": 1, "sent": 10, "cost_per_contact": -1}, "cost_per_contact must be", id="negative cost"),
    ],
)
def test_impossible_inputs(inputs: dict[str, Any], match: str) -> None:
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(**inputs)


@pytest.mark.parametrize("variant", [variant.name for variant in INDICATOR.variants])
def test_huge_inputs_never_give_infinity(variant: str) -> None:
    chosen = INDICATOR.variant(variant)
    result = INDICATOR.compute(variant=variant, **dict.fromkeys((*chosen.inputs, *chosen.optional), HUGE))
    figures = [*result.details.values(), *([] if result.value is None else [result.value])]
    assert all(math.isfinite(figure) for figure in figures)


def test_interval_is_wilson() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857, Table I: 15 of 148
    interval = INDICATOR.interval(takes=15, sent=148)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_incremental_interval_is_newcombes() -> None:
    # Hillstrom, mens e-mail against none, visits: statsmodels confint_proportions_2indep(method="newcomb")
    group = {"takes_treated": 3894, "treated": 21307, "takes_control": 2262, "control": 21306}
    interval = INDICATOR.interval(variant="incremental", **group)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.06995330808373154, 0.08322674127411137), abs=1e-12)
    test = INDICATOR.compare_to_target(group, 0, variant="incremental")
    # z 22.486, same source
    assert test.statistic == pytest.approx(22.48604082719282)
    assert test.estimate == pytest.approx(0.07658956365153125)


def test_incremental_rates_of_two_groups() -> None:
    # hand arithmetic: 10 and 4 points; variances .2x.8/100 + .1x.9/100 and .14x.86/100 + .1x.9/100
    a = {"takes_treated": 20, "treated": 100, "takes_control": 10, "control": 100}
    b = {"takes_treated": 14, "treated": 100, "takes_control": 10, "control": 100}
    found = INDICATOR.compare(a, b, variant="incremental")
    error = math.sqrt(0.0016 + 0.0009 + 0.001204 + 0.0009)
    assert found.estimate == pytest.approx(-0.06)
    assert found.statistic == pytest.approx(-0.06 / error)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(-0.06 - 1.959964 * error, rel=1e-5)


def test_cost_per_take_turns_wilson_over() -> None:
    # 0.9 over the Wilson limits of 15/148 in Newcombe (1998)
    interval = INDICATOR.interval(variant="cost_per_take", cost_per_contact=0.9, takes=15, sent=148)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.9 / 0.1605, 0.9 / 0.0624), rel=2e-3)


def test_cost_per_take_of_two_groups_is_katz_ratio() -> None:
    # Katz et al. (1978) log interval of a ratio of shares, hand arithmetic: se^2 = .9/10 + .8/20
    a = {"cost_per_contact": 1.0, "takes": 10, "sent": 100}
    b = {"cost_per_contact": 1.0, "takes": 20, "sent": 100}
    found = INDICATOR.compare(a, b, variant="cost_per_take")
    assert found.effect == "ratio"
    assert found.estimate == pytest.approx(0.5)
    assert found.interval is not None
    assert found.interval.high == pytest.approx(0.5 * math.exp(1.959964 * math.sqrt(0.9 / 10 + 0.8 / 20)), rel=1e-5)


def test_break_even_was_not_sampled() -> None:
    reason = INDICATOR.why_no_interval(variant="break_even", cost_per_contact=1, margin_per_take=20)
    assert reason is not None
    assert reason.code == "common.no_interval.deterministic"


def test_two_groups_on_sent() -> None:
    # Hillstrom, conversions of mens e-mail against none: z 7.385114410925771
    found = INDICATOR.compare({"takes": 122, "sent": 21306}, {"takes": 267, "sent": 21307}, method="z")
    assert found.statistic == pytest.approx(7.385114410925771)


CONTACTS = """person,campaign,arm,opened,took,cost,margin
a,spring,offer,yes,yes,1,10
a,summer,offer,no,no,1,0
b,spring,offer,yes,no,1,0
c,spring,control,no,yes,0,12
d,spring,,no,no,0,0
,spring,offer,no,no,1,0
,summer,offer,no,yes,1,20
"""
SMALL = {"accepted": "took", "contact": "person", "arm": "arm", "opened": "opened", "cost": "cost", "margin": "margin"}


def test_people_in_several_campaigns_count_once_and_it_is_said() -> None:
    (row,), notices = measured(CONTACTS, SMALL)
    # a once, b, and two rows without a name: four people, two of whom took it; c is control; d has no arm
    assert (row["sent"], row["takes"]) == (4, 2)
    assert (row["opened"], row["takes_opened"]) == (2, 1)
    assert (row["treated"], row["takes_treated"], row["control"], row["takes_control"]) == (4, 2, 1, 1)
    assert row["cost_per_contact"] == pytest.approx(5 / 4)
    assert row["margin_per_take"] == pytest.approx(15)
    said = {notice.code: notice.fields["count"] for notice in notices}
    assert said == {
        "take_rate.rules.repeated_contact": 2,
        "take_rate.rules.missing_contact": 2,
        "take_rate.rules.blank_arm": 1,
        "take_rate.rules.control_rows": 1,
    }


def test_contacts_can_count_by_themselves() -> None:
    (row,), notices = measured(CONTACTS, SMALL, counting="contact")
    assert (row["sent"], row["takes"], row["cost_per_contact"]) == (5, 2, 1)
    assert "take_rate.rules.repeated_contact" not in {notice.code for notice in notices}


def test_without_an_arm_nothing_is_incremental() -> None:
    (row,), _ = measured(CONTACTS, {"accepted": "took"})
    assert row == {"sent": 7, "takes": 3}


def test_people_in_both_arms_are_reported() -> None:
    text = "who,arm,took\na,control,no\na,offer,yes\nb,offer,no\n"
    (row,), notices = measured(text, {"accepted": "took", "contact": "who", "arm": "arm"})
    assert (row["treated"], row["control"]) == (2, 1)
    assert {notice.code: notice.fields["count"] for notice in notices}["take_rate.rules.both_arms"] == 2


def test_control_goes_by_the_label_given() -> None:
    text = "grp,took\nA,no\nA,yes\nB,yes\n"
    (row,), _ = measured(text, {"accepted": "took", "arm": "grp"}, control_label="a")
    assert (row["control"], row["takes_control"], row["treated"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("labels", "control", "code"),
    [
        pytest.param("Control,offer", "control", None, id="a usual name"),
        pytest.param("Control,None,offer", "control and none", None, id="two usual names are both control"),
        pytest.param("Old,New", "old", "common.rules.control_guessed", id="a likely name is a guess"),
        pytest.param("red,blue", "", "common.rules.control_unknown", id="no hint is said"),
    ],
)
def test_who_is_control_where_nobody_says(labels: str, control: str, code: str | None) -> None:
    names = labels.split(",")
    (row,), said = measured("grp,took\n" + "".join(f"{one},no\n" for one in names), {"accepted": "took", "arm": "grp"})
    assert row["control"] == len(control.split(" and ")) * bool(control)
    codes = {notice.code for notice in said if notice.code.startswith("common")}
    assert codes == ({code} if code else set())


def test_a_guess_is_spelt_as_in_the_file() -> None:
    _, said = measured("grp,took\nOLD,no\nOLD,no\nold,no\nnew,no\n", {"accepted": "took", "arm": "grp"})
    guess = next(one for one in said if one.code == "common.rules.control_guessed")
    assert (guess.fields["control_guessed"], guess.fields["count"]) == ("OLD", 3)


def test_campaigns_are_summed_not_averaged() -> None:
    # hand arithmetic: 30 of 1,100; the mean of 20 % and 1 % would say 10.5 %
    text = "sent,orders,opened\n100,20,40\n1000,10,\n50,60,30\n-5,0,0\n"
    (row,), notices = measured(text, {"sent": "sent", "takes": "orders", "opened": "opened"})
    assert (row["sent"], row["takes"], row["opened"], row["takes_opened"]) == (1100, 30, 40, 20)
    assert {notice.code for notice in notices} == {
        "take_rate.rules.negative",
        "take_rate.rules.more_takes_than_sent",
    }


def test_a_file_without_usable_rows() -> None:
    (row,), _ = measured("sent,orders\n5,9\n", {"sent": "sent", "takes": "orders"})
    result = INDICATOR.compute(**row)
    assert result.no_answer is not None
    assert result.no_answer.code == "take_rate.no_answer.empty_base"


def test_defaults_are_what_the_sample_gives() -> None:
    (row,) = sample(OFFERS, "offers.csv")
    assert row == pytest.approx({name: INDICATOR.defaults[name] for name in row}, rel=1e-9)


def test_sample_by_segment_and_month() -> None:
    overall = sample(OFFERS, "offers.csv", counting="contact")[0]
    groups = sample(OFFERS, "offers.csv", by="customer_type", counting="contact")
    months = sample(OFFERS, "offers.csv", period="month", counting="contact")
    assert len(groups) == 2
    assert len(months) == 6
    for name in ("sent", "takes", "opened", "takes_control"):
        assert sum(row[name] for row in groups) == sum(row[name] for row in months) == overall[name]
    found = INDICATOR.compare(*sample(OFFERS, "offers.csv", by="customer_type"))
    assert found.p_value is not None
    assert found.p_value < 0.001


def test_sample_offer_works() -> None:
    (row,) = sample(OFFERS, "offers.csv")
    interval = INDICATOR.interval(variant="incremental", **row)
    assert interval is not None
    assert interval.low > 0


def test_samples_of_the_other_shapes() -> None:
    (row,) = sample(CAMPAIGNS, "email_campaigns.csv")
    assert INDICATOR.compute(**row).value == pytest.approx(row["takes"] / row["sent"])
    (ads,) = sample({name: name for name in ("impressions", "clicks", "orders", "date")}, "ads.csv")
    result = INDICATOR.compute(variant="per_impression", **ads)
    assert result.value == pytest.approx(result.details["click_rate"] * result.details["conversion"])


def test_every_code_has_a_sentence() -> None:
    codes = {rule.code for shape in INDICATOR.shapes for rule in shape.rules}
    for variant in INDICATOR.variants:
        inputs = {name: INDICATOR.defaults[name] for name in (*variant.inputs, *variant.optional)}
        codes |= {step.code for step in INDICATOR.compute(variant=variant.name, **inputs).steps}
    assert [code for code in sorted(codes) if not has(code)] == []


def test_benchmarks_stand_beside_a_real_variant_only() -> None:
    rows = benchmarks("take_rate")
    assert {name for row in rows for name in row.variants} == {"sent"}
    assert all(row.caution for row in rows)


def truth(name: str) -> Any:
    return json.loads(shared_path("data", "ground_truth.json").read_text())[name]


@needs_shared("data", "bank_marketing.csv")
def test_bank_marketing() -> None:
    frame = measure(read(shared_path("data", "bank_marketing.csv")), INDICATOR, {"accepted": "y"})
    row, expected = rows_of(frame)[0], truth("bank")["full"]
    assert (row["takes"], row["sent"]) == (expected["x"], expected["n"])
    interval = INDICATOR.interval(**row)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(expected["wilson95"], abs=1e-12)


@needs_shared("data", "bank_marketing.csv")
def test_bank_marketing_by_contact() -> None:
    frame = measure(read(shared_path("data", "bank_marketing.csv")), INDICATOR, {"accepted": "y"}, by="contact")
    groups = dict(zip(frame["group"], rows_of(frame), strict=True))
    found = INDICATOR.compare(groups["telephone"], groups["cellular"], method="z")
    expected = truth("bank")["cellular_vs_tel"]
    assert found.estimate == pytest.approx(expected["diff"])
    assert found.statistic == pytest.approx(expected["z_pooled"])


@needs_shared("data", "TravelInsurancePrediction.csv")
def test_travel_insurance() -> None:
    ds = read(shared_path("data", "TravelInsurancePrediction.csv"))
    row = rows_of(measure(ds, INDICATOR, {"accepted": "TravelInsurance"}))[0]
    assert INDICATOR.compute(**row).value == pytest.approx(truth("travel_insurance")["take"]["rate"])


@needs_shared("data", "hillstrom_email.csv")
def test_hillstrom_keeps_rows_that_look_alike() -> None:
    # 6,562 rows equal another row, yet none is an error; both e-mails are pooled against none
    ds = read(shared_path("data", "hillstrom_email.csv"))
    row = rows_of(measure(ds, INDICATOR, {"accepted": "visit", "arm": "segment"}))[0]
    assert (row["treated"], row["control"]) == (21307 + 21387, 21306)
    assert (row["takes_treated"], row["takes_control"]) == (3894 + 3238, 2262)


@needs_shared("data", "charity_direct_mail.csv")
def test_charity_direct_mail() -> None:
    ds = read(shared_path("data", "charity_direct_mail.csv"))
    row = rows_of(measure(ds, INDICATOR, {"accepted": "respond"}))[0]
    assert INDICATOR.compute(**row).value == pytest.approx(truth("charity")["resp"]["rate"])


@needs_shared("nasty", "A02_ab_zero_conversions.csv")
def test_zero_takes_in_the_control() -> None:
    # manifest: 0/50 and 3/50, Fisher two-sided p 0.24242424242424243
    group = {"takes_treated": 3, "treated": 50, "takes_control": 0, "control": 50}
    found = INDICATOR.compare_to_target(group, 0, variant="incremental")
    assert found.method == "fisher"
    assert found.p_value == pytest.approx(0.24242424242424243)


def test_registered() -> None:
    assert INDICATORS["take_rate"] is INDICATOR
