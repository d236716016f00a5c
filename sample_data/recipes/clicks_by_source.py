"""Clicks on a theatre's tickets: by themselves after an advertisement, passed on by friends, or bought from influencers."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "clicks_by_source.csv"
SEED = 20260340
FIRST = date(2025, 12, 1)


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per click."""
    rows: list[dict[str, object]] = []
    for day in range(90):
        # A good evening is talked about the day after: shares come in bursts.
        talk = rng.gammavariate(2.5, 0.24)
        for play, pull in (("Comedy", 1.5), ("Drama", 0.75)):
            kinds = ["direct"] * rng.randrange(2, 9)
            kinds += ["share"] * sum(rng.random() < min(0.95, talk * pull * 0.75) for _ in range(len(kinds)))
            kinds += ["influencer"] * (rng.random() < 0.15) + ["newsletter"] * (rng.random() < 0.1)
            for kind in kinds:
                rows.append(
                    {
                        "click": f"K{len(rows) + 1:05d}",
                        "date": (FIRST + timedelta(days=day)).isoformat(),
                        "play": play,
                        "source": kind,
                        "cost": 0.45 if kind == "direct" else 0,
                    }
                )
    return rows
