"""Users and orders per day and version, as a dashboard exports them; the orders of the last three days are not in yet."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "experiment_days.csv"
SEED = 20260423
DAYS, OPEN = 21, 3


def build(rng: random.Random) -> list[dict[str, object]]:
    """Two rows per day."""
    rows: list[dict[str, object]] = []
    for day in range(DAYS):
        for version, share in (("control", 0.112), ("free delivery", 0.121)):
            users = round(rng.gauss(640 if day % 7 < 5 else 410, 22))
            orders = sum(rng.random() < share for _ in range(users))
            rows.append(
                {
                    "date": (date(2026, 5, 4) + timedelta(days=day)).isoformat(),
                    "variant": version,
                    "users": users,
                    "orders": orders if day < DAYS - OPEN else "",
                }
            )
    return rows
