"""A tea shop's orders over two years: customers come, buy again or fall silent; half of them get a welcome programme."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "orders.csv"
SEED = 20260305
FIRST, LAST = date(2024, 3, 1), date(2026, 2, 28)
CUSTOMERS = 600


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per order, by date: customer, revenue, what the order cost, acquisition channel, arm of the programme."""
    orders = [order for index in range(CUSTOMERS) for order in _history(rng, f"C{index + 1:04d}")]
    # The customer number breaks ties, so that two orders of one day keep their places.
    orders.sort(key=lambda order: (str(order["date"]), str(order["customer_id"])))
    return [{"order_id": f"O{place + 1:05d}", **order} for place, order in enumerate(orders)]


def _history(rng: random.Random, customer: str) -> list[dict[str, object]]:
    """The orders of one customer until it falls silent for good; the arm is drawn at the first order."""
    channel = rng.choices(["Search", "Social", "Referral"], [0.45, 0.35, 0.2])[0]
    arm = rng.choice(["control", "welcome"])
    purchase_rate = rng.gammavariate(1.5, 1 / 70)
    goodbye = rng.betavariate(1.3, 1.2) * {"Search": 1.0, "Social": 1.1, "Referral": 0.66}[channel]
    goodbye *= 0.72 if arm == "welcome" else 1.0
    basket = rng.lognormvariate(3.7, 0.45)
    day = FIRST + timedelta(days=max(0, int(rng.triangular(-40, (LAST - FIRST).days, 150))))
    orders = []
    while day <= LAST:
        orders.append({"customer_id": customer, "date": day.isoformat(), **_money(rng, basket, arm, channel, day)})
        if rng.random() < goodbye:
            break
        day += timedelta(days=max(1, round(rng.expovariate(purchase_rate))))
    return orders


def _money(rng: random.Random, basket: float, arm: str, channel: str, day: date) -> dict[str, object]:
    season = 1.25 if day.month in {11, 12} else 1.0
    revenue = round(basket * season * rng.lognormvariate(0, 0.3), 2)
    # Goods and a flat delivery: small baskets can cost more than they bring; the programme adds its gift to every order.
    goods = revenue * rng.triangular(0.45, 0.88, 0.6)
    cost = round(goods + rng.uniform(4.5, 9.5) + (1.2 if arm == "welcome" else 0.0), 2)
    return {"revenue": revenue, "cost": cost, "channel": channel, "arm": arm}
