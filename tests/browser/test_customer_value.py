"""Customer models in the browser: the published fit on the published rows, and whom to keep."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support import COLD_MS, READ_MS, load_file, settled, sideways, source_is, text, unsound
from tests.shared import needs_shared, shared_path

CDNOW = ("data", "CDNOW_sample.txt")


def view(page: Page, name: str) -> None:
    control = page.locator(".st-key-cltv_models__choice")
    control.scroll_into_view_if_needed()
    control.get_by_role("radio", name=text(f"customer_models.views.{name}")).click()


@needs_shared(*CDNOW)
def test_cdnow_gives_the_published_parameters(server: str, page: Page) -> None:
    page.goto(f"{server}/cltv")
    source_is(settled(page, COLD_MS), "cltv", "sample")
    lines = shared_path(*CDNOW).read_text(encoding="utf-8").splitlines()
    rows = [
        ",".join((cells[0], f"{cells[2][:4]}-{cells[2][4:6]}-{cells[2][6:]}", cells[4]))
        for cells in map(str.split, lines)
    ]
    content = "\n".join(["customer_id,date,revenue", *rows, ""]).encode()
    load_file(page, {"name": "cdnow.csv", "mimeType": "text/csv", "buffer": content})
    source_is(page, "cltv", "file")
    main = page.get_by_test_id("stMain")
    expect(page.locator(".st-key-cltv_models__choice")).to_be_visible(timeout=READ_MS)
    view(page, "holdout")
    # Fader, Hardie and Lee (2005), table 2: r .243, alpha 4.414, a .793, b 2.426, log-likelihood -9582.4
    published = main.get_by_text("r 0.2426, alpha 4.414, a 0.7929, b 2.426, log-likelihood -9,582.4", exact=False)
    expect(published).to_be_visible(timeout=READ_MS)
    # Fader and Hardie (2013), note 025: p 6.25, q 3.74, v 15.44
    expect(main.get_by_text("Gamma-Gamma p 6.2", exact=False)).to_be_visible()
    # 1,882 customer-days after 30 September 1997 in the file
    expect(main.get_by_text("there were 1,882: it is off", exact=False)).to_be_visible()
    view(page, "compare")
    expect(main.get_by_text("The lowest is", exact=False)).to_be_visible(timeout=READ_MS)
    view(page, "keep")
    expect(main.get_by_text("at risk, or", exact=False)).to_be_visible(timeout=READ_MS)
    assert "cltv_models=keep" in page.url
    assert unsound(settled(page, READ_MS)) == []


@pytest.mark.parametrize("name", ["compare", "segments"])
def test_a_link_opens_the_models_on_a_phone(server: str, phone: Page, name: str) -> None:
    phone.goto(f"{server}/cltv?cltv_shape=transactions&cltv_models={name}")
    expected = "The lowest is" if name == "compare" else "Slipping"
    expect(phone.get_by_test_id("stMain").get_by_text(expected, exact=False).first).to_be_visible(timeout=READ_MS)
    assert sideways(settled(phone)) <= 0
    assert unsound(phone) == []
