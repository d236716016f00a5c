"""Net present value: a stream of cash flows in today's money."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("npv")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.campaign,
    cells.flows,
    cells.value_profile,
    cells.rival_plans,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
