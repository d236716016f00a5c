"""A bookshop shows half of its visitors a shorter checkout for four weeks: what they saw, did and spent, before and during."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "experiment.csv"
SEED = 20260420
VISITORS, DAYS = 6000, 28


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per visitor; a few were shown the other version than that of their arm."""
    return [_row(rng, index) for index in range(VISITORS)]


def _row(rng: random.Random, index: int) -> dict[str, object]:
    short = rng.random() < 0.5
    arm = "short checkout" if short else "long checkout"
    other = "long checkout" if short else "short checkout"
    shown = other if rng.random() < 0.003 else arm
    phone = rng.random() < 0.62
    keen = rng.gammavariate(1.2, 1.0)
    # The shorter checkout helps on the phone, where the long one is a nuisance.
    chance = min(0.9, 0.075 * keen**0.6 + (0.03 if short and phone else 0.006 if short else 0))
    bought = rng.random() < chance
    views = 1 + int(rng.expovariate(1 / (3 + 2 * keen)))
    spent = round(rng.lognormvariate(2.9 + 0.18 * keen, 0.45), 2) if bought else 0.0
    before = round(rng.lognormvariate(2.6 + 0.3 * keen, 0.4), 2) if rng.random() < min(0.85, 0.3 * keen) else 0.0
    return {
        "visitor_id": f"V{index + 1:05d}",
        "first_visit": (date(2026, 3, 2) + timedelta(days=rng.randrange(DAYS))).isoformat(),
        "arm": arm,
        "page_shown": shown,
        "device": "phone" if phone else "computer",
        "bought": "yes" if bought else "no",
        "revenue": spent,
        "revenue_before": before,
        "clicks": sum(rng.random() < 0.22 for _ in range(views)),
        "page_views": views,
    }
