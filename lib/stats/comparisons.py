"""Two shares compared: the test chosen by the shape of the counts, and the interval beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from lib.core.checks import check_choice, check_level
from lib.core.errors import InputError
from lib.core.records import Comparison, Interval, Notice
from lib.stats import _differences, notes
from lib.stats._checks import check_alternative, check_counts
from lib.stats._distributions import chi_square_p, normal_p
from lib.stats._two_by_two import ConditionalTable
from lib.stats.methods import assumptions_of
from lib.stats.proportions import difference_interval, empty_groups

Counts = tuple[float, float, float, float]
Tested = tuple[float | None, float]
# The unconditional tests look at every table of the two sizes: beyond this many, they no longer answer in seconds.
MOST_TABLES: Final = 250_000
_ENOUGH_EXPECTED: Final = 5


def compare_proportions(
    successes_a: float,
    trials_a: float,
    successes_b: float,
    trials_b: float,
    *,
    level: float = 0.95,
    method: str = "auto",
    interval: str | None = None,
    alternative: str = "two-sided",
) -> Comparison:
    """Two shares: difference b minus a, its interval, and a test.

    z = (p_b - p_a) / sqrt(p (1 - p) (1/n_a + 1/n_b)) with p the pooled share.

    Args:
        successes_a: count of the first group; whole, save for method z and the default interval, which take the
            effective counts of weighted samples.
        trials_a: count; 0 in either group gives None and a notice.
        successes_b: count of the second group.
        trials_b: count.
        level: of the interval, decimal in (0, 1).
        method: auto (fisher when any expected count is below 5, else z), z, chi2, score, fisher, barnard, boschloo.
        interval: method of the interval, see ``difference_interval``; newcombe by default, score for the score test.
        alternative: two-sided, greater (b above a) or less; chi2 is two-sided only.

    Returns:
        Comparison with ``reason``; ``details`` hold relative_effect (absent over a base of zero), smallest_expected.

    Raises:
        InputError: counts out of range; barnard or boschloo with more than 250,000 possible tables.

    Source: Newcombe (1998); Fisher (1935); Barnard (1945); Boschloo (1970); Miettinen and Nurminen (1985).

    Example:
        >>> result = compare_proportions(30, 400, 50, 410)
        >>> result.method, round(result.estimate, 4), round(result.p_value, 4)
        ('z_pooled', 0.047, 0.0251)
    """
    check_choice("method", method, ("auto", *_TESTS))
    check_alternative(alternative)
    check_level(level)
    whole = method not in ("auto", "z")
    counts = (
        *check_counts(successes_a, trials_a, suffix="_a", whole=whole),
        *check_counts(successes_b, trials_b, suffix="_b", whole=whole),
    )
    empty = empty_groups(counts[1], counts[3])
    chosen, reason = _choose(method, counts) if not empty else (_TESTS.get(method, "z_pooled"), None)
    if empty:
        return _without_answer(counts, chosen, alternative, empty)
    if interval is None:
        interval = "score" if chosen == "score" else "newcombe"
    estimate = difference_interval(*counts, level=level, method=interval, alternative=alternative)
    statistic, p_value = _FUNCTIONS[chosen](counts, alternative)
    compared = Comparison(
        estimate.estimate,
        estimate.interval,
        p_value,
        statistic,
        chosen,
        assumptions_of(chosen, interval),
        counts[0] / counts[1],
        counts[2] / counts[3],
        alternative=alternative,
        reason=reason,
        notes=estimate.notes,
    )
    return _with_details(compared, counts, interval)


def smallest_expected(x_a: float, n_a: float, x_b: float, n_b: float) -> float:
    """The smallest of the four counts to expect were both shares the same."""
    successes, trials = x_a + x_b, n_a + n_b
    return min(successes, trials - successes) * min(n_a, n_b) / trials


def _choose(method: str, counts: Counts) -> tuple[str, Notice]:
    smallest = smallest_expected(*counts)
    if method != "auto":
        return _TESTS[method], notes.chosen()
    if any(value != int(value) for value in counts):
        return "z_pooled", notes.weighted_counts()
    if smallest < _ENOUGH_EXPECTED:
        return "fisher", notes.expected_below_five(smallest)
    return "z_pooled", notes.expected_large_enough(smallest)


def _without_answer(counts: Counts, method: str, alternative: str, empty: tuple[Notice, ...]) -> Comparison:
    x_a, n_a, x_b, n_b = counts
    return Comparison(
        None,
        None,
        None,
        None,
        method,
        assumptions_of(method),
        x_a / n_a if n_a else None,
        x_b / n_b if n_b else None,
        alternative=alternative,
        notes=empty,
    )


def _with_details(compared: Comparison, counts: Counts, interval: str) -> Comparison:
    smallest = smallest_expected(*counts)
    details = {"smallest_expected": smallest, "trials_a": counts[1], "trials_b": counts[3]}
    said = list(compared.notes)
    if counts[0] == 0:
        said.append(notes.relative_effect_undefined())
    else:
        details["relative_effect"] = (compared.estimate or 0.0) / (counts[0] / counts[1])
    if counts[0] + counts[2] in (0, counts[1] + counts[3]):
        said.append(notes.no_variation(counts[0] / counts[1]))
    elif smallest < _ENOUGH_EXPECTED and compared.method in ("z_pooled", "chi2"):
        said.append(notes.small_expected_counts(smallest))
    if (compared.method, interval) != ("score", "score"):
        said.append(notes.interval_from_other_method(compared.method, interval))
    said.extend(disagreement(compared.p_value, compared.interval))
    return replace(compared, notes=tuple(said), details=details)


def disagreement(p_value: float | None, interval: Interval | None, null: float = 0.0) -> tuple[Notice, ...]:
    """A notice where test and interval come to different conclusions at the level of the interval."""
    if p_value is None or interval is None:
        return ()
    significant = p_value < 1 - interval.level
    excluded = not interval.low <= null <= interval.high
    return (notes.test_and_interval_disagree(p_value, interval.level),) if significant != excluded else ()


def _z(counts: Counts, alternative: str) -> Tested:
    x_a, n_a, x_b, n_b = counts
    pooled = (x_a + x_b) / (n_a + n_b)
    variance = pooled * (1 - pooled) * (1 / n_a + 1 / n_b)
    if variance <= 0:
        return None, 1.0
    z = (x_b / n_b - x_a / n_a) / variance**0.5
    return z, normal_p(z, alternative)


def _chi2(counts: Counts, alternative: str) -> Tested:
    if alternative != "two-sided":
        raise InputError.unknown_choice("alternative", alternative, ("two-sided",))
    z, _ = _z(counts, alternative)
    return (None, 1.0) if z is None else (z * z, chi_square_p(z * z, 1))


def _score(counts: Counts, alternative: str) -> Tested:
    if counts[0] + counts[2] in (0, counts[1] + counts[3]):
        return None, 1.0
    z = _differences.score_statistic(*counts)
    return z, normal_p(z, alternative)


def _fisher(counts: Counts, alternative: str) -> Tested:
    x_a, n_a, x_b, n_b = (int(value) for value in counts)
    return None, ConditionalTable(x_a, n_a, x_b, n_b).p_value(alternative)


def _unconditional(name: str) -> Callable[[Counts, str], Tested]:
    def test(counts: Counts, alternative: str) -> Tested:
        from scipy import stats

        x_a, n_a, x_b, n_b = (int(value) for value in counts)
        if (n_a + 1) * (n_b + 1) > MOST_TABLES:
            raise InputError.too_large("trials_b", n_b, MOST_TABLES // (n_a + 1))
        if x_a + x_b in (0, n_a + n_b):
            return None, 1.0
        result = getattr(stats, name)([[x_b, x_a], [n_b - x_b, n_a - x_a]], alternative=alternative)
        statistic = float(result.statistic) if name == "barnard_exact" else None
        return statistic, min(1.0, max(0.0, float(result.pvalue)))

    return test


_TESTS: Final = {
    "z": "z_pooled",
    "chi2": "chi2",
    "score": "score",
    "fisher": "fisher",
    "barnard": "barnard",
    "boschloo": "boschloo",
}
_FUNCTIONS: Final[dict[str, Callable[[Counts, str], Tested]]] = {
    "z_pooled": _z,
    "chi2": _chi2,
    "score": _score,
    "fisher": _fisher,
    "barnard": _unconditional("barnard_exact"),
    "boschloo": _unconditional("boschloo_exact"),
}
