"""The cells of a page, in the order of the notebook; a page script lists the ones it wants."""

from lib.ui.cells.benchmark import benchmark
from lib.ui.cells.calculation import calculation
from lib.ui.cells.cash_flows import flows, value_profile
from lib.ui.cells.data import data
from lib.ui.cells.payback import customer_balance, running_total
from lib.ui.cells.question import question
from lib.ui.cells.reading import reading
from lib.ui.cells.significance import significance
from lib.ui.cells.survival import survival
from lib.ui.cells.takeaway import take_away
from lib.ui.cells.whatif import what_if

__all__ = [
    "benchmark",
    "calculation",
    "customer_balance",
    "data",
    "flows",
    "question",
    "reading",
    "running_total",
    "significance",
    "survival",
    "take_away",
    "value_profile",
    "what_if",
]
