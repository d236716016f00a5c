"""A visitor's own file on a page: its labels as choices, the definition that suits it, people who were asked twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.data import read
from lib.ui import visitor

ROOT = Path(__file__).resolve().parents[2]
# 3 of 10 in B and 2 of 10 in A took the offer: by hand.
OFFERS = "arm,accepted\n" + "A,yes\n" * 2 + "A,no\n" * 8 + "B,yes\n" * 3 + "B,no\n" * 7
CONTROL = "take_rate_with_control_label"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from lib.data.vault import default_vault

    monkeypatch.setenv("FIFTEEN_VAULT", str(tmp_path / "vault"))
    default_vault.cache_clear()
    return AppTest.from_file(str(ROOT / "lib/ui/main.py"), default_timeout=60)


def loaded(app: AppTest, monkeypatch: pytest.MonkeyPatch, slug: str, text: str, **link: str) -> AppTest:
    """The page of an indicator with a file of the visitor's."""
    ds = read(text.encode(), name="own.csv")
    monkeypatch.setattr(visitor, "dataset", lambda: ds)
    app.switch_page(str(ROOT / f"pages/{slug}.py"))
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [item.value for item in app.exception]
    return app


def said(app: AppTest) -> str:
    return " ".join(str(one.value) for one in [*app.markdown, *app.caption, *app.info, *app.warning])


def test_a_file_with_arms_opens_on_what_the_offer_added(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(app, monkeypatch, "take_rate", OFFERS)
    assert app.selectbox(key="take_rate_variant__choice").value == "incremental"
    assert app.selectbox(key=f"{CONTROL}__choice").options == ["Guess: A", "A", "B"]
    assert "“A” (10 rows) was taken for it" in said(app)
    assert str(app.metric[0].value).startswith("10.0")  # 30 % - 20 %


def test_another_control_turns_the_effect_and_stands_in_the_address(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(app, monkeypatch, "take_rate", OFFERS)
    app.selectbox(key=f"{CONTROL}__choice").set_value("B").run()
    assert app.query_params[CONTROL] == "B"
    assert "10.0" in str(app.metric[0].value)
    assert str(app.metric[0].value)[0] in "-−"  # 20 % - 30 %


def test_a_linked_label_that_is_not_there_gives_way_and_that_stays_said(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(app, monkeypatch, "take_rate", OFFERS, **{CONTROL: "Z"})
    for _ in range(2):
        assert "“Z” does not occur in arm" in said(app)
        assert app.selectbox(key=f"{CONTROL}__choice").value == "auto"
        app.run()
    app.selectbox(key=f"{CONTROL}__choice").set_value("A").run()
    assert "does not occur" not in said(app)


def test_sources_that_match_nothing_are_said_and_can_be_chosen(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(app, monkeypatch, "wom", "source\n" + "walked in\n" * 4 + "my aunt\n" * 2)
    assert "None of the sources (6 clicks) is known to be direct or recommended" in said(app)
    direct = app.multiselect(key="wom_with_direct_labels__choice")
    assert (direct.options, direct.value) == (["walked in", "my aunt"], [])
    direct.set_value(["walked in"]).run()
    app.multiselect(key="wom_with_recommended_labels__choice").set_value(["my aunt"]).run()
    assert "None of the sources" not in said(app)
    assert str(app.metric[0].value).startswith("1.5")  # (4 + 2) / 4
    assert app.query_params["wom_with_direct_labels"] == "walked in"


def test_a_scenario_is_chosen_from_those_in_the_file(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["0,-100,Bad", "1,110,Bad", "0,-100,Good", "1,220,Good"]
    loaded(app, monkeypatch, "irr", "\n".join(["period,cash_flow,scenario", *rows]))
    box = app.selectbox(key="irr_with_scenario__choice")
    assert box.options == ["Guess: Bad", "Bad", "Good"]
    assert str(app.metric[0].value).startswith("10.0")  # 110 / 100 - 1
    box.set_value("Good").run()
    assert str(app.metric[0].value).startswith("120")  # 220 / 100 - 1


def test_people_asked_in_both_waves_are_compared_with_themselves(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    first = "".join(f"{who},2024-03-01,{'Korzinka' if who < 10 else 'Makro'}\n" for who in range(40))
    second = "".join(f"{who},2024-04-01,{'Korzinka' if who < 22 else 'Makro'}\n" for who in range(1, 40))
    loaded(app, monkeypatch, "awareness", "respondent,date,named\n" + first + second, awareness_compare="periods")
    text = said(app)
    assert "The same people in both: 39" in text
    # Makro is named most often. Twelve no longer name it, nobody came to it: 2 * 0.5 ** 12 = 0.00049 by the exact test
    assert "12 knew it in 2024-03-01 and no longer in 2024-04-01; 0 the other way round" in text
    assert "0.0005 (exact McNemar" in text, [one for one in text.split("p ") if "McNemar" in one]


def test_groups_carry_their_parts_of_the_campaign_by_the_chosen_rule(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [
        ("Here", "offer", 30, 4),
        ("Here", "control", 20, 2),
        ("There", "offer", 90, 2),
        ("There", "control", 40, 1),
    ]
    rows = [f"{city}{arm}{n},{arm},{city},{money},10" for city, arm, money, size in orders for n in range(size)]
    text = "\n".join(["customer,arm,city,revenue,cost", *rows])
    loaded(app, monkeypatch, "profit", text, profit_campaign_cost="60", profit_by="city")
    assert app.selectbox(key="profit_variant__choice").value == "incremental"
    assert "in proportion to the customers reached" in said(app)
    # By hand, 60 by 4 to 2 reached: (20 - 10) * 4 - 40 = 0 and (80 - 30) * 2 - 20 = 80
    assert gained(app) == {"Here": "0.00", "There": "80.00"}
    app.segmented_control(key="profit_share_by__choice").set_value("revenue").run()
    # Revenue 160 and 220: 40 - 60 * 160 / 380 and 100 - 60 * 220 / 380
    assert gained(app) == {"Here": "14.74", "There": "65.26"}
    assert "in proportion to revenue" in said(app)


def gained(app: AppTest) -> dict[str, str]:
    """The table behind the picture of the groups."""
    tables = [one.value for one in app.dataframe if len(one.value) == 2 and "Here" in one.value.iloc[:, 0].to_numpy()]
    return dict(zip(tables[0].iloc[:, 0], tables[0].iloc[:, 1], strict=True))


def test_times_of_a_file_do_not_travel_and_the_page_says_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "sample_data" / "experiment_times.csv").read_text(encoding="utf-8")
    loaded(app, monkeypatch, "experiment", text, experiment_source="file", experiment_shape="time")
    assert "do not travel in the link" in said(app)


def test_a_wide_band_of_several_arms_is_corrected_and_a_giant_is_named(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By hand: one order of 1,000 among 48 of about 10 is nearly all of the sum of squares of C.
    rows = [
        f"{arm},2026-03-{day:02d},{1000 if (arm, day, place) == ('C', 5, 0) else 8 + (day + place) % 5}"
        for arm in "ABC"
        for day in range(1, 9)
        for place in range(6)
    ]
    text = "arm,day,revenue\n" + "\n".join(rows)
    loaded(app, monkeypatch, "experiment", text, experiment_source="file", experiment_shape="amount")
    assert "corrected (Bonferroni): each band may miss with 2.5" in said(app)
    # 144 amounts: a hundredth is one and some, so one at either end is drawn in, to the second lowest, which is 8.
    assert "A sensitivity, not the result" in said(app)
    assert "are set to the limits 8" in said(app)
    app.selectbox(key="experiment_looks_arm__choice").set_value("C").run()
    assert "carries 99" in said(app)
