"""Evidence beside the inputs: sums of squares and counts of units, which intervals need and nobody types.

They travel in the address as well, so that whoever opens a link sees the sender's interval without the sender's rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lib.core import InputError
from lib.ui.notebook import Notebook
from lib.ui.parameters_state import same_as_measured


def belonging(page: Notebook, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence that belongs to the numbers on screen; none once they were changed by hand."""
    names = [item.name for item in page.ind.inputs if item.evidence]
    if not names:
        return {}
    if page.measured is None:
        return _from_address(page) if page.source == "file" else {}
    if not same_as_measured(page, shown):
        _clear(page)
        return {}
    found = {name: page.measured.overall[name] for name in names if page.measured.overall.get(name) is not None}
    if page.source == "file":
        st.query_params[page.key("evidence")] = " ".join(f"{name}:{value!r}" for name, value in found.items())
    return found


def _from_address(page: Notebook) -> dict[str, Any]:
    found = {}
    for part in str(st.query_params.get(page.key("evidence"), "")).split():
        name, _, text = part.partition(":")
        try:
            item = page.ind.input(name)
            if item.evidence:
                found[name] = item.check(float(text))
        except (InputError, ValueError):
            return {}  # a damaged link has no evidence rather than a wrong one
    return found


def _clear(page: Notebook) -> None:
    if page.key("evidence") in st.query_params:
        del st.query_params[page.key("evidence")]
