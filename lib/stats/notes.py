"""Everything the statistics have to say beside a number, as notices; the sentences are in the catalogue ``statistics``."""

from __future__ import annotations

from lib.core.records import Notice


def no_observations(group: str = "") -> Notice:
    """A sample, or the named group of two, is empty."""
    code = "notes.group_without_observations" if group else "notes.no_observations"
    return Notice(code, {"group": group} if group else {}, "stop")


def one_observation(group: str = "") -> Notice:
    """A single value says nothing about spread."""
    code = "notes.group_with_one_observation" if group else "notes.one_observation"
    return Notice(code, {"group": group} if group else {}, "stop")


def values_never_vary() -> Notice:
    """Without any spread there is neither an interval nor a test."""
    return Notice("notes.values_never_vary", {}, "stop")


def no_variation(share: float) -> Notice:
    """Both groups are all successes, or all failures: nothing to tell them apart."""
    return Notice("notes.no_variation", {"share": share}, "info")


def relative_effect_undefined() -> Notice:
    """A relative effect over a base of zero."""
    return Notice("notes.relative_effect_undefined", {}, "info")


def effective_counts(trials: float) -> Notice:
    """The counts are not whole, so they stand for a weighted sample."""
    return Notice("notes.effective_counts", {"trials": trials}, "info")


def limits_clipped(method: str) -> Notice:
    """A limit of an approximate method lay outside what is possible."""
    return Notice("notes.limits_clipped", {"method": method}, "warning")


def zero_width(method: str) -> Notice:
    """An interval of width zero that claims certainty nobody has."""
    return Notice("notes.zero_width", {"method": method}, "warning")


def few_observations(count: float, enough: float) -> Notice:
    """An approximation leaned on fewer observations than it likes."""
    return Notice("notes.few_observations", {"count": count, "enough": enough}, "warning")


def interval_from_other_method(test: str, interval: str) -> Notice:
    """The p-value and the interval come from different methods."""
    return Notice("notes.interval_from_other_method", {"test": test, "interval": interval}, "info")


def test_and_interval_disagree(p_value: float, level: float) -> Notice:
    """One says "different", the other does not."""
    return Notice("notes.test_and_interval_disagree", {"p_value": p_value, "level": level}, "warning")


def small_expected_counts(smallest: float) -> Notice:
    """A chi-square test with a cell that expects fewer than five."""
    return Notice("notes.small_expected_counts", {"smallest": smallest}, "warning")


def denominator_near_zero() -> Notice:
    """The denominator of a ratio may well be zero, so no finite interval exists."""
    return Notice("notes.denominator_near_zero", {}, "stop")


def denominator_zero(group: str = "") -> Notice:
    """A ratio over zero."""
    code = "notes.group_denominator_zero" if group else "notes.denominator_zero"
    return Notice(code, {"group": group} if group else {}, "stop")


def ratio_needs_positive() -> Notice:
    """A relative comparison of values that are not above zero."""
    return Notice("notes.ratio_needs_positive", {}, "stop")


def no_events() -> Notice:
    """No event was seen, so nothing can be told apart."""
    return Notice("notes.no_events", {}, "stop")


def no_events_yet(time: float) -> Notice:
    """Before the first event the curve has no interval."""
    return Notice("notes.no_events_yet", {"time": time}, "info")


def beyond_follow_up(time: float, last: float) -> Notice:
    """Nobody was watched for that long."""
    return Notice("notes.beyond_follow_up", {"time": time, "last": last}, "stop")


def median_not_reached(last: float) -> Notice:
    """More than half are still there at the end."""
    return Notice("notes.median_not_reached", {"last": last}, "info")


def approximate_ranks() -> Notice:
    """Ties or many values: the rank test uses the normal approximation."""
    return Notice("notes.approximate_ranks", {}, "info")


def resampled(replications: int, seed: int) -> Notice:
    """The figures come from random resampling and can be repeated with the seed."""
    return Notice("notes.resampled", {"replications": replications, "seed": seed}, "info")


def resampled_in_buckets(values: float, buckets: float) -> Notice:
    """So many values that buckets of them were drawn instead of single ones."""
    return Notice("notes.resampled_in_buckets", {"values": values, "buckets": buckets}, "info")


def sample_ratio_off(p_value: float) -> Notice:
    """The groups are not of the sizes they should be."""
    return Notice("notes.sample_ratio_off", {"p_value": p_value}, "stop")


def cannot_reach(bound: float) -> Notice:
    """No plan within the bound reaches the power."""
    return Notice("notes.cannot_reach", {"bound": bound}, "stop")


def expected_below_five(smallest: float) -> Notice:
    """Why Fisher's exact test was taken."""
    return Notice("reasons.expected_below_five", {"smallest": smallest}, "info")


def expected_large_enough(smallest: float) -> Notice:
    """Why the z test was taken."""
    return Notice("reasons.expected_large_enough", {"smallest": smallest}, "info")


def weighted_counts() -> Notice:
    """Why the z test was taken for counts that are not whole."""
    return Notice("reasons.weighted_counts", {}, "info")


def few_discordant(discordant: float, enough: float) -> Notice:
    """Why the exact paired test was taken."""
    return Notice("reasons.few_discordant", {"discordant": discordant, "enough": enough}, "info")


def many_discordant(discordant: float) -> Notice:
    """Why the approximate paired test was taken."""
    return Notice("reasons.many_discordant", {"discordant": discordant}, "info")


def chosen() -> Notice:
    """The caller named the method."""
    return Notice("reasons.chosen", {}, "info")


def few_events(expected: float) -> Notice:
    """A log-rank test with fewer than five events to expect in a group."""
    return Notice("notes.few_events", {"expected": expected}, "warning")


def too_few_for_level(level: float) -> Notice:
    """So few values that no interval of that level exists."""
    return Notice("notes.too_few_for_level", {"level": level}, "stop")


def real_but_negligible() -> Notice:
    """Within the margins, and yet not zero."""
    return Notice("notes.real_but_negligible", {}, "info")


def covariate_never_varies() -> Notice:
    """A covariate that is the same for all can explain nothing."""
    return Notice("notes.covariate_never_varies", {}, "warning")


def covariate_differs(p_value: float) -> Notice:
    """What was measured before the test differs between its groups."""
    return Notice("notes.covariate_differs", {"p_value": p_value}, "stop")


def covariate_unrelated() -> Notice:
    """A covariate that says nothing of the outcome."""
    return Notice("notes.covariate_unrelated", {}, "info")


def scores_equal() -> Notice:
    """Fewer than two groups with observations and scores of their own."""
    return Notice("notes.scores_equal", {}, "stop")


def group_never_varies(group: str) -> Notice:
    """One of several groups has no spread, so that no weight can be given to it."""
    return Notice("notes.group_never_varies", {"group": group}, "stop")


def finite_population(share: float) -> Notice:
    """The sample is a good part of everybody, which narrows the interval."""
    return Notice("notes.finite_population", {"share": share}, "info")


def census() -> Notice:
    """Everybody was asked."""
    return Notice("notes.census", {}, "info")
