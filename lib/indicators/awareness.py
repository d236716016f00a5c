"""Brand awareness: how many of those asked think of the brand, name it, or recognise it."""

from __future__ import annotations

from typing import Any

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._awareness_shapes import SHAPES
from lib.indicators._awareness_share import add_weights, nobody, share_of_asked
from lib.indicators._survey_inference import EffectiveSize, NetShare, Rescaled
from lib.indicators.inference import Proportion, RatioOfSums

_MUCH_OVERCLAIM = 0.1


def total(*, aware: float, asked: float, weight_squares: float | None = None) -> Answer:
    r"""Share of those asked who know the brand, named without help or recognised in a list.

    .. math:: A = \frac{k}{n}

    Args:
        aware: people who named or recognised the brand, count (sum of weights in a weighted survey), 0 to ``asked``.
        asked: people asked, count (sum of weights).
        weight_squares: sum of squared weights, None in an unweighted survey; adds the effective size.

    Returns:
        The share as a decimal; no answer when nobody was asked.

    Source:
        The definition of the source course; Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> total(aware=260, asked=400).value
        0.65
    """
    return share_of_asked("A", aware, asked, weight_squares)


def top_of_mind(*, first_named: float, asked: float, weight_squares: float | None = None) -> Answer:
    r"""Share of those asked who name the brand before any other.

    .. math:: A_1 = \frac{k_1}{n}

    Args:
        first_named: people whose first answer is the brand, count (sum of weights), 0 to ``asked``.
        asked: people asked, count (sum of weights).
        weight_squares: sum of squared weights, None in an unweighted survey.

    Returns:
        The share as a decimal; no answer when nobody was asked.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2; Jeffery (2010), Data-Driven Marketing, metric 1.

    Example:
        >>> top_of_mind(first_named=60, asked=400).value
        0.15
    """
    return share_of_asked("A_1", first_named, asked, weight_squares)


def unaided(*, named: float, asked: float, weight_squares: float | None = None) -> Answer:
    r"""Share of those asked who name the brand without help, first or later.

    .. math:: A_u = \frac{k_u}{n}

    Args:
        named: people who named the brand in their own words, count (sum of weights), 0 to ``asked``.
        asked: people asked, count (sum of weights).
        weight_squares: sum of squared weights, None in an unweighted survey.

    Returns:
        The share as a decimal; no answer when nobody was asked.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> unaided(named=140, asked=400).value
        0.35
    """
    return share_of_asked("A_u", named, asked, weight_squares)


def aided(
    *, recognised: float, asked: float, fake_recognised: float | None = None, weight_squares: float | None = None
) -> Answer:
    r"""Share of those asked who recognise the brand in a list.

    .. math:: A_a = \frac{k_a}{n}

    Args:
        recognised: people who recognised the brand, count (sum of weights), 0 to ``asked``.
        asked: people asked, count (sum of weights).
        fake_recognised: people who recognised a brand that does not exist, count; tells how far the answers can be trusted.
        weight_squares: sum of squared weights, None in an unweighted survey.

    Returns:
        The share as a decimal; no answer when nobody was asked.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> aided(recognised=250, asked=400).value
        0.625
    """
    said = [Notice("awareness.warnings.no_decoy", severity="info")] if fake_recognised is None else []
    if fake_recognised and asked:
        fields = {"fake": min(1.0, fake_recognised / asked)}
        said.append(
            Notice("awareness.warnings.over_claim", fields, "info" if fields["fake"] < _MUCH_OVERCLAIM else "warning")
        )
    return share_of_asked("A_a", recognised, asked, weight_squares, said)


def aided_corrected(
    *, recognised: float, fake_recognised: float, asked: float, weight_squares: float | None = None
) -> Answer:
    r"""Aided awareness less the share that claims to know a brand which does not exist.

    .. math:: A_c = \frac{k_a - k_f}{n}

    Args:
        recognised: people who recognised the brand, count (sum of weights), 0 to ``asked``.
        fake_recognised: people who recognised the made-up brand, count (sum of weights), 0 to ``asked``.
        asked: people asked, count (sum of weights).
        weight_squares: sum of squared weights, None in an unweighted survey.

    Returns:
        A decimal, negative when the made-up brand is recognised more often; no answer when nobody was asked. ``details`` hold
        ``guess_corrected``, (p - f) / (1 - f), the share that knows the brand if everybody else claims at the rate f (Abbott, 1925).

    Source:
        Paulhus et al. (2003), Journal of Personality and Social Psychology 84, 890-904, for foils that measure over-claiming.

    Example:
        >>> aided_corrected(recognised=250, fake_recognised=30, asked=400).value
        0.55
    """
    ratio = fraction(f"{number(recognised)} - {number(fake_recognised)}", number(asked))
    if asked == 0:
        return nobody("A_c", ratio)
    shown, fake = recognised / asked, fake_recognised / asked
    value = shown - fake
    substituted = rf"A_c = {ratio} = {number(value)} = {percent(value)}"
    steps = [
        Step("awareness.steps.recognised", rf"{fraction(number(recognised), number(asked))} = {percent(shown)}"),
        Step("awareness.steps.fake", rf"{fraction(number(fake_recognised), number(asked))} = {percent(fake)}"),
        Step("awareness.steps.subtract", substituted),
    ]
    details = {"aided": shown, "fake": fake}
    if fake < 1:
        details["guess_corrected"] = value / (1 - fake)
        line = rf"\frac{{A_c}}{{1 - k_f / n}} = \frac{{{number(value)}}}{{{number(1 - fake)}}} = "
        steps.append(Step("awareness.steps.guessing", line + percent(details["guess_corrected"])))
    said = []
    if value <= 0:
        said.append(Notice("awareness.warnings.no_better_than_fake", {"aided": shown, "fake": fake}))
    elif fake >= _MUCH_OVERCLAIM:
        said.append(Notice("awareness.warnings.over_claim", {"fake": fake}))
    steps, said = add_weights(steps, said, details, asked, weight_squares)
    return Answer(value, substituted, tuple(steps), tuple(said), details=details)


def share_of_mind(*, brand_mentions: float, all_mentions: float) -> Answer:
    r"""The brand's part of all brands that people name without help.

    .. math:: M = \frac{m}{m_{all}}

    Args:
        brand_mentions: times the brand was named, once per person, count (sum of weights), 0 to ``all_mentions``.
        all_mentions: times any brand was named, count (sum of weights).

    Returns:
        The share as a decimal; no answer when nobody named any brand.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> share_of_mind(brand_mentions=140, all_mentions=700).value
        0.2
    """
    ratio = fraction(number(brand_mentions), number(all_mentions))
    if all_mentions == 0:
        return Answer(None, rf"M = {ratio}", no_answer=Notice("awareness.no_answer.no_mentions"))
    value = brand_mentions / all_mentions
    substituted = rf"M = {ratio} = {number(value)} = {percent(value)}"
    steps = (Step("awareness.steps.mentions", number(all_mentions)), Step("awareness.steps.mind", substituted))
    said = (Notice("awareness.warnings.nobody", {"count": all_mentions}, "info"),) if value == 0 else ()
    return Answer(value, substituted, steps, said)


def _proportion(part: str) -> EffectiveSize:
    return EffectiveSize(Proportion(part, "asked"), "asked", "weight_squares", ("asked", part))


def _evidence(name: str, symbol: str) -> Input:
    return Input(name, symbol, Unit.COUNT, required=False, evidence=True)


def _variant(name: str, part: str, formula: str, calculate: Any, also: tuple[str, ...] = ()) -> Variant:
    optional = (*also, "weight_squares")
    return Variant(name, (part, "asked"), Unit.RATE, formula, calculate, _proportion(part), optional)


INDICATOR = Indicator(
    slug="awareness",
    framework="jeffery",
    number=1,
    family="marketing",
    better="higher",
    inputs=(
        Input("aware", "k", Unit.COUNT, default=969.3, at_most="asked"),
        Input("first_named", "k_1", Unit.COUNT, default=460.65, at_most="asked"),
        Input("named", "k_u", Unit.COUNT, default=636.2, at_most="asked"),
        Input("recognised", "k_a", Unit.COUNT, default=960.8, at_most="asked"),
        Input("fake_recognised", "k_f", Unit.COUNT, default=80.1, at_most="asked"),
        Input("asked", "n", Unit.COUNT, default=1230.3),
        Input("brand_mentions", "m", Unit.COUNT, default=636.2, at_most="all_mentions"),
        Input("all_mentions", "m_{all}", Unit.COUNT, default=1846.3),
        _evidence("weight_squares", r"\sum w^2"),
        _evidence("only_brand", "k_{a0}"),
        _evidence("only_fake", "k_{0f}"),
        _evidence("respondents", "n_m"),
        _evidence("brand_mention_squares", r"\sum y^2"),
        _evidence("all_mention_squares", r"\sum x^2"),
        _evidence("mention_products", r"\sum xy"),
    ),
    variants=(
        _variant("total", "aware", r"A = \frac{k}{n}", total),
        _variant("top_of_mind", "first_named", r"A_1 = \frac{k_1}{n}", top_of_mind),
        _variant("unaided", "named", r"A_u = \frac{k_u}{n}", unaided),
        _variant("aided", "recognised", r"A_a = \frac{k_a}{n}", aided, ("fake_recognised",)),
        Variant(
            "aided_corrected",
            ("recognised", "fake_recognised", "asked"),
            Unit.RATE,
            r"A_c = \frac{k_a - k_f}{n}",
            aided_corrected,
            # Both answers come from the same people: only those who gave one of the two tell the difference.
            Rescaled(
                EffectiveSize(
                    NetShare("only_brand", "only_fake", "asked"),
                    "asked",
                    "weight_squares",
                    ("asked", "only_brand", "only_fake"),
                ),
                lambda v: 0.01,
            ),
            optional=("weight_squares",),
        ),
        Variant(
            "share_of_mind",
            ("brand_mentions", "all_mentions"),
            Unit.RATE,
            r"M = \frac{m}{m_{all}}",
            share_of_mind,
            RatioOfSums(
                "brand_mentions",
                "all_mentions",
                "respondents",
                ("brand_mention_squares", "all_mention_squares", "mention_products"),
            ),
        ),
    ),
    shapes=SHAPES,
)
