"""The one sentence under a comparison: what it may say follows from the interval, the test and how many were looked at."""

from __future__ import annotations

import pytest

from lib.core import Comparison, Interval, Unit
from lib.indicators import INDICATORS
from lib.knowledge import catalogue
from lib.knowledge.benchmarks import benchmarks
from lib.ui.sentences import conclusion
from lib.ui.verdicts import verdict


def comparison(low: float, high: float, p: float, effect: str = "difference") -> Comparison:
    middle = (low + high) / 2
    return Comparison(middle, Interval(low, high, 0.95, "newcombe"), p, None, "z_pooled", effect=effect)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "better", "severity", "words"),
    [
        pytest.param(comparison(0.01, 0.03, 0.001), "higher", "good", "is higher than", id="higher-and-better"),
        pytest.param(comparison(0.01, 0.03, 0.001), "lower", "bad", "is higher than", id="higher-and-worse"),
        pytest.param(comparison(-0.03, -0.01, 0.001), "lower", "good", "is lower than", id="lower-and-better"),
        pytest.param(comparison(-0.01, 0.03, 0.2), "higher", "neutral", "do not settle", id="zero-fits"),
        pytest.param(
            comparison(-0.001, 0.03, 0.049), "higher", "neutral", "On the border", id="test-says-yes-interval-no"
        ),
        pytest.param(
            comparison(0.001, 0.03, 0.051), "higher", "neutral", "On the border", id="interval-says-yes-test-no"
        ),
        pytest.param(
            comparison(1.1, 1.4, 0.001, "ratio"), "higher", "good", "the factor lies between", id="ratio-above-one"
        ),
        pytest.param(comparison(0.8, 1.4, 0.5, "ratio"), "higher", "neutral", "do not settle", id="ratio-one-fits"),
    ],
)
def test_sentence_follows_the_interval(found: Comparison, better: str, severity: str, words: str) -> None:
    sentence, shown = conclusion(found, Unit.RATE, "A", "B", better)
    assert (shown, words in sentence) == (severity, True), sentence


def test_one_of_many_pairs_is_judged_by_the_corrected_p_value() -> None:
    found = comparison(0.01, 0.03, 0.02)
    sentence, severity = conclusion(found, Unit.RATE, "A", "B", "higher", corrected=0.12, pairs=6)
    assert "one of 6 pairs" in sentence
    assert severity == "neutral"


def test_without_interval_nothing_is_claimed() -> None:
    sentence, severity = conclusion(Comparison(0.1, None, None, None, "none"), Unit.RATE, "A", "B", "higher")
    assert "cannot be tested" in sentence
    assert severity == "neutral"


@pytest.mark.parametrize("claim", ["is true", "proves", "probability that", "significant", "no difference exists"])
def test_forbidden_claims_stand_in_no_sentence(claim: str) -> None:
    """A p-value is not the probability of a hypothesis, and an interval proves nothing."""
    said = [str(text) for key, text in catalogue.entries().items() if key.startswith(("sentence.", "verdict."))]
    assert not [text for text in said if claim in text.lower()]


def test_the_published_range_is_told_with_as_many_values_as_it_is_made_of() -> None:
    # Of the values for a share of clicks in benchmarks/tcr.toml those of doubtful origin do not count while others do.
    variant = INDICATORS["tcr"].variants[0]
    rows = [row for row in benchmarks("tcr") if variant.name in row.variants]
    solid = [row for row in rows if row.reliability != "A"]
    assert 0 < len(solid) < len(rows)
    said = verdict("tcr", variant, 0.2, None, "higher")
    assert f"all {len(solid)} comparable" in said
    assert f"to {max(row.value or 0 for row in solid):.2%})" in said
