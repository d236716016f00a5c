"""Numbers beyond what decimal arithmetic holds are written as powers of ten, not refused."""

from __future__ import annotations

import pytest

from lib.knowledge.catalogue import write


@pytest.mark.parametrize("kind", ["count", "money", "percent", "number", "gap", "points"])
def test_very_large_numbers_are_written(kind: str) -> None:
    assert write(1e300, kind) == "1E300"
    assert write(-7.3551e307, kind) == "-7.355E307"


def test_large_numbers_that_people_have_stay_in_full() -> None:
    assert write(1e12, "money") == "1,000,000,000,000"
