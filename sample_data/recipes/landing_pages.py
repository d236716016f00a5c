"""A shop's landing pages week by week, as analytics software exports them: counts, and a rate that must not be averaged."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "landing_pages.csv"
SEED = 20260316
FIRST, WEEKS = date(2026, 1, 5), 12
_PAGES = {"/": (2400, 0.33), "/sale": (1500, 0.46), "/blog/care-guide": (620, 0.81), "/gift-cards": (140, 0.28)}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per week and landing page."""
    rows = []
    for week in range(WEEKS):
        for page, (usual, rate) in _PAGES.items():
            sessions = max(20, round(rng.gauss(usual, usual * 0.08)))
            # The sale page was made faster in the seventh week.
            leaves = rate - (0.07 if page == "/sale" and week >= 6 else 0.0)
            bounces = sum(rng.random() < leaves for _ in range(sessions))
            engaged = sessions - sum(rng.random() < 0.62 for _ in range(bounces))
            views = sessions + round((sessions - bounces) * rng.uniform(2.0, 2.6))
            rows.append(
                {
                    "week": (FIRST + timedelta(weeks=week)).isoformat(),
                    "landing_page": page,
                    "sessions": sessions,
                    "bounces": bounces,
                    "bounce_rate": round(bounces / sessions, 4),
                    "engaged_sessions": engaged,
                    "page_views": views,
                    "exits": round(views * rng.uniform(0.24, 0.32)),
                }
            )
    return rows
