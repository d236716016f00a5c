"""Word of mouth: what recommendations add to the clicks or customers that come by themselves."""

from __future__ import annotations

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite, too_large
from lib.indicators._wom_inference import PerCustomer, PerDirectClick, bursts
from lib.indicators._wom_rows import SHAPES

_FEW = 30
_BURSTS_WORTH_SAYING = 1.5


def wom(
    *,
    direct: float,
    recommended: float,
    days: float | None = None,
    direct_squares: float | None = None,
    recommended_squares: float | None = None,
    click_products: float | None = None,
) -> Answer:
    r"""All clicks per direct click: 1 without recommendations, 2 when each direct click brings another.

    .. math:: WOM = \frac{d + r}{d}

    Args:
        direct: clicks that came by themselves, count.
        recommended: clicks that came by recommendation, unpaid, count.
        days: days or campaigns behind the two, count; with the next three it shows bursts.
        direct_squares: sum of squares of the direct clicks over days.
        recommended_squares: sum of squares of the recommended clicks over days.
        click_products: sum of products of both over days.

    Returns:
        A ratio of at least 1; no answer without direct clicks.

    Source:
        Jeffery (2010), Data-Driven Marketing, p. 181, as given in Davis, Measuring Marketing, 3rd ed., ch. 63 (whose printed result for
        1,000,000 direct and 1,380,000 recommended clicks, 4.8, is a slip: the formula gives 2.38).

    Example:
        >>> wom(direct=1_000_000, recommended=1_380_000).value
        2.38
    """
    ratio = fraction(f"{number(direct)} + {number(recommended)}", number(direct))
    if direct == 0:
        return Answer(None, f"WOM = {ratio}", no_answer=Notice("wom.no_answer.no_direct"))
    clicks = direct + recommended
    if not all_finite(clicks, clicks / direct):
        return too_large("WOM", ratio)
    value = clicks / direct
    substituted = f"WOM = {ratio} = {number(value)}"
    steps = (
        Step("wom.steps.clicks", f"{number(direct)} + {number(recommended)} = {number(clicks)}"),
        Step("wom.steps.divide", substituted),
        Step("wom.steps.share", rf"\frac{{r}}{{d + r}} = {percent(recommended / clicks)}"),
    )
    evidence = {
        "days": days,
        "direct_squares": direct_squares,
        "recommended_squares": recommended_squares,
        "click_products": click_products,
    }
    factor = bursts({"direct": direct, "recommended": recommended, **evidence})
    details = {"total_clicks": clicks, "recommended_share": recommended / clicks, "bursts": factor}
    return Answer(value, substituted, steps, _warnings(direct, recommended, factor), details=details)


def effective_cpc(*, cpc: float, direct: float, recommended: float) -> Answer:
    r"""Price of a click when the recommended ones, which cost nothing, are counted with those paid for.

    .. math:: CPC_e = \frac{CPC}{WOM} = CPC \cdot \frac{d}{d + r}

    Args:
        cpc: cost per direct click, money.
        direct: clicks that came by themselves, count.
        recommended: clicks that came by recommendation, unpaid, count.

    Returns:
        Money per click; no answer without direct clicks.

    Source:
        Cost per click over WOM; Jeffery (2010), Data-Driven Marketing, pp. 181-185.

    Example:
        >>> effective_cpc(cpc=0.9, direct=1000, recommended=500).value
        0.6
    """
    right = rf"{number(cpc)} \cdot {fraction(number(direct), f'{number(direct)} + {number(recommended)}')}"
    if direct == 0:
        return Answer(None, f"CPC_e = {right}", no_answer=Notice("wom.no_answer.no_direct"))
    clicks = direct + recommended
    if not all_finite(clicks, clicks / direct):
        return too_large("CPC_e", right)
    value = cpc * direct / clicks if all_finite(cpc * direct) else cpc * (direct / clicks)
    substituted = f"CPC_e = {right} = {number(value)}"
    steps = (
        Step("wom.steps.divide", f"WOM = {number(clicks / direct)}"),
        Step("wom.steps.price", substituted),
    )
    details = {"wom": clicks / direct, "saved_per_click": cpc - value}
    return Answer(value, substituted, steps, _warnings(direct, recommended, 1.0), details=details)


def viral_coefficient(*, accepted: float, customers: float, invitations: float | None = None) -> Answer:
    r"""New customers that one customer brings: invitations per customer times the share accepted.

    .. math:: k = \frac{i}{n} \cdot \frac{a}{i} = \frac{a}{n}

    Args:
        accepted: new customers who came by an invitation, whole count, at most ``invitations``.
        customers: customers who could invite, count.
        invitations: invitations sent, count; None when unknown, the product is the same.

    Returns:
        New customers per customer; no answer without customers.

    Source:
        Reichheld (2003), Harvard Business Review 81(12), for growth by recommendation; the basic reproduction number of epidemics.

    Example:
        >>> viral_coefficient(accepted=60, customers=300, invitations=900).value
        0.2
    """
    ratio = fraction(number(accepted), number(customers))
    if customers == 0:
        return Answer(None, f"k = {ratio}", no_answer=Notice("wom.no_answer.no_customers"))
    value = accepted / customers
    if not all_finite(value):
        return too_large("k", ratio)
    substituted = f"k = {ratio} = {number(value)}"
    steps, details = [], {}
    if invitations:
        details = {"invitations_per_customer": invitations / customers, "accepted_share": accepted / invitations}
        if not all_finite(*details.values()):
            return too_large("k", ratio)
        sent, taken = fraction(number(invitations), number(customers)), fraction(number(accepted), number(invitations))
        steps = [
            Step("wom.steps.invitations", f"{sent} = {number(details['invitations_per_customer'])}"),
            Step("wom.steps.accepted", f"{taken} = {percent(details['accepted_share'])}"),
        ]
    steps.append(Step("wom.steps.coefficient", substituted))
    if value < 1:
        details["total_reach"] = 1 / (1 - value)
        steps.append(Step("wom.steps.reach", rf"\frac{{1}}{{1 - k}} = {number(1 / (1 - value))}"))
    said = [Notice("wom.warnings.few_customers", {"count": customers})] if customers < _FEW else []
    if value >= 1:
        said.append(Notice("wom.warnings.explosive", {"k": value}))
    return Answer(value, substituted, tuple(steps), tuple(said), details=details)


def total_reach(*, accepted: float, customers: float) -> Answer:
    r"""Customers in the end per customer won, when those brought bring others in turn.

    .. math:: R = 1 + k + k^2 + \dots = \frac{1}{1 - k}

    Args:
        accepted: new customers who came by an invitation, whole count.
        customers: customers who could invite, count.

    Returns:
        Customers per customer, at least 1; no answer without customers, or for k of 1 and more, where the sum has no end.

    Source:
        Sum of the geometric series; total progeny of a branching process, Harris (1963), ch. I.

    Example:
        >>> total_reach(accepted=60, customers=300).value
        1.25
    """
    ratio = rf"\frac{{1}}{{1 - {number(accepted)} / {number(customers)}}}"
    if customers == 0:
        return Answer(None, f"R = {ratio}", no_answer=Notice("wom.no_answer.no_customers"))
    k = accepted / customers
    if not all_finite(k):
        return too_large("R", ratio)
    if k >= 1:
        return Answer(None, f"R = {ratio}", no_answer=Notice("wom.no_answer.no_limit", {"k": k}))
    value = 1 / (1 - k)
    substituted = f"R = {ratio} = {number(value)}"
    steps = (
        Step("wom.steps.coefficient", f"k = {fraction(number(accepted), number(customers))} = {number(k)}"),
        Step("wom.steps.generations", rf"1 + {number(k)} + {number(k * k)} + {number(k**3)} + \dots"),
        Step("wom.steps.reach", substituted),
    )
    said = (Notice("wom.warnings.few_customers", {"count": customers}),) if customers < _FEW else ()
    generations = tuple((1 - k**rounds) / (1 - k) for rounds in range(1, 13))
    return Answer(value, substituted, steps, said, details={"k": k}, series={"generations": generations})


def _warnings(direct: float, recommended: float, factor: float) -> tuple[Notice, ...]:
    said = []
    if direct < _FEW:
        said.append(Notice("wom.warnings.small_base", {"count": direct}))
    if recommended == 0:
        said.append(Notice("wom.warnings.none_recommended", severity="info"))
    if factor >= _BURSTS_WORTH_SAYING:
        said.append(Notice("wom.warnings.bursts", {"factor": factor}, "info"))
    return tuple(said)


_EVIDENCE = ("days", "direct_squares", "recommended_squares", "click_products")

INDICATOR = Indicator(
    slug="wom",
    framework="jeffery",
    number=15,
    family="internet",
    better="higher",
    inputs=(
        Input("direct", "d", Unit.COUNT, default=872),
        Input("recommended", "r", Unit.COUNT, default=415),
        Input("cpc", "CPC", Unit.MONEY, default=0.45),
        Input("accepted", "a", Unit.COUNT, default=164, whole=True, at_most="invitations"),
        Input("customers", "n", Unit.COUNT, default=617),
        Input("invitations", "i", Unit.COUNT, default=824, required=False),
        Input("days", "g", Unit.COUNT, required=False, evidence=True),
        Input("direct_squares", r"\sum d^2", Unit.COUNT, required=False, evidence=True),
        Input("recommended_squares", r"\sum r^2", Unit.COUNT, required=False, evidence=True),
        Input("click_products", r"\sum dr", Unit.COUNT, required=False, evidence=True),
        Input("accepted_squares", r"\sum a^2", Unit.COUNT, required=False, evidence=True),
    ),
    variants=(
        Variant(
            "wom",
            ("direct", "recommended"),
            Unit.RATIO,
            r"WOM = \frac{d + r}{d}",
            wom,
            PerDirectClick(lambda theta, v: 1 / (1 - theta)),
            optional=_EVIDENCE,
        ),
        Variant(
            "viral_coefficient",
            ("accepted", "customers"),
            Unit.RATIO,
            r"k = \frac{i}{n} \cdot \frac{a}{i} = \frac{a}{n}",
            viral_coefficient,
            PerCustomer(),
            optional=("invitations",),
        ),
        Variant(
            "total_reach",
            ("accepted", "customers"),
            Unit.RATIO,
            r"R = \frac{1}{1 - k} = \frac{1}{1 - a / n}",
            total_reach,
            PerCustomer(lambda rate: 1 / (1 - rate), below=1.0),
        ),
        Variant(
            "effective_cpc",
            ("cpc", "direct", "recommended"),
            Unit.MONEY,
            r"CPC_e = \frac{CPC}{WOM} = CPC \cdot \frac{d}{d + r}",
            effective_cpc,
            PerDirectClick(lambda theta, v: float(v["cpc"]) * (1 - theta)),
            better="lower",
        ),
    ),
    shapes=SHAPES,
)
