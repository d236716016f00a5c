"""A moved slider on our pages against a bare Streamlit page that shows as many elements and computes nothing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 20


def bare(count: int) -> None:
    """As many sliders, numbers, texts and tables as our page has."""
    import pandas as pd
    import streamlit as st

    frame = pd.DataFrame({"a": range(20), "b": range(20)})
    for place in range(count):
        kind = place % 5
        if kind == 0:
            st.slider(f"s{place}", 0, 100, 50, key=f"s{place}")
        elif kind == 1:
            st.number_input(f"n{place}", value=1.0, key=f"n{place}")
        elif kind == 2:
            st.markdown(f"text {place}")
        elif kind == 3:
            st.latex("C = x")
        else:
            st.vega_lite_chart(frame, {"mark": "line", "encoding": {"x": {"field": "a"}, "y": {"field": "b"}}})


def run() -> Iterator[tuple[str, float, float, str]]:
    """Milliseconds per rerun on three pages and on the bare page."""
    for slug, key in (("churn", "churn_lost"), ("npv", "npv_discount_rate"), ("cpc", "cpc_clicks")):
        app = AppTest.from_file(str(ROOT / "lib/ui/main.py"), default_timeout=60).run()
        app.switch_page(str(ROOT / f"pages/{slug}.py")).run()
        yardstick = AppTest.from_function(bare, args=(len(list(app.main)),), default_timeout=60).run()
        ours, theirs = [], []
        for turn in range(ROUNDS):
            ours.append(moved(app, key, float(10 + turn)))
            theirs.append(moved(yardstick, "n1", float(turn)))
        yield f"whole rerun of the page {slug}", statistics.median(ours), statistics.median(theirs), "ms"


def moved(app: AppTest, key: str, value: float) -> float:
    """Milliseconds for one changed number."""
    start = time.perf_counter()
    app.number_input(key=key).set_value(value).run()
    return (time.perf_counter() - start) * 1000
