"""The planning page's state while it runs: what is held fixed, what is known, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from lib.core import InputError, Unit
from lib.stats import RunPlan, Setting, Traffic
from lib.ui import words
from lib.ui.page import OwnPage

SLUG = "plan"


@dataclass
class Planner(OwnPage):
    """The page of a plan.

    Attributes:
        solve: size, effect, power or alpha.
        setting: what is held fixed.
        start: share or mean of the control, from which the effect is measured.
        traffic: who comes, and the prices.
        plan: what was found; None where the inputs allow none.
        problem: why they allow none.
    """

    name = SLUG

    solve: str = "size"
    setting: Setting = field(default_factory=lambda: Setting(baseline=0.2))
    start: float = 0.2
    traffic: Traffic = field(default_factory=lambda: Traffic(per_day=1.0))
    plan: RunPlan | None = None
    problem: InputError | None = None

    @property
    def source(self) -> str:
        """The numbers of a plan are always typed."""
        return "typed"

    @property
    def is_share(self) -> bool:
        """Whether the outcome is yes or no."""
        return self.setting.baseline is not None

    @property
    def unit(self) -> Unit:
        """Unit of the outcome."""
        return Unit.RATE if self.is_share else Unit.RATIO

    def outcome(self, number: float) -> str:
        """A value of the outcome, as the screen writes it."""
        return words.value(number, self.unit)

    def gap(self, effect: float) -> str:
        """A difference of two values, as the screen writes it."""
        return words.gap(effect, self.unit)


def open_plan() -> Planner:
    """The page, for its script."""
    return Planner()
