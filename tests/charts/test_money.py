"""Charts of money: every name in the legend, nothing drawn twice, dense data drawn thinner."""

from __future__ import annotations

from typing import Any

import pytest

from lib.charts import bridge, flow_bars, histogram, marked_lines


def layers(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]


def names(layer: dict[str, Any]) -> list[str]:
    found: list[str] = layer["encoding"]["color"]["scale"]["domain"]
    return found


def test_few_flows_stand_side_by_side() -> None:
    rows = [{"x": t, "series": name, "value": 1.0} for t in (0, 1) for name in ("flow", "present")]
    spec = flow_bars(
        rows, [{"x": 0, "value": 1.0}, {"x": 1, "value": 2.0}], x="x", y="y", bars=("flow", "present"), total="total"
    )
    (bars,) = layers(spec, "bar")
    assert names(bars) == ["flow", "present", "total"]
    assert bars["encoding"]["xOffset"]["scale"]["domain"] == ["flow", "present"]


@pytest.mark.parametrize("dated", [True, False], ids=["dates", "many periods"])
def test_many_flows_are_drawn_once_as_lines(dated: bool) -> None:
    places = [f"2026-01-{day:02d}" for day in range(1, 29)] if dated else list(range(60))
    rows = [{"x": place, "series": name, "value": 1.0} for place in places for name in ("flow", "present")]
    totals = [{"x": place, "value": 1.0} for place in places]
    spec = flow_bars(rows, totals, x="x", y="y", bars=("flow", "present"), total="total", dated=dated)
    assert not layers(spec, "bar")
    assert names(layers(spec, "line")[0]) == ["flow", "total"]


def test_marks_join_the_legend_with_shapes_of_their_own() -> None:
    rows = [{"x": x, "y": x, "series": "line"} for x in (0.0, 1.0)]
    marks = [{"x": 0.2, "y": 0.0, "series": "a"}, {"x": 0.4, "y": 0.0, "series": "b"}]
    spec = marked_lines(rows, x="x", y="y", unit_x="rate", marks=marks)
    (points,) = layers(spec, "point")
    shape = points["encoding"]["shape"]["scale"]
    names = spec["params"][0]["value"]
    assert dict(zip(names, shape["range"], strict=True)) == {"line": "stroke", "a": "circle", "b": "diamond"}


def test_one_line_without_marks_needs_no_legend() -> None:
    spec = marked_lines([{"x": 0.0, "y": 0.0, "series": "line"}], x="x", y="y")
    assert layers(spec, "line")[0]["encoding"]["color"]["legend"] is None


def test_a_bridge_writes_each_amount_under_its_name() -> None:
    row = {"label": "Cost", "start": 100.0, "end": 40.0, "kind": "off", "text": "-60"}
    spec = bridge([row], x="x", kinds=("off",))
    assert spec["data"]["values"][0]["name"] == "Cost\n-60"


def test_a_histogram_has_its_lines_in_the_legend() -> None:
    rows = [{"low": 0.0, "high": 1.0, "count": 3, "kind": "earning"}]
    spec = histogram(rows, x="x", y="y", kinds=("earning",), marks=[{"x": 0.5, "kind": "mean"}])
    assert names(layers(spec, "bar")[0]) == ["earning", "mean"]
    assert layers(spec, "rule")[0]["data"]["values"] == [{"x": 0.5, "kind": "mean", "dash": 0}]
