"""Families of p-values: adjusted so that many looks do not pass for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, overload

import numpy as np

from lib.core.checks import check_choice, check_level, check_number
from lib.stats._checks import Values


@overload
def adjust(p_values: Sequence[float], method: str = "holm", *, level: float = 0.95) -> tuple[float, ...]: ...
@overload
def adjust(
    p_values: Sequence[float | None], method: str = "holm", *, level: float = 0.95
) -> tuple[float | None, ...]: ...
def adjust(p_values: Sequence[float | None], method: str = "holm", *, level: float = 0.95) -> tuple[float | None, ...]:
    """Adjusted p-values, in the order given; compare them with the usual threshold.

    Holm: the i-th smallest of m times m - i + 1, never below the one before; BH: times m / i, never above the next;
    BKY: the same times (1 + q) (m - r) / m, r those that BH finds at q / (1 + q), q = 1 - level.

    Args:
        p_values: in [0, 1]; None where no test was possible, which stays None and does not count.
        method: holm and bonferroni (chance of any false alarm), bh and bky (share of false alarms among alarms; bky
            finds more where many effects are real), none; also hochberg, sidak, holm_sidak and by to check other
            programs.
        level: for bky alone, whose values hold only against the threshold 1 - level; decimal in (0, 1). They can lie
            below the p-value itself where most of the family is found at the first stage.

    Raises:
        InputError: a p-value outside [0, 1].

    Source: Holm (1979); Benjamini and Hochberg (1995); Wright (1992); Benjamini, Krieger and Yekutieli (2006),
    Biometrika 93, 491-507, definition 6.

    Example:
        >>> adjust([0.01, 0.04, 0.03])
        (0.03, 0.06, 0.06)
    """
    check_choice("method", method, _METHODS)
    threshold = 1 - check_level(level)
    known = [
        check_number(f"p_values[{index}]", p, minimum=0, maximum=1) for index, p in enumerate(p_values) if p is not None
    ]
    if not known:
        return tuple(None for _ in p_values)
    p = np.array(known)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(_METHODS[method](p[order], threshold), 1.0)
    rest = iter(adjusted.tolist())
    return tuple(None if p is None else next(rest) for p in p_values)


def _ranks(p: Values) -> Values:
    return np.arange(1, p.size + 1, dtype=np.float64)


def _up(scaled: Values) -> Values:
    """Never below the one before."""
    return np.asarray(np.maximum.accumulate(scaled))


def _down(scaled: Values) -> Values:
    """Never above the next."""
    return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])


def _sidak(p: Values, power: Values | float) -> Values:
    # 1 - (1 - p)^power without losing the digits of small p
    return np.asarray(-np.expm1(power * np.log1p(-np.minimum(p, 1 - 1e-16))))


def _bh(p: Values) -> Values:
    return _down(p * p.size / _ranks(p))


def _bky(p: Values, threshold: float) -> Values:
    """BH with the number of true hypotheses estimated by a first, stricter pass."""
    once = _bh(p)
    found = int((once <= threshold / (1 + threshold)).sum())
    # Nothing found, or everything: the first pass is the answer.
    unproven = p.size - found if found < p.size else p.size
    return once * (1 + threshold) * unproven / p.size


def _by(p: Values) -> Values:
    return _bh(p) * float((1 / _ranks(p)).sum())


_METHODS: Final[dict[str, Callable[[Values, float], Values]]] = {
    "holm": lambda p, _: _up(p * (p.size + 1 - _ranks(p))),
    "bh": lambda p, _: _bh(p),
    "bky": _bky,
    "bonferroni": lambda p, _: p * p.size,
    "none": lambda p, _: p,
    "hochberg": lambda p, _: _down(p * (p.size + 1 - _ranks(p))),
    "sidak": lambda p, _: _sidak(p, p.size),
    "holm_sidak": lambda p, _: _up(_sidak(p, p.size + 1 - _ranks(p))),
    "by": lambda p, _: _by(p),
}
