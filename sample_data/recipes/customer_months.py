"""A meal-kit service's customers month by month: who is still subscribed, and what margin each leaves."""

from __future__ import annotations

import random
from datetime import date

FILE = "customer_months.csv"
SEED = 20260311
FIRST_YEAR, MONTHS = 2024, 24
# Price of the plan, and the two shapes of its distribution of monthly retention.
PLANS = {"Flexible": (52.0, 9.0, 2.0), "Annual": (47.0, 17.0, 1.1)}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per customer and month as a customer, and one more for the month in which it was gone."""
    rows: list[dict[str, object]] = []
    for index in range(210):
        plan = rng.choices(list(PLANS), [0.6, 0.4])[0]
        price, kept, gone = PLANS[plan]
        stays = rng.betavariate(kept, gone)
        month, active = int(rng.triangular(0, MONTHS - 2, 4)), True
        while month < MONTHS and active:
            active = rng.random() < stays or not any(row["customer_id"] == f"K{index + 1:04d}" for row in rows[-1:])
            boxes = max(1, round(rng.gauss(2.1 if plan == "Annual" else 1.7, 0.7)))
            margin = round(boxes * price * rng.uniform(0.13, 0.21), 2)
            rows.append(
                {
                    "customer_id": f"K{index + 1:04d}",
                    "month": date(FIRST_YEAR + month // 12, month % 12 + 1, 1).isoformat(),
                    "plan": plan,
                    "active": "yes" if active else "no",
                    "margin": margin if active else 0,
                }
            )
            month += 1
    return rows
