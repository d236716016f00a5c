"""A short poll on a delivery service: one column of yes and no per question, one of them about a service that does not exist."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "awareness_marks.csv"
SEED = 20260311


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per person asked."""
    rows: list[dict[str, object]] = []
    for index in range(640):
        district = rng.choice(["Centre", "North", "South"])
        strength = {"Centre": 0.42, "North": 0.33, "South": 0.3}[district]
        named = rng.random() < strength
        rows.append(
            {
                "respondent": f"P{index + 1:03d}",
                "date": (date(2026, 1, 5) + timedelta(days=rng.randrange(84))).isoformat(),
                "district": district,
                "named_first": "yes" if named and rng.random() < 0.4 else "no",
                "named": "yes" if named else "no",
                "recognised": "yes" if named or rng.random() < 0.45 else "no",
                "recognised_invented": "yes" if rng.random() < 0.08 else "no",
            }
        )
    return rows
