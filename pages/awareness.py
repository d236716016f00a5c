"""Brand awareness: the share of people who know a brand, first named, unaided or aided."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("awareness")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.awareness_levels,
    cells.coding,
    cells.brands,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
