"""A goal that somebody can be held to: what, from where, how far, by when, by whom, and how one will know."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from lib.core import InputError, Unit
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import tell
from lib.ui.cells.what_if.goal import goal_of
from lib.ui.notebook import Notebook
from lib.ui.sentences import conclusion
from lib.ui.words import number, plain, say, value
from lib.whatif import data_needed, pace
from lib.whatif.plan import DAYS

_ALERTS = {"good": st.success, "bad": st.warning, "neutral": st.info}
_LONGEST = 80
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


def plan(page: Notebook) -> None:
    """The fields of the goal, the card that they make, and what the data say about it."""
    st.markdown(say("whatif.plan.lead"))
    left, right = st.columns(2)
    with left:
        goal = goal_of(page)
    start = _baseline(page, right)
    due = st.date_input(
        say("whatif.plan.due"),
        value=None,
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        key=page.key("due"),
        bind="query-params",
        persist_state="session",
        format="YYYY-MM-DD",
    )
    one, two = st.columns(2)
    owner = _text(page, one, "owner")
    source = _text(page, two, "source_name")
    day = due if isinstance(due, date) else None
    _card(page, goal, start, day, owner, source)
    _pace(page, goal, start, day)
    _standing(page, goal)


def _baseline(page: Notebook, place: st.delta_generator.DeltaGenerator) -> float:
    """Where the goal starts from: a number of its own, or the value of the page."""
    assert page.result is not None
    assert page.result.value is not None
    unit = page.variant.unit
    name = plain(f"units.{unit}")
    given = place.number_input(
        say("whatif.plan.baseline") + (f" ({words.escape(name)})" if name else ""),
        value=None,
        key=page.key("start"),
        bind="query-params",
        persist_state="session",
        placeholder=value(page.result.value, unit),
        help=say("whatif.plan.baseline_help"),
    )
    return page.result.value if given is None else float(given) / (100 if unit is Unit.RATE else 1)


def _text(page: Notebook, place: st.delta_generator.DeltaGenerator, name: str) -> str:
    given = place.text_input(
        say(f"whatif.plan.{name}"),
        key=page.key(name),
        bind="query-params",
        persist_state="session",
        max_chars=_LONGEST,
        placeholder=plain(f"whatif.plan.{name}_placeholder"),
    )
    return " ".join(str(given or "").split())


def _card(page: Notebook, goal: float, start: float, due: date | None, owner: str, source: str) -> None:
    """The goal in one sentence, and what is still missing from it."""
    unit = page.variant.unit
    fields = {
        "title": plain(f"{page.slug}.title"),
        "start": value(start, unit),
        "goal": value(goal, unit),
        "due": plain("whatif.plan.some_day") if due is None else plain("whatif.plan.day", day=due),
        "owner": owner or plain("whatif.plan.somebody"),
        "source": source or plain("whatif.plan.some_data"),
    }
    key = "same" if goal == start else "raise" if goal > start else "lower"
    with st.container(border=True):
        st.markdown(say(f"whatif.plan.card_{key}", **fields))
        missing = [name for name, given in (("due", due), ("owner", owner), ("source_name", source)) if not given]
        if missing:
            names = tuple(plain(f"whatif.plan.missing.{name}") for name in missing)
            st.caption(say("whatif.plan.incomplete", names=names))
        worse = {"higher": goal < start, "lower": goal > start}.get(page.better or "", False)
        if worse:
            st.caption(say("whatif.plan.wrong_way"))


def _pace(page: Notebook, goal: float, start: float, due: date | None) -> None:
    """How much has to change per period from now on."""
    assert page.result is not None
    assert page.result.value is not None
    if due is None:
        return
    period = choose(
        st.segmented_control,
        say("whatif.plan.period"),
        list(DAYS),
        key=page.key("pace"),
        default="month",
        label_of=lambda name: plain(f"cells.data.periods.{name}"),
    )
    unit, now = page.variant.unit, page.result.value
    found = pace(now, goal, datetime.now(UTC).date(), due, period=period)
    if found is None:
        st.warning(say("whatif.plan.past"), icon=":material/event_busy:")
        return
    fields = {
        "periods": number(found.periods, "count"),
        "period": plain(f"whatif.plan.periods.{period}"),
        "each": plain(f"whatif.plan.each.{period}"),
        "step": words.signed(found.step, unit),
        "growth": words.signed_share(found.growth),
    }
    st.markdown(say("whatif.plan.pace" if found.growth is None else "whatif.plan.pace_growth", **fields))
    if goal != start != now:
        st.caption(say("whatif.plan.way", share=(now - start) / (goal - start)))


def _standing(page: Notebook, goal: float) -> None:
    """Whether the data are above or below the goal by more than chance, and how much would tell."""
    assert page.result is not None
    assert page.result.value is not None
    unit = page.variant.unit
    try:
        found = page.ind.compare_to_target(page.inputs, goal, variant=page.variant.name, level=page.level)
    except InputError as error:
        st.info(words.error(error, page.slug), icon=":material/info:")
        return
    names = plain("whatif.plan.the_goal"), plain("whatif.plan.today")
    if found.p_value is None:
        tell(found.notes)
        return
    sentence, tone = conclusion(found, unit, *names, page.better)
    _ALERTS[tone](sentence)
    interval = page.interval()
    multiple = None if interval is None else data_needed(page.result.value, interval, goal)
    if multiple is None:
        return
    key = "enough" if multiple <= 1 else "far" if multiple > 1000 else "more"
    st.markdown(say(f"whatif.plan.data_{key}", multiple=float(f"{multiple:.2g}"), level=page.level))
