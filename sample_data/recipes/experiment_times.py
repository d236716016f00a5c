"""A language app greets new members by e-mail or by a call: for how many days they stay, as far as they have been watched."""

from __future__ import annotations

import random

FILE = "experiment_times.csv"
SEED = 20260421


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per member; whoever is still there has been watched up to today."""
    rows: list[dict[str, object]] = []
    for index in range(900):
        called = rng.random() < 0.5
        leaves = int(rng.expovariate(1 / (150 if called else 105))) + 1
        watched = rng.randrange(30, 180)
        rows.append(
            {
                "member_id": f"M{index + 1:04d}",
                "group": "call" if called else "e-mail",
                "tenure": min(leaves, watched),
                "churned": "yes" if leaves <= watched else "no",
            }
        )
    return rows
