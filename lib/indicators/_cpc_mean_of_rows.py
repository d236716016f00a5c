"""The mean of the rows' own costs per click, which is taken for the cost per click so often that it is shown as the mistake it is."""

from __future__ import annotations

from lib.core import Answer, Notice, Step
from lib.core.latex import fraction, number
from lib.indicators._guarded import all_finite, too_large


def mean_of_rows(
    *, row_cpc_sum: float, rows_with_clicks: float, cost: float | None = None, clicks: float | None = None
) -> Answer:
    r"""The mean of the CPCs of single rows: not what a click costs, because a row with one click weighs as much as one with a thousand.

    .. math:: \overline{\mathrm{CPC}} = \frac{1}{k} \sum_{i=1}^{k} \frac{C_i}{N_i}

    Args:
        row_cpc_sum: sum of the CPCs of the rows that have clicks, money.
        rows_with_clicks: number of those rows, count.
        cost: of all rows, money; sets the right figure beside the wrong one.
        clicks: of all rows, count.

    Returns:
        Money, always with a warning; no answer without rows that have clicks.

    Source:
        Air France internet marketing, Kellogg case KEL319, a student solution: 1.89 as mean of keyword CPCs, 1.4728 of totals.

    Example:
        >>> mean_of_rows(row_cpc_sum=6, rows_with_clicks=4).value
        1.5
    """
    left, right = r"\overline{\mathrm{CPC}}", fraction(number(row_cpc_sum), number(rows_with_clicks))
    if rows_with_clicks == 0:
        return Answer(None, f"{left} = {right}", no_answer=Notice("cpc.no_answer.no_rows"))
    value = row_cpc_sum / rows_with_clicks
    if not all_finite(value):
        return too_large(left, right)
    substituted = f"{left} = {right} = {number(value)}"
    steps = [Step("cpc.steps.mean_of_rows", substituted)]
    if cost is None or clicks is None or clicks == 0:
        return Answer(value, substituted, tuple(steps), (Notice("cpc.warnings.mean_is_no_price"),))
    line = rf"\frac{{C}}{{N}} = {fraction(number(cost), number(clicks))} = {number(cost / clicks)}"
    steps.append(Step("cpc.steps.of_totals", line))
    warning = Notice("cpc.warnings.mean_of_rows", {"mean": value, "cpc": cost / clicks})
    return Answer(value, substituted, tuple(steps), (warning,), details={"cpc": cost / clicks})


def add_mean_of_rows(
    details: dict[str, float], steps: list[Step], value: float, total: float | None, rows: float | None
) -> list[Notice]:
    """Adds the mean of the rows' own costs per click; a remark where it is another figure."""
    if total is None or not rows or rows < 2 or not all_finite(total / rows):
        return []
    details["mean_of_rows"] = total / rows
    steps.append(Step("cpc.steps.mean_of_rows", rf"\overline{{\mathrm{{CPC}}}} = {number(total / rows)}"))
    if abs(total / rows - value) <= 0.005 * value:
        return []
    return [Notice("cpc.warnings.not_the_mean", {"mean": total / rows, "cpc": value}, "info")]
