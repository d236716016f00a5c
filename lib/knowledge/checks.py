"""What the numbers were checked against: the reference tables of the tests, counted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("checks.toml")


@dataclass(frozen=True, slots=True)
class Check:
    """One table of reference values.

    Attributes:
        code: catalogue key of what it checks.
        against: program and version, or publications.
        cases: how many.
        where: the file in the repository that holds them.
    """

    code: str
    against: str
    cases: int
    where: str


@cache
def checks() -> tuple[Check, ...]:
    """All tables; a test counts them again."""
    return tuple(Check(**one) for one in tomllib.loads(TABLE.read_text(encoding="utf-8"))["check"])
