"""All that gradient and Hessian say about one point, and where the Hessian is semi-definite."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from core.surfaces.function import Function, Surface
from core.surfaces.verdicts import FLAT, Verdict, eigenvalues, verdicts

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]


class Definiteness(StrEnum):
    """The signs of the Hessian's eigenvalues. An eigenvalue that is close to 0 decides nothing."""

    POSITIVE_DEFINITE = "positive_definite"
    NEGATIVE_DEFINITE = "negative_definite"
    INDEFINITE = "indefinite"
    POSITIVE_SEMIDEFINITE = "positive_semidefinite"
    NEGATIVE_SEMIDEFINITE = "negative_semidefinite"
    ZERO = "zero"
    NOT_FINITE = "not_finite"


ROUNDED = 1e-12
"""A negative eigenvalue below this fraction of the other one may be rounding alone."""


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
        (:data:`core.surfaces.verdicts.ARRIVED`)."""
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
