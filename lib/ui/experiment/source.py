"""Where the numbers come from: typed, the sample, the visitor's file, or the sums that a link carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.core import FifteenError, InputError, RoleError
from lib.core.shape import Shape
from lib.data import Dataset
from lib.data.measure import shape_for
from lib.experiments import Experiment, guess_control, with_control_first
from lib.experiments.building import experiment_of
from lib.experiments.drawn_in import drawn_in_of
from lib.experiments.rows import EXPERIMENT, KIND_OF
from lib.experiments.wire import from_text, to_text
from lib.ui import rows, visitor, words
from lib.ui.address import carry, choice_key, choose
from lib.ui.cells.common import first_rows, heading, tell
from lib.ui.experiment.page import Trial
from lib.ui.experiment.typed import typed
from lib.ui.measuring import frame_of, sample
from lib.ui.notebook import own_dataset
from lib.ui.words import plain, say

SOURCES = ("typed", "sample", "file")
_SUMS = "sums"


def data(page: Trial) -> None:
    """The source, and the arms that it gives, the control guessed."""
    heading(page, "data")
    ds = own_dataset()
    _adopt(page, ds)
    left, right = st.columns(2, vertical_alignment="bottom")
    page.source = choose(
        left.segmented_control,
        say("experiment.source.label"),
        SOURCES,
        key=page.key("source"),
        default="typed",
        label_of=lambda name: plain(f"experiment.source.{name}"),
        required=True,
    )
    found = _found(page, ds, right)
    if found is not None:
        control = guess_control(arm.label for arm in found.arms)
        page.measured = replace(found, arms=with_control_first(found.arms, control))
    _mirror(page, ds)


def _found(page: Trial, ds: Dataset | None, beside: Any) -> Experiment | None:
    if page.source == "typed":
        return typed(page)
    if page.source == "file" and ds is None:
        sent = _from_address(page)
        if sent is None:
            st.info(say("cells.data.no_file"), icon=":material/upload_file:")
            rows.templates(page)
        return sent
    try:
        return _from_rows(page, ds if page.source == "file" else None, beside)
    except FifteenError as error:
        st.warning(words.error(error, page.slug), icon=":material/warning:")
        return None


def _adopt(page: Trial, ds: Dataset | None) -> None:
    """The first time the page sees a newly loaded file that holds an experiment, it switches to it."""
    if ds is None or visitor.adopted(page.slug) == ds.content_hash:
        return
    visitor.adopt(page.slug, ds.content_hash)
    try:
        natural = shape_for(EXPERIMENT, visitor.roles(EXPERIMENT, ds, own=True))
    except RoleError:
        return
    st.session_state[choice_key(page.key("source"))] = "file"
    st.session_state[choice_key(page.key("shape"))] = natural.name


def _from_rows(page: Trial, own: Dataset | None, beside: Any) -> Experiment:
    shape = _shape(page, beside)
    ds = own if own is not None else sample(shape.sample)
    roles = visitor.roles(EXPERIMENT, ds, own=own is not None)
    lacking = any(role.required and role.name not in roles for role in shape.roles)
    title = say("cells.data.assign") if lacking else _summary(ds, shape)
    with st.expander(title, icon=":material/rule:" if lacking else ":material/table_rows:", expanded=lacking):
        if own is not None:
            before, roles = roles, rows.edit_roles(page, ds, shape, roles)
            if lacking and roles != before:
                st.rerun()
        first_rows(ds, 5)
        rows.templates(page)
    shape = shape_for(EXPERIMENT, roles, shape.name)
    used = {role.name: roles[role.name] for role in shape.roles if role.name in roles}
    places = rows.places(1 + len(shape.options))
    # A yes or no may be a second outcome, and people must not be sorted by what came after.
    by = rows.group(page, ds, used, places[0], words_only=True)
    options = {item.name: rows.option(page, item, places[1 + place]) for place, item in enumerate(shape.options)}
    return _measured(page, ds, used, shape, options, by)


def _shape(page: Trial, where: Any) -> Shape:
    names = [shape.name for shape in EXPERIMENT.shapes]
    chosen = choose(
        where.selectbox,
        say("cells.data.shape"),
        names,
        key=page.key("shape"),
        default=names[0],
        label_of=lambda name: plain(f"experiment.shapes.{name}.label"),
        help=say("cells.data.shape_help"),
    )
    return EXPERIMENT.shape(chosen)


def _summary(ds: Dataset, shape: Shape) -> str:
    return say(
        "cells.data.summary",
        name=ds.name,
        rows=ds.rows,
        columns=len(ds.columns),
        shape=plain(f"experiment.shapes.{shape.name}.label"),
    )


def _measured(
    page: Trial, ds: Dataset, roles: dict[str, str], shape: Shape, options: Mapping[str, Any], by: str | None
) -> Experiment:
    """Everything the page needs of the rows, in a handful of sums."""
    page.by = by

    def rows_of(**more: Any) -> list[dict[Any, Any]]:
        return frame_of(ds, EXPERIMENT.slug, roles, shape, options, **more).to_dict("records")

    whole = frame_of(ds, EXPERIMENT.slug, roles, shape, options)
    groups = frame_of(ds, EXPERIMENT.slug, roles, shape, options, by=by) if by else None
    tell((*whole.attrs["notices"], *(() if groups is None else groups.attrs["notices"])))
    found = experiment_of(
        KIND_OF[shape.name],
        whole.to_dict("records"),
        segments=[] if groups is None else groups.to_dict("records"),
        days=rows_of(period="day") if "date" in roles else [],
        facts=rows_of(extra="facts")[0],
        life_table=rows_of(extra="life_table") if shape.name == "time" else (),
    )
    if shape.name == "amount":
        page.drawn_in = drawn_in_of(rows_of(extra="drawn_in"))
    page.raw = _raw(ds, roles, shape, options, found)
    return found


def _raw(
    ds: Dataset, roles: dict[str, str], shape: Shape, options: Mapping[str, Any], found: Experiment
) -> Experiment | None:
    """The same with every row as it stands in the file, where cleaning changed anything."""
    facts = found.facts
    if shape.name not in {"binary", "amount"} or not (facts.mismatched or facts.in_several_arms or facts.repeated):
        return None
    bare = {role: column for role, column in roles.items() if role not in {"unit", "shown"}}
    kept = dict.fromkeys(options, "keep")
    raw = frame_of(ds, EXPERIMENT.slug, bare, shape, kept)
    return experiment_of(found.kind, raw.to_dict("records"))


def _from_address(page: Trial) -> Experiment | None:
    """The sums that a link carries; a damaged link has none rather than wrong ones."""
    text = str(st.query_params.get(page.key(_SUMS), ""))
    if not text:
        return None
    try:
        found = from_text(text)
    except InputError:
        st.warning(say("experiment.source.damaged"), icon=":material/link_off:")
        return None
    st.info(say("experiment.source.sent"), icon=":material/link:")
    return found


def _mirror(page: Trial, ds: Dataset | None) -> None:
    """Puts the sums of the visitor's own file into the address."""
    if page.source == "file" and ds is None:
        return  # the link of somebody else stays as it came
    found = page.measured if page.source == "file" else None
    carry(page.key(_SUMS), None if found is None else to_text(found))
