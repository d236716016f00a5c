"""Text on screen: the catalogue in the visitor's language, with everything from data made harmless for Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.core import Comparison, FifteenError, Notice, RoleError, Unit
from lib.indicators import INDICATORS
from lib.knowledge import catalogue
from lib.ui.address import choice_key
from lib.ui.keys import Key

# From the first on amounts are written without cents; below the second, cents say more than rounding may hide.
_WITHOUT_CENTS, _ROUGH = 10_000.0, 100.0
_SPECIAL = re.compile(r"([\\`*_\[\]()!<>$:#|~{}])")
_KIND = {
    Unit.COUNT: "count",
    Unit.RATE: "percent",
    Unit.MONEY: "money",
    Unit.POINTS: "points",
}
# Errors that quote a value and what bounds it.
_BOUNDS = frozenset({"input_too_small", "input_too_large", "input_not_above", "input_not_below", "input_exceeds"})


def language() -> str:
    """The visitor's language, the source language until another is chosen."""
    if len(catalogue.languages()) == 1:
        return catalogue.SOURCE  # asked for every word on screen, so nothing is looked up while there is no choice
    chosen = st.session_state.get(choice_key(Key.LANGUAGE))
    return chosen if chosen in catalogue.languages() else catalogue.SOURCE


def escape(text: str) -> str:
    r"""Text from data, so that Markdown shows it letter by letter.

    Example:
        >>> escape("![](x)")
        '\\!\\[\\]\\(x\\)'
    """
    # Invisible direction marks could turn a label around; line breaks could end a heading.
    visible = "".join(
        " " if ord(char) < 32 else char
        for char in text
        if char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return _SPECIAL.sub(r"\\\1", visible)


def say(key: str, **fields: Any) -> str:
    """The sentence of that key; fields that are text are made harmless."""
    return plain(key, **{name: _safe(value) for name, value in fields.items()})


def plain(key: str, **fields: Any) -> str:
    """The sentence of that key for places that do not read Markdown (charts, tables, options, alternative texts)."""
    try:
        return catalogue.text(key, language(), **fields)
    except KeyError:
        # Tests find such gaps; a visitor is better served by a mark than by a page that breaks off.
        return f"[{key}]"


def lines(key: str) -> tuple[str, ...]:
    """A list of sentences."""
    return catalogue.texts(key, language())


def has(key: str) -> bool:
    """Whether there is a sentence for that key."""
    return catalogue.has(key, language())


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, tuple | list):
        return tuple(_safe(item) for item in value)
    return value


def value(number: float | None, unit: Unit) -> str:
    """A value with its unit, as the language writes it."""
    written, name = parts(number, unit)
    return f"{written} {name}" if name else written


def parts(number: float | None, unit: Unit) -> tuple[str, str]:
    """A value as the language writes it, and its unit where that is a word of its own."""
    written = catalogue.write(number, _KIND.get(unit, "number"), language())
    name = "" if unit is Unit.RATE or number is None else catalogue.text(f"units.{unit}", language())
    return written, name


def alike(values: Sequence[float | None], unit: Unit) -> list[str]:
    """Values to be compared down a column: beside large amounts, which are written without cents, others have none either.

    Amounts of which something would be lost keep them.
    """
    sizes = [abs(one) for one in values if one]
    if unit is not Unit.MONEY or max(sizes, default=0.0) < _WITHOUT_CENTS or min(sizes) < _ROUGH:
        return [value(one, unit) for one in values]
    return [number(one if one is None else float(round(one)), "count") for one in values]


def number(value_: float | None, kind: str = "number") -> str:
    """A number as the language writes it, of one of the catalogue's kinds."""
    return catalogue.write(value_, kind, language())


def gap(difference: float | None, unit: Unit, *, short: bool = False) -> str:
    """A difference: rates in percentage points, others in their own unit."""
    if difference is None:
        return catalogue.write(None, "", language())
    if unit is Unit.RATE:
        written = catalogue.write(difference * 100, "gap", language())
        return plain("common.points_of_percent_short" if short else "common.points_of_percent", number=written)
    return value(difference, unit)


def signed(difference: float | None, unit: Unit) -> str:
    """A difference, as ``gap`` writes it, with its sign, plus as well as minus."""
    return _with_sign(gap(difference, unit, short=True), difference)


def signed_share(share: float | None) -> str:
    """A relative difference in per cent with its sign, plus as well as minus."""
    return _with_sign(catalogue.write(share, "percent", language()), share)


def chance(share: float) -> str:
    """A probability from draws in whole per cent; the ends are no certainties."""
    if share < 0.005:
        return plain("whatif.chance.rare")
    if share > 0.995:
        return plain("whatif.chance.nearly")
    return plain("whatif.chance.about", share=round(share, 2))


def _with_sign(written: str, number: float | None) -> str:
    return f"+{written}" if number is not None and number > 0 else written


def effect(number: float | None, found: Comparison, unit: Unit, *, short: bool = False) -> str:
    """An effect in its own terms: a ratio as a factor, a difference in the unit of the values."""
    if found.effect == "ratio" and number is not None:
        return "× " + catalogue.write(number, "gap", language())
    return gap(number, unit, short=short)


def notice(item: Notice) -> str:
    """The sentence of a notice."""
    return say(item.code, **item.fields)


def error(problem: FifteenError, slug: str | None = None) -> str:
    """What failed, what was seen, and what would fix it."""
    fields = dict(problem.fields)
    name = str(fields.get("name", ""))
    if slug and problem.code in _BOUNDS and _in_percent(slug, name):
        fields |= {part: _percent(float(str(fields[part]))) for part in ("value", "bound")}
    for part in ("name", "other"):
        if slug and part in fields:
            fields[part] = input_label(slug, str(fields[part]))
    if slug and isinstance(problem, RoleError):
        fields |= _role_fields(slug, fields)
    for prefix in ("errors", "reading.errors"):
        if has(f"{prefix}.{problem.code}"):
            return say(f"{prefix}.{problem.code}", **{"name": name, **fields})
    return say("errors.unknown", code=problem.code)


def _in_percent(slug: str, name: str) -> bool:
    """Whether the field of an input takes per cent, where the input itself is a decimal."""
    bare = name.partition("[")[0]
    if slug in INDICATORS:
        return any(item.name == bare and item.unit is Unit.RATE for item in INDICATORS[slug].inputs)
    return input_label(slug, bare).endswith(f"({plain('units.rate')})")


def _percent(share: float) -> str:
    """A decimal as the field that it stands in writes it: to the digit, so that 100.4 is not said to be more than 100."""
    return plain("units.percent_of", number=catalogue.write(share * 100, "number", language()))


def _role_fields(slug: str, fields: dict[str, Any]) -> dict[str, str]:
    """Roles and their kinds as they are called on screen."""
    found = {}
    if "missing" in fields:
        found["missing"] = ", ".join(plain(f"{slug}.roles.{role}.label") for role in fields["missing"])
    if "role" in fields:
        found["role"] = plain(f"{slug}.roles.{fields['role']}.label")
        found["kind"] = plain(f"errors.kinds.{fields['kind']}")
    return found


def input_label(slug: str, name: str) -> str:
    """The label of an input; of an entry of a series, with its place counted from 1."""
    bare, _, index = name.partition("[")
    key = f"{slug}.inputs.{bare}.label"
    label = plain(key) if has(key) else bare
    return f"{label} [{int(index.rstrip(']')) + 1}]" if index else label
