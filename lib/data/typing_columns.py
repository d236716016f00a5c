"""Decides the type of every column of a file together: what is certain in one column settles the doubts of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from lib.data.cell_kinds import BOOLEAN_FAMILIES
from lib.data.column_parts import only
from lib.data.column_plans import Hints, Plan, boolean_plan, missing_count, settled, text_plan
from lib.data.date_plans import DateEvidence, date_evidence, date_plan, day_number_plan
from lib.data.evidence import Facts, gather
from lib.data.findings import Findings
from lib.data.number_plans import NumberEvidence, file_decimal, number_evidence, number_plan
from lib.data.shapes import dressed
from lib.data.staging import Staged

LONG_CELL = 32_767  # the most that a cell of a spreadsheet holds
MAX_NAMES = 12
_CODES = (
    "ids_damaged numbers_ambiguous numbers_ambiguous_left_out decimals_mixed percent_mixed currencies_mixed "
    "dates_ambiguous_day_first dates_ambiguous_month_first dates_without_year zones_mixed"
)
_WARNINGS = frozenset(_CODES.split())
_BOOLEAN_WORDS = frozenset(word for true, false in BOOLEAN_FAMILIES for word in true | false)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A column whose shapes have to be weighed."""

    facts: Facts
    numbers: NumberEvidence
    dates: DateEvidence | None


def plan_columns(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    names: Sequence[str],
    sample: Sequence[Sequence[str | None]],
    hints: Hints,
    findings: Findings,
    native: Mapping[int, Plan] | None = None,
) -> tuple[Staged, list[Plan]]:
    """The plan of every column, with what has to be said about it, and the rows that the plans are written for.

    Args:
        connection: engine with access to the staged rows.
        staged: the rows as text.
        names: clean names of the columns, for the issues.
        sample: values of the first rows, column by column.
        hints: what the caller says and what kind of file it is.
        findings: takes the issues and the settings ``decimal`` and ``day_first``.
        native: plans of columns whose type the file itself states.
    """
    native = {position: plan for position, plan in (native or {}).items() if position not in hints.types}
    forced = [position for position, kind in hints.types.items() if kind != "text"]
    facts = gather(connection, staged, sample, forced, native)
    staged = dressed(staged, (position for position, found in enumerate(facts) if found.guess == "shapes"))
    candidates = {
        position: _candidate(connection, only([position], staged), position, found)
        for position, found in enumerate(facts)
        if found.guess == "shapes"
    }
    hints = _with_certainties(hints, facts, candidates)
    findings.settings["decimal"] = hints.decimal or hints.default_decimal
    findings.settings["day_first"] = hints.day_first
    plans = [
        native.get(position)
        or _plan(
            connection, only([position], staged), position, names[position], found, candidates.get(position), hints
        )
        for position, found in enumerate(facts)
    ]
    _report(names, plans, facts, findings)
    return staged, plans


def _candidate(connection: duckdb.DuckDBPyConnection, staged: Staged, position: int, facts: Facts) -> _Candidate:
    return _Candidate(facts, number_evidence(facts), date_evidence(connection, staged, f"c{position}", facts))


def _with_certainties(hints: Hints, facts: Sequence[Facts], candidates: Mapping[int, _Candidate]) -> Hints:
    if not hints.told_decimal and hints.decimal is None:
        plain = sum(found.guess == "decimal" for found in facts)
        hints = replace(hints, decimal=file_decimal([c.numbers for c in candidates.values()], plain))
    if not hints.told_day_first:
        orders = {c.dates.order for c in candidates.values() if c.dates and c.dates.order is not None}
        hints = replace(hints, day_first=orders.pop() if len(orders) == 1 else None)
    return hints


def _plan(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    position: int,
    header: str,
    facts: Facts,
    candidate: _Candidate | None,
    hints: Hints,
) -> Plan:
    name, told = f"c{position}", hints.types.get(position)
    if told == "text":
        return text_plan(name, replace(facts, guess="text", blanks=1))
    if candidate is None:
        return settled(name, facts) or text_plan(name, facts)
    if told is not None:
        return _told(connection, staged, name, header, candidate, hints, told)
    return (
        boolean_plan(name, facts)
        or day_number_plan(connection, staged, name, header, facts)
        or (candidate.dates and date_plan(connection, staged, name, candidate.dates, hints, forced=False))
        or number_plan(name, facts, candidate.numbers, hints, forced=False)
        or text_plan(name, facts, *_mixture(candidate))
    )


def _told(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    name: str,
    header: str,
    candidate: _Candidate,
    hints: Hints,
    kind: str,
) -> Plan:
    """The plan for a type that the caller asks for; values that do not fit become missing and are counted."""
    if kind == "boolean":
        plan = boolean_plan(name, candidate.facts, forced=True)
    elif kind in {"date", "datetime"}:
        plan = day_number_plan(connection, staged, name, "date", candidate.facts) or (
            date_plan(connection, staged, name, candidate.dates, hints, forced=True) if candidate.dates else None
        )
    else:
        plan = number_plan(name, candidate.facts, candidate.numbers, hints, forced=True)
    if plan is None:
        empty = {"number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN"}.get(kind, "DATE")
        kind_of_plan = "number" if kind in {"number", "integer"} else "boolean" if kind == "boolean" else "date"
        return Plan(kind_of_plan, f"CAST(NULL AS {empty})", may_fail=True)  # type: ignore[arg-type]
    return plan


def _mixture(candidate: _Candidate) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """The note that a column of text holds numbers or dates too."""
    numeric = candidate.numbers.numeric + (candidate.dates.dated if candidate.dates else 0)
    words = sum(s.count for s in candidate.facts.shapes if s.shape.lower() in _BOOLEAN_WORDS)
    _, codes = missing_count(candidate.facts.shapes)
    if not numeric or numeric + words + sum(codes.values()) < 0.5 * candidate.facts.filled:
        return ()
    return (("mixed_kept_as_text", {}),)


def _report(names: Sequence[str], plans: Sequence[Plan], facts: Sequence[Facts], findings: Findings) -> None:
    """Says each thing once, with the columns it is true of; what has figures of its own is said per column."""
    together: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for name, plan in zip(names, plans, strict=True):
        for code, fields in plan.notes:
            if code in _WARNINGS:
                _warn_within(findings, counts, code, name, fields)
            elif fields:
                findings.info(code, column=name, **fields)
            else:
                together[code].append(name)
    for code, columns in together.items():
        findings.info(code, columns=listed(columns), count=len(columns))
    long = [name for name, found in zip(names, facts, strict=True) if found.longest > LONG_CELL]
    if long:
        findings.warn("long_cells", columns=listed(long), count=len(long), longest=max(f.longest for f in facts))


def _warn_within(
    findings: Findings, counts: dict[str, int], code: str, name: str, fields: Mapping[str, object]
) -> None:
    counts[code] += 1
    if counts[code] <= MAX_NAMES:
        findings.warn(code, column=name, **fields)


def listed(names: Sequence[str]) -> str:
    """Names for a sentence, the first dozen of them.

    >>> listed(["spend", "revenue"])
    'spend, revenue'
    """
    return ", ".join(names[:MAX_NAMES]) + (", …" if len(names) > MAX_NAMES else "")
