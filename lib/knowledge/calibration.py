"""How often each interval covers and each test raises an alarm: the simulated table of ``make calibrate``."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("calibration.csv")
# Chance alone carries a simulated share beyond so many of its standard errors once in 16,000 cases.
STANDARD_ERRORS: Final = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One method on one population.

    Attributes:
        family: what is estimated or compared.
        population: code of where the values come from.
        n: units, or expected events, in the first group.
        a: parameter of the first group.
        b: of the second group, None without one.
        method: name of the method, with the part of the family before a colon.
        measure: coverage, false_positive or power.
        promise: exact, at_least, on_average, asymptotic or nothing; empty for power.
        nominal: what coverage or false positives should be, None for power.
        value: share of the replications with an answer; None where no replication had one.
        exact: the same from all possible outcomes, None where they were not listed.
        unanswered: share of the replications in which the method gives no answer.
        replications: simulated samples.
    """

    family: str
    population: str
    n: int
    a: float
    b: float | None
    method: str
    measure: str
    promise: str
    nominal: float | None
    value: float | None
    exact: float | None
    unanswered: float
    replications: int

    @property
    def band(self) -> tuple[float, float] | None:
        """Where the value falls by chance if the truth is nominal."""
        if self.nominal is None:
            return None
        answered = max(1.0, self.replications * (1 - self.unanswered))
        half = STANDARD_ERRORS * math.sqrt(self.nominal * (1 - self.nominal) / answered)
        return self.nominal - half, self.nominal + half

    @property
    def outcome(self) -> str:
        """``within`` the band, on the ``safe`` side (covers more, fewer alarms), ``short`` of it; empty for power."""
        if self.band is None or self.value is None:
            return ""
        low, high = self.band
        if low <= self.value <= high:
            return "within"
        return "safe" if (self.value > high) == (self.measure == "coverage") else "short"


FIELDS: Final = tuple(field.name for field in fields(Row))


@cache
def calibration() -> tuple[Row, ...]:
    """The committed table, in its own order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_row(line) for line in csv.DictReader(file))


def _row(line: dict[str, str]) -> Row:
    def optional(name: str) -> float | None:
        return float(line[name]) if line[name] else None

    return Row(
        line["family"],
        line["population"],
        int(line["n"]),
        float(line["a"]),
        optional("b"),
        line["method"],
        line["measure"],
        line["promise"],
        optional("nominal"),
        optional("value"),
        optional("exact"),
        float(line["unanswered"]),
        int(line["replications"]),
    )
