"""Churn: hand arithmetic, degenerate inputs, and rows counted another way."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lib.core import InputError
from lib.data import guess_roles, measure, read
from lib.indicators import INDICATORS
from tests.shared import ROOT, needs_shared, shared_path

CHURN = INDICATORS["churn"]
SUBSCRIPTIONS = {"start_date": "start_date", "end_date": "end_date", "revenue": "monthly_price"}


@pytest.mark.parametrize(
    ("variant", "inputs", "expected"),
    [
        pytest.param("start_base", {"lost": 30, "customers_at_start": 400}, 0.075, id="30/400"),
        pytest.param(
            "average_base",
            {"lost": 30, "customers_at_start": 400, "customers_at_end": 600},
            0.06,
            id="30/((400+600)/2)",
        ),
        pytest.param(
            "total_base",
            {"lost": 30, "lost_new": 5, "customers_at_start": 400, "new_customers": 100},
            0.07,
            id="35/500",
        ),
        # Fader and Hardie (2007), table 1: 131 of 1,000 high-end customers gone after a year
        pytest.param("cohort", {"lost_by_age": 131, "cohort_size": 1000}, 0.131, id="fader-hardie-high-end"),
        pytest.param(
            "revenue_gross",
            {"revenue_at_start": 1000, "revenue_lost": 40, "revenue_contraction": 10},
            0.05,
            id="50/1000",
        ),
        pytest.param(
            "revenue_net",
            {"revenue_at_start": 1000, "revenue_lost": 40, "revenue_contraction": 10, "revenue_expansion": 80},
            -0.03,
            id="(40+10-80)/1000",
        ),
    ],
)
def test_value_by_hand(variant: str, inputs: dict[str, float], expected: float) -> None:
    assert CHURN.compute(variant=variant, **inputs).value == pytest.approx(expected, rel=1e-12)


def test_a_year_compounds() -> None:
    # definitions: 5 % a month is 1 - 0.95^12 = 45.96 % a year, not 60 %
    result = CHURN.compute(variant="start_base", lost=5, customers_at_start=100, periods_per_year=12)
    assert result.details["annual"] == pytest.approx(0.4596, abs=5e-5)
    assert result.details["lifetime"] == pytest.approx(20)


@pytest.mark.parametrize(
    ("variant", "inputs"),
    [
        pytest.param("start_base", {"lost": 0, "customers_at_start": 0}, id="0/0"),
        pytest.param("average_base", {"lost": 0, "customers_at_start": 0, "customers_at_end": 0}, id="no-average"),
        pytest.param("total_base", {"lost": 0, "customers_at_start": 0, "new_customers": 0}, id="nobody-ever"),
        pytest.param("cohort", {"lost_by_age": 0, "cohort_size": 0}, id="no-cohort"),
        pytest.param(
            "revenue_gross", {"revenue_at_start": 0, "revenue_lost": 0, "revenue_contraction": 0}, id="no-revenue"
        ),
    ],
)
def test_an_empty_base_has_no_answer(variant: str, inputs: dict[str, float]) -> None:
    result = CHURN.compute(variant=variant, **inputs)
    assert result.value is None
    assert result.no_answer is not None
    assert result.no_answer.code == "churn.no_answer.empty_base"
    assert CHURN.interval(variant=variant, **inputs) is None


@pytest.mark.parametrize(
    ("inputs", "match"),
    [
        pytest.param(
            {"lost": 500, "customers_at_start": 400}, "lost must be at most customers_at_start", id="part>whole"
        ),
        pytest.param({"lost": -1, "customers_at_start": 400}, "lost must be at least 0", id="negative"),
        pytest.param({"lost": math.nan, "customers_at_start": 400}, "lost must be a finite number", id="nan"),
        pytest.param({"lost": math.inf, "customers_at_start": 400}, "lost must be a finite number", id="inf"),
        pytest.param({"customers_at_start": 400}, "lost is missing", id="missing"),
        pytest.param({"lost": True, "customers_at_start": 400}, "lost must be a finite number", id="boolean"),
        pytest.param({"lots": 3, "lost": 1, "customers_at_start": 4}, "lots is not an input", id="unknown"),
    ],
)
def test_impossible_inputs_are_named(inputs: dict[str, float], match: str) -> None:
    with pytest.raises(InputError, match=match):
        CHURN.compute(variant="start_base", **inputs)


def test_interval_and_comparison() -> None:
    # statsmodels 0.15: proportion_confint(30, 400, 0.05, "wilson") = (0.0530377, 0.1050477)
    interval = CHURN.interval(lost=30, customers_at_start=400)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.0530377, 0.1050477), abs=1e-7)
    found = CHURN.compare({"lost": 30, "customers_at_start": 400}, {"lost": 50, "customers_at_start": 400})
    # z = 0.05 / sqrt(0.1 * 0.9 * 2 / 400) = 2.3570, two-sided p = 0.01842, by hand
    assert found.statistic == pytest.approx(2.35702, abs=1e-5)
    assert found.p_value == pytest.approx(0.018422, abs=1e-6)


def test_measured_months_equal_a_count_in_pandas() -> None:
    """Who was there on the first day, who left, who came: counted customer by customer for every month."""
    ds = read(ROOT / "sample_data/subscriptions.csv")
    frame = measure(ds, CHURN, SUBSCRIPTIONS, period="month")
    rows = pd.read_csv(ROOT / "sample_data/subscriptions.csv", parse_dates=["start_date", "end_date"])
    for found in frame.to_dict("records"):
        begin = pd.Timestamp(found["period"])
        end = begin + pd.DateOffset(months=1)
        there = rows[(rows.start_date < begin) & ~(rows.end_date < begin)]
        new = rows[(rows.start_date >= begin) & (rows.start_date < end)]
        assert found["customers_at_start"] == len(there)
        assert found["lost"] == (there.end_date < end).sum()
        assert found["new_customers"] == len(new)
        assert found["lost_new"] == (new.end_date < end).sum()
        assert found["revenue_at_start"] == there.monthly_price.sum()


def test_groups_add_up_to_the_whole() -> None:
    ds = read(ROOT / "sample_data/subscriptions.csv")
    whole = measure(ds, CHURN, SUBSCRIPTIONS)
    groups = measure(ds, CHURN, SUBSCRIPTIONS, by="plan")
    for name in ("lost", "customers_at_start", "new_customers"):
        assert groups[name].sum() == whole[name][0]


def test_silence_counts_as_loss_after_the_chosen_days() -> None:
    # a buys until June, b falls silent in January: with 60 silent days b is lost in March (1 January + 60 days = 1 March)
    text = "customer,date\na,2025-01-01\nb,2025-01-01\n" + "".join(f"a,2025-{month:02d}-15\n" for month in range(1, 7))
    ds = read(text.encode(), name="two.csv")
    roles = {"customer": "customer", "date": "date"}
    frame = measure(ds, CHURN, roles, shape="transactions", period="month", inactive_days=60)
    lost = {str(row["period"])[:7]: row["lost"] for row in frame.to_dict("records")}
    assert lost["2025-03"] == 1
    assert sum(lost.values()) == 1


@needs_shared("data", "telco_customer_churn.csv")
def test_telco_as_published() -> None:
    """1,869 of 7,043 (published: 26.536987 %); by contract as in ground_truth.json."""
    ds = read(shared_path("data", "telco_customer_churn.csv"))
    roles = {role: column for role, (column, _) in guess_roles(ds, CHURN).items()}
    frame = measure(ds, CHURN, roles, by="Contract", shape="snapshot")
    counts = {row["group"]: (row["lost"], row["customers_at_start"]) for row in frame.to_dict("records")}
    assert counts == {"Month-to-month": (1655, 3875), "One year": (166, 1473), "Two year": (48, 1695)}


@needs_shared("nasty", "A16_churn_all_same_and_future.csv")
def test_impossible_spells_are_left_out_and_said() -> None:
    ds = read(shared_path("nasty", "A16_churn_all_same_and_future.csv"))
    frame = measure(ds, CHURN, {"start_date": "start", "end_date": "end"}, period="month")
    codes = {item.code for item in frame.attrs["notices"]}
    assert {"churn.rules.ends_before_start", "churn.rules.starts_in_future", "churn.rules.same_day"} <= codes
    assert frame["new_customers"].sum() == 2  # customers 1 and 5


def test_a_mark_without_a_period_is_not_made_yearly() -> None:
    ds = read(b"customer,churned\na,yes\nb,no\nc,no\nd,no\n", name="four.csv")
    frame = measure(ds, CHURN, {"churned": "churned"}, shape="snapshot")
    assert {item.code for item in frame.attrs["notices"]} == {"churn.rules.no_period"}
    inputs = {name: frame[name][0] for name in ("lost", "customers_at_start", "periods_per_year")}
    result = CHURN.compute(variant="start_base", **inputs)
    assert result.value == 0.25
    assert "annual" not in result.details


@pytest.mark.parametrize(("length", "expected"), [("month", 12), ("quarter", 4), ("year", 1)])
def test_periods_in_a_year_follow_their_length(length: str, expected: float) -> None:
    ds = read(ROOT / "sample_data/subscriptions.csv")
    assert measure(ds, CHURN, SUBSCRIPTIONS, period_length=length)["periods_per_year"][0] == expected
