"""The page "Can I trust this?" through AppTest."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.knowledge.calibration import calibration
from lib.ui.trust import method_name, topic_of, where
from tests.pages.test_pages import check_sound

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    from lib.data.vault import default_vault

    monkeypatch.setenv("FIFTEEN_VAULT", str(tmp_path / "vault"))
    default_vault.cache_clear()
    app = AppTest.from_file(str(ROOT / "lib/ui/main.py"), default_timeout=60)
    app.switch_page(str(ROOT / "pages/trust.py"))
    return app.run()


def test_it_opens_with_figures_and_failures(page: AppTest) -> None:
    check_sound(page)
    said = " ".join(str(element.value) for element in page.markdown)
    # The figure is by hand in tests/stats/test_calibration.py: 33.2 % in truth, 33.1 % simulated.
    assert "contains the truth 33.1% of the time, not 95%" in said
    assert page.dataframe


@pytest.mark.parametrize("topic", sorted({topic_of(row) for row in calibration()}))
def test_every_topic_and_measure_draws(page: AppTest, topic: str) -> None:
    page.selectbox(key="topic__choice").select(topic).run()
    check_sound(page)
    for measure in sorted({row.measure for row in calibration() if topic_of(row) == topic}):
        page.selectbox(key="measure__choice").select(measure).run()
        check_sound(page)


def test_every_method_and_population_has_a_name() -> None:
    unnamed = {name for row in calibration() for name in (method_name(row.method), where(row)) if name.startswith("[")}
    assert unnamed == set()
