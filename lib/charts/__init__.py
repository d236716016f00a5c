"""Charts as Vega-Lite specifications: values and words in, a plain dict out; colours come from the theme."""

from lib.charts.bars import bars, columns
from lib.charts.calibration import nominal_dots
from lib.charts.curves import curve
from lib.charts.dots import paired_dots, sized_dots
from lib.charts.looks import nested_bands, theory_and_points
from lib.charts.money import flow_bars, marked_lines
from lib.charts.network import number_map
from lib.charts.ranges import heat, spider_lines
from lib.charts.rising import rising_steps
from lib.charts.scenarios import apart
from lib.charts.specs import benchmark_strip, dot_plot, survival_steps, tornado_bars, trend_line
from lib.charts.spread import bridge, histogram

__all__ = [
    "apart",
    "bars",
    "benchmark_strip",
    "bridge",
    "columns",
    "curve",
    "dot_plot",
    "flow_bars",
    "heat",
    "histogram",
    "marked_lines",
    "nested_bands",
    "nominal_dots",
    "number_map",
    "paired_dots",
    "rising_steps",
    "sized_dots",
    "spider_lines",
    "survival_steps",
    "theory_and_points",
    "tornado_bars",
    "trend_line",
]
