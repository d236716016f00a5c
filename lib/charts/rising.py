"""How a share grows with time: one minus the share still there."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import _SOLID, Row, Spec, _chart


def rising_steps(rows: Sequence[Row], *, x: str, y: str, window: float | None = None) -> Spec:
    """Shares reached by each day, one rising staircase per group with its band, and the end of the window as a line.

    Args:
        rows: ``time``, ``share``, ``low``, ``high``, ``group``; the limits may be None.
        x: title of the time axis.
        y: title of the share axis.
        window: time at which to draw the line, None for none.
    """
    several = len({row["group"] for row in rows}) > 1
    time = {"field": "time", "type": "quantitative", "title": x, "axis": {"grid": False, "tickCount": 8}}
    share = {"field": "share", "type": "quantitative", "title": y, "axis": {"format": ".0%", "tickCount": 5}}
    share |= {"scale": {"domainMin": 0}}
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
    if window is not None:
        layers.append(
            {
                "mark": {"type": "rule", "strokeDash": [4, 4], "description": str(window)},
                "encoding": {"x": {"datum": window}},
            }
        )
    return _chart(rows, layers, height=280)
