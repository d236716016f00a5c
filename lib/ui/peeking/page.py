"""The lab's state while it runs: what is simulated, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field

from lib.core import InputError, Unit
from lib.experiments.peeking import Lab, World
from lib.ui import words
from lib.ui.page import OwnPage

SLUG = "peeking"


@dataclass
class Laboratory(OwnPage):
    """The page of the lab.

    Attributes:
        world: what is simulated.
        lab: what came out; None where nothing can be simulated.
        problem: why.
    """

    name = SLUG

    world: World = field(default_factory=World)
    lab: Lab | None = None
    problem: InputError | None = None

    @property
    def source(self) -> str:
        """The numbers of a simulation are always typed."""
        return "typed"

    def gap(self, effect: float) -> str:
        """A difference of two shares, as the screen writes it."""
        return words.gap(effect, Unit.RATE)


def open_lab() -> Laboratory:
    """The page, for its script."""
    return Laboratory()
