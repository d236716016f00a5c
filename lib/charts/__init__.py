"""Charts as Vega-Lite specifications: values and words in, a plain dict out; colours come from the theme."""

from lib.charts.money import flow_bars, marked_lines
from lib.charts.specs import benchmark_strip, curve, dot_plot, survival_steps, tornado_bars, trend_line

__all__ = [
    "benchmark_strip",
    "curve",
    "dot_plot",
    "flow_bars",
    "marked_lines",
    "survival_steps",
    "tornado_bars",
    "trend_line",
]
