"""Classify a point by gradient and Hessian: minimum, maximum, saddle, or still on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np

from core.surfaces.function import Function, Surface

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]


class Verdict(IntEnum):
    """The kind of point that a path has reached. The values are those of the ``verdicts`` array."""

    MOVING = 0
    MINIMUM = 1
    SADDLE = 2
    MAXIMUM = 3
    UNDECIDED = 4
    OUTSIDE = 5
    DIVERGED = 6


class Definiteness(StrEnum):
    """The signs of the Hessian's eigenvalues. An eigenvalue that is close to 0 decides nothing."""

    POSITIVE_DEFINITE = "positive_definite"
    NEGATIVE_DEFINITE = "negative_definite"
    INDEFINITE = "indefinite"
    POSITIVE_SEMIDEFINITE = "positive_semidefinite"
    NEGATIVE_SEMIDEFINITE = "negative_semidefinite"
    ZERO = "zero"
    NOT_FINITE = "not_finite"


ARRIVED = 1e-3
"""A point has arrived if Newton's step from it is shorter than this fraction of the diagonal."""

UNDERFLOWS = 1e-150
"""The second derivative below which the slope, about its square, is no number to rely on."""

FLAT = 1e-8
"""An eigenvalue counts as zero below this fraction of the larger one."""


ROUNDED = 1e-12
"""A negative eigenvalue below this fraction of the other one may be rounding alone."""


FAR = 10
"""A point more than this many diagonals away from the middle of the domain has diverged."""


def diverged(surface: Surface, x: Any, y: Any) -> Any:
    """Whether points are not finite, or are :data:`FAR` away; the same rule holds in races and
    maps."""
    with np.errstate(over="ignore", invalid="ignore"):
        away = np.hypot(x - sum(surface.x) / 2, y - sum(surface.y) / 2)
    return ~(away <= FAR * surface.diagonal)


def eigenvalues(xx: Any, xy: Any, yy: Any) -> tuple[Any, Any]:
    """Both eigenvalues, the smaller first, of symmetric matrices [[xx, xy], [xy, yy]]."""
    mean = (xx + yy) / 2
    radius = np.hypot((xx - yy) / 2, xy)
    return mean - radius, mean + radius


def verdicts(surface: Surface, function: Function, x: Array, y: Array) -> Array:
    """The :class:`Verdict` at each point, from gradient *and* Hessian; uint8, shaped like ``x``.

    A small gradient alone means little (on a long valley's floor it is small everywhere), so the
    length of Newton's step H⁻¹g decides: it estimates how far the stationary point is. Where an
    eigenvalue is zero that length has no meaning, and where the gradient is zero too, nothing is
    decided. With one variable there is no other eigenvalue to measure a zero by: there a point is
    undecided if the curvature fades along Newton's step.
    """
    with np.errstate(all="ignore"):
        _, gx, gy = function.derivatives(x, y)
        xx, xy, yy = function.hessian(x, y)
        low, high = eigenvalues(xx, xy, yy)
        largest = np.maximum(np.abs(low), np.abs(high))
        flat = np.minimum(np.abs(low), np.abs(high)) <= FLAT * largest
        determinant = low * high
        newton = np.hypot(yy * gx - xy * gy, xx * gy - xy * gx) / np.abs(determinant)
        arrived = newton <= ARRIVED * surface.diagonal
        standing = np.hypot(gx, gy) <= FLAT * np.maximum(largest * surface.diagonal, 1e-300)

    fading = np.zeros(x.shape, bool)
    if surface.dimensions == 1:
        fading = arrived & _fades(function, x, gx, xx)
    outside = (x < surface.x[0]) | (x > surface.x[1]) | (y < surface.y[0]) | (y > surface.y[1])
    stationary = np.select(
        [low > 0, high < 0], [Verdict.MINIMUM, Verdict.MAXIMUM], default=Verdict.SADDLE
    )
    result = np.where(arrived & ~flat, stationary, Verdict.MOVING)
    result = np.where((flat & standing) | ((gx == 0) & (gy == 0) & flat), Verdict.UNDECIDED, result)
    result = np.where(fading, Verdict.UNDECIDED, result)
    result = np.where(outside, Verdict.OUTSIDE, result)
    result = np.where(diverged(surface, x, y), Verdict.DIVERGED, result)
    return result.astype(np.uint8)


def _fades(function: Function, x: Array, slope: Array, curvature: Array) -> Array:
    """Whether f'' is less by a fourth, or of another sign, where Newton's step from x would end.

    Near a minimum with curvature f'' hardly changes. Near x³ it falls to a half, near x⁴ to four
    ninths, and for higher powers even lower. Where f'' is next to nothing the slope has
    underflowed, and no step is known.
    """
    with np.errstate(all="ignore"):
        ahead, _, _ = function.hessian(x - slope / curvature, np.zeros_like(x))
        # No ~: of numbers this is Python's bool, whose ~ is a number (and a warning since 3.12).
        keeps = ahead / curvature > 3 / 4
        fades: Array = np.logical_not(keeps) | (np.abs(curvature) < UNDERFLOWS)
    return fades


@dataclass(frozen=True)
class PointCurvature:
    """The value of f and its derivatives at a point to second order. Pairs are (x, y), or belong to
    the smaller eigenvalue first."""

    point: Pair
    value: float
    gradient: Pair
    hessian: tuple[Pair, Pair]
    eigenvalues: Pair
    """The eigenvalues, the smaller first."""
    eigenvectors: tuple[Pair, Pair]
    """A unit eigenvector (x, y) for each eigenvalue, at right angles to each other. If the
    eigenvalues are equal every direction is an eigenvector: then these are the axes y and x."""
    definiteness: Definiteness
    """The signs of the eigenvalues; one below :data:`FLAT` of the larger counts as zero."""
    verdict: Verdict
    """The verdict on the point, as on a path (:func:`verdicts`)."""
    newton: Pair
    """Newton's step -H⁻¹g to where the local quadratic is stationary. If an eigenvalue counts as
    zero the step is undefined, NaN, unless f has no slope along its eigenvector: then that
    direction has no part in it."""

    @property
    def stationary(self) -> bool:
        """Whether the point is stationary, or within Newton's reach of a stationary point
        (:data:`ARRIVED`)."""
        return self.verdict in _STATIONARY

    @property
    def semi_axes(self) -> Pair:
        """The lengths 1/√|λ| along the eigenvectors: the semi-axes of the ellipse (or hyperbola) on
        which the local quadratic's second-order part dᵀHd is 1. Infinite where λ is zero."""
        low, high = (1 / math.sqrt(abs(v)) if v else math.inf for v in self.eigenvalues)
        return low, high


_STATIONARY = (Verdict.MINIMUM, Verdict.SADDLE, Verdict.MAXIMUM, Verdict.UNDECIDED)


def curvature_at(function: Function, surface: Surface, x: float, y: float) -> PointCurvature:
    """All that gradient and Hessian say about one point; NaN where f has no value."""
    value, gx, gy = function.at(x, y)
    xx, xy, yy = map(float, function.hessian(np.float64(x), np.float64(y)))
    if math.isnan(value):  # the derivatives may have one: 1/x where there is no log(x)
        gx = gy = xx = xy = yy = math.nan
    with np.errstate(all="ignore"):
        low, high = map(float, eigenvalues(*map(np.float64, (xx, xy, yy))))
    vectors = _eigenvectors(xx, xy, yy)
    return PointCurvature(
        point=(x, y),
        value=value,
        gradient=(gx, gy),
        hessian=((xx, xy), (xy, yy)),
        eigenvalues=(low, high),
        eigenvectors=vectors,
        definiteness=definiteness(low, high),
        verdict=Verdict(int(verdicts(surface, function, np.array(x), np.array(y)))),
        newton=_newton_step((gx, gy), (low, high), vectors),
    )


def definiteness(low: float, high: float) -> Definiteness:
    """The definiteness of a symmetric 2x2 matrix by its eigenvalues, the smaller first."""
    if not math.isfinite(low + high):
        return Definiteness.NOT_FINITE
    if low == high == 0:
        return Definiteness.ZERO
    if min(abs(low), abs(high)) <= FLAT * max(abs(low), abs(high)):
        rises = high > -low
        return Definiteness.POSITIVE_SEMIDEFINITE if rises else Definiteness.NEGATIVE_SEMIDEFINITE
    if low > 0:
        return Definiteness.POSITIVE_DEFINITE
    return Definiteness.NEGATIVE_DEFINITE if high < 0 else Definiteness.INDEFINITE


def _eigenvectors(xx: float, xy: float, yy: float) -> tuple[Pair, Pair]:
    """Unit eigenvectors of the smaller and the larger eigenvalue, at right angles by construction.

    The larger one's angle is half that of (xx - yy, 2 xy). Where both are rounding the angle is
    too, and then the axes would do just as well.
    """
    apart, mixed = xx - yy, 2 * xy
    if math.hypot(apart, mixed) <= 8 * np.finfo(float).eps * max(abs(xx), abs(yy)):
        apart, mixed = 1.0, 0.0
    angle = math.atan2(mixed, apart) / 2
    return (-math.sin(angle), math.cos(angle)), (math.cos(angle), math.sin(angle))


def _newton_step(gradient: Pair, values: Pair, vectors: tuple[Pair, Pair]) -> Pair:
    """Newton's step -H⁻¹g by its parts along the eigenvectors."""
    largest, steepest = max(map(abs, values)), math.hypot(*gradient)
    dx = dy = 0.0
    for value, (vx, vy) in zip(values, vectors, strict=True):
        slope = vx * gradient[0] + vy * gradient[1]
        if abs(value) > FLAT * largest:
            dx, dy = dx - slope / value * vx, dy - slope / value * vy
        elif not abs(slope) <= FLAT * steepest:
            return math.nan, math.nan
    return dx, dy


def semidefinite_mask(function: Function, x: Array, y: Array) -> Array:
    """[rows, columns] bool: whether no eigenvalue is negative, on the grid of ``x`` and ``y``.

    There f curves upwards or not at all in every direction: on a convex part of the domain f is
    convex. An eigenvalue that may be rounding (:data:`ROUNDED`) does not count as negative; where
    f, or its Hessian, is not finite, the mask is False.
    """
    columns, rows = np.meshgrid(x, y)
    with np.errstate(all="ignore"):
        low, high = eigenvalues(*function.hessian(columns, rows))
        finite = np.isfinite(high) & np.isfinite(function.value(columns, rows))
        kept: Array = finite & (low >= -ROUNDED * np.abs(high))
    return kept
