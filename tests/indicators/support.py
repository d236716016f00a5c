"""What the tests of several indicators share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lib.core import Notice
from lib.core.indicator import Indicator
from lib.data.measure import inputs_of


def inputs_in(frame: pd.DataFrame, ind: Indicator, place: int = 0) -> dict[str, Any]:
    """The inputs in one row of what ``measure`` gave."""
    return inputs_of({str(name): cell for name, cell in frame.iloc[place].items()}, ind)


def code_of(notice: Notice | None) -> str:
    """The code of a notice that must be there."""
    assert notice is not None
    return notice.code


def by_group(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """What ``measure`` gave by segment: name of the group to its row."""
    rows = [{str(name): cell for name, cell in row.items()} for _, row in frame.iterrows()]
    return {str(row["group"]): row for row in rows}
