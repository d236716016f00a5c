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
