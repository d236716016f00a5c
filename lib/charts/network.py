"""Numbers as boxes, the identities between them as lines."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import INK, Row, Spec, _chart

_STEP, _WIDE, _TALL = 62, 0.44, 0.33


def number_map(nodes: Sequence[Row], links: Sequence[Row], *, kinds: Sequence[str], columns: int, rows: int) -> Spec:
    """Boxes in a grid with a name and a value in each, and lines between those that belong together.

    Args:
        nodes: ``x`` (column), ``y`` (row from the top), ``label``, ``text``, ``kind`` (one of ``kinds``).
        links: ``x``, ``y``, ``x2``, ``y2`` of the two boxes, ``label`` of the identity.
        kinds: what a box may be; frame and dash tell them apart.
        columns: of the grid.
        rows: of the grid.
    """
    across = {
        "field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [-0.5, columns - 0.5], "nice": False},
    }  # fmt: skip
    down = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [rows - 0.5, -0.5], "nice": False}}
    boxes = [
        {
            **node,
            "left": node["x"] - _WIDE,
            "right": node["x"] + _WIDE,
            "top": node["y"] - _TALL,
            "low": node["y"] + _TALL,
        }
        for node in nodes
    ]
    legend = {"orient": "top", "columns": 1, "labelLimit": 0, "symbolType": "square"}
    kind = {"field": "kind", "type": "nominal", "title": None, "scale": {"domain": list(kinds)}}
    lines = {
        "data": {"values": [_edge_to_edge(link) for link in links]},
        "mark": {"type": "rule", "opacity": 0.35, "strokeWidth": 1.5},
        "encoding": {
            "x": across, "y": down, "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "tooltip": [{"field": "label", "type": "nominal", "title": " "}],
        },
    }  # fmt: skip
    box = {
        "mark": {"type": "rect", "cornerRadius": 4, "fillOpacity": 1, "strokeWidth": 2, "fill": {"expr": "background"}},
        "encoding": {
            "x": {**across, "field": "left"}, "x2": {"field": "right"}, "y": {**down, "field": "top"}, "y2": {"field": "low"},
            "stroke": {**kind, "legend": legend},
            "strokeDash": {**kind, "legend": None, "scale": {"domain": list(kinds), "range": [[1, 0], [5, 3], [2, 2]][: len(kinds)]}},
            "tooltip": [{"field": "label", "title": " "}, {"field": "text", "title": " "}, {"field": "kind", "title": " "}],
        },
    }  # fmt: skip
    name, number = (
        {
            "mark": {"type": "text", "dy": dy, "fontSize": size, "fontWeight": weight},
            "encoding": {"x": across, "y": down, "text": {"field": field, "type": "nominal"}, **INK},
        }
        for field, dy, size, weight in (("label", -8, 11, "normal"), ("text", 8, 13, "bold"))
    )
    return _chart(boxes, [lines, box, name, number], height=_STEP * rows + 60)


def _edge_to_edge(link: Row) -> Row:
    """The line from the edge of one box to the edge of the other, so that it crosses neither name nor value."""
    x, y, x2, y2 = (float(link[name]) for name in ("x", "y", "x2", "y2"))
    if x == x2:
        down = _TALL if y2 > y else -_TALL
        return {**link, "y": y + down, "y2": y2 - down}
    aside = _WIDE if x2 > x else -_WIDE
    return {**link, "x": x + aside, "x2": x2 - aside}
