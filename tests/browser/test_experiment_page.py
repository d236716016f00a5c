"""Public experiments, dropped on the experiment page as a visitor would, show their published figures.

Expected figures: ground_truth.json of the shared data (statsmodels 0.15, scipy 1.16), rounded as the page rounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.support import (
    COLD_MS,
    READ_MS,
    Visit,
    axe,
    choose_in,
    load_file,
    open_expander,
    settled,
    sideways,
    text,
    unfold_all,
    unsound,
)
from tests.shared import needs_shared, shared_path

OpenVisit = Callable[..., Visit]


def load(page: Page, server: str, file: Path | FilePayload) -> Page:
    page.goto(f"{server}/experiment")
    load_file(settled(page, COLD_MS), file)
    chosen = page.locator(".st-key-experiment_source__choice").get_by_role("radio", name=text("experiment.source.file"))
    expect(chosen).to_be_checked(timeout=READ_MS)
    return settled(page, READ_MS)


def give_role(page: Page, role: str, column: str) -> None:
    unfold_all(page)
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile(text(f"experiment.roles.{role}.label")))
    choose_in(page, box.first, column)
    settled(page, READ_MS)


def says(page: Page, *parts: str) -> None:
    for part in parts:
        expect(page.get_by_test_id("stMain").get_by_text(part).first).to_be_visible(timeout=READ_MS)


def shares(page: Page) -> list[str]:
    return page.get_by_test_id("stMain").get_by_test_id("stMetricValue").all_inner_texts()


@needs_shared("data", "cookie_cats.csv")
def test_cookie_cats(server: str, page: Page) -> None:
    load(page, server, shared_path("data", "cookie_cats.csv"))
    # retention after 7 days: 8,502 of 44,700 and 8,279 of 45,489, p 0.00155; sizes p 0.0086: odd, no alarm
    says(page, "-1.33 percentage points to -0.31 percentage points", "p = 0.0016", "p = 0.0086")
    assert shares(page)[:2] == ["19.0%", "18.2%"]
    # after 1 day: p 0.0744, interval -1.239 to 0.058 points
    give_role(page, "outcome", "retention_1")
    says(page, "-1.24 percentage points to 0.0582 percentage points", "p = 0.074")
    assert unsound(page) == []


@needs_shared("data", "ab_data.csv")
def test_ab_data_cleaned_beside_raw_and_sent_as_a_link(server: str, page: Page, visit: OpenVisit) -> None:
    load(page, server, shared_path("data", "ab_data.csv"))
    # cleaned: 17,489 of 145,274 and 17,264 of 145,310, p 0.18988; interval -0.394 to 0.078 points
    says(page, "-0.39 percentage points to 0.0781 percentage points", "p = 0.190 (z test", "3,893")
    assert shares(page)[:2] == ["12.0%", "11.9%"]
    # raw: 147,202 and 147,276 rows, p 0.2161
    box = open_expander(page, text("experiment.cleaning.heading"))
    for part in ("147,202", "147,276", "145,274", "145,310", "p = 0.216"):
        expect(box).to_contain_text(part)
    address = page.get_by_test_id("stMain").get_by_test_id("stCode").last.inner_text().strip()
    other = visit().page
    other.goto(address)
    says(settled(other, COLD_MS), "-0.39 percentage points to 0.0781 percentage points", "p = 0.190 (z test")
    assert "user_id" not in other.get_by_test_id("stMain").inner_text()


@needs_shared("data", "hillstrom_email.csv")
def test_hillstrom_has_three_arms(server: str, page: Page) -> None:
    load(page, server, shared_path("data", "hillstrom_email.csv"))
    give_role(page, "outcome", "visit")
    # visits: 10.62 % without mail, 18.28 % and 15.14 % with; men's against none 7.66 points, Newcombe 6.995 to 8.323
    says(page, "7.00 percentage points to 8.32 percentage points", "21,306")
    assert sorted(shares(page)[:3]) == ["10.6%", "15.1%", "18.3%"]
    assert unsound(page) == []


@needs_shared("data", "homepage_actions.csv")
def test_homepage_actions_are_not_to_be_read(server: str, page: Page) -> None:
    load(page, server, shared_path("data", "homepage_actions.csv"))
    # 3,332 and 2,996 users: chi-square p 2.4e-5; 932 and 928 clicked, p 0.0088, which must not be called a result
    says(page, "The split is wrong.", "3,332 / 2,996", "p = 0.0088")
    assert shares(page)[:2] == ["28.0%", "31.0%"]
    said = page.get_by_test_id("stMain").get_by_test_id("stAlertContentSuccess")
    expect(said).to_have_count(0)


@needs_shared("data", "artea_ab_experiment.csv")
def test_artea_by_revenue(server: str, page: Page) -> None:
    load(page, server, shared_path("data", "artea_ab_experiment.csv"))
    # revenue: Welch p 0.7179, interval -1.55 to 1.07
    says(page, "-1.552 to 1.069", "p = 0.718")
    # means 7.780 and 7.539 of 2,498 and 2,502; nothing to call better or worse
    assert [float(one) for one in shares(page)[:2]] == [7.78, 7.539]
    expect(page.get_by_test_id("stMain").get_by_test_id("stAlertContentSuccess")).to_have_count(0)


@needs_shared("data", "udacity_free_trial_control.csv")
def test_udacity_from_daily_totals(server: str, page: Page) -> None:
    lines = []
    for arm in ("control", "experiment"):
        found = shared_path("data", f"udacity_free_trial_{arm}.csv").read_text(encoding="utf-8").strip().splitlines()
        lines += [",".join([*[*line.split(","), "", ""][:5], arm]) for line in found[1:]]
    content = "\n".join(["Date,Pageviews,Clicks,Enrollments,Payments,Group", *lines]).encode()
    load(page, server, {"name": "udacity.csv", "mimeType": "text/csv", "buffer": content})
    # clicks 28,378 and 28,325 on 37 days; enrollments are known for 23 of them: 3,785 of 17,293 and 3,423 of 17,260
    give_role(page, "trials", "Clicks")
    give_role(page, "successes", "Enrollments")
    says(page, "3,785 of 17,293", "3,423 of 17,260", "28,378 / 28,325", "p < 0.0001")
    assert shares(page)[:2] == ["21.9%", "19.8%"]
    give_role(page, "successes", "Payments")
    # net conversion: p 0.1558
    says(page, "2,033 of 17,293", "p = 0.156")
    assert shares(page)[:2] == ["11.8%", "11.3%"]


def test_the_sample_is_sound_on_a_phone_and_for_a_screen_reader(server: str, phone: Page) -> None:
    phone.goto(f"{server}/experiment?experiment_source=sample")
    settled(phone, COLD_MS)
    assert unsound(unfold_all(phone)) == []
    assert sideways(phone) <= 0
    assert axe(phone) == []
