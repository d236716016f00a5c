"""The event log of a newsletter's landing page: every view and every click of both versions, as a tracker writes them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

FILE = "experiment_events.csv"
SEED = 20260422


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per event, in order of time."""
    start = datetime(2026, 4, 6, 8, tzinfo=UTC)
    rows: list[dict[str, object]] = []
    for index in range(1600):
        version = rng.choice(["old picture", "new picture"])
        at = start + timedelta(minutes=rng.randrange(14 * 24 * 60))
        person = f"U{index + 1:05d}"
        for _ in range(1 + (rng.random() < 0.2)):
            rows.append(
                {"timestamp": f"{at:%Y-%m-%d %H:%M:%S}", "user_id": person, "version": version, "event": "view"}
            )
            if rng.random() < (0.19 if version == "new picture" else 0.15):
                later = at + timedelta(seconds=rng.randrange(3, 90))
                rows.append(
                    {"timestamp": f"{later:%Y-%m-%d %H:%M:%S}", "user_id": person, "version": version, "event": "click"}
                )
            at += timedelta(hours=rng.randrange(1, 30))
    return sorted(rows, key=lambda row: str(row["timestamp"]))
