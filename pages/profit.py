"""Profit: what a business, or a campaign, leaves after its costs."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("profit")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.profit_bridge,
    cells.break_even,
    cells.profit_spread,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
