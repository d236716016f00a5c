"""From a visitor's columns to roles: the choices that every page with rows has in common."""

from __future__ import annotations

from typing import Any, Protocol

import streamlit as st

from lib.core.indicator import Indicator, Option, Shape
from lib.data import Dataset
from lib.data.group_columns import group_candidates
from lib.data.templates import template
from lib.ui import visitor
from lib.ui.address import choose
from lib.ui.page import Page
from lib.ui.words import plain, say

# No text at all cannot stand in an address.
NO_GROUPS = "-"


class RowsPage(Page, Protocol):
    """A page that measures rows."""

    @property
    def ind(self) -> Indicator:
        """What the rows are measured for."""
        ...

    def key(self, name: str) -> str:
        """Key of a widget of the page."""
        ...


def places(count: int) -> list[Any]:
    """Places for so many choices, three in a row."""
    return [place for _ in range(0, count, 3) for place in st.columns(3)][:count]


def edit_roles(page: RowsPage, ds: Dataset, shape: Shape, roles: dict[str, str]) -> dict[str, str]:
    """One choice per role; what the visitor chooses is kept for the next page and after a reload."""
    st.caption(page.text(f"shapes.{shape.name}.about"))
    names = ["", *(column.name for column in ds.columns)]
    for place, role in enumerate(shape.roles):
        if place % 3 == 0:
            row = st.columns(3)
        key = f"role_{page.slug}_{role.name}_{ds.content_hash[:8]}"
        current = roles.get(role.name, "")
        with row[place % 3]:
            chosen = st.selectbox(
                page.text(f"roles.{role.name}.label") + ("" if role.required else say("cells.data.optional")),
                names,
                index=names.index(current) if current in names else 0,
                format_func=lambda name: name or plain("cells.data.no_column"),
                key=key,
                help=page.text(f"roles.{role.name}.help"),
            )
        if chosen != current:
            visitor.set_role(page.slug, role.name, chosen)
            roles = {**roles, role.name: chosen}
    return {role: column for role, column in roles.items() if column}


def group(page: RowsPage, ds: Dataset, roles: dict[str, str], where: Any, *, words_only: bool = False) -> str | None:
    """The column to compare by; the first candidate unless only words may be taken unasked and it holds none."""
    candidates = [NO_GROUPS, *group_candidates(ds, roles)]
    texts = {column.name for column in ds.columns if column.type == "text" or not words_only}
    first = candidates[1] if len(candidates) > 1 and candidates[1] in texts else NO_GROUPS
    chosen = choose(
        where.selectbox,
        say("cells.data.by"),
        candidates,
        key=page.key("by"),
        default=first,
        label_of=lambda name: plain("cells.data.no_groups") if name == NO_GROUPS else name,
    )
    return None if chosen == NO_GROUPS else chosen


def option_key(page: RowsPage, name: str) -> str:
    """Apart from inputs, which may have the same name."""
    return page.key(f"with_{name}")


def option(page: RowsPage, item: Option, where: Any) -> Any:
    label, about = page.text(f"options.{item.name}.label"), page.text(f"options.{item.name}.help")
    key = option_key(page, item.name)
    if item.kind == "choice":
        return choose(
            where.selectbox,
            label,
            item.choices,
            key=key,
            default=item.default,
            label_of=lambda name: plain(f"{page.slug}.options.{item.name}.choices.{name}"),
            help=about,
        )
    if item.kind == "text":
        return where.text_input(label, value=str(item.default), key=key, help=about, bind="query-params")
    return where.number_input(
        label,
        min_value=None if item.minimum is None else float(item.minimum),
        max_value=None if item.maximum is None else float(item.maximum),
        value=float(item.default),
        step=1.0,
        format="%.0f" if float(item.default).is_integer() else "%.4g",
        key=key,
        help=about,
        bind="query-params",
    )


def templates(page: RowsPage) -> None:
    """Blank files of the right shape."""
    row = st.container(horizontal=True)
    for shape in page.ind.shapes:
        row.download_button(
            say("cells.data.template", shape=plain(f"{page.slug}.shapes.{shape.name}.label")),
            data=template(page.ind, shape).encode(),
            file_name=f"{page.slug}_{shape.name}.csv",
            mime="text/csv",
            key=f"template_{page.slug}_{shape.name}",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
        )
