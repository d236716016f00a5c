"""How often value, formula and a chart on screen change while a slider is held and moved: against the 110 ms that count as following."""

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
from tests.browser.support import settled, slider_of, take

TARGET_MS = 110.0
SECONDS = 2.0
DRAGS = 3
# Sixty positions a second, as a mouse sends them.
STEP_MS = 16
# The slider, and a chart that follows from it: the page is scrolled so far that both are in view.
PAGES = {
    "churn?churn_source=typed&churn_lost=36&churn_customers_at_start=1024": ("churn_lost", "benchmark"),
    "npv": ("npv_discount_rate", "groups"),
    "profit?profit_source=typed&profit_revenue=90000&profit_cost=60000": ("profit_revenue", "bridge"),
    "cltv?cltv_source=typed": ("cltv_retention", "to_cost"),
}
# Notes, frame by frame as they are painted, when the large number, the formula and the chart become others.
WATCH = """(chart) => {
  const looks = {
    value: () => document.querySelector('.st-key-calculation [data-testid=stMetricValue]')?.textContent,
    formula: () => [...document.querySelectorAll('.st-key-calculation_result .katex')]
      .filter((one) => one.getClientRects().length)[1]?.textContent,
    chart: () => chart.querySelector('svg').innerHTML,
  };
  const last = Object.fromEntries(Object.keys(looks).map((name) => [name, looks[name]()]));
  window.changes = {value: [], formula: [], chart: []};
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
FIND = """(name) => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].find((place) => {
  const item = [...place.querySelectorAll('svg g')].map((one) => one.__data__)
    .find((one) => one?.context ?? one?.group?.context ?? one?.mark?.group?.context);
  const view = (item?.context ?? item?.group?.context ?? item?.mark?.group?.context)?.dataflow;
  return view?.signal('like').startsWith(name + ' ');
})"""


def run() -> Iterator[tuple[str, float, float, str]]:
    """Median milliseconds between two values, formulas and charts on screen in drags of two seconds, for each page."""
    with sync_playwright() as playwright, ours() as url:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
        for address, (slider, chart) in PAGES.items():
            slug = address.partition("?")[0]
            page = at_rest(browser, f"{url}/{address}")
            drags = [dragged(page, slider, f"{slug}__{chart}") for _ in range(DRAGS)]
            for what in ("value", "formula", "chart"):
                gaps = [after - before for one in drags for before, after in pairwise(one[what])]
                yield f"between two {what}s while {slug} is dragged, p50", statistics.median(gaps), TARGET_MS, "ms"
            page.context.close()
        browser.close()


def dragged(page: Page, slider: str, chart: str) -> dict[str, list[float]]:
    """When value, formula and chart changed while the slider swung, in milliseconds."""
    page.wait_for_function(FIND, arg=chart)
    picture = page.evaluate_handle(FIND, chart)
    slider_of(page, slider).evaluate("(one) => one.scrollIntoView({block: 'start'})")
    page.mouse.wheel(0, -140)  # the slider's own number stands above it
    _, y, left, length = take(settled(page), slider)
    page.evaluate(WATCH, picture)
    start = time.monotonic()
    while (passed := time.monotonic() - start) < SECONDS:
        page.mouse.move(left + length * (0.5 + 0.45 * math.sin(3 * passed)), y)
        page.wait_for_timeout(STEP_MS)
    changes: dict[str, list[float]] = page.evaluate("window.changes")
    page.mouse.up()
    page.wait_for_timeout(2500)
    return changes
