"""Two waves with the same people in both: what they changed, person by person."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.stats import compare_proportions_paired
from lib.ui.cells.common import tell
from lib.ui.comparisons import alert, numbers, why
from lib.ui.measuring import measure_pairs
from lib.ui.notebook import Notebook
from lib.ui.sentences import conclusion
from lib.ui.words import say

EXTRA = "panel"


def paired(page: Notebook, mode: str, name_a: str, name_b: str) -> None:
    """McNemar's test of those who answered in both waves, where the file says who they are."""
    inputs = page.variant.inputs
    # Only a plain share of people can be followed person by person: one count of all.
    if page.measured is None or EXTRA not in page.measured.shape.extras or len(inputs) != 2:
        return
    if mode not in {"groups", "periods"}:
        return
    table = changes(measure_pairs(page, EXTRA, mode), inputs[0], name_a, name_b)
    if table is None:
        return
    (both, only_a), (only_b, neither) = table
    people = both + only_a + only_b + neither
    with st.container(border=True):
        st.markdown(f"**{say('cells.paired.heading', count=people)}**")
        st.markdown(
            say("cells.paired.explain", only_a=only_a, only_b=only_b, changed=only_a + only_b, a=name_a, b=name_b)
        )
        found = compare_proportions_paired(table, level=page.level)
        sentence, tone = conclusion(found, page.variant.unit, name_a, name_b, page.better)
        alert(sentence, tone)
        st.markdown(numbers(found, page.variant.unit))
        if "weight" in page.measured.roles:
            st.caption(say("cells.paired.unweighted"))
        tell(found.notes)
        why(found)


def changes(frame: pd.DataFrame, mark: str, name_a: str, name_b: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The table of two by two of A and B, whichever comes first in the file; None where nobody is in both."""
    if frame.empty or f"{mark}_both" not in frame.columns:
        return None
    first, second = frame["first"].map(_plain), frame["second"].map(_plain)
    a, b = _plain(name_a), _plain(name_b)
    for turned, rows in ((False, frame[(first == a) & (second == b)]), (True, frame[(first == b) & (second == a)])):
        if len(rows):
            row = rows.iloc[0]
            both, old, new, neither = (int(row[f"{mark}_{part}"]) for part in ("both", "before", "after", "neither"))
            return ((both, new), (old, neither)) if turned else ((both, old), (new, neither))
    return None


def _plain(label: object) -> str:
    return str(label).strip().lower()
