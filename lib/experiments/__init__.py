"""Experiments: a few sums per arm in, health checks, effects and a verdict out."""

from lib.experiments.effects import (
    CORRECTIONS,
    METHODS,
    SCOPES,
    Effect,
    adjusted,
    compare_arms,
    effects,
    good_enough,
    segment_effects,
    together,
    value_of,
)
from lib.experiments.health import health, ratio_check, trusted
from lib.experiments.records import (
    FEWEST_ARMS,
    KINDS,
    MOST_ARMS,
    Arm,
    Experiment,
    Facts,
    Kind,
    check_arms,
    guess_control,
    with_control_first,
)
from lib.experiments.verdict import Verdict, judge

__all__ = [
    "CORRECTIONS",
    "FEWEST_ARMS",
    "KINDS",
    "METHODS",
    "MOST_ARMS",
    "SCOPES",
    "Arm",
    "Effect",
    "Experiment",
    "Facts",
    "Kind",
    "Verdict",
    "adjusted",
    "check_arms",
    "compare_arms",
    "effects",
    "good_enough",
    "guess_control",
    "health",
    "judge",
    "ratio_check",
    "segment_effects",
    "together",
    "trusted",
    "value_of",
    "with_control_first",
]
