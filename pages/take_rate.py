"""Take rate: the share of offers that were accepted."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("take_rate")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.funnel,
    cells.offer_economics,
    cells.arms,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
