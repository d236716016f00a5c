"""Dots: two readings of the same thing side by side, and groups beside the two ways of summing them up."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import Row, Spec, _axis_format, _chart, _numbers

_SHAPES = ("circle", "diamond", "square", "triangle-up")


def paired_dots(rows: Sequence[Row], *, x: str, unit: str, kinds: Sequence[str], zero: bool = False) -> Spec:
    """For each label one dot per kind, joined by a line; shape and colour both tell the kinds apart.

    Args:
        rows: ``label``, ``kind``, ``value``.
        x: title of the value axis.
        unit: unit of the value, for its format.
        kinds: the kinds in the order of the legend.
        zero: whether the axis starts at zero.
    """
    form = _axis_format(unit, _numbers(rows, "value"))
    names = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 150}}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 5},
        "scale": {"zero": zero, "nice": True, "padding": 12},
    }
    legend = {"orient": "top", "labelLimit": 0, "columns": 1, "symbolOpacity": 1}
    kind = {"field": "kind", "type": "nominal", "title": None, "legend": legend}
    dots = {
        "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
        "encoding": {
            "y": names,
            "x": value,
            "color": {**kind, "scale": {"domain": list(kinds)}},
            "shape": {**kind, "scale": {"domain": list(kinds), "range": list(_SHAPES[: len(kinds)])}},
            "tooltip": [
                {"field": "label", "title": " "},
                {"field": "kind", "title": " "},
                {"field": "value", "type": "quantitative", "format": form},
            ],
        },
    }
    joined = {
        "mark": {"type": "rule", "opacity": 0.5, "strokeWidth": 2},
        "encoding": {
            "y": names,
            "x": {**value, "aggregate": "min"},
            "x2": {"field": "value", "aggregate": "max"},
        },
    }
    return _chart(rows, [joined, dots], height={"step": 34})


def sized_dots(rows: Sequence[Row], *, x: str, size: str, unit: str, rules: Sequence[Row]) -> Spec:
    """Groups as dots as large as they are, with their intervals, and lines for the values of the whole.

    Args:
        rows: ``label``, ``value``, ``size``, ``low``, ``high``; the limits may be None.
        x: title of the value axis.
        size: title of the size.
        unit: unit of the value, for its format.
        rules: ``value`` and ``kind`` of each line.
    """
    form = _axis_format(unit, _numbers([*rows, *rules], "value", "low", "high"))
    names = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 150}}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 5},
        "scale": {"zero": False, "nice": True},
    }
    kinds = [str(rule["kind"]) for rule in rules]
    kind = {
        "field": "kind",
        "type": "nominal",
        "title": None,
        "legend": {"orient": "top", "labelLimit": 0, "columns": 1},
    }
    tip = [
        {"field": "label", "title": " "},
        {"field": "size", "type": "quantitative", "title": size, "format": ",.0f"},
        *({"field": name, "type": "quantitative", "format": form} for name in ("value", "low", "high")),
    ]
    layers: list[Spec] = [
        {
            "data": {"values": [dict(rule) for rule in rules]},
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {
                "x": value,
                "color": {**kind, "scale": {"domain": kinds}},
                "strokeDash": {**kind, "scale": {"domain": kinds, "range": [[1, 0], [5, 4]]}},
            },
        },
        {
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.5},
            "encoding": {"y": names, "x": {**value, "field": "low"}, "x2": {"field": "high"}, "tooltip": tip},
        },
        {
            "mark": {"type": "point", "filled": True, "opacity": 1},
            "encoding": {
                "y": names,
                "x": value,
                "size": {
                    "field": "size",
                    "type": "quantitative",
                    "legend": None,
                    "scale": {"rangeMin": 30, "rangeMax": 500},
                },
                "tooltip": tip,
            },
        },
    ]
    return _chart(rows, layers, height={"step": 34})
