"""The first screen: one line on what this is, three ways in, then every indicator as a live card."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core.indicator import Indicator
from lib.indicators import INDICATORS
from lib.ui import frame, visitor, words
from lib.ui.address import choice_key
from lib.ui.frame import FAMILIES, data_page, indicators, page_of
from lib.ui.home_card import card_of, draw, sample_card
from lib.ui.keys import widget
from lib.ui.notebook import own_dataset
from lib.ui.words import plain, say

# Where "type numbers" leads: an indicator that everybody knows, from two numbers.
_FIRST = "churn"


def title() -> None:
    """Name, one line, and the three ways in."""
    st.title(say("frame.name"), anchor=False)
    st.markdown(say("home.lead"))
    with st.container(key="ways", horizontal=True, gap="small"):
        for name, show in (("typed", _way_typed), ("file", _way_file), ("sample", _way_sample)):
            with st.container(key=f"way_{name}", border=True, gap="small"):
                loaded = name == "file" and visitor.dataset() is not None
                st.markdown(f"**{say('home.ways.own' if loaded else f'home.ways.{name}')}**")
                show()


def _way_typed() -> None:
    st.caption(say("home.ways.typed_more"))
    if st.button(say("home.ways.typed_start"), icon=":material/keyboard:", key="start_typed", width="stretch"):
        st.session_state[choice_key(widget(_FIRST, "source"))] = "typed"
        st.switch_page(page_of(_FIRST))


def _way_file() -> None:
    ds = visitor.dataset()
    if ds is None:
        frame.uploader("home")
        return
    st.caption(say("home.ways.file_loaded", name=ds.name, rows=ds.rows, columns=len(ds.columns)))
    if st.button(say("home.ways.file_open"), icon=":material/table_view:", key="load", width="stretch"):
        st.switch_page(data_page())


def _way_sample() -> None:
    st.caption(say("home.ways.sample_more"))
    if st.button(say("home.ways.sample_start"), icon=":material/science:", key="start_sample", width="stretch"):
        st.switch_page(frame.experiment_page("experiment"))


def search() -> None:
    """The search box, and what the cards stand on."""
    ds = own_dataset()
    st.text_input(
        say("home.search"),
        key="q",
        bind="query-params",
        placeholder=say("home.search_example"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    st.caption(say("home.on_own", name=ds.name) if ds else say("home.on_sample"))


def cards() -> None:
    """The indicators by family, those that match the search."""
    wanted = str(st.session_state.get("q") or "").strip().lower()
    shown = 0
    for family in FAMILIES:
        found = [ind for ind in indicators(family) if _matches(ind, wanted)]
        if not found:
            continue
        shown += len(found)
        with (
            _section(family, say(f"frame.families.{family}")),
            st.container(key=f"cards_{family}", horizontal=True, gap="small"),
        ):
            for ind in found:
                _card(ind)
    if not shown:
        st.info(say("home.nothing", search=wanted), icon=":material/search_off:")


def beyond() -> None:
    """The pages that are no indicators and so have no value to show: experiments, the map, and the proof."""
    if st.session_state.get("q"):
        return
    pages = {slug: frame.experiment_page(slug) for slug in frame.EXPERIMENT_PAGES}
    pages |= {"map": frame.map_page(), "trust": frame.trust_page()}
    with (
        _section("beyond", say("home.beyond")),
        st.container(key="cards_beyond", horizontal=True, gap="small"),
    ):
        for slug, page in pages.items():
            with st.container(key=f"card_{slug}", border=True, gap=None):
                st.page_link(page, label=f"**{say(f'{slug}.title')}**")
                st.caption(say(f"home.about.{slug}"))


def _section(name: str, heading: str) -> Any:
    place = st.container(key=f"family_{name}", gap="small")
    place.subheader(heading, anchor=name)
    return place


def _matches(ind: Indicator, wanted: str) -> bool:
    """Whether every word of the search stands somewhere in the names of the indicator, or in what others call it."""
    keys = ("title", "short", "question", *(f"inputs.{item.name}.label" for item in ind.inputs if not item.evidence))
    names = (*(plain(f"{ind.slug}.{key}") for key in keys), *words.lines(f"home.synonyms.{ind.slug}"))
    text = " ".join(names).lower()
    return all(word in text for word in wanted.split())


def _card(ind: Indicator) -> None:
    with st.container(key=f"card_{ind.slug}", border=True, gap=None):
        st.page_link(page_of(ind.slug), label=f"**{_name(ind)}**")
        draw(card_of(ind, own_dataset()))


def _name(ind: Indicator) -> str:
    """The name on a card, where a long title would be cut off."""
    key = f"home.names.{ind.slug}"
    return say(key) if words.has(key) else say(f"{ind.slug}.title")


def warm() -> None:
    """Reads and measures the samples before the first visitor comes."""
    for ind in INDICATORS.values():
        sample_card(ind)
