"""The experiment page through AppTest: typed counts give the published figures, links bring them back, checks come first."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.shape import Shape
from lib.experiments.rows import EXPERIMENT
from tests.pages.test_pages import ROOT, app, check_sound, open_page, shown

__all__ = ["app"]


def text_of(app: AppTest) -> str:
    return "\n".join(shown(app))


def test_opens_computed(app: AppTest) -> None:
    open_page(app, "experiment")
    check_sound(app)
    assert app.title[0].value == "Experiment"
    assert app.metric


def typed(app: AppTest, *arms: tuple[str, int, int], **more: str) -> AppTest:
    app.query_params["experiment_source"] = "typed"
    if len(arms) > 2:
        app.query_params["experiment_arms"] = str(len(arms))
    for place, (name, users, conversions) in enumerate(arms):
        app.query_params[f"experiment_name_{place}"] = name
        app.query_params[f"experiment_users_{place}"] = str(users)
        app.query_params[f"experiment_conversions_{place}"] = str(conversions)
    for name, value in more.items():
        app.query_params[f"experiment_{name}"] = value
    open_page(app, "experiment")
    check_sound(app)
    return app


def test_cookie_cats_from_its_counts(app: AppTest) -> None:
    # Seven-day retention of the public data set: 8,502 of 44,700 and 8,279 of 45,489; p 0.00155 two-sided,
    # 95 % Newcombe interval -1.328 to -0.312 points; sizes p 0.0086 (statsmodels 0.15, scipy 1.16).
    text = text_of(typed(app, ("gate_30", 44700, 8502), ("gate_40", 45489, 8279)))
    assert "p = 0.0016" in text
    assert "lower than gate\\_30 by 0.82 percentage points" in text
    assert "-1.33 percentage points and -0.31 percentage points" in text
    assert "a little odd" in text
    assert "p = 0.0086" in text


def test_a_wrong_split_silences_the_verdict(app: AppTest) -> None:
    # 932 of 3,332 and 928 of 2,996 visitors of a homepage test; sizes p 2.4e-5.
    text = text_of(typed(app, ("control", 3332, 932), ("experiment", 2996, 928)))
    assert "The split is wrong" in text
    assert "No verdict on control and experiment" in text
    assert "is higher than" not in text


def test_udacity_from_its_counts(app: AppTest) -> None:
    # Gross conversion of the first 23 days: 3,785 of 17,293 and 3,423 of 17,260; difference -0.020555 (published).
    text = text_of(typed(app, ("control", 17293, 3785), ("experiment", 17260, 3423), smallest="1", better="lower"))
    assert "by 2.06 percentage points" in text
    assert "at least 1.00 percentage points" in text


def test_three_arms_are_one_family(app: AppTest) -> None:
    # Visits of the Hillstrom e-mail test: 2,262 of 21,306; 3,894 of 21,307; 3,238 of 21,387.
    arms = (("No E-Mail", 21306, 2262), ("Mens E-Mail", 21307, 3894), ("Womens E-Mail", 21387, 3238))
    app = typed(app, *arms)
    assert len(app.success) == 2
    assert "7.66 percentage points" in text_of(app)
    assert "4.52 percentage points" in text_of(app)


def test_impossible_counts_are_named(app: AppTest) -> None:
    app = typed(app, ("A", 100, 120), ("B", 100, 10))
    assert "cannot exceed" in app.error[0].value


@pytest.mark.parametrize("kind", ["binary", "mean"])
def test_ten_arms_and_empty_ones_are_sound(app: AppTest, kind: str) -> None:
    app.query_params["experiment_source"] = "typed"
    app.query_params["experiment_arms"] = "10"
    app.query_params["experiment_kind"] = kind
    app.query_params["experiment_users_9"] = "0"
    app.query_params["experiment_conversions_9"] = "0"
    app.query_params["experiment_scope"] = "pairs"
    open_page(app, "experiment")
    check_sound(app)
    told = any("Write decimals with a point" in item.value for item in app.caption)
    assert told == (kind == "mean")  # counts have no decimals
    assert "Nobody is in J" in text_of(app)


def test_the_page_is_short() -> None:
    assert len((ROOT / "pages/experiment.py").read_text(encoding="utf-8").splitlines()) <= 45
    assert all(
        len(path.read_text(encoding="utf-8").splitlines()) <= 300
        for path in Path(ROOT / "lib/ui/experiment").glob("*.py")
    )


@pytest.mark.parametrize("shape", EXPERIMENT.shapes, ids=lambda shape: shape.name)
def test_every_shape_of_data_renders_on_its_sample(app: AppTest, shape: Shape) -> None:
    app.query_params["experiment_source"] = "sample"
    app.query_params["experiment_shape"] = shape.name
    open_page(app, "experiment")
    check_sound(app)
    assert len(app.metric) >= 2
    assert app.success or app.info or app.warning


def test_the_sample_has_segments_looks_and_cleaning(app: AppTest) -> None:
    app.query_params["experiment_source"] = "sample"
    text = text_of(open_page(app, "experiment"))
    headings = [str(element.value) for element in app.subheader]
    assert [one in headings for one in ("Does it differ among people?", "Day by day: may you stop early?")] == [
        True,
        True,
    ]
    assert "saw another version than their arm" in text


def test_a_link_carries_the_sums_of_a_file(app: AppTest) -> None:
    # Hillstrom's visits of two of the three arms (ground truth): 2,262 of 21,306 and 3,894 of 21,307; 7.66 points apart.
    app.query_params["experiment_source"] = "file"
    app.query_params["experiment_sums"] = "binary;No E-Mail~21306~21306~2262;Mens E-Mail~21307~21307~3894"
    text = text_of(open_page(app, "experiment"))
    check_sound(app)
    assert "7.66 percentage points" in text
    assert "whoever sent you the link" in text


def test_the_sums_of_amounts_in_a_link_say_that_they_lack_the_rows(app: AppTest) -> None:
    app.query_params["experiment_source"] = "file"
    app.query_params["experiment_sums"] = "mean;a~100~100~1000~20000;b~100~100~1200~25000"
    text = text_of(open_page(app, "experiment"))
    check_sound(app)
    assert "it needs the rows of the file" in text


def test_a_damaged_link_gets_a_sentence(app: AppTest) -> None:
    app.query_params["experiment_source"] = "file"
    app.query_params["experiment_sums"] = "binary;a~1;b~x"
    text = text_of(open_page(app, "experiment"))
    check_sound(app)
    assert "damaged" in text


def test_three_arms_are_tested_at_once_and_ranked(app: AppTest) -> None:
    # By hand: 10, 15 and 25 of 100; chi-square 116.67 / 13.889 = 8.4 with 2 degrees of freedom, p = exp(-4.2) = 0.0150.
    text = text_of(typed(app, ("a", 100, 10), ("b", 100, 15), ("c", 100, 25)))
    assert "All versions at once: p = 0.015 (" in text
    best = next(frame.value for frame in app.dataframe if "Chance of being the best" in frame.value.columns)
    assert list(best["Version"]) == ["a", "b", "c"]


def test_a_smallest_effect_asks_whether_it_is_as_good(app: AppTest) -> None:
    # By hand: 400 and 405 of 1,000 lie within 5 points of each other: both one-sided tests reject (p 0.020).
    text = text_of(typed(app, ("a", 1000, 400), ("b", 1000, 405), smallest="5"))
    assert "Is b as good, if less than 5.00 percentage points does not matter?" in text
    assert "Equivalent" in text


def test_amounts_have_a_bayesian_view_too(app: AppTest) -> None:
    # By hand: means 20 and 22, standard deviations 30, 900 each: standard error 1.414, z 1.414, P(b higher) 0.921.
    for name, value in {
        "users_0": "900",
        "mean_0": "20",
        "spread_0": "30",
        "users_1": "900",
        "mean_1": "22",
        "spread_1": "30",
    }.items():
        app.query_params[f"experiment_{name}"] = value
    app.query_params["experiment_kind"] = "mean"
    open_page(app, "experiment")
    check_sound(app)
    assert any(one.label == "Chance that B is better" and one.value == "92.1%" for one in app.metric)
