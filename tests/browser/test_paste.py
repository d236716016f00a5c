"""Cells copied from a spreadsheet, pasted into the flows of a plan: taken over with what was understood, or refused by row."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.support import COLD_MS, READ_MS, field_of, open_expander, settled, text


def paste(page: Page, cells: str) -> None:
    page.evaluate("cells => navigator.clipboard.writeText(cells)", cells)
    area = page.locator(".st-key-npv_series__paste textarea")
    area.click()
    area.press("ControlOrMeta+A")
    area.press("ControlOrMeta+V")
    area.press("ControlOrMeta+Enter")


def test_a_range_is_pasted_into_the_flows(server: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    page.goto(f"{server}/npv?npv_variant=dated")
    box = open_expander(settled(page, COLD_MS), text("cells.paste.title"))
    paste(page, "Datum\tZahlung\n01.02.2026\t-1.234,50 €\n15.08.2026\t600,25 €\n01.03.2027\t700 €")
    expect(field_of(page, "npv_cash_flows")).to_have_value("-1234.5 600.25 700", timeout=READ_MS)
    expect(field_of(page, "npv_dates")).to_have_value("2026-02-01 2026-08-15 2027-03-01")
    expect(box).to_contain_text(text("cells.paste.comma"))
    paste(page, "-100\ncirca 60")
    expect(box.get_by_test_id("stAlert")).to_contain_text(
        text("cells.paste.unread.amount", text="circa 60", row=2, column=1), timeout=READ_MS
    )
    expect(field_of(page, "npv_cash_flows")).to_have_value("-1234.5 600.25 700")
