"""What the page says was checked is what the tests hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lib.knowledge.checks import Check, checks

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("check", checks(), ids=lambda one: one.code)
def test_counted_again(check: Check) -> None:
    table = json.loads((ROOT / check.where).read_text(encoding="utf-8"))
    assert check.cases == len(table["cases"] if isinstance(table, dict) else table)


def test_r_and_its_packages_are_named_as_in_the_table() -> None:
    table = json.loads((ROOT / "tests/oracles/r_cases.json").read_text(encoding="utf-8"))
    said = next(check.against for check in checks() if check.code == "r")
    assert said.split(" (")[0] == " ".join(table["tool"].split()[i] for i in (0, 2))
    assert all(f"{name} {version}" in said for name, version in table["packages"].items())
