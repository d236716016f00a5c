"""Three years of a bakery's two shops, one row per month and shop: what came in, what it cost, what had to be paid anyway."""

from __future__ import annotations

import random
from datetime import date

FILE = "shop_months.csv"
SEED = 20260310


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per month and shop: loaves sold, revenue, cost of sales, fixed costs."""
    rows = []
    for index in range(36):
        month = date(2023 + index // 12, index % 12 + 1, 1)
        for shop, volume, rent in (("Station", 8200, 9800), ("Old town", 5100, 7900)):
            season = 1.12 if month.month in {3, 12} else 0.9 if month.month in {7, 8} else 1.0
            sold = round(volume * season * (1 + 0.004 * index) * rng.lognormvariate(0, 0.06))
            # Flour became dearer, and prices followed half a year late.
            price = 3.4 * (1 + 0.003 * index)
            flour = 1.72 * (1 + 0.004 * min(36, index + 6)) * rng.lognormvariate(0, 0.03)
            rows.append(
                {
                    "month": month.isoformat(),
                    "shop": shop,
                    "loaves": sold,
                    "revenue": round(sold * price, 2),
                    "cost_of_sales": round(sold * flour, 2),
                    "fixed_cost": round(rent * (1 + 0.002 * index), 2),
                }
            )
    return rows
