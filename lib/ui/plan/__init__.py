"""The cells of the page that plans a test, in the order of the page."""

from lib.ui.cells.question import question
from lib.ui.cells.reading import reading
from lib.ui.cells.takeaway import take_away
from lib.ui.plan.formulas import formulas
from lib.ui.plan.inputs import inputs
from lib.ui.plan.looks import looks
from lib.ui.plan.page import open_plan
from lib.ui.plan.result import curves, result

__all__ = ["curves", "formulas", "inputs", "looks", "open_plan", "question", "reading", "result", "take_away"]
