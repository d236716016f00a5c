"""What is looked at again and again: a value inside two bands, and shares by theory and by simulation."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import NOUGHT, Row, Spec, _axis_format, _chart, _numbers


def nested_bands(rows: Sequence[Row], *, x: str, y: str, inner: str, outer: str) -> Spec:
    """A measured difference with a narrow and a wide band around it, and the line of no difference.

    Args:
        rows: ``x``, ``value``, ``low``, ``high`` (narrow), ``lowest``, ``highest`` (wide), ``called`` (words of the
            state at that look, told by shape and colour).
        x: title of the horizontal axis.
        y: title of the vertical axis.
        inner: name of the narrow band.
        outer: name of the wide band.
    """
    across = {
        "field": "x",
        "type": "quantitative",
        "title": x,
        "axis": {"format": ",.0f", "grid": False, "tickCount": 6},
        "scale": {"nice": False},
    }
    span = [abs(number) for number in _numbers(rows, "lowest", "highest")]
    form = ",.1~f" if max(span, default=0) >= 1 else ",.3~f"
    up: Spec = {"type": "quantitative", "title": y, "axis": {"format": form, "tickCount": 6}}
    tip = [
        {"field": "x", "type": "quantitative", "title": x, "format": ",.0f"},
        {"field": "value", "type": "quantitative", "title": y, "format": ",.3~f"},
        {"field": "called", "type": "nominal", "title": " "},
    ]
    state = {"field": "called", "type": "nominal", "title": None, "legend": {"orient": "top", "labelLimit": 0}}
    return _chart(
        rows,
        [
            {
                "mark": {"type": "area", "opacity": 0.15, "description": outer},
                "encoding": {"x": across, "y": {**up, "field": "lowest"}, "y2": {"field": "highest"}},
            },
            {
                "mark": {"type": "area", "opacity": 0.3, "description": inner},
                "encoding": {"x": across, "y": {**up, "field": "low"}, "y2": {"field": "high"}},
            },
            {"mark": NOUGHT, "encoding": {"y": {"datum": 0}}},
            {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": across, "y": {**up, "field": "value"}}},
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {
                    "x": across,
                    "y": {**up, "field": "value"},
                    "shape": state,
                    "color": state,
                    "tooltip": tip,
                },
            },
        ],
        height=320,
    )


def theory_and_points(rows: Sequence[Row], *, x: str, y: str) -> Spec:
    """Shares by a whole number: what theory says as lines, what a simulation gave as points; one colour per group.

    Args:
        rows: ``x``, ``theory``, ``simulated`` (None where nothing was simulated), ``group``.
        x: title of the horizontal axis.
        y: title of the vertical axis.
    """
    across = {
        "field": "x",
        "type": "quantitative",
        "title": x,
        "axis": {"format": ",.0f", "grid": False, "tickCount": 8, "tickMinStep": 1},
        "scale": {"nice": False, "zero": False},
    }
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
