"""A furniture chain's marketing plan over six years: five initiatives in three scenarios, by kind of cash flow."""

from __future__ import annotations

import random

FILE = "campaign_cash_flows.csv"
SEED = 20260307
# Outlay now, yearly extra margin once the initiative works, yearly running cost, and the years with a second outlay.
INITIATIVES: dict[str, tuple[int, tuple[int, ...], int, dict[int, int]]] = {
    "Loyalty programme": (180_000, (40, 72, 88, 96, 98), 24_000, {}),
    "Television launch": (210_000, (118, 96, 60, 38, 22), 6_000, {}),
    "Online configurator": (95_000, (22, 46, 52, 55, 57), 9_000, {3: 48_000}),
    "Referral scheme": (25_000, (12, 18, 21, 22, 23), 5_000, {}),
    "Outdoor posters": (60_000, (19, 15, 11, 8, 6), 2_000, {}),
}
SCENARIOS = {"expected": 1.0, "best": 1.3, "worst": 0.65}


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per initiative, scenario, year and kind of flow; money spent is negative."""
    return [
        {"initiative": name, "scenario": scenario, "year": year, "item": item, "cash_flow": amount}
        for name, plan in INITIATIVES.items()
        for scenario, factor in SCENARIOS.items()
        for year, item, amount in _flows(rng, plan, factor)
    ]


def _flows(
    rng: random.Random, plan: tuple[int, tuple[int, ...], int, dict[int, int]], factor: float
) -> list[tuple[int, str, int]]:
    outlay, margins, running, again = plan
    rows = [(0, "Set-up and media", -outlay)]
    for year, margin in enumerate(margins, start=1):
        rows.append((year, "Extra margin", round(margin * factor * rng.uniform(0.94, 1.06) * 10) * 100))
        rows.append((year, "Running cost", -running))
        if year in again:
            rows.append((year, "Set-up and media", -again[year]))
    return rows
