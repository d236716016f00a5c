"""A server as a user starts it, a browser as a user has it, and what every visit must leave behind: no error."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from tests.browser.support import IDLE_MS, Visit

ROOT = Path(__file__).resolve().parents[2]
# Two browsers share two cores: what is right comes in time, but not always within Playwright's own five seconds.
expect.set_options(timeout=IDLE_MS)
START_SECONDS = 60
# The first is Chromium without the windows around the page, which a full one draws even where nobody sees them.
BROWSER_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
)
BROWSER_FLAGS = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Drawing what fades and turns takes a fifth of the time of a page on two cores, and shows nothing that is checked.
CALM: dict[str, Any] = {"reduced_motion": "reduce"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, **CALM}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, **CALM}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    # Whoever wants a server that nobody has visited yet comes first, and need not start another.
    items.sort(key=lambda item: "fresh_server" not in getattr(item, "fixturenames", ()))


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The app in a process of its own, ready to be visited; stopped at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "FIFTEEN_VAULT": str(folder / "vault")}
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for_health(url, process, log)
            yield url
        finally:
            stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_health(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start within {START_SECONDS} s:\n{log.read_text()[-4000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class House(NamedTuple):
    """A server and the folder in which it keeps visitors' data."""

    url: str
    vault: Path


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The server that the tests share."""
    folder = tmp_path_factory.mktemp("server")
    with serve(folder) as url:
        yield House(url, folder / "vault")


@pytest.fixture(scope="session")
def server(house: House) -> str:
    """Its address."""
    return house.url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def chromium() -> str | None:
    """Path of the system's Chromium; FIFTEEN_CHROMIUM names another."""
    return os.environ.get("FIFTEEN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSER_NAMES)), None)


class Profiles:
    """Browsers that keep the program's scripts translated, as a visitor's own does, and nothing of the visitor before.

    A page is a quarter faster than in a new, empty context, where the scripts are fetched and translated each time.
    """

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright = playwright
        self.folder = folder
        self.started: list[tuple[dict[str, Any], BrowserContext]] = []
        self.busy: list[BrowserContext] = []

    def open(self, **options: Any) -> Page:
        """A page of a new visitor, in a browser that nobody else visits with meanwhile; a phone is another browser."""
        scheme = options.pop("color_scheme", "light")
        context = next((one for kind, one in self.started if kind == options and one not in self.busy), None)
        if context is None:
            context = self.playwright.chromium.launch_persistent_context(
                self.folder / str(len(self.started)), executable_path=chromium(), args=list(BROWSER_FLAGS), **options
            )
            self.started.append((options, context))
        self.busy.append(context)
        page = context.new_page()
        page.emulate_media(color_scheme=scheme, reduced_motion=CALM["reduced_motion"])
        return page

    def leave(self, page: Page) -> None:
        """Closes the page; whoever comes next is somebody else."""
        context = page.context
        page.evaluate("location.origin === 'null' || localStorage.clear()")
        page.close()
        context.clear_cookies()
        context.clear_permissions()
        self.busy.remove(context)

    def close(self) -> None:
        for _, context in self.started:
            context.close()


@pytest.fixture(scope="session")
def profiles(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profiles]:
    """The system's Chromium, else Playwright's; without any, the tests fail."""
    kept = Profiles(playwright, tmp_path_factory.mktemp("profiles"))
    yield kept
    kept.close()


@pytest.fixture
def fresh_server(request: pytest.FixtureRequest, profiles: Profiles, tmp_path: Path) -> Iterator[str]:
    """Address of a server that nobody has visited yet: for deep links, which must not depend on an earlier visit."""
    if not profiles.started:
        yield request.getfixturevalue("server")
        return
    with serve(tmp_path) as url:
        yield url


@pytest.fixture
def visit(profiles: Profiles) -> Iterator[Callable[..., Visit]]:
    """Opens a page as a new visitor; any option of Playwright's ``new_context`` can be given.

    At the end of the test, every page opened so must have logged no error and asked no other server for anything.
    """
    visits: list[Visit] = []

    def open_one(**options: Any) -> Visit:
        one = Visit(profiles.open(**{**DESKTOP, **options}))
        watch(one)
        visits.append(one)
        return one

    yield open_one
    problems = [problem for one in visits for problem in one.problems]
    for one in visits:
        profiles.leave(one.page)
    assert not problems, "\n".join(problems)


# Opened at /churn, Streamlit asks whether it is installed below /churn, and is told that it is not.
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")


def watch(visit: Visit) -> None:
    def on_console(message: ConsoleMessage) -> None:
        place = str(message.location.get("url"))
        if message.type == "error" and not PROBES.search(urlsplit(place).path):
            visit.problems.append(f"console error: {message.text} ({place})")

    def on_request(request: Request) -> None:
        if not request.url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:")):
            visit.problems.append(f"request to another server: {request.url}")

    visit.page.on("console", on_console)
    visit.page.on("pageerror", lambda error: visit.problems.append(f"uncaught error: {error}"))
    visit.page.on("request", on_request)


@pytest.fixture
def page(visit: Callable[..., Visit]) -> Page:
    return visit().page


@pytest.fixture
def phone(visit: Callable[..., Visit]) -> Page:
    """A page of phone width, with touch."""
    return visit(**PHONE).page


@pytest.fixture
def dark(visit: Callable[..., Visit]) -> Page:
    """A page in the dark colour scheme."""
    return visit(color_scheme="dark").page
