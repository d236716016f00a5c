"""A value over ranges of its inputs: two at once as cells, several one at a time as lines."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import Row, Spec, _axis_format, _chart, _numbers

# One hue from pale to dark: the order shows in grey, and on either background.
_PALE, _DARK = "#d5e8e9", "#0f5e66"
_ON_PALE, _ON_DARK = "#12343b", "#ffffff"


def heat(rows: Sequence[Row], *, x: str, y: str, value: str, units: tuple[str, str, str], now: Row) -> Spec:
    """A cell per pair of two inputs, the darker the higher the value; a tick where the goal is reached, a ring at today.

    Args:
        rows: ``left``, ``right``, ``bottom``, ``top`` (edges of the cell), ``x``, ``y``, ``value``, ``tick`` (empty where not reached).
        x: title of the horizontal axis.
        y: title of the vertical axis.
        value: title of the value.
        units: of x, y and the value, for their formats.
        now: ``x``, ``y`` where the inputs stand, ``label``.
    """
    form_x, form_y = _axis_format(units[0], _numbers(rows, "x")), _axis_format(units[1], _numbers(rows, "y"))
    form = _axis_format(units[2], _numbers(rows, "value"))
    across, up = _edge("left", x, form_x), _edge("bottom", y, form_y)
    tip = [
        {"field": "x", "type": "quantitative", "title": x, "format": form_x},
        {"field": "y", "type": "quantitative", "title": y, "format": form_y},
        {"field": "value", "type": "quantitative", "title": value, "format": form},
    ]
    numbers = _numbers(rows, "value")
    middle = (min(numbers) + max(numbers)) / 2 if numbers else 0.0
    dark = {"condition": {"test": f"datum.value > {middle}", "value": _ON_DARK}, "value": _ON_PALE}
    ramp = {
        "field": "value",
        "type": "quantitative",
        "title": value,
        "scale": {"range": [_PALE, _DARK], "zero": False},
        "legend": {"orient": "top", "format": form, "gradientLength": 180, "titleLimit": 0, "tickCount": 3},
    }
    cells: Spec = {
        "mark": {"type": "rect"},
        "encoding": {
            "x": across,
            "x2": {"field": "right"},
            "y": up,
            "y2": {"field": "top"},
            "color": ramp,
            "tooltip": tip,
        },
    }
    ticks: Spec = {
        "mark": {"type": "text", "fontSize": 13},
        "encoding": {
            "x": {**across, "field": "x"},
            "y": {**up, "field": "y"},
            "text": {"field": "tick", "type": "nominal"},
            "color": dark,
        },
    }
    rings = [
        {
            "data": {"values": [dict(now)]},
            "mark": {"type": "point", "size": size, "stroke": stroke, "strokeWidth": width, "fill": None, "opacity": 1},
            "encoding": {"x": {**across, "field": "x"}, "y": {**up, "field": "y"}},
        }
        for size, stroke, width in ((420, _ON_PALE, 5), (420, _ON_DARK, 2))
    ]
    return {**_chart(rows, [cells, ticks, *rings], height=340), "resolve": {"scale": {"color": "independent"}}}


def _edge(field: str, title: str, form: str) -> Spec:
    """An axis from the first cell to the last, without air around them."""
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "axis": {"format": form, "grid": False, "tickCount": 5},
        "scale": {"zero": False, "nice": False},
    }


def spider_lines(rows: Sequence[Row], *, x: str, y: str, unit: str, kinds: Sequence[str]) -> Spec:
    """The value as one input at a time moves away from where it stands; the steeper, the more it matters.

    Args:
        rows: ``share``, ``value``, ``input``.
        x: title of the moves.
        y: title of the value.
        unit: unit of the value, for its format.
        kinds: the inputs in the order of the legend; colour and dashes both tell them apart.
    """
    form = _axis_format(unit, _numbers(rows, "value"))
    today = "datum.value === 0 ? '0%' : datum.label"
    axis = {"format": "+.0%", "tickCount": 5, "labelExpr": today}
    across = {"field": "share", "type": "quantitative", "title": x, "axis": axis}
    up = {
        "field": "value",
        "type": "quantitative",
        "title": y,
        "axis": {"format": form, "tickCount": 6},
        "scale": {"zero": False},
    }
    scale = {"domain": list(kinds)}
    lines: Spec = {
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": across,
            "y": up,
            "color": {
                "field": "input",
                "type": "nominal",
                "title": None,
                "scale": scale,
                "legend": {"orient": "top", "labelLimit": 0, "columns": 2, "symbolSize": 300},
            },
            "strokeDash": {"field": "input", "type": "nominal", "title": None, "scale": scale},
            "tooltip": [
                {"field": "input", "title": " "},
                {"field": "share", "type": "quantitative", "title": x, "format": "+.0%"},
                {"field": "value", "type": "quantitative", "title": y, "format": form},
            ],
        },
    }
    return _chart(rows, [lines], height=300)
