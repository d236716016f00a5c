"""Our reader, which trusts nothing, against DuckDB's own sniffed read of the same file."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from lib.data import read

ROWS = 1_000_000
ROUNDS = 3
SEED = 15


def run() -> Iterator[tuple[str, float, float, str]]:
    """What, ours, the yardstick, unit; medians of interleaved rounds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = write(folder / "orders.csv")
        parquet = folder / "sniffed.parquet"
        ours, theirs = interleaved(
            lambda: read(source).close(),
            lambda: duckdb.sql(f"COPY (FROM read_csv('{source}')) TO '{parquet}' (FORMAT parquet)"),
        )
        yield f"read a CSV of {ROWS:,} rows, against DuckDB's sniffed read", ours, theirs, "s"


def write(path: Path) -> Path:
    """Purchases of 50,000 customers over two years."""
    rng = random.Random(SEED)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,customer,ordered,amount,channel\n")
        for row in range(ROWS):
            day = rng.randrange(730)
            date = f"{2024 + day // 365}-{1 + day % 365 // 31:02d}-{1 + day % 28:02d}"
            channel = ("Search", "Social", "Direct")[row % 3]
            file.write(f"{row},C{rng.randrange(50_000):05d},{date},{rng.random() * 100:.2f},{channel}\n")
    return path


def interleaved(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Median seconds of both, in turns, so that a busy machine hits both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for place, task in enumerate((ours, theirs)):
            start = time.perf_counter()
            task()
            taken[place].append(time.perf_counter() - start)
    return statistics.median(taken[0]), statistics.median(taken[1])
