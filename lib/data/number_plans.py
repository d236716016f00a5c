"""Columns of numbers: which mark is the decimal one, what is an identifier, what is a currency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.data.column_plans import ENOUGH, Hints, Plan, missing_count, missing_notes, number_type, text_plan
from lib.data.engine import list_literal
from lib.data.evidence import Facts
from lib.data.number_forms import NumberForm, number_form
from lib.data.shapes import ShapeCount, digits_of, shape_of

TOO_LARGE = 1e30  # squares and sums of anything below stay finite
_CODELIKE = re.compile(r"^(?=.*9)(?=.*[^\W\d_])[\w\-/.]{2,}$")
_DAMAGED = re.compile(r"^9(\.9+)?E\+99$")
Note = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class NumberEvidence:
    """The numeric shapes of a column, and how many of its values they cover.

    Attributes:
        forms: shape and form, for every shape that is a number.
        known: values that are neither blank nor a code for missing.
        numeric: values that are numbers.
        codes: codes for missing values.
        point: values that prove a decimal point.
        comma: values that prove a decimal comma.
        doubtful: values that could be read either way.
        codelike: values that join letters and digits, such as C536379.
    """

    forms: tuple[tuple[ShapeCount, NumberForm], ...]
    known: int
    numeric: int
    codes: Counter[str]
    point: int
    comma: int
    doubtful: int
    codelike: int = 0

    @property
    def decimal(self) -> str | None:
        """The mark that the column itself proves; nothing where it proves none or both."""
        if bool(self.point) == bool(self.comma):
            return None
        return "." if self.point else ","


def number_evidence(facts: Facts) -> NumberEvidence:
    """Sorts the shapes of a column into numbers and others."""
    blank, codes = missing_count(facts.shapes)
    forms = tuple(
        (shape, form)
        for shape in facts.shapes
        if shape.shape not in codes and (form := number_form(shape.shape)) is not None
    )
    marks: Counter[str] = Counter()
    for shape, form in forms:
        for mark, count in _proof(shape, form):
            marks[mark] += count
    return NumberEvidence(
        forms,
        facts.filled - blank - sum(codes.values()),
        sum(shape.count for shape, _ in forms),
        codes,
        marks["."],
        marks[","],
        marks["?"],
        sum(s.count for s in facts.shapes if _CODELIKE.match(s.shape) and number_form(s.shape) is None),
    )


def _proof(shape: ShapeCount, form: NumberForm) -> list[tuple[str, int]]:
    other = {".": ",", ",": "."}
    if form.ambiguous:
        return [(form.decimal, shape.zero_point), ("?", shape.count - shape.zero_point)]
    if form.decimal:
        return [(form.decimal, shape.count)]
    return [(other[form.thousands], shape.count)] if form.thousands in other else []


def number_plan(name: str, facts: Facts, found: NumberEvidence, hints: Hints, *, forced: bool) -> Plan | None:
    """The plan for a column of numbers; nothing where too few values are numbers."""
    if not found.forms or (not forced and found.numeric < ENOUGH * found.known):
        return None
    if not forced and (note := _identifier_note(found)):
        return text_plan(name, facts, note)
    decimal, notes = _decimal(found, hints)
    text, whole, fraction, exponent = _expression(name, found, decimal)
    unit, unit_notes = _unit(found)
    notes += unit_notes + missing_notes(found.codes)
    may_fail = exponent or found.numeric < found.known or (decimal is None and found.doubtful > 0)
    if exponent or whole + fraction > 38:
        value = f"TRY_CAST({text} AS DOUBLE)"
        guarded = f"CASE WHEN abs({value}) < {TOO_LARGE} THEN {value} END"
        return Plan("number", guarded, unit, notes=notes, may_fail=True)
    if fraction == 0 and whole <= 15:
        return Plan("integer", f"TRY_CAST({text} AS BIGINT)", unit, notes=notes, may_fail=may_fail)
    kind = number_type(whole, fraction)
    value = f"TRY_CAST({text} AS {kind})"
    # A code for missing such as nan would become a value of DOUBLE.
    value = f"CASE WHEN isfinite({value}) THEN {value} END" if kind == "DOUBLE" and found.codes else value
    return Plan("number", value, unit, notes=notes, may_fail=may_fail)


def _identifier_note(found: NumberEvidence) -> Note | None:
    """Why these digits are a name and not a quantity, if so."""
    plain = all(form.plain or form.exponent or shape.shape.startswith("+") for shape, form in found.forms)
    if not plain:
        return None
    damaged = sum(shape.count for shape, _ in found.forms if _DAMAGED.match(shape.shape))
    fractions = any(form.decimal and not form.exponent for _, form in found.forms)
    if fractions:
        return None
    if found.codelike:
        return "ids_with_letters", {}
    if damaged:
        return "ids_damaged", {"count": damaged}
    if any(shape.zero_led and form.whole > 1 for shape, form in found.forms):
        return "ids_leading_zeros", {}
    if any(shape.shape.startswith("+") and form.whole >= 9 for shape, form in found.forms):
        return "ids_phone", {}
    if any(form.whole >= 16 for _, form in found.forms):
        return "ids_long", {}
    return None


def _decimal(found: NumberEvidence, hints: Hints) -> tuple[str | None, tuple[Note, ...]]:
    """The decimal mark for values in doubt; nothing where the column itself uses both."""
    if hints.told_decimal:
        return hints.decimal, ()
    if found.point and found.comma:
        note: tuple[Note, ...] = (("numbers_ambiguous_left_out", {"count": found.doubtful}),) if found.doubtful else ()
        return None, (("decimals_mixed", {"point": found.point, "comma": found.comma}), *note)
    own = found.decimal
    decimal = own or hints.decimal or hints.default_decimal
    notes: tuple[Note, ...] = (("decimal_comma", {}),) if decimal == "," and (found.comma or found.doubtful) else ()
    if found.doubtful and own is None and hints.decimal is None and hints.doubtful:
        notes = (*notes, ("numbers_ambiguous", {"count": found.doubtful, "decimal": decimal}))
    return decimal, notes


def _expression(name: str, found: NumberEvidence, decimal: str | None) -> tuple[str, int, int, bool]:
    """SQL for the number in plain notation, as text; digits before and after the mark; whether there are exponents."""
    groups: dict[str, list[str]] = {}
    whole = fraction = 0
    for shape, form in found.forms:
        mark = _mark(form, decimal)
        if mark == "?":
            continue
        decimals = form.fraction if form.decimal and form.decimal == mark else 0
        whole = max(whole, form.whole + form.fraction - decimals)
        fraction = max(fraction, decimals + 2 * form.percent)
        groups.setdefault(_conversion(name, form, mark, decimals), []).append(shape.shape)
    if not groups:
        return "NULL", 0, 0, False
    if all(shape.point_zero == shape.count or form.fraction == 0 for shape, form in found.forms if form.plain) and all(
        form.plain for _, form in found.forms
    ):
        fraction = 0
    exponent = any(form.exponent for _, form in found.forms)
    if found.numeric == found.known and list(groups) == [digits_of(name)] and not exponent:
        return digits_of(name), whole, fraction, False  # every value is plain: the engine reads it as it stands
    written = shape_of(name)
    cases = " ".join(f"WHEN {written} IN ({list_literal(shapes)}) THEN {sql}" for sql, shapes in groups.items())
    return f"(CASE {cases} END)", whole, fraction, exponent


def _mark(form: NumberForm, decimal: str | None) -> str:
    """The decimal mark of this shape: its own where it leaves no doubt, else the column's; ? where both are open."""
    if form.ambiguous:
        return decimal or "?"
    return form.decimal


def _conversion(name: str, form: NumberForm, mark: str, decimals: int) -> str:
    """SQL that writes the values of one shape in plain notation."""
    value = digits_of(name)
    if form.exponent:
        return f"replace({value}, ',', '.')"
    if form.plain and (decimals or not form.decimal):
        return value
    digits = f"regexp_replace({value}, '[^0-9]', '', 'g')"
    if form.whole == 0:
        number = f"'0.' || {digits}"
    elif decimals:
        core = f"regexp_replace(regexp_extract({value}, '[0-9].*[0-9]'), '[^0-9{mark}]', '', 'g')"
        number = f"replace({core}, ',', '.')"
    else:
        number = digits
    if form.percent:
        number = f"CAST(CAST({number} AS DECIMAL(18,{decimals})) * 0.01 AS VARCHAR)"
    return f"'-' || {number}" if form.negative else number


def _unit(found: NumberEvidence) -> tuple[str | None, tuple[Note, ...]]:
    percent = sum(shape.count for shape, form in found.forms if form.percent)
    currencies: Counter[str] = Counter()
    for shape, form in found.forms:
        if form.currency:
            currencies[form.currency] += shape.count
    if percent:
        mixed = found.numeric - percent
        return "percent", (("percent_mixed", {"count": mixed, "percent": percent}),) if mixed else (("percent", {}),)
    if len(currencies) > 1:
        shown = ", ".join(f"{code} {count}" for code, count in currencies.most_common())
        return None, (("currencies_mixed", {"currencies": shown}),)
    if currencies:
        return next(iter(currencies)), (("currency", {"currency": next(iter(currencies))}),)
    return None, ()


def file_decimal(evidence: Sequence[NumberEvidence], plain_points: int) -> str | None:
    """The decimal mark that the columns without doubt agree on."""
    points = plain_points + sum(found.decimal == "." for found in evidence)
    commas = sum(found.decimal == "," for found in evidence)
    if points == commas:
        return None
    return "." if points > commas else ","
