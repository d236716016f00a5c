"""The chart of the calibration, without a browser."""

from __future__ import annotations

from typing import Any

from lib.charts import nominal_dots

ROWS = [{"label": "Wald", "value": 0.33, "shown": 0.8, "kind": "short", "where": "p = 2 %"}]


def scales(spec: dict[str, Any]) -> list[Any]:
    return [layer["encoding"]["x"]["scale"]["domain"] for layer in spec["layer"]]


def test_every_layer_keeps_to_the_axis() -> None:
    # One layer without the domain would start the axis at nought and squeeze all dots to the right.
    spec = nominal_dots(
        ROWS, x="x", kinds=("short",), domain=(0.8, 1.0), nominal={"value": 0.95, "low": 0.94, "high": 0.96}
    )
    assert scales(spec) == [[0.8, 1.0]] * 3


def test_power_has_no_line_to_keep() -> None:
    assert len(nominal_dots(ROWS, x="x", kinds=("power",), domain=(0.0, 1.0))["layer"]) == 1


def test_dots_beyond_the_axis_keep_their_value() -> None:
    spec = nominal_dots(ROWS, x="x", kinds=("short",), domain=(0.8, 1.0))
    assert spec["data"]["values"][0]["value"] == 0.33
    assert "value" in [tip["field"] for tip in spec["layer"][0]["encoding"]["tooltip"]]
