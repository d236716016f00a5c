"""A language app offers a free month to a random part of its visitors: who was offered it, who took it, who bought."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "trial_experiment.csv"
SEED = 20260331


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per visitor in the experiment."""
    rows: list[dict[str, object]] = []
    for index in range(1800):
        arm = rng.choice(["free month", "control"])
        keen = rng.random() < 0.3
        tried = arm == "free month" and rng.random() < (0.6 if keen else 0.25)
        # The keen buy anyway: among those who tried, most of the purchases are not the work of the trial.
        buys = rng.random() < (0.16 if keen else 0.03) + (0.13 if tried else 0)
        rows.append(
            {
                "visitor": f"U{index + 1:05d}",
                "date": (date(2026, 1, 12) + timedelta(days=rng.randrange(28))).isoformat(),
                "arm": arm,
                "device": rng.choices(["Phone", "Computer"], [0.7, 0.3])[0],
                "tried": "yes" if tried else "no",
                "bought": "yes" if buys else "no",
            }
        )
    return rows
