"""The two servers that the page benchmarks compare: ours as users start it, and a bare page run the ordinary way."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.bare import elements_of

ROOT = Path(__file__).resolve().parents[1]
# Page, and the slider that is moved.
PAGES = {
    "churn": "churn_lost__slider",
    "npv": "npv_discount_rate__slider",
    "profit": "profit_revenue__slider",
    "experiment": "experiment_prior__choice",
    "plan": "plan_arms__choice",
    "peeking": "peeking_looks__choice",
}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*command: str, health: str = "_stcore/health", **environment: str) -> Iterator[str]:
    """The address of a Streamlit server, from its first answer to its end."""
    port = free_port()
    with tempfile.TemporaryDirectory() as vault:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", *command, "--server.port", str(port), "--server.headless", "true"],
            cwd=environment.pop("CWD", str(ROOT)),
            env={**os.environ, "FIFTEEN_VAULT": vault, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            url = f"http://localhost:{port}"
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                with suppress(OSError), urllib.request.urlopen(f"{url}/{health}", timeout=2):
                    break
                time.sleep(0.02)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def ours() -> Iterator[str]:
    """The app as ``make run`` starts it."""
    with served("run", "streamlit_app.py", health="health") as url:
        yield url


@contextmanager
def bare(slug: str, slider: str) -> Iterator[str]:
    """The bare page with the elements of one of ours, whose slider is moved, from a folder without our settings."""
    with tempfile.TemporaryDirectory() as name:
        elements = Path(name) / "elements.json"
        elements.write_text(json.dumps(elements_of(slug, slider), default=str), encoding="utf-8")
        script = str(ROOT / "benchmarks" / "bare.py")
        with served("run", script, CWD=name, BARE_ELEMENTS=str(elements)) as url:
            yield url
