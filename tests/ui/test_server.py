"""The middleware against hand-made ASGI messages: no server, no browser."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.data.vault import Vault, is_token, new_token
from lib.ui.server import COOKIE, SECURITY_HEADERS, OwnOrigin, SecurityHeaders, VisitorCookie, token_of

GIVEN = new_token()


def http(path: str = "/", scheme: str = "http", **headers: str) -> Scope:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "GET", "path": path, "scheme": scheme, "headers": raw}


def websocket(path: str = "/_stcore/stream", **headers: str) -> Scope:
    return {**http(path, "ws", **headers), "type": "websocket"}


def answering(content_type: str, seen: list[Scope] | None = None) -> ASGIApp:
    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        if seen is not None:
            seen.append(scope)
        headers = [(b"content-type", content_type.encode()), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return app


def call(app: ASGIApp, scope: Scope) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await app(scope, receive, send)

    # In a thread of its own: browser tests in the same process leave an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()
    return sent


def headers_of(sent: list[Message]) -> dict[str, str]:
    return {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def test_every_answer_has_the_headers_once() -> None:
    sent = call(SecurityHeaders(answering("text/html")), http())
    names = [name.decode().lower() for name, _ in sent[0]["headers"]]
    assert all(names.count(name.lower()) == 1 for name in SECURITY_HEADERS)


def test_the_policy_names_no_other_server() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    sources = {word for part in policy.split("; ") for word in part.split()[1:]}
    assert sources == {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"}


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/base/_stcore/metrics"])
def test_metrics_are_closed(path: str) -> None:
    sent = call(SecurityHeaders(answering("text/plain")), http(path))
    assert sent[0]["status"] == 404
    assert "content-security-policy" in headers_of(sent)


def test_a_page_names_a_new_visitor(vault: Vault) -> None:
    headers = headers_of(call(VisitorCookie(answering("text/html; charset=utf-8"), vault), http()))
    name, _, rest = headers["set-cookie"].partition("=")
    token, _, flags = rest.partition("; ")
    assert name == COOKIE
    assert is_token(token)
    assert flags == "Path=/; HttpOnly; SameSite=Lax"
    assert headers["cache-control"] == "no-store"  # a proxy that kept the page would share the name


@pytest.mark.parametrize(
    ("cookie", "named"),
    [
        pytest.param(f"{COOKIE}={GIVEN}", True, id="alone"),
        pytest.param(f"a=1; {COOKIE}={GIVEN}; b=2", True, id="among others"),
        pytest.param(f'bad[]="{{x: 1}}; {COOKIE}={GIVEN}', True, id="after a malformed one of another app"),
        pytest.param(f"{COOKIE}=../../etc/passwd", False, id="path"),
        pytest.param(f"{COOKIE}={GIVEN}x", False, id="too long"),
        pytest.param(f"{COOKIE}=", False, id="empty"),
        pytest.param(f"x{COOKIE}={GIVEN}", False, id="another name"),
    ],
)
def test_only_a_well_formed_cookie_counts(vault: Vault, cookie: str, named: bool) -> None:
    assert token_of(http(cookie=cookie)) == (GIVEN if named else None)
    headers = headers_of(call(VisitorCookie(answering("text/html"), vault), http(cookie=cookie)))
    assert ("set-cookie" in headers) is not named


@pytest.mark.parametrize("content_type", ["text/javascript", "font/woff2", "application/json"])
def test_what_is_no_page_sets_no_cookie(vault: Vault, content_type: str) -> None:
    assert "set-cookie" not in headers_of(call(VisitorCookie(answering(content_type), vault), http()))


@pytest.mark.parametrize(
    ("scope", "secure"),
    [
        (http(), False),
        (http(scheme="https"), True),
        (http(x_forwarded_proto="https"), True),
        (http(x_forwarded_proto="HTTPS, http"), True),
        (http(x_forwarded_proto="http"), False),
    ],
    ids=["http", "https", "https at the proxy", "two proxies", "http at the proxy"],
)
def test_the_cookie_is_secure_where_the_browser_speaks_https(vault: Vault, scope: Scope, secure: bool) -> None:
    headers = headers_of(call(VisitorCookie(answering("text/html"), vault), scope))
    assert headers["set-cookie"].endswith("; Secure") is secure


@pytest.mark.parametrize(("cookie", "asked"), [("", False), (f"{COOKIE}={GIVEN}", True)], ids=["unnamed", "named"])
def test_an_unnamed_browser_gets_the_page_even_if_it_has_it_already(vault: Vault, cookie: str, asked: bool) -> None:
    """Answered "not modified", it would be left without a name: that answer has no content type."""
    seen: list[Scope] = []
    call(VisitorCookie(answering("text/html", seen), vault), http(cookie=cookie, if_none_match='"abc"', accept="*/*"))
    names = {name for name, _ in seen[0]["headers"]}
    assert (b"if-none-match" in names) is asked
    assert b"accept" in names


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        pytest.param({"origin": "http://localhost:8501"}, False, id="own"),
        pytest.param({}, False, id="a program, which sends none"),
        pytest.param({"origin": "http://elsewhere.example"}, True, id="another site"),
        pytest.param({"origin": "http://localhost:9999"}, True, id="another port"),
        pytest.param({"origin": "http://localhost:8501.elsewhere.example"}, True, id="a name that begins alike"),
        pytest.param({"origin": "null"}, True, id="a sandboxed frame"),
        pytest.param({"origin": "https://friend.example"}, False, id="named in the settings"),
    ],
)
def test_only_our_own_pages_may_open_the_stream(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], refused: bool
) -> None:
    settings = {"server.enableCORS": True, "server.corsAllowedOrigins": ["https://friend.example"]}
    monkeypatch.setattr("lib.ui.server.st.get_option", settings.__getitem__)
    seen: list[Scope] = []
    sent = call(OwnOrigin(answering("text/plain", seen)), websocket(host="localhost:8501", **headers))
    assert (not seen) is refused
    assert (sent == [{"type": "websocket.close", "code": 1008}]) is refused


def open_during(vault: Vault, scope: Scope, error: type[Exception] | None = None) -> tuple[int, int]:
    """How many connections the vault counts while the websocket is open, and after it."""
    during: list[int] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        during.append(sum(vault._connections.values()))
        if error:
            raise error

    wrapped: Any = SecurityHeaders(VisitorCookie(app, vault))
    if error:
        with pytest.raises(error):
            call(wrapped, scope)
    else:
        call(wrapped, scope)
    return during[0], sum(vault._connections.values())


def test_an_open_stream_counts_as_connected(vault: Vault) -> None:
    assert open_during(vault, websocket(cookie=f"{COOKIE}={GIVEN}")) == (1, 0)


def test_a_stream_that_breaks_is_counted_off(vault: Vault) -> None:
    assert open_during(vault, websocket(cookie=f"{COOKIE}={GIVEN}"), ConnectionResetError) == (1, 0)


@pytest.mark.parametrize(
    "scope",
    [websocket(), websocket(cookie=f"{COOKIE}=short"), websocket("/other", cookie=f"{COOKIE}={GIVEN}")],
    ids=["no cookie", "malformed", "another socket"],
)
def test_other_sockets_pass_uncounted(vault: Vault, scope: Scope) -> None:
    assert open_during(vault, scope) == (0, 0)


def test_the_lifespan_passes_through(vault: Vault) -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    call(SecurityHeaders(VisitorCookie(app, vault)), {"type": "lifespan"})
    assert seen == [{"type": "lifespan"}]
