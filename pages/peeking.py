"""Peeking lab: simulated tests, looked at too often, and what to do instead."""

from lib.ui import peeking
from lib.ui.notebook import workbench

page = peeking.open_lab()

peeking.question(page)
workbench(
    page,
    peeking.inputs,
    peeking.share_called,
    peeking.one_test,
    peeking.metrics,
    peeking.instead,
    peeking.reading,
    peeking.take_away,
)
