"""Sales regions of a pet food brand, quarter by quarter: what is expected without the campaign, and with it."""

from __future__ import annotations

import random

FILE = "base_and_campaign.csv"
SEED = 20260308
REGIONS = ("North", "South", "East", "West", "Capital", "Coast", "Hills", "Lakes")
QUARTERS = 13


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per region and quarter; the campaign costs money at once and lifts margins for three years."""
    rows = []
    for region in REGIONS:
        level = rng.uniform(38_000, 62_000)
        lift = 0.13 if region in {"Capital", "Coast"} else 0.06
        for quarter in range(QUARTERS):
            base = level * (1.12 if quarter % 4 == 0 else 1.0) * 0.997**quarter * rng.uniform(0.97, 1.03)
            reached = min(1.0, quarter / 3) * 0.96 ** max(0, quarter - 6)
            spent = level * (0.36 if quarter == 0 else 0.03 if quarter < 8 else 0.0)
            rows.append(
                {
                    "region": region,
                    "quarter": quarter,
                    "base_case": round(base),
                    "with_campaign": round(base * (1 + lift * reached) - spent),
                }
            )
    return rows
