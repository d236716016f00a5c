"""Experiment: versions shown by chance, checked, compared and judged."""

from lib.ui import experiment
from lib.ui.notebook import workbench

page = experiment.open_trial()

experiment.question(page)
workbench(
    page,
    experiment.data,
    experiment.settings,
    experiment.checks,
    experiment.result,
    experiment.segments,
    experiment.looks,
    experiment.bayes,
    experiment.reading,
    experiment.take_away,
)
