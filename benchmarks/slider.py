"""From a moved slider to the settled page, in a real browser: ours against the bare page; and from start to first page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import PAGES, bare, ours, served
from tests.browser.conftest import BROWSER_FLAGS, DESKTOP, chromium

MOVES = 30
WARM = 3
HANDLE = ":is([role=slider], input[type=range])"
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
# A clock in the page: looks frame by frame until the value has changed, the script has ended and nothing is stale.
CLOCK = """() => {
  const value = window.values = () =>
    [...document.querySelectorAll('[data-testid=stMetricValue]')].map((one) => one.innerText).join();
  const app = document.querySelector('[data-testid=stApp]');
  window.watch = (before) => new Promise((done) => {
    const start = performance.now();
    const look = () => {
      const settled = value() !== before && app.getAttribute('data-test-script-state') === 'notRunning'
        && !document.querySelector('[data-stale=true]');
      if (settled) requestAnimationFrame(() => done(performance.now() - start));
      else if (performance.now() - start > 20000) done(-1);
      else requestAnimationFrame(look);
    };
    look();
  });
}"""


def run() -> Iterator[tuple[str, float, float, str]]:
    """Milliseconds per move on each page, p50 and p95; then seconds from start to first page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
        for slug in PAGES:
            with ours() as one, bare(slug, PAGES[slug]) as other:
                pages = opened(browser, f"{one}/{slug}"), opened(browser, other)
                reached(pages[0], PAGES[slug])
                taken = interleaved((pages[0], PAGES[slug]), (pages[1], "moved"))
                for name, share in (("p50", 0.5), ("p95", 0.95)):
                    first, second = (quantile(times, share) for times in taken)
                    yield f"slider to settled page {slug}, {name} of {MOVES} moves", first, second, "ms"
                for page in pages:
                    page.context.close()
        yield ("start to first rendered page, against streamlit hello", *starts(browser), "s")
        browser.close()


def at_rest(browser: Browser, url: str) -> Page:
    """A page that has come to rest, with its boxes as a visitor finds them."""
    page = browser.new_context(**DESKTOP).new_page()
    page.goto(url)
    page.wait_for_selector("[data-testid=stMetricValue]", timeout=60_000)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_timeout(3000)
    return page


def opened(browser: Browser, url: str) -> Page:
    """The same, with the clock in it."""
    page = at_rest(browser, url)
    page.evaluate(CLOCK)
    return page


def reached(page: Page, slider: str) -> None:
    """Opens the box that a slider lies in, as it cannot take the focus in a closed one."""
    box = page.locator("details:not([open])").filter(has=page.locator(f".st-key-{slider}"))
    if box.count():
        box.locator("summary").click()
        page.locator(f".st-key-{slider} {HANDLE}").first.wait_for(state="visible")
        page.wait_for_timeout(500)


def interleaved(*pages: tuple[Page, str]) -> tuple[list[float], ...]:
    """One move on each page in turn, so that a busy machine hits all alike."""
    taken: tuple[list[float], ...] = tuple([] for _ in pages)
    for turn in range(WARM + MOVES):
        for place, (page, slider) in enumerate(pages):
            spent = moved(page, slider, "ArrowRight" if turn % 2 == 0 else "ArrowLeft")
            if turn >= WARM:
                taken[place].append(spent)
    return taken


def moved(page: Page, slider: str, key: str) -> float:
    """Milliseconds from a key on a slider to the rest of the page."""
    page.locator(f".st-key-{slider} {HANDLE}").first.focus()
    page.evaluate("window.going = window.watch(window.values()); 0")
    page.keyboard.press(key)
    spent: Any = page.evaluate("window.going")
    if spent < 0:
        raise AssertionError(f"no new value after {key} on {page.url}")
    return float(spent)


def quantile(times: list[float], share: float) -> float:
    """The time that a share of moves stays below."""
    return statistics.quantiles(times, n=100, method="inclusive")[round(share * 100) - 1]


def starts(browser: Browser) -> tuple[float, float]:
    """Medians of three starts each, from the command to the heading on screen."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(3):
        for place, (command, health) in enumerate(
            ((("run", "streamlit_app.py"), "health"), (("hello",), "_stcore/health"))
        ):
            start = time.perf_counter()
            with served(*command, health=health) as url:
                page = browser.new_context(**DESKTOP).new_page()
                page.goto(url)
                page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
                taken[place].append(time.perf_counter() - start)
                page.context.close()
    return statistics.median(taken[0]), statistics.median(taken[1])
