"""A page with the elements of one of ours, in the ordinary way: plain ``streamlit run``, a chart object built from a frame per rerun.

The elements (kinds, texts, options, rows of tables, data and layers of charts) are those of our page, listed by
``elements_of`` and read from a file named in BARE_ELEMENTS. Not the same: nothing is computed, and columns, expanders,
buttons to download, the uploader and styles of charts are left out; all of that is in favour of the bare page.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

# A step that the slider does not start at.
ANOTHER = {"experiment_prior__choice": 100, "plan_arms__choice": 3, "peeking_looks__choice": 5}
LAYERS = ("line", "point", "area", "rule", "bar", "tick", "text", "circle", "rect")


def elements_of(slug: str, moved: str) -> list[dict[str, Any]]:
    """What our page shows, element by element; charts that another value of the moved input draws anew are marked."""
    from streamlit.testing.v1 import AppTest

    root = Path(__file__).resolve().parents[1]
    app = AppTest.from_file(str(root / "lib/ui/main.py"), default_timeout=120).run()
    app.switch_page(str(root / f"pages/{slug}.py")).run()
    before = listed(app)
    after = listed(_moved(app, moved).run())
    pictures = [[one["spec"] for one in both if one["kind"] == "chart"] for both in (before, after)]
    drawn_anew = [first != second for first, second in zip(*pictures, strict=False)]
    charts = [one for one in before if one["kind"] == "chart"]
    for one, anew in zip(charts, drawn_anew, strict=False):
        one["moves"] = anew
    return before


def _moved(app: Any, slider: str) -> Any:
    """The input with another value: a number beside its slider, or a slider over given steps."""
    number = slider.removesuffix("__slider")
    if number != slider:
        field = app.number_input(key=number)
        return field.set_value(float(field.value) * 1.1 + 1)
    return app.select_slider(key=slider).set_value(ANOTHER[slider])


def listed(app: Any) -> list[dict[str, Any]]:
    """The elements of a page as plain values."""
    return [described for element in (*app.main, *app.sidebar) if (described := described_as(element)) is not None]


def described_as(element: Any) -> dict[str, Any] | None:
    """One element as plain values."""
    from lib.ui import recorder

    proto, kind = getattr(element, "proto", None), element.type
    if kind in {"number_input", "slider", "select_slider"}:
        return {
            "kind": "number_input" if kind == "number_input" else "slider",
            "label": proto.label,
            "value": float(element.value or 0) if kind == "number_input" else 0.0,
        }
    if kind in {"selectbox", "button", "text_input"}:
        return {"kind": kind, "label": proto.label, "options": list(getattr(proto, "options", []))}
    if kind in {"heading", "title", "header", "subheader"}:
        return {"kind": "heading", "text": proto.body}
    if kind == "vega_lite_chart" or type(proto).__name__ == "VegaLiteChart":
        return recorder.chart_part(proto) | {"kind": "chart"}
    if kind in {"arrow_data_frame", "dataframe", "table", "arrow_table"}:
        return {"kind": "table" if "table" in kind else "dataframe", "rows": recorder.rows_of(proto)}
    if kind in {"markdown", "caption", "latex", "metric", "info", "warning", "success", "error", "alert", "code"}:
        body = getattr(proto, "body", "") or getattr(proto, "code_text", "")
        return {"kind": kind, "label": getattr(proto, "label", ""), "text": body}
    return {"kind": "markdown", "text": kind} if kind == "button_group" else None


def chart(spec: dict[str, Any], scale: float = 1.0) -> Any:
    """The layers of a chart, each built from its frame; numbers are scaled, so that the picture changes."""
    import altair as alt
    import pandas as pd

    whole = spec.get("data", {}).get("values")
    layers = []
    for layer in spec.get("layer", [spec]):
        rows = layer.get("data", {}).get("values") or whole or []
        mark = layer.get("mark", "line")
        name = mark if isinstance(mark, str) else mark.get("type", "line")
        encoding = {
            channel: alt.value(1)
            if "field" not in given
            else f"{given['field']}:{given.get('type', 'quantitative')[0].upper()}"
            for channel, given in layer.get("encoding", spec.get("encoding", {})).items()
            if channel in {"x", "y", "x2", "y2", "color"} and ("field" in given)
        }
        encoding = {
            channel: text.split(":")[0] if channel in {"x2", "y2"} else text for channel, text in encoding.items()
        }
        frame = pd.DataFrame(rows)
        if scale != 1.0:
            numbers = frame.select_dtypes("number").columns
            frame[numbers] = frame[numbers] * scale
        base = alt.Chart(frame)
        layers.append(getattr(base, f"mark_{name if name in LAYERS else 'line'}")().encode(**encoding))
    return alt.layer(*layers) if len(layers) > 1 else layers[0]


def page() -> None:  # noqa: PLR0912 - one branch per kind of element
    """The page, run by Streamlit from top to bottom at every move."""
    import pandas as pd
    import streamlit as st

    elements = json.loads(Path(os.environ["BARE_ELEMENTS"]).read_text(encoding="utf-8"))
    moved = st.slider("moved", 0.0, 1000.0, 500.0, step=1.0, key="moved")
    st.metric("value", f"{moved:.0f}")
    for place, one in enumerate(elements):
        kind, label, key = one["kind"], one.get("label") or "label", f"k{place}"
        if kind == "number_input":
            st.number_input(label, value=one["value"], key=key)
        elif kind == "slider":
            st.slider(label, 0.0, 100.0, 50.0, key=key)
        elif kind == "selectbox":
            st.selectbox(label, one["options"] or ["a"], key=key)
        elif kind == "text_input":
            st.text_input(label, key=key)
        elif kind == "button":
            st.button(label, key=key)
        elif kind == "heading":
            st.subheader(one["text"])
        elif kind == "metric":
            st.metric(label, one["text"])
        elif kind == "latex":
            st.latex(one["text"])
        elif kind == "chart":
            st.altair_chart(chart(one["spec"], moved / 500 if one.get("moves") else 1.0), key=key)
        elif kind in {"table", "dataframe"}:
            (st.table if kind == "table" else st.dataframe)(pd.DataFrame(one["rows"]))
        elif kind == "code":
            st.code(one["text"])
        elif kind in {"info", "warning", "success", "error"}:
            getattr(st, kind)(one["text"])
        else:
            st.markdown(one["text"])


if __name__ == "__main__":
    page()
