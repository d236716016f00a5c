"""A slider that is held: value, formula and field follow the hand; address and field settle when it lets go."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.support import Visit, axe, expect_value, field_of, settled, slider_of, take

# Lets go of the slider in the frame in which it has moved, behind what follows it: no tick lies between value and release.
LET_GO_AT_ONCE = """(slider) => {
  const input = document.querySelector(`.st-key-${slider} input[type=range]`);
  const start = input.value;
  const look = () => {
    if (input.value === start) return requestAnimationFrame(look);
    window.letGoAt = input.value;
    window.dispatchEvent(new PointerEvent("pointerup", {pointerId: 1, pointerType: "mouse", button: 0}));
  };
  requestAnimationFrame(look);
}"""


def test_value_and_formula_follow_a_held_slider_and_its_release_counts(server: str, page: Page) -> None:
    page.goto(f"{server}/churn?churn_source=typed&churn_lost=100&churn_customers_at_start=1000")
    expect_value(page, "churn", "10.0%")
    address = page.url
    x, y, start, length = take(settled(page), "churn_lost")
    page.mouse.move(start + length * 1.2, y, steps=8)
    # Still held, at the slider's end: 200 of 1000.
    expect_value(page, "churn", "20.0%")
    expect(page.locator(".st-key-calculation_result .katex").nth(1)).to_contain_text("200")
    expect(field_of(page, "churn_lost")).to_have_value("200")
    assert page.url == address
    page.mouse.move(x, y, steps=8)
    expect_value(page, "churn", "10.0%")
    page.mouse.up()
    expect_value(page, "churn", "10.0%")
    expect(field_of(page, "churn_lost")).to_have_value("100")
    page.mouse.down()
    page.mouse.move(start - 50, y, steps=8)
    expect_value(page, "churn", "0.00%")
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"churn_lost=0\b"))
    expect_value(page, "churn", "0.00%")
    expect(field_of(page, "churn_lost")).to_have_value("0")
    slider_of(page, "churn_lost").focus()
    page.keyboard.press("ArrowRight")
    expect_value(page, "churn", "0.10%")
    expect(page).to_have_url(re.compile(r"churn_lost=1\b"))
    assert axe(settled(page)) == []


def test_value_formula_and_chart_need_no_run_of_the_page(server: str, page: Page) -> None:
    kept: list[str | bytes] = []
    held = [False]

    def between(browser: WebSocketRoute) -> None:
        servers.append(browser.connect_to_server())
        browser.on_message(lambda said: kept.append(said) if held[0] else servers[0].send(said))

    servers: list[WebSocketRoute] = []
    page.route_web_socket(re.compile("/_stcore/stream"), between)
    page.goto(f"{server}/npv?npv_source=typed&npv_cash_flows=-100+110&npv_discount_rate=5")
    expect_value(page, "npv", "4.76")
    slider_of(page, "npv_discount_rate").evaluate("(one) => one.scrollIntoView({block: 'start'})")
    page.mouse.wheel(0, -140)
    x, y, start, length = take(settled(page), "npv_discount_rate")
    held[0] = True  # nothing reaches the script of the page from here on
    page.mouse.move(start + length * 1.2, y, steps=3)
    # 110 / 1.4 - 100 at the slider's end, 40 per cent
    expect_value(page, "npv", "-21.43")
    ahead = page.locator(".st-key-calculation_result .fifteen-ahead.katex-display")
    expect(ahead.locator("annotation")).to_contain_text("110}{1.4}")
    worth = page.locator("[data-testid=stVegaLiteChart] [aria-label*='series: Worth today']")
    expect(worth.nth(1)).to_have_attribute("aria-label", re.compile(r"Amount: 78\.571"))
    caption = page.locator("[data-testid=stCaptionContainer]").filter(has_text="running total")
    expect(caption.first).to_contain_text("-21.43")
    page.mouse.move(x + 1, y, steps=3)
    expect_value(page, "npv", re.compile(r"^[345]\.\d\d$"))
    page.mouse.move(start + length * 1.2, y, steps=3)
    expect_value(page, "npv", "-21.43")
    page.mouse.up()
    held[0] = False
    for said in kept:
        servers[0].send(said)
    expect(page).to_have_url(re.compile(r"npv_discount_rate=40\b"))
    expect(ahead).to_have_count(0)
    expect(page.locator(".st-key-calculation_result .katex-display annotation").nth(1)).to_contain_text("110}{1.4}")
    expect_value(page, "npv", "-21.43")
    expect(worth.nth(1)).to_have_attribute("aria-label", re.compile(r"Amount: 78\.571"))


def test_a_slider_let_go_in_the_moment_of_a_value_counts_where_it_was_let_go(server: str, page: Page) -> None:
    page.goto(f"{server}/churn?churn_source=typed&churn_lost=100&churn_customers_at_start=1000")
    expect_value(page, "churn", "10.0%")
    x, y, *_ = take(settled(page), "churn_lost")
    page.evaluate(LET_GO_AT_ONCE, "churn_lost__slider")
    page.mouse.move(x - 40, y)
    page.wait_for_function("() => window.letGoAt")
    page.mouse.up()
    lost = str(page.evaluate("window.letGoAt"))
    share = int(lost) / 1000
    expect_value(page, "churn", f"{share:.1%}" if share >= 0.1 else f"{share:.2%}")
    expect(field_of(page, "churn_lost")).to_have_value(lost)
    expect(page).to_have_url(re.compile(rf"churn_lost={lost}\b"))


def test_without_the_value_ahead_the_page_itself_follows_the_hand(server: str, visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.page
    page.route("**/live", lambda route: route.fulfill(status=404, content_type="text/html", body="<p>no such page</p>"))
    page.goto(f"{server}/churn?churn_source=typed&churn_lost=100&churn_customers_at_start=1000")
    expect_value(page, "churn", "10.0%")
    _, y, start, length = take(settled(page), "churn_lost")
    page.mouse.move(start + length * 1.2, y, steps=8)
    expect_value(page, "churn", "20.0%")
    page.mouse.up()
    expect_value(page, "churn", "20.0%")
    expect(page).to_have_url(re.compile(r"churn_lost=200\b"))
    one.allow("404")
