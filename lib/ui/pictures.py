"""The charts whose rows follow a held slider: what each page draws under that name, as a function of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from lib.ui.cells.ad_returns import scale_picture
from lib.ui.cells.benchmark import mark_strip
from lib.ui.cells.cash_flows import flow_picture, profile_picture
from lib.ui.cells.clicks import limit_picture
from lib.ui.cells.common import Picture
from lib.ui.cells.customer_value import steepness_picture, to_cost_picture
from lib.ui.cells.offers import economics_picture, funnel_picture
from lib.ui.cells.payback import balance_picture
from lib.ui.cells.profits import break_even_picture, bridge_picture
from lib.ui.cells.result import groups, trend
from lib.ui.cells.word_of_mouth import generations_picture
from lib.ui.notebook import Notebook

Pictures = Mapping[str, Callable[[Notebook], Picture | None]]
_ALL: Final[Pictures] = {"trend": trend, "groups": groups, "benchmark": mark_strip}
_OWN: Final[Mapping[str, Pictures]] = {
    "npv": {"flows": flow_picture, "profile": profile_picture},
    "irr": {"profile": profile_picture},
    "payback": {"balance": balance_picture},
    "cltv": {"steepness": steepness_picture, "to_cost": to_cost_picture},
    "profit": {"bridge": bridge_picture, "break_even": break_even_picture},
    "take_rate": {"funnel": funnel_picture, "economics": economics_picture},
    "roa": {"scale": scale_picture},
    "cpc": {"limit": limit_picture},
    "wom": {"generations": generations_picture},
}


def pictures(slug: str) -> Pictures:
    """The charts of a page by name."""
    return {**_ALL, **_OWN.get(slug, {})}
