"""Test drive: the share of those who tried before buying who went on to buy."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("test_drive")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.time_to_purchase,
    cells.arms,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
