"""Test-drive: how many of those who try a product buy it, and what the trial itself adds."""

from __future__ import annotations

from lib.core import Answer, Notice, Step, Unit
from lib.core.indicator import Indicator, Input, Variant
from lib.core.latex import fraction, number, percent
from lib.indicators._guarded import all_finite, finite_only, too_large
from lib.indicators._take_rate_inference import Uplift
from lib.indicators._test_drive_inference import CostPerSale
from lib.indicators._test_drive_rows import SHAPES
from lib.indicators.inference import Proportion

_FEW = 30


def conversion(
    *, bought: float, tried: float, losses_in_file: float | None = None, set_aside: float | None = None
) -> Answer:
    r"""Share of those who tried and then bought, within a window that everybody had.

    .. math:: C = \frac{b}{n}

    Args:
        bought: of those who tried, buyers within the window, count, 0 to ``tried``.
        tried: people who tried, with the whole window behind them, count.
        losses_in_file: rows of the whole file without a purchase, count; 0 means a file of sales, in which nothing can be measured.
        set_aside: trials too recent to have had the window, count, for the record.

    Returns:
        The share as a decimal; no answer when nobody tried, or when the file holds sales only.

    Source:
        The formula of the source course, metric 2; Jeffery (2010), Data-Driven Marketing, metric 2.

    Example:
        >>> conversion(bought=45, tried=300).value
        0.15
    """
    ratio = fraction(number(bought), number(tried))
    stop = _cannot_measure(tried, losses_in_file)
    if stop is not None:
        return Answer(None, f"C = {ratio}", no_answer=stop)
    value = bought / tried
    substituted = f"C = {ratio} = {number(value)} = {percent(value)}"
    steps = [
        Step("test_drive.steps.tried", number(tried)),
        Step("test_drive.steps.divide", substituted),
        Step("test_drive.steps.others", f"1 - C = {percent(1 - value)}"),
    ]
    details = {"not_bought": 1 - value}
    if value > 0 and all_finite(1 / value):
        details["trials_per_sale"] = 1 / value
        steps.append(Step("test_drive.steps.per_sale", rf"\frac{{1}}{{C}} = {number(1 / value, 4)}"))
    if set_aside is not None:
        details["set_aside"] = set_aside
    return Answer(value, substituted, tuple(steps), _warnings(value, tried), details=details)


def trial_rate(*, triers: float, target: float) -> Answer:
    r"""Share of the people meant who took the trial.

    .. math:: T = \frac{t}{N}

    Args:
        triers: people who tried, count, 0 to ``target``.
        target: people who were invited, or the whole target group, count.

    Returns:
        The share as a decimal; no answer without a target group.

    Source:
        Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 4.

    Example:
        >>> trial_rate(triers=300, target=2000).value
        0.15
    """
    ratio = fraction(number(triers), number(target))
    if target == 0:
        return Answer(None, f"T = {ratio}", no_answer=Notice("test_drive.no_answer.no_target"))
    value = triers / target
    substituted = f"T = {ratio} = {number(value)} = {percent(value)}"
    steps = (Step("test_drive.steps.target", number(target)), Step("test_drive.steps.rate", substituted))
    return Answer(value, substituted, steps, _few(target), details={"did_not_try": 1 - value})


def incremental(*, offered_bought: float, offered: float, control_bought: float, control: float) -> Answer:
    r"""Buyers per person offered the trial, less buyers per person of a control group: what the offer itself adds.

    .. math:: \Delta = \frac{b_1}{n_1} - \frac{b_0}{n_0}

    Args:
        offered_bought: buyers among those offered the trial, whether they took it or not, count, 0 to ``offered``.
        offered: people offered the trial, by chance, count.
        control_bought: buyers among those not offered it, count, 0 to ``control``.
        control: people not offered it, by the same chance, count.

    Returns:
        A decimal difference, negative when the control bought more often; no answer when a group is empty.

    Source:
        Gerber and Green (2012), Field Experiments, ch. 2 and 5 (effect of the assignment).

    Example:
        >>> round(incremental(offered_bought=90, offered=600, control_bought=60, control=600).value, 4)
        0.05
    """
    first, second = fraction(number(offered_bought), number(offered)), fraction(number(control_bought), number(control))
    if min(offered, control) == 0:
        return Answer(None, rf"\Delta = {first} - {second}", no_answer=Notice("test_drive.no_answer.empty_group"))
    with_trial, without = offered_bought / offered, control_bought / control
    value = with_trial - without
    substituted = rf"\Delta = {first} - {second} = {number(value)} = {percent(value)}"
    steps = [
        Step("test_drive.steps.offered", f"{first} = {percent(with_trial)}"),
        Step("test_drive.steps.control", f"{second} = {percent(without)}"),
        Step("test_drive.steps.subtract", substituted),
    ]
    details = {"with_trial": with_trial, "without_trial": without, "extra_buyers": value * offered}
    if value > 0 and all_finite(1 / value):
        details["offers_per_extra_sale"] = 1 / value
        steps.append(Step("test_drive.steps.per_extra", rf"\frac{{1}}{{\Delta}} = {number(1 / value, 4)}"))
    if without > 0:
        details["relative"] = value / without
    said = list(_few(min(offered, control)))
    if value <= 0:
        said.append(Notice("test_drive.warnings.no_gain", {"with": with_trial, "without": without}))
    return Answer(value, substituted, tuple(steps), tuple(said), details=finite_only(details))


def cost_per_sale(*, cost_per_trial: float, bought: float, tried: float, losses_in_file: float | None = None) -> Answer:
    r"""Cost of the trials behind one sale.

    .. math:: K = \frac{c}{b / n}

    Args:
        cost_per_trial: cost of one trial, money.
        bought: of those who tried, buyers within the window, count, 0 to ``tried``.
        tried: people who tried, count.
        losses_in_file: rows of the whole file without a purchase, count; 0 means a file of sales.

    Returns:
        Money per sale; no answer when nobody tried or bought, or when the file holds sales only.

    Source:
        Cost per trial over conversion; Farris et al. (2010), Marketing Metrics, 2nd ed., ch. 9 (cost per acquisition).

    Example:
        >>> cost_per_sale(cost_per_trial=12, bought=45, tried=300).value
        80.0
    """
    right = rf"\frac{{{number(cost_per_trial)}}}{{{number(bought)} / {number(tried)}}}"
    stop = _cannot_measure(tried, losses_in_file)
    if stop is None and bought == 0:
        stop = Notice("test_drive.no_answer.no_sales", {"count": tried})
    if stop is not None:
        return Answer(None, f"K = {right}", no_answer=stop)
    share = bought / tried
    value = cost_per_trial / share if share > 0 else float("inf")
    if not all_finite(value):
        return too_large("K", right)
    substituted = f"K = {right} = {number(value)}"
    steps = (
        Step("test_drive.steps.divide", f"C = {fraction(number(bought), number(tried))} = {percent(share)}"),
        Step("test_drive.steps.cost", substituted),
    )
    return Answer(value, substituted, steps, _few(tried), details={"conversion": share})


def _cannot_measure(tried: float, losses_in_file: float | None) -> Notice | None:
    if losses_in_file == 0:
        return Notice("test_drive.no_answer.only_sales", severity="stop")
    return Notice("test_drive.no_answer.nobody_tried") if tried == 0 else None


def _warnings(value: float, tried: float) -> tuple[Notice, ...]:
    said = list(_few(tried))
    if value == 0:
        said.append(Notice("test_drive.warnings.nobody_bought", {"count": tried}, "info"))
    if value == 1:
        said.append(Notice("test_drive.warnings.everybody_bought", {"count": tried}))
    return tuple(said)


def _few(count: float) -> tuple[Notice, ...]:
    return (Notice("test_drive.warnings.few", {"count": count}),) if count < _FEW else ()


INDICATOR = Indicator(
    slug="test_drive",
    framework="jeffery",
    number=2,
    family="marketing",
    better="higher",
    inputs=(
        Input("bought", "b", Unit.COUNT, default=158, at_most="tried"),
        Input("tried", "n", Unit.COUNT, default=819),
        Input("triers", "t", Unit.COUNT, default=331, at_most="target"),
        Input("target", "N", Unit.COUNT, default=909),
        Input("offered_bought", "b_1", Unit.COUNT, default=107, at_most="offered"),
        Input("offered", "n_1", Unit.COUNT, default=909),
        Input("control_bought", "b_0", Unit.COUNT, default=69, at_most="control"),
        Input("control", "n_0", Unit.COUNT, default=891),
        Input("cost_per_trial", "c", Unit.MONEY, default=28),
        Input("losses_in_file", "l", Unit.COUNT, required=False, evidence=True),
        Input("set_aside", "s", Unit.COUNT, required=False, evidence=True),
    ),
    variants=(
        Variant(
            "conversion",
            ("bought", "tried"),
            Unit.RATE,
            r"C = \frac{b}{n}",
            conversion,
            Proportion("bought", "tried"),
            optional=("losses_in_file", "set_aside"),
        ),
        Variant(
            "trial_rate",
            ("triers", "target"),
            Unit.RATE,
            r"T = \frac{t}{N}",
            trial_rate,
            Proportion("triers", "target"),
        ),
        Variant(
            "incremental",
            ("offered_bought", "offered", "control_bought", "control"),
            Unit.RATE,
            r"\Delta = \frac{b_1}{n_1} - \frac{b_0}{n_0}",
            incremental,
            Uplift(("offered_bought", "offered"), ("control_bought", "control")),
        ),
        Variant(
            "cost_per_sale",
            ("cost_per_trial", "bought", "tried"),
            Unit.MONEY,
            r"K = \frac{c}{b / n}",
            cost_per_sale,
            CostPerSale("cost_per_trial", "bought", "tried"),
            optional=("losses_in_file",),
            better="lower",
        ),
    ),
    shapes=SHAPES,
)
