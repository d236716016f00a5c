"""The peeking lab through AppTest: published shares, seeds in the link, an explanation of one test."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import app, check_sound, open_page, shown

__all__ = ["app"]


def lab(app: AppTest, **given: object) -> AppTest:
    for name, value in given.items():
        app.query_params[f"peeking_{name}"] = str(value)
    open_page(app, "peeking")
    check_sound(app)
    return app


def text_of(app: AppTest) -> str:
    return "\n".join(shown(app))


@pytest.mark.parametrize(("looks", "theory"), [(10, "19.3%"), (5, "14.2%")])
def test_theory_is_the_published_one_and_the_simulation_is_near(app: AppTest, looks: int, theory: str) -> None:
    # Armitage, McPherson and Rowe (1969), table 2.
    lab(app, looks=looks)
    text = text_of(app)
    assert f"by theory {theory}" in text
    simulated = float(app.metric[0].value.rstrip("%"))
    # Four standard errors of 5,000 tests
    assert simulated == pytest.approx(float(theory.rstrip("%")), abs=2.3)
    assert float(app.metric[3].value.rstrip("%")) < 5


def test_twenty_metrics(app: AppTest) -> None:
    # 1 - 0.95^20 by hand
    assert "**64.2%**" in text_of(lab(app, metrics=20))


def test_a_test_that_deceives_is_told(app: AppTest) -> None:
    text = text_of(lab(app))
    assert "Whoever stopped there called a winner" in text
    assert "The truth is 0.00 percentage points" in text


def test_another_draw_changes_the_seed_and_the_share(app: AppTest) -> None:
    lab(app)
    before = app.metric[0].value
    app.button(key="peeking__again").click().run()
    check_sound(app)
    assert app.number_input(key="peeking_seed").value == 2
    assert app.metric[0].value != before


def test_a_real_difference_is_exaggerated_by_peeking(app: AppTest) -> None:
    text = text_of(lab(app, effect=1))
    times = re.search(r"on average ([\d.]+) times", text)
    assert times
    assert float(times.group(1)) > 1.2
    assert "set the difference to 0 and see" in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"looks": 1}, "looking once is honest"),
        ({"looks": 1, "effect": 1}, "find it"),
        ({"rate": 1, "per_look": 50}, "do not follow the bell curve"),
        ({"rate": 10, "effect": 95}, "Choose a difference within that"),
        ({"metrics": 1}, "With one metric"),
        ({"seed": "garbage", "looks": "1000"}, "19.3%"),
        ({"path": 2}, "Test 2"),
    ],
)
def test_corners(app: AppTest, given: dict[str, object], sentence: str) -> None:
    assert sentence in text_of(lab(app, **given))
