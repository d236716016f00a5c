"""Customer lifetime value: what a customer is worth over the time it stays."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("cltv")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.value_to_cost,
    cells.steepness,
    cells.running_value,
    cells.cohorts,
    cells.customer_models,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
