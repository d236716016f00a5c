"""Test-drives of two car models: when they took place, when a purchase followed, at 28 apiece."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "test_drives.csv"
SEED = 20260330
FIRST, LAST = date(2025, 3, 1), date(2026, 2, 27)


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per test-drive."""
    rows = []
    for index in range(900):
        day = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 1))
        model = rng.choices(["Hatchback", "Saloon"], [0.6, 0.4])[0]
        place = rng.choices(["At the dealer", "At home"], [0.7, 0.3])[0]
        # Trials at home reach people who are nearer to a decision.
        buys = rng.random() < (0.2 if model == "Hatchback" else 0.16) + (0.12 if place == "At home" else 0)
        bought = day + timedelta(days=min(150, round(rng.gammavariate(1.6, 11))))
        rows.append(
            {
                "trial_id": f"T{index + 1:04d}",
                "trial_date": day.isoformat(),
                "model": model,
                "place": place,
                "cost": 28,
                "purchase_date": bought.isoformat() if buys and bought <= LAST else "",
            }
        )
    return rows
