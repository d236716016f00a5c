"""Lists of numbers and of dates as people type or paste them, in whatever notation their spreadsheet has."""

from __future__ import annotations

import re

_HARD = re.compile(r"[;|\t\r\n]+")
_CURRENCY = re.compile(r"[$€£¥₽֏₸₹₴₺]")
# A space, an apostrophe or the like between digits and exactly three more groups thousands.
_GROUPING = re.compile(r"(?<=\d)[\u00a0\u202f\u2009'\u2019_](?=\d{3}(?!\d))")
_SPACED = re.compile(r"[-+(]*\d{1,3}( \d{3})+([.,]\d+)?\)?")
_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<body>[\d.,]*\d[\d.,]*)(?P<power>[eE][-+]?\d+)?")
_GROUPED = {",": re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?"), ".": re.compile(r"\d{1,3}(\.\d{3})+(,\d*)?")}
_SINGLE = re.compile(r"\d*[.,]?\d*")
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")


class NotInListError(ValueError):
    """A part of a list that cannot be read.

    Attributes:
        part: as it was written.
        place: in the list, from 0.
    """

    def __init__(self, part: str, place: int) -> None:
        super().__init__(f"part {place}: {part!r}")
        self.part, self.place = part, place


def numbers_in(text: str) -> tuple[float, ...]:
    r"""The numbers of a list, apart by spaces, semicolons, tabs, or commas with a space.

    Whether a point or a comma marks the decimals is decided for the list as a whole, from the numbers that leave no doubt;
    without any, the comma groups thousands. Between semicolons or tabs a space may group thousands. Amounts in brackets are
    negative, signs of currencies are passed over.

    Args:
        text: what was typed or pasted.

    Raises:
        NotInListError: naming the part that is no number.

    Example:
        >>> numbers_in("-70000 12000 15000"), numbers_in("-70.000,5; 12.000"), numbers_in("(1,200) 300.25")
        ((-70000.0, 12000.0, 15000.0), (-70000.5, 12000.0), (-1200.0, 300.25))
    """
    parts = _parts(text)
    marks = {mark for part in parts if (mark := _decimal_mark(part))}
    decimal = marks.pop() if len(marks) == 1 else "."
    return tuple(_number(part, decimal, place) for place, part in enumerate(parts))


def dates_in(text: str) -> tuple[str, ...]:
    """The dates of a list in ISO form; what is no date stays as it is, for the check that follows.

    Days come first between points. Between slashes, the list as a whole must tell: one number above 12 is enough.

    Example:
        >>> dates_in("2026-03-31; 30.06.2026"), dates_in("03/31/2026 06/02/2026"), dates_in("01/02/2026")
        (('2026-03-31', '2026-06-30'), ('2026-03-31', '2026-06-02'), ('01/02/2026',))
    """
    parts = [part for part in re.split(r"[\s;|,]+", text.strip()) if part]
    found = [_DAY.fullmatch(part) for part in parts]
    slashed = [match for match in found if match and match[2] == "/" and len(match[4]) == 4]
    day_first = any(int(match[1]) > 12 for match in slashed)
    month_first = any(int(match[3]) > 12 for match in slashed)
    order = None if day_first == month_first else day_first
    return tuple(_iso(part, match, order) for part, match in zip(parts, found, strict=True))


def _parts(text: str) -> list[str]:
    cleaned = _GROUPING.sub("", _CURRENCY.sub("", text.replace("\u2212", "-"))).strip().strip("[]")
    if not _HARD.search(cleaned):
        return _split(re.sub(r",\s+", " ", cleaned))
    found: list[str] = []
    for part in map(str.strip, _HARD.split(cleaned)):
        found += [part.replace(" ", "")] if _SPACED.fullmatch(part) else _split(re.sub(r",\s+", " ", part))
    return found


def _split(text: str) -> list[str]:
    found: list[str] = []
    for part in text.split():
        several = part.count(",") > 1 and not _GROUPED[","].fullmatch(part.lstrip("-+(").rstrip(")"))
        found += [one for one in part.split(",") if one] if several else [part.strip(",")]
    return [part for part in found if part]


def _decimal_mark(part: str) -> str | None:
    """The mark of decimals where this number leaves no doubt, else None."""
    match = _NUMBER.fullmatch(_bare(part)[0])
    if match is None:
        return None
    body = match["body"]
    marks = [char for char in body if char in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    whole, decimals = re.split("[.,]", body)
    return marks[0] if len(decimals) != 3 or len(whole) > 3 or whole in {"", "0"} else None


def _bare(part: str) -> tuple[str, float]:
    """The number without the brackets that make it negative, and its factor."""
    return (part[1:-1], -1.0) if part.startswith("(") and part.endswith(")") else (part, 1.0)


def _number(part: str, decimal: str, place: int) -> float:
    bare, factor = _bare(part)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        raise NotInListError(part, place)
    body, thousands = match["body"], "," if decimal == "." else "."
    if _GROUPED[thousands].fullmatch(body):
        body = body.replace(thousands, "").replace(decimal, ".")
    elif _SINGLE.fullmatch(body):
        body = body.replace(",", ".")
    else:
        raise NotInListError(part, place)
    return factor * float(f"{match['sign']}{body}{match['power'] or ''}")


def _iso(part: str, match: re.Match[str] | None, day_first: bool | None) -> str:
    if match is None:
        return part
    first, mark, second, last = match.groups()
    if len(first) == 4:
        return f"{first}-{int(second):02d}-{int(last):02d}"
    if len(last) != 4 or (mark == "/" and day_first is None):
        return part
    day, month = (first, second) if mark != "/" or day_first else (second, first)
    return f"{last}-{int(month):02d}-{int(day):02d}"
