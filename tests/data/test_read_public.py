"""Every file of shared/data opens with its row count and the sums that ground_truth.json states."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lib.data import Dataset, read
from tests.shared import needs_shared, shared_path

TRUTH_PATH = shared_path("data", "ground_truth.json")
TRUTH: dict[str, Any] = json.loads(TRUTH_PATH.read_text(encoding="utf-8")) if TRUTH_PATH.exists() else {}

pytestmark = needs_shared("data", "ground_truth.json")

# Rows as the overview table of shared/data/README.md states them.
ROWS = {
    "telco_customer_churn.csv": 7_043,
    "cookie_cats.csv": 90_189,
    "ab_data.csv": 294_478,
    "ab_data_countries.csv": 290_584,
    "hillstrom_email.csv": 64_000,
    "CDNOW_master.txt": 69_659,
    "CDNOW_sample.txt": 6_919,
    "cdnow_customers_summary.csv": 2_357,
    "udacity_free_trial_control.csv": 37,
    "udacity_free_trial_experiment.csv": 37,
    "homepage_actions.csv": 8_188,
    "KAG_conversion_data.csv": 1_143,
    "online_shoppers_intention.csv": 12_330,
    "bank_marketing.csv": 41_188,
    "bank_marketing_small_semicolon.csv": 4_521,
    "online_retail_full.csv.gz": 541_909,
    "online_retail_2010-12.csv": 42_481,
    "Advertising.csv": 200,
    "Groceries_dataset.csv": 38_765,
    "TravelInsurancePrediction.csv": 1_987,
    "BankChurners.csv": 10_127,
    "telecom_churn_3333.csv": 3_333,
    "starbucks_satisfaction_survey.csv": 122,
    "instagram_daily.csv": 176,
    "artea_ab_experiment.csv": 5_000,
    "charity_direct_mail.csv": 4_268,
    "consider.parquet": 1_000,
    "catalog.parquet": 200,
    "direct_marketing.parquet": 1_000,
}


def public(name: str) -> Dataset:
    return read(shared_path("data", name))


def total(ds: Dataset, column: str) -> float:
    return float(ds.table[column].cast("float64").sum().execute())


@pytest.mark.parametrize("name", ROWS)
def test_rows(name: str) -> None:
    with public(name) as ds:
        assert ds.rows == ds.table.count().execute() == ROWS[name]


def counted(column: str, value: object = True) -> Callable[[Dataset], int]:
    return lambda ds: int((ds.table[column] == value).sum().execute())


@pytest.mark.parametrize(
    ("name", "figure", "expected"),
    [
        ("telco_customer_churn.csv", counted("Churn"), lambda t: t["telco_churn"]["churn"]["x"]),
        ("telco_customer_churn.csv", lambda ds: total(ds, "MonthlyCharges"), lambda t: t["telco_churn"]["sum_monthly"]),
        ("telco_customer_churn.csv", lambda ds: ds.column("TotalCharges").missing, lambda t: 11),
        ("cookie_cats.csv", counted("retention_7"), lambda t: 8502 + 8279),
        ("ab_data.csv", lambda ds: total(ds, "converted"), lambda t: 17723 + 17514),
        ("ab_data.csv", lambda ds: ds.table.user_id.nunique().execute(), lambda t: t["ab_data"]["unique_users"]),
        ("ab_data.csv", lambda ds: str(ds.table.timestamp.min().execute()), lambda t: t["ab_data"]["ts"][0]),
        ("hillstrom_email.csv", lambda ds: total(ds, "visit"), lambda t: 3894 + 2262 + 3238),
        ("CDNOW_master.txt", lambda ds: total(ds, "dollar_value"), lambda t: 2500315.63),
        ("CDNOW_master.txt", lambda ds: total(ds, "number_of_cds"), lambda t: 167881),
        ("CDNOW_master.txt", lambda ds: ds.table.customer_id.nunique().execute(), lambda t: 23570),
        ("CDNOW_master.txt", lambda ds: str(ds.table.date.max().execute())[:10], lambda t: "1998-06-30"),
        ("udacity_free_trial_control.csv", lambda ds: total(ds, "Pageviews"), lambda t: 345543),
        ("udacity_free_trial_control.csv", lambda ds: total(ds, "Payments"), lambda t: 2033),
        ("udacity_free_trial_experiment.csv", lambda ds: total(ds, "Enrollments"), lambda t: 3423),
        ("homepage_actions.csv", counted("action", "click"), lambda t: 1860),
        ("KAG_conversion_data.csv", lambda ds: total(ds, "Clicks"), lambda t: 38165),
        ("KAG_conversion_data.csv", lambda ds: round(total(ds, "Spent"), 6), lambda t: 58705.229958),
        ("online_shoppers_intention.csv", counted("Revenue"), lambda t: 1908),
        ("online_shoppers_intention.csv", lambda ds: ds.column("BounceRates").missing, lambda t: 14),
        ("bank_marketing.csv", counted("y"), lambda t: 4640),
        ("bank_marketing_small_semicolon.csv", counted("y"), lambda t: 521),
        ("online_retail_2010-12.csv", lambda ds: ds.column("CustomerID").missing, lambda t: 15631),
        ("Groceries_dataset.csv", lambda ds: ds.table.Member_number.nunique().execute(), lambda t: 3898),
        ("Groceries_dataset.csv", lambda ds: str(ds.table.Date.max().execute())[:10], lambda t: "2015-12-30"),
        ("TravelInsurancePrediction.csv", lambda ds: total(ds, "TravelInsurance"), lambda t: 710),
        ("BankChurners.csv", counted("Attrition_Flag", "Attrited Customer"), lambda t: 1627),
        ("telecom_churn_3333.csv", counted("churn"), lambda t: 483),
        ("instagram_daily.csv", lambda ds: total(ds, "Impressions"), lambda t: 3464652),
        ("charity_direct_mail.csv", lambda ds: total(ds, "gift"), lambda t: 31773),
        ("direct_marketing.parquet", lambda ds: total(ds, "AmountSpent"), lambda t: 1216770),
        ("catalog.parquet", lambda ds: round(total(ds, "Sales"), 2), lambda t: 53095.93),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_headline_figures(name: str, figure: Callable[[Dataset], object], expected: Callable[[Any], object]) -> None:
    with public(name) as ds:
        found, wanted = figure(ds), expected(TRUTH)
        if isinstance(found, float):
            assert found == pytest.approx(wanted, rel=1e-12)
        else:
            assert found == wanted


def test_online_retail_after_the_usual_cleaning() -> None:
    # README of shared/data: not cancelled, customer known, quantity and price above 0.
    with public("online_retail_full.csv.gz") as ds:
        t = ds.table
        clean = t.filter(~t.InvoiceNo.startswith("C"), t.CustomerID.notnull(), t.Quantity > 0, t.UnitPrice > 0)
        revenue = (clean.Quantity * clean.UnitPrice).sum().execute()
        assert float(revenue) == 8911407.904
        assert clean.CustomerID.nunique().execute() == 4338
        assert clean.InvoiceNo.nunique().execute() == 18532


def test_stamps_with_an_offset_are_utc() -> None:
    # First stamp of the file: 2019/10/01 12:38:43 PM GMT+8.
    with public("starbucks_satisfaction_survey.csv") as ds:
        assert str(ds.table.Timestamp.min().execute()) == "2019-10-01 04:38:43"


def test_dates_with_weekday_and_no_year() -> None:
    # 37 days from Saturday 11 October to Sunday 16 November.
    with public("udacity_free_trial_control.csv") as ds:
        first, last = ds.table.Date.min().execute(), ds.table.Date.max().execute()
        assert (first.month, first.day, first.isoweekday()) == (10, 11, 6)
        assert (last - first).days == 36
