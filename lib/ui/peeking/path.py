"""One simulated test as it came in, between the ordinary bounds and those that always hold."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import nested_bands
from lib.experiments.peeking import Lab, Path
from lib.ui.cells.common import chart, columns_of, heading
from lib.ui.peeking.page import Laboratory
from lib.ui.words import number, plain, say

_OTHERS = 20


def one_test(page: Laboratory) -> None:
    """The difference at each look with both bands; opens on a test that deceives those who peek."""
    lab = page.lab
    if lab is None:
        return
    heading(page, "path", own=True)
    path = _chosen(page, lab)
    rows = _rows(page, lab, path)
    st.markdown(_sentence(page, path, rows))
    spec = nested_bands(
        rows,
        _others(page, lab, path),
        x=plain("peeking.table.users"),
        y=plain("peeking.path.axis"),
        inner=plain("peeking.path.near"),
        outer=plain("peeking.path.far"),
    )
    table = [
        {
            "look": number(place + 1, "count"),
            "users": number(row["x"], "count"),
            **{name: number(row[name], "gap") for name in ("value", "near", "far")},
            "state": row["state"],
        }
        for place, row in enumerate(rows)
    ]
    labels = {"look": "peeking.table.look", "users": "peeking.table.users"}
    labels |= {name: f"peeking.path.{name}" for name in ("value", "near", "far", "state")}
    alt = plain(
        "peeking.path.alt",
        number=path.number,
        first=page.gap(path.effects[0]),
        last=page.gap(path.effects[-1]),
        near=page.gap(rows[-1]["near"] / 100),
        far=page.gap(rows[-1]["far"] / 100),
        others=_OTHERS,
    )
    chart(spec, key="peeking__path", alt=alt, table=columns_of(table, labels))


def _chosen(page: Laboratory, lab: Lab) -> Path:
    count = len(lab.paths)
    deceiving = lab.deceived if lab.deceived is not None and lab.deceived <= count else 1
    given = st.number_input(
        say("peeking.inputs.path.label", count=count),
        min_value=1,
        max_value=count,
        value=None,
        step=1,
        key=page.key("path"),
        bind="query-params",
        placeholder=say("peeking.path.placeholder", number=deceiving),
        help=say("peeking.inputs.path.help"),
    )
    return lab.paths[int(given or deceiving) - 1]


def _rows(page: Laboratory, lab: Lab, path: Path) -> list[dict[str, Any]]:
    """In percentage points, as the axis has them."""
    ordinary, always = lab.rule("naive").bounds, lab.rule("always").bounds
    rows = []
    for look, users in enumerate(page.world.users):
        effect, error = path.effects[look] * 100, path.errors[look] * 100
        near, far = ordinary[look] * error, always[look] * error
        state = "far" if abs(effect) >= far else "near" if abs(effect) >= near else "inside"
        words = plain(f"peeking.path.states.{state}")
        rows.append({"x": users, "value": effect, "near": near, "far": far, "state": words})
    return rows


def _others(page: Laboratory, lab: Lab, path: Path) -> list[dict[str, Any]]:
    """The first of the other tests, for the eye."""
    shown = [other for other in lab.paths if other.number != path.number][:_OTHERS]
    return [
        {"x": users, "value": effect * 100, "number": other.number}
        for other in shown
        for users, effect in zip(page.world.users, other.effects, strict=True)
    ]


def _sentence(page: Laboratory, path: Path, rows: list[dict[str, Any]]) -> str:
    if path.first_call is None:
        return say("peeking.path.quiet", number=path.number)
    look = path.first_call
    still = abs(rows[-1]["value"]) >= rows[-1]["near"]
    return say(
        "peeking.path.called_still" if still else "peeking.path.called_gone",
        number=path.number,
        look=look + 1,
        count=page.world.looks,
        then=page.gap(path.effects[look]),
        last=page.gap(path.effects[-1]),
        truth=page.gap(page.world.effect),
    )
