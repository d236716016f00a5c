"""What all cells share: headings with anchors, notices, charts with a table and a sentence behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd
import streamlit as st

from lib.charts.named_data import axis_titles, with_likeness, with_rows_apart
from lib.core import Notice
from lib.data import Dataset
from lib.ui import kept, tables, words
from lib.ui.notebook import Notebook
from lib.ui.page import Page
from lib.ui.words import plain, say

_NUMBER = re.compile(r"[-+−×<±]?\s?\d")
_MISSING = frozenset({"", "–", "-", "None", "nan"})
_LOOKED_AT = 20
# A moved slider draws the same rows again: they are asked for once, and forgotten with their data set.
_previews: WeakKeyDictionary[Dataset, dict[int, pd.DataFrame]] = WeakKeyDictionary()


def heading(page: Page, name: str, *, own: bool = False, anchor: str | None = None) -> None:
    """The heading of a cell, with an anchor that links can point to and the button that keeps the cell.

    Args:
        page: the page.
        name: of the cell in the catalogue.
        own: whether the cell is one of the indicator's own.
        anchor: other than the name.
    """
    title = page.text(f"cells.{name}.heading") if own else say(f"cells.{name}.heading")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.subheader(title, anchor=anchor or name.replace("_", "-"))
        kept.offer(page, name, title)


def tell(notices: Iterable[Notice]) -> None:
    """Says each notice once, the grave ones first."""
    order = {"stop": 0, "warning": 1, "info": 2}
    show = {"stop": st.error, "warning": st.warning, "info": st.info}
    icons = {"stop": ":material/block:", "warning": ":material/warning:", "info": ":material/info:"}
    for item in sorted(notices, key=lambda item: order[item.severity]):
        show[item.severity](words.notice(item), icon=icons[item.severity])


@dataclass(frozen=True)
class Picture:
    """A chart before it is drawn, so that a held slider can have its rows without a run of the page.

    Attributes:
        spec: Vega-Lite.
        alt: its text alternative.
        table: makes the table behind it, None for none.
    """

    spec: Mapping[str, Any]
    alt: str
    table: Callable[[], Any] | None = None


def draw(picture: Picture, key: str) -> None:
    """Draws a picture, where it is called."""
    chart(picture.spec, key=key, alt=picture.alt, table=picture.table() if picture.table else None)


def explained(page: Page, name: str, picture: Picture | None) -> bool:
    """One of the page's own cells: its heading, what it shows, and its picture; returns whether there is one to draw."""
    if picture is None:
        return False
    heading(page, name, own=True)
    st.markdown(page.text(f"cells.{name}.explain"))
    draw(picture, f"{page.slug}__{name}")
    return True


def chart(spec: Mapping[str, Any], *, key: str, alt: str, table: Any = None) -> None:
    """A chart with its text alternative as the sentence under it, and the table behind it one click away.

    The name of the picture itself holds no number: where only rows change, the browser need not build it anew.
    """
    titles = axis_titles(spec)
    name = plain("cells.chart.named", titles=titles) if titles else plain("cells.chart.unnamed")
    drawn = with_likeness(with_rows_apart(spec), key)
    if "datasets" in drawn:
        drawn["datasets"] = {place: tables.of_rows(rows) for place, rows in drawn["datasets"].items()}
    st.vega_lite_chart(drawn, key=key, alt=name, width="stretch")
    st.caption(words.escape(alt))
    if table is not None:
        with st.expander(say("cells.table"), icon=":material/table:"):
            show_table(table)


def show_table(table: Any, **more: Any) -> None:
    """A table whose first column names the rows; numbers stand to the right, written with a unit or not.

    Args:
        table: cells as they are to be shown, an Arrow table or a frame.
        **more: for ``st.dataframe``.
    """
    columns = tables.beginnings(table, _LOOKED_AT)
    config = {
        name: st.column_config.Column(alignment="right" if place and of_numbers(cells) else "left")
        for place, (name, cells) in enumerate(columns.items())
    }
    st.dataframe(table, hide_index=True, width="stretch", column_config=config, **more)


def of_numbers(cells: Iterable[Any]) -> bool:
    """Whether most of the cells that say anything hold a number.

    Example:
        >>> of_numbers(["12.0%", "–"]), of_numbers(["Input up"])
        (True, False)
    """
    told = [text for text in map(str, cells) if text not in _MISSING]
    return 2 * sum(map(bool, map(_NUMBER.match, told))) > len(told)


def first_rows(ds: Dataset, count: int) -> None:
    """The first rows of a data set; days without a time of day."""
    days = {column.name: st.column_config.DateColumn() for column in ds.columns if column.type == "date"}
    kept = _previews.setdefault(ds, {})
    if count not in kept:
        kept[count] = ds.preview(count)
    st.dataframe(kept[count], hide_index=True, width="stretch", column_config=days)


def by_x(*parts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Points of lines and marks in the order in which a table lists them.

    Example:
        >>> by_x([{"x": 0}, {"x": 9}], [{"x": 4}])
        [{'x': 0}, {'x': 4}, {'x': 9}]
    """
    return sorted((point for part in parts for point in part), key=lambda point: float(point["x"]))


def of_everything(page: Notebook, found: pd.DataFrame) -> None:
    """Says that a cell shows all rows, where the parameters hold the numbers of a part that it cannot pick out."""
    focus = page.measured.focus if page.measured else "all"
    if focus != "all" and not (focus.startswith("group:") and "group" in found.columns):
        st.caption(say("cells.everything"))


def columns_of(rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> Any:
    """Rows as a table whose headers come from the catalogue."""
    return tables.of_columns({plain(label): [row.get(name) for row in rows] for name, label in labels.items()})
