"""A fitness app's acquisition by month and channel: what was spent, who came, what they pay, and who left again."""

from __future__ import annotations

import random
from datetime import date

FILE = "acquisition.csv"
SEED = 20260310
MONTHS = 30
# Cost of a new customer, price per month, gross margin, monthly churn, new customers in the first month.
CHANNELS = {
    "Search": (92.0, 24.0, 0.72, 0.034, 210),
    "Social": (78.0, 21.0, 0.70, 0.061, 260),
    "Partners": (110.0, 27.0, 0.66, 0.022, 90),
    "Referral": (31.0, 24.0, 0.73, 0.024, 55),
}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per month and channel; cost per customer rises with time, as the easy ones are won first."""
    customers = {channel: 6 * first for channel, (_, _, _, _, first) in CHANNELS.items()}
    rows = []
    for month in range(MONTHS):
        for channel, (cost, price, margin, churn, first) in CHANNELS.items():
            won = max(0, round(first * (1.02**month) * rng.gauss(1, 0.09)))
            lost = sum(rng.random() < churn for _ in range(customers[channel]))
            revenue = round(won * price * rng.uniform(0.96, 1.04), 2)
            rows.append(
                {
                    "month": date(2023 + (9 + month) // 12, (9 + month) % 12 + 1, 1).isoformat(),
                    "channel": channel,
                    "spend": round(won * cost * 1.008**month * rng.uniform(0.93, 1.07), 2),
                    "new_customers": won,
                    "monthly_revenue": revenue,
                    "gross_profit": round(revenue * margin * rng.uniform(0.98, 1.02), 2),
                    "customers_at_start": customers[channel],
                    "lost_customers": lost,
                }
            )
            customers[channel] += won - lost
    return rows
