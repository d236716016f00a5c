"""A value as a function of one number, with marked points on the line."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import INK, NOUGHT, OWN_INK, Row, Spec, _axis_format, _chart, _numbers


def curve(
    rows: Sequence[Row],
    *,
    x: str,
    y: str,
    unit_x: str = "",
    unit_y: str = "",
    marks: Sequence[Row] = (),
    zero: bool = False,
) -> Spec:
    """A value as a function of one number, with marked points on it.

    Args:
        rows: ``x``, ``y`` and, for several curves, ``series``.
        x: title of the horizontal axis.
        y: title of the vertical axis.
        unit_x: unit of x, for its format.
        unit_y: unit of y, for its format.
        marks: ``x``, ``y``, ``label`` of points to mark.
        zero: whether to draw the line y = 0.
    """
    several = len({row.get("series") for row in rows}) > 1
    across = {
        "field": "x",
        "type": "quantitative",
        "title": x,
        "axis": {"format": _axis_format(unit_x, _numbers(rows, "x")), "grid": False, "tickCount": 6},
        "scale": {"zero": False, "nice": False},
    }
    up = {
        "field": "y",
        "type": "quantitative",
        "title": y,
        "axis": {"format": _axis_format(unit_y, _numbers(rows, "y"))},
    }
    tip = [
        {"field": "x", "type": "quantitative", "title": x, "format": across["axis"]["format"]},  # type: ignore[index]
        {"field": "y", "type": "quantitative", "title": y, "format": up["axis"]["format"]},  # type: ignore[index]
    ]
    grouped: Spec = (
        {
            "color": {"field": "series", "type": "nominal", "title": None, "legend": {"orient": "top"}},
            "strokeDash": {"field": "series", "type": "nominal", "legend": None},
        }
        if several
        else {}
    )
    layers: list[Spec] = [
        {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {"x": across, "y": up, "tooltip": tip, **grouped}}
    ]
    if zero:
        layers.insert(0, {"mark": NOUGHT, "encoding": {"y": {"datum": 0}}})
    if not marks:
        return _chart(rows, layers, height=280)
    point = {"x": across, "y": up}
    values = {"values": [dict(mark) for mark in marks]}
    layers.append(
        {"data": values, "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1}, "encoding": point}
    )
    sides = []
    for place, mark in enumerate(marks):
        words = {**point, "text": {"field": "label", "type": "nominal"}, **INK}
        # Parameters, so that words on the other side do not make it another picture.
        sides.append({"name": f"side_{place}", "value": _beside(rows, marks, place)})
        side = {part: {"expr": f"side_{place}.{part}"} for part in ("align", "dx", "dy")}
        layers.append({"data": {"values": [dict(mark)]}, "mark": {"type": "text", **side}, "encoding": words})
    return {**_chart(rows, layers, height=280), **OWN_INK, "params": sides}


def _beside(rows: Sequence[Row], marks: Sequence[Row], place: int) -> Spec:
    """Where the words of a mark do not lie on the line: right of it, or left of it for the first of two close ones."""
    xs, ys = _numbers(rows, "x"), _numbers(rows, "y")
    rising = ys[-1] > ys[0]
    span = max(xs) - min(xs) or 1.0
    here = [float(mark["x"]) for mark in marks]
    close = len(here) == 2 and abs(here[0] - here[1]) < 0.3 * span
    left = close and here[place] == min(here) and here[place] - min(xs) > 0.2 * span and here[0] != here[1]
    below = rising != left
    return {"align": "right" if left else "left", "dx": -6 if left else 6, "dy": 14 if below else -12}
