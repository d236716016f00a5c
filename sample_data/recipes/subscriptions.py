"""A language school's subscriptions: two plans, one of which loses customers faster; a bad month in spring."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "subscriptions.csv"
SEED = 20260301
FIRST, LAST = date(2024, 1, 1), date(2026, 3, 20)


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per customer: start, end if there was one, plan, channel, monthly price."""
    rows: list[dict[str, object]] = []
    for index in range(1600):
        start = FIRST + timedelta(days=int(rng.triangular(0, (LAST - FIRST).days - 1, 500)))
        plan = rng.choices(["Monthly", "Yearly"], [0.62, 0.38])[0]
        # Gamma-distributed hazards make churn fall with tenure, as in real customer bases.
        hazard = rng.gammavariate(1.4, 0.0016 if plan == "Monthly" else 0.0006)
        days = max(3, round(rng.expovariate(hazard))) if hazard > 0 else 9999
        end = start + timedelta(days=days)
        if date(2025, 4, 1) <= LAST and start < date(2025, 4, 1) < end and rng.random() < 0.05:
            end = date(2025, 4, 1) + timedelta(days=rng.randrange(25))
        rows.append(
            {
                "customer_id": f"C{index + 1:05d}",
                "start_date": start.isoformat(),
                "end_date": end.isoformat() if end <= LAST else "",
                "plan": plan,
                "channel": rng.choices(["Search", "Referral", "Social"], [0.5, 0.2, 0.3])[0],
                "monthly_price": 29 if plan == "Monthly" else 24,
            }
        )
    return rows
