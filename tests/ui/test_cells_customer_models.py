"""The customer models on the page of customer lifetime value, each view on each kind of data."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.knowledge import catalogue
from tests.pages.test_pages import app, check_sound, open_page, shown  # noqa: F401

VIEW = "cltv_models__choice"


def opened(app: AppTest, shape: str, view: str) -> AppTest:  # noqa: F811
    app.query_params["cltv_shape"] = shape
    app.query_params["cltv_models"] = view
    open_page(app, "cltv")
    check_sound(app)
    assert app.segmented_control(key=VIEW).value == view
    return app


def test_nothing_is_fitted_until_it_is_asked_for(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    from lib.models import CustomerBase

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("fitted unasked")

    monkeypatch.setattr(CustomerBase, "fit", refuse)
    open_page(app, "cltv")
    app.selectbox(key="cltv_shape__choice").set_value("transactions").run()
    check_sound(app)


@pytest.mark.parametrize("shape", ["contractual", "transactions", "cohorts"])
def test_models_side_by_side(app: AppTest, shape: str) -> None:  # noqa: F811
    opened(app, shape, "compare")
    said = " ".join(shown(app))
    for model in ("constant", "endless", "renewing"):
        assert catalogue.text(f"customer_models.models.{model}.assumes") in said
    has = {"constant", "endless", "renewing"} | ({"recency"} if shape != "cohorts" else set())
    has |= {"buying"} if shape == "transactions" else set()
    absent = {"recency", "buying"} - has
    for model in absent:
        assert catalogue.text(f"customer_models.models.{model}.assumes") not in said
    assert "The lowest is" in said
    assert ("correlation" in said) == (shape == "transactions")


def test_whom_to_keep_is_sorted_by_value_at_risk(app: AppTest) -> None:  # noqa: F811
    opened(app, "transactions", "keep")
    tables = [table.value for table in app.dataframe if "Value at risk" in table.value.columns]
    risks = tables[0]["Value at risk"].tolist()
    assert len(risks) == 200
    assert risks == sorted(risks, reverse=True)
    # P(churn) x value, row by row
    first = tables[0].iloc[0]
    assert first["Value at risk"] == pytest.approx((1 - first["Chance to be still there"]) * first["Value to come"])


def test_segments_add_up_to_everybody(app: AppTest) -> None:  # noqa: F811
    opened(app, "transactions", "segments")
    table = next(table.value for table in app.dataframe if "Segment" in table.value.columns)
    orders = Path(__file__).resolve().parents[2] / "sample_data/orders.csv"
    lines = orders.read_text(encoding="utf-8").splitlines()[1:]
    last = max(line.split(",")[2] for line in lines)
    first_day: dict[str, str] = {}
    for line in lines:
        customer, day = line.split(",")[1:3]
        first_day[customer] = min(day, first_day.get(customer, day))
    # whoever came on the last day was not watched at all
    watched = sum(day < last for customer, day in first_day.items() if customer)
    assert sum(int(text.replace(",", "")) for text in table["Customers"]) == watched


def test_foreseen_against_real(app: AppTest) -> None:  # noqa: F811
    opened(app, "transactions", "holdout")
    said = " ".join(shown(app))
    assert "In the second half the model foresaw" in said
    app.segmented_control(key="cltv_leaving__choice").set_value("at_once").run()
    check_sound(app)
    assert " ".join(shown(app)) != said


def test_bootstrap_gives_limits_of_its_own(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    fits = import_module("lib.ui.cells.customer_models.fits")
    monkeypatch.setattr(fits, "BOOTSTRAPS", 20)  # a tenth of the wait
    opened(app, "transactions", "compare")
    app.segmented_control(key="cltv_models_interval__choice").set_value("bootstrap").run()
    check_sound(app)
    assert "No interval" not in " ".join(shown(app))
