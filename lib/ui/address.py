"""Writing a widget's value before it is drawn, so that it also stands in the address.

Streamlit carries a value set through ``st.session_state`` into the address only when its widget was there in an earlier
run. A parameter that no widget is bound to yet can be written directly; from then on the widget keeps it up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

Value = str | float | bool
T = TypeVar("T")


def preset(key: str, value: Value, *, default: Value | None = None) -> None:
    """Sets a bound widget, drawn or not; a value equal to the widget's default is left out of the address."""
    new = key not in st.session_state
    st.session_state[key] = value
    if new and value != default:
        # Bound since: then Streamlit writes the address itself.
        with suppress(StreamlitAPIException):
            st.query_params[key] = _written(value)


def _written(value: Value) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def choice_key(key: str) -> str:
    """Session key of the widget behind a choice whose name in the address is ``key``."""
    return f"{key}__choice"


def choose(
    draw: Callable[..., Any],
    label: str,
    options: Iterable[T],
    *,
    key: str,
    default: T,
    label_of: Callable[[T], str] | None = None,
    **more: Any,
) -> T:
    """A choice among options whose codes, not labels, stand in the address.

    Streamlit's own binding writes the labels, so that a link would break with every change of a word or a language.

    Args:
        draw: ``selectbox``, ``segmented_control`` or ``select_slider`` of a container.
        label: of the widget.
        options: codes; their text form stands in the address.
        key: name in the address.
        default: left out of the address.
        label_of: option to what is shown.
        **more: for the widget.
    """
    known = list(options)
    widget = choice_key(key)
    if widget not in st.session_state:
        linked = st.query_params.get(key)
        st.session_state[widget] = next((one for one in known if str(one) == linked), default)
    elif st.session_state[widget] not in known:
        st.session_state[widget] = default
    shown = {} if label_of is None else {"format_func": label_of}
    chosen: T | None = draw(label, known, key=widget, persist_state="session", **shown, **more)
    if chosen is None:
        chosen = default
    _mirror(key, chosen, default)
    return chosen


def _mirror(key: str, chosen: object, default: object) -> None:
    if chosen == default:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != str(chosen):
        st.query_params[key] = str(chosen)
