"""The map in the browser: the published case, a number emptied and another given, a link that says the same."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.support import READ_MS, load_file, settled, sideways, text, type_number, unsound
from tests.indicators.test_cpc import AIR_FRANCE


def test_numbers_follow_and_a_link_keeps_them(server: str, page: Page) -> None:
    page.goto(f"{server}/map")
    main = page.get_by_test_id("stMain")
    picture = main.get_by_test_id("stVegaLiteChart").first
    # Air France's totals: ROA 517 %
    expect(picture).to_contain_text("517.2%", timeout=READ_MS)
    type_number(settled(page), "map_cpc", "2")
    expect(main.get_by_test_id("stAlert").first).to_contain_text(text("map.identities.cost_of_clicks"), timeout=READ_MS)
    type_number(page, "map_cost", "")
    # 512,849 clicks at 2 each; 4,661,912.55 / 1,025,698 - 1 = 354.5 %
    expect(picture).to_contain_text("1,025,698", timeout=READ_MS)
    expect(picture).to_contain_text("354.5%")
    expect(main.get_by_test_id("stAlert")).to_have_count(0)
    link = settled(page).url
    assert "map_cpc=2" in link
    page.goto(link)
    expect(picture).to_contain_text("354.5%", timeout=READ_MS)
    assert unsound(settled(page)) == []
    assert sideways(page) <= 0


def test_it_fills_itself_in_from_campaign_rows(server: str, page: Page) -> None:
    page.goto(f"{server}/map")
    main = page.get_by_test_id("stMain")
    picture = main.get_by_test_id("stVegaLiteChart").first
    expect(picture).to_contain_text("517.2%", timeout=READ_MS)
    main.locator(".st-key-map_clear button").click()
    expect(picture).not_to_contain_text("517.2%", timeout=READ_MS)
    # Air France's seven publishers (Jeffery, Kellogg KEL319), under the column names of the case.
    rows = [",".join(map(str, (publisher, *numbers))) for publisher, numbers in AIR_FRANCE.items()]
    content = "\n".join(["Publisher Name,Clicks,Total Cost,Total Volume of Bookings,Amount", *rows, ""]).encode()
    load_file(page, {"name": "publishers.csv", "mimeType": "text/csv", "buffer": content})
    main.locator(".st-key-map_from_file button").click()
    # Published totals (airfrance_total in tests/reference): 512,849 clicks, ROA 517 %, TCR 0.77 %; cost by clicks is 1.4728.
    for shown in ("512,849", "3,939", "517.2%", "0.77%", "1.473"):
        expect(picture).to_contain_text(shown, timeout=READ_MS)
    expect(main.get_by_test_id("stAlert").first).to_contain_text("publishers.csv")
    load_file(
        page, {"name": "weather.csv", "mimeType": "text/csv", "buffer": b"day,rain\n2026-01-01,3\n2026-01-02,5\n"}
    )
    main.locator(".st-key-map_from_file button").click()
    expect(main.get_by_test_id("stAlert").first).to_contain_text("weather.csv", timeout=READ_MS)
    # What stood there still stands.
    expect(picture).to_contain_text("517.2%")
