"""Alternatives beside each other, each as far from one baseline as it is."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import Row, Spec, _axis_format, _chart, _numbers


def apart(rows: Sequence[Row], *, x: str, unit: str, base: float, kinds: Sequence[str]) -> Spec:
    """Points with a line to the baseline: the length of the line is the difference.

    Args:
        rows: ``label``, ``value``, ``kind``, ``text`` (the value, written under the label).
        x: title of the value axis.
        unit: unit of the value, for its format.
        base: value of the baseline.
        kinds: the kinds in the order of the legend; shape and colour both tell them apart.
    """
    form = _axis_format(unit, [base, *_numbers(rows, "value")])
    two_lines = {"labelLimit": 170, "labelExpr": "split(datum.label, '\\n')"}
    names = {"field": "name", "type": "nominal", "title": None, "sort": None, "axis": two_lines}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 5},
        "scale": {"zero": False, "padding": 12},
    }
    legend = {"orient": "top", "labelLimit": 0, "symbolOpacity": 1}
    colour = {"field": "kind", "type": "nominal", "title": None, "scale": {"domain": list(kinds)}, "legend": legend}
    shape = {**colour, "legend": legend}
    tip = [{"field": "label", "title": " "}, {"field": "text", "title": x}]
    layers: list[Spec] = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "strokeDash": [4, 3], "description": form},
            "encoding": {"x": {"datum": base}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.6},
            "encoding": {"y": names, "x": value, "x2": {"datum": base}, "color": colour, "tooltip": tip},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
            "encoding": {"y": names, "x": value, "color": colour, "shape": shape, "tooltip": tip},
        },
    ]
    placed = [{**row, "name": f"{row['label']}\n{row['text']}"} for row in rows]
    return _chart(placed, layers, height={"step": 46})
