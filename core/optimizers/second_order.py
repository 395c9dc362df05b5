"""Newton's method and its two repaired forms, for a point of the plane, in plain floats.

Each function takes the gradient, the Hessian [[xx, xy], [xy, yy]] and its hyper-parameters, and
returns the direction, which is multiplied by η and subtracted from the position. Where the gradient
is zero nothing moves; where a step does not exist, ``ZeroDivisionError`` is raised.
"""

from __future__ import annotations

import math
from collections.abc import Callable

Direction = tuple[float, float]


def newton(gx: float, gy: float, xx: float, xy: float, yy: float) -> Direction:
    """H⁻¹g: straight to the stationary point of the local quadratic, whatever kind it is."""
    scale = max(abs(xx), abs(xy), abs(yy))  # else the determinant of a tiny Hessian is lost
    if gx == 0 and gy == 0:
        return 0.0, 0.0
    xx, xy, yy = xx / scale, xy / scale, yy / scale
    determinant = (xx * yy - xy * xy) * scale
    return (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant


def damped_newton(
    gx: float, gy: float, xx: float, xy: float, yy: float, *, damping: float
) -> Direction:
    """(H + μI)⁻¹g with the smallest μ >= 0 that lifts both eigenvalues to ``damping`` or above:

    positive definite, so the direction always descends. Levenberg 1944.
    """

    def lifted(low: float, high: float) -> tuple[float, float]:
        shift = max(0.0, damping - low)
        return low + shift, high + shift

    return _through(gx, gy, xx, xy, yy, lifted)


def saddle_free_newton(
    gx: float, gy: float, xx: float, xy: float, yy: float, *, damping: float
) -> Direction:
    """|H|⁻¹g: each eigenvalue by its absolute value, at least ``damping``.

    Newton's lengths, but away from saddles and maxima. Dauphin et al. 2014.
    """

    def absolute(low: float, high: float) -> tuple[float, float]:
        return max(abs(low), damping), max(abs(high), damping)

    return _through(gx, gy, xx, xy, yy, absolute)


def _through(
    gx: float,
    gy: float,
    xx: float,
    xy: float,
    yy: float,
    change: Callable[[float, float], tuple[float, float]],
) -> Direction:
    """f(H)⁻¹g, where ``change`` applies f to the eigenvalues, the smaller one first.

    With H = mean·I + radius·S, where S has the eigenvalues ±1, f(H)⁻¹ is a sum of I and S too.
    """
    mean, half = (xx + yy) / 2, (xx - yy) / 2
    radius = math.hypot(half, xy)
    low, high = change(mean - radius, mean + radius)
    if radius == 0:
        return gx / low, gy / low
    both, apart = (1 / high + 1 / low) / 2, (1 / high - 1 / low) / 2
    cosine, sine = half / radius, xy / radius
    return (
        both * gx + apart * (cosine * gx + sine * gy),
        both * gy + apart * (sine * gx - cosine * gy),
    )
