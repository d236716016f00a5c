"""A delivery service's customers with last year's profit on each: most bring little, some cost money, a few carry the rest."""

from __future__ import annotations

import random

FILE = "customer_profits.csv"
SEED = 20260313


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per customer: arm of the loyalty programme, town, kind, profit after all costs of serving."""
    rows = []
    for index in range(640):
        arm = rng.choices(["programme", "control"], [0.7, 0.3])[0]
        kind = rng.choices(["Household", "Office"], [0.8, 0.2])[0]
        orders = rng.randrange(1, 40 if kind == "Household" else 90)
        earned = orders * rng.lognormvariate(0.85 if kind == "Household" else 1.25, 0.45)
        # Serving costs money whether or not the basket is worth it; complaints and refunds hit a few hard.
        served = orders * rng.uniform(0.8, 2.6) + (rng.expovariate(1 / 45) if rng.random() < 0.08 else 0)
        gained = 12.0 if arm == "programme" else 0.0
        rows.append(
            {
                "customer_id": f"K{index + 1:04d}",
                "arm": arm,
                "kind": kind,
                "town": rng.choice(["Fergana", "Namangan", "Andijan"]),
                "profit": round(earned - served + gained, 2),
            }
        )
    return rows
