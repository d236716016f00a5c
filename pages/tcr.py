"""Transaction conversion rate: the share of clicks that end in a purchase."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("tcr")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.side_by_side,
    cells.lag,
    cells.to_come,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
