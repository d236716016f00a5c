"""Return on ad dollars: what each unit of money spent on advertising brings back."""

from lib.ui import cells
from lib.ui.notebook import open_page, workbench

page = open_page("roa")

cells.question(page)
cells.data(page)
workbench(
    page,
    cells.calculation,
    cells.return_scale,
    cells.break_even_by_group,
    cells.benchmark,
    cells.significance,
    cells.what_if,
    cells.reading,
    cells.take_away,
)
