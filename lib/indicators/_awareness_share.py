"""A share of those asked, worked out, with the effective size of a weighted survey."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import bracketed, fraction, number, percent
from lib.indicators._guarded import all_finite

_FEW = 30


def share_of_asked(
    symbol: str, part: float, asked: float, weight_squares: float | None, said: list[Notice] | None = None
) -> Answer:
    """The part over all who were asked; no answer where nobody was."""
    ratio = fraction(number(part), number(asked))
    if asked == 0:
        return nobody(symbol, ratio)
    value = part / asked
    substituted = rf"{symbol} = {ratio} = {number(value)} = {percent(value)}"
    steps = [
        Step("awareness.steps.asked", number(asked)),
        Step("awareness.steps.divide", substituted),
        Step("awareness.steps.others", rf"1 - {symbol} = {percent(1 - value)}"),
    ]
    warnings = list(said or ())
    if value == 0:
        warnings.append(Notice("awareness.warnings.nobody", {"count": asked}, "info"))
    details = {"not_aware": 1 - value}
    steps, warnings = add_weights(steps, warnings, details, asked, weight_squares)
    return Answer(value, substituted, tuple(steps), tuple(warnings), details=details)


def nobody(symbol: str, ratio: str) -> Answer:
    """No answer, because nobody was asked."""
    return Answer(None, rf"{symbol} = {ratio}", no_answer=Notice("awareness.no_answer.nobody_asked"))


def add_weights(
    steps: list[Step], said: list[Notice], details: dict[str, float], asked: float, weight_squares: float | None
) -> tuple[list[Step], list[Notice]]:
    """Adds the effective size, and says when it is small."""
    size = asked
    if weight_squares and all_finite(asked * (asked / weight_squares)):
        size = asked * (asked / weight_squares)
        details["effective_size"] = size
        line = rf"n_{{eff}} = \frac{{(\sum w)^2}}{{\sum w^2}} = \frac{{{bracketed(asked)}^2}}{{{number(weight_squares)}}} = "
        steps = [*steps, Step("awareness.steps.effective", line + number(size, 4))]
    if size < _FEW:
        said = [*said, Notice("awareness.warnings.few", {"count": size})]
    return steps, said
