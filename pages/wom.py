"""Word of mouth: clicks brought by recommendation for each click that was paid or direct."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("wom")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.generations,
    cells.click_price,
    cells.paid_recommendations,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
