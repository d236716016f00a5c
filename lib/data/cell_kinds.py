"""What a single cell looks like, for telling a header from data: cheap, and only ever a first guess."""

from __future__ import annotations

import re
from functools import lru_cache

from lib.data.date_forms import date_form
from lib.data.number_forms import mask, number_form

_CODES = (
    "na n/a #n/a nan null none nil - -- – — ? . .. … (blank) missing undefined n.a. н/д <na> nat \\n inf -inf infinity "
    "-infinity #div/0! #ref! #value! #name? #null! #num! 0000-00-00"
)
MISSING_CODES = frozenset(_CODES.split()) | {"(not set)", "not available", "нет данных", "mavjud emas"}
ERROR_CODES = ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
BOOLEAN_FAMILIES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(true.split()), frozenset(false.split()))
    for true, false in (
        ("true", "false"),
        ("yes", "no"),
        ("t", "f"),
        ("y", "n"),
        ("ha", "yo'q yo‘q yoʻq yo’q yo`q yoq"),
        ("ҳа", "йўқ"),
        ("да", "нет"),
        ("այո", "ոչ"),
        ("вкл", "выкл"),
        ("истина", "ложь"),
        ("wahr", "falsch"),
        ("vrai", "faux"),
        ("verdadero", "falso"),
        ("ja", "nein"),
        ("oui", "non"),
        ("sí si", "no"),
    )
)
_TRUE_FALSE = frozenset(word for true, false in BOOLEAN_FAMILIES[:1] for word in true | false)
_TIME = re.compile(r"^\d{1,2}:\d{2}(:\d{2})?$")


def is_blank(cell: str) -> bool:
    """Nothing to be seen in it."""
    return not cell or not cell.strip(" \t\r\n\u00a0\u202f\u200b\ufeff")


@lru_cache(maxsize=20_000)
def is_value(cell: str) -> bool:
    """Looks like a number, an amount, a date, a time or TRUE and FALSE rather than like a name.

    >>> [is_value(cell) for cell in ("1 234,50 so'm", "2024-01-31", "TRUE", "revenue", "Q1", "spend.1")]
    [True, True, True, False, False, False]
    """
    text = cell.strip()
    if not text or len(text) > 60:
        return False
    if not any(character.isdigit() for character in text):
        return text.lower() in _TRUE_FALSE
    shape = mask(text)
    return number_form(shape) is not None or date_form(shape) is not None or bool(_TIME.match(text))


def is_missing_code(cell: str) -> bool:
    """Blank, or one of the codes that exports write for nothing."""
    return is_blank(cell) or cell.strip().lower() in MISSING_CODES
