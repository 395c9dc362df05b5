"""The minima of a surface: those that it states, and those that a search finds."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from core.surfaces.function import Function, Surface
from core.surfaces.verdicts import ARRIVED, Verdict, verdicts

Array = np.ndarray[Any, Any]

GRID = 128
"""Points along each side of the domain; those that are lowest among their neighbors are starts."""
ROWS_A_BREATH = 16
NEWTON_STEPS = 30
LONGEST = 1 / 48
"""The longest step of the search, as a fraction of the diagonal."""


def minima_of(surface: Surface, function: Function) -> Generator[None, None, Array]:
    """[M, 2] the minima of a surface, its cusps included; those that it states come first.

    If it does not state all, the others in its domain are searched for: from every point of a grid
    that is not higher than its neighbors by saddle-free Newton steps, |H|⁻¹g, and at the end the
    verdict of gradient and Hessian. They are sorted by height.
    """
    stated = np.array([*surface.minima, *surface.cusps], float).reshape(-1, 2)
    if surface.every_stationary_point:
        return stated
    x, y = yield from _low_points(surface, function)
    longest = LONGEST * surface.diagonal
    moved = np.full(x.shape, np.inf)
    for _ in range(NEWTON_STEPS):
        going = moved > 1e-12 * longest
        if not going.any():
            break
        moved[going], x[going], y[going] = _newton(function, x[going], y[going], longest)
        yield None
    (left, right), (bottom, top) = surface.x, surface.y
    found = (left <= x) & (x <= right) & (bottom <= y) & (y <= top) & (moved < 1e-9 * longest)
    found &= verdicts(surface, function, x, y) == Verdict.MINIMUM
    # To six digits of the diagonal two ends are one minimum; so are all within reach of each other.
    points = np.stack([x[found], y[found]], 1)
    _, first = np.unique(np.round(points / (1e-6 * surface.diagonal)), axis=0, return_index=True)
    points = points[first]
    # Ties in height are symmetric twins: rounding keeps their order from hanging on a last digit.
    heights = np.round(function.value(points[:, 0], points[:, 1]), 9)
    order = np.lexsort((np.round(points[:, 1], 6), np.round(points[:, 0], 6), heights))
    kept = list(stated)
    for point in points[order]:
        apart = np.hypot(*(np.reshape(kept, (-1, 2)) - point).T)
        if (apart > 2 * ARRIVED * surface.scale).all():
            kept.append(point)
    return np.array(kept, float).reshape(-1, 2)


def _low_points(surface: Surface, function: Function) -> Generator[None, None, tuple[Array, Array]]:
    """The coordinates x and y of the grid's points that are not higher than any of
    their neighbors."""
    x, y = surface.grid(GRID)
    heights = np.full((len(y) + 2, len(x) + 2), np.inf)  # with a rim
    for first in range(0, len(y), ROWS_A_BREATH):
        rows = slice(first, first + ROWS_A_BREATH)
        heights[1:-1, 1:-1][rows] = function.value(*np.meshgrid(x, y[rows]))
        yield None
    inner = heights[1:-1, 1:-1]
    low = np.isfinite(inner)
    for down in range(3):
        for right in range(3):
            around = heights[down : down + len(y), right : right + len(x)]
            low &= ~(around < inner)  # a hole is not lower
    i, j = np.nonzero(low)
    return x[j], y[i]


def _newton(function: Function, x: Array, y: Array, longest: float) -> tuple[Array, Array, Array]:
    """How far each point goes in a saddle-free Newton step, and where it arrives.

    If that leads uphill, over the rim of the hollow it stands in, it goes an eighth of the way.
    """
    with np.errstate(all="ignore"):
        f, gx, gy = function.derivatives(x, y)
        xx, xy, yy = function.hessian(x, y)
        determinant = np.abs(xx * yy - xy * xy)
        # |H| is the root of H², which of a 2x2 matrix is (H² + |det H|) / trace |H|.
        trace = np.sqrt(xx * xx + 2 * xy * xy + yy * yy + 2 * determinant)
        axx = (xx * xx + xy * xy + determinant) / trace
        axy = (xx * xy + xy * yy) / trace
        ayy = (xy * xy + yy * yy + determinant) / trace
        dx = (ayy * gx - axy * gy) / determinant
        dy = (axx * gy - axy * gx) / determinant
        length = np.hypot(dx, dy)
        part = np.minimum(1, longest / length)
        uphill = function.value(x - part * dx, y - part * dy) > f + 1e-12 * np.abs(f)
        part = np.where(uphill & (part * length > 1e-6 * longest), part / 8, part)
        return part * length, x - part * dx, y - part * dy
