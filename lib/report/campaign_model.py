"""The sheet of a campaign: from sales without and with it to cash flows and their value, every step a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from lib.core.records import Unit
from lib.indicators.campaign_flows import INPUTS, SERIES
from lib.knowledge import catalogue
from lib.report.expressions import Node, Part, Span, call
from lib.report.flow_models import discounted, years
from lib.report.model import Model
from lib.report.sheet import Words
from lib.report.workbook import ModelSheet

# Names of the catalogue: its file, and the entry that describes the sheet.
_SLUG: Final = "campaign"
_PLAN: Final = "plan"


def campaign_workbook(
    inputs: Mapping[str, Any], *, rate: float, timing: str = "end", language: str = catalogue.SOURCE
) -> bytes:
    """The file.

    Args:
        inputs: of ``campaign_flows``.
        rate: what money must earn per period or, where some periods are months, per year; decimal.
        timing: as for ``campaign_cases``.
        language: of labels and notes.

    Raises:
        InputError: for inputs that ``campaign_flows`` refuses.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    ModelSheet(book, Words(_SLUG, language)).write(campaign_model(inputs, rate=rate, timing=timing), _PLAN)
    book.close()
    return buffer.getvalue()


def campaign_model(inputs: Mapping[str, Any], *, rate: float, timing: str = "end") -> Model:
    """Inputs, one column per step of the cash flow, and the net present value.

    Example:
        >>> plan = {"base_sales": (0, 0), "campaign_sales": (0, 220), "campaign_cost": (60, 0), "margin": 0.5}
        >>> found = campaign_model(plan, rate=0.1)
        >>> round(found.worked_out()[found.result.node], 9)
        40.0
    """
    held: dict[str, Any] = {name: item.check(inputs.get(name, item.default)) for name, item in INPUTS.items()}
    held |= {"months": float(inputs.get("months", 0)), "discount_rate": rate}
    count = len(held[SERIES[0].name])
    model = Model({**held, "period": tuple(map(float, range(count)))})
    periods = model.typed("period", Unit.PERIODS)
    base, sales, cost = (model.typed(item.name) for item in SERIES)
    share, tax, tied, spent = (
        model.number(name, INPUTS[name].unit) for name in ("margin", "tax_rate", "working_capital", "investment")
    )
    times: Sequence[Node] = years(model, periods)[1] if held["months"] else periods
    added = model.column("added_sales", [one - other for one, other in zip(sales, base, strict=True)])
    margins = model.column("margin_earned", [one * share for one in added])
    written = model.column("written_off", [spent * 0.0, *_by_time(spent, times)])
    parts = zip(margins, cost, written, strict=True)
    profits = model.column("profit_taxed", [one - paid - part for one, paid, part in parts])
    taxed = _carried(model, profits) if inputs.get("losses") == "carried" else profits
    taxes = model.column("tax_due", [one * tax for one in taxed])
    released = _released(model, added, times, tied)
    flows = [one - paid - due + free for one, paid, due, free in zip(margins, cost, taxes, released, strict=True)]
    flows = model.column("cash_flow", [flows[0] - spent, *flows[1:]])
    values = discounted(model, flows, _moved(model, times, timing), model.number("discount_rate", Unit.RATE))
    model.answer(call("SUM", Span(values)), Unit.MONEY)
    return model


def _by_time(spent: Node, times: Sequence[Node]) -> list[Node]:
    return [spent * (after - before) / times[-1] for before, after in pairwise(times)]


def _carried(model: Model, profits: Sequence[Node]) -> list[Node]:
    """Profits less the losses before them that no profit has used."""
    left = [call("MAX", 0.0, -profits[0])]
    taxed = [call("MAX", 0.0, profits[0])]
    for profit in profits[1:]:
        taxed.append(call("MAX", 0.0, profit - left[-1]))
        left.append(call("MAX", 0.0, left[-1] - profit))
    model.column("loss_left", left)
    return model.column("profit_less_losses", taxed)


def _released(model: Model, added: Sequence[Node], times: Sequence[Node], tied: Node) -> list[Node]:
    lengths = [after - before for before, after in pairwise(times)]
    levels = [tied * sales / length for sales, length in zip(added, (lengths[0], *lengths), strict=True)]
    levels = model.column("capital_tied_up", [*levels[:-1], tied * 0.0])
    freed = [before - after for before, after in pairwise(levels)]
    return model.column("capital_released", [-levels[0], *freed])


def _moved(model: Model, times: Sequence[Node], timing: str) -> list[Part]:
    """When the flows count; as ``campaign_cases`` has it."""
    if timing == "middle":
        middles = [(before + after) / 2 for before, after in pairwise(times)]
        return list(model.column("exponent", [times[0] * 1.0, *middles], None))
    if timing == "spreadsheet":
        return list(model.column("exponent", [time + times[1] for time in times], None))
    return list(times)
