"""What is minimized: the function as code, and the record of what is known about a surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from core.surfaces.compiled import compile_formula, on_a_line
from core.surfaces.tensor_code import Gradient
from core.surfaces.typeset import tex

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]
Point = tuple[float, float]

LONG = 3.0
"""The ratio of a domain's sides beyond which equal units would make a thin strip of it."""


class Function(Protocol):
    """f(x, y) with exact derivatives: a formula or a loss over data.

    A function of one variable is f(x): its gradient in y is 0 and its Hessian f''(x) times the
    identity, so that a race that starts on the line y = 0 stays on it, Newton's methods are those
    of one variable, and a negative f'' is a maximum, not a saddle.
    """

    @property
    def dimensions(self) -> int:
        """The number of variables, 1 or 2."""

    @property
    def samples(self) -> int:
        """The number of samples over which f is the mean; 0 if there are no data."""

    @property
    def cost(self) -> int:
        """The work of one evaluation at one point, as a multiple of a formula's."""

    @property
    def constant(self) -> bool:
        """Whether f is the same everywhere."""

    @property
    def partial(self) -> bool:
        """Whether f has no value in whole parts of the plane."""

    def value(self, x: Any, y: Any, /) -> Any:
        """f for arrays of shapes that broadcast."""

    def derivatives(self, x: Any, y: Any, /) -> tuple[Any, Any, Any]:
        """f, df/dx, df/dy for arrays."""

    def hessian(self, x: Any, y: Any, /) -> tuple[Any, Any, Any]:
        """d²f/dx², d²f/dxdy, d²f/dy² for arrays."""

    def at(self, x: float, y: float, /) -> tuple[float, float, float]:
        """f, df/dx, df/dy at one point as plain numbers; it never raises an exception."""

    def torch_gradient(self, like: Tensor, /) -> Gradient:
        """df/dx and df/dy as code for tensors of this type on this device, without autograd."""

    def torch_value(self, x: Tensor, y: Tensor, /) -> Tensor:
        """f for tensors of one shape."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A function f over a drawn domain, and what is known about it.

    f is a ``formula``, or a ``loss`` over data whose TeX is ``set_as``.
    """

    key: str
    formula: str = ""
    loss: Callable[[], Function] | None = None
    """Loads the data and returns the loss; it keeps what it built, so it is cheap to call again."""
    set_as: str = ""
    """The TeX of a loss, or of a formula whose own text has too many digits."""
    dimensions: int = 2
    """The number of variables. If it is 1, ``y`` is (0, 0), and all points lie on that line."""
    x: tuple[float, float]
    y: tuple[float, float]
    start: Point
    minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    """The saddles; for one variable, points where the curve is level and continues as it came."""
    maxima: tuple[Point, ...] = ()
    cusps: tuple[Point, ...] = ()
    """Minima without a gradient, such as the tip of a cone."""
    every_stationary_point: bool = True
    degenerate: bool = False
    """Whether the Hessian at a stated point is singular, and so decides nothing."""
    convex: bool = False
    source: str
    own_diagonal: float = 0.0
    """The diagonal of the surface's own domain, where it is drawn over another range; else 0."""

    @property
    def diagonal(self) -> float:
        """The length of the diagonal of the drawn domain."""
        (left, right), (bottom, top) = self.x, self.y
        return math.hypot(right - left, top - bottom)

    @property
    def scale(self) -> float:
        """The length that verdicts compare with: the diagonal of the surface's own domain, or of
        the drawn one where that is shorter. So what is near stays near when the view is zoomed
        out."""
        return min(self.diagonal, self.own_diagonal or self.diagonal)

    @property
    def extent(self) -> float:
        """The longer of the two diagonals."""
        return max(self.diagonal, self.own_diagonal)

    def over(self, x: tuple[float, float], y: tuple[float, float]) -> Surface:
        """The same surface drawn over other ranges; one of one variable keeps its line y = 0.

        Beyond its own domain a surface may have more stationary points than it states.
        """
        y = y if self.dimensions == 2 else self.y
        if (x, y) == (self.x, self.y):
            return self
        beyond = x[0] < self.x[0] or x[1] > self.x[1] or y[0] < self.y[0] or y[1] > self.y[1]
        every = self.every_stationary_point and (self.convex or not beyond)
        return replace(self, x=x, y=y, every_stationary_point=every, own_diagonal=self.diagonal)

    @property
    def equal_units(self) -> bool:
        """Whether both variables are of a kind, so that angles over the plane mean something: not
        the weights of a loss over data, nor a domain much longer than wide."""
        (left, right), (bottom, top) = self.x, self.y
        long = max(right - left, top - bottom) > LONG * min(right - left, top - bottom)
        return self.dimensions == 2 and self.loss is None and not long

    @property
    def tex(self) -> str:
        """The TeX of the function."""
        return self.set_as or f"f = {tex(self.formula)}"

    def function(self) -> Function:
        """The function as code; this takes a few ms the first time.

        Raises :class:`core.surfaces.formula.FormulaError` where a typed formula is undefined.
        """
        if self.loss is not None:
            return self.loss()
        compiled = compile_formula(self.formula)
        return on_a_line(compiled) if self.dimensions == 1 else compiled

    def grid(self, resolution: int) -> tuple[Array, Array]:
        """Points along x and along y, edges included; for one variable there is a single y, which
        is 0."""
        rows = resolution if self.dimensions == 2 else 1
        return np.linspace(*self.x, resolution), np.linspace(*self.y, rows)


def inside_domain(surface: Surface, points: Array) -> Array:
    """[...] bool: which points [..., 2] are within the drawn domain; NaN is not."""
    low, high = np.array([surface.x, surface.y], float).T
    with np.errstate(invalid="ignore"):
        inside: Array = ((points >= low) & (points <= high)).all(axis=-1)
    return inside
