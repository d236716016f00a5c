"""Satisfaction and recommendation: top boxes, means and the net promoter score, never mixed."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("csat")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.distribution,
    cells.measures,
    cells.recommendation_balance,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
