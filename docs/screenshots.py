"""Takes the pictures of the documentation from the running app: ``make screenshots``. One line per picture below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import expect, sync_playwright

from benchmarks.serving import ours
from tests.browser.conftest import BROWSER_FLAGS, DESKTOP, PHONE, chromium

FOLDER = Path(__file__).parent / "img"
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
# Name of the picture, page, and what of the browser differs.
PICTURES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("home", "", DESKTOP),
    ("home-phone", "", PHONE),
    ("churn", "churn", DESKTOP),
    ("churn-dark", "churn", {**DESKTOP, "color_scheme": "dark"}),
    ("npv", "npv", DESKTOP),
    ("cltv", "cltv", DESKTOP),
)


def main() -> None:
    """All pictures, each of the first screen that a visitor sees."""
    FOLDER.mkdir(exist_ok=True)
    with ours() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(BROWSER_FLAGS))
        for name, path, options in PICTURES:
            page = browser.new_context(**options).new_page()
            page.goto(f"{url}/{path}")
            page.wait_for_selector(READY, timeout=60_000)
            # A busy machine still fetches the scripts of widgets when the page has been computed.
            expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)
            page.wait_for_timeout(3000)  # charts fade in after the script has ended
            page.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
