"""Every visible sentence by key, per language, with numbers written the way the language writes them."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).parent / "locales"
SOURCE = "en"
# Nobody reads sixteen digits, and decimal arithmetic gives up at twenty-eight.
_TOO_LONG = 1e15
# Below this, the digits that each kind of number is written with would all be noughts, and 0 is another number.
_TOO_SHORT = {"percent": 1e-6, "money": 0.005, "gap": 5e-5, "count": 0.05, "points": 0.05}
# The sections of these (notes, methods, reasons, assumptions) are codes of the statistics, which know no file names.
_WITHOUT_PREFIX = ("statistics", "inference")


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages there are, the source language first."""
    return (SOURCE, *sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir() and folder.name != SOURCE))


@cache
def entries(language: str = SOURCE) -> Mapping[str, Any]:
    """All sentences of a language by dotted key; the first part is the name of their file, lists stay lists."""
    found: dict[str, Any] = {}
    for path in sorted((LOCALES / language).glob("*.toml")):
        parts = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, part in parts.items():
            _flatten(name if path.stem in _WITHOUT_PREFIX else f"{path.stem}.{name}", part, found)
    return found


def _flatten(prefix: str, value: Any, into: dict[str, Any]) -> None:
    if isinstance(value, dict) and not set(value) <= {"one", "few", "many", "other"}:
        for key, part in value.items():
            _flatten(f"{prefix}.{key}", part, into)
    else:
        into[prefix] = value


def has(key: str, language: str = SOURCE) -> bool:
    """Whether there is a sentence for that key, in this language or in the source language."""
    return key in entries(language) or key in entries(SOURCE)


def text(key: str, language: str = SOURCE, **fields: Any) -> str:
    """The sentence of that key with its fields filled in.

    Placeholders are ``{name}`` or ``{name:kind}`` with kind one of ``count``, ``number``, ``percent``, ``money``, ``points``,
    ``gap``, ``p`` (a p-value), ``p_is`` (with = or < before it), ``date``, ``level``.
    A table with ``one`` and ``other`` is chosen by the field ``count``.

    Args:
        key: dotted key, for example ``churn.title``.
        language: code such as ``en``; falls back to the source language key by key.
        **fields: what stands in the placeholders.

    Raises:
        KeyError: when neither the language nor the source language has the key.

    Example:
        >>> text("units.percent_sign")
        '%'
    """
    found = entries(language).get(key, entries(SOURCE).get(key))
    if found is None:
        raise KeyError(key)
    if isinstance(found, dict):
        found = found.get(_plural(fields.get("count"), language), found["other"])
    return _Writer(language).vformat(str(found), (), {**fields})


def texts(key: str, language: str = SOURCE) -> tuple[str, ...]:
    """A list of sentences, empty when there is none."""
    found = entries(language).get(key, entries(SOURCE).get(key, ()))
    return tuple(str(item) for item in found)


def _plural(count: Any, language: str) -> str:
    from babel import Locale

    if not isinstance(count, int | float):
        return "other"
    return str(Locale.parse(language).plural_form(abs(count)))


def write(value: Any, kind: str, language: str = SOURCE) -> str:
    """A number or date as the language writes it.

    Example:
        >>> write(0.03515625, "percent"), write(1234.5, "number"), write(0.00001, "p")
        ('3.52%', '1,234', '<0.0001')
    """
    if value is None:
        return "–"
    if isinstance(value, datetime | date):
        from babel.dates import format_date

        return str(format_date(value, format="medium", locale=language))
    if kind in {"", "text"} or isinstance(value, str):
        return str(value)
    return _number(float(value), kind, language)


# A page writes some hundred numbers at every move of a slider, nearly all of them the same as before.
@lru_cache(maxsize=8192)
def _number(number: float, kind: str, language: str) -> str:
    from babel.numbers import format_decimal, format_percent

    if kind in {"p", "p_is"}:
        return _p_value(number, language, sign=kind == "p_is")
    if abs(number) >= _TOO_LONG or 0 < abs(number) < _TOO_SHORT.get(kind, 1e-6):
        return _scientific(number, kind, language)
    if kind == "count":
        pattern = "#,##0" if number == round(number) or abs(number) >= 1000 else "#,##0.#"
        return str(format_decimal(round(number, 6), format=pattern, locale=language))
    if kind == "level":
        return str(format_percent(number, format="#,##0.##%", locale=language))
    if kind == "percent":
        return str(format_percent(number, format=_percent_pattern(number), locale=language, decimal_quantization=True))
    if kind == "money":
        pattern = "#,##0" if abs(number) >= 10000 else "#,##0.00"
        return str(format_decimal(number, format=pattern, locale=language))
    if kind == "gap":
        size = abs(number)
        digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or size == 0 else 4
        pattern = "#,##0" + "." * bool(digits) + "0" * digits
        return str(format_decimal(number, format=pattern, locale=language))
    if kind == "points":
        return str(format_decimal(number, format="#,##0.0", locale=language))
    return str(format_decimal(_significant(number), format="#,##0.######", locale=language))


def _scientific(number: float, kind: str, language: str) -> str:
    """The very large and the very small as powers of ten; the not so small in plain digits."""
    from babel.numbers import format_decimal, format_scientific

    if kind in {"percent", "level"}:
        return text("units.percent_of", language, number=_scientific(number * 100, "number", language))
    if 1e-6 <= abs(number) < 1:
        return str(format_decimal(_significant(number, 2), format="0.########", locale=language))
    return str(format_scientific(number, format="0.###E0", locale=language))


def _percent_pattern(number: float) -> str:
    size = abs(number)
    if size >= 10:
        return "#,##0%"
    if size >= 0.1:
        return "#,##0.0%"
    return "#,##0.00%" if size >= 0.001 or size == 0 else "#,##0.0000%"


def _significant(number: float, digits: int = 4) -> float:
    if abs(number) >= 1000:
        return round(number)
    return float(f"{number:.{digits}g}")


def _p_value(number: float, language: str, *, sign: bool) -> str:
    from babel.numbers import format_decimal

    if number < 0.0001:
        return ("< " if sign else "<") + str(format_decimal(0.0001, format="0.0000", locale=language))
    return ("= " if sign else "") + str(
        format_decimal(number, format="0.0000" if number < 0.01 else "0.000", locale=language)
    )


class _Writer(string.Formatter):
    """Fills placeholders; a format after the colon names a kind of number, not Python's format language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        # Plain names only: no attribute or index access from a catalogue into a value.
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple | list):
            # 1,000, 1,000 would read as four numbers.
            between = " / " if format_spec == "count" else ", "
            return between.join(write(item, format_spec, self.language) for item in value)
        return write(value, format_spec or ("number" if isinstance(value, int | float) else "text"), self.language)
