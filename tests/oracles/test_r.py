"""Agreement with R to 1e-8, case by case: the table is written by make_oracles.R, which names tool and versions on top."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from lib import stats

TABLE: Final = json.loads(Path(__file__).with_name("r_cases.json").read_text(encoding="utf-8"))
CLOSE: Final = 1e-8


def log_rank(*groups: tuple[list[float], list[float]]) -> object:
    return stats.compare_survival([stats.survival_table(*group) for group in groups])


def median(times: list[float], events: list[float], level: float) -> object:
    return stats.survival_curve(times, events, level=level).median()


def restricted_mean(times: list[float], events: list[float], horizon: float, level: float) -> object:
    return stats.survival_curve(times, events, level=level).restricted_mean(horizon)


# Where the question is not one call of lib.stats.
COMPOSED: Final[dict[str, Callable[..., object]]] = {
    "log_rank": log_rank,
    "median": median,
    "restricted_mean": restricted_mean,
}


def found_at(record: Any, path: str) -> Any:
    """The value at ``interval.low``, ``details.standard_error`` or ``pairs.0.p_adjusted``; ``value`` is the record."""
    for part in path.split(".") if path != "value" else ():
        record = record[part] if isinstance(record, dict) else _inner(record, part)
    return record


def _inner(record: Any, part: str) -> Any:
    return record[int(part)] if part.isdigit() else getattr(record, part)


def test_the_table_says_where_it_comes_from() -> None:
    assert TABLE["tool"].startswith("R version")
    assert TABLE["packages"].keys() == {"survival", "survey", "epitools"}
    assert TABLE["date"]
    assert len(TABLE["cases"]) >= 150


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in TABLE["cases"]])
def test_as_r(case: dict[str, Any]) -> None:
    function = COMPOSED.get(case["function"]) or getattr(stats, case["function"])
    record = function(*case["args"], **case["kwargs"])
    assert case["expected"]
    for path, wanted in case["expected"].items():
        found, expected = np.array(found_at(record, path), float), np.array(wanted, float)
        assert found == pytest.approx(expected, rel=CLOSE, abs=1e-14), f"{path}, in R: {case['r']}"
