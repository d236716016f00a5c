"""What the value could be when the inputs are not known for certain: many draws of all of them at once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.charts import bars, histogram
from lib.core import InputError
from lib.ui import assumptions_state as state
from lib.ui import words
from lib.ui.address import choose
from lib.ui.cells.common import chart, columns_of
from lib.ui.cells.what_if.goal import goal_of
from lib.ui.cells.what_if.laws import drawable, show_laws
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, say, value
from lib.whatif import Law, Risk, monte_carlo
from lib.whatif.assumptions import Pair

_DRAWS = (10_000, 100_000)
_SEED = 15
_MOST_SEED = 999_999
_MOST_BARS = 10
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def risk(page: Notebook) -> None:
    """Draws, and shows how the value spreads, how likely it reaches the goal, and which input carries the spread."""
    st.markdown(say("whatif.risk.lead"))
    goal = goal_of(page)
    guessed = state.guesses(page)
    if not guessed:
        st.info(say("whatif.risk.nothing"), icon=":material/info:")
        return
    with st.expander(say("whatif.risk.laws"), icon=":material/casino:"):
        pairs = show_laws(page, guessed)
        draws, seed = _settings(page)
    drawn = drawable(page, guessed)
    if not drawn:
        st.info(say("whatif.risk.nothing"), icon=":material/info:")
        return
    try:
        found = _drawn(page, drawn, pairs, draws, seed, goal)
    except InputError as error:
        st.error(words.error(error, page.slug), icon=":material/block:")
        return
    if found.quantiles is None:
        st.warning(say("whatif.risk.no_value"), icon=":material/block:")
        return
    _chances(page, found, goal)
    _spread(page, found, goal)
    _shares(page, found, pairs)
    _small_print(page, found)


def _settings(page: Notebook) -> tuple[int, int]:
    left, right = st.columns(2)
    with left:
        draws = choose(
            st.segmented_control,
            say("whatif.risk.draws"),
            _DRAWS,
            key=page.key("draws"),
            default=_DRAWS[0],
            label_of=lambda count: number(count, "count"),
        )
    seed = right.number_input(
        say("whatif.risk.seed"),
        min_value=0,
        max_value=_MOST_SEED,
        value=_SEED,
        step=1,
        key=page.key("seed"),
        bind="query-params",
        help=say("whatif.risk.seed_help"),
    )
    return draws, int(seed)


def _drawn(page: Notebook, drawn: dict[str, Law], pairs: tuple[Pair, ...], draws: int, seed: int, goal: float) -> Risk:
    """The draws, made again only when something that they depend on has changed."""
    assert page.result is not None
    together = {(one, other): size for one, other, size in pairs if {one, other} <= set(drawn)}
    call = (page.variant.name, tuple(page.result.inputs.items()), tuple(drawn.items()), pairs, draws, seed, goal)
    place = f"{page.slug}__risk"
    before = st.session_state.get(place)
    if before is not None and before[0] == call:
        kept: Risk = before[1]
        return kept
    found = monte_carlo(
        page.ind,
        page.result.inputs,
        drawn,
        variant=page.variant.name,
        draws=draws,
        seed=seed,
        correlation=together,
        goal=goal,
    )
    st.session_state[place] = (call, found)
    return found


def _chances(page: Notebook, found: Risk, goal: float) -> None:
    assert found.quantiles is not None
    assert found.above_goal is not None
    assert found.below_zero is not None
    unit = page.variant.unit
    lower = page.better == "lower"
    reach = 1 - found.above_goal.estimate if lower else found.above_goal.estimate
    loss = found.edges[0] < 0
    places = st.columns(3 if loss else 2)
    places[0].metric(say("whatif.risk.median"), value(found.quantiles[0.5], unit))
    key = "whatif.risk.reach_low" if lower else "whatif.risk.reach_high"
    places[1].metric(say(key, goal=value(goal, unit)), words.chance(reach))
    if loss:
        places[2].metric(say("whatif.risk.loss"), words.chance(found.below_zero.estimate))
    assert page.result is not None
    st.markdown(
        say(
            "whatif.risk.nine_of_ten",
            low=value(found.quantiles[0.05], unit),
            high=value(found.quantiles[0.95], unit),
            now=value(page.result.value, unit),
        )
    )


def _spread(page: Notebook, found: Risk, goal: float) -> None:
    assert found.quantiles is not None
    assert page.result is not None
    unit, kind = page.variant.unit, plain("whatif.risk.value_drawn")
    bins = [
        {"low": low, "high": high, "count": count, "kind": kind}
        for low, high, count in zip(found.edges[:-1], found.edges[1:], found.counts, strict=True)
    ]
    marks = [{"x": page.result.value, "kind": plain("whatif.risk.now")}]
    if found.edges[0] <= goal <= found.edges[-1]:
        marks.append({"x": goal, "kind": plain("whatif.risk.goal")})
    spec = histogram(bins, x=page.text("title"), y=plain("whatif.risk.count"), kinds=[kind], marks=marks, unit=unit)
    alt = plain(
        "whatif.risk.alt",
        low=value(found.quantiles[0.05], unit),
        high=value(found.quantiles[0.95], unit),
        median=value(found.quantiles[0.5], unit),
    )
    rows = [
        {"level": plain("whatif.risk.level", level=level), "value": value(found.quantiles[level], unit)}
        for level in _QUANTILES
    ]
    labels = {"level": "whatif.risk.quantile", "value": "whatif.risk.below"}
    chart(spec, key=f"{page.slug}__risk_spread", alt=alt, table=columns_of(rows, labels))


def _shares(page: Notebook, found: Risk, pairs: tuple[Pair, ...]) -> None:
    """Which input carries the variance."""
    shares = sorted((found.shares or {}).items(), key=lambda one: -one[1])[:_MOST_BARS]
    if len(shares) < 2 or shares[0][1] <= 0:
        return
    rows: list[dict[str, Any]] = [
        {"label": words.input_label(page.slug, name), "value": share, "text": number(share, "percent")}
        for name, share in shares
    ]
    alt = plain("whatif.risk.carries", name=rows[0]["label"], share=shares[0][1])
    st.markdown(say("whatif.risk.carries_head"))
    spec = bars(rows, x=plain("whatif.risk.share"), unit="rate")
    labels = {"label": "whatif.risk.input", "text": "whatif.risk.share"}
    chart(spec, key=f"{page.slug}__risk_shares", alt=alt, table=columns_of(rows, labels))
    if pairs:
        st.caption(say("whatif.risk.shared"))


def _small_print(page: Notebook, found: Risk) -> None:
    assert found.error is not None
    assert found.above_goal is not None
    fields = {"seed": str(found.seed), "error": words.gap(found.error, page.variant.unit)}
    st.caption(say("whatif.risk.made", count=found.draws, chance=found.above_goal.error, **fields))
    if found.answered < found.draws:
        st.caption(say("whatif.risk.unanswered", count=found.draws - found.answered, draws=found.draws))
