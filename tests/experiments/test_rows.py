"""Experiments from rows: public files against their published figures, and what cleaning does to small files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from lib.data import guess_roles, measure, read
from lib.experiments import Experiment, compare_arms
from lib.experiments.building import experiment_of
from lib.experiments.drawn_in import drawn_in_of
from lib.experiments.health import health
from lib.experiments.rows import EXPERIMENT, KIND_OF
from lib.stats import winsorised_means
from tests.shared import needs_shared, shared_path


def experiment(ds: Any, shape: str, roles: Mapping[str, str], **options: Any) -> Experiment:
    rows = measure(ds, EXPERIMENT, roles, shape=shape, **options).to_dict("records")
    facts = measure(ds, EXPERIMENT, roles, shape=shape, extra="facts", **options).to_dict("records")[0]
    table = (
        measure(ds, EXPERIMENT, roles, shape=shape, extra="life_table", **options).to_dict("records")
        if shape == "time"
        else ()
    )
    return experiment_of(KIND_OF[shape], rows, facts=facts, life_table=table)


def small(text: str, shape: str, roles: Mapping[str, str], **options: Any) -> Experiment:
    return experiment(read(text.encode(), name="small.csv"), shape, roles, **options)


def sums(found: Experiment) -> dict[str, tuple[float, float]]:
    return {arm.label: (arm.total, arm.n) for arm in found.arms}


# ---- by hand -----------------------------------------------------------------------------------------------------

MIXED = """user,group,page,bought
u1,old,A,1
u2,old,A,0
u2,old,A,1
u3,old,B,1
u4,new,B,1
u5,new,B,0
u6,new,B,
u7,new,B,1
u7,old,A,0
"""


def test_a_user_counts_once_and_mixed_ones_not_at_all() -> None:
    # By hand: u3 saw the other page, u7 stands in both arms. Left: u1, u2 (said yes once) in old; u4, u5, u6 in new, u6 unknown.
    roles = {"unit": "user", "arm": "group", "outcome": "bought", "shown": "page"}
    found = small(MIXED, "binary", roles)
    assert sums(found) == {"old": (2, 2), "new": (1, 2)}
    assert {arm.label: arm.assigned for arm in found.arms} == {"old": 2, "new": 3}
    facts = found.facts
    assert (facts.rows, facts.mismatched, facts.in_several_arms, facts.repeated, facts.unknown) == (9, 1, 1, 1, 1)


def test_what_is_kept_is_the_visitors_choice() -> None:
    # By hand: with u3 and u7 kept, old has u1, u2, u3, u7 (three yes), new u4 to u7 (u6 unknown, two yes).
    roles = {"unit": "user", "arm": "group", "outcome": "bought", "shown": "page"}
    found = small(MIXED, "binary", roles, mismatched="keep", several="keep")
    assert sums(found) == {"old": (3, 4), "new": (2, 3)}


def test_without_a_user_every_row_counts() -> None:
    # By hand: old has five rows with three yes, new three known ones with two yes.
    found = small(MIXED, "binary", {"arm": "group", "outcome": "bought"})
    assert sums(found) == {"old": (3, 5), "new": (2, 3)}


def test_amounts_are_summed_per_user() -> None:
    # By hand: a: u1 3, u2 4 + 1 = 5 -> sum 8, squares 34; b: u3 2 -> 2, 4. Before: 10, 20, and nothing for u3.
    text = "user,arm,spend,before\nu1,a,3,10\nu2,a,4,20\nu2,a,1,20\nu3,b,2,\nu4,b,,7\n"
    found = small(text, "amount", {"unit": "user", "arm": "arm", "amount": "spend", "before": "before"})
    a, b = found.arms
    assert (a.n, a.total, a.squares, a.largest) == (2, 8, 34, 5)
    assert (a.before, a.before_squares, a.before_products) == (30, 500, 130)
    assert (b.assigned, b.n, b.total, b.before) == (2, 1, 2, 0)
    assert found.has_before


def test_ratios_keep_squares_and_products_per_user() -> None:
    # By hand: u1 has 1 + 2 = 3 clicks of 4 + 6 = 10 views, u2 1 of 5: products 30 + 5, squares 9 + 1 and 100 + 25.
    text = "user,arm,clicks,views\nu1,a,1,4\nu1,a,2,6\nu2,a,1,5\nu3,b,0,2\n"
    a = small(text, "ratio", {"unit": "user", "arm": "arm", "numerator": "clicks", "denominator": "views"}).arms[0]
    assert (a.n, a.total, a.base, a.squares, a.base_squares, a.products) == (2, 4, 15, 10, 125, 35)


def test_an_event_log_counts_users_not_events() -> None:
    # By hand: two users in a, one of whom clicked (twice); the likeliest success is found by its name.
    text = "id,arm,what\n1,a,view\n1,a,click\n1,a,click\n2,a,view\n3,b,view\n"
    found = small(text, "events", {"unit": "id", "arm": "arm", "event": "what"})
    assert sums(found) == {"a": (1, 2), "b": (0, 1)}
    assert sums(small(text, "events", {"unit": "id", "arm": "arm", "event": "what"}, success=" VIEW ")) == {
        "a": (2, 2),
        "b": (1, 1),
    }


def test_days_without_an_outcome_count_as_assigned_only() -> None:
    # By hand.
    text = "day,arm,users,orders\n2026-01-05,a,100,10\n2026-01-06,a,50,\n2026-01-05,b,90,12\n2026-01-06,b,60,\n"
    found = small(text, "totals", {"arm": "arm", "trials": "users", "successes": "orders", "date": "day"})
    assert [(arm.assigned, arm.n, arm.total) for arm in found.arms] == [(150, 100, 10), (150, 90, 12)]


def test_times_become_a_table() -> None:
    # By hand: a has an event at 3, one at 5 and someone last seen at 5.
    text = "arm,days,left\na,3,1\na,5,1\na,5,0\nb,4,0\n"
    a = small(text, "time", {"arm": "arm", "time": "days", "happened": "left"}).arms[0]
    assert a.table is not None
    assert (a.table.times, a.table.events, a.table.censored) == ((3, 5), (1, 1), (0, 1))


def test_a_day_is_the_one_on_which_a_user_came_in() -> None:
    # By hand: u1 came on the first day and bought on the second; the purchase belongs to the first.
    text = "user,arm,at,yes\nu1,a,2026-01-05,0\nu1,a,2026-01-06,1\nu2,b,2026-01-06,0\n"
    ds = read(text.encode(), name="days.csv")
    roles = {"unit": "user", "arm": "arm", "outcome": "yes", "date": "at"}
    rows = measure(ds, EXPERIMENT, roles, shape="binary", period="day").to_dict("records")
    assert [(str(row["period"])[:10], row["arm"], row["n"], row["total"]) for row in rows] == [
        ("2026-01-05", "a", 1, 1),
        ("2026-01-06", "b", 1, 0),
    ]


# ---- public files (figures: ground_truth.json, made with statsmodels and scipy) ----------------------------------


def truth(name: str) -> Any:
    return json.loads(shared_path("data/ground_truth.json").read_text(encoding="utf-8"))[name]


@needs_shared("data/ab_data.csv")
@pytest.mark.parametrize("cleaned", [True, False], ids=["cleaned", "raw"])
def test_ab_data(cleaned: bool) -> None:
    ds = read(shared_path("data/ab_data.csv"))
    roles = {role: column for role, (column, _) in guess_roles(ds, EXPERIMENT).items()}
    if not cleaned:
        roles = {"arm": roles["arm"], "outcome": roles["outcome"]}
    found = experiment(ds, "binary", roles)
    known = truth("ab_data")["clean" if cleaned else "raw"]
    a, b = found.arms
    assert (a.total, a.n, b.total, b.n) == (known["A"]["x"], known["A"]["n"], known["B"]["x"], known["B"]["n"])
    tested = compare_arms("binary", a, b)
    assert tested.p_value == pytest.approx(known["p_two_sided"], rel=1e-9)
    assert tested.interval is not None
    assert (tested.interval.low, tested.interval.high) == pytest.approx(known["diff_newcombe95"], rel=1e-7)
    if cleaned:
        assert (found.facts.mismatched, found.facts.repeated) == (truth("ab_data")["mismatch_rows"], 1)


@needs_shared("data/hillstrom_email.csv")
def test_hillstrom_keeps_its_equal_rows() -> None:
    ds = read(shared_path("data/hillstrom_email.csv"))
    known = truth("hillstrom")
    for column, name in (("visit", "visit"), ("conversion", "conv")):
        found = experiment(ds, "binary", {"arm": "segment", "outcome": column})
        assert found.control.label == "No E-Mail"
        assert sums(found) == {label: (arm["x"], arm["n"]) for label, arm in known[name].items()}
    spent = experiment(ds, "amount", {"arm": "segment", "amount": "spend"})
    for arm in spent.arms:
        assert arm.summary.mean == pytest.approx(known["spend"][arm.label]["mean"], rel=1e-9)


@needs_shared("data/homepage_actions.csv")
def test_homepage_actions_alarms_on_its_split() -> None:
    ds = read(shared_path("data/homepage_actions.csv"))
    found = experiment(ds, "events", {"arm": "group", "unit": "id", "event": "action"})
    known = truth("homepage_actions")["test"]
    assert sums(found) == {
        "control": (known["A"]["x"], known["A"]["n"]),
        "experiment": (known["B"]["x"], known["B"]["n"]),
    }
    alarm = next(one for one in health(found) if one.code == "experiment.health.split_alarm")
    assert alarm.fields["p"] == pytest.approx(known["srm_p"], rel=1e-9)


@needs_shared("data/artea_ab_experiment.csv")
def test_artea_revenue_by_welch() -> None:
    ds = read(shared_path("data/artea_ab_experiment.csv"))
    known = truth("artea")["rev"]
    found = experiment(ds, "amount", {"arm": "test_coupon", "amount": "revenue_after", "unit": "id"})
    tested = compare_arms("mean", *found.arms)
    assert tested.estimate == pytest.approx(known["diff"], rel=1e-9)
    assert tested.p_value == pytest.approx(known["welch_p"], rel=1e-8)
    assert tested.interval is not None
    assert (tested.interval.low, tested.interval.high) == pytest.approx(known["welch_ci95"], rel=1e-7)


@needs_shared("data/cookie_cats.csv")
def test_cookie_cats_rounds_hang_on_one_player() -> None:
    ds = read(shared_path("data/cookie_cats.csv"))
    known = truth("cookie_cats")["rounds"]
    found = experiment(ds, "amount", {"arm": "version", "amount": "sum_gamerounds", "unit": "userid"})
    tested = compare_arms("mean", *found.arms)
    assert tested.p_value == pytest.approx(known["welch_p"], rel=1e-8)
    assert any(one.code == "experiment.health.giant" for one in health(found)) is (
        truth("cookie_cats")["max_rounds"] / found.arms[0].total >= 0.01
    )


def udacity() -> Any:
    """Both files as one, with a column for the arm, as a person would put them together."""
    parts = []
    for arm in ("control", "experiment"):
        lines = shared_path(f"data/udacity_free_trial_{arm}.csv").read_text(encoding="utf-8").strip().splitlines()
        # The last days have no cells at all for what is not known yet.
        parts += [",".join([*[*line.split(","), "", ""][:5], arm]) for line in lines[1:]]
        header = f"{lines[0]},arm"
    return read("\n".join([header, *parts]).encode(), name="udacity.csv")


@needs_shared("data/udacity_free_trial_control.csv")
@pytest.mark.parametrize(
    ("name", "trials", "successes"),
    [
        ("gross_conversion", "Clicks", "Enrollments"),
        ("net_conversion", "Clicks", "Payments"),
        ("ctp", "Pageviews", "Clicks"),
    ],
)
def test_udacity_has_two_denominators(name: str, trials: str, successes: str) -> None:
    # Enrollments are known for 23 of the 37 days: they are divided by the clicks of those days; clicks by all page views.
    found = experiment(udacity(), "totals", {"arm": "arm", "trials": trials, "successes": successes})
    known = truth("udacity")[name]
    a, b = found.arms
    assert (a.total, a.n, b.total, b.n) == (known["xa"], known["na"], known["xb"], known["nb"])
    tested = compare_arms("binary", a, b)
    assert tested.p_value == pytest.approx(known["p"], rel=1e-8)
    assert tested.estimate == pytest.approx(known["diff"], rel=1e-9)


def test_outermost_amounts_are_drawn_in_as_by_hand_and_as_on_the_values() -> None:
    """By hand: of 200 amounts 1 to 200 the k-th outermost, k = floor(0.01 200) + 1 = 3, are 3 and 198; four are beyond."""
    text = "arm,revenue\n" + "\n".join(f"{'a' if x % 2 else 'b'},{x}" for x in range(1, 201))
    frame = measure(
        read(text.encode(), name="x.csv"),
        EXPERIMENT,
        {"arm": "arm", "amount": "revenue"},
        shape="amount",
        extra="drawn_in",
    )
    found = drawn_in_of(frame.to_dict("records"))[10]
    assert (found.low, found.high, found.changed) == (3, 198, 4)
    # Odd numbers to 199 add up to 10,000; 1 becomes 3 and 199 becomes 198.
    assert found.arms["a"].total == 10_000 + 2 - 1
    values = winsorised_means(range(1, 201, 2), range(2, 201, 2), share=0.01).winsorised
    assert compare_arms("mean", found.arms["a"], found.arms["b"]).p_value == pytest.approx(values.p_value)
