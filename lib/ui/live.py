"""What follows from a slider that is still held, ahead of the page: its value, interval, formula and the rows of its charts.

A run of the page costs a browser three tenths of a second, whatever it draws. What follows the hand need not wait for
it: the component asks here and writes the answer where the page will soon say the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeGuard

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from lib.charts.named_data import likeness, with_rows_apart
from lib.core import FifteenError
from lib.core.indicator import Indicator, Input
from lib.indicators import INDICATORS
from lib.ui.cells.result import limits
from lib.ui.pictures import pictures
from lib.ui.still import Still, standing
from lib.ui.words import plain, value

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
    said = await run_in_threadpool(answer, asked) or {"value": None}
    try:
        return JSONResponse(said, headers={"Cache-Control": "no-store"})
    except ValueError:  # a row of a chart without a number: JSON has no word for that
        return JSONResponse({**said, "charts": {}}, headers={"Cache-Control": "no-store"})


def answer(asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the page would say with one input as it stands on screen; None where it would have no value."""
    ind = INDICATORS.get(str(asked.get("slug")))
    name, at = asked.get("name"), asked.get("at")
    if ind is None or not isinstance(name, str) or not _is_number(at):
        return None
    if name not in {item.name for item in ind.inputs if not item.evidence}:
        return None
    known = standing(asked.get("token"), ind.slug)
    try:
        # Another server of several, or one that was started anew: the numbers themselves are in the question.
        page = (known or _bare(ind, asked)).with_moved(name, float(at))
    except (FifteenError, TypeError, ValueError, OverflowError):
        return None
    found = page.result
    if found is None or found.value is None:
        return None
    said: dict[str, Any] = {
        "value": value(found.value, found.unit),
        "formula": [found.formula.strip(), found.substituted.strip()],
    }
    if known is not None:
        said |= _with_rows(page, asked.get("charts"))
    return said


def _bare(ind: Indicator, asked: Mapping[str, Any]) -> Still:
    inputs = asked.get("inputs")
    known = {item.name: item for item in ind.inputs if not item.evidence}
    if not isinstance(inputs, dict) or not set(inputs) <= set(known):
        raise ValueError("inputs")
    variant = next((one for one in ind.variants if one.name == asked.get("variant")), None)
    if variant is None:
        raise ValueError("variant")
    given = {one: _typed(known[one], value_) for one, value_ in inputs.items()}
    return Still(ind, source="typed", inputs=given, definition=variant)


def _with_rows(page: Still, names: Any) -> dict[str, Any]:
    """What depends on the rows behind the numbers: the interval, and the rows of the charts that are in view."""
    said: dict[str, Any] = {"charts": {}, "limits": []}
    interval, known = page.interval(), pictures(page.slug)
    if interval is not None and page.result is not None:
        said["limits"] = limits(interval, page.result, plain).split("**")
    for name in names if isinstance(names, list) else ():
        picture = known[name](page) if name in known else None
        if picture is not None:
            spec = with_rows_apart(picture.spec)
            settings = {one["name"]: one["value"] for one in spec.get("params", ())}
            rows = spec.get("datasets", {})
            said["charts"][name] = {"like": likeness(spec), "rows": rows, "params": settings, "alt": picture.alt}
    return said


def _is_number(at: Any) -> TypeGuard[float]:
    # A whole number in JSON may be longer than any float.
    return isinstance(at, int | float) and not isinstance(at, bool) and abs(at) < 1e300


def _typed(item: Input, given: Any) -> Any:
    if item.kind != "number" and len(given) > LONGEST:
        raise ValueError(item.name)
    if item.kind == "dates":
        return tuple(date.fromisoformat(one) for one in given)
    return tuple(float(one) for one in given) if item.kind == "series" else float(given)
