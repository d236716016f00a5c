"""A furniture shop's experiment: twenty of forty towns, drawn by chance, saw the advertising for eight weeks."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "ad_regions.csv"
SEED = 20260309
FIRST, WEEKS, TOWNS = date(2026, 1, 5), 8, 40


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per week and town: arm, size of the town, advertising cost, revenue from all customers."""
    arms = ["ads", "control"] * (TOWNS // 2)
    rng.shuffle(arms)
    towns = [_town(rng, index, arm) for index, arm in enumerate(arms)]
    return [_row(rng, town, FIRST + timedelta(weeks=week)) for week in range(WEEKS) for town in towns]


def _town(rng: random.Random, index: int, arm: str) -> tuple[str, str, str, float]:
    size = "Large" if index % 4 == 0 else "Small"
    return f"Town {index + 1:02d}", arm, size, rng.lognormvariate(7.62 if size == "Large" else 7.38, 0.12)


def _row(rng: random.Random, town: tuple[str, str, str, float], week: date) -> dict[str, object]:
    name, arm, size, level = town
    cost = round(rng.uniform(135, 165), 2) if arm == "ads" else 0
    # Each unit of money spent brings 2.4 of revenue that would not have come otherwise.
    revenue = level * rng.lognormvariate(0, 0.16) + 2.4 * float(cost)
    return {
        "week": week.isoformat(),
        "town": name,
        "arm": arm,
        "size": size,
        "ad_cost": cost,
        "revenue": round(revenue, 2),
    }
