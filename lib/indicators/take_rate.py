"""Take rate: the share of those who got an offer and took it."""

from __future__ import annotations

from collections.abc import Callable

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite
from lib.indicators._take_rate_inference import CostPerSuccess, Uplift
from lib.indicators._take_rate_money import break_even, cost_per_take, with_money
from lib.indicators._take_rate_rows import SHAPES
from lib.indicators._take_rate_uplift import incremental
from lib.indicators.inference import Proportion


def on_sent(
    *, takes: float, sent: float, cost_per_contact: float | None = None, margin_per_take: float | None = None
) -> Answer:
    r"""Share of all who were sent the offer and took it.

    .. math:: T = \frac{A}{N}

    Args:
        takes: people who took the offer, count, 0 to ``sent``.
        sent: people who were sent it, count.
        cost_per_contact: what one contact cost, money; adds the cost of a take.
        margin_per_take: what a take earns before the cost of contact, money; adds break-even and profit.

    Returns:
        The share as a decimal; no answer where nobody was contacted.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 5: offers accepted over people contacted.

    Example:
        >>> on_sent(takes=60, sent=1000, cost_per_contact=0.9, margin_per_take=18).value
        0.06
    """
    answer = _share("T", takes, sent)
    if answer.value is None or cost_per_contact is None:
        return answer
    return with_money(answer, takes, sent, cost_per_contact, margin_per_take)


def on_delivered(*, takes_delivered: float, delivered: float) -> Answer:
    r"""Share of those whom the offer reached and who took it; leaves bounced messages out of the base.

    .. math:: T = \frac{A_d}{N_d}

    Args:
        takes_delivered: takes among those reached, count, 0 to ``delivered``.
        delivered: people whom the offer reached, count.

    Returns:
        A decimal; no answer where nobody was reached.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 5, on a narrower base.

    Example:
        >>> on_delivered(takes_delivered=57, delivered=950).value
        0.06
    """
    return _share("T", takes_delivered, delivered)


def on_opened(*, takes_opened: float, opened: float) -> Answer:
    r"""Share of those who opened the offer and took it; says nothing about who never looked.

    .. math:: T = \frac{A_o}{N_o}

    Args:
        takes_opened: takes among those who opened, count, 0 to ``opened``.
        opened: people who opened the offer, count.

    Returns:
        A decimal; no answer where nobody opened.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 5, on a narrower base.

    Example:
        >>> on_opened(takes_opened=50, opened=250).value
        0.2
    """
    return _share("T", takes_opened, opened)


def on_clicked(*, takes_clicked: float, clicked: float) -> Answer:
    r"""Share of those who clicked and took the offer; it measures the page behind the click more than the offer.

    .. math:: T = \frac{A_c}{N_c}

    Args:
        takes_clicked: takes among those who clicked, count, 0 to ``clicked``.
        clicked: people who clicked, count.

    Returns:
        A decimal; no answer where nobody clicked.

    Source:
        Jeffery (2010), Data-Driven Marketing, metric 5, on a narrower base; there called transaction conversion rate.

    Example:
        >>> on_clicked(takes_clicked=40, clicked=100).value
        0.4
    """
    return _share("T", takes_clicked, clicked)


def per_impression(*, takes_clicked: float, clicked: float, impressions: float) -> Answer:
    r"""Takes per time an advertisement was shown: click-through rate times transaction conversion rate.

    .. math:: T = \frac{N_c}{I} \cdot \frac{A_c}{N_c} = \frac{A_c}{I}

    Args:
        takes_clicked: takes after a click, count, 0 to ``clicked``.
        clicked: clicks, count, 0 to ``impressions``.
        impressions: times shown, count.

    Returns:
        A decimal; no answer where nothing was shown.

    Source:
        Jeffery, Egli et al. (2009), Air France internet marketing, Kellogg case KEL319: probability of a booking.

    Example:
        >>> per_impression(takes_clicked=20, clicked=1000, impressions=50000).value
        0.0004
    """
    answer = _share("T", takes_clicked, impressions)
    if answer.value is None or clicked == 0:
        return answer
    rates = (clicked / impressions, takes_clicked / clicked)
    product = rf"{percent(rates[0])} \cdot {percent(rates[1])} = {percent(answer.value)}"
    steps = (
        Step("take_rate.steps.click_rate", rf"\frac{{N_c}}{{I}} = {percent(rates[0])}"),
        Step("take_rate.steps.conversion", rf"\frac{{A_c}}{{N_c}} = {percent(rates[1])}"),
        Step("take_rate.steps.product", rf"T = {product}"),
    )
    details = {**answer.details, "click_rate": rates[0], "conversion": rates[1]}
    return Answer(answer.value, answer.substituted, steps, answer.warnings, details=details)


def _share(symbol: str, takes: float, base: float) -> Answer:
    ratio = fraction(number(takes), number(base))
    if base == 0:
        return Answer(None, f"{symbol} = {ratio}", no_answer=Notice("take_rate.no_answer.empty_base"))
    value = takes / base
    substituted = f"{symbol} = {ratio} = {number(value)} = {percent(value)}"
    steps = [Step("take_rate.steps.base", number(base)), Step("take_rate.steps.divide", substituted)]
    if value > 0 and all_finite(1 / value):
        steps.append(Step("take_rate.steps.contacts_per_take", rf"\frac{{1}}{{{symbol}}} = {number(1 / value, 4)}"))
    warnings = []
    if takes == 0:
        warnings.append(Notice("take_rate.warnings.nobody_took", {"count": base}, "info"))
    if takes == base:
        warnings.append(Notice("take_rate.warnings.everybody_took", {"count": base}))
    return Answer(value, substituted, tuple(steps), tuple(warnings), details={"base": base, "takes": takes})


def _share_variant(name: str, takes: str, base: str, formula: str, calculate: Callable[..., Answer]) -> Variant:
    return Variant(name, (takes, base), Unit.RATE, formula, calculate, Proportion(takes, base))


_MONEY = ("cost_per_contact", "margin_per_take")

INDICATOR = Indicator(
    slug="take_rate",
    framework="jeffery",
    number=5,
    family="marketing",
    better="higher",
    inputs=(
        Input("takes", "A", Unit.COUNT, default=76, at_most="sent"),
        Input("sent", "N", Unit.COUNT, default=1180),
        Input("takes_delivered", "A_d", Unit.COUNT, default=74, at_most="delivered"),
        Input("delivered", "N_d", Unit.COUNT, default=1149),
        Input("takes_opened", "A_o", Unit.COUNT, default=61, at_most="opened"),
        Input("opened", "N_o", Unit.COUNT, default=519),
        Input("takes_clicked", "A_c", Unit.COUNT, default=54, at_most="clicked"),
        Input("clicked", "N_c", Unit.COUNT, default=186, at_most="impressions"),
        Input("impressions", "I", Unit.COUNT, default=60000),
        Input("takes_treated", "A_T", Unit.COUNT, default=76, at_most="treated"),
        Input("treated", "N_T", Unit.COUNT, default=1180),
        Input("takes_control", "A_K", Unit.COUNT, default=3, at_most="control"),
        Input("control", "N_K", Unit.COUNT, default=273),
        Input("cost_per_contact", "c", Unit.MONEY, default=0.7313135593, required=False),
        Input("margin_per_take", "m", Unit.MONEY, default=16.7505263158, minimum=None, required=False),
    ),
    variants=(
        Variant(
            "sent",
            ("takes", "sent"),
            Unit.RATE,
            r"T = \frac{A}{N}",
            on_sent,
            Proportion("takes", "sent"),
            optional=_MONEY,
        ),
        _share_variant("delivered", "takes_delivered", "delivered", r"T = \frac{A_d}{N_d}", on_delivered),
        _share_variant("opened", "takes_opened", "opened", r"T = \frac{A_o}{N_o}", on_opened),
        _share_variant("clicked", "takes_clicked", "clicked", r"T = \frac{A_c}{N_c}", on_clicked),
        Variant(
            "incremental",
            ("takes_treated", "treated", "takes_control", "control"),
            Unit.RATE,
            r"\Delta T = \frac{A_T}{N_T} - \frac{A_K}{N_K}",
            incremental,
            Uplift(("takes_treated", "treated"), ("takes_control", "control")),
            optional=_MONEY,
        ),
        Variant(
            "cost_per_take",
            ("cost_per_contact", "takes", "sent"),
            Unit.MONEY,
            r"K = \frac{c N}{A}",
            cost_per_take,
            CostPerSuccess("cost_per_contact", "takes", "sent"),
            better="lower",
        ),
        Variant(
            "break_even",
            _MONEY,
            Unit.RATE,
            r"T^* = \frac{c}{m}",
            break_even,
            optional=("takes", "sent"),
            better="lower",
        ),
        Variant(
            "per_impression",
            ("takes_clicked", "clicked", "impressions"),
            Unit.RATE,
            r"T = \frac{N_c}{I} \cdot \frac{A_c}{N_c} = \frac{A_c}{I}",
            per_impression,
            Proportion("takes_clicked", "impressions"),
        ),
    ),
    shapes=SHAPES,
)
