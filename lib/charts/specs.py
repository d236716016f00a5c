"""The app's charts. Plain dicts, because building Altair objects costs three times a whole page without them (measured)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Spec = dict[str, Any]
# Long names at the left leave the plot at least half of a phone's width. They are cut in the middle there, because what
# tells them apart, a year, often stands at the end; the table has them whole.
LONG_NAMES: Spec = {
    "labelLimit": {"expr": "containerSize()[0] < 500 ? 150 : 260"},
    "labelExpr": (
        "containerSize()[0] < 500 && length(datum.label) > 23"
        " ? slice(datum.label, 0, 16) + '…' + slice(datum.label, -5) : datum.label"
    ),
}
_BASE: Spec = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    # Otherwise Streamlit leaves a blank strip between a picture and the sentence under it.
    "padding": {"bottom": 4},
    "config": {
        "view": {"stroke": None},
        "axis": {"domain": False, "ticks": False, "labelPadding": 6},
        # The theme pushes the outermost labels inward, away from the dot or bar that they name.
        "axisYBand": {"labelFlush": False},
        "axisYPoint": {"labelFlush": False},
        # Beside long names the plot is narrow: a title centred on it would be cut off at the edge.
        "axisX": {"titleAnchor": "end"},
        # Vega draws lines without a colour of their own in black, which the dark theme swallows; this grey stands
        # out by 3 : 1 and more on both backgrounds.
        "rule": {"color": "#7a8589"},
    },
}
# A line that stands for no row is announced as an image without a name unless it is given one.
NOUGHT: Spec = {"type": "rule", "opacity": 0.5, "description": "0"}
# Words in the theme's first chart colour, for the same reason. It needs a colour scale to itself.
INK: Spec = {"color": {"datum": "", "type": "nominal", "legend": None}}
OWN_INK: Spec = {"resolve": {"scale": {"color": "independent"}}}


def _axis_format(unit: str, values: Sequence[float]) -> str:
    """Digits that tell the values apart, no more."""
    span = max(values) - min(values) if values else 0
    if unit == "rate":
        return ".0%" if span >= 0.05 else ".1%" if span >= 0.005 else ".2%"
    return ",.0f" if span >= 5 or span == 0 else ",.1f" if span >= 0.5 else ",.3~f"


def _numbers(rows: Sequence[Row], *names: str) -> list[float]:
    return [float(row[name]) for row in rows for name in names if row.get(name) is not None]


def _chart(rows: Sequence[Row], layers: list[Spec], *, height: int | Spec | None = None) -> Spec:
    size = {} if height is None else {"height": height}
    return {**_BASE, "data": {"values": [dict(row) for row in rows]}, "layer": layers, **size}


def _drawn(rows: Sequence[Row], layers: list[Spec]) -> list[Spec]:
    """Without any limits the first layer would draw nothing."""
    return layers if _numbers(rows, "low") else layers[1:]


# The band under a line is pale; the legend must not be.
_SOLID: Spec = {"orient": "top", "symbolOpacity": 1}


def trend_line(rows: Sequence[Row], *, x: str, y: str, unit: str, times: str = "%b %Y") -> Spec:
    """A value over periods with its interval as a band.

    Args:
        rows: ``period`` (ISO date), ``value``, ``low``, ``high``; the limits may be None.
        x: title of the time axis.
        y: title of the value axis.
        unit: unit of the value, for its format.
        times: format of the time labels.
    """
    form = _axis_format(unit, _numbers(rows, "value", "low", "high"))
    time = {
        "field": "period",
        "type": "temporal",
        "title": x,
        "axis": {"format": times, "grid": False, "tickCount": min(8, len(rows))},
    }
    value = {
        "field": "value",
        "type": "quantitative",
        "title": y,
        "axis": {"format": form, "tickCount": 6},
        "scale": {"zero": False, "nice": True},
    }
    tip = [
        {"field": "period", "type": "temporal", "title": x, "format": "%d %b %Y"},
        *({"field": name, "type": "quantitative", "format": form} for name in ("value", "low", "high")),
    ]
    band = {
        "mark": {"type": "area", "opacity": 0.18},
        "encoding": {"x": time, "y": {**value, "field": "low"}, "y2": {"field": "high"}},
    }
    line = {
        "mark": {"type": "line", "point": {"size": 36}, "strokeWidth": 2},
        "encoding": {"x": time, "y": value, "tooltip": tip},
    }
    return _chart(rows, [band, line] if _numbers(rows, "low") else [line], height=260)


def dot_plot(rows: Sequence[Row], *, x: str, unit: str) -> Spec:
    """Groups as points with their intervals, largest group first.

    Args:
        rows: ``group``, ``value``, ``low``, ``high``; the limits may be None.
        x: title of the value axis.
        unit: unit of the value, for its format.
    """
    form = _axis_format(unit, _numbers(rows, "value", "low", "high"))
    names = {"field": "group", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 160}}
    scale = {"zero": False, "nice": True, "padding": 8}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 6},
        "scale": scale,
    }
    tip = [
        {"field": "group", "type": "nominal", "title": " "},
        *({"field": name, "type": "quantitative", "format": form} for name in ("value", "low", "high")),
    ]
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6},
            "encoding": {"y": names, "x": {**value, "field": "low"}, "x2": {"field": "high"}, "tooltip": tip},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"y": names, "x": value, "tooltip": tip},
        },
    ]
    return _chart(rows, _drawn(rows, layers), height={"step": 34})


def benchmark_strip(rows: Sequence[Row], *, x: str, unit: str, own: str) -> Spec:
    """Published values and the visitor's own on one axis; shape and colour both tell them apart.

    Args:
        rows: ``label``, ``kind``, ``value`` (None for a range), ``low``, ``high``; the visitor's own row first.
        x: title of the value axis.
        unit: unit of the value, for its format.
        own: the ``kind`` of the visitor's own row.
    """
    form = _axis_format(unit, _numbers(rows, "value", "low", "high"))
    kinds = list(dict.fromkeys(str(row["kind"]) for row in rows))
    names = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": LONG_NAMES}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 6},
        "scale": {"zero": False, "nice": True},
    }
    kind = {
        "field": "kind",
        "type": "nominal",
        "title": None,
        "scale": {"domain": kinds},
        "legend": {"orient": "top", "labelLimit": 0, "columns": 2},
    }
    shapes = ["diamond" if name == own else "circle" if place < 2 else "square" for place, name in enumerate(kinds)]
    shape = {**kind, "scale": {"domain": kinds, "range": shapes}}
    tip = [
        {"field": "label", "type": "nominal", "title": " "},
        *({"field": name, "type": "quantitative", "format": form} for name in ("value", "low", "high")),
    ]
    layers: list[Spec] = [
        {
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.6},
            "encoding": {
                "y": names,
                "x": {**value, "field": "low"},
                "x2": {"field": "high"},
                "color": kind,
                "tooltip": tip,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
            "encoding": {"y": names, "x": value, "color": kind, "shape": shape, "tooltip": tip},
        },
    ]
    return _chart(rows, _drawn(rows, layers), height={"step": 28})


def survival_steps(rows: Sequence[Row], *, x: str, y: str) -> Spec:
    """Shares still there over time, one falling staircase per group with its band.

    Args:
        rows: ``time``, ``share``, ``low``, ``high``, ``group``.
        x: title of the time axis.
        y: title of the share axis.
    """
    several = len({row["group"] for row in rows}) > 1
    time = {"field": "time", "type": "quantitative", "title": x, "axis": {"grid": False}}
    share = {
        "field": "share",
        "type": "quantitative",
        "title": y,
        "axis": {"format": ".0%"},
        "scale": {"domain": [0, 1]},
    }
    colour: Spec = {"color": {"field": "group", "type": "nominal", "title": None, "legend": _SOLID}}
    dash: Spec = {"strokeDash": {"field": "group", "type": "nominal", "legend": None}}
    grouped = {**colour, **dash} if several else {}
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.15},
            "encoding": {
                "x": time,
                "y": {**share, "field": "low"},
                "y2": {"field": "high"},
                **(colour if several else {}),
            },
        },
        {
            "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
            "encoding": {"x": time, "y": share, **grouped},
        },
    ]
    return _chart(rows, layers, height=280)


def tornado_bars(rows: Sequence[Row], *, x: str, unit: str, base: float) -> Spec:
    """How far the value goes when one input at a time moves down and up.

    Args:
        rows: ``input``, ``direction``, ``value``; the widest first.
        x: title of the value axis.
        unit: unit of the value, for its format.
        base: the value with no input moved.
    """
    form = _axis_format(unit, [*_numbers(rows, "value"), base])
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.6}},
        "encoding": {
            "y": {"field": "input", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 200}},
            "x": {
                "field": "value",
                "type": "quantitative",
                "title": x,
                "axis": {"format": form, "tickCount": 6},
                "scale": {"zero": False},
            },
            "x2": {"field": "base"},
            "color": {"field": "direction", "type": "nominal", "title": None, "legend": {"orient": "top"}},
            "tooltip": [
                {"field": "input", "title": " "},
                {"field": "direction", "title": " "},
                {"field": "value", "type": "quantitative", "format": form},
            ],
        },
    }
    # In the rows, so that another base does not make it another picture.
    return _chart([{**row, "base": base} for row in rows], [bars], height={"step": 34})
