"""The committed simulation: complete, repeatable from its seed, and every method keeps what it promises."""

from __future__ import annotations

from typing import Final

import pytest

from benchmarks.calibration import REPLICATIONS, all_cells, key, promise_of, rows_of
from lib.knowledge.calibration import calibration
from lib.stats import _binomial, _differences, rates, relative
from lib.stats.methods import ASSUMPTIONS

CELLS: Final = all_cells()
# Methods of lib.stats without a row of their own, each with the reason.
ELSEWHERE: Final = {
    "bootstrap": "as bootstrap:percentile and bootstrap:bca",
}


def bare(method: str) -> str:
    return method.rsplit(":", maxsplit=1)[-1]


def test_the_table_covers_the_grid() -> None:
    assert {key(row) for row in calibration()} == {key(cell) for cell in CELLS}
    assert {row.replications for row in calibration()} == {REPLICATIONS}


def test_no_method_is_missing() -> None:
    shown = {bare(row.method) for row in calibration()}
    missing = set(ASSUMPTIONS) - shown - set(ELSEWHERE)
    assert not missing, "add them to benchmarks/calibration_cells.py and run make calibrate"


@pytest.mark.parametrize(
    ("prefix", "methods"),
    [
        ("", _binomial.METHODS),
        ("difference:", _differences.METHODS),
        ("risk_ratio:", relative._RISK),
        ("odds_ratio:", relative._SMOOTHED),
        ("poisson_", rates._METHODS),
    ],
)
def test_no_interval_is_missing(prefix: str, methods: dict[str, object]) -> None:
    covered = {row.method for row in calibration() if row.measure == "coverage"}
    assert {prefix + name for name in methods} <= covered


@pytest.mark.parametrize(
    ("family", "population", "n"),
    [("share", "binomial", 20), ("split", "binomial", 100), ("rate", "poisson", 10), ("rates", "poisson", 5)],
)
def test_a_slice_run_again_gives_the_same_digits(family: str, population: str, n: int) -> None:
    chosen = [cell for cell in CELLS if (cell.family, cell.population, cell.n) == (family, population, n)]
    assert chosen
    for cell in chosen:
        assert list(rows_of(cell)) == [row for row in calibration() if key(row) == key(cell)]


def test_the_promises_written_are_those_of_the_script() -> None:
    of_cell = {key(cell): cell for cell in CELLS}
    for row in calibration():
        if row.nominal is not None:
            assert row.promise == promise_of(row.method, of_cell[key(row)])


def test_exact_methods_are_exact_and_careful_ones_never_short() -> None:
    broken = [row for row in calibration() if row.promise == "exact" and row.outcome != "within"]
    broken += [row for row in calibration() if row.promise == "at_least" and row.outcome == "short"]
    assert broken == []


def test_methods_right_on_average_are_never_short_of_it() -> None:
    averages = [row for row in calibration() if row.population == "average" and row.promise == "on_average"]
    assert len(averages) > 30
    assert [row for row in averages if row.outcome == "short"] == []


def test_methods_for_large_samples_come_closer() -> None:
    # At the largest size of each grid within a point and a half of nominal. Not the bootstrap, simulated for small
    # samples only, and not the averages over all truths, where shares near 0 and 1 are never large samples.
    rows = [row for row in calibration() if row.promise == "asymptotic" and row.population != "average"]
    rows = [row for row in rows if "bootstrap" not in row.method]
    largest: dict[tuple[str, str, str, str], int] = {}
    for row in rows:
        name = row.family, row.population, row.method, row.measure
        largest[name] = max(row.n, largest.get(name, 0))
    checked = [row for row in rows if largest[row.family, row.population, row.method, row.measure] == row.n]
    far = [row for row in checked if row.outcome == "short" and abs((row.value or 0) - (row.nominal or 0)) > 0.015]
    assert len(checked) > 50
    assert far == []


def test_simulation_and_all_possible_outcomes_agree() -> None:
    both = [row for row in calibration() if row.exact is not None and row.value is not None]
    assert len(both) > 300
    for row in both:
        exact, value = row.exact or 0.0, row.value or 0.0
        # Four standard errors; the 1e-4 is for shares so near 0 or 1 that the normal band has no width.
        assert abs(value - exact) <= 4 * (exact * (1 - exact) / row.replications) ** 0.5 + 1e-4, row


def test_the_textbook_interval_fails_where_it_is_known_to() -> None:
    # Brown, Cai and DasGupta (2001), Statistical Science 16, 101-133: erratic and far below 95 % for small n and p;
    # here 20 trials at 0.02. By hand: covered only where x = 1, 2, 3 of B(20, 0.02), since x = 0 has no width and the
    # limits for x = 4 begin at 0.0247: 20 (0.02) 0.98^19 + 190 (0.02)^2 0.98^18 + 1140 (0.02)^3 0.98^17 = 0.33179.
    row = next(r for r in calibration() if key(r) == ("share", "binomial", 20, 0.02, None) and r.method == "wald")
    assert row.exact == pytest.approx(0.33179, abs=5e-6)
    assert row.outcome == "short"
