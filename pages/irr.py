"""Internal rate of return: the rate at which a stream of cash flows is worth nothing."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("irr")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.campaign,
    cells.value_profile,
    cells.rival_plans,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
