"""A slider that is held: value, formula and field follow the hand; address and field settle when it lets go."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.support import axe, expect_value, field_of, settled, slider_of


def test_value_and_formula_follow_a_held_slider_and_its_release_counts(server: str, page: Page) -> None:
    page.goto(f"{server}/churn?churn_source=typed&churn_lost=100&churn_customers_at_start=1000")
    expect_value(page, "churn", "10.0%")
    slider = settled(page).locator(".st-key-churn_lost__slider")
    slider.scroll_into_view_if_needed()
    knob = slider.get_by_test_id("stSliderThumbValue").locator("..").bounding_box()
    track = slider.locator("[role=group] > div").first.bounding_box()
    assert knob is not None
    assert track is not None
    y, start = track["y"] + track["height"] / 2, knob["x"] + knob["width"] / 2
    address = page.url
    page.mouse.move(start, y)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 1.2, y, steps=8)
    # Still held, at the slider's end: 200 of 1000.
    expect_value(page, "churn", "20.0%")
    expect(page.locator(".st-key-calculation_result .katex").nth(1)).to_contain_text("200")
    expect(field_of(page, "churn_lost")).to_have_value("200")
    assert page.url == address
    page.mouse.move(start, y, steps=8)
    expect_value(page, "churn", "10.0%")
    page.mouse.up()
    expect_value(page, "churn", "10.0%")
    expect(field_of(page, "churn_lost")).to_have_value("100")
    page.mouse.down()
    page.mouse.move(track["x"] - 50, y, steps=8)
    expect_value(page, "churn", "0.00%")
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"churn_lost=0\b"))
    expect_value(page, "churn", "0.00%")
    expect(field_of(page, "churn_lost")).to_have_value("0")
    slider_of(page, "churn_lost").focus()
    page.keyboard.press("ArrowRight")
    expect_value(page, "churn", "0.10%")
    expect(page).to_have_url(re.compile(r"churn_lost=1\b"))
    assert axe(settled(page)) == []
