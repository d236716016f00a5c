"""What is asked of the data once must not change an answer, whatever was asked before it."""

from __future__ import annotations

import pandas as pd
import pytest

from lib.data import measure, read
from lib.data.preparing import prepare
from lib.indicators import INDICATORS

CPC = INDICATORS["cpc"]
ROLES = {"cost": "cost", "clicks": "clicks", "date": "day"}
# By hand: the row without a date costs -5 for its clicks and is ruled out; the others sum to 30 for 6 clicks.
UNDATED = b"day,channel,cost,clicks\n2026-01-01,a,10,2\n2026-01-02,b,20,4\n,a,-5,1\n2026-01-03,b,0,0\n"


@pytest.mark.parametrize("first", ["trend", "whole"])
def test_a_trend_before_the_whole_leaves_out_the_same_rows(first: str) -> None:
    ds = read(UNDATED, name="undated.csv")
    if first == "trend":
        measure(ds, CPC, ROLES, period="day")
    whole = measure(ds, CPC, ROLES)
    assert (whole["cost"][0], whole["clicks"][0]) == (30.0, 6.0)
    counts = {notice.code: notice.fields["count"] for notice in whole.attrs["notices"]}
    assert counts["cpc.rules.negative"] == 1


def test_labels_are_one_group_by_one_rule() -> None:
    # A no-break space and a dotted capital I are trimmed and lowered differently by Python and by the engine.
    rows = ["North,1", "north,2", "East\u00a0,3", "\u0130zmir,4", "West,5"]
    ds = read(("region,x\n" + "\n".join(rows) + "\n").encode(), name="regions.csv")
    frame = measure(ds, INDICATORS["cpc"], {"cost": "x", "clicks": "x"}, "region")
    assert frame["cost"].sum() == 15.0  # 1 + 2 + 3 + 4 + 5: nobody is lost
    assert len(frame) == 4


def test_more_labels_than_are_carried_are_counted_in_full() -> None:
    lines = "\n".join(f"k{place},1" for place in range(20_500))
    ds = read(f"keyword,x\n{lines}\n".encode(), name="many.csv")
    frame = measure(ds, INDICATORS["cpc"], {"cost": "x", "clicks": "x"}, "keyword")
    notices = {notice.code: notice.fields for notice in frame.attrs["notices"]}
    assert notices["common.rules.many_groups"]["count"] == 20_500


def test_files_of_one_form_share_a_query_but_not_their_left_out_rows() -> None:
    roles = {"cost": "cost", "clicks": "clicks"}
    clean = read(b"cost,clicks\n1,1\n2,1\n", name="clean.csv")
    unclean = read(b"cost,clicks\n1,1\n-2,1\n", name="unclean.csv")
    assert measure(clean, CPC, roles)["cost"][0] == 3.0
    assert measure(unclean, CPC, roles)["cost"][0] == 1.0
    assert prepare(clean, CPC, roles).recipe != prepare(unclean, CPC, roles).recipe


def test_an_answer_is_as_good_the_second_time() -> None:
    ds = read(UNDATED, name="undated.csv")
    first, again = (measure(ds, CPC, ROLES, "channel") for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert first.attrs["notices"] == again.attrs["notices"]


NPV = INDICATORS["npv"]
FLOWS = {"period": "period", "cash_flow": "cash", "scenario": "plan"}


def flows(*plans: str) -> bytes:
    """Two periods per plan: 100 spent, then 10 more in each further plan."""
    lines = [f"0,-100,{plan}\n1,{110 + 10 * place},{plan}\n" for place, plan in enumerate(plans)]
    return ("period,cash,plan\n" + "".join(lines)).encode()


@pytest.mark.parametrize("first", ["groups", "whole"])
def test_scenarios_side_by_side_do_not_add_up_afterwards(first: str) -> None:
    ds = read(flows("expected", "best"), name="plans.csv")
    if first == "groups":
        measure(ds, NPV, FLOWS, "plan")
    assert list(measure(ds, NPV, FLOWS)["cash_flows"][0]) == [-100.0, 110.0]  # the expected plan alone
    grouped = measure(ds, NPV, FLOWS, "plan")
    assert sorted(list(found) for found in grouped["cash_flows"]) == [[-100.0, 110.0], [-100.0, 120.0]]
    assert "cash_flows.rules.other_scenario" not in [notice.code for notice in grouped.attrs["notices"]]


@pytest.mark.parametrize(
    ("plans", "taken", "flow"),
    [
        pytest.param(("best", "base"), "base", 120.0, id="base is the likelier expectation"),
        pytest.param(("red", "blue"), "blue", 120.0, id="without a hint the first in order"),
        pytest.param(("best", "Expected"), None, 120.0, id="the one asked for is no guess"),
    ],
)
def test_a_file_without_the_expected_scenario_keeps_one(plans: tuple[str, ...], taken: str | None, flow: float) -> None:
    frame = measure(read(flows(*plans), name="plans.csv"), NPV, FLOWS)
    assert list(frame["cash_flows"][0]) == [-100.0, flow]
    said = {notice.code: notice.fields for notice in frame.attrs["notices"]}
    guess = said.get("cash_flows.rules.scenario_guessed")
    assert (guess and guess["scenario_guessed"]) == taken


def test_a_scenario_that_is_not_there_gives_way_to_the_guess_and_that_is_said() -> None:
    frame = measure(read(flows("best", "Base"), name="plans.csv"), NPV, FLOWS, scenario="worst")
    assert list(frame["cash_flows"][0]) == [-100.0, 120.0]
    said = {notice.code: notice.fields for notice in frame.attrs["notices"]}
    assert said["common.rules.label_unknown"] == {"label": "worst", "column": "plan"}
    assert said["cash_flows.rules.scenario_guessed"]["scenario_guessed"] == "Base"


def test_a_scenario_chosen_is_taken_whatever_its_case() -> None:
    frame = measure(read(flows("best", "Base"), name="plans.csv"), NPV, FLOWS, scenario="BEST")
    assert list(frame["cash_flows"][0]) == [-100.0, 110.0]
    assert frame.attrs["notices"][0].code == "cash_flows.rules.other_scenario"
