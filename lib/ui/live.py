"""The value of a slider that is still held, ahead of the page: one number in, one text out, nothing remembered.

A run of the page costs a browser a tenth of a second and more, whatever it draws. The large number alone need not wait
for it: the component that follows the hand asks here and writes the answer where the page will soon say the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from lib.core import FifteenError
from lib.core.indicator import Input
from lib.indicators import INDICATORS
from lib.ui.parameters_state import from_screen
from lib.ui.words import value

MOST_BYTES: Final = 65_536
# As many as a page takes; more would keep the server busy.
LONGEST: Final = 1_200


async def live(request: Request) -> JSONResponse:
    """Answers what the value would be, nothing where there is none; status 400 for no question, 413 for too long a one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return JSONResponse({}, status_code=413)
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return JSONResponse({}, status_code=400)
    if not isinstance(asked, dict):
        return JSONResponse({}, status_code=400)
    # A definition without a value at that number is no fault: browsers write faults into their console.
    return JSONResponse({"value": await run_in_threadpool(answer, asked)}, headers={"Cache-Control": "no-store"})


def question(slug: str, variant: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What a page has to say about itself, without evidence: that bears on intervals alone."""
    ind = INDICATORS[slug]
    plain = {name: _plain(given) for name, given in inputs.items() if not ind.input(name).evidence}
    return {"slug": slug, "variant": variant, "inputs": plain}


def answer(asked: Mapping[str, Any]) -> str | None:
    """The value as the page would write it, with one input as it stands on screen; None where there is none."""
    ind = INDICATORS.get(str(asked.get("slug")))
    inputs, name, at = asked.get("inputs"), asked.get("name"), asked.get("at")
    if ind is None or not isinstance(inputs, dict) or not isinstance(name, str) or not _is_number(at):
        return None
    known = {item.name: item for item in ind.inputs if not item.evidence}
    if name not in known or not set(inputs) <= set(known):
        return None
    try:
        given = {one: _typed(known[one], value_) for one, value_ in inputs.items()}
        found = ind.compute(variant=str(asked.get("variant")), **{**given, name: from_screen(known[name], at)})
    except (FifteenError, TypeError, ValueError, OverflowError):
        return None
    return None if found.value is None else value(found.value, found.unit)


def _is_number(at: Any) -> bool:
    # A whole number in JSON may be longer than any float.
    return isinstance(at, int | float) and not isinstance(at, bool) and abs(at) < 1e300


def _plain(given: Any) -> Any:
    if isinstance(given, tuple | list):
        return [one.isoformat() if isinstance(one, date) else one for one in given]
    return given


def _typed(item: Input, given: Any) -> Any:
    if item.kind != "number" and len(given) > LONGEST:
        raise ValueError(item.name)
    if item.kind == "dates":
        return tuple(date.fromisoformat(one) for one in given)
    return tuple(float(one) for one in given) if item.kind == "series" else float(given)
