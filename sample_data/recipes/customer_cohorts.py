"""A news site's subscribers by quarter of acquisition and age in quarters, added up: how many paid, and what they left."""

from __future__ import annotations

import random

FILE = "customer_cohorts.csv"
SEED = 20260312
COHORTS = 14


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per cohort, offer and age; the trial offer brings in more people, who leave sooner."""
    rows = []
    for cohort in range(COHORTS):
        for offer, size, stays, settled, margin in (
            ("Trial price", 420, 0.62, 0.88, 14.0),
            ("Full price", 190, 0.85, 0.94, 21.0),
        ):
            customers = round(size * rng.uniform(0.85, 1.15))
            for age in range(COHORTS - cohort):
                if age:
                    share = stays if age == 1 else settled
                    customers = sum(rng.random() < share for _ in range(customers))
                rows.append(
                    {
                        "cohort": f"{2022 + cohort // 4}-Q{cohort % 4 + 1}",
                        "offer": offer,
                        "age": age,
                        "customers": customers,
                        "margin": round(customers * margin * rng.uniform(0.96, 1.04), 2),
                    }
                )
    return rows
