"""How often the value on screen changes while a slider is held and moved: against the 110 ms that count as following."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Iterator
from itertools import pairwise

from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import ours
from benchmarks.slider import at_rest
from tests.browser.conftest import BROWSER_FLAGS, chromium
from tests.browser.support import settled, take

TARGET_MS = 110.0
SECONDS = 2.0
DRAGS = 3
# Sixty positions a second, as a mouse sends them.
STEP_MS = 16
PAGES = {
    "churn": "churn_lost__slider",
    "npv": "npv_discount_rate__slider",
    "profit": "profit_revenue__slider",
}
# Notes, frame by frame as they are painted, when the large number and the formula become others.
WATCH = """() => {
  const looks = {
    value: () => document.querySelector('.st-key-calculation [data-testid=stMetricValue]')?.textContent,
    formula: () => document.querySelectorAll('.st-key-calculation_result .katex')[1]?.textContent,
  };
  const last = {value: looks.value(), formula: looks.formula()};
  window.changes = {value: [], formula: []};
  const mine = window.watching = {};
  const look = () => {
    if (window.watching !== mine) return;
    for (const name of Object.keys(looks)) {
      const now = looks[name]();
      if (now && now !== last[name]) { last[name] = now; window.changes[name].push(performance.now()); }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def run() -> Iterator[tuple[str, float, float, str]]:
    """Median milliseconds between two values and two formulas on screen during drags of two seconds, for each page."""
    with sync_playwright() as playwright, ours() as url:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
        for slug, slider in PAGES.items():
            page = at_rest(browser, f"{url}/{slug}")
            drags = [dragged(page, slider) for _ in range(DRAGS)]
            for what in ("value", "formula"):
                gaps = [after - before for one in drags for before, after in pairwise(one[what])]
                yield f"between two {what}s while {slug} is dragged, p50", statistics.median(gaps), TARGET_MS, "ms"
            page.context.close()
        browser.close()


def dragged(page: Page, slider: str) -> dict[str, list[float]]:
    """When value and formula changed while the slider swung, in milliseconds."""
    page.evaluate(WATCH)
    _, y, left, length = take(settled(page), slider.removesuffix("__slider"))
    start = time.monotonic()
    while (passed := time.monotonic() - start) < SECONDS:
        page.mouse.move(left + length * (0.5 + 0.45 * math.sin(3 * passed)), y)
        page.wait_for_timeout(STEP_MS)
    changes: dict[str, list[float]] = page.evaluate("window.changes")
    page.mouse.up()
    page.wait_for_timeout(2500)
    return changes
