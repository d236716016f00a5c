"""Scenarios as a short text that fits into a link, and back; what cannot be read is left out, never an error."""

from __future__ import annotations

import base64
import binascii
import json
import math
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from lib.core.indicator import Indicator
from lib.whatif.scenarios import Scenario

MOST_SCENARIOS: Final = 8
LONGEST_NAME: Final = 40
_FORM: Final = 1
# A link is read by anybody and written by anybody: a few bytes must not unfold into a gigabyte.
_MOST_BYTES: Final = 100_000
_LONGEST_SERIES: Final = 1000


def packed(scenarios: Sequence[Scenario], baseline: str | None = None) -> str:
    """The scenarios as letters, digits, ``-`` and ``_``; an empty text for none.

    Args:
        scenarios: what ``unpacked`` gives back.
        baseline: name of the one to compare with, None for none of them.

    Returns:
        JSON, compressed (RFC 1951), in the alphabet of RFC 4648 section 5.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> code = packed([Scenario("good", {"lost": 20.0})], "good")
        >>> unpacked(code, INDICATORS["churn"])
        ((Scenario(name='good', inputs={'lost': 20.0}, variant='start_base'),), 'good')
    """
    if not scenarios:
        return ""
    rows = [[one.name, one.variant, {name: _plain(value) for name, value in one.inputs.items()}] for one in scenarios]
    return squeezed([_FORM, baseline, rows])


def unpacked(code: str, ind: Indicator) -> tuple[tuple[Scenario, ...], str | None]:
    """The scenarios in a text of ``packed``, and the name of the baseline.

    Args:
        code: from a link, so anything.
        ind: the indicator that they must belong to.

    Returns:
        The scenarios that could be read, none from a text that ``packed`` did not write.

    Example:
        >>> from lib.indicators import INDICATORS
        >>> unpacked("garbage", INDICATORS["churn"])
        ((), None)
    """
    try:
        form, baseline, rows = inflated(code)
        found = [one for row in list(rows)[:MOST_SCENARIOS] if (one := _read(row, ind)) is not None]
    except (ValueError, TypeError):
        return (), None
    if form != _FORM:
        return (), None
    scenarios = tuple({one.name: one for one in found}.values())
    return scenarios, next((one.name for one in scenarios if one.name == baseline), None)


def squeezed(value: Any) -> str:
    """Lists, texts and numbers as letters, digits, ``-`` and ``_``.

    Example:
        >>> inflated(squeezed([1, "a"]))
        [1, 'a']
    """
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(squeeze.compress(text.encode()) + squeeze.flush()).decode().rstrip("=")


def inflated(code: str) -> Any:
    """What ``squeezed`` was given; None for any other text.

    Example:
        >>> inflated("garbage") is None
        True
    """
    try:
        raw = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        return json.loads(zlib.decompressobj(-15).decompress(raw, _MOST_BYTES).decode())
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _read(row: Any, ind: Indicator) -> Scenario | None:
    """One scenario; None where its name, its definition or one of its numbers is none."""
    name, variant, inputs = row
    known = {one.name: one for one in ind.variants}
    chosen = known.get(variant if variant is not None else ind.variants[0].name)
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or chosen is None:
        return None
    allowed = {*chosen.inputs, *chosen.optional}
    values = {str(key): _value(value) for key, value in dict(inputs).items() if key in allowed}
    if any(value is None for value in values.values()):
        return None
    return Scenario(name, values, chosen.name)


def _value(value: Any) -> Any:
    if isinstance(value, list) and 0 < len(value) <= _LONGEST_SERIES:
        parts = tuple(value if all(isinstance(part, str) for part in value) else map(_value, value))
        return None if any(part is None or isinstance(part, tuple) for part in parts) else parts
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None
