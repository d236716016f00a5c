"""Churn: the share of customers, or of their revenue, lost in a period."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("churn")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.survival,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
