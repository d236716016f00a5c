"""The frozen records that every layer speaks: numbers go in, these come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Severity = Literal["info", "warning", "stop"]


class Unit(StrEnum):
    """What a number counts; the screen chooses digits and sign by it."""

    COUNT = "count"  # things, whole or weighted
    RATE = "rate"  # decimal share, 0.05 is five per cent; shown as per cent
    RATIO = "ratio"  # a number without unit, such as ROAS 2.4
    MONEY = "money"  # amount in the one currency of the data
    POINTS = "points"  # -100 to 100, such as NPS, or a 0 to 100 index
    SCORE = "score"  # mean of answers on a scale
    DAYS = "days"
    MONTHS = "months"
    PERIODS = "periods"  # of the stated length
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell the visitor, as a code that the catalogue turns into a sentence.

    Attributes:
        code: catalogue key without its language, for example ``churn.warnings.more_lost_than_new``.
        fields: the numbers and names in the sentence.
        severity: ``info``, ``warning``, or ``stop`` when a conclusion is not allowed.
    """

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits of an interval; ``low`` or ``high`` may be infinite for a one-sided one.

    Attributes:
        low: lower limit, in the unit of the estimate.
        high: upper limit, in the unit of the estimate.
        level: confidence level, decimal in (0, 1).
        method: name of the method, for example ``wilson``.
    """

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its interval.

    Attributes:
        estimate: the point estimate, None when the data allow none (see ``notes``).
        interval: its interval, None when there is none (see ``notes``).
        method: name of the method.
        assumptions: codes of what the method takes for granted (catalogue ``assumptions.<code>``).
        notes: what to say beside it.
        details: further figures by name, for example ``standard_error``.
    """

    estimate: float | None
    interval: Interval | None
    method: str
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What sets two groups apart, b against a.

    Attributes:
        estimate: the effect (b minus a, or b over a where ``effect`` is ``ratio``); None when undefined.
        interval: interval of the effect.
        p_value: of the null hypothesis of no effect, in [0, 1]; None when no test is possible.
        statistic: of the test, None for exact tests without one.
        method: of the test, for example ``z_pooled`` or ``fisher``.
        assumptions: codes of what the methods take for granted (catalogue ``assumptions.<code>``).
        estimate_a: value of the first group.
        estimate_b: value of the second group.
        effect: ``difference`` or ``ratio``.
        alternative: ``two-sided``, ``greater`` (b above a) or ``less``.
        reason: why this method was taken.
        notes: what to say beside it (small counts, no test possible, ...).
        details: further figures, for example ``relative_effect``, ``degrees_of_freedom``.
    """

    estimate: float | None
    interval: Interval | None
    p_value: float | None
    statistic: float | None
    method: str
    assumptions: tuple[str, ...] = ()
    estimate_a: float | None = None
    estimate_b: float | None = None
    effect: Literal["difference", "ratio"] = "difference"
    alternative: str = "two-sided"
    reason: Notice | None = None
    notes: tuple[Notice, ...] = ()
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worked solution: a sentence by code, and its formula.

    Attributes:
        code: catalogue key of the sentence.
        latex: the line of algebra with the visitor's numbers in it; may be empty.
        fields: numbers in the sentence.
    """

    code: str
    latex: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the formula of one variant gives, before the indicator dresses it as a ``Result``.

    Attributes:
        value: the number, None where ``no_answer`` says why there is none.
        substituted: LaTeX of the formula with these numbers in it, ending in the value.
        steps: the worked solution.
        warnings: what this result must not be taken for.
        no_answer: why there is no number; set exactly when ``value`` is None.
        details: further figures by name, for charts and cells of the page.
        series: further series by name (survival curve, cumulative flows).
    """

    value: float | None
    substituted: str
    steps: tuple[Step, ...] = ()
    warnings: tuple[Notice, ...] = ()
    no_answer: Notice | None = None
    details: Mapping[str, float] = field(default_factory=dict)
    series: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator computed: the value, the formula with the numbers in it, and how one gets there.

    Attributes:
        value: the number in ``unit``; None where ``no_answer`` says why there is none. Never nan or infinite.
        unit: what the value counts.
        formula: LaTeX with the symbols of the inputs.
        substituted: LaTeX with the numbers in place of the symbols.
        steps: the worked solution.
        warnings: what this result must not be taken for.
        no_answer: why there is no number.
        variant: the variant computed.
        inputs: the validated inputs that it was computed from.
        details: further figures by name.
        series: further series by name.
    """

    value: float | None
    unit: Unit
    formula: str
    substituted: str
    steps: tuple[Step, ...]
    warnings: tuple[Notice, ...]
    no_answer: Notice | None
    variant: str
    inputs: Mapping[str, object]
    details: Mapping[str, float] = field(default_factory=dict)
    series: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
