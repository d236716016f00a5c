"""What a campaign changes in the cash of a business: sales without and with it, margin, cost, tax, working capital, period by period."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, Literal

from lib.core.checks import check_choice
from lib.core.errors import InputError
from lib.core.indicator import Input
from lib.core.records import Unit
from lib.indicators import _cash_flows as flows_of

Losses = Literal["offset", "carried"]
LOSSES: Final[tuple[Losses, ...]] = ("offset", "carried")

# An example of round numbers: sales climb while the campaign runs, and fall back after it.
SERIES: Final = (
    Input("base_sales", "S_t", Unit.MONEY, (0.0, 400000.0, 400000.0, 400000.0, 400000.0), kind="series"),
    Input("campaign_sales", "S'_t", Unit.MONEY, (0.0, 520000.0, 560000.0, 500000.0, 460000.0), kind="series"),
    Input("campaign_cost", "K_t", Unit.MONEY, (60000.0, 30000.0, 10000.0, 0.0, 0.0), kind="series"),
)
NUMBERS: Final = (
    Input("margin", "m", Unit.RATE, 0.4, minimum=None, maximum=1, step=0.01),
    Input("tax_rate", "s", Unit.RATE, 0.0, maximum=1, step=0.01),
    Input("working_capital", "w", Unit.RATE, 0.0, maximum=1, step=0.01),
    Input("investment", "I", Unit.MONEY, 0.0),
)
INPUTS: Final[Mapping[str, Input]] = MappingProxyType({item.name: item for item in (*SERIES, *NUMBERS)})


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a campaign; amounts are what the campaign changes.

    Attributes:
        time: when its money counts as moved, in periods or, where some of them are months, in years from now.
        sales: sales with the campaign less those without it.
        margin: what is left of them after the cost of the goods.
        cost: spent on the campaign.
        write_off: share of the investment that counts as cost for the tax of this period; no money moves.
        tax: paid, or below nought got back.
        tied_up: working capital at the end of the period.
        released: change of the working capital as a cash flow, below nought where it is built up.
        investment: spent on what is written off.
        flow: the money that moves: margin - cost - tax + released - investment.
    """

    time: float
    sales: float
    margin: float
    cost: float
    write_off: float
    tax: float
    tied_up: float
    released: float
    investment: float
    flow: float


@dataclass(frozen=True, slots=True)
class CampaignFlows:
    """The incremental cash flows of a campaign.

    Attributes:
        periods: one per period, the first one now.
        got_back: tax that losses saved at once, because they are set against other profit.
        unused_loss: loss carried forward that no later profit was large enough to use.
    """

    periods: tuple[Period, ...]
    got_back: float
    unused_loss: float

    @property
    def flows(self) -> tuple[float, ...]:
        """The free cash flows."""
        return tuple(one.flow for one in self.periods)

    @property
    def times(self) -> tuple[float, ...]:
        """When they fall."""
        return tuple(one.time for one in self.periods)


def campaign_flows(
    *,
    base_sales: Sequence[float],
    campaign_sales: Sequence[float],
    campaign_cost: Sequence[float],
    margin: float,
    tax_rate: float = 0.0,
    losses: str = "offset",
    working_capital: float = 0.0,
    investment: float = 0.0,
    months: float = 0,
) -> CampaignFlows:
    r"""Free cash flow of what a campaign adds.

    .. math:: CF_t = m (S'_t - S_t) - K_t - T_t - (W_t - W_{t-1}) - I_t, \quad W_t = w (S'_t - S_t), \quad W_T = 0

    Args:
        base_sales: sales per period that would come without the campaign, the first one now.
        campaign_sales: sales with it, as many.
        campaign_cost: spent on the campaign, as many.
        margin: contribution of a unit of sales after the cost of the goods, decimal, at most 1.
        tax_rate: share of profit, decimal; the tax of a period is paid in it.
        losses: ``offset``, set at once against other profit of the business, so that tax comes back; or ``carried`` forward
            and set against later profit of the campaign alone, what is never used being lost.
        working_capital: stock and unpaid bills as a share of the added sales, of a year where some periods are months. It is
            built up in the period of the sales, and what is left comes back in the last one.
        investment: spent now and written off evenly over the later periods, for the tax alone.
        months: how many of the periods after the first are months; all later ones are then years.

    Returns:
        The parts of each flow, and the flows.

    Raises:
        InputError: for series of different length, fewer than two periods, or numbers out of bounds.

    Source:
        Brealey, Myers and Allen (2020), Principles of Corporate Finance, 13th ed., ch. 6: incremental, after tax, working capital
        recovered at the end; Jeffery (2010), Data-Driven Marketing, ch. 5.

    Example:
        >>> found = campaign_flows(
        ...     base_sales=(0, 100), campaign_sales=(0, 300), campaign_cost=(60, 0), margin=0.5, tax_rate=0.25
        ... )
        >>> found.flows
        (-45.0, 75.0)
    """
    given = _checked(locals())
    check_choice("losses", losses, LOSSES)
    base, sales, cost = (given[item.name] for item in SERIES)
    added = flows_of.difference(sales, base)
    times = flows_of.mixed_times(len(added), months)
    written = _written_off(given["investment"], times)
    earned = [given["margin"] * one for one in added]
    profits = [gain - spent - part for gain, spent, part in zip(earned, cost, written, strict=True)]
    taxed, unused = (profits, 0.0) if losses == "offset" else _carried(profits)
    taxes = [given["tax_rate"] * one for one in taxed]
    levels = _tied_up(given["working_capital"], added, times)
    released = [before - after for before, after in pairwise((0.0, *levels))]
    spent = [given["investment"], *[0.0] * (len(added) - 1)]
    columns = (times, added, earned, cost, written, taxes, levels, released, spent)
    periods = tuple(_period(*parts) for parts in zip(*columns, strict=True))
    if not all(map(math.isfinite, (one.flow for one in periods))):
        raise InputError.too_large("campaign_sales", max(map(abs, (*sales, *base))), 1e300)
    return CampaignFlows(periods, -math.fsum(min(tax, 0.0) for tax in taxes), unused)


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: item.check(given[name]) for name, item in INPUTS.items()}
    first = SERIES[0].name
    if len(found[first]) < 2:
        raise InputError.too_few(first, len(found[first]), 2)
    for item in SERIES[1:]:
        if len(found[item.name]) != len(found[first]):
            raise InputError.different_lengths(item.name, len(found[item.name]), first, len(found[first]))
    return found


def _written_off(investment: float, times: Sequence[float]) -> list[float]:
    """Evenly by time, so that a year carries twelve times what a month does."""
    return [0.0, *(investment * (after - before) / times[-1] for before, after in pairwise(times))]


def _carried(profits: Sequence[float]) -> tuple[list[float], float]:
    """Profits less the losses brought forward, never below nought; and the loss that is left."""
    left, taxed = 0.0, []
    for profit in profits:
        used = min(left, max(profit, 0.0))
        left += max(-profit, 0.0) - used
        taxed.append(max(profit, 0.0) - used)
    return taxed, left


def _tied_up(share: float, added: Sequence[float], times: Sequence[float]) -> list[float]:
    """A share of the sales at the pace of the period; nothing once the last one is over."""
    lengths = [after - before for before, after in pairwise(times)]
    levels = [share * sales / length for sales, length in zip(added, (lengths[0], *lengths), strict=True)]
    return [*levels[:-1], 0.0]


def _period(
    time: float,
    sales: float,
    margin: float,
    cost: float,
    write_off: float,
    tax: float,
    tied_up: float,
    released: float,
    investment: float,
) -> Period:
    flow = math.fsum((margin, -cost, -tax, released, -investment))
    return Period(time, sales, margin, cost, write_off, tax, tied_up, released, investment, flow)
