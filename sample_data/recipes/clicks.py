"""A bookshop's paid clicks: some people click several times, orders follow days later, one campaign converts better."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

FILE = "clicks.csv"
SEED = 20260312
FIRST, LAST = datetime(2026, 1, 5, 6, 0), datetime(2026, 3, 29, 22, 0)  # noqa: DTZ001 - exports carry local time


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per click: when, by whom, in which session, from which campaign, and when it led to an order."""
    rows: list[dict[str, object]] = []
    for index in range(880):
        campaign = rng.choices(["Search", "Social"], [0.55, 0.45])[0]
        device = rng.choices(["Phone", "Computer"], [0.65, 0.35])[0]
        # People differ in how ready they are to buy, so the clicks of one person resemble each other.
        ready = rng.betavariate(0.35, 4.0 if campaign == "Search" else 7.5)
        clicks = 1 + min(9, int(rng.expovariate(0.65)))
        moment = FIRST + timedelta(seconds=rng.random() * (LAST - FIRST).total_seconds())
        for _ in range(clicks):
            if moment > LAST:
                break
            ordered = moment + timedelta(days=rng.expovariate(0.45)) if rng.random() < ready else None
            seen = ordered is not None and ordered <= LAST
            rows.append(_row(index, moment, campaign, device, ordered if seen else None))
            moment += timedelta(hours=rng.choice([0.1, 0.2, 20, 45, 90]) * (0.5 + rng.random()))
    rows.sort(key=lambda row: str(row["clicked_at"]))
    return _with_sessions(rows)


def _row(index: int, moment: datetime, campaign: str, device: str, ordered: datetime | None) -> dict[str, object]:
    return {
        "click_id": "",
        "clicked_at": moment.isoformat(" ", "seconds"),
        "user_id": f"U{index + 1:04d}",
        "session_id": "",
        "campaign": campaign,
        "device": device,
        "converted": int(ordered is not None),
        "ordered_at": ordered.isoformat(" ", "seconds") if ordered else "",
    }


def _with_sessions(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Numbers the clicks, and puts clicks of one person within half an hour into one session."""
    latest: dict[object, tuple[datetime, str]] = {}
    for place, row in enumerate(rows):
        row["click_id"] = f"K{place + 1:05d}"
        moment = datetime.fromisoformat(str(row["clicked_at"]))
        known = latest.get(row["user_id"])
        running = known is not None and moment - known[0] <= timedelta(minutes=30)
        session = known[1] if known is not None and running else f"S{place + 1:05d}"
        row["session_id"] = session
        latest[row["user_id"]] = (moment, session)
    return rows
