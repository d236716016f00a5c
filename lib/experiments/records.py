"""What is known of an experiment: a few sums per arm, never rows; everything the page says follows from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Final, Literal

from lib.core.errors import InputError
from lib.stats import RatioSums, Summary, SurvivalTable, summary_from_sums

Kind = Literal["binary", "mean", "ratio", "survival"]
KINDS: Final[tuple[Kind, ...]] = ("binary", "mean", "ratio", "survival")
FEWEST_ARMS: Final = 2
MOST_ARMS: Final = 10


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm of an experiment, or a part of it (a segment, a day).

    Attributes:
        label: as it is called in the data.
        assigned: units that chance put here, whether or not their outcome is known; whole, >= 0.
        n: units whose outcome is known, <= assigned.
        total: of the outcome over those units; for yes or no, how many said yes.
        squares: sum of squares of the outcome (mean and ratio).
        base: sum of the denominator (ratio).
        base_squares: sum of its squares.
        products: sum of outcome times denominator.
        before: sum of the same measure before the experiment.
        before_squares: sum of its squares.
        before_products: sum of outcome times the measure before.
        largest: largest outcome of one unit (mean).
        table: times and events (survival).
    """

    label: str
    assigned: float
    n: float
    total: float = 0.0
    squares: float = 0.0
    base: float = 0.0
    base_squares: float = 0.0
    products: float = 0.0
    before: float = 0.0
    before_squares: float = 0.0
    before_products: float = 0.0
    largest: float = 0.0
    table: SurvivalTable | None = None

    @property
    def summary(self) -> Summary:
        """Size, mean and standard deviation of the outcome."""
        return summary_from_sums(self.n, self.total, self.squares)

    @property
    def ratio(self) -> RatioSums:
        """The sums that a ratio of sums needs."""
        return RatioSums(self.n, self.total, self.base, self.squares, self.base_squares, self.products)

    @property
    def beside_before(self) -> RatioSums:
        """The outcome and the same measure before the experiment, as sums over the same units."""
        return RatioSums(self.n, self.total, self.before, self.squares, self.before_squares, self.before_products)

    def __add__(self, other: Arm) -> Arm:
        """Both parts together, under the label of the first; life tables are not added up.

        >>> (Arm("a", 10, 10, 3) + Arm("a", 5, 5, 1)).total
        4
        """
        sums = {name: getattr(self, name) + getattr(other, name) for name in SUMS}
        return replace(self, **sums, largest=max(self.largest, other.largest))


SUMS: Final = (
    "assigned",
    "n",
    "total",
    "squares",
    "base",
    "base_squares",
    "products",
    "before",
    "before_squares",
    "before_products",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows showed besides the sums, for the health checks.

    Attributes:
        rows: rows read; 0 where numbers were typed.
        in_several_arms: units seen in more than one arm.
        repeated: rows of units that were seen before in the same arm.
        mismatched: rows whose version shown is not the one of their arm.
        unknown: rows (or days, for totals) without an outcome.
    """

    rows: float = 0.0
    in_several_arms: float = 0.0
    repeated: float = 0.0
    mismatched: float = 0.0
    unknown: float = 0.0


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment as the page knows it.

    Attributes:
        kind: of the outcome: yes or no, an amount, a ratio of sums, or a time until something happens.
        arms: the control first, then the others in order of their labels.
        segments: arms by the label of a segment, the largest first.
        days: what each day added, by ISO date in order; cumulative sums are made where they are drawn.
        facts: what the rows showed besides.
        has_before: whether the measure before the experiment is known.
    """

    kind: Kind
    arms: tuple[Arm, ...]
    segments: Mapping[str, tuple[Arm, ...]] = field(default_factory=dict)
    days: Mapping[str, tuple[Arm, ...]] = field(default_factory=dict)
    facts: Facts = Facts()
    has_before: bool = False

    @property
    def control(self) -> Arm:
        """The arm that the others are compared with."""
        return self.arms[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all arms, the control first."""
        return tuple(arm.label for arm in self.arms)


# The earlier, the likelier to be the control; parts of words in the languages that the app reads.
CONTROL_WORDS: Final = (
    "control",
    "ctrl",
    "kontrol",
    "контрол",
    "վերահսկ",
    "holdout",
    "hold-out",
    "baseline",
    "placebo",
    "no e-mail",
    "no email",
    "no offer",
    "none",
    "old",
    "before",
    "a",
    "0",
    "false",
    "no",
)


def guess_control(labels: Iterable[str]) -> str:
    """The label that most likely names the control: a usual name, else one that holds it as a word, else the first in order.

    Raises:
        InputError: without labels.

    Example:
        >>> guess_control(["treatment", "control"]), guess_control(["gate_40", "gate_30"]), guess_control(["new_page", "old_page"])
        ('control', 'gate_30', 'old_page')
    """
    known = sorted(labels, key=_natural)
    if not known:
        raise InputError.too_few("arms", 0, FEWEST_ARMS)
    for word in CONTROL_WORDS:
        for label in known:
            if _names(label.strip().lower(), word):
                return label
    return known[0]


def _names(label: str, word: str) -> bool:
    """Whether a label is that word, or holds it as a word of its own or, where it is long, as a part."""
    return label == word or (len(word) > 3 and word in label) or (len(word) > 2 and word in re.split(r"[\W_]+", label))


def with_control_first(arms: Iterable[Arm], control: str) -> tuple[Arm, ...]:
    """The same arms, the control in front and the others by label.

    Raises:
        InputError: when no arm has that label.
    """
    known = sorted(arms, key=lambda arm: _natural(arm.label))
    if control not in {arm.label for arm in known}:
        raise InputError.unknown_choice("control", control, tuple(arm.label for arm in known))
    return tuple(sorted(known, key=lambda arm: arm.label != control))


def check_arms(arms: tuple[Arm, ...]) -> tuple[Arm, ...]:
    """Two to ten arms with different labels, no more outcomes than units.

    Raises:
        InputError: naming what is wrong.
    """
    if len(arms) < FEWEST_ARMS:
        raise InputError.too_few("arms", len(arms), FEWEST_ARMS)
    if len(arms) > MOST_ARMS:
        raise InputError.too_large("arms", len(arms), MOST_ARMS)
    labels = [arm.label for arm in arms]
    if len(set(labels)) < len(labels):
        raise InputError("experiment_same_label", "two arms have the same name", name="arms", value=labels)
    return arms


def together(parts: Iterable[Arm]) -> Arm:
    """Parts of one arm added up.

    Raises:
        TypeError: without parts.
    """
    return reduce(lambda one, other: one + other, parts)


def _natural(label: str) -> tuple[str, ...]:
    """Numbers in a label by size: 9 before 10."""
    return tuple(part.zfill(12) if part.isdigit() else part for part in re.split(r"(\d+)", label.strip().lower()))
