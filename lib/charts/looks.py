"""What is looked at again and again: a value inside two bands, and shares by theory and by simulation."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import NOUGHT, Row, Spec, _axis_format, _chart, _numbers

_ACROSS: Spec = {
    "field": "x",
    "type": "quantitative",
    "axis": {"format": ",.0f", "grid": False, "tickCount": 8, "tickMinStep": 1},
    "scale": {"nice": False, "zero": False},
}


def nested_bands(rows: Sequence[Row], others: Sequence[Row], *, x: str, y: str, inner: str, outer: str) -> Spec:
    """A measured difference that wanders between a narrow and a wide band around nought, others faintly behind it.

    Args:
        rows: ``x``, ``value``, ``near`` and ``far`` (half-widths of the bands), ``state`` (where the value is, in words,
            told by shape and colour).
        others: ``x``, ``value``, ``number`` of further tests.
        x: title of the horizontal axis.
        y: title of the vertical axis.
        inner: name of the narrow band.
        outer: name of the wide band.
    """
    drawn = [{**row, "from": -row["near"], "lowest": -row["far"]} for row in rows]
    form = ",.1~f" if max(_numbers(rows, "far"), default=0) >= 1 else ",.3~f"
    up: Spec = {"type": "quantitative", "title": y, "axis": {"format": form, "tickCount": 6}}
    across = {**_ACROSS, "title": x}
    state = {
        "field": "state",
        "type": "nominal",
        "title": None,
        "legend": {"orient": "top", "labelLimit": 0, "columns": 1},
    }
    tip = [
        {"field": "x", "type": "quantitative", "title": x, "format": ",.0f"},
        {"field": "value", "type": "quantitative", "title": y, "format": ",.3~f"},
        {"field": "state", "type": "nominal", "title": " "},
    ]
    bands: list[Spec] = [
        {
            "mark": {"type": "area", "opacity": opacity, "description": name},
            "encoding": {"x": across, "y": {**up, "field": low}, "y2": {"field": high}},
        }
        for opacity, name, low, high in ((0.15, outer, "lowest", "far"), (0.25, inner, "from", "near"))
    ]
    behind: Spec = {
        "data": {"values": [dict(row) for row in others]},
        "mark": {"type": "line", "strokeWidth": 1, "opacity": 0.45, "color": "#7a8589"},
        "encoding": {"x": across, "y": {**up, "field": "value"}, "detail": {"field": "number", "type": "nominal"}},
    }
    line: Spec = {
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {"x": across, "y": {**up, "field": "value"}},
    }
    points: Spec = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": {"x": across, "y": {**up, "field": "value"}, "shape": state, "color": state, "tooltip": tip},
    }
    nought: Spec = {"mark": NOUGHT, "encoding": {"y": {"datum": 0}}}
    return _chart(drawn, [*bands, *([behind] if others else []), nought, line, points], height=340)


def theory_and_points(rows: Sequence[Row], *, x: str, y: str) -> Spec:
    """Shares by a whole number: what theory says as lines, what a simulation gave as points; one colour per group.

    Args:
        rows: ``x``, ``theory``, ``simulated`` (None where nothing was simulated), ``group``.
        x: title of the horizontal axis.
        y: title of the vertical axis.
    """
    across = {**_ACROSS, "title": x}
    up: Spec = {
        "type": "quantitative",
        "title": y,
        "axis": {"format": _axis_format("rate", [0.0, *_numbers(rows, "theory")]), "tickCount": 6},
        "scale": {"zero": True},
    }
    groups = list(dict.fromkeys(str(row["group"]) for row in rows))
    group: Spec = {"field": "group", "type": "nominal", "title": None, "scale": {"domain": groups}}
    legend = {"orient": "top", "labelLimit": 0, "columns": 2, "symbolOpacity": 1}
    shown: Spec = {"color": {**group, "legend": legend}, "shape": {**group, "legend": legend}}
    tip = [
        {"field": "group", "type": "nominal", "title": " "},
        {"field": "x", "type": "quantitative", "title": x, "format": ",.0f"},
        *({"field": name, "type": "quantitative", "format": ".1%"} for name in ("theory", "simulated")),
    ]
    return _chart(
        rows,
        [
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"x": across, "y": {**up, "field": "theory"}, "color": shown["color"]},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1},
                "encoding": {"x": across, "y": {**up, "field": "simulated"}, **shown, "tooltip": tip},
            },
        ],
        height=300,
    )
