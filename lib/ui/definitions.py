"""The numbers of a page under each definition that they can supply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.core import InputError, Result
from lib.data.measure import inputs_of
from lib.ui.measuring import records
from lib.ui.notebook import Notebook
from lib.ui.words import plain


@dataclass(frozen=True)
class Definition:
    """One definition computed from the numbers of the page.

    Attributes:
        name: of the variant.
        label: what the screen calls it.
        result: its value, or why there is none.
        low: lower limit of its interval, None where there is none.
        high: upper limit.
    """

    name: str
    label: str
    result: Result
    low: float | None = None
    high: float | None = None


def known_inputs(page: Notebook) -> dict[str, Any]:
    """What the data and the screen supply: never the sample's numbers beside somebody's own.

    Parameters such as a margin stand at their defaults until they are moved; evidence counts only while it belongs to
    the numbers on screen.
    """
    assumed = {item.name: item.default for item in page.ind.inputs if item.parameter and item.default is not None}
    evidence = {item.name for item in page.ind.inputs if item.evidence}
    measured = page.measured.overall if page.measured else {}
    counted = {name: given for name, given in measured.items() if name not in evidence}
    shown = {name: given for name, given in page.inputs.items() if given is not None}
    return {**assumed, **counted, **shown}


def group_inputs(page: Notebook, *, most: int = 12) -> list[tuple[str, dict[str, Any]]]:
    """The measured groups, the largest first, each with its label and its inputs."""
    groups = page.measured.groups if page.measured else None
    return [
        (str(row["group"]) or plain("cells.data.no_label"), inputs_of(row, page.ind)) for row in records(groups)[:most]
    ]


def definition(page: Notebook, name: str, known: Mapping[str, Any]) -> Definition | None:
    """One definition with its interval, None where the numbers do not supply it."""
    variant = page.ind.variant(name)
    if not set(variant.inputs) <= set(known):
        return None
    try:
        found = page.ind.compute(variant=name, **known)
        interval = None if found.value is None else page.ind.interval(level=page.level, variant=name, **known)
    except InputError:
        return None
    low, high = (interval.low, interval.high) if interval else (None, None)
    return Definition(name, plain(f"{page.slug}.variants.{name}.label"), found, low, high)


def definitions(page: Notebook, names: Iterable[str] | None = None) -> list[Definition]:
    """The definitions that the numbers supply, in the order of the indicator or of ``names``."""
    known = known_inputs(page)
    found = (definition(page, name, known) for name in names or (item.name for item in page.ind.variants))
    return [one for one in found if one is not None]
