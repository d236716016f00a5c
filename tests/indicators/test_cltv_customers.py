"""Histories, gaps and lifetimes from rows: counted by hand, and the published CDNOW fit from the published rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lib.data import read
from lib.data.measure import measure
from lib.indicators import INDICATORS
from lib.models import CustomerBase
from tests.shared import needs_shared, shared_path

CLTV = INDICATORS["cltv"]
ROLES = {"customer": "who", "date": "day", "revenue": "spent"}
# a buys on days 0, 10 (twice) and 20; b once on day 4; c on day 0 and returns it on day 20; the file ends on day 20.
SMALL = """who,day,spent
a,2024-01-01,10
a,2024-01-11,5
a,2024-01-11,15
a,2024-01-21,40
b,2024-01-05,7
c,2024-01-01,9
c,2024-01-21,-9
"""


def extra(text: str, name: str, roles: dict[str, str] = ROLES, shape: str = "transactions", **options: Any) -> Any:
    return measure(read(text.encode(), name="small.csv"), CLTV, roles, shape=shape, extra=name, **options)


def test_histories_by_hand() -> None:
    found = extra(SMALL, "base").set_index(["repeats", "last", "watched"])
    assert len(found) == 3
    # a: two days after the first with 20 and 40; the refund of c is no purchase, and neither undoes one.
    assert found.loc[(2.0, 20.0, 20.0), ["mean_value", "customers", "spent"]].tolist() == [30.0, 1.0, 70.0]
    assert found.loc[(0.0, 0.0, 16.0), ["mean_value", "customers", "spent"]].tolist() == [0.0, 1.0, 7.0]
    assert found.loc[(0.0, 0.0, 20.0), "spent"] == 9.0
    # Fifths of three customers by place 0, 1/2, 1: scores 1, 3, 5; equals share the lower place.
    assert found["money"].tolist() == [1.0, 3.0, 5.0]
    assert found["frequency"].tolist() == [1.0, 1.0, 5.0]
    assert found.loc[(2.0, 20.0, 20.0), "recency"] == 5.0


def test_the_file_is_cut_in_its_middle() -> None:
    # Days 0 to 20, so up to and with day 10; b came on day 4, a bought once again before and once after.
    found = extra(SMALL, "halves").set_index(["repeats", "last", "watched"])
    assert found.loc[(1.0, 10.0, 10.0), ["mean_value", "customers", "after"]].tolist() == [20.0, 1.0, 1.0]
    assert found.loc[(0.0, 0.0, 6.0), "after"] == 0.0
    weeks = extra(SMALL, "weeks")
    # Repeat days 10 and 20 lie in weeks 2 and 3.
    assert weeks[["week", "purchases", "middle", "end"]].values.tolist() == [[2, 1, 10, 20], [3, 1, 10, 20]]


def test_gaps_and_lifetimes_by_month() -> None:
    rows = "who,day,spent\n" + "".join(f"a,2024-0{m}-03,10\n" for m in (1, 2, 4)) + "b,2024-01-09,8\nc,2024-06-30,1\n"
    gaps = extra(rows, "gaps").set_index(["gap", "seen"])
    assert gaps["times"].to_dict() == {(0, 0): 1, (1, 1): 1, (2, 0): 1, (2, 1): 1, (5, 0): 1}
    assert gaps.loc[(1, 1), ["value", "squares"]].tolist() == [10.0, 100.0]
    lifetimes = extra(rows, "lifetimes", inactive_days=60)
    # a bought over three months and then was silent for 88 days; c came on the last day.
    assert lifetimes.values.tolist() == [[0, 0, 1], [0, 1, 1], [3, 1, 1]]


def test_lifetimes_under_contract_end_at_the_first_gap() -> None:
    rows = (
        "who,month,margin\n"
        + "".join(f"a,2024-0{m}-01,1\n" for m in (1, 2, 4))
        + "".join(f"b,2024-0{m}-01,1\n" for m in (2, 3, 4))
    )
    roles = {"customer": "who", "date": "month", "margin": "margin"}
    found = extra(rows, "lifetimes", roles, "contractual")
    assert found.values.tolist() == [[1, 1, 1], [2, 0, 1]]


def test_lifetimes_of_cohorts_added_up() -> None:
    rows = "won,age,left,margin\nA,0,100,1\nA,1,80,1\nA,2,70,1\nB,0,50,1\nB,1,45,1\n"
    roles = {"cohort": "won", "age": "age", "active": "left", "margin": "margin"}
    found = extra(rows, "lifetimes", roles, "cohorts")
    # lost: 20 + 5 at once, 10 after one; still there: 45 after one, 70 after two
    assert found.values.tolist() == [[0, 1, 25], [1, 0, 45], [1, 1, 10], [2, 0, 70]]


@needs_shared("data", "CDNOW_sample.txt")
def test_cdnow_from_its_rows() -> None:
    ds = read(shared_path("data", "CDNOW_sample.txt"), name="CDNOW_sample.txt")
    roles = {"customer": "column_1", "date": "column_3", "revenue": "column_5"}
    found = measure(ds, CLTV, roles, shape="transactions", extra="halves")
    columns = (found[name].to_numpy() for name in ("repeats", "last", "watched", "mean_value", "customers"))
    days = CustomerBase(*columns)
    buying, spending = replace(days, last=days.last / 7, watched=days.watched / 7).fit()
    # Fader, Hardie and Lee (2005), table 2 (full digits: CLTVools, test_correctness_bgnbd.R); note 025 for the values.
    assert list(buying.parameters.values()) == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=0.0006)
    assert buying.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert list(spending.parameters.values()) == pytest.approx([6.25, 3.74, 15.44], abs=0.011)
    assert days.customers.sum() == 2357
    # 1,882 repeat purchases in weeks 40 to 78 (count of the file's customer-days after 30 September 1997).
    assert found["after"].sum() == 1882
