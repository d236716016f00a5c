"""A streaming service's subscribers on one day: who has left, after how many months, at what monthly charge."""

from __future__ import annotations

import random

FILE = "subscribers_snapshot.csv"
SEED = 20260302


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per subscriber."""
    rows: list[dict[str, object]] = []
    for index in range(900):
        contract = rng.choices(["Month to month", "One year", "Two years"], [0.55, 0.25, 0.2])[0]
        months = rng.randrange(1, 61)
        hazard = {"Month to month": 0.022, "One year": 0.006, "Two years": 0.002}[contract]
        life = rng.expovariate(hazard)
        charge = rng.choice([9, 12, 15, 19])
        rows.append(
            {
                "subscriber": f"S{index + 1:04d}",
                "contract": contract,
                "tenure_months": min(months, max(1, round(life))),
                "monthly_charge": charge,
                "churned": "yes" if life < months else "no",
            }
        )
    return rows
