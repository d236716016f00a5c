"""The server around the script: start-up work, security headers, the visitor's cookie, health.

Middleware is plain ASGI. Starlette's ``BaseHTTPMiddleware`` does not see websockets, and the websocket is where a
Streamlit visitor lives.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import tomllib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.data.vault import Vault, default_vault, is_token, new_token

ROOT = Path(__file__).resolve().parents[2]
COOKIE = "fifteen_visitor"
SWEEP_SECONDS = 60
STREAM = "/_stcore/stream"
CLOSED_PATHS = ("/_stcore/metrics",)  # counts of sessions and memory are for the operator, not for visitors

CONDITIONS = (b"if-none-match", b"if-modified-since")

WARM_MODULES = (
    "numpy",
    "pandas",
    "pyarrow",
    "altair",
    "duckdb",
    "ibis",
    "scipy.special",
    "babel.numbers",
    "babel.dates",
    "lib.indicators",
)
# A quarter of all start-up time, and only tests on a page need it: while the first visitor's browser loads scripts.
LATE_MODULES = ("scipy.stats",)

# Two allowances are Streamlit's: its index page carries inline scripts and styles whose hashes change with every
# release, and Vega compiles chart expressions with Function(). blob: scripts are its components (version 2).
# Everything else is this server or nothing, so injected text has nowhere to send what it reads.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    # Links carry the visitor's numbers in the query: no other site is to see them.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers that Streamlit leaves to a proxy, and closes its metrics route."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        closed = scope["path"].endswith(CLOSED_PATHS)
        answer = PlainTextResponse("Not found", status_code=404) if closed else self.app
        await answer(scope, receive, send_with_headers)


class OwnOrigin:
    """Refuses websockets that another site's page opens.

    Streamlit refuses them too, but first asks a remote service for this machine's address, to compare: twice, up to
    a second each, in the loop that serves everybody.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and is_foreign(scope):
            await send({"type": "websocket.close", "code": 1008})  # before acceptance: an answer 403
            return
        await self.app(scope, receive, send)


class VisitorCookie:
    """Names each browser by a random cookie and tells the vault while it is connected."""

    def __init__(self, app: ASGIApp, vault: Vault | None = None) -> None:
        self.app = app
        self.vault = vault or default_vault()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._name(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._count(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _name(self, scope: Scope, receive: Receive, send: Send) -> None:
        named = token_of(scope) is not None
        if not named:
            scope = unconditional(scope)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and not named:
                headers = MutableHeaders(scope=message)
                # Only pages name a visitor: scripts and fonts load at the same time and would name several.
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", cookie_line(new_token(), secure=is_secure(scope)))
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    async def _count(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = token_of(scope) if scope["path"].endswith(STREAM) else None
        if token is None:
            await self.app(scope, receive, send)
            return
        self.vault.connected(token, +1)
        try:
            await self.app(scope, receive, send)
        finally:
            self.vault.connected(token, -1)


def token_of(scope: Scope) -> str | None:
    """The visitor's token among the cookies of a request; ``None`` where it is absent or malformed."""
    # Starlette reads one cookie after the other; http.cookies would drop all of them for one that is malformed.
    token = HTTPConnection(scope).cookies.get(COOKIE)
    return token if is_token(token) else None


def is_foreign(scope: Scope) -> bool:
    """Whether a page of another site asks; programs send no origin, and ``server.corsAllowedOrigins`` names friends."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None or not st.get_option("server.enableCORS"):
        return False
    friends = (urlsplit(friend).netloc for friend in st.get_option("server.corsAllowedOrigins"))
    return urlsplit(origin).netloc not in {headers.get("host"), *friends}


def unconditional(scope: Scope) -> Scope:
    """The request without its conditions: "not modified" has no place for a cookie.

    A browser keeps the page in its cache when it is closed, but not the cookie.
    """
    kept = [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
    return {**scope, "headers": kept}


def is_secure(scope: Scope) -> bool:
    """Whether the browser speaks https, to this server or to the proxy before it."""
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    return scope.get("scheme") == "https" or forwarded.split(",")[0].strip().lower() == "https"


def cookie_line(token: str, *, secure: bool) -> str:
    """The cookie: unreadable for scripts, not sent along from other sites, gone with the browser session."""
    return f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")


def version() -> str:
    """The project's version, from pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def warm_up(modules: Sequence[str]) -> None:
    """Imports before the first visitor what would cost the first visitor seconds, and takes it out of collection.

    Streamlit forces a full garbage collection after every rerun, about four fifths of the server's time with these
    modules loaded. Frozen objects are passed over, which gives 2.5 times the reruns per second and more.
    """
    for name in modules:
        importlib.import_module(name)
    _draw_one_chart()
    gc.collect()
    gc.freeze()


def _measure_samples() -> None:
    """Home shows every indicator on its sample: measured here, or else by the first visitor, for seconds."""
    from lib.ui import home

    home.warm()
    gc.collect()
    gc.freeze()


def _draw_one_chart() -> None:
    import altair
    import pandas

    frame = pandas.DataFrame({"x": [0, 1], "y": [0.0, 1.0]})
    altair.Chart(frame).mark_line().encode(x="x:Q", y="y:Q").to_dict()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Warms up, and sweeps what visitors left behind: at the start, every minute, and at the end."""
    vault = default_vault()
    warm_up(WARM_MODULES)
    vault.sweep()
    background = asyncio.create_task(_look_after(vault))
    try:
        yield
    finally:
        background.cancel()
        with suppress(asyncio.CancelledError):
            await background
        vault.sweep()
        gc.unfreeze()  # or DuckDB's binding reports every frozen object as leaked when the process ends


async def _look_after(vault: Vault) -> None:
    await asyncio.to_thread(warm_up, LATE_MODULES)
    await asyncio.to_thread(_measure_samples)
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        with suppress(OSError):  # a disk that hiccups once must not end the sweeping
            await asyncio.to_thread(vault.sweep)


async def health(_request: Request) -> JSONResponse:
    """Answers once the start-up work is done; for load balancers and for tests."""
    return JSONResponse({"status": "ok", "version": VERSION}, headers={"Cache-Control": "no-store"})


async def live(request: Request) -> JSONResponse:
    """The value of a slider that is still held; its page has imported what this needs."""
    from lib.ui import live as ahead

    return await ahead.live(request)


VERSION = version()
MIDDLEWARE: Sequence[Middleware] = (Middleware(SecurityHeaders), Middleware(OwnOrigin), Middleware(VisitorCookie))
ROUTES: Sequence[Route] = (Route("/health", health), Route("/live", live, methods=["POST"]))
