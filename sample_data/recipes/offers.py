"""A coffee roaster's e-mail offers over six months: some people get several, one in five is held back as control."""

from __future__ import annotations

import random
from datetime import date

FILE = "offers.csv"
SEED = 20260306
CAMPAIGNS = (
    ("September blend", date(2025, 9, 9)),
    ("Grinder week", date(2025, 10, 7)),
    ("Winter box", date(2025, 11, 11)),
    ("Gift card", date(2025, 12, 2)),
    ("New year tasting", date(2026, 1, 13)),
    ("Spring blend", date(2026, 2, 10)),
)
PEOPLE, PER_CAMPAIGN = 2600, 320


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per person and campaign: arm, what happened to the message, whether the offer was taken, cost and margin."""
    people = [_person(rng, index) for index in range(PEOPLE)]
    rows = []
    for campaign, day in CAMPAIGNS:
        # Whoever is held back stays held back, or the groups would mix from month to month.
        chosen = sorted(rng.sample(people, PER_CAMPAIGN), key=lambda person: str(person["contact_id"]))
        rows += [_row(rng, person, campaign, day) for person in chosen]
    return rows


def _person(rng: random.Random, index: int) -> dict[str, object]:
    return {
        "contact_id": f"P{index + 1:04d}",
        "arm": "control" if rng.random() < 0.2 else "offer",
        "customer_type": rng.choices(["Regular", "Lapsed"], [0.58, 0.42])[0],
        "city": rng.choices(["Tashkent", "Samarkand", "Bukhara"], [0.6, 0.25, 0.15])[0],
    }


def _row(rng: random.Random, person: dict[str, object], campaign: str, day: date) -> dict[str, object]:
    regular, offered = person["customer_type"] == "Regular", person["arm"] == "offer"
    delivered = offered and rng.random() < 0.965
    opened = delivered and rng.random() < (0.44 if regular else 0.29)
    clicked = opened and rng.random() < (0.38 if regular else 0.28)
    # Some would have bought without any message: that is what the control group is there to show.
    anyway = rng.random() < (0.026 if regular else 0.011)
    accepted = anyway or (clicked and rng.random() < (0.36 if regular else 0.24))
    return {
        "contact_id": person["contact_id"],
        "campaign": campaign,
        "sent_on": day.isoformat(),
        "arm": person["arm"],
        "customer_type": person["customer_type"],
        "city": person["city"],
        "delivered": "yes" if delivered else "no",
        "opened": "yes" if opened else "no",
        "clicked": "yes" if clicked else "no",
        "accepted": "yes" if accepted else "no",
        "cost": 0.55 if offered else 0,
        "margin": round(rng.triangular(8, 30, 14), 2) if accepted else 0,
    }
