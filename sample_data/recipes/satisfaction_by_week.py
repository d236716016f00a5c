"""A call centre's weekly report: answers, and how many stood in the two highest and the two lowest boxes."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "satisfaction_by_week.csv"
SEED = 20260322


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per week and team."""
    rows = []
    for week in range(52):
        for team, content in (("Billing", 0.66), ("Technical", 0.73)):
            answers = rng.choices(
                [1, 2, 3, 4, 5], [0.05, 0.07, 0.88 - content, content * 0.55, content * 0.45], k=rng.randrange(80, 141)
            )
            rows.append(
                {
                    "week": (date(2025, 3, 3) + timedelta(weeks=week)).isoformat(),
                    "team": team,
                    "answers": len(answers),
                    "satisfied": sum(score >= 4 for score in answers),
                    "very_satisfied": answers.count(5),
                    "dissatisfied": sum(score <= 2 for score in answers),
                }
            )
    return rows
