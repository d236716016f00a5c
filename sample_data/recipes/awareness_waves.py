"""What an agency's report gives: one row per wave and region, already counted."""

from __future__ import annotations

import random
from datetime import date

FILE = "awareness_waves.csv"
SEED = 20260312


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per monthly wave and region."""
    rows = []
    for month in range(24):
        for region, base in (("Capital", 0.52), ("Valley", 0.38), ("West", 0.33), ("South", 0.36), ("Centre", 0.41)):
            asked = rng.randrange(180, 221)
            recognised = sum(rng.random() < base + 0.004 * month for _ in range(asked))
            named = sum(rng.random() < 0.48 for _ in range(recognised))
            rows.append(
                {
                    "wave": date(2024 + month // 12, month % 12 + 1, 1).isoformat(),
                    "region": region,
                    "asked": asked,
                    "named_first": sum(rng.random() < 0.35 for _ in range(named)),
                    "named": named,
                    "recognised": recognised,
                    "aware": recognised,
                }
            )
    return rows
