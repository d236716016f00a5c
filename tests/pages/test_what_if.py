"""The tools of the what-if cell on every page: each opens, says something, and no other is computed meanwhile."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.indicator import Indicator
from tests.pages.test_pages import EVERY, app, check_sound, open_page, shown

__all__ = ["app"]


def with_tool(app: AppTest, slug: str, tool: str, **parameters: str) -> AppTest:
    app.query_params[f"{slug}_whatif"] = tool
    for name, value in parameters.items():
        app.query_params[f"{slug}_{name}"] = value
    open_page(app, slug)
    check_sound(app)
    return app


def table(app: AppTest, header: str) -> list[dict[str, str]]:
    frames = [element.value for element in app.dataframe if header in element.value.columns]
    assert frames, f"no table with a column {header}"
    return [{str(name): str(cell) for name, cell in row.items()} for row in frames[0].to_dict("records")]


@pytest.mark.parametrize("ind", EVERY)
def test_what_it_takes_opens_everywhere_with_a_goal_of_its_own(app: AppTest, ind: Indicator) -> None:
    with_tool(app, ind.slug, "seek")
    said = [str(element.value) for element in [*app.success, *app.warning]]
    assert any(text.startswith(("Shortest way", "No input can bring")) for text in said)


def test_the_goal_comes_from_the_link(app: AppTest) -> None:
    with_tool(app, "churn", "seek", lost="30", customers_at_start="400", goal="5")
    # By hand: 20 / 400 = 5 %, and 30 / 600 = 5 %.
    found = {row["Input"]: (row["Today"], row["Needed"], row["In %"]) for row in table(app, "Needed")}
    assert found["Customers lost"] == ("30", "20", "-33.3%")
    assert found["Customers at the start"] == ("400", "600", "+50.0%")


def test_two_solutions_none_and_no_effect_are_said(app: AppTest) -> None:
    # -100 + 230 / (1 + r) - 132 / (1 + r)^2 = 0 at r = 10 % and 20 %, by hand.
    with_tool(app, "npv", "seek", cash_flows="-100 230 -132", goal="0", discount_rate="12")
    text = " ".join(shown(app))
    assert "in 2 places: 10.00%, 20.0%" in text


def test_what_no_input_reaches_is_said(app: AppTest) -> None:
    with_tool(app, "churn", "seek", goal="250")
    assert any("No input can bring" in str(element.value) for element in app.warning)
    assert "stays between" in " ".join(shown(app))


def test_break_even_is_one_press_away_where_the_value_can_change_sign(app: AppTest) -> None:
    with_tool(app, "npv", "seek")
    app.button(key="break_even_npv").click().run()
    check_sound(app)
    assert app.number_input(key="npv_goal").value == 0
    with_tool(app, "churn", "seek")
    assert not [button for button in app.button if button.key == "break_even_churn"]
