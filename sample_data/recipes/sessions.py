"""An online magazine's sessions: many readers come for one article, stay for minutes and leave content."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

FILE = "sessions.csv"
SEED = 20260315
FIRST, DAYS = datetime(2026, 1, 1, 6, 0), 84  # noqa: DTZ001 - exports carry local time
_LEAVES = {"/article": 0.72, "/": 0.34, "/subscribe": 0.41}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per session: reader, start, landing page, channel, device, pages, seconds, sign-up."""
    rows = []
    for _ in range(1100):
        landing = rng.choices(list(_LEAVES), [0.6, 0.25, 0.15])[0]
        channel = rng.choices(["Search", "Newsletter", "Social"], [0.5, 0.2, 0.3])[0]
        leaves = min(0.95, _LEAVES[landing] + {"Search": 0.0, "Newsletter": -0.12, "Social": 0.1}[channel])
        pages = 1 if rng.random() < leaves else 2 + min(8, int(rng.expovariate(0.8)))
        seconds = round(rng.lognormvariate(3.2, 1.3)) if pages == 1 else round(rng.lognormvariate(4.3, 0.9))
        start = FIRST + timedelta(seconds=int(rng.random() * DAYS * 86400))
        rows.append(
            {
                "session_id": "",
                "reader_id": f"R{int(rng.triangular(1, 640, 60)):04d}",
                "started_at": start.isoformat(" ", "seconds"),
                "landing_page": landing,
                "channel": channel,
                "device": rng.choices(["Phone", "Computer"], [0.65, 0.35])[0],
                "pages": pages,
                "seconds": seconds,
                "signed_up": int(rng.random() < (0.08 if landing == "/subscribe" else 0.01)),
                "bounced": int(pages == 1),
            }
        )
    rows.sort(key=lambda row: str(row["started_at"]))
    for place, row in enumerate(rows):
        row["session_id"] = f"S{place + 1:05d}"
    return rows
