"""The lab's state while it runs: what is simulated, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lib.core import InputError, Unit
from lib.experiments.peeking import Lab, World
from lib.ui import words
from lib.ui.keys import widget
from lib.ui.words import say

SLUG = "peeking"


@dataclass
class Laboratory:
    """The page of the lab.

    Attributes:
        world: what is simulated.
        lab: what came out; None where nothing can be simulated.
        problem: why.
    """

    world: World = field(default_factory=World)
    lab: Lab | None = None
    problem: InputError | None = None

    @property
    def slug(self) -> str:
        """Identifier of the page."""
        return SLUG

    @property
    def source(self) -> str:
        """The numbers of a simulation are always typed."""
        return "typed"

    def text(self, name: str, **fields: Any) -> str:
        """A sentence of this page."""
        return say(f"{SLUG}.{name}", **fields)

    def key(self, name: str) -> str:
        """Key of a widget of this page."""
        return widget(SLUG, name)

    def gap(self, effect: float) -> str:
        """A difference of two shares, as the screen writes it."""
        return words.gap(effect, Unit.RATE)


def open_lab() -> Laboratory:
    """The page, for its script."""
    return Laboratory()
