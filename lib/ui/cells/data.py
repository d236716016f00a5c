"""Cell 2: where the numbers come from, and which column plays which role."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.core import FifteenError, RoleError
from lib.core.indicator import Shape
from lib.data import Dataset
from lib.data.measure import PERIODS, inputs_of, shape_for
from lib.ui import labels, rows, visitor, words
from lib.ui.address import choice_key, choose
from lib.ui.cells.common import first_rows, heading, tell
from lib.ui.measuring import measure_all, records, sample
from lib.ui.notebook import Measured, Notebook, own_dataset, set_synced, synced
from lib.ui.parameters_state import push_inputs
from lib.ui.words import plain, say

SOURCES = ("sample", "file", "typed")


def data(page: Notebook) -> None:
    """Chooses the source, shows roles and options, measures, and puts what was measured into the parameters."""
    heading(page, "data")
    ds = own_dataset()
    _adopt(page, ds)
    left, right = st.columns(2, vertical_alignment="bottom")
    page.source = choose(
        left.segmented_control,
        say("cells.data.source"),
        SOURCES,
        key=page.key("source"),
        default="sample",
        label_of=lambda name: plain(f"cells.data.sources.{name}"),
        required=True,
    )
    _forget_optional(page)
    if page.source == "typed":
        st.caption(say("cells.data.typed"))
        return
    if page.source == "file" and ds is None:
        st.info(say("cells.data.no_file"), icon=":material/upload_file:")
        rows.templates(page)
        return
    own = page.source == "file"
    try:
        page.measured = _measure(page, ds if own and ds is not None else None, right)
    except FifteenError as error:
        st.warning(words.error(error, page.slug), icon=":material/warning:")
        return
    if page.measured is not None:
        _sync(page, page.measured)
        tell(page.measured.notices)


def _forget_optional(page: Notebook) -> None:
    """Who turns to typed numbers keeps those of the formula to start from, not optional ones out of sight."""
    key = page.key("source_before")
    before = st.session_state.get(key, page.source)
    st.session_state[key] = page.source
    if page.source == "typed" and before != "typed":
        for item in page.ind.inputs:
            if (
                item.kind == "number"
                and not item.parameter
                and not any(item.name in one.inputs for one in page.ind.variants)
            ):
                st.session_state[page.key(item.name)] = None


def _adopt(page: Notebook, ds: Dataset | None) -> None:
    """The first time a page sees a newly loaded file that it can use, it switches to it."""
    if ds is None or visitor.adopted(page.slug) == ds.content_hash:
        return
    visitor.adopt(page.slug, ds.content_hash)
    try:
        natural = shape_for(page.ind, visitor.roles(page.ind, ds, own=True))
    except RoleError:
        return
    st.session_state[choice_key(page.key("source"))] = "file"
    st.session_state[choice_key(page.key("shape"))] = natural.name
    st.session_state[page.key("shape_before")] = ""


def _measure(page: Notebook, own: Dataset | None, beside: Any) -> Measured | None:
    shape, ds, roles = _shape(page, own, beside)
    # A file that cannot supply a role: the roles can be given by hand, or the file made to fit a template.
    lacking = any(role.required and role.name not in roles for role in shape.roles)
    title, icon = (
        (say("cells.data.assign"), ":material/rule:")
        if lacking
        else (_summary(ds, shape, page), ":material/table_rows:")
    )
    with st.expander(title, icon=icon, expanded=lacking):
        if own is not None:
            before, roles = roles, rows.edit_roles(page, ds, shape, roles)
            if lacking and roles != before:
                st.rerun()  # the title and the warning were drawn for what was there before
        first_rows(ds, 5)
        rows.templates(page)
    shape = shape_for(page.ind, roles, shape.name)
    _definition_for(page, shape, roles)
    offered = labels.offered(shape, roles)
    places = rows.places(2 + len(offered) + (not shape.own_periods and shape.period_role in roles))
    by = rows.group(page, ds, roles, places[0])
    period = _period(page, shape, roles, places[2] if len(places) > 2 else places[0])
    options = {
        item.name: labels.labels(page, item, ds, roles, shape, place) if item.role else rows.option(page, item, place)
        for item, place in zip(offered, places[len(places) - len(offered) :], strict=True)
    }
    found = measure_all(ds, page.ind, roles, shape, by=by, period=period, options=options)
    return _focus(page, found, places[1])


def _definition_for(page: Notebook, shape: Shape, roles: dict[str, str]) -> None:
    """Where other data are chosen, a definition that they cannot supply gives way to the natural one for them.

    A file seen for the first time is shown by its natural one, unless the address asks for another: a file with a control group
    is about what the campaign added.
    """
    key = page.key("shape_before")
    before = st.session_state.get(key, shape.name)
    st.session_state[key] = shape.name
    first_seen = before == "" and page.key("variant") not in st.query_params
    if first_seen or (before != shape.name and page.variant.name not in shape.variants):
        st.session_state[choice_key(page.key("variant"))] = shape.natural_variant(roles)


def _shape(page: Notebook, own: Dataset | None, where: Any) -> tuple[Shape, Dataset, dict[str, str]]:
    """The shape of data: chosen by the visitor, else the first that the columns can fill."""
    names = [shape.name for shape in page.ind.shapes]
    roles = visitor.roles(page.ind, own, own=True) if own is not None else {}
    chosen = names[0]
    if len(names) > 1:
        chosen = choose(
            where.selectbox,
            say("cells.data.shape"),
            names,
            key=page.key("shape"),
            default=names[0],
            label_of=lambda name: plain(f"{page.slug}.shapes.{name}.label"),
            help=say("cells.data.shape_help"),
        )
    shape = page.ind.shape(chosen)
    if own is not None:
        return shape, own, roles
    ds = sample(shape.sample)
    return shape, ds, visitor.roles(page.ind, ds, own=False)


def _summary(ds: Dataset, shape: Shape, page: Notebook) -> str:
    return say(
        "cells.data.summary",
        name=ds.name,
        rows=ds.rows,
        columns=len(ds.columns),
        shape=plain(f"{page.slug}.shapes.{shape.name}.label"),
    )


def _period(page: Notebook, shape: Shape, roles: dict[str, str], where: Any) -> str | None:
    if shape.period_role is None or shape.period_role not in roles:
        return None
    own_length = next((item for item in shape.options if item.name == "period_length"), None)
    if shape.own_periods and own_length is not None:
        return str(st.session_state.get(choice_key(rows.option_key(page, "period_length")), own_length.default))
    return choose(
        where.selectbox,
        say("cells.data.period"),
        PERIODS,
        key=page.key("period"),
        default="month",
        label_of=lambda name: plain(f"cells.data.periods.{name}"),
    )


def _focus(page: Notebook, found: Measured, where: Any) -> Measured:
    """The whole, one group or one period: its measured inputs become those of the page."""
    choices: dict[str, Mapping[Any, Any]] = {"all": found.overall}
    labels = {"all": plain("cells.data.whole")}
    for row in records(found.groups):
        choices[f"group:{row['group']}"] = row
        labels[f"group:{row['group']}"] = str(row["group"]) or plain("cells.data.no_label")
    for row in reversed(records(found.trend)):
        choices[f"period:{str(row['period'])[:10]}"] = row
        labels[f"period:{str(row['period'])[:10]}"] = words.number(row["period"], "date")
    if len(choices) == 1:
        return found
    chosen = choose(
        where.selectbox,
        say("cells.data.focus"),
        choices,
        key=page.key("focus"),
        default="all",
        label_of=lambda name: labels[name],
        help=say("cells.data.focus_help"),
    )
    if chosen == "all":
        return found
    return replace(found, overall=inputs_of(choices[chosen], page.ind), focus=chosen)


def _sync(page: Notebook, found: Measured) -> None:
    """Puts newly measured numbers into the parameters; what the address says already wins on the first run."""
    parts = (
        found.ds.content_hash,
        found.shape.name,
        sorted(found.roles.items()),
        sorted(found.options.items()),
        sorted((name, str(value)) for name, value in found.overall.items()),
    )
    token = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    before = synced(page.slug)
    if before == token:
        return
    set_synced(page.slug, token)
    # A discount rate in the address says nothing about where the other numbers come from.
    supplied = [item for item in page.ind.inputs if not item.parameter and not item.evidence]
    linked = before is None and any(page.key(item.name) in st.query_params for item in supplied)
    if not linked:
        push_inputs(page, found.overall)
