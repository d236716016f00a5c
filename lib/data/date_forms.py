"""How a date is written: from its shape (digits as 9) to a format for the engine, day first and month first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = (
    "january jan январь января янв yanvar հունվար",
    "february feb февраль февраля фев fevral փետրվար",
    "march mar март марта мар mart մարտ",
    "april apr апрель апреля апр aprel ապրիլ",
    "may май мая մայիս",
    "june jun июнь июня июн iyun հունիս",
    "july jul июль июля июл iyul հուլիս",
    "august aug август августа авг avgust օգոստոս",
    "september sept sep сентябрь сентября сен сент sentabr sentyabr սեպտեմբեր",
    "october oct октябрь октября окт oktabr oktyabr հոկտեմբեր",
    "november nov ноябрь ноября ноя noyabr նոյեմբեր",
    "december dec декабрь декабря дек dekabr դեկտեմբեր",
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_WEEKDAYS = (
    "monday mon",
    "tuesday tue tues",
    "wednesday wed",
    "thursday thu thur thurs",
    "friday fri",
    "saturday sat",
    "sunday sun",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAYS, start=1) for word in words.split()}


@dataclass(frozen=True, slots=True)
class DateForm:
    """What the shape of a date says.

    Attributes:
        day_first: format of the engine when the day comes before the month.
        month_first: format when the month comes first; equal where the order is not in question.
        time: whether there is a time of day.
        zone: whether an offset from UTC, Z, UTC or GMT is part of it.
        names: month and weekday names as written, to be replaced before the engine reads it.
        no_year: day and month only.
        month_only: year and month only.
    """

    day_first: str
    month_first: str
    time: bool = False
    zone: bool = False
    names: tuple[str, ...] = ()
    no_year: bool = False
    month_only: bool = False

    @property
    def in_question(self) -> bool:
        """Whether the same digits could be read the other way round."""
        return self.day_first != self.month_first


_ZONE = re.compile(r"\s*(?:(?:GMT|UTC)\s*(?:[+-]9{1,2}(?::?99)?)?|Z|[+-]99:?99|[+-]99)$", re.I)
_TIME = re.compile(r"(?P<glue>[ T]|, ?| at )(?P<h>9{1,2}):99(?P<s>:99(?P<f>[.,]9+)?)?(?P<ap>\s?[AaPp]\.?[Mm]\.?)?$")
_YMD = re.compile(r"^9999(?P<a>[-/.])9{1,2}(?P=a)9{1,2}$")
_DMY = re.compile(r"^9{1,2}(?P<a>[-/.])9{1,2}(?P=a)(?P<y>9999|99)$")
_NAMED = re.compile(r"^(?:(?P<w>[^\W\d]{2,9})\.?(?P<g>[ ,\-]+))?(?P<rest>.*)$")
_DAY_MONTH = re.compile(r"^(?P<d>9{1,2})(?P<a>[ \-/.]*)(?P<m>[^\W\d_]{3,10})(?P<b>[ \-/.,]*)(?P<y>9999|99)$")
_MONTH_DAY = re.compile(r"^(?P<m>[^\W\d_]{3,10})(?P<a>\.?[ \-/]+)(?P<d>9{1,2})(?:(?P<b>,? +|[\-/])(?P<y>9999))?$")
_MONTH_YEAR = re.compile(r"^(?P<m>[^\W\d_]{3,10})(?P<a>\.?[ \-/',]+)(?P<y>9999)$")


@lru_cache(maxsize=20_000)
def date_form(shape: str) -> DateForm | None:
    """Reads a shape as a date; nothing where it is not one.

    >>> date_form("99/99/9999").day_first, date_form("99/99/9999").month_first, date_form("99.99")
    ('%d/%m/%Y', '%m/%d/%Y', None)
    """
    if not 5 <= len(shape) <= 45 or "9" not in shape:
        return None
    zone = _ZONE.search(shape) if ":" in shape else None
    rest = shape[: zone.start()] if zone else shape
    time = _TIME.search(rest)
    if zone and not time:
        return None
    date = _date_part(rest[: time.start()] if time else rest)
    if date is None or (time and date.month_only):
        return None
    suffix = _time_format(time) if time else ""
    return DateForm(date.day_first + suffix, date.month_first + suffix, time is not None, zone is not None,
                    date.names, date.no_year, date.month_only)  # fmt: skip


def _time_format(time: re.Match[str]) -> str:
    half = time["ap"]
    seconds = ("" if time["s"] is None else ":%S") + ("" if time["f"] is None else time["f"][0] + "%f")
    noon = "" if not half else (" " if half[0].isspace() else "") + "%p"
    return f"{time['glue']}{'%I' if half else '%H'}:%M{seconds}{noon}"


def _date_part(text: str) -> DateForm | None:
    if found := _YMD.match(text):
        form = f"%Y{found['a']}%m{found['a']}%d"
        return DateForm(form, form)
    if found := _DMY.match(text):
        year, mark = "%Y" if len(found["y"]) == 4 else "%y", found["a"]
        return DateForm(f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}")
    if text in {"9999-99", "9999/99"}:
        return DateForm(f"%Y{text[4]}%m", f"%Y{text[4]}%m", month_only=True)
    return _named_date(text)


def _named_date(text: str) -> DateForm | None:
    """A date with the name of a month, perhaps after the name of a weekday."""
    found = _NAMED.match(text)
    if found and found["w"] and found["w"].casefold() in WEEKDAYS:
        inner = _month_date(found["rest"])
        if inner is None:
            return None
        lead = text[len(found["w"]) : text.index(found["rest"], len(found["w"]))]
        form = lead + inner.day_first
        return DateForm(form, form, names=(found["w"], *inner.names), no_year=inner.no_year)
    return _month_date(text)


def _month_date(text: str) -> DateForm | None:
    for pattern, order in ((_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy"), (_MONTH_YEAR, "my")):
        found = pattern.match(text)
        if found and found["m"].casefold() in MONTHS:
            return _month_form(found, order)
    return None


def _month_form(found: re.Match[str], order: str) -> DateForm:
    year = {4: "%Y", 2: "%y", 0: ""}[len(found["y"] or "")]
    if order == "my":
        form = f"%m{found['a']}{year}"
        return DateForm(form, form, names=(found["m"],), month_only=True)
    form = f"%d{found['a']}%m{found['b']}{year}" if order == "dmy" else f"%m{found['a']}%d{found['b'] or ''}{year}"
    return DateForm(form, form, names=(found["m"],), no_year=not year)
