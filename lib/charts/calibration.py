"""How often methods keep their word: a dot for each against the value they claim and what chance alone would do to it."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import LONG_NAMES, Row, Spec, _chart

_SHAPES = ("circle", "triangle-up", "diamond")


def nominal_dots(
    rows: Sequence[Row],
    *,
    x: str,
    kinds: Sequence[str],
    domain: tuple[float, float],
    nominal: Row | None = None,
) -> Spec:
    """For each label its dots, a line at the nominal value and a band where chance puts a method that keeps it.

    Args:
        rows: ``label``, ``value``, ``kind``, ``where``, ``shown`` (the value within the domain).
        x: title of the value axis.
        kinds: the kinds in the order of the legend; one only draws no legend.
        domain: ends of the value axis.
        nominal: ``value``, ``low``, ``high``; none for power, which has no nominal value.
    """
    value = {
        "field": "shown",
        "type": "quantitative",
        "title": x,
        "axis": {"format": ".0%", "tickCount": 6},
        "scale": {"domain": list(domain), "nice": False},
    }
    names = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": LONG_NAMES}
    legend = {"orient": "top", "labelLimit": 0, "columns": 1, "symbolOpacity": 1} if len(kinds) > 1 else None
    kind = {"field": "kind", "type": "nominal", "title": None, "legend": legend}
    encoding: Spec = {
        "y": names,
        "x": value,
        "tooltip": [
            {"field": "label", "title": " "},
            {"field": "where", "title": " "},
            {"field": "value", "type": "quantitative", "format": ".1%"},
            {"field": "kind", "title": " "},
        ],
        "color": {**kind, "scale": {"domain": list(kinds)}},
        "shape": {**kind, "scale": {"domain": list(kinds), "range": list(_SHAPES[: len(kinds)])}},
    }
    dots = {"mark": {"type": "point", "filled": True, "size": 80, "opacity": 0.9}, "encoding": encoding}
    return _chart(rows, [*_claim(nominal, domain), dots], height={"step": 28})


def _claim(nominal: Row | None, domain: tuple[float, float]) -> list[Spec]:
    if nominal is None:
        return []
    one = {"values": [dict(nominal)]}
    # The axis belongs to all layers: one without a domain of its own would draw it from nought.
    place = {"type": "quantitative", "scale": {"domain": list(domain), "nice": False}}
    return [
        {
            "data": one,
            "mark": {"type": "rect", "opacity": 0.18, "color": "#7a8589", "clip": True},
            "encoding": {"x": {**place, "field": "low"}, "x2": {"field": "high"}},
        },
        {
            "data": one,
            "mark": {"type": "rule", "strokeWidth": 1.5, "clip": True},
            "encoding": {"x": {**place, "field": "value"}},
        },
    ]
