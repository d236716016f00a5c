"""A gym's daily report: people invited to a trial lesson, lessons taken, memberships sold, and what the lessons cost."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "trials_by_day.csv"
SEED = 20260332


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per day and branch."""
    rows = []
    for day in range(90):
        for branch, share in (("Old town", 0.22), ("New town", 0.29)):
            invited = rng.randrange(30, 71)
            tried = sum(rng.random() < 0.32 for _ in range(invited))
            rows.append(
                {
                    "day": (date(2025, 11, 3) + timedelta(days=day)).isoformat(),
                    "branch": branch,
                    "invited": invited,
                    "trial_lessons": tried,
                    "memberships": sum(rng.random() < share for _ in range(tried)),
                    "cost": round(6.5 * tried, 2),
                }
            )
    return rows
