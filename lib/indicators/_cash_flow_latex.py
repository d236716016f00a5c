"""Sums of cash flows as they stand in a worked solution; long ones are shortened in the middle."""

from __future__ import annotations

from collections.abc import Sequence

from lib.core.latex import fraction, number

_SHOWN = 7
_LISTED = 12


def listed(values: Sequence[float]) -> str:
    r"""Amounts one after the other, at most twelve; a narrow page may break the line after a comma.

    Args:
        values: money.

    Example:
        >>> listed([-100, 60])
        '-100, \\allowbreak 60'
    """
    return r", \allowbreak ".join(map(number, values[:_LISTED]))


def signed_sum(parts: Sequence[tuple[float, str]]) -> str:
    r"""Terms joined by their signs; of more than seven the first four and the last two.

    Args:
        parts: a number, whose sign joins the term, and the LaTeX of the term without its sign.

    Example:
        >>> signed_sum([(-1, "100"), (1, "60"), (-1, "5")])
        '-100 + 60 - 5'
    """
    shown = list(parts) if len(parts) <= _SHOWN else [*parts[:4], (1.0, r"\cdots"), *parts[-2:]]
    text = ""
    for value, latex in shown:
        sign = "-" if value < 0 else "+"
        text += f" {sign} {latex}" if text else ("-" if value < 0 else "") + latex
    return text or "0"


def discounted_sum(flows: Sequence[float], times: Sequence[float], factor: str) -> str:
    r"""The flows, each over a power of the discount factor.

    Args:
        flows: money.
        times: exponents, in periods or years.
        factor: LaTeX of one plus the rate.

    Example:
        >>> discounted_sum((-100, 60), (0, 1), "1.1")
        '-100 + \\frac{60}{1.1}'
    """
    return signed_sum([(flow, _term(abs(flow), time, factor)) for flow, time in zip(flows, times, strict=True)])


def plain_sum(flows: Sequence[float]) -> str:
    """The flows added up.

    Example:
        >>> plain_sum((-100, 60))
        '-100 + 60'
    """
    return signed_sum([(flow, number(abs(flow))) for flow in flows])


def _term(size: float, time: float, factor: str) -> str:
    if time == 0 or size == 0:
        return number(size)
    return fraction(number(size), factor if time == 1 else rf"{factor}^{{{number(time, 4)}}}")
