"""How much of alpha a test may have spent by a share of its information (Lan and DeMets 1983)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from scipy import special

from lib.core.checks import check_number
from lib.stats._distributions import normal_upper


def check_parameter(spending: str, given: float | None) -> float | None:
    """Gamma or rho within what makes sense, its default where none is given; None for functions without one."""
    if spending == "hwang_shih_decani":
        return check_number("parameter", -4.0 if given is None else given, minimum=-40, maximum=40)
    if spending == "power":
        return check_number("parameter", 3.0 if given is None else given, above=0, maximum=50)
    return None


def _like_obrien_fleming(time: float, alpha: float, _: float) -> float:
    return 2 * float(special.ndtr(-normal_upper(alpha / 2) / math.sqrt(time)))


def _like_pocock(time: float, alpha: float, _: float) -> float:
    return alpha * math.log1p((math.e - 1) * time)


def _hwang_shih_decani(time: float, alpha: float, gamma: float) -> float:
    return alpha * time if gamma == 0 else alpha * math.expm1(-gamma * time) / math.expm1(-gamma)


def _power_family(time: float, alpha: float, rho: float) -> float:
    return float(alpha * time**rho)


# One side's chance spent by a share of the information: time, alpha of that side, parameter.
SPENDING: Final[dict[str, Callable[[float, float, float], float]]] = {
    "obrien_fleming": _like_obrien_fleming,
    "pocock": _like_pocock,
    "hwang_shih_decani": _hwang_shih_decani,
    "power": _power_family,
}
