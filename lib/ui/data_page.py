"""The page on the visitor's data: load, see what was assumed, correct it, and learn what the file can tell."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.core import FifteenError
from lib.data import Dataset
from lib.data.roles import feasible, feasible_for
from lib.experiments.rows import EXPERIMENT
from lib.ui import frame, visitor, words
from lib.ui.cells.common import first_rows
from lib.ui.frame import page_of
from lib.ui.words import plain, say

_TYPES = ("text", "integer", "number", "date", "datetime", "boolean")
_DELIMITERS = (",", ";", "\t", "|")
_SIGNS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar", ".": "point"}
_ENCODINGS = ("utf-8", "utf-16", "cp1251", "cp1252", "cp1254", "cp866", "koi8-r", "latin-1")
_MOST_COLUMNS = 200
_CLEARLY = 0.7


def title() -> None:
    """Name of the page, and the uploader while nothing is loaded."""
    st.title(say("data_page.title"), anchor=False)
    if visitor.dataset() is None:
        st.markdown(say("data_page.lead"))
        frame.uploader("page")


def summary() -> None:
    """Rows and columns, and everything that was assumed, changed or left out."""
    ds = visitor.dataset()
    if ds is None:
        return
    st.markdown(say("data_page.loaded", name=ds.name, rows=ds.rows, columns=len(ds.columns)))
    st.subheader(say("data_page.issues"), anchor="issues")
    if not ds.issues:
        st.success(say("data_page.no_issues"), icon=":material/check:")
    for issue in sorted(ds.issues, key=lambda item: item.severity != "warning")[:30]:
        show = st.warning if issue.severity == "warning" else st.info
        icon = ":material/warning:" if issue.severity == "warning" else ":material/info:"
        show(say(issue.key, **issue.fields), icon=icon)
    if len(ds.issues) > 30:
        st.caption(say("data_page.more_issues", count=len(ds.issues) - 30))


def preview() -> None:
    """The first rows, and what each column holds."""
    ds = visitor.dataset()
    if ds is None:
        return
    st.subheader(say("data_page.preview"), anchor="preview")
    first_rows(ds, 20)
    with st.expander(say("data_page.columns", count=len(ds.columns)), icon=":material/view_column:"):
        rows = [
            {
                plain("data_page.column.name"): column.name,
                plain("data_page.column.original"): column.original[:80],
                plain("data_page.column.type"): plain(f"data_page.types.{column.type}"),
                plain("data_page.column.missing"): column.missing,
                plain("data_page.column.samples"): " · ".join(column.samples)[:120],
            }
            for column in ds.columns
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch")


def assumptions() -> None:
    """Everything the reader decided, to be decided otherwise."""
    ds = visitor.dataset()
    if ds is None:
        return
    with st.expander(say("data_page.assumptions"), icon=":material/tune:"):
        st.markdown(say("data_page.assumptions_lead"))
        with st.form("assumptions", border=False):
            wanted = _form(ds)
            if st.form_submit_button(say("data_page.read_again"), icon=":material/refresh:"):
                _read_again(wanted)


def _form(ds: Dataset) -> dict[str, Any]:
    settings = ds.settings
    wanted: dict[str, Any] = {}
    first, second, third = st.columns(3)
    if ds.sheets:
        names = [sheet.name for sheet in ds.sheets]
        wanted["sheet"] = _choice("sheet", names, settings.get("sheet"), first)
    if "delimiter" in settings:
        wanted["delimiter"] = _choice("delimiter", _DELIMITERS, settings.get("delimiter"), first)
    if "encoding" in settings:
        wanted["encoding"] = _choice("encoding", _ENCODINGS, settings.get("encoding"), second)
    wanted["decimal"] = _choice("decimal", (".", ","), settings.get("decimal"), third)
    wanted["day_first"] = _choice("day_first", (True, False), settings.get("day_first"), first)
    header = second.text_input(
        say("data_page.settings.header_row"),
        value="",
        help=say("data_page.settings.header_row_help"),
        placeholder=say("data_page.as_found"),
    )
    if header.strip():
        wanted["header_row"] = int(header) if header.strip().isdigit() else "none"
    columns = [column.name for column in ds.columns][:_MOST_COLUMNS]
    column = _choice("column", columns, None, second)
    kind = _choice("type", _TYPES, None, third)
    if column and kind:
        wanted["types"] = {**dict(settings.get("types") or {}), column: kind}  # type: ignore[call-overload]
    return {name: chosen for name, chosen in wanted.items() if chosen is not None}


def _choice(name: str, options: Any, current: Any, where: Any) -> Any:
    """A choice that starts at "as found"; only what the visitor sets is sent."""

    def label(option: Any) -> str:
        if option is None:
            return (
                plain("data_page.as_found_value", value=_shown(name, current))
                if current is not None
                else plain("data_page.as_found")
            )
        return _shown(name, option)

    return where.selectbox(say(f"data_page.settings.{name}"), (None, *options), format_func=label, key=f"set_{name}")


def _shown(name: str, option: Any) -> str:
    key = f"data_page.values.{name}.{_SIGNS.get(option, str(option).lower())}"
    if words.has(key):
        return plain(key)
    return plain(f"data_page.types.{option}") if name == "type" else str(option)


def _read_again(wanted: dict[str, Any]) -> None:
    try:
        visitor.read_again(**wanted)
    except FifteenError as error:
        st.error(words.error(error), icon=":material/error:")
        st.caption(say("data_page.unchanged"))
        return
    st.rerun()


def possibilities() -> None:
    """What each indicator could compute from this file, or what it lacks."""
    ds = visitor.dataset()
    if ds is None:
        return
    st.subheader(say("data_page.possible"), anchor="possible")
    found = feasible(ds)
    able = [item for item in found if not item.missing]
    trial = feasible_for(ds, EXPERIMENT)
    # Many a file has a column of groups; only one called like the arms of an experiment makes it one.
    if not trial.missing and trial.confidence >= _CLEARLY:
        able.append(trial)
    unable = [item for item in found if item.missing]
    for item in able:
        left, right = st.columns([1, 3], vertical_alignment="center")
        left.page_link(page_of(item.slug), label=say(f"{item.slug}.title"), icon=":material/arrow_forward:")
        pairs = ", ".join(
            f"{plain(f'{item.slug}.roles.{role}.label')}: {column}" for role, column in item.roles.items()
        )
        right.caption(say("data_page.able", shape=plain(f"{item.slug}.shapes.{item.shape}.label"), roles=pairs))
    if not able:
        st.info(say("data_page.nothing_possible"), icon=":material/info:")
    with st.expander(say("data_page.unable", count=len(unable)), icon=":material/block:"):
        for item in unable:
            missing = ", ".join(plain(f"{item.slug}.roles.{role}.label") for role in item.missing)
            st.markdown(f"- {say('data_page.lacks', title=plain(f'{item.slug}.title'), missing=missing)}")
