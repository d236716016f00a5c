"""Plan: how many people a test needs, for how long, at what cost, and what it can find."""

from lib.ui import plan
from lib.ui.notebook import workbench

page = plan.open_plan()

plan.question(page)
workbench(
    page,
    plan.inputs,
    plan.result,
    plan.curves,
    plan.looks,
    plan.formulas,
    plan.reading,
    plan.take_away,
)
