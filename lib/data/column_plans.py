"""From the facts of a column to its type and to the SQL that turns its text into values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.data.cell_kinds import BOOLEAN_FAMILIES, ERROR_CODES, MISSING_CODES
from lib.data.dataset import ColumnType
from lib.data.engine import list_literal
from lib.data.evidence import Facts, is_empty
from lib.data.shapes import ShapeCount, digits_of

ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of the file as a whole, and what the caller says.

    Attributes:
        decimal: decimal mark of the columns that leave no doubt, or of the caller.
        told_decimal: whether the caller gave it.
        default_decimal: mark to assume where nothing is known.
        doubtful: whether that assumption has to be said.
        day_first: order of the dates that leave no doubt, or of the caller.
        told_day_first: whether the caller gave it.
        types: type by column position, from the caller.
    """

    decimal: str | None = None
    told_decimal: bool = False
    default_decimal: str = "."
    doubtful: bool = False
    day_first: bool | None = None
    told_day_first: bool = False
    types: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a column.

    Attributes:
        type: its type.
        expression: SQL over the text column.
        unit: ``percent`` or currency code.
        day_first: order of its dates where that is in question.
        notes: codes of issues about it, with their fields.
        clean: whether no text has blanks at either end; nothing where that was not looked at.
        may_fail: whether there are values that the expression cannot read, to be counted and shown.
    """

    type: ColumnType
    expression: str
    unit: str | None = None
    day_first: bool | None = None
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()
    may_fail: bool = False
    clean: bool | None = None


def settled(name: str, facts: Facts) -> Plan | None:
    """The plan of a column whose every value fits the first guess; nothing where its shapes decide."""
    if facts.guess == "integer":
        return Plan("integer", f"CAST({name} AS BIGINT)")
    if facts.guess == "decimal":
        whole = facts.longest - facts.fraction
        return Plan("number", f"CAST({name} AS {number_type(whole, facts.fraction)})")
    if facts.guess == "date":
        return Plan("date", f"CAST({name} AS DATE)")
    if facts.guess == "timestamp":
        return Plan("datetime", f"CAST({name} AS TIMESTAMP)")
    if facts.guess == "zoned":
        expression = f"make_timestamp(epoch_us(CAST({name} AS TIMESTAMPTZ)))"
        return Plan("datetime", expression, notes=(("dates_to_utc", {}),))
    codes = {"zero_led": "ids_leading_zeros", "long": "ids_long"}
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ((codes[facts.guess], {}),) if facts.guess in codes else ()
    return None if facts.guess == "shapes" else text_plan(name, facts, *notes)


def number_type(whole: int, fraction: int) -> str:
    """DECIMAL where money fits exactly, or where a float would lose digits; DOUBLE for measured values.

    >>> number_type(6, 2), number_type(1, 15), number_type(16, 17)
    ('DECIMAL(18,2)', 'DOUBLE', 'DECIMAL(38,17)')
    """
    if fraction <= 6 and whole + fraction <= 18:
        return f"DECIMAL(18,{fraction})"
    if whole >= 16 and whole + fraction <= 38:
        return f"DECIMAL(38,{fraction})"
    return "DOUBLE"


def text_plan(name: str, facts: Facts, *notes: tuple[str, Mapping[str, object]]) -> Plan:
    """Text exactly as written; blanks alone and error codes of a spreadsheet are missing."""
    if facts.blanks == 0 and facts.guess != "shapes":
        return Plan("text", name, notes=notes, clean=facts.padded == 0)
    codes = sum(shape.count for shape in facts.shapes if shape.shape.upper() in ERROR_CODES)
    if codes:
        notes = (*notes, ("missing_codes", {"count": codes, "codes": "#…"}))
    return Plan("text", f"CASE WHEN {is_empty(name)} THEN NULL ELSE {name} END", notes=notes)


def missing_count(shapes: Sequence[ShapeCount]) -> tuple[int, Counter[str]]:
    """Number of blanks, and of codes for a missing value by code."""
    codes = Counter({s.shape: s.count for s in shapes if s.shape and s.shape.lower() in MISSING_CODES})
    blank = sum(s.count for s in shapes if not s.shape)
    return blank, codes


def missing_notes(codes: Counter[str]) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """The note that such codes were read as missing."""
    if not codes:
        return ()
    return (("missing_codes", {"count": sum(codes.values()), "codes": ", ".join(sorted(codes))}),)


def boolean_plan(name: str, facts: Facts, *, forced: bool = False) -> Plan | None:
    """Yes and no, TRUE and FALSE, ha and yo'q: one pair of words over the whole column."""
    _, codes = missing_count(facts.shapes)
    words = {shape.shape.lower() for shape in facts.shapes if shape.shape and shape.shape not in codes}
    for true, false in BOOLEAN_FAMILIES:
        if words and words <= true | false and _is_enough(words, true, false):
            return _boolean(name, true, false, codes)
    if not forced:
        return None
    true = frozenset(word for pair in BOOLEAN_FAMILIES for word in pair[0]) | {"1", "1.0"}
    false = frozenset(word for pair in BOOLEAN_FAMILIES for word in pair[1]) | {"0", "0.0"}
    return _boolean(name, true, false, codes, may_fail=True)


def _is_enough(words: set[str], true: frozenset[str], false: frozenset[str]) -> bool:
    both = bool(words & true) and bool(words & false)
    return both or words <= {"true", "false", "yes"}


def _boolean(
    name: str, true: frozenset[str], false: frozenset[str], codes: Counter[str], *, may_fail: bool = False
) -> Plan:
    value = f"lower({digits_of(name)})"
    expression = (
        f"CASE WHEN {value} IN ({list_literal(sorted(true))}) THEN true "
        f"WHEN {value} IN ({list_literal(sorted(false))}) THEN false END"
    )
    return Plan("boolean", expression, notes=missing_notes(codes), may_fail=may_fail)
