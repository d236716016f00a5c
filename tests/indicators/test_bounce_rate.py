"""Bounce rate: values, degenerate cases, sessions cut from page views, exports weighted by sessions, people as units."""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from lib.core import InputError, Notice
from lib.data import read
from lib.data.measure import inputs_of, measure
from lib.indicators.bounce_rate import INDICATOR
from tests.shared import ROOT, needs_shared, shared_path

VIEWS = {"user": "visitor_id", "date": "viewed_at", "page": "page", "seconds": "seconds", "converted": "enquiry"}
REPORT = {"sessions": "sessions", "bounce_rate": "bounce_rate"}


def each(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [inputs_of({str(name): value for name, value in row.items()}, INDICATOR) for row in frame.to_dict("records")]


def measured(text: str, roles: dict[str, str], **options: Any) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    frame = measure(read(text.encode(), name="small.csv"), INDICATOR, roles, **options)
    return each(frame)[0], frame.attrs["notices"]


def counted(notices: tuple[Notice, ...]) -> dict[str, object]:
    return {notice.code.rsplit(".", 1)[-1]: notice.fields["count"] for notice in notices}


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param("single_page", {"bounces": 540, "sessions": 1200}, 0.45, id="540 / 1200 by hand"),
        pytest.param("single_page", {"bounces": 0, "sessions": 10}, 0.0, id="nobody"),
        pytest.param("single_page", {"bounces": 10, "sessions": 10}, 1.0, id="everybody"),
        pytest.param("exit_rate", {"exits": 300, "page_views": 1500}, 0.2, id="300 / 1500 by hand"),
        pytest.param("not_engaged", {"engaged_sessions": 650, "sessions": 1000}, 0.35, id="1 - 650 / 1000 by hand"),
        pytest.param(
            "cost_per_engaged_click",
            {"cost_per_click": 0.6, "bounces": 500, "sessions": 1000},
            1.2,
            id="0.60 / (1 - 0.5) by hand",
        ),
        pytest.param(
            "cost_per_engaged_click", {"cost_per_click": 0, "bounces": 5, "sessions": 10}, 0.0, id="free clicks"
        ),
    ],
)
def test_values(variant, inputs, expected):
    result = INDICATOR.compute(variant=variant, **inputs)
    assert result.value == pytest.approx(expected)
    assert result.steps
    assert result.substituted.startswith(result.formula.split(" = ")[0])


@pytest.mark.parametrize(
    ("variant", "inputs", "code"),
    [
        pytest.param("single_page", {"bounces": 0, "sessions": 0}, "bounce_rate.no_answer.no_sessions", id="0/0"),
        pytest.param(
            "not_engaged", {"engaged_sessions": 0, "sessions": 0}, "bounce_rate.no_answer.no_sessions", id="0/0 engaged"
        ),
        pytest.param("exit_rate", {"exits": 0, "page_views": 0}, "bounce_rate.no_answer.no_page_views", id="0/0 views"),
        pytest.param(
            "cost_per_engaged_click",
            {"cost_per_click": 1, "bounces": 0, "sessions": 0},
            "bounce_rate.no_answer.no_sessions",
            id="cost of nobody",
        ),
        pytest.param(
            "cost_per_engaged_click",
            {"cost_per_click": 1, "bounces": 8, "sessions": 8},
            "bounce_rate.no_answer.nobody_stayed",
            id="cost when all left",
        ),
        pytest.param(
            "cost_per_engaged_click",
            {"cost_per_click": 1e308, "bounces": 99, "sessions": 100},
            "common.no_answer.too_large",
            id="overflow",
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


@pytest.mark.parametrize(
    ("variant", "inputs", "match"),
    [
        pytest.param("single_page", {"bounces": -1, "sessions": 5}, "bounces must be at least 0", id="negative"),
        pytest.param("single_page", {"bounces": 6, "sessions": 5}, "bounces must be at most sessions", id="6 of 5"),
        pytest.param("single_page", {"bounces": math.nan, "sessions": 5}, "bounces must be a finite", id="nan"),
        pytest.param("single_page", {"bounces": 1, "sessions": math.inf}, "sessions must be a finite", id="inf"),
        pytest.param("single_page", {"sessions": 5}, "bounces is missing", id="missing"),
        pytest.param("exit_rate", {"exits": 3, "page_views": 2}, "exits must be at most page_views", id="3 of 2"),
        pytest.param(
            "not_engaged",
            {"engaged_sessions": 3, "sessions": 2},
            "engaged_sessions must be at most",
            id="3 of 2 engaged",
        ),
        pytest.param(
            "cost_per_engaged_click",
            {"cost_per_click": -0.1, "bounces": 3, "sessions": 5},
            "cost_per_click must be at least 0",
            id="negative cost",
        ),
    ],
)
def test_input_errors(variant, inputs, match):
    with pytest.raises(InputError, match=match):
        INDICATOR.compute(variant=variant, **inputs)


def test_nobody_bounced_is_doubted():
    assert INDICATOR.compute(bounces=0, sessions=500).warnings[0].code == "bounce_rate.warnings.none"
    assert INDICATOR.compute(bounces=500, sessions=500).warnings[0].code == "bounce_rate.warnings.all"


def test_interval_of_independent_sessions_is_wilson():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: score method for 81 of 263
    interval = INDICATOR.interval(bounces=81, sessions=263)
    assert interval is not None
    assert interval.method == "wilson"
    assert (interval.low, interval.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_cost_interval_is_that_of_the_rate_turned_over():
    share = INDICATOR.interval(bounces=450, sessions=1000)
    cost = INDICATOR.interval(variant="cost_per_engaged_click", cost_per_click=2.0, bounces=450, sessions=1000)
    assert share is not None
    assert cost is not None
    assert (cost.low, cost.high) == pytest.approx((2 / (1 - share.low), 2 / (1 - share.high)))


def test_cost_against_a_target_agrees_with_the_rate_against_its_target():
    # 2.00 / (1 - 0.5) = 4.00: testing a cost of 4.00 is testing a bounce rate of 50 %
    inputs = {"cost_per_click": 2.0, "bounces": 450, "sessions": 1000}
    cost = INDICATOR.compare_to_target(inputs, 4.0, variant="cost_per_engaged_click")
    share = INDICATOR.compare_to_target(inputs, 0.5)
    assert cost.p_value == share.p_value
    assert cost.estimate == pytest.approx(2.0 / 0.55 - 4.0)
    assert INDICATOR.compare_to_target(inputs, 1.0, variant="cost_per_engaged_click").p_value is None


def test_comparison_of_costs_agrees_with_arithmetic():
    a = {"cost_per_click": 1.0, "bounces": 500, "sessions": 1000}
    b = {"cost_per_click": 1.0, "bounces": 600, "sessions": 1000}
    found = INDICATOR.compare(a, b, variant="cost_per_engaged_click")
    assert found.estimate == pytest.approx(2.5 - 2.0)
    # delta method by hand: se(1 / q) = sqrt(q (1 - q) / n) / q^2, with n / (n - 1) for the estimated variance
    errors = [math.sqrt(q * (1 - q) / 999) / q**2 for q in (0.5, 0.4)]
    assert found.details["standard_error"] == pytest.approx(math.hypot(*errors))


def _sessions_in_plain_python(views: list[tuple[str, datetime]], gap: int) -> tuple[int, int]:
    """Sessions and single-page sessions, written the long way."""
    sessions: list[int] = []
    for user in sorted({who for who, _ in views}):
        before: datetime | None = None
        for moment in sorted(when for who, when in views if who == user):
            if before is None or moment - before > timedelta(minutes=gap):
                sessions.append(0)
            sessions[-1] += 1
            before = moment
    return len(sessions), sessions.count(1)


@pytest.mark.parametrize("gap", [1, 10, 30, 240])
def test_sessions_of_random_views_against_plain_python(gap):
    rng = random.Random(7)
    start = datetime(2026, 3, 1, 20, 0)  # noqa: DTZ001 - exports carry local time
    views = [(f"u{rng.randrange(12)}", start + timedelta(seconds=rng.randrange(86400))) for _ in range(250)]
    text = "who,at,url\n" + "".join(f"{who},{when.isoformat(' ')},/\n" for who, when in views)
    inputs, _ = measured(text, {"user": "who", "date": "at", "page": "url"}, gap_minutes=gap)
    assert (inputs["sessions"], inputs["bounces"]) == _sessions_in_plain_python(views, gap)
    assert inputs["exits"] == inputs["sessions"]
    assert inputs["page_views"] == 250


BY_HAND = (
    "who,at,url,secs\n"
    "a,2026-03-01 10:00:00,/,5\n"  # session 1 of a: two pages, the second exactly 30 minutes later
    "a,2026-03-01 10:30:00,/buy,5\n"
    "a,2026-03-01 11:00:01,/,60\n"  # 30 minutes and 1 second later: a session of its own, one page, 60 seconds
    "b,2026-03-01 23:50:00,/,3\n"  # over midnight: one session of two pages
    "b,2026-03-02 00:10:00,/help,3\n"
    "c,2026-03-01 09:00:00,/help,4\n"  # one page, four seconds
)
ROLES = {"user": "who", "date": "at", "page": "url"}


def test_page_views_by_hand():
    inputs, notices = measured(BY_HAND, ROLES)
    assert (inputs["sessions"], inputs["bounces"], inputs["page_views"]) == (4, 2, 6)
    # a: 2 sessions 1 bounce, b: 1 and 0, c: 1 and 1
    assert (inputs["units"], inputs["sessions_squared"]) == (3, 4 + 1 + 1)
    assert (inputs["bounces_squared"], inputs["sessions_times_bounces"]) == (2, 2 + 0 + 1)
    assert "engaged_sessions" not in inputs
    assert notices == ()
    timed, _ = measured(BY_HAND, {**ROLES, "seconds": "secs"})
    assert timed["engaged_sessions"] == 3  # two with a second page, one of 60 seconds
    strict, _ = measured(BY_HAND, {**ROLES, "seconds": "secs"}, engaged_seconds=60)
    assert strict["engaged_sessions"] == 2  # longer than 60 seconds: none


def test_a_session_counts_where_it_starts_and_an_exit_where_it_happens():
    frame = measure(read(BY_HAND.encode(), name="small.csv"), INDICATOR, ROLES, by="url")
    found = {row["group"]: row for row in frame.to_dict("records")}
    assert [found["/"][name] for name in ("sessions", "bounces", "exits", "page_views")] == [3, 1, 1, 3]
    assert [found["/help"][name] for name in ("sessions", "bounces", "exits", "page_views")] == [1, 1, 2, 2]
    assert [found["/buy"][name] for name in ("sessions", "bounces", "exits", "page_views")] == [0, 0, 1, 1]


def test_given_sessions_are_not_cut_again():
    text = (
        "who,at,url,visit\n"
        "a,2026-03-01 10:00,/,1\n"
        "a,2026-03-01 18:00,/,1\n"
        "a,2026-03-01 18:01,/,2\n"
        "b,2026-03-01 18:01,/,1\n"
    )
    inputs, _ = measured(text, {**ROLES, "session": "visit"})
    # Session 1 of a and session 1 of b are two: numbers of sessions are often unique per person only.
    assert (inputs["sessions"], inputs["bounces"]) == (3, 2)


def test_days_without_a_time_are_called_out():
    text = "who,at,url\na,2026-03-01,/\na,2026-03-01,/x\na,2026-03-02,/\nb,2026-03-01,/\n"
    inputs, notices = measured(text, ROLES)
    assert (inputs["sessions"], inputs["bounces"]) == (3, 2)
    assert counted(notices) == {"only_days": 4}


def test_sessions_by_hand():
    text = (
        "reader,pages,secs,lead,engaged\n"
        "a,1,5,no,no\n"
        "a,1,50,no,yes\n"
        "a,3,8,no,yes\n"
        "b,1,-1,yes,yes\n"
        ",1,2,no,no\n"
        ",0,2,no,no\n"
    )
    roles = {"views": "pages", "user": "reader", "seconds": "secs", "converted": "lead"}
    inputs, notices = measured(text, roles)
    assert (inputs["sessions"], inputs["bounces"], inputs["engaged_sessions"]) == (5, 4, 3)
    assert (inputs["units"], inputs["sessions_squared"]) == (3, 9 + 1 + 1)
    assert counted(notices) == {"no_views": 1, "negative_seconds": 1, "no_user": 2}
    told, _ = measured(text, {"views": "pages", "engaged": "engaged"})
    assert (told["sessions"], told["engaged_sessions"]) == (5, 3)
    assert "units" not in told


def test_marked_sessions_by_hand():
    inputs, _ = measured("bounced,when\nyes,2026-01-02\nno,2026-01-03\nno,2026-02-01\n", {"bounced": "bounced"})
    assert (inputs["sessions"], inputs["bounces"]) == (3, 1)
    assert "engaged_sessions" not in inputs


@pytest.mark.parametrize(
    ("rates", "options"),
    [
        pytest.param(("45.00%", "55.50%", "70.25%"), {}, id="percent signs"),
        pytest.param(("0.45", "0.555", "0.7025"), {}, id="decimals"),
        pytest.param(("45.00", "55.50", "70.25"), {}, id="per cent without a sign"),
        pytest.param(("45.00", "55.50", "70.25"), {"rate_scale": "percent"}, id="said to be per cent"),
    ],
)
def test_rates_are_weighted_by_sessions_and_never_averaged(rates, options):
    # nasty file 40, table alone: (1200 * 0.45 + 800 * 0.555 + 400 * 0.7025) / 2400 = 1265 / 2400, its mean rate is 56.9 %
    text = "Channel,Sessions,Bounce Rate\n" + "".join(
        f"{name},{count},{rate}\n" for name, count, rate in zip("abc", (1200, 800, 400), rates, strict=True)
    )
    inputs, _ = measured(text, {"sessions": "Sessions", "bounce_rate": "Bounce Rate"}, **options)
    assert INDICATOR.compute(**inputs).value == pytest.approx(0.5270833333333333)


def test_report_rows_that_cannot_count():
    text = "sessions,bounce_rate\n100,0.5\n100,0.4\n-5,0.5\n50,1.7\n50,\n"
    inputs, notices = measured(text, REPORT)
    assert (inputs["sessions"], inputs["bounces"]) == (200, 90)
    assert counted(notices) == {"missing_role": 1, "negative": 1, "rate_outside": 1}


def test_report_of_the_newer_definition_feeds_the_newer_variant():
    inputs, _ = measured("sessions,bounce_rate\n100,0.5\n100,0.4\n", REPORT, rate_means="not_engaged")
    assert "bounces" not in inputs
    assert INDICATOR.compute(variant="not_engaged", **inputs).value == pytest.approx(0.45)


def test_report_counts_and_exits():
    text = (
        "sessions,bounces,engaged,views,exits,exit_share\n100,50,60,300,90,0.3\n100,40,70,100,50,0.5\n10,11,0,5,9,0.2\n"
    )
    roles = {"sessions": "sessions", "bounces": "bounces", "engaged_sessions": "engaged", "page_views": "views"}
    inputs, notices = measured(text, roles)
    assert (inputs["bounces"], inputs["engaged_sessions"], inputs["page_views"]) == (90, 130, 400)
    assert counted(notices) == {"more_bounces_than_sessions": 1}
    rated, _ = measured(text, {**roles, "exit_rate": "exit_share"})
    assert INDICATOR.compute(variant="exit_rate", **rated).value == pytest.approx((90 + 50) / 400)
    pages, said = measured(text, {"exits": "exits", "page_views": "views"})
    assert (pages["exits"], pages["page_views"]) == (140, 400)
    assert counted(said) == {"more_exits_than_views": 1}


def test_sample_gives_the_defaults():
    ds = read(ROOT / "sample_data" / "page_views.csv")
    inputs = each(measure(ds, INDICATOR, VIEWS))[0]
    expected = {name: value for name, value in INDICATOR.defaults.items() if name != "cost_per_click"}
    assert {name: inputs[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("sample", "roles", "keys"),
    [
        pytest.param("page_views.csv", VIEWS, {"by": "channel"}, id="views by channel"),
        pytest.param("page_views.csv", VIEWS, {"by": "page"}, id="views by page"),
        pytest.param("page_views.csv", VIEWS, {"period": "week"}, id="views by week"),
        pytest.param(
            "sessions.csv",
            {"views": "pages", "user": "reader_id", "date": "started_at"},
            {"period": "month"},
            id="sessions",
        ),
        pytest.param("landing_pages.csv", {**REPORT, "date": "week"}, {"by": "landing_page"}, id="report"),
    ],
)
def test_groups_and_periods_add_up(sample, roles, keys):
    ds = read(ROOT / "sample_data" / sample)
    whole = each(measure(ds, INDICATOR, roles))[0]
    parts = measure(ds, INDICATOR, roles, **keys)
    for name in ("sessions", "bounces"):
        assert parts[name].sum() == pytest.approx(whole[name])


def test_sessions_of_one_person_widen_the_interval():
    ds = read(ROOT / "sample_data" / "page_views.csv")
    inputs = each(measure(ds, INDICATOR, VIEWS))[0]
    clustered = INDICATOR.interval(**inputs)
    naive = INDICATOR.interval(bounces=inputs["bounces"], sessions=inputs["sessions"])
    assert clustered is not None
    assert naive is not None
    assert clustered.method == "delta"
    ratio = (clustered.high - clustered.low) / (naive.high - naive.low)
    effect = INDICATOR.compute(**inputs).details["design_effect"]
    assert ratio == pytest.approx(math.sqrt(effect), rel=0.01)


def test_landing_page_became_better():
    ds = read(ROOT / "sample_data" / "landing_pages.csv")
    frame = measure(ds, INDICATOR, {**REPORT, "date": "week"}, by="landing_page", period="week")
    sale = frame[frame["group"] == "/sale"]
    early, late = (
        {"bounces": part["bounces"].sum(), "sessions": part["sessions"].sum()} for part in (sale[:6], sale[6:])
    )
    found = INDICATOR.compare(early, late)
    assert found.interval is not None
    assert found.interval.high < 0


@needs_shared("nasty", "40_total_row_and_comments.csv")
def test_export_with_comments_totals_and_a_second_table():
    # manifest of the file: 2,400 sessions, 0.5270833333333333 by weights
    ds = read(shared_path("nasty", "40_total_row_and_comments.csv"))
    inputs = each(measure(ds, INDICATOR, {"sessions": "Sessions", "bounce_rate": "Bounce Rate"}))[0]
    assert inputs["sessions"] == 2400
    assert INDICATOR.compute(**inputs).value == pytest.approx(0.5270833333333333)
