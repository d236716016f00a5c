"""Payments of two trade-fair projects, on the days on which they were made or came in."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "dated_cash_flows.csv"
SEED = 20260309
FIRST = date(2023, 2, 6)


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per payment, by date: money spent is negative, orders won at the fair come in over two years."""
    rows = []
    for project, outlay, orders, mean in (("Spring fair", 64_000, 70, 1_650), ("Autumn fair", 58_000, 52, 1_180)):
        start = FIRST if project == "Spring fair" else FIRST + timedelta(days=210)
        for part, share in enumerate((0.4, 0.35, 0.25)):
            day = start + timedelta(days=21 * part)
            rows.append(
                {"date": day.isoformat(), "project": project, "what": "Stand", "cash_flow": -round(outlay * share)}
            )
        for _ in range(orders):
            day = start + timedelta(days=45 + int(rng.triangular(0, 720, 160)))
            amount = round(mean * rng.lognormvariate(-0.08, 0.4))
            rows.append({"date": day.isoformat(), "project": project, "what": "Order margin", "cash_flow": amount})
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["project"])))
