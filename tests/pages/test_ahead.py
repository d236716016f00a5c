"""What a held slider is told ahead of the page is what the page says once it has been let go: texts, formula, charts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.keys import Key
from lib.ui.live import answer
from lib.ui.pictures import pictures
from tests.pages.test_pages import app, open_page  # noqa: F401, used as a fixture

ROOT = Path(__file__).resolve().parents[2]


def drawn(page: AppTest, slug: str) -> dict[str, dict[str, Any]]:
    """The charts of the page by name, as the browser gets them."""
    found = {}
    for element in page.get("vega_lite_chart"):
        spec = json.loads(element.proto.spec)
        settings = {one["name"]: one["value"] for one in spec["params"]}
        key, like = settings.pop("like").split(" ")
        rows = {one.name: pa.ipc.open_stream(one.data.data).read_pandas() for one in element.proto.datasets}
        if key.startswith(f"{slug}__"):
            found[key.removeprefix(f"{slug}__")] = {"like": like, "rows": rows, "params": settings}
    return found


@pytest.mark.parametrize(
    ("slug", "name", "to", "followed"),
    [
        ("npv", "discount_rate", 12.5, {"groups", "flows", "profile"}),
        ("cltv", "retention", 80.0, {"groups", "to_cost", "steepness"}),
        ("profit", "revenue", 90_000.0, {"groups", "trend", "bridge"}),
        ("take_rate", "takes", 500.0, {"funnel", "economics", "benchmark"}),
        ("roa", "margin", 40.0, {"scale"}),
        ("cpc", "margin", 40.0, {"limit", "groups"}),
        ("churn", "lost", 60.0, {"groups", "trend", "benchmark"}),
    ],
)
def test_what_is_told_ahead_is_what_the_page_says(
    app: AppTest,  # noqa: F811
    slug: str,
    name: str,
    to: float,
    followed: set[str],
) -> None:
    open_page(app, slug)
    token, _ = app.session_state[Key.STILL]
    before = drawn(app, slug)
    told = answer({"slug": slug, "token": token, "name": name, "at": to, "charts": list(pictures(slug))})
    assert told is not None
    app.number_input(key=f"{slug}_{name}").set_value(to).run()
    assert told["value"] == app.metric[0].value
    assert told["formula"] == [one.value.strip("$\n ") for one in app.latex[:2]]
    intervals = [one.value for one in app.markdown if re.match(r"\d+% interval: ", one.value)]
    assert ["**".join(told["limits"])] == intervals[:1] or (told["limits"], intervals) == ([], [])
    after = drawn(app, slug)
    assert followed <= set(told["charts"]) & set(after)
    for chart in followed:
        now, page = told["charts"][chart], after[chart]
        # The browser puts the rows into the picture that stands there: it must be one like it.
        assert before[chart]["like"] == now["like"] == page["like"]
        assert now["params"] == page["params"]
        assert now["alt"].replace("\\", "") in [one.value.replace("\\", "") for one in app.caption]
        assert set(now["rows"]) == set(page["rows"])
        for place, frame in page["rows"].items():
            told_rows = pd.DataFrame(now["rows"][place])
            pd.testing.assert_frame_equal(told_rows, frame[list(told_rows.columns)], check_dtype=False, rtol=1e-12)


def test_another_page_another_session_and_no_token_are_told_numbers_only(app: AppTest) -> None:  # noqa: F811
    open_page(app, "npv")
    token, place = app.session_state[Key.STILL]
    numbers = {"cash_flows": [-100.0, 110.0], "discount_rate": 0.0}
    ask = {"slug": "npv", "variant": "end_of_period", "inputs": numbers, "name": "discount_rate", "at": 0.0}
    # -100 + 110; the page's own flows give another value
    for wrong in (None, "", 7, "guessed", [token]):
        told = answer({**ask, "token": wrong, "charts": ["groups"]})
        assert told is not None
        assert (told["value"], "charts" in told) == ("10.00", False)
    known = answer({**ask, "token": token, "charts": ["groups", "nothing"]})
    assert known is not None
    assert known["value"] != "10.00"
    assert set(known["charts"]) == {"groups"}
    churn = {"slug": "churn", "variant": "start_base", "inputs": {"lost": 1, "customers_at_start": 10}, "name": "lost"}
    told = answer({**churn, "at": 1, "token": token, "charts": ["groups"]})
    assert told is not None
    assert "charts" not in told
    # A page that went on to another definition while the question was on its way.
    assert place.still.variant.name == "end_of_period"
