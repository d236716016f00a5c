"""Every page from a deep link: no modal, computed, nothing wrong on it, and nothing that shuts anybody out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lib.indicators import FRAMEWORKS, INDICATORS
from tests.browser.conftest import DESKTOP, PHONE, Profiles, watch
from tests.browser.support import COLD_MS, Visit, axe, metric, settled, sideways, text, unfold_all, unsound

INDICATOR_PAGES = FRAMEWORKS["jeffery"]
OTHER_PAGES = {"home": "", "data": "data"}
EVERY_PAGE = [*OTHER_PAGES, *INDICATOR_PAGES]
# Small ends of charts and the accent on tinted ground differ between the two looks; these pages hold every kind of cell.
DARK_PAGES = ["home", "data", "churn", "npv", "cltv", "wom"]
DARK_GROUND = "rgb(15, 20, 22)"


@pytest.fixture(scope="module")
def opened(request: pytest.FixtureRequest, server: str, profiles: Profiles) -> Iterator[Visit]:
    """One page, opened by its address by a new visitor; the tests of a page look at the same visit."""
    name = str(request.param)
    visit = Visit(profiles.open(**DESKTOP))
    watch(visit)
    visit.page.goto(f"{server}/{OTHER_PAGES.get(name, name)}")
    settled(visit.page, COLD_MS)
    yield visit
    profiles.leave(visit.page)


def every(names: list[str] | tuple[str, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("opened", names, indirect=True, ids=names, scope="module")


def computed(page: Page, slug: str) -> None:
    """The value and the formula are there, and the formula could be set."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text(f"{slug}.title"))
    expect(metric(page, slug)).to_have_text(re.compile(r"\d"))
    assert page.locator(".katex-display").count() >= 2, "the formula, and the formula with the numbers in it"
    assert page.locator(".katex-error").count() == 0
    assert page.get_by_test_id("stAlertContentError").count() == 0


def test_the_first_visit_after_a_start_can_be_a_deep_link(fresh_server: str, page: Page) -> None:
    """A pages folder beside the script would answer with a modal: docs/decisions.md."""
    page.goto(f"{fresh_server}/npv")
    settled(page, COLD_MS)
    assert page.url.partition("?")[0] == f"{fresh_server}/npv"
    assert unsound(page) == []
    computed(page, "npv")


@every(EVERY_PAGE)
def test_page_opens_from_its_address(opened: Visit, request: pytest.FixtureRequest, server: str) -> None:
    name = request.node.callspec.params["opened"]
    assert opened.page.url.partition("?")[0] == f"{server}/{OTHER_PAGES.get(name, name)}"
    assert unsound(opened.page) == []
    assert opened.problems == []
    if name in INDICATORS:
        computed(opened.page, name)


@every(EVERY_PAGE)
def test_everything_on_the_page_unfolds(opened: Visit) -> None:
    unfold_all(opened.page)
    assert unsound(opened.page) == []
    assert opened.problems == []


@every(EVERY_PAGE)
def test_nothing_is_wider_than_a_phone(opened: Visit) -> None:
    """With every box unfolded."""
    opened.page.set_viewport_size(PHONE["viewport"])
    assert sideways(settled(opened.page)) <= 0
    opened.page.set_viewport_size(DESKTOP["viewport"])


@every(EVERY_PAGE)
def test_axe_finds_nothing_serious(opened: Visit) -> None:
    """With every box unfolded."""
    opened.page.emulate_media(color_scheme="light")
    assert axe(opened.page) == []


@every(DARK_PAGES)
def test_axe_finds_nothing_serious_in_the_dark(opened: Visit) -> None:
    """The look follows the visitor's system, also while the page is open."""
    opened.page.emulate_media(color_scheme="dark")
    expect(opened.page.get_by_test_id("stApp")).to_have_css("background-color", DARK_GROUND)
    assert axe(opened.page, "color-contrast") == []
