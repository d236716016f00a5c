"""From what people really have to the inputs of an indicator: reading, roles, measuring."""

from lib.data.dataset import Column, Dataset, Issue
from lib.data.measure import inputs_of, measure
from lib.data.read import read
from lib.data.roles import feasible, guess_roles
from lib.data.templates import template

__all__ = ["Column", "Dataset", "Issue", "feasible", "guess_roles", "inputs_of", "measure", "read", "template"]
