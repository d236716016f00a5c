"""Cost per click: what one click on an advertisement costs."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("cpc")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
