"""The map through AppTest: opens on the published case, solves backwards, names contradictions, empties itself."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import app, check_sound, open_page, shown  # noqa: F401


def values(app: AppTest) -> dict[str, str]:  # noqa: F811
    table = app.dataframe[-1].value
    return dict(zip(table["Number"], table["Value"], strict=True))


def test_it_opens_on_the_published_case(app: AppTest) -> None:  # noqa: F811
    open_page(app, "map")
    check_sound(app)
    # Air France's totals: ROA 517 %, TCR 0.77 %, CPC 1.473
    found = values(app)
    assert found["ROA"] == "517.2%"
    assert found["TCR"] == "0.77%"
    assert found["CPC"] == "1.473"
    assert any("Write decimals with a point" in item.value for item in app.caption)


def test_a_contradiction_is_said_and_emptying_solves_it(app: AppTest) -> None:  # noqa: F811
    open_page(app, "map")
    app.number_input(key="map_cpc").set_value(2.0).run()
    said = " ".join(shown(app))
    assert "Media cost = clicks × CPC" in said.replace("\\", "")
    app.number_input(key="map_cost").set_value(None).run()
    check_sound(app)
    assert not app.error
    # 512,849 clicks at 2 each
    assert values(app)["Media cost"] == "1,025,698"


def test_empty_all(app: AppTest) -> None:  # noqa: F811
    open_page(app, "map")
    app.button(key="map_clear").click().run()
    check_sound(app)
    assert set(values(app).values()) == {"–"}
