"""Planning a test and learning not to peek, as a visitor does: a number typed, a link sent, the same numbers on the other side."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.support import (
    COLD_MS,
    READ_MS,
    Visit,
    axe,
    field_of,
    open_expander,
    settled,
    sideways,
    text,
    type_number,
    unfold_all,
    unsound,
)

OpenVisit = Callable[..., Visit]


def figure(page: Page, label: str) -> Locator:
    """A large number by what stands above it."""
    named = page.get_by_test_id("stMetric").filter(has=page.get_by_text(label, exact=True))
    return named.get_by_test_id("stMetricValue")


def pick(page: Page, key: str, label: str) -> None:
    """Chooses one of a row of buttons."""
    page.locator(f".st-key-{key}__choice").get_by_role("radio", name=label, exact=True).check(force=True)


def opened(page: Page, url: str, heading: str) -> Page:
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=COLD_MS)
    return settled(page, COLD_MS)


def handed_over(page: Page) -> str:
    """The link that the page offers."""
    return page.get_by_test_id("stMain").get_by_test_id("stCode").last.inner_text().strip()


def accessible(page: Page) -> None:
    """With every box unfolded; the first visit of a test is light, the second dark."""
    unfold_all(page)
    assert unsound(page) == []
    assert axe(page) == []


def test_a_plan_is_made_and_sent(server: str, visit: OpenVisit) -> None:
    page = opened(visit().page, f"{server}/plan", text("plan.title"))
    # R 4.2.2, power.prop.test(p1 = 0.2, p2 = 0.25, power = 0.8): 1,093.7; Miller's calculator: 1,030
    expect(figure(page, text("plan.figures.per_arm"))).to_have_text("1,094", timeout=READ_MS)
    expect(page.get_by_text("1,030", exact=True).first).to_be_visible()
    # What can be found in 7.5 days of 400 users: 1,500 in each arm; R: 4.94 points at power 0.9
    pick(page, "plan_solve", text("plan.solve.effect"))
    expect(figure(page, text("plan.figures.effect"))).to_have_text(re.compile("points"), timeout=READ_MS)
    type_number(page, "plan_days", "7.5")
    type_number(page, "plan_power", "90")
    expect(figure(page, text("plan.figures.effect"))).to_have_text("4.94 percentage points", timeout=READ_MS)
    open_expander(page, text("plan.further"))
    link = handed_over(settled(page))
    accessible(page)
    assert "plan_solve=effect" in link
    other = opened(visit(**PHONE, color_scheme="dark").page, link, text("plan.title"))
    expect(figure(other, text("plan.figures.effect"))).to_have_text("4.94 percentage points", timeout=READ_MS)
    expect(field_of(other, "plan_days")).to_have_value("7.5")
    assert sideways(other) <= 0
    accessible(other)


def test_peeking_is_seen_to_deceive(server: str, visit: OpenVisit) -> None:
    page = opened(visit().page, f"{server}/peeking", text("peeking.title"))
    naive = figure(page, text("peeking.rules.naive"))
    # Armitage, McPherson and Rowe (1969): 19.3 % after ten looks; 5,000 simulated tests come within 2.3 points
    expect(page.get_by_text("by theory 19.3%").first).to_be_visible(timeout=READ_MS)
    assert 17 < float(naive.inner_text().rstrip("%")) < 21.6
    expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(3)
    before = naive.inner_text()
    page.locator(".st-key-peeking__again button").click()
    expect(field_of(page, "peeking_seed")).to_have_value("2", timeout=READ_MS)
    expect(naive).not_to_have_text(before, timeout=READ_MS)
    shown = settled(page).get_by_test_id("stMetricValue").all_inner_texts()
    other = opened(visit(**PHONE, color_scheme="dark").page, handed_over(page), text("peeking.title"))
    # The seed is in the link: the same tests are drawn for everybody.
    expect(figure(other, text("peeking.rules.naive"))).to_have_text(shown[0], timeout=READ_MS)
    assert other.get_by_test_id("stMetricValue").all_inner_texts() == shown
    assert sideways(other) <= 0
    accessible(page)
    accessible(other)
