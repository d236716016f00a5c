"""Numbers as boxes, the identities between them as lines."""

from __future__ import annotations

from collections.abc import Sequence

from lib.charts.specs import INK, Row, Spec, _chart

_STEP, _WIDE, _TALL = 62, 0.44, 0.33
# A pencil for what somebody typed, a sign of equality for what is worked out, a ring for what is missing; and how frames are drawn.
_MARKS = (
    "M-1,1L-0.75,0.15L0.35,-0.95L0.95,-0.35L-0.15,0.75Z",
    "M-0.9,-0.65H0.9V-0.2H-0.9ZM-0.9,0.2H0.9V0.65H-0.9Z",
    "M-0.85,0A0.85,0.85,0,1,1,0.85,0A0.85,0.85,0,1,1,-0.85,0ZM-0.45,0A0.45,0.45,0,1,0,0.45,0A0.45,0.45,0,1,0,-0.45,0Z",
)
_FRAMES = ([1, 0], [6, 4], [2, 3])


def number_map(nodes: Sequence[Row], links: Sequence[Row], *, kinds: Sequence[str], columns: int, rows: int) -> Spec:
    """Boxes in a grid with a name and a value in each, and lines between those that belong together.

    Args:
        nodes: ``x`` (column), ``y`` (row from the top), ``label``, ``text``, ``kind`` (one of ``kinds``), ``about`` (all of it in words).
        links: ``x``, ``y``, ``x2``, ``y2`` of the two boxes, ``label`` of the identity.
        kinds: what a box may be; its sign and its frame tell them apart, colour only besides.
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
    lines = {
        "data": {"values": [_edge_to_edge(link) for link in links]},
        "mark": {"type": "rule", "opacity": 0.35, "strokeWidth": 1.5, "aria": False},
        "encoding": {
            "x": across, "y": down, "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "tooltip": [{"field": "label", "type": "nominal", "title": " "}],
        },
    }  # fmt: skip
    name, number = (
        {
            "mark": {"type": "text", "dy": dy, "fontSize": size, "fontWeight": weight, "aria": False},
            "encoding": {"x": across, "y": down, "text": {"field": field, "type": "nominal"}, **INK},
        }
        for field, dy, size, weight in (("label", -8, 11, "normal"), ("text", 8, 13, "bold"))
    )
    layers = [lines, *_frames(across, down, kinds), *_marks(across, down, kinds), name, number]
    return _chart(boxes, layers, height=_STEP * rows + 40)


def _frames(across: Spec, down: Spec, kinds: Sequence[str]) -> list[Spec]:
    """A layer per kind: Vega-Lite gives boxes no dashes by a field."""
    place = {
        "x": {**across, "field": "left"},
        "x2": {"field": "right"},
        "y": {**down, "field": "top"},
        "y2": {"field": "low"},
    }
    look = {"type": "rect", "cornerRadius": 4, "fillOpacity": 1, "strokeWidth": 2, "fill": {"expr": "background"}}
    return [
        {
            "transform": [{"filter": {"field": "kind", "equal": kind}}],
            "mark": {**look, "strokeDash": dash},
            "encoding": {
                **place,
                "stroke": _kind(kinds),
                "description": {"field": "about", "type": "nominal"},
                "tooltip": {"field": "about", "type": "nominal"},
            },
        }
        for kind, dash in zip(kinds, _FRAMES, strict=False)
    ]


def _marks(across: Spec, down: Spec, kinds: Sequence[str]) -> list[Spec]:
    """What a box is, as a sign on its corner with a gap in the frame around it; the legend has the same signs in one row."""
    corner = {"x": {**across, "field": "left"}, "y": {**down, "field": "top"}}
    kind = _kind(kinds)
    shape = {**kind, "scale": {"domain": list(kinds), "range": list(_MARKS[: len(kinds)])}}
    point = {"type": "point", "filled": True, "opacity": 1, "xOffset": 11, "aria": False}
    return [
        {"mark": {**point, "shape": "circle", "size": 230, "color": {"expr": "background"}}, "encoding": corner},
        {"mark": {**point, "size": 70}, "encoding": {**corner, "fill": kind, "shape": shape}},
    ]


def _kind(kinds: Sequence[str]) -> Spec:
    # Vega-Lite makes one legend of all that tell the same kinds apart, and none where one of them wants none.
    legend = {
        "orient": "top",
        "columns": len(kinds),
        "labelLimit": 0,
        "symbolSize": 110,
        "symbolStrokeWidth": 0,
        "symbolOpacity": 1,
    }
    return {"field": "kind", "type": "nominal", "title": None, "legend": legend, "scale": {"domain": list(kinds)}}


def _edge_to_edge(link: Row) -> Row:
    """The line from the edge of one box to the edge of the other, so that it crosses neither name nor value."""
    x, y, x2, y2 = (float(link[name]) for name in ("x", "y", "x2", "y2"))
    if x == x2:
        down = _TALL if y2 > y else -_TALL
        return {**link, "y": y + down, "y2": y2 - down}
    aside = _WIDE if x2 > x else -_WIDE
    return {**link, "x": x + aside, "x2": x2 - aside}
