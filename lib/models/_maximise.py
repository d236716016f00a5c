"""Maximum likelihood for positive parameters: quasi-Newton in their logarithms, then Newton steps to full precision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
# Log-likelihood and its gradient with respect to the parameters themselves, not their logarithms.
Likelihood = Callable[[Array], tuple[float, Array]]

_STEP: Final = 1e-5
_STEPS, _STRIDE, _DONE = 25, 1.0, 1e-6  # of Newton from nearby
_FAR: Final = 12.0  # e^12 = 160,000 times the start: the likelihood goes on rising towards a bound it never reaches


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where a likelihood is highest.

    Attributes:
        parameters: all > 0.
        log_likelihood: there.
        covariance: of the logarithms of the parameters, from the curvature; None where the surface is flat in a direction.
        converged: False where the maximum lies at a bound or was not reached.
    """

    parameters: Array
    log_likelihood: float
    covariance: Array | None
    converged: bool

    @property
    def standard_errors(self) -> Array | None:
        """Of the parameters themselves, by the delta method."""
        return None if self.covariance is None else self.parameters * np.sqrt(np.diag(self.covariance))


def maximise(likelihood: Likelihood, start: Array, *, near: bool = False) -> Maximum:
    """The parameters of the highest likelihood.

    Args:
        likelihood: with its gradient.
        start: all > 0.
        near: whether the start lies close to the maximum, as in resampling: then a few Newton steps do, and quasi-Newton
            follows only where they fail.
    """
    from scipy import optimize

    def downhill(logs: Array) -> tuple[float, Array]:
        parameters = np.exp(logs)
        value, gradient = likelihood(parameters)
        return -value, -gradient * parameters

    origin = np.log(start)
    if near and (found_near := _newton(downhill, origin)) is not None:
        return found_near
    bounds = [(one - _FAR, one + _FAR) for one in origin]
    scale = max(1.0, abs(downhill(origin)[0]))
    found = optimize.minimize(
        lambda logs: tuple(part / scale for part in downhill(logs)),
        origin,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 500},
    )
    logs = np.asarray(found.x, dtype=np.float64)
    at_bound = bool(np.any(np.abs(logs - origin) > _FAR - 0.01))
    logs, covariance = _polish(downhill, logs)
    value, slope = downhill(logs)
    flat = bool(np.max(np.abs(slope)) < 1e-5 * scale)
    return Maximum(np.exp(logs), -value, covariance, not at_bound and flat and covariance is not None)


def _newton(downhill: Callable[[Array], tuple[float, Array]], logs: Array) -> Maximum | None:
    """Newton's way alone; None where a step is wild, climbs, or the end is not reached."""
    value, slope = downhill(logs)
    for _ in range(_STEPS):
        covariance = _inverse(_curvature(downhill, logs))
        if covariance is None:
            return None
        step = covariance @ slope
        size = float(np.max(np.abs(step)))
        if size < _DONE:
            return Maximum(np.exp(logs), -value, covariance, True)
        logs = logs - step * min(1.0, _STRIDE / size)
        lower, slope = downhill(logs)
        if not lower <= value + abs(value) * 1e-12:
            return None
        value = lower
    return None


def drawn_parameters(maximum: Maximum | None, draws: int, rng: np.random.Generator) -> Array | None:
    """Parameters as likely as the data leave them: their logarithms by the normal law of the curvature; None where it is flat."""
    if maximum is None or maximum.covariance is None:
        return None
    logs = rng.multivariate_normal(np.log(maximum.parameters), maximum.covariance, size=draws)
    return np.asarray(np.exp(logs), dtype=np.float64)


def _polish(downhill: Callable[[Array], tuple[float, Array]], logs: Array) -> tuple[Array, Array | None]:
    """Newton steps that lower the value, and the inverse curvature at the end."""
    covariance = _inverse(_curvature(downhill, logs))
    for _ in range(3):
        if covariance is None:
            return logs, None
        value, slope = downhill(logs)
        step = covariance @ slope
        if np.max(np.abs(step)) > 0.5 or np.max(np.abs(step)) < 1e-10:
            break
        moved = logs - step
        if downhill(moved)[0] > value:
            break
        logs = moved
        covariance = _inverse(_curvature(downhill, logs))
    return logs, covariance


def _curvature(downhill: Callable[[Array], tuple[float, Array]], logs: Array) -> Array:
    rows = []
    for place in range(logs.size):
        move = np.zeros_like(logs)
        move[place] = _STEP
        rows.append((downhill(logs + move)[1] - downhill(logs - move)[1]) / (2 * _STEP))
    matrix = np.array(rows)
    return (matrix + matrix.T) / 2


def _inverse(curvature: Array) -> Array | None:
    """The inverse of a curvature that is positive in every direction, else None."""
    if not np.all(np.isfinite(curvature)):
        return None
    values, vectors = np.linalg.eigh(curvature)
    if values[0] <= 1e-9 * values[-1]:
        return None
    return np.asarray((vectors / values) @ vectors.T, dtype=np.float64)
