"""The very large and the very small are written as powers of ten: neither refused nor shown as nought."""

from __future__ import annotations

import pytest

from lib.knowledge.catalogue import write


@pytest.mark.parametrize("kind", ["count", "money", "number", "gap", "points"])
def test_very_large_numbers_are_written(kind: str) -> None:
    assert write(1e300, kind) == "1E300"
    assert write(-7.3551e307, kind) == "-7.355E307"


def test_large_numbers_that_people_have_stay_in_full() -> None:
    assert write(1e12, "money") == "1,000,000,000,000"


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (1e300, "percent", "1E302%"),
        (1e-10, "number", "1E-10"),
        (-2.5e-7, "number", "-2.5E-7"),
        (3e-9, "percent", "3E-7%"),
        (5e-7, "percent", "0.00005%"),
        (0.0012, "money", "0.0012"),
        (4e-9, "money", "4E-9"),
        (0.012, "count", "0.012"),
        (0.00001, "gap", "0.00001"),
        (0.004, "points", "0.004"),
        # Nought itself stays nought.
        (0, "number", "0"),
        (0, "percent", "0.00%"),
        (0, "money", "0.00"),
    ],
)
def test_small_numbers_are_not_nought(number: float, kind: str, shown: str) -> None:
    assert write(number, kind) == shown
