"""Where the numbers come from: typed, the sample, or the visitor's file."""

from __future__ import annotations

from dataclasses import replace

from lib.experiments import guess_control, with_control_first
from lib.ui.cells.common import heading
from lib.ui.experiment.page import Trial
from lib.ui.experiment.typed import typed


def data(page: Trial) -> None:
    """The source, and the arms that it gives, the control guessed."""
    heading(page, "data")
    found = typed(page)
    if found is not None:
        control = guess_control(arm.label for arm in found.arms)
        page.measured = replace(found, arms=with_control_first(found.arms, control))
