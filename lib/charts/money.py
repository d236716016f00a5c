"""Money over time and over rates: flows as bars with their running total, curves with the points that matter on them."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import NOUGHT, Row, Spec, _axis_format, _chart, _numbers

# More bars than this would be thinner than the gaps between them.
_MOST_BARS = 48
# The legend takes its lines from the height of the picture.
_HEIGHT, _LINE = 270, 20
_SHAPES = ("circle", "diamond", "square", "triangle-up")
# Half a period is a place on the axis, but no label of it.
_WHOLE = ("periods", "months")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def flow_bars(
    rows: Sequence[Row], totals: Sequence[Row], *, x: str, y: str, bars: Sequence[str], total: str, dated: bool = False
) -> Spec:
    """Flows per period as bars side by side, and their running total as a line.

    Args:
        rows: ``x`` (period, or ISO date), ``value``, ``series`` (one of ``bars``).
        totals: ``x``, ``value`` of the running total.
        x: title of the time axis.
        y: title of the value axis.
        bars: names of the series, in the order of the legend.
        total: name of the running total.
        dated: whether x is a date.
    """
    form = _axis_format("money", [0.0, *_numbers(rows, "value"), *_numbers(totals, "value")])
    dense = dated or len(totals) > _MOST_BARS
    bars = bars[:1] if dense else bars
    names = [*bars, total]
    across: Spec = {"field": "x", "title": x}
    if dense:
        across |= {
            "type": "temporal" if dated else "quantitative",
            "axis": {"grid": False, "tickCount": 5, **({"format": "%b %Y"} if dated else {})},
        }
    else:
        across |= {"type": "ordinal", "sort": None, "axis": {"labelAngle": 0, "labelOverlap": True}}
    up = {"field": "value", "type": "quantitative", "title": y, "axis": _upright(form)}
    colour: Spec = {**_legend(names), "scale": {"domain": names}}
    tip = [
        {name: part for name, part in across.items() if name not in {"axis", "sort"}},
        {"field": "series", "type": "nominal", "title": " "},
        {"field": "value", "type": "quantitative", "title": y, "format": form},
    ]
    beside = {} if dense or len(bars) < 2 else {"xOffset": {"field": "series", "scale": {"domain": list(bars)}}}
    mark = {"type": "rule", "strokeWidth": 2, "opacity": 0.7} if dense else {"type": "bar", "opacity": 0.9}
    flows = {
        "transform": [{"filter": {"field": "series", "equal": bars[0]}}] if dense else [],
        "mark": mark,
        "encoding": {
            "x": across,
            "y": up,
            **({"y2": {"datum": 0}} if dense else {}),
            "color": colour,
            **beside,
            "tooltip": tip,
        },
    }
    running = {
        "data": {"values": [{**row, "series": total} for row in totals]},
        "mark": {
            "type": "line",
            "strokeWidth": 2,
            **({"interpolate": "step-after"} if dense else {"point": {"size": 40}}),
        },
        "encoding": {"x": across, "y": up, "color": colour, "tooltip": tip},
    }
    return _chart(rows, [_zero(), flows, running], height=_HEIGHT + _LINE * len(names))


def marked_lines(
    rows: Sequence[Row],
    *,
    x: str,
    y: str,
    unit_x: str = "",
    unit_y: str = "money",
    marks: Sequence[Row] = (),
    zero: bool = True,
    points: bool = False,
    domain: tuple[float, float] | None = None,
) -> Spec:
    """Lines with named points on them; shape, dash and colour each tell the names apart, in one legend.

    Args:
        rows: ``x``, ``y``, ``series``.
        x: title of the horizontal axis.
        y: title of the vertical axis.
        unit_x: unit of x, for its format.
        unit_y: unit of y, for its format.
        marks: ``x``, ``y``, ``series`` (name of the point) of the points to mark.
        zero: whether to draw the line y = 0.
        points: whether each row is a point of its own.
        domain: what of the vertical axis is shown, None for all.
    """
    lines = list(dict.fromkeys(str(row["series"]) for row in rows))
    names = [*lines, *dict.fromkeys(str(mark["series"]) for mark in marks)]
    form_x, form_y = _axis_format(unit_x, _numbers(rows, "x")), _axis_format(unit_y, _numbers(rows, "y"))
    across = {
        "field": "x",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form_x, "grid": False, "tickCount": 8, **({"tickMinStep": 1} if unit_x in _WHOLE else {})},
        "scale": {"zero": False, "nice": False, "padding": 6},
    }
    scale = {} if domain is None else {"scale": {"domain": {"expr": "window"}, "nice": True}}
    up = {"field": "y", "type": "quantitative", "title": y, "axis": _upright(form_y), **scale}
    solid = [[1, 0]] * (len(names) - len(lines))
    dashed = [_DASHES[place % len(_DASHES)] for place in range(len(lines))]
    # Names say numbers, so they are parameters: others, as many, do not make it another picture.
    dashes = {**_legend(names), "scale": {"domain": {"expr": "names"}, "range": [*dashed, *solid]}}
    tip = _named_tip(x, y, _finer(form_x), form_y)
    colour = {**_legend(names), "scale": {"domain": {"expr": "names"}}}
    line = {
        "mark": {"type": "line", "strokeWidth": 2, "clip": domain is not None, **({"point": True} if points else {})},
        "encoding": {"x": across, "y": up, "color": colour, "strokeDash": dashes, "tooltip": tip},
    }
    shown = ["stroke"] * len(lines) + [_SHAPES[place % len(_SHAPES)] for place in range(len(names) - len(lines))]
    values = {"values": [dict(mark) for mark in marks]}
    dots: list[Spec] = [
        {
            "data": values,
            "mark": {"type": "rule", "strokeDash": [3, 3], "opacity": 0.6},
            "encoding": {"x": across, "color": colour},
        },
        {
            "data": values,
            "mark": {"type": "point", "filled": True, "size": 120, "opacity": 1},
            "encoding": {
                "x": across,
                "y": up,
                "color": colour,
                "shape": {**_legend(names), "scale": {"domain": {"expr": "names"}, "range": shown}},
                "tooltip": tip,
            },
        },
    ]
    layers = [*([_zero()] if zero else []), line, *(dots if marks else [])]
    window = [] if domain is None else [{"name": "window", "value": list(domain)}]
    parameters = [{"name": "names", "value": names}, *window]
    return {**_chart(rows, layers, height=_HEIGHT + _LINE * len(names)), "params": parameters}


def _named_tip(x: str, y: str, form_x: str, form_y: str) -> list[Spec]:
    """What pointing at a named point says."""
    return [
        {"field": "series", "type": "nominal", "title": " "},
        {"field": "x", "type": "quantitative", "title": x, "format": form_x},
        {"field": "y", "type": "quantitative", "title": y, "format": form_y},
    ]


def _upright(form: str) -> Spec:
    return {"format": form, "tickCount": 6, "labelFlush": False}


def _zero() -> Spec:
    return {"data": {"values": [{}]}, "mark": NOUGHT, "encoding": {"y": {"datum": 0}}}


def _legend(names: Sequence[str]) -> Spec:
    # One below the other: on a phone two long names do not fit side by side.
    top = {"orient": "top", "labelLimit": 0, "columns": 1, "symbolStrokeWidth": 2, "symbolOpacity": 1}
    return {"field": "series", "type": "nominal", "title": None, "legend": top if len(names) > 1 else None}


def _finer(form: str) -> str:
    """One digit more than the axis has, for a point that is pointed at."""
    return {".0%": ".1%", ".1%": ".2%", ",.0f": ",.1f"}.get(form, form)
