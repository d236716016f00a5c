"""Our bootstrap of a difference against scipy's, per replication, with a million values in each group."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from scipy import stats as scipy_stats

from lib import stats

VALUES: Final = 1_000_000
OURS, THEIRS = 9_999, 20
SEED: Final = 15


def run() -> Iterator[tuple[str, float, float, str]]:
    """What, ours, the yardstick, unit."""
    rng = np.random.default_rng(SEED)
    money = [rng.lognormal(3, 1, VALUES) for _ in range(2)]
    binary = [(rng.random(VALUES) < share).astype(float) for share in (0.02, 0.021)]
    for name, (a, b), statistic in (
        ("means", money, np.mean),
        ("shares", binary, np.mean),
        ("medians", money, np.median),
    ):
        yield f"bootstrap of a difference in {name}, per replication", _ours(name, a, b), _theirs(a, b, statistic), "ms"
    yield "peak memory of the first, against the target", _peak(*money), 500.0, "MB"


def _ours(name: str, a: Any, b: Any) -> float:
    start = time.perf_counter()
    if name == "medians":
        stats.compare_medians(a, b, replications=OURS)
    else:
        stats.compare_means(a, b, method="bootstrap", replications=OURS)
    return (time.perf_counter() - start) / OURS * 1e3


def _theirs(a: Any, b: Any, statistic: Any) -> float:
    start = time.perf_counter()
    scipy_stats.bootstrap(
        (b, a),
        lambda one, other, axis: statistic(one, axis=axis) - statistic(other, axis=axis),
        method="percentile",
        n_resamples=THEIRS,
        batch=1,  # the default would ask for all replications at once: gigabytes
        rng=np.random.default_rng(SEED),
    )
    return (time.perf_counter() - start) / THEIRS * 1e3


def _peak(a: Any, b: Any) -> float:
    """What the bootstrap takes beyond the values, in MB."""
    tracemalloc.start()
    stats.compare_means(a, b, method="bootstrap", replications=OURS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
