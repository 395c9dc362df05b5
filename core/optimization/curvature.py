"""What gradient and Hessian say of a point: minimum, maximum, saddle, or still on the way."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from core.optimization.formula import Compiled
from core.optimization.surfaces import Surface

Array = np.ndarray[Any, Any]


class Verdict(IntEnum):
    """Where a point of a path is. The values are those of the ``verdicts`` array."""

    MOVING = 0
    MINIMUM = 1
    SADDLE = 2
    MAXIMUM = 3
    UNDECIDED = 4
    OUTSIDE = 5
    DIVERGED = 6


ARRIVED = 1e-3
"""A point has arrived when Newton's step from it is shorter than this part of the diagonal."""

FLAT = 1e-8
"""An eigenvalue is taken for zero below this part of the larger one."""


def eigenvalues(xx: Array, xy: Array, yy: Array) -> tuple[Array, Array]:
    """Both eigenvalues, the smaller first, of symmetric matrices [[xx, xy], [xy, yy]]."""
    mean = (xx + yy) / 2
    radius = np.hypot((xx - yy) / 2, xy)
    return mean - radius, mean + radius


def verdicts(surface: Surface, compiled: Compiled, x: Array, y: Array) -> Array:
    """The :class:`Verdict` at each point, from gradient *and* Hessian; uint8, shaped like ``x``.

    A small gradient alone means little (on a long valley's floor it is small everywhere), so the
    length of Newton's step H⁻¹g decides: it estimates how far the stationary point is. Where an
    eigenvalue is zero that length has no meaning, and where the gradient is zero too, nothing is
    decided.
    """
    with np.errstate(all="ignore"):
        _, gx, gy = compiled.derivatives(x, y)
        xx, xy, yy = compiled.hessian(x, y)
        low, high = eigenvalues(xx, xy, yy)
        largest = np.maximum(np.abs(low), np.abs(high))
        flat = np.minimum(np.abs(low), np.abs(high)) <= FLAT * largest
        determinant = low * high
        newton = np.hypot(yy * gx - xy * gy, xx * gy - xy * gx) / np.abs(determinant)
        arrived = newton <= ARRIVED * surface.diagonal
        standing = np.hypot(gx, gy) <= FLAT * np.maximum(largest * surface.diagonal, 1e-300)

    outside = (x < surface.x[0]) | (x > surface.x[1]) | (y < surface.y[0]) | (y > surface.y[1])
    stationary = np.select(
        [low > 0, high < 0], [Verdict.MINIMUM, Verdict.MAXIMUM], default=Verdict.SADDLE
    )
    result = np.where(arrived & ~flat, stationary, Verdict.MOVING)
    result = np.where((flat & standing) | ((gx == 0) & (gy == 0) & flat), Verdict.UNDECIDED, result)
    result = np.where(outside, Verdict.OUTSIDE, result)
    result = np.where(np.isfinite(x) & np.isfinite(y), result, Verdict.DIVERGED)
    return result.astype(np.uint8)
