"""Every page through AppTest: it opens on its sample, computes, and answers a changed number."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.core.indicator import Indicator
from lib.indicators import INDICATORS
from lib.knowledge import catalogue
from lib.ui import words
from lib.ui.home_card import sample_card

ROOT = Path(__file__).resolve().parents[2]
EVERY = [pytest.param(ind, id=slug) for slug, ind in INDICATORS.items() if ind.framework == "jeffery"]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from lib.data.vault import default_vault

    monkeypatch.setenv("FIFTEEN_VAULT", str(tmp_path / "vault"))
    default_vault.cache_clear()
    return AppTest.from_file(str(ROOT / "lib/ui/main.py"), default_timeout=60)


def open_page(app: AppTest, name: str) -> AppTest:
    """A page by its address, as a link opens it: the first screen is not drawn before."""
    app.switch_page(str(ROOT / f"pages/{name}.py"))
    return app.run()


def shown(app: AppTest) -> list[str]:
    elements = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error, *app.success, *app.subheader]
    return [str(element.value) for element in elements]


def cards(app: AppTest) -> list[str]:
    """The cards of the first screen, as they are written."""
    return [str(element.proto.body) for element in app.get("html") if 'class="card"' in str(element.proto.body)]


def test_the_first_screen_leads_to_typed_numbers(app: AppTest) -> None:
    app.run()
    app.button(key="start_typed").click().run()
    check_sound(app)
    assert app.title[0].value == catalogue.text("churn.title")
    assert app.segmented_control(key="churn_source__choice").value == "typed"


def check_sound(app: AppTest) -> None:
    assert not app.exception, [item.value for item in app.exception]
    gaps = [text for text in shown(app) if "[" in text and "]" in text and "." in text.split("[", 1)[1].split("]")[0]]
    unsaid = [text for text in gaps if text.split("[", 1)[1].split("]")[0].replace("_", "").replace(".", "").isalnum()]
    assert not unsaid, f"no sentence in the catalogue: {unsaid}"
    bad = [text for text in shown(app) if re.search(r"(?i)\b(nan|-?inf)\b|[=:(] ?None\b|^None$", text)]
    assert not bad, bad


@pytest.mark.parametrize("ind", EVERY)
def test_page_opens_computed_on_its_sample_and_with_every_definition(app: AppTest, ind: Indicator) -> None:
    open_page(app, ind.slug)
    check_sound(app)
    assert app.title[0].value
    assert app.metric, "no value on the page"
    assert app.latex, "no formula on the page"
    assert app.get("download_button"), "no spreadsheet to take away"
    card = sample_card(ind).result
    assert words.value(card.value, card.unit) == app.metric[0].value, "card and page show one number"
    for variant in ind.variants[1:]:
        app.selectbox(key=f"{ind.slug}_variant__choice").set_value(variant.name).run()
        check_sound(app)


@pytest.mark.parametrize("ind", EVERY)
def test_every_shape_of_data_renders(app: AppTest, ind: Indicator) -> None:
    open_page(app, ind.slug)
    for shape in ind.shapes[1:]:
        app.selectbox(key=f"{ind.slug}_shape__choice").set_value(shape.name).run()
        check_sound(app)


def test_link_seeds_the_numbers(app: AppTest) -> None:
    app.query_params["churn_lost"] = "50"
    app.query_params["churn_customers_at_start"] = "1000"
    open_page(app, "churn")
    check_sound(app)
    # 50 / 1000 by hand
    assert app.metric[0].value == "5.00%"


def test_home_shows_a_card_for_each(app: AppTest) -> None:
    app.run()
    check_sound(app)
    assert len(cards(app)) == len(INDICATORS)
    # A value, how sure it is, and the verdict: on each of them.
    for part in ("card-value", "card-range", "card-mark"):
        assert all(part in card for card in cards(app)), part


def test_search_narrows_the_cards(app: AppTest) -> None:
    app.run()
    app.text_input(key="q").set_value("leak in the bucket").run()
    check_sound(app)
    assert len(cards(app)) == 1


def test_one_level_rules_every_interval_of_the_page(app: AppTest) -> None:
    """The choice is drawn after the result; a link and a change both reach the result's interval at once."""
    app.query_params["churn_level"] = "80"
    open_page(app, "churn")
    assert any("80% interval: **" in text for text in shown(app))
    app.select_slider(key="churn_level__choice").set_value(99).run()
    check_sound(app)
    # statsmodels 0.15: proportion_confint(36, 1024, 0.01, "wilson") = (0.0230715, 0.0532260)
    assert any("99% interval: **2.31%** to **5.32%**" in text for text in shown(app))


@pytest.mark.parametrize("ind", EVERY)
def test_every_cell_can_be_kept_and_shows_in_the_notebook(app: AppTest, ind: Indicator) -> None:
    open_page(app, ind.slug)
    keys = [str(button.key) for button in app.button if str(button.key).startswith("keep_")]
    headings = [element.value for element in app.subheader]
    assert len(keys) == len(headings) + 1, "each heading, and the title, has its button"
    for key in keys:
        app.button(key=key).click().run()
        check_sound(app)
    kept = app.session_state["kept"]
    assert [entry["title"] for entry in kept] == [app.title[0].value, *headings]
    # The cell of parameters holds inputs only where there is one definition; all others show something to keep.
    assert all(entry["parts"] for entry in kept)
    formulas = [part["text"] for entry in kept for part in entry["parts"] if part["kind"] == "formula"]
    assert [element.value.strip("$\n ") for element in app.latex[:2]] == formulas[:2]
    app.switch_page(str(ROOT / "pages/notebook.py")).run()
    check_sound(app)
    assert len(app.subheader) == len(kept)


def test_a_kept_curve_is_whole_and_a_kept_table_says_where_it_ends(app: AppTest) -> None:
    open_page(app, "churn")
    app.button(key="keep_churn_survival").click().run()
    parts = app.session_state["kept"][0]["parts"]
    chart = next(part for part in parts if part["kind"] == "picture")
    table = next(part for part in parts if part["kind"] == "table")
    # The table behind the chart has a row per point of the curve.
    assert len(chart["spec"]["data"]["values"]) == table["of"] > len(table["rows"])
    app.switch_page(str(ROOT / "pages/notebook.py")).run()
    assert f"{table['of']:,} rows" in " ".join(shown(app))


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("ROAS", {"roa"}),
        ("nps", {"csat"}),
        ("LTV", {"cltv"}),
        ("retention", {"churn", "cltv"}),
        ("virality", {"wom"}),
        ("attrition", {"churn"}),
        ("xyzzy", set()),
    ],
)
def test_the_search_knows_what_others_call_it(app: AppTest, typed: str, slugs: set[str]) -> None:
    app.run()
    app.text_input(key="q").set_value(typed).run()
    check_sound(app)
    text = " ".join(cards(app))
    found = {slug for slug in INDICATORS if html.escape(catalogue.text(f"{slug}.short")) in text}
    assert slugs <= found
    assert bool(found) is bool(slugs)


def test_every_indicator_has_other_names() -> None:
    assert not [slug for slug in INDICATORS if not catalogue.texts(f"home.synonyms.{slug}")]
