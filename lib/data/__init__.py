"""Reading what people really have."""

from lib.data.dataset import Column, Dataset, Issue
from lib.data.read import read

__all__ = ["Column", "Dataset", "Issue", "read"]
