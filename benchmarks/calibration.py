"""How often intervals cover and tests raise alarms, by simulation: ``make calibrate`` (some minutes, one core).

Writes ``lib/knowledge/calibration.csv``, which the page "Can I trust this?" shows, and ``docs/img/calibration.svg``.
Every cell has a random stream of its own, from the seed and its name: a slice gives the numbers of the whole run.
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.calibration_cells import LEVEL, POWER, Cell, cells, tally
from benchmarks.calibration_designs import design_cells
from benchmarks.calibration_picture import draw
from lib.knowledge.calibration import FIELDS, TABLE, Row, calibration

SEED: Final = 15
REPLICATIONS: Final = 20_000

# What each method promises of its coverage or false alarms. Everything not named promises the nominal value for
# large samples only ("asymptotic").
AT_LEAST: Final = frozenset(
    {
        "exact",
        "binomial_exact",
        "fisher",
        "barnard",
        "boschloo",
        "odds_ratio:conditional",
        "mcnemar_exact",
        "poisson_exact",
        "conditional_binomial",
        "pairs:bonferroni",
        "pairs:holm",
        "pairs:bh",
        "permutation",
        "mixture_sprt",
        "confidence_sequence",
    }
)
ON_AVERAGE: Final = frozenset(
    {
        "wilson",
        "wilson_cc",
        "jeffreys",
        "mid_p",
        "likelihood",
        "agresti_coull",
        "difference:newcombe",
        "difference:newcombe_cc",
        "difference:score",
        "difference:mee",
        "difference:agresti_caffo",
        "difference:jeffreys_perks",
        "risk_ratio:koopman",
        "odds_ratio:gart",
        "odds_ratio:independence_smoothed",
        "newcombe_paired",
        "poisson_score",
        "poisson_jeffreys",
        "poisson_byar",
        "poisson_mover",
        "nps_adjusted",
        "finite_population",
    }
)
# Methods that use normal values, on normal values; a rank test below 50; a prior, on shares that follow it.
EXACTLY: Final = frozenset(
    {
        ("student_one_sample", "normal"),
        ("student", "normal"),
        ("beta_binomial", "prior"),
        ("anova", "normal"),
    }
)
NOTHING: Final = frozenset({"naive:visits", "naive:weights", "pairs:none", "naive:looks"})


def promise_of(method: str, cell: Cell) -> str:
    """What the method promises on this population: exact, at_least, on_average, asymptotic or nothing."""
    if method in NOTHING or (method == "student" and cell.population == "unequal"):
        return "nothing"
    if (method.removesuffix(":one"), cell.population) in EXACTLY:
        return "exact"
    if method in AT_LEAST or (method in ("mann_whitney", "hodges_lehmann") and cell.n < 50):
        return "at_least"
    return "on_average" if method in ON_AVERAGE else "asymptotic"


def rows_of(cell: Cell, replications: int = REPLICATIONS) -> Iterator[Row]:
    """The lines of the table that one cell gives."""
    name = f"{cell.family} {cell.population} {cell.n} {cell.a} {cell.b}"
    rng = np.random.default_rng([SEED, zlib.crc32(name.encode())])
    samples, weights = cell.draw(rng, replications), [1.0] * replications
    if cell.distinct:
        samples, counts = np.unique(samples, axis=0, return_counts=True)
        weights = counts.tolist()
    found = tally(samples, weights, cell.judge)
    exact = {}
    if cell.everything is not None:
        everything, probabilities = cell.everything()
        exact = tally(everything, probabilities.tolist(), cell.judge)
    for (method, measure), (hits, answered) in found.items():
        nominal = None if measure == POWER else LEVEL if measure == "coverage" else 1 - LEVEL
        certain = exact.get((method, measure))
        yield Row(
            cell.family,
            cell.population,
            cell.n,
            cell.a,
            cell.b,
            method,
            measure,
            promise_of(method, cell) if nominal is not None else "",
            nominal if nominal is None else round(nominal, 10),
            round(hits / answered, 5) if answered else None,
            round(certain[0] / certain[1], 5) if certain and certain[1] else None,
            round(1 - answered / replications, 5),
            replications,
        )


def write(rows: Iterable[Row], path: Path) -> None:
    """The table as CSV; an empty field is a figure that does not apply."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        for row in rows:
            writer.writerow(["" if value is None else value for value in (getattr(row, name) for name in FIELDS)])


def all_cells() -> tuple[Cell, ...]:
    """The whole grid, in the order of the table."""
    return (*cells(), *design_cells())


def key(one: Row | Cell) -> tuple[str, str, int, float, float | None]:
    """What the cell of a row is known by."""
    return one.family, one.population, one.n, one.a, one.b


def main() -> None:
    """All cells, on all cores; those not in the table yet with --missing; only printed with names of families."""
    wanted = sys.argv[1:]
    known: dict[object, list[Row]] = {}
    if wanted == ["--missing"]:
        for row in calibration():
            known.setdefault(key(row), []).append(row)
    grid = all_cells()
    chosen = [i for i, cell in enumerate(grid) if key(cell) not in known]
    if wanted and not known:
        chosen = [i for i in chosen if grid[i].family in wanted]
    with ProcessPoolExecutor() as pool:
        for place, new in zip(chosen, pool.map(_rows_at, chosen), strict=True):
            print(f"{grid[place].family} {grid[place].population} n={grid[place].n}: {len(new)} figures", flush=True)
            known[key(grid[place])] = known.get(key(grid[place]), []) + new
    rows = [row for place in dict.fromkeys(map(key, grid)) for row in known.get(place, [])]
    if not wanted or wanted == ["--missing"]:
        write(rows, TABLE)
        draw(rows)
        return
    for row in rows:
        print(
            row.population, row.n, row.a, row.b, row.method, row.measure, row.value, row.exact, row.promise, row.outcome
        )


def _rows_at(place: int) -> list[Row]:
    return list(rows_of(all_cells()[place]))


if __name__ == "__main__":
    main()
