"""From measured rows to an experiment."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from lib.experiments.records import (
    SUMS,
    Arm,
    Experiment,
    Facts,
    Kind,
    check_arms,
    guess_control,
    with_control_first,
)
from lib.stats import survival_table

Row = Mapping[Any, Any]
# A segment is a group of everybody; more than these would be a list of chances for a false alarm.
MOST_SEGMENTS: Final = 12


def experiment_of(
    kind: Kind,
    rows: Iterable[Row],
    *,
    segments: Iterable[Row] = (),
    days: Iterable[Row] = (),
    facts: Row | None = None,
    life_table: Iterable[Row] = (),
) -> Experiment:
    """An experiment from rows of sums, the likely control first.

    Args:
        kind: of the outcome.
        rows: one per arm: ``arm`` and the sums of ``Arm``; what is absent or empty is nought.
        segments: the same with ``group``, the largest group first.
        days: the same with ``period``, in any order.
        facts: counts for the health checks.
        life_table: rows of ``arm``, ``time``, ``events``, ``censored``.

    Raises:
        InputError: fewer than two arms or more than ten, or an arm that is named twice.

    Example:
        >>> rows = [{"arm": "new", "assigned": 9, "n": 9, "total": 4}, {"arm": "old", "assigned": 8, "n": 8, "total": 2}]
        >>> found = experiment_of("binary", rows)
        >>> found.control.label, found.control.total
        ('old', 2.0)
    """
    arms = tuple(_arm(row) for row in rows)
    if life_table:
        arms = _with_tables(arms, life_table)
    check_arms(arms)
    ordered = with_control_first(arms, guess_control(arm.label for arm in arms))
    known = Facts(**{name: _number(value) for name, value in (facts or {}).items()})
    return Experiment(
        kind,
        ordered,
        segments=dict(list(_by("group", segments).items())[:MOST_SEGMENTS]),
        days=dict(sorted(_by("period", days).items())),
        facts=known,
        has_before=any(arm.before_squares > 0 for arm in arms),
    )


def _number(value: Any) -> float:
    # Empty sums come as None or not-a-number out of an engine.
    return 0.0 if value is None or math.isnan(float(value)) else float(value)


def _arm(row: Row) -> Arm:
    sums: dict[str, Any] = {name: _number(row[name]) for name in (*SUMS, "largest") if name in row}
    return Arm(str(row["arm"]), **sums)


def _by(key: str, rows: Iterable[Row]) -> dict[str, tuple[Arm, ...]]:
    found: dict[str, list[Arm]] = {}
    for row in rows:
        label = str(row[key])
        found.setdefault(label[:10] if key == "period" else label, []).append(_arm(row))
    return {label: tuple(arms) for label, arms in found.items()}


def _with_tables(arms: tuple[Arm, ...], rows: Iterable[Row]) -> tuple[Arm, ...]:
    cells: dict[str, list[tuple[float, float, float]]] = {}
    for row in rows:
        cells.setdefault(str(row["arm"]), []).extend(
            (_number(row["time"]), happened, _number(row[name]))
            for happened, name in ((1.0, "events"), (0.0, "censored"))
        )
    return tuple(
        replace(arm, table=survival_table(*(zip(*cells[arm.label], strict=True)))) if arm.label in cells else arm
        for arm in arms
    )
