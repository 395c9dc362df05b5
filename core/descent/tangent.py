"""A surface cut along a line through a point, its tangent there, and the result of one step.

It shows the first-order promise: moving against the slope by a rate η lowers f by about η|g|², and
does lower it for every small enough η.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.descent.common import RateSpec
from core.experiment import Frame, Frames, read_only
from core.optimizers.records import MAX_RATE, MIN_RATE
from core.parameters import Reason, SpecError, choice, number
from core.surfaces.function import Function
from core.surfaces.section import first_failing_rate, predicted_and_real, section
from core.surfaces.surfaces import compile_surface, surface_of

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]

DIRECTIONS = ("downhill", "x", "y")
POINTS = 401
FARTHEST = 1e9
"""The largest coordinate of the point: a path may have left the drawn domain, and the line is drawn
through wherever it is."""

BEHIND, BEYOND, AT_MOST = 0.25, 1.5, 50.0
"""The ends of the line when it is drawn downhill. It reaches from the fraction BEHIND behind the
point to BEYOND times what is to be seen: the step, and the first rate that fails if that is no more
than AT_MOST rates away."""


def is_plane(spec: Any) -> bool:
    """Whether the surface has two variables."""
    return surface_of(spec).dimensions == 2


@dataclass(frozen=True, kw_only=True)
class TangentSpec(RateSpec):
    """A surface, a point on it, the line through it, and the step's rate."""

    key: ClassVar[str] = "tangent"

    point_x: float = number(
        None,
        -FARTHEST,
        FARTHEST,
        "Point x",
        "Where the step begins, x; the surface's own start by default",
        auto=lambda spec: surface_of(spec).start[0],
    )
    point_y: float = number(
        None,
        -FARTHEST,
        FARTHEST,
        "Point y",
        "Where the step begins, y; the surface's own start by default",
        auto=lambda spec: surface_of(spec).start[1],
        matters=is_plane,
    )
    along: str = choice(
        None,
        lambda spec: DIRECTIONS if is_plane(spec) else ("x", "downhill"),
        "Line",
        "The line: against the gradient, or along one coordinate",
        auto=lambda spec: "downhill" if is_plane(spec) else "x",
    )
    learning_rate: float = number(
        0.01, MIN_RATE, MAX_RATE, "Learning rate η", "Step size η of the gradient step", log=True
    )


@dataclass(frozen=True, kw_only=True)
class TangentFrame(Frame):
    """f on the line, what its derivatives at the point predict, and the result of the step.

    Downhill the line is p - s g, so s is a learning rate; along a coordinate s is that coordinate,
    and the step is the one that gradient descent takes in that coordinate alone.
    """

    s: Array
    """[401] position on the line."""
    f: Array
    """[401] f on the line."""
    tangent: Array
    """[401] the tangent: f(p) + slope (s - origin)."""
    parabola: Array
    """[401] the parabola: the tangent plus half the curvature times (s - origin)²."""
    origin: float
    """The place s on the line where the step begins."""
    value: float
    """f(p), the value where the step begins."""
    slope: float
    """df/ds at the point; downhill it is -|g|²."""
    curvature: float
    """d²f/ds² at the point; downhill it is gᵀHg."""
    arrival: float
    """The place s where the step ends."""
    predicted: float
    """f after the step as the tangent predicts it: f(p) - η|g|², with g along the line."""
    real: float
    """The value f where the step ends."""
    first_failing_rate: float
    """The smallest η at which the step no longer lowers f (2/f'' on a parabola); infinite where
    every rate lowers it, NaN where the slope is zero."""


def run(spec: TangentSpec, device: str) -> Frames:
    """Cut the surface along the line and make one step."""
    compiled = compile_surface(spec)
    point = (spec.point_x, spec.point_y)
    if not math.isfinite(compiled.at(*point)[0]):
        raise SpecError("point_x", Reason.NOT_FINITE_AT_START, f"{point}", "f(x, y) ≠ ∞")
    yield None
    axis = None if spec.along == "downhill" else "xy".index(spec.along)
    seen: Any = compiled if axis is None else _Along(compiled, axis)
    gradient = seen.at(*point)[1:]
    failing = first_failing_rate(seen, point)
    yield None
    step = predicted_and_real(seen, point, spec.learning_rate)
    if axis is None:
        direction, origin, arrival = (-gradient[0], -gradient[1]), 0.0, spec.learning_rate
        low, high = _rates(spec.learning_rate, failing)
    else:
        direction, origin = ((1.0, 0.0), (0.0, 1.0))[axis], point[axis]
        arrival = origin - spec.learning_rate * gradient[axis]
        low, high = _around((surface_of(spec).x, surface_of(spec).y)[axis], origin)
    cut = section(compiled, point, direction, low - origin, high - origin, POINTS)
    tangent = cut.value + cut.slope * cut.s
    yield TangentFrame(
        step=1,
        total=1,
        s=read_only(cut.s + origin),
        f=read_only(cut.f),
        tangent=read_only(tangent),
        parabola=read_only(tangent + cut.curvature * cut.s**2 / 2),
        origin=origin,
        value=cut.value,
        slope=cut.slope,
        curvature=cut.curvature,
        arrival=arrival,
        predicted=float(step.linear),
        real=float(step.real),
        first_failing_rate=failing,
    )


def _rates(rate: float, failing: float) -> Pair:
    """The lowest and highest rate of the drawn line."""
    near = math.isfinite(failing) and failing <= AT_MOST * rate
    high = BEYOND * (max(rate, failing) if near else 2 * rate)
    return -BEHIND * high, high


def _around(domain: Pair, origin: float) -> Pair:
    """The domain of a coordinate, or an interval of equal width around a point that has left it."""
    low, high = domain
    if low <= origin <= high:
        return domain
    half = (high - low) / 2
    return origin - half, origin + half


@dataclass(frozen=True)
class _Along:
    """A surface as a gradient step along one coordinate sees it: the other slope is zero."""

    whole: Function
    axis: int

    def at(self, x: float, y: float) -> tuple[float, float, float]:
        f, gx, gy = self.whole.at(x, y)
        return (f, gx, 0.0) if self.axis == 0 else (f, 0.0, gy)

    def derivatives(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        f, gx, gy = self.whole.derivatives(x, y)
        none = np.zeros_like(gx)
        return (f, gx, none) if self.axis == 0 else (f, none, gy)

    def value(self, x: Array, y: Array) -> Array:
        return np.asarray(self.whole.value(x, y))

    def hessian(self, x: Array, y: Array) -> tuple[Array, Array, Array]:
        return self.whole.hessian(x, y)
