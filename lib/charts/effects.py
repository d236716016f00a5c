"""Effects with their intervals against no effect and the smallest one that matters, and what is known of one effect."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import NOUGHT, Row, Spec, _axis_format, _chart, _numbers


def effect_plot(
    rows: Sequence[Row], *, x: str, none: float = 0.0, band: tuple[float, float] | None = None, unit: str = "number"
) -> Spec:
    """Comparisons as points with intervals, a line at no effect, and the effects too small to matter as a band.

    Args:
        rows: ``label``, ``value``, ``low``, ``high``.
        x: title of the axis of effects.
        none: where there is no effect: 0 for differences, 1 for ratios.
        band: limits between which effects are too small to matter, None for no band.
        unit: of the effect, for its format.
    """
    form = _axis_format(unit, [*_numbers(rows, "value", "low", "high"), none, *(band or ())])
    names = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 190}}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 6},
        "scale": {"zero": False, "nice": True, "padding": 10},
    }
    tip = [
        {"field": "label", "type": "nominal", "title": " "},
        *({"field": name, "type": "quantitative", "format": form} for name in ("value", "low", "high")),
    ]
    layers: list[Spec] = [
        {"data": {"values": [{}]}, "mark": {**NOUGHT, "description": str(none)}, "encoding": {"x": {"datum": none}}},
        {
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.6},
            "encoding": {"y": names, "x": {**value, "field": "low"}, "x2": {"field": "high"}, "tooltip": tip},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
            "encoding": {"y": names, "x": value, "tooltip": tip},
        },
    ]
    if band is not None:
        shade: Spec = {
            "data": {"values": [{}]},
            "mark": {"type": "rect", "opacity": 0.12, "description": f"{band[0]:.4g} – {band[1]:.4g}"},
            "encoding": {"x": {"datum": band[0]}, "x2": {"datum": band[1]}},
        }
        layers.insert(0, shade)
    return _chart(rows, layers, height={"step": 36})


def density_area(rows: Sequence[Row], *, x: str, none: float = 0.0, unit: str = "number") -> Spec:
    """How plausible each effect is: a curve with its area, the part beyond no effect in a second tone.

    Args:
        rows: ``x``, ``y`` and ``side`` (the label of the part that it belongs to), in order of x.
        x: title of the axis of effects.
        none: where there is no effect.
        unit: of the effect, for its format.
    """
    form = _axis_format(unit, _numbers(rows, "x"))
    sides = list(dict.fromkeys(str(row["side"]) for row in rows))
    across = {
        "field": "x",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "grid": False, "tickCount": 6},
        "scale": {"zero": False, "nice": False},
    }
    up = {"field": "y", "type": "quantitative", "title": None, "axis": None, "stack": None}
    side = {
        "field": "side",
        "type": "nominal",
        "title": None,
        "scale": {"domain": sides},
        "legend": {"orient": "top", "labelLimit": 0, "columns": 1, "symbolOpacity": 1},
    }
    layers: list[Spec] = [
        {"mark": {"type": "area", "opacity": 0.35, "line": True}, "encoding": {"x": across, "y": up, "color": side}},
        {"data": {"values": [{}]}, "mark": {**NOUGHT, "description": str(none)}, "encoding": {"x": {"datum": none}}},
    ]
    return _chart(rows, layers, height=220)


def growing_band(rows: Sequence[Row], *, x: str, y: str, kinds: tuple[str, str], unit: str = "number") -> Spec:
    """An effect as data come in, with the interval of a single look and the wider one that holds at every look.

    Args:
        rows: ``date``, ``value``, ``low``, ``high`` of a single look, ``wide_low``, ``wide_high`` of every look.
        x: title of the time axis.
        y: title of the axis of effects.
        kinds: names of both intervals, the narrow one first.
        unit: of the effect, for its format.
    """
    form = _axis_format(unit, _numbers(rows, "wide_low", "wide_high"))
    across = {"field": "date", "type": "temporal", "title": x, "axis": {"grid": False, "format": "%d %b"}}
    up = {
        "type": "quantitative",
        "title": y,
        "axis": {"format": form, "tickCount": 6},
        "scale": {"zero": False, "nice": True},
    }
    tone = {
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(kinds)},
        "legend": {"orient": "top", "labelLimit": 0},
    }
    tip = [
        {"field": "date", "type": "temporal", "title": x},
        *(
            {"field": name, "type": "quantitative", "format": form}
            for name in ("value", "low", "high", "wide_low", "wide_high")
        ),
    ]

    def edges(low: str, high: str, kind: str, dash: list[int]) -> list[Spec]:
        lines: list[Spec] = [
            {
                "mark": {"type": "line", "strokeWidth": 1.5, "strokeDash": dash},
                "encoding": {"x": across, "y": {**up, "field": name}, "color": {**tone, "datum": kind}},
            }
            for name in (low, high)
        ]
        area: Spec = {
            "mark": {"type": "area", "opacity": 0.12},
            "encoding": {
                "x": across,
                "y": {**up, "field": low},
                "y2": {"field": high},
                "color": {**tone, "datum": kind},
            },
        }
        return [area, *lines]

    layers: list[Spec] = [
        *edges("wide_low", "wide_high", kinds[1], [5, 3]),
        *edges("low", "high", kinds[0], [1, 0]),
        {"data": {"values": [{}]}, "mark": {**NOUGHT, "description": "0"}, "encoding": {"y": {"datum": 0}}},
        {
            "mark": {"type": "line", "point": {"filled": True, "size": 25}, "strokeWidth": 2},
            "encoding": {"x": across, "y": {**up, "field": "value"}, "tooltip": tip},
        },
    ]
    return _chart(rows, layers, height=280)
