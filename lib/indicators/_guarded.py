"""Numbers that a float cannot hold are no answer, not infinity."""

from __future__ import annotations

import math
from collections.abc import Mapping

from lib.core import Answer, Notice


def all_finite(*values: float) -> bool:
    """Whether every value is a number that can be shown.

    Example:
        >>> all_finite(1.0, 1e308), all_finite(1e308 * 10)
        (True, False)
    """
    return all(math.isfinite(value) for value in values)


def too_large(left: str, right: str) -> Answer:
    """No answer, because the arithmetic leaves the range of floating point numbers.

    Args:
        left: LaTeX of the symbol.
        right: LaTeX of the expression with the numbers in it.
    """
    return Answer(None, f"{left} = {right}", no_answer=Notice("common.no_answer.too_large"))


def finite_only(details: Mapping[str, float]) -> dict[str, float]:
    """The details without those that overflowed.

    Example:
        >>> finite_only({"a": 1.0, "b": float("inf")})
        {'a': 1.0}
    """
    return {name: value for name, value in details.items() if math.isfinite(value)}
