"""The charts whose rows follow a held slider: what each page draws under that name, as a function of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lib.ui.cells.benchmark import mark_strip
from lib.ui.cells.common import Picture
from lib.ui.cells.result import groups, trend
from lib.ui.notebook import Notebook

PICTURES: Final[Mapping[str, Callable[[Notebook], Picture | None]]] = {
    "trend": trend,
    "groups": groups,
    "benchmark": mark_strip,
}
