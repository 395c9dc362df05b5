"""A surface along a straight line: the curve, its tangent, and what a gradient step promises.

To first order f falls by η|g|² in the step p - ηg, so it falls for every small enough η. This
module computes by how much it really falls, and from which η on it does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.surfaces.function import Function

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]

RATES = (1e-12, 1e6)
"""The range of rates in which the first failing one is searched for."""
TRIED = (2**14, *(32,) * 9)
"""The number of rates that are tried over all of :data:`RATES` (.25 % apart), then repeatedly in
the gap that was found, down to two units in the last place."""

ROUNDING = 64 * np.finfo(float).eps
"""A difference of two values of f is lost in rounding below this fraction of the larger one."""


@dataclass(frozen=True)
class Section:
    """f(p + s d) over s, and its tangent and curvature at s = 0."""

    s: Array
    """[count] position s on the line."""
    x: Array
    """[count] x of the points."""
    y: Array
    """[count] y of the points."""
    f: Array
    """[count] f at the points; not finite where f is not."""
    value: float
    """f at the point p; the tangent is value + slope s."""
    slope: float
    """The slope gᵀd along the line."""
    curvature: float
    """The curvature dᵀHd along the line; the local parabola is value + slope s + curvature s²/2."""


def section(
    function: Function, point: Pair, direction: Pair, low: float, high: float, count: int
) -> Section:
    """The section of f from s = ``low`` to ``high`` on the line p + s d.

    The direction is used as given: with a unit vector s is a length, with -g a learning rate.
    """
    (px, py), (dx, dy) = point, direction
    s = np.linspace(low, high, count)
    x, y = px + s * dx, py + s * dy
    value, gx, gy = function.at(px, py)
    xx, xy, yy = map(float, function.hessian(np.float64(px), np.float64(py)))
    return Section(
        s=s,
        x=x,
        y=y,
        f=np.array(function.value(x, y), float),
        value=value,
        slope=gx * dx + gy * dy,
        curvature=xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy,
    )


@dataclass(frozen=True)
class Decrease:
    """A gradient step p - ηg: what Taylor's polynomials predict for f, and what really happens.

    Each array is shaped like the given rates.
    """

    x: Array
    """x at the end of the step."""
    y: Array
    linear: Array
    """The linear prediction f - η|g|²."""
    quadratic: Array
    """The quadratic prediction f - η|g|² + η² gᵀHg / 2."""
    real: Array
    """The real value f(p - ηg)."""


def predicted_and_real(function: Function, point: Pair, rate: float | Array) -> Decrease:
    """The gradient step from ``point`` at one learning rate, or at an array of rates."""
    rates = np.asarray(rate, float)
    f, gx, gy = map(np.float64, function.at(*point))
    xx, xy, yy = function.hessian(np.float64(point[0]), np.float64(point[1]))
    with np.errstate(all="ignore"):
        curvature = xx * gx * gx + 2 * xy * gx * gy + yy * gy * gy
        x, y = point[0] - rates * gx, point[1] - rates * gy
        linear = f - rates * (gx * gx + gy * gy)
        return Decrease(
            x=x,
            y=y,
            linear=linear,
            quadratic=linear + rates * rates * curvature / 2,
            real=np.array(function.value(x, y), float),
        )


def first_failing_rate(function: Function, point: Pair) -> float:
    """The smallest η within :data:`RATES` with f(p - ηg) >= f(p), or not finite.

    On a quadratic it is 2|g|²/gᵀHg: in one dimension 2/f'', and never below 2/λmax. It is infinite
    if every rate lowers f, and NaN if there is no step (g is zero or not finite) or if even the
    smallest rate fails, as on a kink. A rise over less than .25 % of η may be missed.
    """
    f, gx, gy = function.at(*point)
    if not (math.isfinite(f) and 0 < math.hypot(gx, gy) < math.inf):
        return math.nan
    low, high = RATES
    for count in TRIED:
        rates = np.geomspace(low, high, count)
        failing = ~(_change(function, point, (f, gx, gy), rates) < 0)
        if count != TRIED[0]:
            failing[0], failing[-1] = False, True  # as they were found to be
        first = int(failing.argmax())
        if not failing[first]:
            return math.inf
        if first == 0:
            return math.nan
        low, high = float(rates[first - 1]), float(rates[first])
    return high


def _change(
    function: Function, point: Pair, there: tuple[float, float, float], rates: Array
) -> Array:
    """The change f(p - ηg) - f(p), where ``there`` holds f and g at the point.

    If it is lost in rounding it is computed from the slopes along the step by Simpson's rule, which
    is exact as long as f is a polynomial of the fourth degree on the way; so short a step hardly
    sees more of f.
    """
    f, gx, gy = there

    def slope(part: float, of: Array) -> Array:
        _, ax, ay = function.derivatives(point[0] - part * of * gx, point[1] - part * of * gy)
        falls: Array = -(ax * gx + ay * gy)
        return falls

    with np.errstate(all="ignore"):
        real = function.value(point[0] - rates * gx, point[1] - rates * gy)
        change: Array = np.array(real - f, float)
        lost = np.abs(change) <= ROUNDING * np.maximum(np.abs(f), np.abs(real))
        some = rates[lost]
        change[lost] = some / 6 * (slope(0, some) + 4 * slope(0.5, some) + slope(1, some))
    return change
