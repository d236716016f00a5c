"""Cells of word of mouth: round by round to the total reach, what a click really cost, and the paid ones left out."""

from __future__ import annotations

import streamlit as st

from lib.charts import bars, columns
from lib.core import InputError, Result, Unit
from lib.ui.cells.common import Picture, chart, columns_of, explained, heading
from lib.ui.definitions import definition, known_inputs
from lib.ui.measuring import measure_extra
from lib.ui.notebook import Notebook
from lib.ui.words import number, plain, value

_RULES = ("wom.rules.paid", "wom.rules.rewarded")


def generations(page: Notebook) -> None:
    """Customers in all after each round of invitations, up to where the sum ends."""
    found = _reach(page)
    if explained(page, "generations", generations_picture(page)) and found is not None:
        st.markdown(page.text("cells.generations.limit", k=found.details["k"], end=found.value))


def _reach(page: Notebook) -> Result | None:
    found = definition(page, "total_reach", known_inputs(page))
    if found is None or found.result.value is None or "generations" not in found.result.series:
        return None
    return found.result


def generations_picture(page: Notebook) -> Picture | None:
    """Customers in all as columns, one per round; None where the sum does not end."""
    found = _reach(page)
    if found is None or found.value is None:
        return None
    end = found.value
    shown = rounds_worth_showing(found.series["generations"], end)
    rows = [{"x": place, "value": reach} for place, reach in enumerate(shown)]
    alt = plain("wom.cells.generations.alt", rounds=len(shown) - 1, reach=shown[-1], end=end)
    spec = columns(
        rows, x=plain("wom.cells.generations.round"), y=plain("wom.cells.generations.customers"), unit="ratio"
    )
    table = [{"round": number(row["x"], "count"), "customers": number(row["value"])} for row in rows]
    labels = {name: f"wom.cells.generations.{name}" for name in ("round", "customers")}
    return Picture(spec, alt, lambda: columns_of(table, labels))


def rounds_worth_showing(reached: tuple[float, ...], end: float, *, close: float = 0.001) -> tuple[float, ...]:
    """The rounds up to the one that has come as near to the end as makes no difference.

    Args:
        reached: customers in all after no round, one round, and so on.
        end: where the sum ends.
        close: share of the end that may be missing.

    Example:
        >>> rounds_worth_showing((1.0, 1.2, 1.24, 1.248, 1.2496, 1.24992), 1.25)
        (1.0, 1.2, 1.24, 1.248, 1.2496)
    """
    far = sum(one < end * (1 - close) for one in reached)
    return reached[: max(2, far + 1)]


def click_price(page: Notebook) -> None:
    """The price of a direct click beside that of any click, the recommended ones included."""
    known = known_inputs(page)
    found = definition(page, "effective_cpc", known)
    if found is None or found.result.value is None or not known["recommended"]:
        return
    heading(page, "click_price", own=True)
    st.markdown(page.text("cells.click_price.explain"))
    prices = {"direct": float(known["cpc"]), "all": found.result.value}
    _two(page, "click_price", prices, Unit.MONEY, ("click", "price"), cpc=known["cpc"], effective=found.result.value)
    worth = known["recommended"] * known["cpc"]
    st.markdown(page.text("cells.click_price.saved", recommended=known["recommended"], worth=worth))


def paid_recommendations(page: Notebook) -> None:
    """WOM beside what it would look like with paid recommendations counted as if they were free."""
    paid = _paid(page)
    if page.measured is None or not paid:
        return
    counts = {name: page.measured.overall.get(name) for name in ("direct", "recommended")}
    if None in counts.values():
        return
    direct, recommended = (float(counts[name] or 0) for name in ("direct", "recommended"))
    try:
        unpaid = page.ind.compute(variant="wom", direct=direct, recommended=recommended).value
        both = page.ind.compute(variant="wom", direct=direct, recommended=recommended + paid).value
    except InputError:
        return
    if unpaid is None or both is None:
        return
    heading(page, "paid", own=True)
    st.markdown(page.text("cells.paid.explain"))
    ratios = {"unpaid": unpaid, "with_paid": both}
    _two(page, "paid", ratios, Unit.RATIO, ("what", "ratio"), unpaid=unpaid, with_paid=both, count=paid)


def _paid(page: Notebook) -> float:
    """Paid recommendations in the data of the whole; 0 where the numbers on screen are those of a part."""
    if page.measured is None or page.measured.focus != "all":
        return 0.0
    counted = measure_extra(page, "paid")
    if not counted.empty:
        return float(counted["paid"].sum())
    left_out = (item.fields.get("count", 0) for item in page.measured.notices if item.code in _RULES)
    return float(sum(float(str(count)) for count in left_out))


def _two(
    page: Notebook, cell: str, values: dict[str, float], unit: Unit, columns: tuple[str, str], **fields: float
) -> None:
    """Two bars with their values, and the same as a table."""
    texts = f"wom.cells.{cell}"
    rows = [
        {"label": plain(f"{texts}.{name}"), "value": amount, "text": value(amount, unit)}
        for name, amount in values.items()
    ]
    spec = bars(rows, x=plain(f"{texts}.axis"), unit="ratio")
    table = [{columns[0]: row["label"], columns[1]: row["text"]} for row in rows]
    labels = {name: f"{texts}.{name}" for name in columns}
    chart(spec, key=f"wom__{cell}", alt=plain(f"{texts}.alt", **fields), table=columns_of(table, labels))
