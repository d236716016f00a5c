"""The table of people in two waves, whichever of them is A."""

from __future__ import annotations

import pandas as pd

from lib.ui.cells.paired import changes

FRAME = pd.DataFrame(
    {
        "first": ["north"],
        "second": ["south"],
        "named_both": [5],
        "named_before": [3],
        "named_after": [2],
        "named_neither": [7],
    }
)


def test_a_first_and_b_first() -> None:
    # ((both, only A), (only B, neither)), as McNemar's test asks for it
    assert changes(FRAME, "named", "North", "south") == ((5, 3), (2, 7))
    assert changes(FRAME, "named", "south", "North ") == ((5, 2), (3, 7))


def test_nobody_in_both_is_no_table() -> None:
    assert changes(FRAME, "named", "north", "east") is None
    assert changes(FRAME, "aware", "north", "south") is None
    assert changes(pd.DataFrame(), "named", "north", "south") is None
