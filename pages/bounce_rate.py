"""Bounce rate: the share of visits that end on the page they began on."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("bounce_rate")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.side_by_side,
    cells.landing_pages,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
