"""Transaction conversion rate: values, degenerate cases, people with several clicks, clicks still to convert, real files."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import Any

import pandas as pd
import pytest

from lib.core import InputError, Notice
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.indicators import INDICATORS
from lib.indicators._clustered_inference import design_effect
from lib.indicators.tcr import INDICATOR, per_click
from tests.shared import ROOT, needs_shared, shared_path

CLICKS = {
    "converted": "converted",
    "user": "user_id",
    "session": "session_id",
    "date": "clicked_at",
    "conversion_date": "ordered_at",
}


def each(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [inputs_of({str(name): value for name, value in row.items()}, INDICATOR) for row in frame.to_dict("records")]


def measured(text: str, roles: dict[str, str], **options: Any) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    frame = measure(read(text.encode(), name="small.csv"), INDICATOR, roles, **options)
    return each(frame)[0], frame.attrs["notices"]


@pytest.mark.parametrize(
    ("bookings", "clicks", "expected"),
    [
        # Air France sponsored search case (Jeffery, Kellogg KEL319), rates printed in published solutions
        pytest.param(662, 45598, 0.0145, id="yahoo us"),
        pytest.param(129, 11217, 0.0115, id="msn global"),
        pytest.param(140, 10808, 0.013, id="msn us"),
        pytest.param(797, 72895, 0.0109, id="google global"),
        pytest.param(1550, 192109, 0.0081, id="google us"),
        pytest.param(289, 119323, 0.0024, id="overture us"),
        pytest.param(3939, 512849, 0.0077, id="all seven"),
    ],
)
def test_air_france(bookings, clicks, expected):
    assert per_click(transactions=bookings, clicks=clicks).value == pytest.approx(expected, abs=5.05e-5)


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param("per_click", {"transactions": 30, "clicks": 1200}, 0.025, id="30 / 1200 by hand"),
        pytest.param("per_click", {"transactions": 12, "clicks": 8}, 1.5, id="12 / 8: several orders of one click"),
        pytest.param("per_click", {"transactions": 0, "clicks": 50}, 0.0, id="nobody"),
        pytest.param("per_click", {"transactions": 50, "clicks": 50}, 1.0, id="everybody"),
        pytest.param("per_session", {"converted_sessions": 3, "sessions": 8}, 0.375, id="3 / 8 by hand"),
        pytest.param("per_user", {"buyers": 1, "users": 4}, 0.25, id="1 / 4 by hand"),
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
        pytest.param("per_click", {"transactions": 0, "clicks": 0}, "tcr.no_answer.no_clicks", id="0/0 clicks"),
        pytest.param("per_click", {"transactions": 3, "clicks": 0}, "tcr.no_answer.no_clicks", id="3/0 clicks"),
        pytest.param("per_session", {"converted_sessions": 0, "sessions": 0}, "tcr.no_answer.no_sessions", id="0/0"),
        pytest.param("per_user", {"buyers": 0, "users": 0}, "tcr.no_answer.no_users", id="0/0 users"),
        pytest.param(
            "per_click", {"transactions": 1e308, "clicks": 1e-10}, "common.no_answer.too_large", id="overflow"
        ),
    ],
)
def test_no_answer(variant, inputs, code):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == code
    assert INDICATOR.interval(variant=variant, **inputs) is None
    assert INDICATOR.compare(inputs, inputs, variant=variant).p_value is None


def test_huge_finite_counts_stay_finite():
    result = INDICATOR.compute(transactions=1e308, clicks=1e308)
    assert result.value == 1
    assert all(math.isfinite(value) for value in result.details.values())


@pytest.mark.parametrize(
    ("variant", "inputs", "match"),
    [
        pytest.param("per_click", {"transactions": -1, "clicks": 5}, "transactions must be at least 0", id="negative"),
        pytest.param("per_click", {"transactions": 1, "clicks": -5}, "clicks must be at least 0", id="negative base"),
        pytest.param("per_click", {"transactions": math.nan, "clicks": 5}, "transactions must be a finite", id="nan"),
        pytest.param("per_click", {"transactions": 1, "clicks": math.inf}, "clicks must be a finite", id="inf"),
        pytest.param("per_click", {"transactions": True, "clicks": 5}, "transactions must be a finite", id="boolean"),
        pytest.param("per_click", {"transactions": "3", "clicks": 5}, "transactions must be a finite", id="text"),
        pytest.param("per_click", {"transactions": 1}, "clicks is missing", id="missing"),
        pytest.param("per_click", {"transactions": 1, "clicks": 5, "recent_clicks": 6}, "recent_clicks", id="recent"),
        pytest.param(
            "per_session", {"converted_sessions": 6, "sessions": 5}, "converted_sessions must be", id="6 of 5"
        ),
        pytest.param("per_user", {"buyers": 6, "users": 5}, "buyers must be at most users", id="6 of 5 users"),
    ],
)
def test_input_errors(variant, inputs, match):
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(variant=variant, **inputs)


def test_recent_clicks_are_marked_and_the_settled_rate_is_said():
    result = INDICATOR.compute(transactions=10, clicks=200, recent_clicks=40, recent_transactions=2)
    assert result.details["settled"] == pytest.approx(8 / 160)  # by hand
    assert [notice.code for notice in result.warnings] == ["tcr.warnings.to_come"]
    only_young = INDICATOR.compute(transactions=1, clicks=20, recent_clicks=20, recent_transactions=1)
    assert only_young.warnings[0].code == "tcr.warnings.all_to_come"
    assert "settled" not in only_young.details


def test_more_transactions_than_clicks_is_a_rate_of_events():
    interval = INDICATOR.interval(transactions=15, clicks=10)
    assert interval is not None
    # exact Poisson limits of 15 events, R DescTools PoissonCI(15, 400): 0.0209884653 and 0.0618505472, times 400 / 10
    assert (interval.low, interval.high) == pytest.approx((0.83953939, 2.47402179), abs=1e-6)
    assert INDICATOR.compute(transactions=15, clicks=10).warnings[0].code == "tcr.warnings.above_one"


def test_one_click_per_user_is_a_plain_share():
    # Wilson interval of 0 of 50: 0 to 7.13 %, published in many tables and in the manifest of nasty file A02
    evidence: dict[str, Any] = {
        "units": 50,
        "transactions_squared": 0,
        "clicks_squared": 50,
        "clicks_times_transactions": 0,
    }
    interval = INDICATOR.interval(transactions=0, clicks=50, **evidence)
    assert interval is not None
    assert interval.method == "wilson"
    assert (interval.low, interval.high) == pytest.approx((0, 0.0713476), abs=1e-6)


# Clicks y and views x of ten users, made up; ratio and standard error by the delta method of Deng et al. (2018),
# computed apart from this project from the textbook formula: 0.210526315789, 0.014968071918
_Y = (2.0, 3.0, 1.0, 4.0, 2.0, 3.0, 1.0, 3.0, 2.0, 3.0)
_X = (10.0, 12.0, 9.0, 15.0, 11.0, 14.0, 8.0, 13.0, 10.0, 12.0)
TEN_USERS: dict[str, Any] = {
    "transactions": sum(_Y),
    "clicks": sum(_X),
    "units": 10,
    "transactions_squared": sum(y * y for y in _Y),
    "clicks_squared": sum(x * x for x in _X),
    "clicks_times_transactions": sum(x * y for x, y in zip(_X, _Y, strict=True)),
}


def test_people_with_several_clicks_by_the_delta_method():
    interval = INDICATOR.interval(**TEN_USERS)
    assert interval is not None
    assert interval.method == "delta"
    half = (interval.high - interval.low) / 2
    assert half / 2.2621571627409915 == pytest.approx(0.014968071918, rel=1e-6)  # t(0.975; 9) = 2.26216
    assert INDICATOR.compute(**TEN_USERS).value == pytest.approx(0.21052631578947367)


def test_nobody_of_people_with_several_clicks_bought():
    # Ten people with four clicks each: the evidence is ten people, not forty clicks.
    evidence: dict[str, Any] = {
        "units": 10,
        "transactions_squared": 0,
        "clicks_squared": 160,
        "clicks_times_transactions": 0,
    }
    interval = INDICATOR.interval(transactions=0, clicks=40, **evidence)
    assert interval is not None
    # Wilson, 0 of 10: z^2 / (n + z^2) = 3.8415 / 13.8415
    assert interval.high == pytest.approx(0.2775327998, abs=1e-9)
    assert INDICATOR.compare_to_target({"transactions": 0, "clicks": 40, **evidence}, 0.05).p_value is not None


def test_identical_people_carry_no_interval_and_it_is_said():
    evidence: dict[str, Any] = {
        "units": 5,
        "transactions_squared": 5,
        "clicks_squared": 20,
        "clicks_times_transactions": 10,
    }
    inputs: dict[str, Any] = {"transactions": 5, "clicks": 10, **evidence}
    assert INDICATOR.interval(**inputs) is None
    reason = INDICATOR.why_no_interval(**inputs)
    assert reason is not None
    assert reason.code == "common.no_interval.no_variation"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param([(1, 1), (0, 1), (1, 1), (0, 1)], 4 / 3, id="one click each: n / (n - 1)"),
        pytest.param([(3, 3), (0, 3), (3, 3), (0, 3)], 4.0, id="three identical clicks each: 3 n / (n - 1)"),
    ],
)
def test_design_effect(people, expected):
    part, whole = sum(y for y, _ in people), sum(x for _, x in people)
    squares = (sum(y * y for y, _ in people), sum(x * x for _, x in people), sum(x * y for y, x in people))
    assert design_effect(part, whole, len(people), squares) == pytest.approx(expected)


def test_sample_gives_the_defaults_and_the_same_sums_as_plain_python():
    ds = read(ROOT / "sample_data" / "clicks.csv")
    inputs = each(measure(ds, INDICATOR, CLICKS))[0]
    assert {name: inputs[name] for name in INDICATOR.defaults} == INDICATOR.defaults
    per_user: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in ds.table.execute().to_dict("records"):
        per_user[row["user_id"]][0] += 1
        per_user[row["user_id"]][1] += row["converted"]
    pairs = list(per_user.values())
    assert inputs["clicks_squared"] == sum(x * x for x, _ in pairs)
    assert inputs["transactions_squared"] == sum(y * y for _, y in pairs)
    assert inputs["clicks_times_transactions"] == sum(x * y for x, y in pairs)


def test_groups_and_periods_add_up():
    ds = read(ROOT / "sample_data" / "clicks.csv")
    keys: dict[str, Any]
    for keys in ({"by": "campaign"}, {"period": "month"}, {"by": "device", "period": "week"}):
        frame = measure(ds, INDICATOR, CLICKS, **keys)
        assert frame["clicks"].sum() == INDICATOR.defaults["clicks"]
        assert frame["recent_transactions"].sum() == INDICATOR.defaults["recent_transactions"]


def test_compare_of_campaigns_uses_people():
    frame = measure(read(ROOT / "sample_data" / "clicks.csv"), INDICATOR, CLICKS, by="campaign")
    search, social = each(frame)
    found = INDICATOR.compare(social, search)
    assert found.method == "delta"
    assert found.estimate == pytest.approx(99 / 1053 - 39 / 734)
    assert found.interval is not None
    assert found.p_value is not None
    # Pretending that clicks are people makes the interval narrower.
    naive = INDICATOR.compare(social, search, method="z")
    assert naive.interval is not None
    assert naive.interval.high - naive.interval.low < found.interval.high - found.interval.low


def test_rows_by_hand():
    text = (
        "user,at,bought,bought_at,orders\n"
        "a,2026-03-01 10:00:00,yes,2026-03-02 09:00:00,2\n"
        "a,2026-03-01 11:00:00,no,,\n"
        "b,2026-03-05 10:00:00,no,,\n"
        ",2026-03-18 10:00:00,yes,2026-03-19 10:00:00,1\n"
        ",2026-03-19 10:00:00,no,,\n"
        "c,2026-03-10 10:00:00,yes,2026-03-01 10:00:00,1\n"  # bought before the click: left out
    )
    roles = {"user": "user", "date": "at", "converted": "bought", "conversion_date": "bought_at"}
    inputs, notices = measured(text, roles)
    assert (inputs["clicks"], inputs["transactions"]) == (5, 2)
    assert (inputs["users"], inputs["buyers"]) == (2, 1)
    assert (inputs["recent_clicks"], inputs["recent_transactions"]) == (2, 1)
    # a has two clicks; b and the two unknown people one each
    assert (inputs["units"], inputs["clicks_squared"]) == (4, 4 + 1 + 1 + 1)
    assert {(notice.code, notice.fields["count"]) for notice in notices} == {
        ("tcr.rules.converted_before_click", 1),
        ("tcr.rules.no_user", 2),
        ("tcr.rules.recent_kept", 2),
    }
    counted, _ = measured(text, {**roles, "transactions": "orders"})
    assert (counted["transactions"], counted["transactions_squared"]) == (3, 5)
    settled, said = measured(text, roles, recent="leave_out")
    assert (settled["clicks"], settled["recent_clicks"]) == (3, 0)
    assert ("tcr.rules.recent_left_out", 2) in {(notice.code, notice.fields["count"]) for notice in said}
    unmarked, _ = measured(text, roles, lag_days=0)
    assert unmarked["recent_clicks"] == 0


def test_lag_of_conversions_by_hand():
    text = "at,bought,bought_at\n2026-03-01,1,2026-03-01\n2026-03-01,1,2026-03-03\n2026-03-02,0,\n2026-03-02,1,2026-03-04\n"
    roles = {"date": "at", "converted": "bought", "conversion_date": "bought_at"}
    frame = measure(read(text.encode(), name="lag.csv"), INDICATOR, roles, extra="lag")
    assert frame[["days", "conversions"]].to_numpy().tolist() == [[0, 1], [2, 2]]
    without = {"converted": "bought"}
    assert measure(read(text.encode(), name="lag.csv"), INDICATOR, without, extra="lag").empty


def test_report_is_a_ratio_of_sums_and_not_a_mean_of_rates():
    text = "day,clicks,orders\n2026-03-01,1000,10\n2026-03-02,10,5\n2026-03-03,-4,0\n2026-03-04,,3\n"
    inputs, notices = measured(text, {"clicks": "clicks", "transactions": "orders", "date": "day"}, lag_days=0)
    assert INDICATOR.compute(**inputs).value == pytest.approx(15 / 1010)  # the mean of the rates would be 0.255
    assert [(notice.code, notice.fields["count"]) for notice in notices] == [
        ("common.rules.missing_role", 1),
        ("tcr.rules.negative", 1),
    ]


def test_report_sample():
    ds = read(ROOT / "sample_data" / "campaign_clicks.csv")
    roles = {"clicks": "clicks", "transactions": "orders", "date": "date"}
    inputs = each(measure(ds, INDICATOR, roles))[0]
    table = ds.table.execute()
    assert (inputs["clicks"], inputs["transactions"]) == (table["clicks"].sum(), table["orders"].sum())
    assert inputs["recent_clicks"] == table[table["date"].astype(str) > "2026-03-24"]["clicks"].sum()


@needs_shared("data", "udacity_free_trial_control.csv")
def test_udacity_counts_outcome_days_only():
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["udacity"]["gross_conversion"]
    groups = []
    for name in ("control", "experiment"):
        ds = read(shared_path("data", f"udacity_free_trial_{name}.csv"))
        frame = measure(ds, INDICATOR, {"clicks": "Clicks", "transactions": "Enrollments"}, shape="report")
        # The last 14 of 37 days have no outcome yet; their clicks must not count.
        assert [(notice.code, notice.fields["count"]) for notice in frame.attrs["notices"]] == [
            ("common.rules.missing_role", 14)
        ]
        groups += each(frame)
    control, experiment = groups
    assert (control["transactions"], control["clicks"]) == (truth["xa"], truth["na"])
    found = INDICATOR.compare(control, experiment, method="z")
    assert found.estimate == pytest.approx(truth["diff"], rel=1e-12)
    assert found.p_value == pytest.approx(truth["p"], rel=1e-9)


@needs_shared("data", "ab_data.csv")
def test_ab_data_raw_rows_by_group():
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["ab_data"]
    ds = read(shared_path("data", "ab_data.csv"))
    frame = measure(ds, INDICATOR, {"converted": "converted", "user": "user_id"}, by="group")
    groups = dict(zip(frame["group"], each(frame), strict=True))
    for letter, name in (("A", "control"), ("B", "treatment")):
        assert (groups[name]["transactions"], groups[name]["clicks"]) == (
            truth["raw"][letter]["x"],
            truth["raw"][letter]["n"],
        )
    found = INDICATOR.compare(groups["control"], groups["treatment"], method="z")
    assert found.p_value == pytest.approx(truth["raw"]["p_two_sided"], rel=1e-9)


@needs_shared("data", "KAG_conversion_data.csv")
def test_kag_by_campaign():
    truth = json.loads(shared_path("data", "ground_truth.json").read_text())["kag"]
    ds = read(shared_path("data", "KAG_conversion_data.csv"))
    roles = {"clicks": "Clicks", "transactions": "Total_Conversion"}
    inputs = each(measure(ds, INDICATOR, roles))[0]
    assert INDICATOR.compute(**inputs).value == pytest.approx(truth["all"]["cvr_click"], rel=1e-12)
    frame = measure(ds, INDICATOR, roles, by="xyz_campaign_id")
    for row in frame.to_dict("records"):
        assert row["transactions"] / row["clicks"] == pytest.approx(truth["by_campaign"][row["group"]]["cvr_click"])
    said = {notice.code: notice.fields["count"] for notice in frame.attrs["notices"]}
    # 218 rows with more conversions than clicks: people who only saw the advertisement
    assert said["tcr.rules.more_transactions_than_clicks"] == truth["all"].get(
        "rows_conv_gt_click", truth["rows_conv_gt_click"]
    )


def test_identities():
    # docs B16 with the numbers of reference value roas_breakeven: CPC 0.5, TCR 0.02 give a cost per order of 25
    tcr = INDICATORS["tcr"].compute(transactions=20, clicks=1000).value
    assert tcr is not None
    assert 0.5 / tcr == pytest.approx(25.0)
