"""What a link shortener reports: direct, recommended and paid clicks per day and campaign, with the cost."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "clicks_by_day.csv"
SEED = 20260342


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per day and campaign."""
    rows = []
    for day in range(90):
        for campaign, passed_on in (("Recipe video", 0.55), ("Price poster", 0.12)):
            direct = rng.randrange(80, 241)
            rows.append(
                {
                    "day": (date(2026, 1, 1) + timedelta(days=day)).isoformat(),
                    "campaign": campaign,
                    "direct_clicks": direct,
                    "recommended_clicks": round(direct * passed_on * rng.gammavariate(6, 1 / 6)),
                    "paid_clicks": rng.choice([0, 0, 0, 25]),
                    "cost": round(0.32 * direct, 2),
                }
            )
    return rows
