"""How a number is written: from its shape (digits as 9) to separators, sign, per cent and currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

ASCII_DIGITS = "0123456789"
# Arabic-Indic, Persian and full-width digits, in the order of their values.
OTHER_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"
SPACES = " \u00a0\u202f\u2009\u2007\t"
APOSTROPHES = "'’‘ʼʻ´`"
MINUS = "-−–‒"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
_MASK = str.maketrans(ASCII_DIGITS + OTHER_DIGITS, "9" * (10 + len(OTHER_DIGITS)), INVISIBLE)

CURRENCIES: dict[str, str] = {
    token: code
    for code, tokens in {
        "UZS": "uzs so'm som sum сўм сум so`m",
        "AMD": "amd ֏ դրամ դր dram др",
        "USD": "usd $ us$ dollar dollars",
        "EUR": "eur € euro euros",
        "GBP": "gbp £",
        "RUB": "rub ₽ руб руб. р р. rur",
        "CHF": "chf sfr fr.",
        "JPY": "jpy ¥ 円",
        "CNY": "cny rmb 元 cn¥",
        "KZT": "kzt ₸ тг тенге",
        "INR": "inr ₹ rs rs.",
        "PLN": "pln zł",
        "TRY": "try ₺ tl",
        "UAH": "uah ₴ грн грн.",
        "GEL": "gel ₾",
        "AZN": "azn ₼",
        "KGS": "kgs сом",
        "TJS": "tjs",
        "ILS": "ils ₪",
        "KRW": "krw ₩",
        "BRL": "brl r$",
        "SEK": "sek",
        "NOK": "nok",
        "DKK": "dkk",
        "CZK": "czk kč",
        "HUF": "huf ft",
        "CAD": "cad ca$ c$",
        "AUD": "aud a$ au$",
        "SGD": "sgd s$",
        "HKD": "hkd hk$",
        "MXN": "mxn mx$",
        "ZAR": "zar",
        "AED": "aed",
        "SAR": "sar",
        "VND": "vnd ₫",
        "THB": "thb ฿",
        "PHP": "php ₱",
    }.items()
    for token in tokens.split()
}
Mark = Literal["", ".", ","]


def mask(text: str) -> str:
    """The shape of a cell: every digit as 9, invisible characters gone, no blanks at the ends.

    >>> mask(" 1,234.50 ")
    '9,999.99'
    """
    return text.translate(_MASK).strip(SPACES)


@dataclass(frozen=True, slots=True)
class NumberForm:
    """What the shape of a number says.

    Attributes:
        decimal: the decimal mark, or nothing where there is none.
        thousands: the mark between groups, or nothing.
        ambiguous: one mark with three digits after it: decimals or thousands.
        whole: digits before the decimal mark.
        fraction: digits after it.
        negative: minus sign in front or behind, or brackets.
        percent: per cent sign.
        currency: ISO code of a currency.
        exponent: scientific notation.
        plain: nothing but digits, a minus in front, and a decimal point.
    """

    decimal: Mark = ""
    thousands: str = ""
    ambiguous: bool = False
    whole: int = 0
    fraction: int = 0
    negative: bool = False
    percent: bool = False
    currency: str | None = None
    exponent: bool = False
    plain: bool = False


_SCIENTIFIC = re.compile(r"^[+-]?9+(?:[.,]9+)?[eE][+-]?9{1,3}$")
_CORE = re.compile(rf"(?:(?<![^\W\d_])[.,])?9(?:[9.,٫٬{SPACES}{APOSTROPHES}]*9)?")
_PLAIN = re.compile(r"^-?9+(?:\.9+)?$")


@lru_cache(maxsize=20_000)
def number_form(shape: str) -> NumberForm | None:
    """Reads a shape as a number; nothing where it is not one.

    >>> number_form("9 999,99 so'm").currency, number_form("(9,999.99)").negative, number_form("99.9.9999")
    ('UZS', True, None)
    """
    if not shape or len(shape) > 60 or "9" not in shape:
        return None
    if _SCIENTIFIC.match(shape):
        return _scientific(shape)
    core = _CORE.search(shape)
    if core is None:
        return None
    around = _around(shape[: core.start()], shape[core.end() :])
    marks = _marks(core.group())
    if around is None or marks is None:
        return None
    negative, percent, currency = around
    decimal, thousands, ambiguous, whole, fraction = marks
    plain = bool(_PLAIN.match(shape))
    return NumberForm(decimal, thousands, ambiguous, whole, fraction, negative, percent, currency, False, plain)


def _scientific(shape: str) -> NumberForm:
    mantissa = re.split("[eE]", shape)[0]
    mark: Mark = "," if "," in mantissa else "." if "." in mantissa else ""
    return NumberForm(decimal=mark, exponent=True, negative=shape.startswith("-"))


def _around(before: str, after: str) -> tuple[bool, bool, str | None] | None:
    """Sign, per cent and currency from what stands around the digits."""
    before, after = before.strip(SPACES), after.strip(SPACES)
    negative = before.startswith("(") and after.endswith(")")
    if negative:
        before, after = before[1:].strip(SPACES), after[:-1].strip(SPACES)
    if after and (after[0] in MINUS or after[-1] in MINUS):
        negative, after = True, after.strip(MINUS + SPACES)
    if any(sign in before for sign in MINUS):
        if sum(before.count(sign) for sign in MINUS) > 1:
            return None
        negative, before = True, before.translate(dict.fromkeys(map(ord, MINUS))).strip(SPACES)
    before = before.removeprefix("+").removesuffix("+").strip(SPACES)
    percent = after.endswith(("%", "٪")) or before == "%"
    after, before = after.rstrip("%٪").strip(SPACES), before.strip("%").strip(SPACES)
    codes = [_currency(token) for token in (before, after) if token]
    if None in codes or (percent and codes):
        return None
    return negative, percent, codes[0] if codes else None


def _currency(token: str) -> str | None:
    folded = token.casefold().translate(dict.fromkeys(map(ord, APOSTROPHES), "'"))
    return CURRENCIES.get(folded)


def _marks(core: str) -> tuple[Mark, str, bool, int, int] | None:
    """Decimal mark, thousands mark, whether that is in doubt, digits before and after."""
    core = core.replace("٫", ".").replace("٬", ",")
    kinds = re.findall(r"[^9]+", core)
    groups = re.findall(r"9+", core)
    if core[0] in ".,":
        return (core[0], "", False, 0, len(groups[0])) if len(kinds) == 1 else None  # type: ignore[return-value]
    if any(len(kind) > 1 for kind in kinds):
        return None
    signs = ["'" if kind in APOSTROPHES else " " if kind in SPACES else kind for kind in kinds]
    if not signs:
        return "", "", False, len(groups[0]), 0
    last, others = signs[-1], set(signs[:-1])
    sizes = [len(group) for group in groups]
    if len(signs) == 1 and last in ".,":
        ambiguous = sizes[1] == 3 and sizes[0] <= 3
        return last, "", ambiguous, sizes[0], sizes[1]  # type: ignore[return-value]
    if last in ".," and others and last not in others:
        grouped = len(others) == 1 and _is_grouped(sizes[:-1])
        return (last, signs[0], False, sum(sizes[:-1]), sizes[-1]) if grouped else None  # type: ignore[return-value]
    same = len({*signs}) == 1 and _is_grouped(sizes)
    return ("", last, False, sum(sizes), 0) if same else None


def _is_grouped(sizes: list[int]) -> bool:
    """Groups of three after the first; the Indian way, pairs before the last three, counts too."""
    if not 1 <= sizes[0] <= 3:
        return False
    middle, last = sizes[1:-1], sizes[-1]
    return last == 3 and (all(size == 3 for size in middle) or (sizes[0] <= 2 and all(size == 2 for size in middle)))


def number_value(text: str, decimal: str) -> float | None:
    """The number in a cell; nothing where it is not one.

    Args:
        text: the cell as written.
        decimal: the decimal mark, for a cell that leaves it open: 1.234 is 1234 where the decimals follow a comma.

    >>> number_value("(1.234,50 €)", "."), number_value("1.234", ","), number_value("1.234", "."), number_value("soon", ".")
    (-1234.5, 1234.0, 1.234, None)
    """
    form = number_form(mask(text))
    if form is None:
        return None
    digits = _bare(text)
    if form.exponent:
        return float(digits.replace(",", "."))
    found = _CORE.search(mask(text))
    assert found is not None
    mark = "" if form.ambiguous and form.decimal != decimal else form.decimal
    core = digits[found.start() : found.end()].replace("٫", ".").replace("٬", ",")
    written = "".join("." if char == mark else char for char in core if char == mark or char.isdigit())
    return float(written) * (-1 if form.negative else 1) / (100 if form.percent else 1)


def _bare(text: str) -> str:
    """As ``mask`` leaves it, but with its digits, in the ten that Python reads."""
    return text.translate(str.maketrans(OTHER_DIGITS, ASCII_DIGITS * 3, INVISIBLE)).strip(SPACES)
