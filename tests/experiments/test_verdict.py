"""What may be said of a comparison: direction, size against the smallest effect that matters, interval and health."""

from __future__ import annotations

import pytest

from lib.core import Comparison, Interval
from lib.experiments import Verdict, judge


def comparison(low: float, high: float, p: float, effect: str = "difference") -> Comparison:
    middle = (low + high) / 2
    return Comparison(middle, Interval(low, high, 0.95, "newcombe"), p, None, "z_pooled", effect=effect)  # type: ignore[arg-type]


# Each by the definition of the rule: where the interval lies to no effect and to the band of 0.01 either way.
CASES = [
    pytest.param((0.02, 0.04, 0.001), "higher", Verdict("higher", "large", "good"), id="all-of-it-matters"),
    pytest.param((0.005, 0.04, 0.01), "higher", Verdict("higher", "open", "good"), id="may-be-too-small"),
    pytest.param((0.002, 0.008, 0.01), "higher", Verdict("higher", "small", "neutral"), id="real-and-too-small"),
    pytest.param((-0.04, -0.02, 0.001), "higher", Verdict("lower", "large", "bad"), id="worse"),
    pytest.param((-0.04, -0.02, 0.001), "lower", Verdict("lower", "large", "good"), id="lower-is-better"),
    pytest.param((-0.005, 0.005, 0.9), "higher", Verdict("unsettled", "negligible", "neutral"), id="as-good-as-equal"),
    pytest.param((-0.005, 0.03, 0.2), "higher", Verdict("unsettled", "undecided", "neutral"), id="too-few-data"),
    pytest.param(
        (-0.001, 0.03, 0.049), "higher", Verdict("borderline", "", "neutral"), id="test-and-interval-disagree"
    ),
]


@pytest.mark.parametrize(("numbers", "better", "verdict"), CASES)
def test_rules(numbers: tuple[float, float, float], better: str, verdict: Verdict) -> None:
    assert judge(comparison(*numbers), better=better, smallest=0.01) == verdict


def test_a_ratio_is_judged_by_factors_so_that_both_directions_are_alike() -> None:
    # 1 / 1.25 = 0.8: a quarter more and a fifth less are equally far.
    assert judge(comparison(1.26, 1.5, 0.001, "ratio"), better="lower", smallest=0.25).size == "large"
    assert judge(comparison(0.6, 0.79, 0.001, "ratio"), better="lower", smallest=0.25).size == "large"
    assert judge(comparison(0.82, 1.2, 0.8, "ratio"), better="lower", smallest=0.25).size == "negligible"


def test_a_corrected_p_value_can_only_take_a_claim_back() -> None:
    assert judge(comparison(0.01, 0.03, 0.02), better="higher", corrected=0.08).code == "among_many"
    assert judge(comparison(-0.01, 0.03, 0.2), better="higher", corrected=0.01).code == "unsettled"


def test_nothing_is_said_of_an_unsound_experiment() -> None:
    assert judge(comparison(0.01, 0.03, 1e-9), better="higher", trusted=False) == Verdict("not_trusted", "", "stop")


def test_nothing_is_said_without_an_interval() -> None:
    assert judge(Comparison(0.1, None, None, None, "none"), better="higher").code == "untested"
