"""The verdict on a point: minimum, maximum, saddle, or still on the way, and why it is lost.

One notion of each word, for one variable and two, in races, maps, tables and words.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from core.surfaces.function import Function, Surface

Array = np.ndarray[Any, Any]


class Verdict(IntEnum):
    """The kind of point that a path has reached. The values are those of the ``verdicts`` array."""

    MOVING = 0
    MINIMUM = 1
    SADDLE = 2
    MAXIMUM = 3
    UNDECIDED = 4
    OUTSIDE = 5
    """Still moving, outside what is drawn."""
    DIVERGED = 6
    NO_VALUE = 7
    """Where f has no value, as log(x) has none below 0."""


ARRIVED = 1e-3
"""A point has arrived if Newton's step from it is shorter than this part of the surface's scale."""

FLAT = 1e-8
"""An eigenvalue counts as zero below this fraction of the larger one."""

CHANGES = 1 / 4
"""How much of the smallest curvature may change on Newton's step before it is asked whether the
steps become shorter."""
CLOSES = 0.3
"""Near a stationary point with curvature the next of Newton's steps is shorter than this part of
the first. It is a half near x³, two thirds near x⁴, and nearer to 1 for higher powers."""
SHRINKS = 0.95
"""Below this part they still become shorter: they lead to a point."""
FADES = 0.6
"""The part of its curvature that is left there at most, if that point has none: a half near x³,
four ninths near x⁴, and less for higher powers."""

UNDERFLOWS = 1e-150
"""The second derivative below which the slope, about its square, is no number to rely on."""

FAR = 10
"""A point more than this many diagonals away from the middle of the domain, higher than where it
started, has diverged."""


def eigenvalues(xx: Any, xy: Any, yy: Any) -> tuple[Any, Any]:
    """Both eigenvalues, the smaller first, of symmetric matrices [[xx, xy], [xy, yy]]."""
    mean = (xx + yy) / 2
    radius = np.hypot((xx - yy) / 2, xy)
    return mean - radius, mean + radius


def far(surface: Surface, x: Any, y: Any) -> Any:
    """Whether points are not finite, or :data:`FAR` away."""
    with np.errstate(over="ignore", invalid="ignore"):
        away = np.hypot(x - sum(surface.x) / 2, y - sum(surface.y) / 2)
    return ~(away <= FAR * surface.extent)


def diverged(surface: Surface, x: Any, y: Any, f: Any, start: Any) -> Any:
    """Whether points have diverged: not finite, or :data:`FAR` away and higher than ``start``, f
    where they started. The same rule holds in races and maps.

    A path that is far away but lower is on its way down, and may end in a minimum there.
    """
    with np.errstate(invalid="ignore"):
        lost = np.isinf(f) | ~np.isfinite(x + y)
        return lost | (far(surface, x, y) & ~(f <= start))


def verdicts(
    surface: Surface, function: Function, x: Array, y: Array, start: float = np.inf
) -> Array:
    """The :class:`Verdict` at each point, from f, gradient *and* Hessian; uint8, shaped like ``x``.

    ``start`` is f where the path began. A small gradient alone means little (on a long valley's
    floor it is small everywhere), so the length of Newton's step H⁻¹g decides: it estimates how far
    the stationary point is. That holds while the curvature is about the same on the step. Where it
    is not, Newton's steps from its end have to become shorter: much shorter, or the point where
    they lead has no curvature and is undecided, as in x³; or, as in log(x), they lead nowhere.
    """
    with np.errstate(all="ignore"):
        f, gx, gy = (np.asarray(one) for one in function.derivatives(x, y))
        newton = _newton(function.hessian(x, y), gx, gy)
        smallest, largest = _sizes(newton)
        flat = smallest <= FLAT * largest
        near = (np.hypot(newton.x, newton.y) <= ARRIVED * surface.scale) & ~flat
        standing = np.hypot(gx, gy) <= FLAT * np.maximum(largest * surface.scale, 1e-300)
    inside = (surface.x[0] <= x) & (x <= surface.x[1]) & (surface.y[0] <= y) & (y <= surface.y[1])
    result = np.where(inside, np.uint8(Verdict.MOVING), np.uint8(Verdict.OUTSIDE))
    result[flat & standing] = Verdict.UNDECIDED
    if near.any():  # few points of a race are, and the rest need no second look
        result[near] = _arrived(function, x[near], y[near], newton.of(near), result[near])
    result[diverged(surface, x, y, f, start)] = Verdict.DIVERGED
    if not np.isfinite(f).all():
        result[np.isnan(f) & ~far(surface, x, y)] = Verdict.NO_VALUE
    return result


class _Newton(NamedTuple):
    """Newton's step -H⁻¹g, H, and both of its eigenvalues, the smaller first."""

    x: Array
    y: Array
    curved: tuple[Array, Array, Array]
    low: Array
    high: Array

    def of(self, some: Array) -> _Newton:
        """The same of some of the points."""
        xx, xy, yy = (np.asarray(one)[some] for one in self.curved)
        return _Newton(self.x[some], self.y[some], (xx, xy, yy), self.low[some], self.high[some])


def _newton(curved: Any, gx: Array, gy: Array) -> _Newton:
    """Newton's step; none where there is no slope."""
    xx, xy, yy = curved
    low, high = eigenvalues(xx, xy, yy)
    still = (gx == 0) & (gy == 0)
    largest = np.maximum(np.abs(low), np.abs(high))  # its square may be no number
    xx, xy, yy = xx / largest, xy / largest, yy / largest
    determinant = (low / largest) * (high / largest)
    dx = np.where(still, 0.0, (xy * gy - yy * gx) / determinant / largest)
    dy = np.where(still, 0.0, (xy * gx - xx * gy) / determinant / largest)
    return _Newton(dx, dy, curved, low, high)


def _sizes(newton: _Newton) -> tuple[Array, Array]:
    sizes = np.abs(newton.low), np.abs(newton.high)
    return np.minimum(*sizes), np.maximum(*sizes)


def _arrived(function: Function, x: Array, y: Array, newton: _Newton, moving: Array) -> Array:
    """The verdicts on points that are less than a short step of Newton's from where it leads, as
    that step's end decides; ``moving`` are the verdicts where it leads to no point."""
    with np.errstate(all="ignore"):
        ending = _ending(function, x + newton.x, y + newton.y, newton)
        ending[_sizes(newton)[0] < UNDERFLOWS] = Verdict.UNDECIDED
    signs = [newton.low > 0, newton.high < 0]
    kind = np.select(signs, [Verdict.MINIMUM, Verdict.MAXIMUM], Verdict.SADDLE)
    told = np.where(ending < 0, kind, ending)
    return np.where(told == Verdict.MOVING, moving, told)


def _ending(function: Function, x: Array, y: Array, first: _Newton) -> Array:
    """What follows from Newton's next step, at the end (x, y) of the first: -1 that it is a point
    with curvature, else a verdict."""
    _, gx, gy = function.derivatives(x, y)
    after = _newton(function.hessian(x, y), gx, gy)
    changes = [np.abs(a - b) for a, b in zip(after.curved, first.curved, strict=True)]
    smallest, step = _sizes(first)[0], np.hypot(first.x, first.y)
    part = np.hypot(after.x, after.y) / step
    closes = ~(np.maximum.reduce(changes) > CHANGES * smallest) | (part <= CLOSES) | (step == 0)
    undecided = (part <= SHRINKS) & (_sizes(after)[0] < FADES * smallest)
    leads = np.where(undecided, Verdict.UNDECIDED, Verdict.MOVING).astype(int)
    return np.where(closes, -1, leads)


def lasting(verdicts: Array, x: Array, before: Array) -> Array:
    """[K, steps] the verdicts on paths, where one that left f's domain stays without a value when
    its positions ``x`` end; ``before`` [K] are the verdicts just before."""
    if np.isfinite(x).all():
        return verdicts
    known = np.concatenate([before[:, None], verdicts], axis=1)
    ended = np.concatenate([np.zeros((len(x), 1), bool), ~np.isfinite(x)], axis=1)
    places = np.where(ended, 0, np.arange(known.shape[1]))
    last = np.take_along_axis(known, np.maximum.accumulate(places, axis=1), axis=1)[:, 1:]
    gone = ~np.isfinite(x) & (last == Verdict.NO_VALUE)
    return np.where(gone, Verdict.NO_VALUE, verdicts).astype(np.uint8)
