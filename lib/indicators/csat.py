"""Customer satisfaction and willingness to recommend: several definitions, never to be mixed."""

from __future__ import annotations

from typing import Any

from lib.core import Answer, InputError, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Values, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._csat_recommendation import few, net_of_shares, nobody, nps, nps_from_one, word_of_mouth_balance
from lib.indicators._csat_rows import SHAPES
from lib.indicators._csat_scale import index, mean
from lib.indicators._survey_inference import EffectiveSize, ModelOnly, NetShare, Rescaled
from lib.indicators.inference import Mean, Proportion


def top_2_box(*, top_two: float, answers: float) -> Answer:
    r"""Share of answers in the two highest boxes: 4 and 5 on a scale of five.

    .. math:: S = \frac{t_2}{n}

    Args:
        top_two: answers in the two highest boxes, count (sum of weights), 0 to ``answers``.
        answers: valid answers, count (sum of weights).

    Returns:
        The share as a decimal; no answer without answers.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2; the source course counts 4 and 5 of 5 as satisfied.

    Example:
        >>> top_2_box(top_two=153, answers=200).value
        0.765
    """
    return _share("S", top_two, answers)


def top_box(*, top: float, answers: float) -> Answer:
    r"""Share of answers in the highest box alone.

    .. math:: S_1 = \frac{t_1}{n}

    Args:
        top: answers in the highest box, count (sum of weights), 0 to ``answers``.
        answers: valid answers, count (sum of weights).

    Returns:
        The share as a decimal; no answer without answers.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> top_box(top=60, answers=200).value
        0.3
    """
    return _share("S_1", top, answers)


def bottom_2_box(*, bottom_two: float, answers: float) -> Answer:
    r"""Share of answers in the two lowest boxes: 1 and 2 on a scale of five.

    .. math:: D = \frac{b_2}{n}

    Args:
        bottom_two: answers in the two lowest boxes, count (sum of weights), 0 to ``answers``.
        answers: valid answers, count (sum of weights).

    Returns:
        The share as a decimal; no answer without answers.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2.

    Example:
        >>> bottom_2_box(bottom_two=14, answers=200).value
        0.07
    """
    return _share("D", bottom_two, answers)


def recommend_share(*, recommenders: float, answers: float) -> Answer:
    r"""Share of those asked who are ready to recommend, from a plain yes or no.

    .. math:: S_r = \frac{d_i}{d_S}

    Args:
        recommenders: people ready to recommend, count (sum of weights), 0 to ``answers``.
        answers: people who answered, count (sum of weights).

    Returns:
        The share as a decimal; no answer without answers.

    Source:
        The formula of the source course, metric 4; Jeffery (2010), Data-Driven Marketing, metric 4.

    Example:
        >>> recommend_share(recommenders=94, answers=122).value
        0.7704918032786885
    """
    return _share("S_r", recommenders, answers)


def net_satisfaction(*, top_two: float, bottom_two: float, answers: float) -> Answer:
    r"""Share satisfied less share dissatisfied, in points.

    .. math:: N = 100 \cdot \frac{t_2 - b_2}{n}

    Args:
        top_two: answers in the two highest boxes, count (sum of weights).
        bottom_two: answers in the two lowest boxes, count (sum of weights).
        answers: valid answers, count (sum of weights).

    Returns:
        Points from -100 to 100; no answer without answers.

    Raises:
        InputError: when satisfied and dissatisfied together exceed the answers.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 2, for the boxes.

    Example:
        >>> net_satisfaction(top_two=150, bottom_two=20, answers=200).value
        65.0
    """
    if top_two + bottom_two > answers * (1 + 1e-12):
        raise InputError.exceeds("bottom_two", bottom_two, "answers - top_two", answers - top_two)
    ratio = rf"100 \cdot {fraction(f'{number(top_two)} - {number(bottom_two)}', number(answers))}"
    if answers == 0:
        return nobody("N", ratio)
    return net_of_shares("N", top_two, bottom_two, answers, ratio, ())


def _share(symbol: str, part: float, answers: float) -> Answer:
    ratio = fraction(number(part), number(answers))
    if answers == 0:
        return nobody(symbol, ratio)
    value = part / answers
    substituted = rf"{symbol} = {ratio} = {number(value)} = {percent(value)}"
    steps = (
        Step("csat.steps.answers", number(answers)),
        Step("csat.steps.share", substituted),
        Step("csat.steps.others", rf"1 - {symbol} = {percent(1 - value)}"),
    )
    said = list(few(answers))
    if value in (0.0, 1.0):
        said.append(Notice("csat.warnings.unanimous", {"count": answers}, "info"))
    return Answer(value, substituted, steps, tuple(said), details={"others": 1 - value})


def _answered(inputs: Values) -> float:
    return float(inputs["promoters"] + inputs["passives"] + inputs["detractors"])


def _weighted_nps() -> EffectiveSize:
    parts = ("promoters", "passives", "detractors")
    return EffectiveSize(NetShare("promoters", "detractors", _answered), _answered, "weight_squares", parts)


_MEAN = EffectiveSize(
    Mean("score_sum", "answers", "score_squares"),
    "answers",
    "weight_squares",
    ("answers", "score_sum", "score_squares"),
    whole=True,
)
_ASSUMED = (
    "recommendations_per_promoter",
    "warnings_per_dissatisfied",
    "strength_of_warning",
    "recommendations_needed",
)
_NPS_INPUTS = ("promoters", "passives", "detractors")
_NPS_FORMULA = r"= 100 \cdot \frac{P - D}{P + N + D}"


def _parameter(name: str, symbol: str, default: float) -> Input:
    return Input(name, symbol, Unit.RATIO, default=default, maximum=1000, required=False, parameter=True)


def _box(name: str, part: str, symbol: str, part_symbol: str, calculate: Any, better: Any = None) -> Variant:
    inference = EffectiveSize(Proportion(part, "answers"), "answers", "weight_squares", ("answers", part))
    formula = rf"{symbol} = \frac{{{part_symbol}}}{{n}}"
    return Variant(name, (part, "answers"), Unit.RATE, formula, calculate, inference, better=better)


INDICATOR = Indicator(
    slug="csat",
    framework="jeffery",
    number=4,
    family="customer",
    better="higher",
    inputs=(
        Input("top_two", "t_2", Unit.COUNT, default=768, at_most="answers"),
        Input("top", "t_1", Unit.COUNT, default=337, at_most="answers"),
        Input("bottom_two", "b_2", Unit.COUNT, default=96, at_most="answers"),
        Input("answers", "n", Unit.COUNT, default=1054),
        Input("score_sum", r"\sum x", Unit.SCORE, default=4142),
        Input("scale_min", "x_{min}", Unit.SCORE, default=1),
        Input("scale_max", "x_{max}", Unit.SCORE, default=5),
        Input("promoters", "P", Unit.COUNT, default=443),
        Input("passives", "N", Unit.COUNT, default=359),
        Input("detractors", "D", Unit.COUNT, default=252),
        Input("recommenders", "d_i", Unit.COUNT, default=840, at_most="answers"),
        _parameter("recommendations_per_promoter", "a", 3.5),
        _parameter("warnings_per_dissatisfied", "w", 5),
        _parameter("strength_of_warning", "s", 5),
        _parameter("recommendations_needed", "r", 5.5),
        Input("score_squares", r"\sum x^2", Unit.SCORE, required=False, evidence=True),
        Input("weight_squares", r"\sum w^2", Unit.COUNT, required=False, evidence=True),
        Input("lowest_seen", r"\min x", Unit.SCORE, required=False, evidence=True),
    ),
    variants=(
        _box("top_2_box", "top_two", "S", "t_2", top_2_box),
        _box("top_box", "top", "S_1", "t_1", top_box),
        Variant("mean", ("score_sum", "answers"), Unit.SCORE, r"\bar{x} = \frac{\sum x}{n}", mean, _MEAN),
        Variant(
            "index",
            ("score_sum", "answers", "scale_min", "scale_max"),
            Unit.POINTS,
            r"I = \frac{\bar{x} - x_{min}}{x_{max} - x_{min}} \cdot 100",
            index,
            Rescaled(
                _MEAN,
                lambda v: 100 / (v["scale_max"] - v["scale_min"]),
                lambda v: -100 * v["scale_min"] / (v["scale_max"] - v["scale_min"]),
            ),
        ),
        _box("bottom_2_box", "bottom_two", "D", "b_2", bottom_2_box, "lower"),
        Variant(
            "net_satisfaction",
            ("top_two", "bottom_two", "answers"),
            Unit.POINTS,
            r"N = 100 \cdot \frac{t_2 - b_2}{n}",
            net_satisfaction,
            EffectiveSize(
                NetShare("top_two", "bottom_two", "answers"),
                "answers",
                "weight_squares",
                ("answers", "top_two", "bottom_two"),
            ),
        ),
        Variant("nps", _NPS_INPUTS, Unit.POINTS, f"NPS {_NPS_FORMULA}", nps, _weighted_nps(), ("lowest_seen",)),
        Variant(
            "nps_from_one", _NPS_INPUTS, Unit.POINTS, f"NPS_{{1-10}} {_NPS_FORMULA}", nps_from_one, _weighted_nps()
        ),
        _box("recommend_share", "recommenders", "S_r", "d_i", recommend_share),
        Variant(
            "word_of_mouth_balance",
            ("top_two", "bottom_two"),
            Unit.COUNT,
            r"B = a\,t_2 - s\,w\,b_2",
            word_of_mouth_balance,
            ModelOnly(
                lambda v: (
                    word_of_mouth_balance(
                        **{name: v[name] for name in ("top_two", "bottom_two", *_ASSUMED) if v.get(name) is not None}
                    ).value
                ),
                "csat.no_interval.model",
            ),
            optional=_ASSUMED,
        ),
    ),
    shapes=SHAPES,
)
