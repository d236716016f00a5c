"""What a held slider is told ahead of the page: the value that the page itself would write, or nothing."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from lib.indicators import INDICATORS
from lib.ui.live import LONGEST, MOST_BYTES, answer, live
from lib.ui.parameters_state import to_screen
from lib.ui.still import question
from lib.ui.words import value

CHURN = {"lost": 100.0, "customers_at_start": 1000.0}


def post(body: bytes) -> tuple[int, dict[str, Any]]:
    """Status and body of what the route says to a body."""
    left = [body[:100], body[100:]]

    async def receive() -> Message:
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    async def run() -> tuple[int, dict[str, Any]]:
        reply = await live(Request({"type": "http", "method": "POST", "path": "/live", "headers": []}, receive))
        return reply.status_code, json.loads(bytes(reply.body))

    # In a thread of its own: browser tests in the same process leave an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


def told(ask: dict[str, Any]) -> str | None:
    """The value alone of an answer."""
    said = answer(ask)
    return None if said is None else str(said["value"])


def asked(name: str = "lost", at: Any = 150, **changed: Any) -> dict[str, Any]:
    return {**question("churn", "start_base", CHURN), "name": name, "at": at, **changed}


def test_the_value_is_that_of_the_moved_number() -> None:
    # 150 of 1000
    assert post(json.dumps(asked()).encode()) == (
        200,
        {"value": "15.0%", "formula": [r"C = \frac{L}{N_0}", r"C = \frac{150}{1\,000} = 0.15 = 15\,\%"]},
    )


def test_rates_come_as_they_stand_on_screen_and_dates_as_text() -> None:
    # -100 + 110 / 1.1 a year later is nothing, at 0 per cent it is 10; 2025 has 365 days
    inputs = {"cash_flows": (-100.0, 110.0), "dates": (date(2025, 1, 1), date(2026, 1, 1)), "discount_rate": 0.05}
    ask = question("npv", "dated", inputs)
    assert told({**ask, "name": "discount_rate", "at": 0}) == value(10.0, INDICATORS["npv"].variants[0].unit)
    assert told({**ask, "name": "discount_rate", "at": 10}) == value(0.0, INDICATORS["npv"].variants[0].unit)


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "nothing"},
        {"slug": ["churn"]},
        {"variant": "nothing"},
        {"name": "nothing"},
        {"name": ["lost"]},
        {"at": "150"},
        {"at": True},
        {"at": float("nan")},
        {"at": float("inf")},
        {"at": 10**400},
        {"at": -1},
        {"inputs": [1]},
        {"inputs": {"lost": "x"}},
        {"inputs": {"lost": None, "customers_at_start": 10}},
        {"inputs": {"unknown": 1}},
        {"inputs": {"lost": 0, "customers_at_start": 0}},
    ],
    ids=str,
)
def test_what_no_page_would_ask_has_no_answer(wrong: dict[str, Any]) -> None:
    assert answer(asked(**wrong)) is None


@pytest.mark.parametrize("ind", INDICATORS.values(), ids=lambda ind: ind.slug)
def test_every_definition_is_answered_as_its_page_would(ind: Any) -> None:
    for variant in ind.variants:
        names = {*variant.inputs}
        inputs = {item.name: item.default for item in ind.inputs if item.name in names and item.default is not None}
        numbers = [item for item in ind.inputs if item.name in inputs and item.kind == "number" and not item.evidence]
        if not numbers or len(inputs) < len(names):
            continue
        moved = numbers[0]
        found = ind.compute(variant=variant.name, **inputs)
        written = told(
            {
                **question(ind.slug, variant.name, inputs),
                "name": moved.name,
                "at": to_screen(moved, inputs[moved.name]),
            }
        )
        assert written == (None if found.value is None else value(found.value, found.unit)), variant.name


def test_a_list_longer_than_any_page_takes_has_no_answer() -> None:
    ask = {**question("npv", "end_of_period", {"discount_rate": 0.1}), "name": "discount_rate", "at": 0}
    assert told({**ask, "inputs": {"cash_flows": [1] * LONGEST, "discount_rate": 0}}) == "1,200.00"
    assert answer({**ask, "inputs": {"cash_flows": [1] * (LONGEST + 1), "discount_rate": 0}}) is None


def test_too_much_and_what_is_no_question_are_refused() -> None:
    assert post(b"x" * (MOST_BYTES + 1))[0] == 413
    assert post(b"{") == (400, {})
    assert post(b"[" * 60_000) == (400, {})
    assert post(b"[1]") == (400, {})
    assert post(json.dumps(asked(at=-1)).encode()) == (200, {"value": None})
    assert post(b"\xff\xfe") == (400, {})
