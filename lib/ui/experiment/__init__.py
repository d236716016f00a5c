"""The cells of the experiment page, in the order of the page."""

from lib.ui.cells.question import question
from lib.ui.cells.reading import reading
from lib.ui.experiment.bayes import bayes
from lib.ui.experiment.checks import checks
from lib.ui.experiment.looks import looks
from lib.ui.experiment.page import open_trial
from lib.ui.experiment.result import result
from lib.ui.experiment.segments import segments
from lib.ui.experiment.settings import settings
from lib.ui.experiment.source import data
from lib.ui.experiment.takeaway import take_away

__all__ = [
    "bayes",
    "checks",
    "data",
    "looks",
    "open_trial",
    "question",
    "reading",
    "result",
    "segments",
    "settings",
    "take_away",
]
