"""Collects what was assumed, changed or left out while a file is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from lib.data.dataset import Issue

SHOWN = 10
EXAMPLE_CHARACTERS = 40


def line_fields(numbers: Iterable[int]) -> dict[str, object]:
    """Line numbers for the sentence (``lines``) and for programs (``line_numbers``), the first few of them.

    >>> line_fields([3, 4, 5])["lines"]
    '3, 4, 5'
    """
    known = tuple(numbers)
    shown = ", ".join(str(number) for number in known[:SHOWN])
    return {"lines": shown + (", …" if len(known) > SHOWN else ""), "line_numbers": known[:SHOWN]}


def example_fields(values: Iterable[str]) -> dict[str, object]:
    """Example values for the sentence (``examples``), each clipped, with quotation marks around it.

    >>> example_fields(["Free", "n/a"])["examples"]
    '“Free”, “n/a”'
    """
    known = [value if len(value) <= EXAMPLE_CHARACTERS else value[:EXAMPLE_CHARACTERS] + "…" for value in values]
    return {"examples": ", ".join(f"“{value}”" for value in known[:5])}


class Findings:
    """Issues in the order in which they were found, and the settings that were decided."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []
        self.settings: dict[str, object] = {}

    def info(self, code: str, **fields: object) -> None:
        """Something that needs no thought."""
        self._add(code, "info", fields)

    def warn(self, code: str, **fields: object) -> None:
        """Something that the visitor should check."""
        self._add(code, "warning", fields)

    def _add(self, code: str, severity: Literal["info", "warning"], fields: Mapping[str, object]) -> None:
        self._issues.append(Issue(code, severity, MappingProxyType(dict(fields))))

    def issues(self) -> tuple[Issue, ...]:
        """Warnings first, each in the order in which it was found."""
        return tuple(sorted(self._issues, key=lambda issue: issue.severity != "warning"))
