"""Money over time through AppTest: two plans side by side, and the flows of a campaign."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import app, check_sound, open_page, shown

__all__ = ["app"]


def test_two_plans_whose_value_and_rate_disagree(app: AppTest) -> None:
    """The plans of tests/indicators/test_rival_plans.py, worked out there by hand: 20 % and 25 %, the same at 10.9375 %."""
    app.query_params["npv_source"] = "typed"
    app.query_params["npv_cash_flows"] = "-100 20 120"
    app.query_params["npv_discount_rate"] = "5"
    app.query_params["npv_rivals"] = "true"
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


def test_the_flows_of_a_campaign_from_the_link_to_the_page(app: AppTest) -> None:
    """The plan of tests/indicators/test_campaign_flows.py after 25 % tax: -135, 75, 150, 75, worked out there by hand."""
    app.query_params["npv_variant"] = "dated"
    app.query_params["npv_campaign_open"] = "true"
    for name, text in (
        ("base_sales", "0 1000 1000 1000"),
        ("campaign_sales", "0 1300 1400 1200"),
        ("campaign_cost", "180 50 0 0"),
        ("margin", "50"),
        ("tax_rate", "25"),
    ):
        app.query_params[f"npv_campaign_{name}"] = text
    open_page(app, "npv")
    check_sound(app)
    assert any("save 45.00 of tax at once" in text for text in shown(app))
    app.button(key="npv_campaign_use__button").click().run()
    check_sound(app)
    # Flows without days: the definition becomes one that goes by periods, and the link has both.
    assert app.text_input(key="npv_cash_flows").value == "-135 75 150 75"
    assert app.query_params["npv_cash_flows"] == "-135 75 150 75"
    assert "npv_variant" not in app.query_params
    # -135 + 75 / 1.1 + 150 / 1.21 + 75 / 1.331 by hand
    assert app.metric[0].value == "113.50"
    assert any("works with these flows" in text for text in shown(app))
    app.segmented_control(key="npv_campaign_losses__choice").set_value("carried").run()
    assert app.query_params["npv_campaign_losses"] == "carried"
    app.text_input(key="npv_campaign_campaign_cost").set_value("180 50").run()
    check_sound(app)
    assert any("Cost of the campaign" in text and "2" in text for text in shown(app))


def test_a_campaign_at_its_worst_and_at_its_best(app: AppTest) -> None:
    """-180, 25, 100, 50 and -180, 175, 300, 150 around -180, 100, 200, 100, by hand in tests/indicators/test_campaign_cases.py."""
    app.query_params["irr_campaign_open"] = "true"
    for name, text in (
        ("base_sales", "0 1000 1000 1000"),
        ("campaign_sales", "0 1300 1400 1200"),
        ("campaign_cost", "180 50 0 0"),
        ("margin", "50"),
        ("worst", "50"),
        ("best", "150"),
        ("chance_worst", "30"),
        ("chance_best", "20"),
    ):
        app.query_params[f"irr_campaign_{name}"] = text
    app.query_params["irr_hurdle_rate"] = "0"
    open_page(app, "irr")
    check_sound(app)
    table = next(frame.value for frame in app.dataframe if "Payback" in frame.value.columns)
    assert list(table["Net present value"]) == ["-5.00", "220.00", "445.00"]
    assert list(table["Payback"]) == ["Never", "1.4 periods", "1.017 periods"]
    assert "irr_campaign_workbook__button" in {button.key for button in app.get("download_button")}
    # 230 / 450 of the effect, and 0.3 (-5) + 0.5 (220) + 0.2 (445)
    for part in ("It breaks even at **51.1%**", "is worth **197.50**", "Rates do not add up"):
        assert any(part in text for text in shown(app)), part
    # One month and then two years: the page takes the flows and the months, and its rate becomes one per year.
    app.number_input(key="irr_campaign_months").set_value(1.0).run()
    check_sound(app)
    app.button(key="irr_campaign_use__button").click().run()
    check_sound(app)
    assert app.query_params["irr_variant"] == "months_then_years"
    assert app.query_params["irr_months"] == "1"
    assert any("works with these flows" in text for text in shown(app))
    # -180 + 100 (1 + i)^(-1/12) + 200 (1 + i)^(-13/12) + 100 (1 + i)^(-25/12) is 0.02 at 153.35 % and -0.02 at 153.45 %.
    assert app.metric[0].value == "153.4%"
    app.number_input(key="irr_campaign_chance_worst").set_value(90.0).run()
    check_sound(app)
    assert any("Chance of worst" in text and "80" in text for text in shown(app))


def test_a_closed_sheet_of_a_campaign_computes_nothing(app: AppTest) -> None:
    open_page(app, "payback")
    check_sound(app)
    assert not [field for field in app.text_input if "campaign" in str(field.key)]
