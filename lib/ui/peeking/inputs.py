"""What is simulated; all of it stands in the address, the seed included."""

from __future__ import annotations

from typing import Any

import streamlit as st

from lib.core import InputError
from lib.experiments.peeking import World, simulate
from lib.ui import words
from lib.ui.address import choose, preset
from lib.ui.cells.common import heading
from lib.ui.peeking.page import Laboratory
from lib.ui.words import number, plain, say

_LOOKS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50)
_TESTS = (500, 1000, 2000, 5000, 10_000)
_ALPHAS = (1, 5, 10)


def inputs(page: Laboratory) -> None:
    """The fields, and the simulation that follows from them."""
    heading(page, "inputs", own=True)
    world = _world(page)
    page.world, page.lab, page.problem = world, None, None
    try:
        page.lab = simulate(world)
    except InputError as error:
        page.problem = error
        st.error(_problem(page, error), icon=":material/error:")
        return
    if page.lab.fewest < 5:
        st.warning(say("peeking.few", fewest=page.lab.fewest), icon=":material/warning:")


def _problem(page: Laboratory, error: InputError) -> str:
    if error.fields.get("name") != "effect":
        return words.error(error, page.slug)
    rate = page.world.rate
    return say("peeking.beyond", rate=rate, up=page.gap(1 - rate), down=page.gap(rate))


def _world(page: Laboratory) -> World:
    first, second = st.columns(2)
    looks = choose(
        first.select_slider, say("peeking.inputs.looks.label"), _LOOKS, key=page.key("looks"), default=10,
        help=say("peeking.inputs.looks.help"),
    )  # fmt: skip
    effect = _number(page, second, "effect", 0.0, -100.0, 100.0)
    third, fourth, fifth = st.columns(3)
    rate = _number(page, third, "rate", 10.0, 0.1, 99.9)
    per_look = _number(page, fourth, "per_look", 1000, 10, 1_000_000)
    alpha = choose(
        fifth.segmented_control, say("peeking.inputs.alpha.label"), _ALPHAS, key=page.key("alpha"), default=5,
        label_of=lambda percent: number(percent / 100, "level"), help=say("peeking.inputs.alpha.help"), required=True,
    )  # fmt: skip
    sixth, seventh, last = st.columns(3, vertical_alignment="bottom")
    tests = choose(
        sixth.select_slider, say("peeking.inputs.tests.label"), _TESTS, key=page.key("tests"), default=5000,
        label_of=lambda count: number(count, "count"),
    )  # fmt: skip
    seed = _number(page, seventh, "seed", 1, 0, 1_000_000)
    last.button(
        say("peeking.again"),
        key="peeking__again",
        icon=":material/casino:",
        on_click=preset,
        args=(page.key("seed"), int(seed) + 1),
        kwargs={"default": 1},
    )
    return World(_share(rate), _share(effect), looks, int(per_look), alpha / 100, tests, int(seed))


def _share(percent: float) -> float:
    return float(f"{percent / 100:.15g}")


def _number(page: Laboratory, where: Any, name: str, default: float, lowest: float, highest: float) -> float:
    given = where.number_input(
        say(f"peeking.inputs.{name}.label"),
        min_value=lowest,
        max_value=highest,
        value=default,
        format="%d" if isinstance(default, int) else "%.6g",
        key=page.key(name),
        bind="query-params",
        help=plain(f"peeking.inputs.{name}.help"),
    )
    return float(given)
