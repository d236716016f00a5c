"""Cost per click: what one click on an advertisement costs."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("cpc")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.mean_of_rows,
    cells.click_limit,
    cells.click_prices,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
