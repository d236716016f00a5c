"""The share that all definitions of churn come to, with what follows from it: retention, lifetime, the rate of a year."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number, percent


def share_lost(
    symbol: str, part: float, base: float, below: str, periods_per_year: float | None, above: str = ""
) -> Answer:
    """The part over the base, worked out; no answer where the base is empty."""
    ratio = fraction(above or number(part), below)
    if base == 0:
        return Answer(None, rf"{symbol} = {ratio}", no_answer=Notice("churn.no_answer.empty_base"))
    value = part / base
    substituted = rf"{symbol} = {ratio} = {number(value)} = {percent(value)}"
    steps = [
        Step("churn.steps.base", number(base)),
        Step("churn.steps.divide", substituted),
        Step("churn.steps.retention", rf"r = 1 - {symbol} = {percent(1 - value)}"),
    ]
    details = {"base": base, "retention": 1 - value}
    if 0 < value <= 1:
        steps.append(Step("churn.steps.lifetime", rf"\frac{{1}}{{C}} = {number(1 / value, 4)}"))
        details["lifetime"] = 1 / value
    if periods_per_year is not None and periods_per_year > 1 and 0 <= value <= 1:
        details["annual"] = 1 - (1 - value) ** periods_per_year
        exponent = number(periods_per_year)
        steps.append(
            Step(
                "churn.steps.annual",
                rf"1 - (1 - C)^{{{exponent}}} = 1 - {number(1 - value)}^{{{exponent}}} = {percent(details['annual'])}",
                {"wrong": value * periods_per_year},
            )
        )
    return Answer(value, substituted, tuple(steps), _warnings(value, base, periods_per_year), details=details)


def _warnings(value: float, base: float, periods_per_year: float | None) -> tuple[Notice, ...]:
    found = []
    if value > 1:
        found.append(Notice("churn.warnings.above_one"))
    if value == 0:
        found.append(Notice("churn.warnings.nobody_lost", {"count": base}, "info"))
    if 0 < value <= 1 and periods_per_year and periods_per_year > 1:
        found.append(
            Notice(
                "churn.warnings.not_times_twelve",
                {"sum": value * periods_per_year, "annual": 1 - (1 - value) ** periods_per_year},
                "info",
            )
        )
    return tuple(found)
