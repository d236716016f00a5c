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


# An address cannot say that a list is empty.
_NONE = "-"


def choose_many(
    draw: Callable[..., Any],
    label: str,
    options: Iterable[str],
    *,
    key: str,
    default: Iterable[str],
    **more: Any,
) -> tuple[str, ...]:
    """A choice of several; the address repeats the name for each, and says nothing where the default stands.

    Args:
        draw: ``multiselect`` of a container.
        label: of the widget.
        options: what can be chosen.
        key: name in the address.
        default: what is chosen where nobody chose; where it changes with the data, an untouched choice follows it.
        **more: for the widget.
    """
    known, usual = list(options), list(default)
    widget, before = choice_key(key), f"{key}__default"
    linked = st.query_params.get_all(key)
    if widget not in st.session_state:
        wanted = [one for one in known if one in linked]
        st.session_state[widget] = wanted if wanted or linked == [_NONE] else usual
    elif st.session_state[widget] == st.session_state.get(before):
        st.session_state[widget] = usual
    else:
        # A list is changed only where it must be: the widget takes a new one for a new choice.
        kept = [one for one in st.session_state[widget] if one in known]
        st.session_state[widget] = kept if kept or not st.session_state[widget] else usual
    st.session_state[before] = usual
    chosen = tuple(draw(label, known, key=widget, persist_state="session", **more))
    if set(chosen) == set(usual):
        if linked:
            del st.query_params[key]
    elif linked != (list(chosen) or [_NONE]):
        st.query_params[key] = list(chosen) or [_NONE]
    return chosen


def carry(key: str, code: str | None) -> None:
    """Puts a code that belongs to no widget into the address; nothing takes it out again."""
    if code and st.query_params.get(key) != code:
        st.query_params[key] = code
    elif not code and key in st.query_params:
        del st.query_params[key]
