"""What a held slider may say: a number between its ends, while it rests where the server believes; nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.errors import StreamlitAPIException

from lib.ui import hand
from lib.ui.keys import Key
from lib.ui.notebook import Notebook, open_page

SLIDER = "churn_lost__slider"
RESTING = {"lost": 100.0, "customers_at_start": 1000.0}


@pytest.fixture
def session() -> dict[str, Any]:
    return {Key.SLIDERS: {SLIDER: ("lost", 100.0, 0.0, 200.0)}, SLIDER: 100.0}


@pytest.fixture
def page(session: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Notebook:
    monkeypatch.setattr(hand, "st", SimpleNamespace(session_state=session))
    return open_page("churn")


def test_a_held_slider_changes_its_own_number_only(page: Notebook) -> None:
    told = {"slider": SLIDER, "from": 100.0, "value": 150, "turn": 1}
    assert hand.moved(page, RESTING, told) == {"lost": 150.0, "customers_at_start": 1000.0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 201},
        {"value": -1},
        {"value": float("nan")},
        {"value": True},
        {"value": "150"},
        {"value": None},
        {"slider": "lang"},
        {"slider": ["churn_lost__slider"]},
        {"from": 90.0},
    ],
    ids=str,
)
def test_what_no_slider_would_say_changes_nothing(page: Notebook, wrong: dict[str, Any]) -> None:
    told = {"slider": SLIDER, "from": 100.0, "value": 150, "turn": 1, **wrong}
    assert hand.moved(page, RESTING, told) is None


def test_a_slider_that_was_let_go_of_counts_more_than_the_way_there(page: Notebook, session: dict[str, Any]) -> None:
    session[SLIDER] = 170.0
    assert hand.moved(page, RESTING, {"slider": SLIDER, "from": 100.0, "value": 150, "turn": 1}) is None


@pytest.mark.parametrize(("stands", "moved"), [(100.0, False), (170.0, True), (None, False)])
def test_a_release_that_came_with_a_value_is_noticed(
    page: Notebook, session: dict[str, Any], stands: float | None, *, moved: bool
) -> None:
    session["npv_discount_rate__slider"] = 3.0  # another page's
    session[Key.SLIDERS]["npv_discount_rate__slider"] = ("discount_rate", 10.0, 0.0, 20.0)
    if stands is None:
        del session[SLIDER]  # not drawn
    else:
        session[SLIDER] = stands
    assert hand.let_go(page) is moved


def test_without_the_component_values_are_drawn_once(page: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise StreamlitAPIException("no such component")

    components = SimpleNamespace(v2=SimpleNamespace(component=refused))
    monkeypatch.setattr(hand, "st", SimpleNamespace(session_state={}, components=components))
    hand.component.cache_clear()
    drawn: list[str] = []
    hand.follow(page, "value", lambda: drawn.append("value"), pause=0, share=1)
    hand.component.cache_clear()
    assert drawn == ["value"]
