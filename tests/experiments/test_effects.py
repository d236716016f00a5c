"""Comparisons as one family."""

from __future__ import annotations

import pytest

from lib.core.records import Comparison
from lib.experiments.effects import CORRECTIONS, corrected_effects
from lib.stats import adjust

NAMES = [("a", "b", ""), ("a", "c", "")]


def test_two_stage_correction_knows_the_level() -> None:
    found = [Comparison(0.1, None, p, None, "z_pooled") for p in (0.01, 0.02)]
    # BH gives 0.02 twice, both found at 0.1 / 1.1; so all are taken for real: times 1.1. At 0.95 times 1.05.
    at_90 = [one.corrected for one in corrected_effects(NAMES, found, "bky", level=0.9)]
    assert at_90 == pytest.approx([0.022, 0.022])
    assert [one.corrected for one in corrected_effects(NAMES, found, "bky")] == pytest.approx([0.021, 0.021])


@pytest.mark.parametrize("correction", CORRECTIONS)
def test_every_correction_on_offer_is_known(correction: str) -> None:
    assert len(adjust([0.01, 0.02], correction)) == 2
