"""What a visitor takes away: a definition with these numbers as a spreadsheet whose formulas are alive."""

from lib.report.campaign_model import campaign_workbook
from lib.report.model import Cell, Column, Model, has_model, model_of
from lib.report.workbook import workbook

__all__ = ["Cell", "Column", "Model", "campaign_workbook", "has_model", "model_of", "workbook"]
