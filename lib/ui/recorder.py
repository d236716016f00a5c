"""Notes what a cell shows while it is drawn, so that any cell can be kept without knowing how it is made.

The messages that Streamlit sends to the browser pass through one method of the run's context. While a cell is being kept, and
only then, that method is replaced by one that looks at each message before it passes it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.Markdown_pb2 import Markdown
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.charts.named_data import with_rows_inline

Part = Mapping[str, Any]
# A long table is kept as its beginning, and says so; a chart is kept whole, since half a curve is another curve.
_MOST_ROWS: Final = 200
_ALERTS: Final = {
    Alert.Format.ERROR: "error",
    Alert.Format.WARNING: "warning",
    Alert.Format.INFO: "info",
    Alert.Format.SUCCESS: "success",
}
# Attribute of the context that holds what is being recorded.
_PARTS: Final = "_fifteen_parts"


def start() -> None:
    """From now on, what is shown is noted."""
    context: Any = get_script_run_ctx()
    if context is None or hasattr(context, _PARTS):
        return
    parts: list[Part] = []
    send = type(context).enqueue

    def noting(message: Any) -> None:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            parts.extend(_part(message.delta.new_element))
        send(context, message)

    setattr(context, _PARTS, parts)
    context.enqueue = noting


def finish() -> list[Part] | None:
    """What was noted; None where nothing was being recorded."""
    context: Any = get_script_run_ctx()
    if context is None or not hasattr(context, _PARTS):
        return None
    parts: list[Part] = getattr(context, _PARTS)
    delattr(context, _PARTS)
    del context.enqueue
    return parts


def is_fragment_run() -> bool:
    """Whether only a fragment is run, not the whole script."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def _part(element: Any) -> list[Part]:
    kind = element.WhichOneof("type")
    if kind == "markdown":
        body = element.markdown
        if body.element_type == Markdown.Type.LATEX:
            return [{"kind": "formula", "text": body.body.strip("$\n ")}]
        return [{"kind": "caption" if body.element_type == Markdown.Type.CAPTION else "text", "text": body.body}]
    if kind == "metric":
        return [{"kind": "metric", "label": element.metric.label, "value": element.metric.body}]
    if kind == "alert":
        return [{"kind": "alert", "severity": _ALERTS.get(element.alert.format, "info"), "text": element.alert.body}]
    if kind == "code":
        return [{"kind": "code", "text": element.code.code_text}]
    if kind == "vega_lite_chart":
        return [chart_part(element.vega_lite_chart)]
    if kind == "number_input":
        return _field(element.number_input)
    if kind in {"dataframe", "table"}:
        rows = rows_of(getattr(element, kind))
        return [{"kind": "table", "rows": rows[:_MOST_ROWS], "of": len(rows)}]
    return []


def _field(proto: Any) -> list[Part]:
    """A number as it stands in its field; the message has the default only, the key of the field is the end of its identifier."""
    import streamlit as st

    value = st.session_state.get(proto.id.split("-", 2)[-1])
    return [] if value is None else [{"kind": "field", "label": proto.label, "value": float(value)}]


def chart_part(proto: Any) -> Part:
    """A chart with its data in it and its text alternative."""
    import json

    spec = with_rows_inline(json.loads(proto.spec), {one.name: rows_of(one) for one in proto.datasets})
    if proto.HasField("data"):
        spec["data"] = {"values": rows_of(proto)}
    return {"kind": "picture", "spec": spec, "alt": proto.alt}


def rows_of(proto: Any) -> list[dict[str, Any]]:
    """The rows of a table as plain values."""
    import pyarrow as pa

    data = getattr(proto, "arrow_data", None) or proto.data
    table = pa.ipc.open_stream(getattr(data, "data", data)).read_all()
    index = [name for name in table.column_names if name.startswith("__index_level_")]
    return [
        {
            str(name): value if isinstance(value, int | float | str | bool | None) else str(value)
            for name, value in row.items()
        }
        for row in table.drop_columns(index).to_pylist()
    ]
