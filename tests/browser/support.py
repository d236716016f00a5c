"""What browser tests share: waiting for the app, and asking axe-core about accessibility."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.resources import files

from playwright.sync_api import Page, expect

IDLE_MS = 15_000


@dataclass
class Visit:
    """One page in a context of its own, and what went wrong on it."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def allow(self, fragment: str) -> None:
        """Forgives the problems seen so far that contain this text, where a test provokes them."""
        self.problems[:] = [problem for problem in self.problems if fragment not in problem]


@dataclass(frozen=True)
class Allowed:
    """A finding of axe that the app cannot mend: the rule, a selector of the element or one around it, why."""

    rule: str
    within: str
    reason: str


ALLOWED = (
    Allowed("list", "[data-testid=stSidebarNavItems]", "Streamlit wraps the items of a navigation section in a <div>"),
    Allowed("listitem", "[data-testid=stSidebarNavItems]", "the same <div>"),
    Allowed("svg-img-alt", ".brush_brush_bg", "Vega draws the area of a brush without a name"),
    Allowed("target-size", "[data-testid=stDateInput]", "Streamlit's date segments are 18 x 20 px"),
)

_RUN_AXE = """async (allowed) => {
  const report = await axe.run({resultTypes: ['violations']});
  const beyond_us = (rule, node) => {
    const element = document.querySelector(node.target[0]);
    return allowed.some((one) => one.rule === rule && element && element.closest(one.within));
  };
  return report.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .flatMap((one) => one.nodes
      .filter((node) => !beyond_us(one.id, node))
      .map((node) => `${one.impact} ${one.id}: ${node.target.join(' ')} ${node.html.slice(0, 200)}`));
}"""


def settled(page: Page, timeout: float = IDLE_MS) -> Page:
    """Waits until the script has run and nothing is stale; returns the page.

    Right after an action this may still see the state before it: expect the new text first.
    """
    app = page.locator("[data-testid=stApp]")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=timeout)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=timeout)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=timeout)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=timeout)
    return page


def axe(page: Page) -> list[str]:
    """Serious and critical findings of axe-core on the page, without those that only Streamlit could mend."""
    size = page.viewport_size
    _unroll(page)
    page.evaluate(_axe_source())
    findings: list[str] = page.evaluate(_RUN_AXE, [asdict(one) for one in ALLOWED])
    if size:
        page.set_viewport_size(size)
    return findings


def _unroll(page: Page) -> None:
    # axe leaves out, without a word, what is scrolled out of Streamlit's inner container: show all of it at once.
    size = page.viewport_size or {"width": 1280, "height": 900}
    heights = (
        "['stMain', 'stSidebarContent'].map((id) => document.querySelector(`[data-testid=${id}]`)?.scrollHeight ?? 0)"
    )
    page.set_viewport_size({"width": size["width"], "height": max(*page.evaluate(heights), size["height"]) + 50})
    settled(page)


@lru_cache(maxsize=1)
def _axe_source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
