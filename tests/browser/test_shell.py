"""The frame of every page: headers, cookie, health, and that nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from lib.data.vault import is_token
from lib.ui.server import COOKIE, SECURITY_HEADERS, VERSION
from tests.browser.support import COLD_MS, Visit, axe, settled


def token(page: Page) -> str:
    return next(str(one["value"]) for one in page.context.cookies() if one["name"] == COOKIE)


def test_health_answers_with_the_version(server: str) -> None:
    with urllib.request.urlopen(f"{server}/health") as answer:
        assert json.load(answer) == {"status": "ok", "version": VERSION}


def test_streamlit_s_own_health_stays(server: str) -> None:
    with urllib.request.urlopen(f"{server}/_stcore/health") as answer:
        assert answer.read() == b"ok"


def test_the_metrics_of_the_server_are_closed(server: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{server}/_stcore/metrics")


@pytest.mark.parametrize("path", ["/", "/favicon.png", "/health"])
def test_every_answer_carries_the_security_headers(server: str, path: str) -> None:
    with urllib.request.urlopen(f"{server}{path}") as answer:
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_page_opens_without_errors_or_remote_requests(server: str, page: Page) -> None:
    page.goto(server)
    settled(page, COLD_MS)
    assert page.locator("[data-testid=stException]").count() == 0  # the fixture checks console and requests


def test_the_cookie_is_hidden_from_scripts_and_other_sites(server: str, page: Page) -> None:
    page.goto(server)
    cookie = next(one for one in page.context.cookies() if one["name"] == COOKIE)
    assert is_token(cookie["value"])
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", False)
    assert COOKIE not in page.evaluate("document.cookie")


def test_a_reload_keeps_the_visitor(server: str, page: Page) -> None:
    page.goto(server)
    before = token(settled(page))
    page.reload()
    assert token(settled(page)) == before


def test_a_second_browser_is_another_visitor(server: str, visit: Callable[..., Visit]) -> None:
    first, second = visit().page, visit().page
    first.goto(server)
    second.goto(server)
    assert token(first) != token(second)


def test_the_first_deep_link_after_a_start_opens_its_page(fresh_server: str, page: Page) -> None:
    """A pages folder beside the script would answer with a modal: docs/decisions.md."""
    page.goto(f"{fresh_server}/churn")
    settled(page, COLD_MS)
    assert page.locator("[role=dialog]").count() == 0
    assert page.url.startswith(f"{fresh_server}/churn")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_connections_are_refused_to_other_sites(server: str) -> None:
    """A foreign page may not speak to the websocket in a visitor's name."""
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"{server.replace('http', 'ws')}/_stcore/stream", origin=Origin("http://elsewhere.example"))


@pytest.mark.parametrize("look", ["page", "dark", "phone"])
def test_axe_finds_nothing_serious_on_the_first_screen(server: str, look: str, request: pytest.FixtureRequest) -> None:
    shown: Page = request.getfixturevalue(look)
    shown.goto(server)
    assert axe(settled(shown)) == []
