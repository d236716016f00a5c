"""Money over time through AppTest: two plans side by side."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import app, check_sound, open_page, shown

__all__ = ["app"]


def test_two_plans_whose_value_and_rate_disagree(app: AppTest) -> None:
    """The plans of tests/indicators/test_rival_plans.py, worked out there by hand: 20 % and 25 %, the same at 10.9375 %."""
    app.query_params["npv_source"] = "typed"
    app.query_params["npv_cash_flows"] = "-100 20 120"
    app.query_params["npv_discount_rate"] = "5"
    app.query_params["npv_rival_flows"] = "-100 100 31.25"
    open_page(app, "npv")
    check_sound(app)
    warning = next(text for text in shown(app) if "The two measures disagree" in text)
    for part in ("5.00%", "27.89", "23.58", "25.0% against 20.0%", "take “The plan above”"):
        assert part in warning
    assert any("At 10.9% both are worth the same" in text for text in shown(app))
    # Above the rate at which it turns, both measures agree.
    app.number_input(key="npv_discount_rate").set_value(15.0).run()
    check_sound(app)
    assert any("Both measures put “The other plan” first" in text for text in shown(app))
    app.text_input(key="npv_rival_flows").set_value("-100 abc").run()
    check_sound(app)
    assert any("abc" in text for text in shown(app))
    app.text_input(key="npv_rival_flows").set_value("100 -110").run()
    check_sound(app)
    assert any("Rates of return cannot be compared" in text for text in shown(app))
