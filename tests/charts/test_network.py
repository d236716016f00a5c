"""The picture of the map: what a box is can be seen without any colour."""

from __future__ import annotations

from typing import Any

from lib.charts import number_map

KINDS = ("Given", "Follows", "Not known yet")


def test_sign_and_frame_tell_the_kinds_apart_and_words_say_it():
    nodes = [
        {"x": 0, "y": y, "label": "CPC", "text": "2", "kind": kind, "about": f"CPC: 2. {kind}."}
        for y, kind in enumerate(KINDS)
    ]
    layers: list[dict[str, Any]] = number_map(nodes, [], kinds=KINDS, columns=1, rows=3)["layer"]
    frames = [one for one in layers if one["mark"]["type"] == "rect"]
    assert [one["transform"][0]["filter"]["equal"] for one in frames] == list(KINDS)
    assert len({tuple(one["mark"]["strokeDash"]) for one in frames}) == len(KINDS)
    assert {one["encoding"]["description"]["field"] for one in frames} == {"about"}
    (signs,) = (one["encoding"]["shape"] for one in layers if "shape" in one["encoding"])
    assert len(set(signs["scale"]["range"])) == len(KINDS)
    assert signs["legend"]["columns"] == len(KINDS)
