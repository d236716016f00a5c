"""Payback: when the money spent has come back."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("payback")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.campaign,
    cells.running_total,
    cells.customer_balance,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
