"""A year of a bookshop's campaigns as a mailing tool exports them: one row per campaign and list, already counted up."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "email_campaigns.csv"
SEED = 20260307
FIRST, WEEKS = date(2025, 3, 4), 52


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per campaign and list; text messages have no openings, so that cell is empty."""
    rows = []
    for week in range(WEEKS):
        day = FIRST + timedelta(weeks=week)
        rows.append(_row(rng, day, "House list", "E-mail", rng.randrange(5200, 6400)))
        rows.append(_row(rng, day, "Prospects", "E-mail", rng.randrange(2500, 4200)))
        if week % 4 == 0:
            rows.append(_row(rng, day, "House list", "Text message", rng.randrange(900, 1300)))
    return rows


def _row(rng: random.Random, day: date, audience: str, channel: str, sent: int) -> dict[str, object]:
    house, mail = audience == "House list", channel == "E-mail"
    delivered = round(sent * rng.uniform(0.965, 0.99) if house else sent * rng.uniform(0.9, 0.95))
    opened = round(delivered * (rng.gauss(0.27, 0.02) if house else rng.gauss(0.16, 0.02)))
    reached = opened if mail else round(delivered * 0.55)
    clicked = round(reached * max(0.02, rng.gauss(0.11, 0.02)))
    orders = sum(rng.random() < (0.16 if house else 0.085) for _ in range(clicked))
    return {
        "date": day.isoformat(),
        "list": audience,
        "channel": channel,
        "sent": sent,
        "delivered": delivered,
        "opened": opened if mail else "",
        "clicked": clicked,
        "orders": orders,
        "cost": round(sent * (0.011 if mail else 0.06), 2),
        "margin": round(sum(rng.triangular(3, 18, 6) for _ in range(orders)), 2),
    }
