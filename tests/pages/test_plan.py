"""The planning page through AppTest: published sizes, every way to solve it, and links that bring a plan back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import ROOT, app, check_sound, open_page, shown

__all__ = ["app"]


def planned(app: AppTest, **given: object) -> AppTest:
    for name, value in given.items():
        app.query_params[f"plan_{name}"] = str(value)
    open_page(app, "plan")
    check_sound(app)
    return app


def figures(app: AppTest) -> dict[str, str]:
    return {item.label: item.value for item in app.metric}


def text_of(app: AppTest) -> str:
    return "\n".join(shown(app))


def test_opens_with_the_plan_that_calculators_disagree_about(app: AppTest) -> None:
    # 20 against 25 %: 1,030 by Miller's calculator, 1,091 unpooled, 1,092 by R's pwr, 1,094 by R's power.prop.test.
    planned(app)
    assert figures(app) == {"Users per arm": "1,094", "Users in all": "2,188", "Days": "6"}
    assert any("Write decimals with a point" in item.value for item in app.caption)
    text = text_of(app)
    for size in ("1,030", "1,091", "1,092", "1,094", "1,095"):
        assert f"**{size}**" in text
    # Armitage, McPherson and Rowe (1969): five looks
    assert "14.2%" in text
    assert "Round up to 7 days" in text


@pytest.mark.parametrize(
    ("solve", "given", "figure", "value"),
    [
        # R 4.2.2, power.prop.test: n = 1,500 per arm is what 400 users a day give in 7.5 days
        ("effect", {"power": 90, "days": 7.5}, "Smallest effect found", "4.94 percentage points"),
        ("power", {"days": 7.5}, "Power", "90.7%"),
        ("alpha", {"days": 7.5}, "Alpha", "1.47%"),
        # and power.t.test(sd = 40, delta = 5, power = 0.9, strict = TRUE): 1,346
        ("size", {"kind": "mean", "sd": 40, "power": 90}, "Users per arm", "1,346"),
    ],
)
def test_solved_for_each_part(app: AppTest, solve: str, given: dict[str, float], figure: str, value: str) -> None:
    planned(app, solve=solve, **given)
    assert figures(app)[figure] == value


def test_a_relative_effect_is_the_same_plan(app: AppTest) -> None:
    # 25 % more than 20 % is 25 %
    assert figures(planned(app, scale="change", change=25))["Users per arm"] == "1,094"


def test_arms_and_looks_make_it_larger_and_the_bounds_are_told(app: AppTest) -> None:
    # R 4.2.2: power.prop.test at 2.5 % gives 1,324.65, times 1.02 for five looks (Jennison and Turnbull, table 2.4:
    # 1.026 at power 0.9 and 5 %; a stricter alpha costs a little less).
    planned(app, arms=3, looks=5)
    size = int(figures(app)["Users per arm"].replace(",", ""))
    assert 1.015 < size / 1324.65 < 1.03
    assert len(app.dataframe[-1].value) == 5
    assert "each comparison is held to 2.50%" in text_of(app)


def test_costs_are_added_up(app: AppTest) -> None:
    # 100 + 2,188 x 0.5 + 6 x 10
    assert figures(planned(app, price_once=100, price_per_unit=0.5, price_per_day=10))["Cost"] == "1,254.00"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"gap": 0}, "No test is large enough"),
        ({"gap": 90}, "can rise by 80.0 percentage points at most"),
        ({"solve": "power", "per_day": 0.05}, "must be at least 1"),
        ({"gap": 0.00000001}, "Nothing within what is possible"),
        ({"solve": "power", "gap": 0.1}, "the measured effect is exaggerated"),
        ({"per_day": 10}, "People clear cookies"),
        ({"alternative": "greater"}, "cannot tell you that the change does harm"),
        ({"baseline": "garbage", "looks": "-3"}, "1,094"),
    ],
)
def test_plans_that_cannot_be_or_should_not_be(app: AppTest, given: dict[str, object], sentence: str) -> None:
    assert sentence in text_of(planned(app, **given))


@pytest.mark.parametrize("slug", ["plan", "peeking"])
def test_every_cell_can_be_kept(app: AppTest, slug: str) -> None:
    open_page(app, slug)
    keys = [str(button.key) for button in app.button if str(button.key).startswith("keep_")]
    assert len(keys) == len(app.subheader) + 1
    for key in keys:
        app.button(key=key).click().run()
        check_sound(app)
    kept = app.session_state["kept"]
    assert all(entry["parts"] for entry in kept)
    app.switch_page(str(ROOT / "pages/notebook.py")).run()
    check_sound(app)
    assert len(app.subheader) == len(keys)
