"""The map in the browser: the published case, a number emptied and another given, a link that says the same."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.support import READ_MS, settled, sideways, text, type_number, unsound


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
