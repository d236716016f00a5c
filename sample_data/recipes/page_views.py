"""A travel agency's page views: people come once or again, the landing page of one channel loses more of them at once."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

FILE = "page_views.csv"
SEED = 20260314
FIRST, DAYS = datetime(2026, 1, 5, 5, 0), 70  # noqa: DTZ001 - exports carry local time
_PAGES = ("/", "/offers", "/destinations", "/blog", "/contact")
_STARTS = {"Search": (0.45, 0.25, 0.2, 0.1, 0.0), "Social": (0.1, 0.2, 0.05, 0.65, 0.0)}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per page view: who, when, which page, from which channel, how long, and whether an enquiry was sent."""
    rows: list[dict[str, object]] = []
    for index in range(420):
        channel = rng.choices(["Search", "Social"], [0.6, 0.4])[0]
        device = rng.choices(["Phone", "Computer"], [0.6, 0.4])[0]
        # Some people always just peek, others always browse: the sessions of one person resemble each other.
        leaves = rng.betavariate(1.6, 2.4) if channel == "Search" else rng.betavariate(2.4, 1.6)
        moment = FIRST + timedelta(seconds=rng.random() * DAYS * 86400 * 0.9)
        for _ in range(1 + min(5, int(rng.expovariate(0.9)))):
            rows += _session(rng, f"V{index + 1:04d}", channel, device, moment, leaves)
            moment += timedelta(days=0.3 + rng.expovariate(0.2))
            if moment > FIRST + timedelta(days=DAYS):
                break
    return sorted(rows, key=lambda row: (str(row["viewed_at"]), str(row["visitor_id"])))


def _session(
    rng: random.Random, visitor: str, channel: str, device: str, moment: datetime, leaves: float
) -> list[dict[str, object]]:
    views = 1 if rng.random() < leaves else 2 + min(6, int(rng.expovariate(0.7)))
    page = rng.choices(_PAGES, _STARTS[channel])[0]
    rows: list[dict[str, object]] = []
    for _ in range(views):
        seconds = min(900, round(rng.lognormvariate(2.6 if views == 1 else 3.3, 1.1)))
        rows.append(
            {
                "visitor_id": visitor,
                "viewed_at": moment.isoformat(" ", "seconds"),
                "page": page,
                "channel": channel,
                "device": device,
                "seconds": seconds,
                "enquiry": "yes" if rng.random() < (0.12 if page == "/contact" else 0.004) else "no",
            }
        )
        moment += timedelta(seconds=seconds)
        page = rng.choice(_PAGES)
    return rows
