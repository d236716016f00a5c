"""Customers of a grocery box: who came by themselves, who was brought by whom, and how many invitations each sent."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "referrals.csv"
SEED = 20260341


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per customer, in the order they joined."""
    rows: list[dict[str, object]] = []
    waiting: list[tuple[str, int]] = [("", day) for day in range(180) for _ in range(rng.randrange(1, 5))]
    while waiting:
        parent, day = waiting.pop(0)
        name = f"B{len(rows) + 1:04d}"
        box = rng.choices(["Family", "Single"], [0.55, 0.45])[0]
        sent = rng.choices([0, 1, 2, 3, 5, 8], [0.5, 0.2, 0.12, 0.09, 0.06, 0.03])[0]
        rows.append(
            {
                "customer": name,
                "joined": (date(2025, 8, 4) + timedelta(days=day)).isoformat(),
                "box": box,
                "brought_by": parent,
                "invitations": sent,
                "rewarded": "yes" if parent and rng.random() < 0.06 else "no",
            }
        )
        for _ in range(sent):
            if rng.random() < (0.3 if box == "Family" else 0.1):
                waiting.append((name, day + rng.randrange(3, 40)))
    return rows
