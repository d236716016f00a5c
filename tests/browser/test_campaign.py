"""A visit to the sheet of a campaign: from sales to a value, at its worst and best, after tax, and sent to somebody else."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.support import (
    COLD_MS,
    Visit,
    expect_value,
    open_expander,
    settled,
    sideways,
    text,
    type_number,
    unsound,
)


def cases(page: Page, worst: str, expected: str, best: str) -> None:
    said = text("campaign.cases.alt", worst=worst, expected=expected, best=best)
    expect(page.get_by_text(said, exact=True)).to_be_visible(timeout=COLD_MS)


def test_sales_become_a_value_that_somebody_else_can_open(server: str, page: Page, visit: Callable[..., Visit]) -> None:
    page.goto(f"{server}/npv?npv_source=typed&npv_discount_rate=10")
    settled(page, COLD_MS)
    open_expander(page, text("campaign.open"))
    for name, typed in {
        "base_sales": "0 1000 1000",
        "campaign_sales": "0 1220 1242",
        "campaign_cost": "100 0 0",
        "margin": "50",
    }.items():
        type_number(page, f"npv_campaign_{name}", typed)
    # Half of 220 and of 242 is 110 and 121, at 10 % worth 100 and 100, less 100; at the worst 60 + 60, at the best 130 + 130.
    cases(page, "20.00", "100.00", "160.00")
    type_number(page, "npv_campaign_best", "150")
    type_number(page, "npv_campaign_worst", "40")
    # 40 + 40 and 150 + 150, less 100
    cases(page, "-20.00", "100.00", "200.00")
    type_number(page, "npv_campaign_tax_rate", "25")
    # A quarter of profit and of loss: three quarters of each.
    cases(page, "-15.00", "75.00", "150.00")
    page.get_by_role("button", name=text("campaign.use")).click()
    expect(page.get_by_text(text("campaign.in_use"))).to_be_visible()
    expect_value(page, "npv", "75.00")
    theirs = visit(**PHONE, color_scheme="dark").page
    theirs.goto(settled(page).url)
    cases(theirs, "-15.00", "75.00", "150.00")
    expect_value(theirs, "npv", "75.00")
    assert unsound(settled(theirs)) == []
    assert sideways(theirs) <= 0
