"""The frame of every page: headers, cookie, health, and that nothing is fetched from elsewhere."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
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


def test_the_cookie_is_hidden_from_scripts_and_other_sites(server: str, page: Page) -> None:
    page.goto(server)
    cookie = next(one for one in page.context.cookies() if one["name"] == COOKIE)
    assert is_token(cookie["value"])
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", False)
    assert COOKIE not in page.evaluate("document.cookie")


def test_a_reload_keeps_the_visitor_and_a_second_browser_is_another(server: str, visit: Callable[..., Visit]) -> None:
    first, second = visit().page, visit().page
    first.goto(server)
    before = token(settled(first, COLD_MS))
    first.reload()
    assert token(settled(first)) == before
    second.goto(server)
    assert token(second) != before


def test_connections_are_refused_to_other_sites(server: str) -> None:
    """A foreign page may not speak to the websocket in a visitor's name."""
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"{server.replace('http', 'ws')}/_stcore/stream", origin=Origin("http://elsewhere.example"))


def test_axe_finds_nothing_serious_on_the_first_screen_of_a_phone(server: str, phone: Page) -> None:
    phone.goto(server)
    assert axe(settled(phone, COLD_MS)) == []
