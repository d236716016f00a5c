"""Do the groups of an experiment have the sizes they were meant to have?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lib.core.checks import check_number
from lib.core.errors import InputError
from lib.core.records import Notice
from lib.stats import notes
from lib.stats._distributions import chi_square_p
from lib.stats.methods import assumptions_of

# Usual alarm of experiment platforms: so small that a sound experiment almost never trips it.
ALARM: Final = 0.001


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """The check of group sizes.

    Attributes:
        p_value: of "the split is as planned"; None without observations.
        statistic: chi-square; None without observations.
        degrees_of_freedom: groups less one.
        shares: seen, one per group; empty without observations.
        expected: planned shares, one per group.
        mismatch: p_value below 0.001: results of this experiment must not be read before the cause is found.
        method: of the test.
        assumptions: codes of what it takes for granted.
        notes: what to say beside it.
    """

    p_value: float | None
    statistic: float | None
    degrees_of_freedom: int
    shares: tuple[float, ...]
    expected: tuple[float, ...]
    mismatch: bool
    method: str
    assumptions: tuple[str, ...] = ()
    notes: tuple[Notice, ...] = ()


def sample_ratio_mismatch(counts: Sequence[float], expected: Sequence[float] | None = None) -> SampleRatio:
    """Pearson's test of group sizes against the planned split: sum of (seen - planned)^2 / planned.

    Args:
        counts: units in each group, whole, at least two groups.
        expected: planned shares or parts, > 0 (for example 1, 1, 2); equal by default.

    Returns:
        SampleRatio.

    Raises:
        InputError: fewer than two groups, lengths that differ, counts not whole.

    Source: Pearson (1900); Fabijan et al. (2019), "Diagnosing sample ratio mismatch".

    Example:
        >>> check = sample_ratio_mismatch([821588, 815482])
        >>> round(check.statistic, 2), check.mismatch
        (22.77, True)
    """
    seen = [check_number(f"counts[{i}]", count, minimum=0, whole=True) for i, count in enumerate(counts)]
    if len(seen) < 2:
        raise InputError.too_few("counts", len(seen), 2)
    parts = [1.0] * len(seen) if expected is None else list(expected)
    if len(parts) != len(seen):
        raise InputError.different_lengths("expected", len(parts), "counts", len(seen))
    parts = [check_number(f"expected[{i}]", part, above=0) for i, part in enumerate(parts)]
    planned = tuple(part / sum(parts) for part in parts)
    total, used = sum(seen), "chi2_goodness"
    if total == 0:
        said = (notes.no_observations(),)
        return SampleRatio(None, None, len(seen) - 1, (), planned, False, used, assumptions_of(used), said)
    statistic = sum((x - total * share) ** 2 / (total * share) for x, share in zip(seen, planned, strict=True))
    p_value = chi_square_p(statistic, len(seen) - 1)
    return SampleRatio(
        p_value,
        statistic,
        len(seen) - 1,
        tuple(x / total for x in seen),
        planned,
        p_value < ALARM,
        used,
        assumptions_of(used),
        _notes(p_value, total * min(planned)),
    )


def _notes(p_value: float, smallest: float) -> tuple[Notice, ...]:
    said = [notes.sample_ratio_off(p_value)] if p_value < ALARM else []
    if smallest < 5:
        said.append(notes.small_expected_counts(smallest))
    return tuple(said)
