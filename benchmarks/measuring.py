"""Measuring from millions of rows: ``measure`` against the best SQL we can write by hand, and against idiomatic pandas.

Each runs in a process of its own on the same Parquet file, gives the same numbers (checked), and reports its peak memory. The first
call of a process includes what is asked of the data once (unclean text, rows to leave out); the later ones are what a page pays from
then on, by group and period. ``python -m benchmarks measuring``; ROWS limits the sizes: ``ROWS=1 python -m benchmarks measuring``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from lib.data import Dataset, measure, read
from lib.indicators import INDICATORS

MILLIONS = (1, 10)
ROUNDS = 3
AGAIN = 8
TASKS = ("churn", "bounce_rate", "cpc")
SOURCES = {
    # Purchases of a twentieth as many customers over two years.
    "churn": """SELECT 'C' || lpad(((hash(i) % ({n} // 20)))::VARCHAR, 7, '0') AS customer,
        DATE '2024-01-01' + (hash(i * 7) % 730)::INT AS ordered,
        ['Search', 'Social', 'Direct'][(1 + (hash(i) % ({n} // 20)) % 3)::INT] AS channel FROM range({n}) t(i)""",
    # Page views within three months of a tenth as many visitors.
    "bounce_rate": """SELECT 'U' || (hash(i) % ({n} // 10))::VARCHAR AS visitor,
        TIMESTAMP '2026-01-01' + INTERVAL (hash(i * 7) % 7776000) SECOND AS viewed,
        '/p' || (hash(i * 11) % 50)::VARCHAR AS page,
        ['Search', 'Social', 'Direct'][(1 + (hash(i) % ({n} // 10)) % 3)::INT] AS channel FROM range({n}) t(i)""",
    # A row per keyword and day.
    "cpc": """SELECT DATE '2026-01-01' + (i % 180)::INT AS day, 'k' || (hash(i) % 5000)::VARCHAR AS keyword,
        ['Search', 'Social', 'Display'][(1 + i % 3)::INT] AS channel, (1 + hash(i * 7) % 40)::INT AS clicks,
        ((1 + hash(i * 7) % 40) * (20 + hash(i * 11) % 200) / 100.0)::DECIMAL(18,2) AS cost FROM range({n}) t(i)""",
}
ROLES = {
    "churn": ({"customer": "customer", "date": "ordered"}, "transactions"),
    "bounce_rate": ({"user": "visitor", "date": "viewed", "page": "page"}, "page_views"),
    "cpc": ({"date": "day", "clicks": "clicks", "cost": "cost"}, "ads"),
}
SQL = {
    "churn": """WITH c AS (SELECT max(channel) AS g, min(ordered) AS s, max(ordered) AS l FROM '{path}' GROUP BY customer),
        p AS (SELECT *, CASE WHEN l + INTERVAL 90 DAY <= (SELECT max(l) FROM c) THEN l + INTERVAL 90 DAY END AS e FROM c),
        m AS (SELECT g, date_trunc('month', s) AS s, date_trunc('month', e) AS e FROM p),
        o AS (SELECT date_trunc('month', greatest(max(s), max(e))) - INTERVAL 1 MONTH AS d FROM p)
        SELECT g AS grp, count(*) FILTER (s < d) - count(*) FILTER (e < d) AS customers_at_start,
        count(*) FILTER (e = d AND s < d) AS lost FROM m, o GROUP BY g""",
    "bounce_rate": """WITH v AS (SELECT visitor, channel, epoch(viewed) AS t FROM '{path}'),
        w AS (SELECT visitor, channel, t - lag(t) OVER u AS b, lead(t) OVER u - t AS a FROM v
        WINDOW u AS (PARTITION BY visitor ORDER BY t)),
        f AS (SELECT visitor, channel, count(*) FILTER (b IS NULL OR b > 1800) AS s,
        count(*) FILTER ((b IS NULL OR b > 1800) AND (a IS NULL OR a > 1800)) AS o,
        count(*) FILTER (a IS NULL OR a > 1800) AS x, count(*) AS v FROM w GROUP BY visitor, channel)
        SELECT channel AS grp, sum(s) AS sessions, sum(o) AS bounces, sum(s * s) AS sessions_squared, sum(o * o) AS bounces_squared,
        sum(s * o) AS sessions_times_bounces, sum(x) AS exits, sum(v) AS page_views, sum(x * x) AS exits_squared,
        sum(v * v) AS views_squared, sum(v * x) AS views_times_exits FROM f GROUP BY channel""",
    "cpc": """WITH d AS (SELECT channel, day, sum(cost) AS cost, sum(clicks) AS clicks,
        sum(CASE WHEN clicks > 0 THEN cost::DOUBLE / clicks END) AS own, count(*) FILTER (clicks > 0) AS rows_
        FROM '{path}' GROUP BY channel, day)
        SELECT channel AS grp, sum(cost) AS cost, sum(clicks) AS clicks, sum(own) AS row_cpc_sum, sum(rows_) AS rows_with_clicks,
        count(*) AS units, sum(cost::DOUBLE * cost::DOUBLE) AS cost_squares, sum(clicks::DOUBLE * clicks::DOUBLE) AS clicks_squares,
        sum(cost::DOUBLE * clicks::DOUBLE) AS cost_clicks FROM d GROUP BY channel""",
}


def run() -> Iterator[tuple[str, float, float, str]]:
    """What, ours, the yardstick, unit."""
    wanted = [size for size in MILLIONS if size <= int(os.environ.get("ROWS", "10"))]
    with tempfile.TemporaryDirectory() as name:
        for millions in wanted:
            for task in TASKS:
                folder = Path(name) / f"{task}-{millions}"
                prepare(folder, task, millions * 1_000_000)
                yield from compared(folder, task, millions)


def prepare(folder: Path, task: str, rows: int) -> None:
    """Writes the rows as CSV, reads them as a visitor's file is read, and keeps the result for the processes below."""
    folder.mkdir()
    source = folder / "rows.csv"
    duckdb.sql(f"COPY ({SOURCES[task].format(n=rows)}) TO '{source}' (HEADER)")
    kept = folder / "read"
    kept.mkdir()
    with read(source) as ds:
        (kept / "data.parquet").write_bytes(ds.path.read_bytes())
        (kept / "meta.json").write_text(json.dumps(ds.to_meta()), encoding="utf-8")
    source.unlink()


def compared(folder: Path, task: str, millions: int) -> Iterator[tuple[str, float, float, str]]:
    """Medians of processes in turns."""
    seen: dict[str, list[dict[str, Any]]] = {"measure": [], "sql": [], "pandas": []}
    for _ in range(ROUNDS):
        for engine, runs in seen.items():
            command = [sys.executable, "-m", "benchmarks.measuring", str(folder), task, engine]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            runs.append(json.loads(printed.splitlines()[-1]))
    check_equal(seen)
    middle = {
        (engine, figure): statistics.median(run[figure] for run in runs)
        for engine, runs in seen.items()
        for figure in ("first", "again", "peak")
    }
    what = f"{task} by channel, {millions} M rows"
    yield f"{what}: first call, against SQL", middle["measure", "first"], middle["sql", "first"], "s"
    yield f"{what}: again, against SQL", middle["measure", "again"], middle["sql", "again"], "s"
    yield f"{what}: again, against pandas", middle["measure", "again"], middle["pandas", "again"], "s"
    yield f"{what}: peak memory, against SQL", middle["measure", "peak"], middle["sql", "peak"], "MB"
    yield f"{what}: peak memory, against pandas", middle["measure", "peak"], middle["pandas", "peak"], "MB"


def check_equal(seen: dict[str, list[dict[str, Any]]]) -> None:
    """All three give the same numbers, or the comparison means nothing."""
    ours = seen["measure"][0]["answer"]
    for other in ("sql", "pandas"):
        for group, figures in seen[other][0]["answer"].items():
            for name, value in figures.items():
                mine = ours[group][name]
                if abs(mine - value) > 1e-6 * max(1.0, abs(value)):
                    raise AssertionError(f"{other} {group} {name}: {value} is not {mine}")


def one(folder: Path, task: str, engine: str) -> dict[str, Any]:
    """One engine in this process: seconds of the first and of later calls, peak memory, and the answer."""
    path = folder / "read" / "data.parquet"
    call: Callable[[], pd.DataFrame]
    if engine == "measure":
        ds = Dataset.from_meta(json.loads((folder / "read" / "meta.json").read_text(encoding="utf-8")), path)
        roles, shape = ROLES[task]
        call = lambda: measure(ds, INDICATORS[task], roles, "channel", shape=shape).rename(columns={"group": "grp"})  # noqa: E731
    elif engine == "sql":
        connection = duckdb.connect()
        connection.execute("SET threads = 2; SET memory_limit = '500MB'")
        call = lambda: connection.execute(SQL[task].format(path=path)).df()  # noqa: E731
    else:
        call = lambda: PANDAS[task](path)  # noqa: E731
    taken: list[float] = []
    # A single call of a twentieth of a second says little on a machine that does other things as well.
    while len(taken) < 2 or (len(taken) <= AGAIN and sum(taken) < 3):
        start = time.perf_counter()
        found = call()
        taken.append(time.perf_counter() - start)
    answer = {
        str(row["grp"]): {
            str(name): float(row[name]) for name in found.columns if name != "grp" and not pd.isna(row[name])
        }
        for _, row in found.iterrows()
    }
    return {"first": taken[0], "again": statistics.median(taken[1:]), "peak": peak(), "answer": answer}


def peak() -> float:
    """Most memory this process has held, MB; the system's own figure counts that of the parent as well."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


def churn_in_pandas(path: Path) -> pd.DataFrame:
    """Purchases to customers to the last complete month."""
    rows = pd.read_parquet(path)
    rows["ordered"] = pd.to_datetime(rows["ordered"])
    people = rows.groupby("customer").agg(grp=("channel", "max"), s=("ordered", "min"), last=("ordered", "max"))
    quiet = people["last"] + pd.Timedelta(days=90)
    people["e"] = quiet.where(quiet <= people["last"].max())
    until = max(people["s"].max(), people["e"].max())
    day = (until.to_period("M") - 1).to_timestamp()
    s, e = (people[name].dt.to_period("M").dt.to_timestamp() for name in ("s", "e"))
    people["customers_at_start"] = (s < day).astype(int) - (e < day).astype(int)
    people["lost"] = ((e == day) & (s < day)).astype(int)
    return people.groupby("grp")[["customers_at_start", "lost"]].sum().reset_index()


def bounces_in_pandas(path: Path) -> pd.DataFrame:
    """Page views to sessions to visitors to channels."""
    rows = pd.read_parquet(path).sort_values(["visitor", "viewed"])
    step = rows.groupby("visitor")["viewed"]
    gap = pd.Timedelta(minutes=30)
    before, after = rows["viewed"] - step.shift(), step.shift(-1) - rows["viewed"]
    first, last = before.isna() | (before > gap), after.isna() | (after > gap)
    rows = rows.assign(s=first, o=first & last, x=last, v=1)
    people = rows.groupby(["visitor", "channel"])[["s", "o", "x", "v"]].sum()
    products = {
        "sessions": people["s"],
        "bounces": people["o"],
        "sessions_squared": people["s"] ** 2,
        "bounces_squared": people["o"] ** 2,
        "sessions_times_bounces": people["s"] * people["o"],
        "exits": people["x"],
        "page_views": people["v"],
    }
    return people.assign(**products).groupby("channel")[list(products)].sum().rename_axis("grp").reset_index()


def cpc_in_pandas(path: Path) -> pd.DataFrame:
    """Rows to days to channels."""
    rows = pd.read_parquet(path)
    rows["cost"] = rows["cost"].astype(float)
    rows["own"] = (rows["cost"] / rows["clicks"]).where(rows["clicks"] > 0)
    days = rows.groupby(["channel", "day"]).agg(
        cost=("cost", "sum"), clicks=("clicks", "sum"), row_cpc_sum=("own", "sum")
    )
    days["cost_squares"], days["clicks_squares"] = days["cost"] ** 2, days["clicks"] ** 2.0
    days["cost_clicks"] = days["cost"] * days["clicks"]
    return days.groupby("channel").sum().rename_axis("grp").reset_index()


PANDAS = {"churn": churn_in_pandas, "bounce_rate": bounces_in_pandas, "cpc": cpc_in_pandas}

if __name__ == "__main__":
    print(json.dumps(one(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))
