"""A repair shop's survey after each visit: satisfaction from 1 to 5, recommendation from 0 to 10, and an export's stray codes."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "satisfaction.csv"
SEED = 20260320


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per visit that was answered."""
    rows = []
    for index in range(1100):
        day = date(2025, 3, 1) + timedelta(days=rng.randrange(365))
        branch = rng.choices(["Riverside", "Station"], [0.55, 0.45])[0]
        booked = rng.choices(["App", "Telephone", "Walk-in"], [0.4, 0.35, 0.25])[0]
        # One hidden contentment drives both answers; Riverside got a waiting room in autumn.
        mood = rng.gauss(0, 1) + (0.35 if branch == "Riverside" and day >= date(2025, 9, 1) else 0)
        mood += {"App": 0.15, "Telephone": 0.0, "Walk-in": -0.3}[booked]
        score = 1 + sum(mood > limit for limit in (-1.9, -1.25, -0.55, 0.55))
        likely = max(0, min(10, round(7.9 + 1.9 * mood + rng.gauss(0, 0.8))))
        # Angry people do not weigh their words: they go straight to the end of the scale.
        likely = 0 if likely <= 4 and rng.random() < 0.4 else likely
        rows.append(
            {
                "visit_id": f"V{index + 1:05d}",
                "date": day.isoformat(),
                "branch": branch,
                "booked_by": booked,
                "satisfaction": rng.choices([score, "", 99], [0.95, 0.03, 0.02])[0],
                "recommend_0_to_10": rng.choices([likely, "", 99, 11], [0.955, 0.03, 0.01, 0.005])[0],
                "would_recommend": "yes" if likely >= 7 else "no",
            }
        )
    return rows
