"""The cells of the peeking lab, in the order of the page."""

from lib.ui.cells.question import question
from lib.ui.cells.reading import reading
from lib.ui.cells.takeaway import take_away
from lib.ui.peeking.inputs import inputs
from lib.ui.peeking.metrics import instead, metrics
from lib.ui.peeking.page import open_lab
from lib.ui.peeking.path import one_test
from lib.ui.peeking.shares import share_called

__all__ = ["inputs", "instead", "metrics", "one_test", "open_lab", "question", "reading", "share_called", "take_away"]
