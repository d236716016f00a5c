"""A furniture shop's advertising export: clicks and orders per day and campaign, as advertising platforms hand them out."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "campaign_clicks.csv"
SEED = 20260313
FIRST, DAYS = date(2026, 1, 1), 90
_CAMPAIGNS = {"Brand search": (70, 0.052), "Sofas": (160, 0.021), "Outdoor": (110, 0.017)}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per day and campaign."""
    rows = []
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        weekend = 0.8 if day.weekday() >= 5 else 1.0
        for campaign, (usual, rate) in _CAMPAIGNS.items():
            clicks = max(0, round(rng.gauss(usual * weekend, usual * 0.15)))
            # Orders of the last days have not all arrived yet.
            arrived = min(1.0, 0.35 + 0.1 * (DAYS - offset - 1))
            orders = sum(rng.random() < rate * arrived for _ in range(clicks))
            rows.append({"date": day.isoformat(), "campaign": campaign, "clicks": clicks, "orders": orders})
    return rows
