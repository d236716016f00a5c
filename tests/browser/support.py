"""What browser tests share: waiting for the app, asking axe-core about accessibility, and a visitor's own gestures."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from lib.knowledge import catalogue

IDLE_MS = 15_000
# Reading and measuring a file, on a machine that has other things to do as well.
READ_MS = 30_000
# The first page of a server that is still reading its samples, while others start servers of their own.
COLD_MS = 60_000


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

_RUN_AXE = """async ([allowed, rules]) => {
  const report = await axe.run({resultTypes: ['violations'], ...(rules.length ? {runOnly: rules} : {})});
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


_ALL_DRAWN = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stExpander] details')]
  .filter((one) => one.open).every((one) => one.querySelector('[data-testid=stExpanderDetails] *'))"""


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


def axe(page: Page, *rules: str) -> list[str]:
    """Serious and critical findings of axe-core (all its rules, or some), without those that only Streamlit could mend."""
    size = page.viewport_size
    _unroll(page)
    page.evaluate(_axe_source())
    findings: list[str] = page.evaluate(_RUN_AXE, [[asdict(one) for one in ALLOWED], list(rules)])
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


# ---- what a visitor sees -----------------------------------------------------------------------------------------


def text(key: str, **fields: Any) -> str:
    """A sentence of the catalogue as it stands on screen: without the marks of Markdown."""
    return catalogue.text(key, **fields).replace("**", "")


def metric(page: Page, slug: str) -> Locator:
    """The large number of an indicator's page."""
    titled = page.get_by_test_id("stMetric").filter(has_text=f"{text(f'{slug}.title')} · ")
    return titled.first.get_by_test_id("stMetricValue")


def expect_value(page: Page, slug: str, shown: str | re.Pattern[str], timeout: float = READ_MS) -> None:
    """The value of the page, as soon as it is there."""
    expect(metric(page, slug)).to_have_text(shown, timeout=timeout)


def interval(page: Page) -> Locator:
    """The line with the interval of the value, under the large number."""
    return page.get_by_test_id("stMarkdown").filter(has_text=re.compile(r"^\d+% interval: ")).first


def unsound(page: Page) -> list[str]:
    """What must never be on a page: errors of the program, keys without a sentence, numbers that are none."""
    found = [f"exception: {one}" for one in page.get_by_test_id("stException").all_inner_texts()]
    if page.get_by_role("dialog").count():
        found.append("a modal covers the page")
    # An address says what somebody else wrote into it.
    addresses = page.get_by_test_id("stMain").get_by_test_id("stCode").all_inner_texts()
    seen = page.get_by_test_id("stMain").inner_text()
    for address in addresses:
        seen = seen.replace(address, "")
    found += [f"no sentence for {key}" for key in re.findall(r"\[[a-z_]+(?:\.[a-z0-9_]+)+\]", seen)]
    # "None" and "nan" are also words: only alone, or where a number would stand.
    found += [line for line in seen.splitlines() if re.search(r"(?<![\w.])(nan|NaN|-?inf|undefined)(?![\w])", line)]
    found += [line for line in seen.splitlines() if re.search(r"(^|[:=(] ?)None($|[ %,.)])", line)]
    return found


_WIDER = """Math.max(document.documentElement.scrollWidth,
  document.querySelector('[data-testid=stMain]').scrollWidth) - window.innerWidth"""


def sideways(page: Page) -> int:
    """Pixels by which the page is and stays wider than its window: charts learn of another width some frames later."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => {_WIDER} <= 0", timeout=IDLE_MS)
    width: int = page.evaluate(_WIDER)
    return width


# ---- what a visitor does -----------------------------------------------------------------------------------------


def field_of(page: Page, key: str) -> Locator:
    """The field to type into of the input with that key."""
    return page.locator(f".st-key-{key} input")


def type_number(page: Page, key: str, value: str) -> None:
    """Types a number and confirms it."""
    entry = field_of(page, key)
    entry.fill(value)
    entry.press("Enter")


def slider_of(page: Page, key: str) -> Locator:
    """The slider under the field with that key; invisible, as sliders are, but able to take the focus."""
    return page.locator(f".st-key-{key}__slider input[type=range]")


def take(page: Page, key: str) -> tuple[float, float, float, float]:
    """Presses the mouse on a slider's knob, once nothing moves any more.

    Returns:
        Where the mouse is, and where the slider's way begins and how long it is.
    """
    slider = page.locator(f".st-key-{key}__slider")
    knob = slider.get_by_test_id("stSliderThumbValue").locator("..")
    knob.hover(timeout=IDLE_MS)
    place, track = knob.bounding_box(), slider.locator("[role=group] > div").first.bounding_box()
    assert place is not None
    assert track is not None
    page.mouse.down()
    return place["x"] + place["width"] / 2, track["y"] + track["height"] / 2, track["x"], track["width"]


def drag(page: Page, key: str, share: float) -> None:
    """Takes a slider's knob with the mouse and lets go of it at a share of the way."""
    _, y, start, length = take(page, key)
    page.mouse.move(start + length * share, y, steps=8)
    page.mouse.up()


def select(page: Page, key: str, label: str) -> None:
    """Chooses an option of a select box by what it says."""
    choose_in(page, selected(page, key), label)


def choose_in(page: Page, box: Locator, label: str, *, stays: bool = True) -> None:
    """The same for a box found otherwise. A list closes when the page still scrolls; then it is opened once more.

    Where the choice closes what the box lies in, the box itself cannot say any more what was chosen.
    """
    option = page.get_by_role("option", name=label, exact=True)
    expect(box).to_be_enabled()
    box.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    for patience in (2_000, 4_000, IDLE_MS):
        box.press("ArrowDown")
        try:
            option.click(timeout=patience)
        except PlaywrightTimeout:
            if patience == IDLE_MS:
                raise
            continue
        break
    if stays:
        expect(box).to_have_value(label)


def selected(page: Page, key: str) -> Locator:
    """The select box with that key; its value is what it says."""
    return page.locator(f".st-key-{key}").get_by_role("combobox")


def source_is(page: Page, slug: str, name: str, timeout: float = READ_MS) -> None:
    """Where the page says that its numbers come from: ``sample``, ``file`` or ``typed``."""
    choice = page.locator(f".st-key-{slug}_source__choice").get_by_role(
        "radio", name=text(f"cells.data.sources.{name}")
    )
    expect(choice).to_be_checked(timeout=timeout)


def load_file(page: Page, file: Path | FilePayload, *, expected: bool = True) -> None:
    """Loads a file through the uploader in the sidebar, and waits until it was taken in or refused."""
    sidebar = page.get_by_test_id("stSidebar")
    uploader_is_empty(page)
    with page.expect_file_chooser() as chooser:
        sidebar.locator("[data-testid=stFileUploaderDropzone] button").click()
    chooser.value.set_files(file)
    if expected:
        name = file.name if isinstance(file, Path) else file["name"]
        expect(sidebar.get_by_text(name, exact=True)).to_be_visible(timeout=READ_MS)
        expect(page.locator(".st-key-unload")).to_be_visible(timeout=READ_MS)
        uploader_is_empty(page)
        settled(page, READ_MS)


def uploader_is_empty(page: Page) -> None:
    """Waits until the uploader has let go of the file before."""
    buttons = page.get_by_test_id("stSidebar").locator("[data-testid=stFileUploader] section button")
    expect(buttons).to_have_count(1, timeout=READ_MS)


def go_to(page: Page, name: str) -> Page:
    """Goes to a page by the navigation, within the same visit; by the slug of its indicator, or ``data``."""
    title = text("frame.data") if name == "data" else text(f"{name}.title")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        text("data_page.title") if name == "data" else title, timeout=IDLE_MS
    )
    return settled(page)


def open_expander(page: Page, title: str) -> Locator:
    """Opens the box with that title; returns it."""
    return unfold(page.get_by_test_id("stExpander").filter(has=page.locator("summary", has_text=title)).first)


def unfold(box: Locator) -> Locator:
    """Opens a box if it is closed; returns it."""
    if box.locator("details").get_attribute("open") is None:
        box.locator("summary").click()
    expect(box.get_by_test_id("stExpanderDetails")).to_be_visible()
    return box


def unfold_all(page: Page) -> Page:
    """Opens every closed box of the page, also those that are drawn in a box only once it is open; returns the page."""
    boxes = page.get_by_test_id("stMain").locator("[data-testid=stExpander] details")
    click = "all => all.filter(one => !one.open).map((one) => one.querySelector('summary').click()).length"
    for _ in range(5):
        if not boxes.evaluate_all(click):
            break
        page.wait_for_function(_ALL_DRAWN, timeout=IDLE_MS)
        settled(page)
    else:
        raise AssertionError(f"boxes that will not stay open on {page.url}")
    return settled(page)
