"""A tracking survey of tea houses: four waves, open answers as people type them, a list with a brand that does not exist."""

from __future__ import annotations

import random
from datetime import date, timedelta

FILE = "awareness_survey.csv"
SEED = 20260310
# How the same tea house is typed on different phones.
SPELLINGS = {
    "Chinor": ["Chinor", "chinor", "CHINOR", "Чинор", "чинор", "Chinor ", "Chinnor", "Chinar"],
    "Bodom": ["Bodom", "bodom", "Бодом", "бодом", "BODOM", "Bodon"],
    "Rayhon": ["Rayhon", "Райхон", "rayhon", "Raihon", "Rayxon"],
    "Zilola": ["Zilola", "Зилола", "zilola", "ZILOLA"],
    "Navruz": ["Navruz", "Навруз", "navruz"],
}
STRENGTH = {"Chinor": 0.45, "Bodom": 0.36, "Rayhon": 0.3, "Zilola": 0.2, "Navruz": 0.12}
LISTED = {"Chinor": 0.7, "Bodom": 0.62, "Rayhon": 0.55, "Zilola": 0.42, "Navruz": 0.3}
WAVES = (date(2025, 4, 7), date(2025, 7, 7), date(2025, 10, 6), date(2026, 1, 12))
SEPARATORS = ("; ", ", ", ",", " | ", " va ")


def build(rng: random.Random) -> list[dict[str, object]]:
    """One row per person asked."""
    rows: list[dict[str, object]] = []
    for index in range(1200):
        wave = index // 300
        city = rng.choices(["Tashkent", "Samarkand"], [0.6, 0.4])[0]
        seen = wave > 0 and rng.random() < 0.15 + 0.1 * wave
        lift = (0.1 if city == "Tashkent" else -0.08) + (0.1 if seen else 0)
        named = [brand for brand, p in STRENGTH.items() if rng.random() < p + (lift if brand == "Chinor" else 0)]
        named.sort(key=lambda brand: rng.random() / STRENGTH[brand])
        listed = [
            brand
            for brand, p in LISTED.items()
            # A few forget to tick what they have just named.
            if (brand in named and rng.random() < 0.94) or rng.random() < p + (lift if brand == "Chinor" else 0) - 0.15
        ]
        weight = rng.choice([0.7, 0.85, 1.0, 1.0, 1.15, 1.4])
        rows.append(
            {
                "respondent": f"R{index + 1:04d}",
                "date": (WAVES[wave] + timedelta(days=rng.randrange(12))).isoformat(),
                "city": city,
                "age": rng.choices(["18-29", "30-44", "45 and over"], [0.4, 0.35, 0.25])[0],
                "saw_campaign": "yes" if seen else "no",
                "weight": weight,
                "tea_houses_named": _typed(rng, named),
                "tea_houses_recognised": "; ".join(listed) or "None of these",
                "knows_zarvand": "yes" if rng.random() < 0.06 else "no",
            }
        )
    return rows


def _typed(rng: random.Random, named: list[str]) -> str:
    if not named:
        return rng.choice(["", "don't know", "bilmayman", "не знаю", "-"])
    words = [rng.choices(SPELLINGS[brand], range(len(SPELLINGS[brand]), 0, -1))[0] for brand in named]
    return rng.choices(SEPARATORS, [4, 4, 1, 1, 1])[0].join(words)
