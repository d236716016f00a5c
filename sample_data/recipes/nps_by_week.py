"""What a survey tool exports: promoters, passives and detractors per week and app."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "nps_by_week.csv"
SEED = 20260321


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per week and app."""
    rows = []
    for week in range(60):
        for app, happy in (("Android", 0.44), ("iPhone", 0.5)):
            kinds = rng.choices(
                ["promoters", "passives", "detractors"], [happy, 0.3, 0.7 - happy], k=rng.randrange(70, 111)
            )
            rows.append(
                {
                    "week": (date(2025, 1, 6) + timedelta(weeks=week)).isoformat(),
                    "app": app,
                    **{kind: kinds.count(kind) for kind in ("promoters", "passives", "detractors")},
                }
            )
    return rows
