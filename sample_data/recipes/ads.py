"""Half a year of a furniture shop's advertising, one row per day and keyword, as search and social platforms export it."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "ads.csv"
SEED = 20260308
FIRST, DAYS = date(2025, 9, 1), 181
# campaign, channel, keyword, impressions a day, click rate, cost per click, orders per click
KEYWORDS = (
    ("Brand", "Search", "oak & elm", 260, 0.115, 0.34, 0.062),
    ("Brand", "Search", "oak and elm sofa", 70, 0.098, 0.41, 0.055),
    ("Furniture", "Search", "corner sofa", 620, 0.031, 1.28, 0.0165),
    ("Furniture", "Search", "dining table oak", 340, 0.036, 1.12, 0.019),
    ("Furniture", "Search", "designer armchair", 46, 0.024, 3.4, 0.009),
    ("Furniture", "Search", "custom wardrobe", 30, 0.02, 4.1, 0.012),
    ("Living rooms", "Social", "lookalike", 2600, 0.0072, 0.52, 0.0085),
    ("Living rooms", "Social", "interests: interior", 3100, 0.0064, 0.47, 0.006),
    ("Visited before", "Social", "retargeting", 720, 0.0125, 0.63, 0.027),
)


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per day and keyword: impressions, clicks, cost, orders and revenue."""
    rows = []
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        # Whole days are good or bad together: rows of one day are not independent.
        mood = rng.lognormvariate(0, 0.14) * (1.3 if day.month in {11, 12} else 1.0)
        price = rng.lognormvariate(0, 0.07) * (1.22 if day.month in {11, 12} else 1.0)
        rows += [_row(rng, day, mood, price, keyword) for keyword in KEYWORDS]
    return rows


def _row(
    rng: random.Random, day: date, mood: float, price: float, keyword: tuple[str, str, str, int, float, float, float]
) -> dict[str, object]:
    campaign, channel, words, volume, click_rate, click_price, order_rate = keyword
    impressions = max(0, round(volume * mood * rng.lognormvariate(0, 0.25)))
    clicks = sum(rng.random() < click_rate for _ in range(impressions))
    expected = impressions * click_rate * click_price
    # Search is paid by the click; social is paid by the impression, so it costs money on days without a click too.
    cost = (clicks * click_price if channel == "Search" else expected) * price * rng.lognormvariate(0, 0.12)
    orders = sum(rng.random() < order_rate for _ in range(clicks))
    revenue = sum(rng.lognormvariate(4.35, 0.55) for _ in range(orders))
    return {
        "date": day.isoformat(),
        "campaign": campaign,
        "channel": channel,
        "keyword": words,
        "impressions": impressions,
        "clicks": clicks,
        "cost": round(cost, 2),
        "orders": orders,
        "revenue": round(revenue, 2),
    }
