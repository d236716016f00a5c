"""Three visits to the what-if cell: what it would take, plans side by side in a link, and how sure the value is."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.support import (
    COLD_MS,
    Visit,
    axe,
    choose_in,
    expect_value,
    open_expander,
    settled,
    sideways,
    text,
    type_number,
    unsound,
)

OpenVisit = Callable[..., Visit]


def open_tool(page: Page, slug: str, tool: str) -> None:
    """Presses the tool's button in the cell."""
    name = text(f"whatif.tools.{tool}")
    page.locator(f".st-key-{slug}_whatif__choice").get_by_role("radio", name=name).click()
    expect(page).to_have_url(re.compile(f"{slug}_whatif={tool}"))
    settled(page)


def caption(page: Page, beginning: str) -> Locator:
    return page.get_by_test_id("stCaptionContainer").filter(has_text=re.compile(f"^{re.escape(beginning)}"))


def type_into_cell(page: Page, grid: Locator, typed: str) -> None:
    """Types into the first cell of the last column; while the page still moves, a press may miss it."""
    entry = page.locator("#portal input, #portal textarea").first
    for patience in (2_000, 4_000, 8_000):
        grid.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
        box = grid.bounding_box()
        assert box is not None
        page.mouse.dblclick(box["x"] + box["width"] - 40, box["y"] + 52)
        try:
            expect(entry).to_be_visible(timeout=patience)
        except AssertionError:
            continue
        entry.fill(typed)
        entry.press("Enter")
        expect(entry).to_have_count(0)
        return
    raise AssertionError("the cell does not open")


def check(page: Page) -> None:
    assert unsound(settled(page)) == []
    assert axe(page) == []
    assert sideways(page) <= 0


def test_what_it_takes_follows_the_goal_and_the_numbers(server: str, page: Page) -> None:
    page.goto(f"{server}/churn?churn_source=typed&churn_lost=30&churn_customers_at_start=400")
    expect_value(page, "churn", "7.50%", COLD_MS)
    open_tool(page, "churn", "seek")
    type_number(page, "churn_goal", "5")
    answer = page.get_by_test_id("stAlert").filter(has_text="5.00%")
    # By hand: 20 / 400 = 5 %; a third less of the one is a shorter way than half as many more of the other.
    expect(answer).to_contain_text("Customers lost from 30 to 20, all else as it is.")
    expect(page).to_have_url(re.compile("churn_goal=5"))
    check(page)
    type_number(page, "churn_lost", "20")
    expect(answer).to_have_text(re.compile("already at 5.00%"))
    type_number(page, "churn_goal", "250")
    expect(page.get_by_test_id("stAlert").filter(has_text="No input can bring")).to_be_visible()


def test_scenarios_are_saved_edited_and_sent(server: str, page: Page, visit: OpenVisit) -> None:
    page.goto(f"{server}/churn?churn_source=typed&churn_lost=30&churn_customers_at_start=400&churn_whatif=scenarios")
    expect_value(page, "churn", "7.50%", COLD_MS)
    settled(page)
    page.get_by_label(text("whatif.scenarios.name")).fill("Call everybody")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=text("whatif.scenarios.add")).click()
    expect(caption(page, "Baseline Now: 7.50%.")).to_be_visible()
    settled(page)
    # First row of the last column: the customers lost in that scenario.
    type_into_cell(page, page.locator("[class*=st-key-churn_scenarios__table] [data-testid=stDataFrame]"), "10")
    # 10 / 400 by hand
    told = "Baseline Now: 7.50%. Lowest: Call everybody, 2.50%. Highest: Now, 7.50%."
    expect(caption(page, told)).to_be_visible()
    expect(page).to_have_url(re.compile("churn_scenarios=[A-Za-z0-9_-]+"))
    check(page)
    sent = page.get_by_test_id("stCode").last.inner_text().strip()
    theirs = visit(**PHONE, color_scheme="dark").page
    theirs.goto(sent)
    expect(caption(theirs, told)).to_be_visible(timeout=COLD_MS)
    check(theirs)


def test_risk_is_the_same_for_whoever_opens_the_link_and_can_be_kept(server: str, page: Page, visit: OpenVisit) -> None:
    page.goto(f"{server}/npv?npv_whatif=risk")
    line = page.get_by_test_id("stMarkdown").filter(has_text="In nine of ten draws")
    expect(line).to_be_visible(timeout=COLD_MS)
    first = line.inner_text()
    open_expander(page, text("whatif.risk.laws"))
    choose_in(page, page.get_by_role("combobox", name=text("whatif.risk.law")), text("whatif.risk.kinds.held"))
    expect(line).not_to_have_text(first)
    check(page)
    held = line.inner_text()
    sent = page.get_by_test_id("stCode").last.inner_text().strip()
    theirs = visit(**PHONE, color_scheme="dark").page
    theirs.goto(sent)
    expect(theirs.get_by_test_id("stMarkdown").filter(has_text="In nine of ten draws")).to_have_text(
        held, timeout=COLD_MS
    )
    check(theirs)
    page.locator(".st-key-keep_npv_whatif button").first.click()
    expect(page.get_by_test_id("stToast")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=text("kept.title")).click()
    expect(page.get_by_test_id("stMarkdown").filter(has_text="In nine of ten draws")).to_have_text(held)
