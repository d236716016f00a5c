"""The tools of the what-if cell on every page: each opens, says something, and no other is computed meanwhile."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.indicator import Indicator
from lib.ui.cells.what_if import TOOLS
from lib.ui.parameters_state import to_screen
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
def test_every_tool_opens_on_every_page_and_says_something(app: AppTest, ind: Indicator) -> None:
    """One visit that goes from tool to tool: each costs a page otherwise."""
    with_tool(app, ind.slug, "seek")
    said = [str(element.value) for element in [*app.success, *app.warning]]
    assert any(text.startswith(("Shortest way", "No input can bring")) for text in said)
    telling = {
        "sensitivity": "moves the value most",
        "pair": "pairs reach the goal",
        "risk": "In nine of ten draws",
        "plan": "Nobody yet answers for it",
        "scenarios": "Save what stands in the parameters",
    }
    for tool, words in telling.items():
        app.pills(key=f"{ind.slug}_whatif__choice").set_value(tool).run()
        check_sound(app)
        assert any(words in text for text in shown(app)), tool
    app.button(key=f"add_ends_{ind.slug}").click().run()
    check_sound(app)
    found = compared(app)
    assert list(found) == ["Now", "All 10% worse", "All 10% better"]
    assert {row["Difference"][0] for name, row in found.items() if name != "Now"} == {"+", "-"}
    # An address much longer than this is cut by some mail programs.
    assert len(app.query_params[f"{ind.slug}_scenarios"][0]) < 1000


def test_the_steepest_line_is_said(app: AppTest) -> None:
    with_tool(app, "cltv", "sensitivity", view="spider")
    assert any("The steepest line is Retention" in text for text in shown(app))


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


def compared(app: AppTest) -> dict[str, dict[str, str]]:
    return {row["Scenario"]: row for row in table(app, "What differs")}


def test_a_scenario_is_saved_renamed_duplicated_pinned_and_removed(app: AppTest) -> None:
    with_tool(app, "churn", "scenarios", lost="30", customers_at_start="400")
    app.text_input(key="churn__scenario_name").set_value("Campaign").run()
    app.button(key="add_scenario_churn").click().run()
    app.number_input(key="churn_lost").set_value(20).run()
    check_sound(app)
    # By hand: 30 / 400 = 7.5 %, 20 / 400 = 5 %.
    found = compared(app)
    assert (found["Now"]["Value"], found["Campaign"]["Value"]) == ("5.00%", "7.50%")
    assert found["Campaign"]["Difference"] == "+2.50 pp"
    app.button(key="duplicate_churn").click().run()
    field = next(one for one in app.text_input if one.label == "New name")
    field.set_value("Now").run()
    check_sound(app)
    assert list(compared(app)) == ["Now", "Now 2", "Campaign copy"], "a name that is taken gets a number"
    box = next(one for one in app.selectbox if one.label.startswith("Compare with"))
    box.set_value("Now 2").run()
    assert compared(app)["Now"]["Difference"] == "-2.50 pp"
    app.button(key="remove_churn").click().run()
    check_sound(app)
    assert list(compared(app)) == ["Now", "Campaign copy"]


def test_scenarios_come_back_from_the_link(app: AppTest) -> None:
    from lib.whatif import Scenario, packed

    code = packed([Scenario("*Plan* <b>", {"lost": 20.0, "customers_at_start": 400.0}, "start_base")], "*Plan* <b>")
    with_tool(app, "churn", "scenarios", scenarios=code)
    assert compared(app)["*Plan* <b>"]["Difference"] == "baseline"


@pytest.mark.parametrize("code", ["x", "%F0%9F", "eJw", "Y2h1cm4", "0", "á" * 9])
def test_garbage_in_place_of_scenarios_is_passed_over(app: AppTest, code: str) -> None:
    with_tool(app, "churn", "scenarios", scenarios=code)
    assert "churn_scenarios" not in app.query_params


def test_an_impossible_scenario_says_why(app: AppTest) -> None:
    from lib.whatif import Scenario, packed

    code = packed([Scenario("Plan", {"lost": 500.0, "customers_at_start": 400.0}, "start_base")])
    with_tool(app, "churn", "scenarios", scenarios=code)
    assert any("Plan has no value" in str(one.value) and "cannot exceed" in str(one.value) for one in app.warning)


def test_risk_comes_from_the_link_and_the_seed_decides(app: AppTest) -> None:
    from lib.whatif import Assumption, packed_laws

    laws = {"lost": Assumption("uniform", (10, 50)), "customers_at_start": Assumption("held")}
    numbers = {"lost": "30", "customers_at_start": "400", "goal": "10", "laws": packed_laws(laws)}
    with_tool(app, "churn", "risk", **numbers)
    # By hand: lost is uniform on 10 to 50, so lost / 400 <= 10 % for lost <= 40, which is 3 in 4.
    reached = next(one for one in app.metric if one.label.startswith("Chance of 10"))
    assert reached.value in {"74%", "75%", "76%"}
    first = " ".join(shown(app))
    app.number_input(key="churn_seed").set_value(16).run()
    check_sound(app)
    assert " ".join(shown(app)) != first
    app.number_input(key="churn_seed").set_value(15).run()
    assert " ".join(shown(app)) == first


def test_a_law_is_changed_and_taken_back(app: AppTest) -> None:
    with_tool(app, "churn", "risk")
    for kind in ("uniform", "triangular", "pert", "lognormal", "held", "column"):
        app.selectbox(key="churn__law_lost").set_value(kind).run()
        check_sound(app)
        assert not app.error
    app.selectbox(key="churn__law_lost").set_value("uniform").run()
    app.number_input(key="churn__law_lost_uniform_low").set_value(1e6).run()
    check_sound(app)
    assert any("do not fit together" in str(one.value) for one in app.warning)
    assert "churn_laws" in app.query_params
    app.button(key="reset_law_churn").click().run()
    assert "churn_laws" not in app.query_params
    assert not any("do not fit together" in str(one.value) for one in app.warning)


def test_two_inputs_that_move_together_change_the_spread(app: AppTest) -> None:
    from lib.whatif import unpacked_laws

    with_tool(app, "profit", "risk")
    before = next(text for text in shown(app) if "nine of ten" in text)
    app.slider(key="profit__pair_size").set_value(0.9).run()
    check_sound(app)
    assert next(text for text in shown(app) if "nine of ten" in text) != before
    assert any("need not add up" in text for text in shown(app))
    # A second pair, on two inputs that are not a pair yet; then a third that cannot hold beside the two.
    app.slider(key="profit__pair_size1").set_value(0.9).run()
    app.slider(key="profit__pair_size2").set_value(-0.9).run()
    check_sound(app)
    # 0.9 * 0.9 -+ (1 - 0.9^2), by hand.
    assert any("between 0.62 and 1" in str(one.value) for one in app.error)
    _, pairs = unpacked_laws("".join(app.query_params["profit_laws"]))
    assert [size for *_, size in pairs] == [0.9, 0.9, -0.9]
    app.slider(key="profit__pair_size2").set_value(0.8).run()
    assert not app.error
    app.slider(key="profit__pair_size").set_value(0.0).run()
    check_sound(app)
    assert [app.slider(key=f"profit__pair_size{place}").value for place in ("", "1", "2")] == [0.9, 0.8, 0.0]


def test_an_input_moves_within_its_own_range(app: AppTest) -> None:
    numbers = {"lost": "30", "customers_at_start": "400", "lost_low": "20", "lost_high": "40"}
    with_tool(app, "churn", "sensitivity", **numbers)
    found = {(row["Input"], row["Direction"]): row["Value becomes"] for row in table(app, "Value becomes")}
    # By hand: 20 / 400 and 40 / 400; the other input moves by a tenth, 30 / 360 and 30 / 440.
    assert found["Customers lost", "Input down"] == "5.00%"
    assert found["Customers lost", "Input up"] == "10.0%"
    assert found["Customers at the start", "Input down"] == "8.33%"


def test_the_heat_map_holds_the_values_of_every_pair(app: AppTest) -> None:
    numbers = {"lost": "30", "customers_at_start": "400", "lost_low": "20", "lost_high": "40", "goal": "5"}
    ends = {"customers_at_start_low": "400", "customers_at_start_high": "800"}
    with_tool(app, "churn", "pair", pair_x="lost", pair_y="customers_at_start", **numbers, **ends)
    rows = table(app, "Customers at the start (down), Customers lost (across)")
    # By hand: 20 / 400 and 40 / 400 in the first row, 20 / 800 and 40 / 800 in the last.
    assert [rows[0]["20"], rows[0]["40"], rows[-1]["20"], rows[-1]["40"]] == ["5.00%", "10.0%", "2.50%", "5.00%"]


@pytest.mark.parametrize("low", ["abc", "1e999", "-5", "700"])
def test_a_damaged_range_is_said_or_passed_over(app: AppTest, low: str) -> None:
    with_tool(app, "churn", "pair", pair_x="lost", lost_low=low)
    assert any("pairs reach the goal" in text for text in shown(app))


def test_a_goal_card_says_pace_and_standing(app: AppTest) -> None:
    fields = {"goal": "6", "due": "2099-12-31", "owner": "*Ani*", "source_name": "CRM", "start": "8"}
    with_tool(app, "churn", "plan", lost="28", customers_at_start="400", **fields)
    text = " ".join(shown(app))
    assert "from 8.00% to 6.00%** by Dec 31, 2099. \\*Ani\\* answers for it" in text
    # By hand: 28 / 400 = 7 %, half of the way from 8 % to 6 %.
    assert "50.0% of the way" in text
    assert "months are left" in text
    # 7 % of 400 against 6 %: z = .01 / sqrt(.06 * .94 / 400) = 0.84, p = .40, so nothing is settled.
    assert "do not settle" in text
    assert "times** the present data" in text


def test_a_goal_in_the_past_is_said(app: AppTest) -> None:
    with_tool(app, "churn", "plan", due="2001-01-01")
    assert any("has passed" in str(one.value) for one in app.warning)


@pytest.mark.parametrize("ind", EVERY)
def test_zero_and_huge_numbers_break_no_page_and_no_tool(app: AppTest, ind: Indicator) -> None:
    open_page(app, ind.slug)
    app.segmented_control(key=f"{ind.slug}_source__choice").set_value("typed").run()
    names = [name for name in ind.variants[0].inputs if ind.input(name).kind == "number"]
    for value, tools in ((0.0, TOOLS), (1e12, ()), (1e9, TOOLS)):
        for name in names:
            item = ind.input(name)
            if (item.maximum is None or to_screen(item, item.maximum) >= value) and item.above is None:
                app.number_input(key=f"{ind.slug}_{name}").set_value(value)
        app.run()
        check_sound(app)
        for tool in tools if has_cell(app, ind.slug) else ():
            app.pills(key=f"{ind.slug}_whatif__choice").set_value(tool).run()
            check_sound(app)


def has_cell(app: AppTest, slug: str) -> bool:
    return any(one.key == f"{slug}_whatif__choice" for one in app.pills)


def test_whichever_tool_is_open_is_kept_as_it_is(app: AppTest) -> None:
    with_tool(app, "churn", "scenarios", due="2099-12-31")
    app.button(key="add_ends_churn").click().run()
    for tool in TOOLS:
        app.pills(key="churn_whatif__choice").set_value(tool).run()
        app.button(key="keep_churn_whatif").click().run()
        check_sound(app)
    kept = app.session_state["kept"]
    assert len(kept) == len(TOOLS)
    assert [
        next(part["kind"] for part in one["parts"] if part["kind"] in {"picture", "table", "alert"}) for one in kept
    ]
    assert all("churn_scenarios=" in one["link"] for one in kept), "the scenarios travel whichever tool is open"
