"""Columns of dates: decided for the column as a whole, day first or month first, in UTC where offsets are given."""

from __future__ import annotations

# ruff: noqa: S608 - every name in a query passes identifier(), every text literal()
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from lib.data.column_plans import ENOUGH, Hints, Plan, missing_count, missing_notes
from lib.data.date_forms import MONTHS, WEEKDAYS, DateForm, date_form
from lib.data.engine import list_literal, literal
from lib.data.evidence import Facts
from lib.data.shapes import ShapeCount, digits_of, shape_of
from lib.data.staging import Staged

Note = tuple[str, Mapping[str, object]]
DATE_WORDS = re.compile(
    r"date|day|time|month|period|datum|fecha|jour|sana|kun|vaqt|oy$|дата|день|сана|кун|վրա|ամսաթիվ|օր|when|created|updated|_at$",
    re.I,
)
_ZONE = r"\s*((GMT|UTC)\s*([+-]\d{1,2}(:?\d{2})?)?|Z|[+-]\d{2}:?\d{2}|[+-]\d{2})$"
_OFFSET = r"([+-])(\d{1,2}):?(\d{2})?$"
DAY_NUMBER = "99999999"


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """The date shapes of a column and how many of its values they cover; how many each order can read."""

    forms: tuple[tuple[ShapeCount, DateForm], ...]
    known: int
    dated: int
    codes: Counter[str]
    day_first: int = 0
    month_first: int = 0
    differ: int = 0

    @property
    def in_question(self) -> bool:
        """Whether any shape could be read in two orders."""
        return any(form.in_question for _, form in self.forms)

    @property
    def order(self) -> bool | None:
        """True for day first, False for month first, as far as the values prove it."""
        if not self.in_question or self.day_first == self.month_first:
            return None
        return self.day_first > self.month_first


def date_evidence(
    connection: duckdb.DuckDBPyConnection, staged: Staged, name: str, facts: Facts
) -> DateEvidence | None:
    """Sorts the shapes of a column into dates and others; tries both orders on every value where they differ."""
    blank, codes = missing_count(facts.shapes)
    forms = tuple((shape, form) for shape in facts.shapes if (form := date_form(shape.shape)) is not None)
    if not forms:
        return None
    known = facts.filled - blank - sum(codes.values())
    found = DateEvidence(forms, known, sum(shape.count for shape, _ in forms), codes)
    if not found.in_question or found.dated < 0.5 * known:
        return found
    day, month = _value(name, found, day_first=True), _value(name, found, day_first=False)
    query = f"SELECT count(d), count(m), count(*) FILTER (d <> m) FROM (SELECT {day} AS d, {month} AS m FROM {staged.relation})"
    days, months, differ = connection.execute(query).fetchone() or (0, 0, 0)
    return DateEvidence(forms, known, found.dated, codes, days, months, differ)


def date_plan(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    name: str,
    found: DateEvidence,
    hints: Hints,
    *,
    forced: bool,
) -> Plan | None:
    """The plan for a column of dates; nothing where too few values are dates."""
    if not forced and found.dated < ENOUGH * found.known:
        return None
    order, notes = _order(found, hints)
    year_notes: tuple[Note, ...] = ()
    year = None
    if any(form.no_year for _, form in found.forms):
        year = _year(connection, staged, name, found)
        if year is None and not forced:
            return None
        year_notes = (("dates_without_year", {"year": year or datetime.now(UTC).year}),)
    value = _value(name, found, day_first=order is not False, year=year or datetime.now(UTC).year)
    zoned = sum(shape.count for shape, form in found.forms if form.zone)
    if zoned:
        value = f"({value} - to_minutes({_offset(name)}))"
        notes = (*notes, ("dates_to_utc", {}))
        if zoned < found.dated:
            notes = (*notes, ("zones_mixed", {"count": found.dated - zoned}))
    times = any(form.time for _, form in found.forms)
    expression = value if times else f"CAST({value} AS DATE)"
    decided = order if found.in_question else None
    notes = (*notes, *year_notes, *missing_notes(found.codes))
    return Plan("datetime" if times else "date", expression, day_first=decided, notes=notes, may_fail=True)


def _order(found: DateEvidence, hints: Hints) -> tuple[bool | None, tuple[Note, ...]]:
    if not found.in_question:
        return None, ()
    if hints.told_day_first:
        return hints.day_first, ()
    proven = found.order
    if proven is not None:
        return proven, (("dates_day_first" if proven else "dates_month_first", {}),)
    assumed = True if hints.day_first is None else hints.day_first
    if not found.differ:
        return assumed, ()
    code = "dates_ambiguous_day_first" if assumed else "dates_ambiguous_month_first"
    return assumed, ((code, {"count": found.differ}),)


def _value(name: str, found: DateEvidence, *, day_first: bool, year: int = 2000) -> str:
    """SQL for the timestamp as written, before any offset is taken off."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for shape, form in found.forms:
        pattern = form.day_first if day_first else form.month_first
        groups.setdefault((pattern, form.no_year), []).append(shape.shape)
    text, written, cases = _prepared(name, found), shape_of(name), []
    if len(groups) == 1 and found.dated == found.known:
        ((pattern, no_year),) = groups
        return _parsed(text, pattern, year if no_year else None)
    for (pattern, no_year), shapes in groups.items():
        parsed = _parsed(text, pattern, year if no_year else None)
        cases.append(f"WHEN {written} IN ({list_literal(shapes)}) THEN {parsed}")
    return f"CASE {' '.join(cases)} END"


def _parsed(text: str, pattern: str, year: int | None) -> str:
    """SQL that reads a text by a format, with a year put before it where it has none."""
    if year is None:
        return f"try_strptime({text}, {literal(pattern)})"
    return f"try_strptime('{year}' || {text}, {literal('%Y' + pattern)})"


def _prepared(name: str, found: DateEvidence) -> str:
    """SQL for the text with month names as numbers, without weekday names and zone."""
    text = digits_of(name)
    names = sorted({word for _, form in found.forms for word in form.names}, key=lambda word: (-len(word), word))
    for word in names:
        number = MONTHS.get(word.casefold())
        weekday = word.casefold() in WEEKDAYS
        text = f"replace({text}, {literal(word)}, {literal('' if weekday or number is None else f'{number:02d}')})"
    if any(form.zone for _, form in found.forms):
        text = f"regexp_replace({text}, {literal(_ZONE)}, '', 'i')"
    return text


def _offset(name: str) -> str:
    """SQL for the offset from UTC in minutes; 0 for values without one."""
    tail = f"regexp_extract({digits_of(name)}, {literal(_ZONE)}, 0)"
    sign = f"CASE WHEN regexp_extract({tail}, {literal(_OFFSET)}, 1) = '-' THEN -1 ELSE 1 END"
    hours = f"coalesce(TRY_CAST(regexp_extract({tail}, {literal(_OFFSET)}, 2) AS INTEGER), 0)"
    minutes = f"coalesce(TRY_CAST(regexp_extract({tail}, {literal(_OFFSET)}, 3) AS INTEGER), 0)"
    return f"CAST(({sign}) * ({hours} * 60 + {minutes}) AS INTEGER)"


def _year(connection: duckdb.DuckDBPyConnection, staged: Staged, name: str, found: DateEvidence) -> int | None:
    """The latest year, not in the future, in which all the weekdays named fall on their dates."""
    shapes = [shape.shape for shape, form in found.forms if form.no_year and len(form.names) == 2]
    if not shapes:
        return None
    query = (
        f"SELECT DISTINCT {name} FROM {staged.relation} WHERE {shape_of(name)} IN ({list_literal(shapes)}) LIMIT 400"
    )
    wanted = [_weekday_month_day(value) for (value,) in connection.execute(query).fetchall()]
    this_year = datetime.now(UTC).year
    for year in range(this_year, this_year - 28, -1):
        if all(_falls_on(year, *parts) for parts in wanted):
            return year
    return None


def _weekday_month_day(value: str) -> tuple[int, int, int]:
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", value)]
    weekday = next(WEEKDAYS[word] for word in words if word in WEEKDAYS)
    month = next(MONTHS[word] for word in reversed(words) if word in MONTHS)
    return weekday, month, int(re.findall(r"\d+", value)[0])


def _falls_on(year: int, weekday: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).isoweekday() == weekday
    except ValueError:
        return False


def day_number_plan(
    connection: duckdb.DuckDBPyConnection, staged: Staged, name: str, header: str, facts: Facts
) -> Plan | None:
    """Dates written as eight digits, 20240131: all must be real days, and either there are several or the header says so."""
    if [shape.shape for shape in facts.shapes] != [DAY_NUMBER]:
        return None
    value = f"CAST(try_strptime({name}, '%Y%m%d') AS DATE)"
    query = (
        f"SELECT count(*) FILTER ({value} BETWEEN DATE '1900-01-01' AND DATE '2100-12-31'), count(DISTINCT {name}) "
        f"FROM {staged.relation}"
    )
    days, different = connection.execute(query).fetchone() or (0, 0)
    if days < facts.filled or (different < 5 and not DATE_WORDS.search(header)):
        return None
    return Plan("date", value, notes=(("dates_eight_digits", {}),))
