"""One data set and several visitors at once: the sample of a page is shared by everybody who opens it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib.data import measure, read
from lib.indicators import INDICATORS

ROOT = Path(__file__).resolve().parents[2]
ROLES = {"trial_date": "trial_date", "purchase_date": "purchase_date", "cost": "cost"}


def test_visitors_measure_one_sample_at_the_same_time() -> None:
    ds = read(ROOT / "sample_data/test_drives.csv", name="test_drives.csv")
    alone = measure(ds, INDICATORS["test_drive"], ROLES, "model", period="month")
    with ThreadPoolExecutor(4) as visitors:
        found = [
            visitors.submit(measure, ds, INDICATORS["test_drive"], ROLES, "model", period="month") for _ in range(12)
        ]
        looked = [visitors.submit(ds.preview, 5) for _ in range(12)]
        # The same rows give the same numbers, however many look at them.
        assert all(one.result().equals(alone) for one in found)
        assert all(len(one.result()) == 5 for one in looked)
