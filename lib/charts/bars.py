"""Bars: lengths from zero, with what they say written at their ends."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import INK, OWN_INK, Row, Spec, _axis_format, _chart, _numbers


def bars(rows: Sequence[Row], *, x: str, unit: str = "count", kinds: Sequence[str] = ()) -> Spec:
    """Horizontal bars in the order of the rows, stacked where a label has several kinds.

    Args:
        rows: ``label``, ``value``, ``text`` (written after the bar; once per label) and, for stacked bars, ``kind``.
        x: title of the value axis.
        unit: unit of the value, for its format.
        kinds: the kinds in the order of the stack and of the legend.
    """
    form = _axis_format(unit, [0.0, *_numbers(rows, "value")])
    ends = bar_ends(rows)
    longest = max((float(end["value"]) for end in ends), default=0.0)
    names = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": {"labelLimit": 150}}
    value = {
        "field": "value",
        "type": "quantitative",
        "title": x,
        "axis": {"format": form, "tickCount": 4},
        # A parameter, so that other lengths do not make it another picture.
        "scale": {"domain": {"expr": "reach"}, "nice": False},
    }
    # Room for the words after the longest bar.
    reach = {"name": "reach", "value": [0, 1.45 * longest or 1]}
    lengths = {
        "mark": {"type": "bar", "height": {"band": 0.65}},
        "encoding": {"y": names, "x": value, **_stack(kinds), "tooltip": _tip("label", form, kinds)},
    }
    words = {
        "data": {"values": [dict(end) for end in ends]},
        "mark": {"type": "text", "align": "left", "dx": 6},
        "encoding": {"y": names, "x": value, "text": {"field": "text", "type": "nominal"}, **INK},
    }
    return {**_chart(_placed(rows, kinds), [lengths, words], height={"step": 34}), **OWN_INK, "params": [reach]}


def columns(
    rows: Sequence[Row], *, x: str, y: str, kinds: Sequence[str] = (), unit: str = "count", times: str | None = None
) -> Spec:
    """Upright bars over an ordered scale, stacked where a place has several kinds.

    Args:
        rows: ``x`` (a number, or an ISO date with ``times``), ``value`` and, where there are kinds, ``kind``.
        x: title of the horizontal axis.
        y: title of the value axis.
        kinds: the kinds in the order of the stack and of the legend.
        unit: unit of the value, for its format.
        times: format of the labels when x is a date.
    """
    form = _axis_format(unit, [0.0, *_numbers(rows, "value")])
    axis: Spec = {"labelAngle": 0, "labelOverlap": True}
    across: Spec = {"field": "x", "type": "ordinal", "title": x, "axis": axis}
    if times is not None:
        across |= {"timeUnit": "utcyearmonthdate", "axis": {**axis, "format": times}}
    value = {"field": "value", "type": "quantitative", "title": y, "axis": {"format": form, "tickCount": 5}}
    layer = {
        "mark": {"type": "bar"},
        "encoding": {"x": across, "y": value, **_stack(kinds), "tooltip": _tip("x", form, kinds)},
    }
    return _chart(_placed(rows, kinds), [layer], height=280)


def bar_ends(rows: Sequence[Row]) -> list[Row]:
    """Where the bar of each label ends, and the words that stand there.

    Example:
        >>> bar_ends([{"label": "a", "value": 2, "text": ""}, {"label": "a", "value": 3, "text": "five"}])
        [{'label': 'a', 'value': 5.0, 'text': 'five'}]
    """
    ends: dict[str, dict[str, object]] = {}
    for row in rows:
        name = str(row["label"])
        before = ends.get(name, {"value": 0.0, "text": ""})
        total = float(str(before["value"])) + float(row["value"])
        ends[name] = {"label": name, "value": total, "text": row.get("text") or before["text"]}
    return list(ends.values())


def _placed(rows: Sequence[Row], kinds: Sequence[str]) -> list[Row]:
    """Rows with the place of their kind, by which the stack is ordered."""
    if not kinds:
        return list(rows)
    return [{**row, "place": list(kinds).index(str(row["kind"]))} for row in rows]


def _stack(kinds: Sequence[str]) -> Spec:
    if not kinds:
        return {}
    return {
        "color": {
            "field": "kind",
            "type": "nominal",
            "title": None,
            "scale": {"domain": list(kinds)},
            "legend": {"orient": "top", "labelLimit": 0, "columns": 3},
        },
        "order": {"field": "place", "type": "quantitative"},
    }


def _tip(name: str, form: str, kinds: Sequence[str]) -> list[Spec]:
    kind: list[Spec] = [{"field": "kind", "title": " "}] if kinds else []
    return [{"field": name, "title": " "}, *kind, {"field": "value", "type": "quantitative", "format": form}]
