"""How an amount spreads over people, and how one amount becomes another step by step."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import NOUGHT, Row, Spec, _axis_format, _chart, _numbers


def histogram(
    rows: Sequence[Row], *, x: str, y: str, kinds: Sequence[str], marks: Sequence[Row] = (), unit: str = "money"
) -> Spec:
    """Counts in bins of an amount, with lines at the figures that sum it up.

    Args:
        rows: ``low``, ``high`` of the bin, ``count``, ``kind``.
        x: title of the amount.
        y: title of the counts.
        kinds: the kinds in the order of the legend.
        marks: ``x``, ``kind`` of lines to draw.
        unit: unit of the amount, for its format.
    """
    form = _axis_format(unit, _numbers(rows, "low", "high"))
    names = [*kinds, *(str(mark["kind"]) for mark in marks)]
    across = {
        "field": "low",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "grid": False, "tickCount": 8},
        "scale": {"zero": False, "nice": False, "padding": 4},
    }
    legend = {"orient": "top", "labelLimit": 0, "columns": 1, "symbolOpacity": 1, "symbolStrokeWidth": 2}
    colour = {"field": "kind", "type": "nominal", "title": None, "scale": {"domain": names}, "legend": legend}
    bars = {
        # Paler under lines, so that these stand out in grey as well.
        "mark": {"type": "bar", "binSpacing": 1, "opacity": 0.5 if marks else 1},
        "encoding": {
            "x": {**across, "bin": "binned"},
            "x2": {"field": "high"},
            "y": {"field": "count", "type": "quantitative", "title": y, "axis": {"format": ",.0f", "tickCount": 5}},
            "color": colour,
            "tooltip": [
                {"field": "low", "type": "quantitative", "title": x, "format": form},
                {"field": "high", "type": "quantitative", "title": " ", "format": form},
                {"field": "count", "type": "quantitative", "title": y, "format": ",.0f"},
            ],
        },
    }
    rules = {
        "data": {"values": [{**mark, "dash": place} for place, mark in enumerate(marks)]},
        "mark": {"type": "rule", "strokeWidth": 2},
        "encoding": {
            "x": {**across, "field": "x"},
            "color": colour,
            "strokeDash": {
                "field": "dash",
                "type": "nominal",
                "legend": None,
                "scale": {"range": [[1, 0], [6, 3], [2, 2]]},
            },
        },
    }
    return _chart(rows, [bars, rules] if marks else [bars], height=250 + 20 * len(names))


def bridge(rows: Sequence[Row], *, x: str, unit: str = "money", kinds: Sequence[str]) -> Spec:
    """Bars that each start where the one before ended: from a total, by what is taken off, to what is left.

    Args:
        rows: ``label``, ``start``, ``end``, ``kind``, ``text`` (the amount, written under the label).
        x: title of the value axis.
        unit: unit of the value, for its format.
        kinds: the kinds in the order of the legend.
    """
    form = _axis_format(unit, [0.0, *_numbers(rows, "start", "end")])
    # The amount stands under its name: words inside the picture would have no colour that suits both themes.
    two_lines = {"labelLimit": 170, "labelExpr": "split(datum.label, '\\n')"}
    names = {"field": "name", "type": "nominal", "title": None, "sort": None, "axis": two_lines}
    value = {"field": "start", "type": "quantitative", "title": x, "axis": {"format": form, "tickCount": 4}}
    legend = {"orient": "top", "labelLimit": 0, "columns": 1}
    colour = {"field": "kind", "type": "nominal", "title": None, "scale": {"domain": list(kinds)}, "legend": legend}
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.6}},
        "encoding": {
            "y": names,
            "x": value,
            "x2": {"field": "end"},
            "color": colour,
            "tooltip": [{"field": "label", "title": " "}, {"field": "text", "title": x}],
        },
    }
    zero = {"data": {"values": [{}]}, "mark": NOUGHT, "encoding": {"x": {"datum": 0}}}
    placed = [{**row, "name": f"{row['label']}\n{row['text']}"} for row in rows]
    return _chart(placed, [zero, bars], height={"step": 46})
