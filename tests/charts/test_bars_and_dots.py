"""Charts of the cells: what a row becomes, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lib.charts import bars, columns, curve, paired_dots, rising_steps, sized_dots
from lib.charts.bars import bar_ends

STACK = [
    {"label": "a", "value": 2, "kind": "first", "text": ""},
    {"label": "a", "value": 3, "kind": "later", "text": "50%"},
]


def test_words_stand_where_the_whole_bar_ends() -> None:
    # 2 + 3 by hand
    assert bar_ends(STACK) == [{"label": "a", "value": 5, "text": "50%"}]


def test_the_stack_follows_the_order_of_the_kinds() -> None:
    spec = bars(STACK, x="n", kinds=("later", "first"))
    assert [row["place"] for row in spec["data"]["values"]] == [1, 0]


def reach(spec: dict[str, Any]) -> list[float]:
    """The ends of the axis of bars, which a parameter holds."""
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == {"expr": "reach"}
    return next(list(one["value"]) for one in spec["params"] if one["name"] == "reach")


def test_bars_start_at_zero() -> None:
    assert reach(bars(STACK, x="n"))[0] == 0


def test_bars_of_nothing_keep_an_axis() -> None:
    assert reach(bars([], x="n")) == [0, 1]


@pytest.mark.parametrize(
    ("mark", "rows", "side"),
    [
        # The one on the left of two close marks is written to its left, the other to its right; neither on the line.
        pytest.param(0, [(0, 0), (10, 10)], ("right", -12), id="rising, left mark: above, to the left"),
        pytest.param(1, [(0, 0), (10, 10)], ("left", 14), id="rising, right mark: below, to the right"),
        pytest.param(0, [(0, 10), (10, 0)], ("right", 14), id="falling, left mark: below, to the left"),
        pytest.param(1, [(0, 10), (10, 0)], ("left", -12), id="falling, right mark: above, to the right"),
    ],
)
def test_words_of_close_marks_do_not_meet(mark: int, rows: list[tuple[float, float]], side: tuple[str, int]) -> None:
    marks = [{"x": 5, "y": 5, "label": "one"}, {"x": 6, "y": 6, "label": "two"}]
    spec = curve([{"x": x, "y": y} for x, y in rows], x="x", y="y", marks=marks)
    words = [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "text"][mark]
    assert words["align"] == {"expr": f"side_{mark}.align"}
    found = spec["params"][mark]["value"]
    assert (found["align"], found["dy"]) == side


SPECS: dict[str, dict[str, Any]] = {
    "bars": bars(STACK, x="n", kinds=("first", "later")),
    "columns": columns([{"x": 1, "value": 2, "kind": "k"}], x="x", y="y", kinds=("k",)),
    "columns by time": columns([{"x": "2026-01-01", "value": 2}], x="x", y="y", times="%b %Y"),
    "paired dots": paired_dots([{"label": "a", "kind": "k", "value": 1.0}], x="x", unit="money", kinds=("k",)),
    "sized dots": sized_dots(
        [{"label": "a", "value": 0.4, "size": 9, "low": None, "high": None}],
        x="x",
        size="n",
        unit="rate",
        rules=[{"value": 0.5, "kind": "k"}],
    ),
    "rising steps": rising_steps([{"time": 0, "share": 0, "low": 0, "high": 0, "group": "a"}], x="x", y="y", window=30),
}


@pytest.mark.parametrize("name", SPECS)
def test_every_chart_is_plain_json(name: str) -> None:
    assert json.loads(json.dumps(SPECS[name], allow_nan=False))["layer"]
