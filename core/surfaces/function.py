"""What is minimized: the function as code, and the record of all that is known of a surface."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from core.surfaces.compiled import compile_formula, on_a_line
from core.surfaces.tensor_code import Gradient
from core.surfaces.typeset import tex

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]
Point = tuple[float, float]


class Function(Protocol):
    """f(x, y) with exact derivatives: a formula or a loss over data.

    A function of one variable is f(x): its gradient in y is 0 and its Hessian f''(x) times the
    identity, so that a race that starts on the line y = 0 stays on it, Newton's methods are those
    of one variable, and a negative f'' is a maximum, not a saddle.
    """

    @property
    def dimensions(self) -> int:
        """1 or 2: how many variables there are."""

    @property
    def samples(self) -> int:
        """How many samples f is the mean over; 0 where there are no data."""

    @property
    def cost(self) -> int:
        """The work of one evaluation at one point, as a multiple of a formula's."""

    @property
    def constant(self) -> bool:
        """Whether f is the same everywhere."""

    def value(self, x: Any, y: Any, /) -> Any:
        """f of arrays of shapes that broadcast."""

    def derivatives(self, x: Any, y: Any, /) -> tuple[Any, Any, Any]:
        """f, df/dx, df/dy of arrays."""

    def hessian(self, x: Any, y: Any, /) -> tuple[Any, Any, Any]:
        """d²f/dx², d²f/dxdy, d²f/dy² of arrays."""

    def at(self, x: float, y: float, /) -> tuple[float, float, float]:
        """f, df/dx, df/dy at one point as plain numbers, never an exception."""

    def torch_gradient(self, like: Tensor, /) -> Gradient:
        """df/dx and df/dy of tensors of such a type on such a device, without autograd."""

    def torch_value(self, x: Tensor, y: Tensor, /) -> Tensor:
        """f of tensors of one shape."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """f over a drawn domain, and what is known of it.

    f is a ``formula``, or a ``loss`` over data with its own ``set_as``.
    """

    key: str
    formula: str = ""
    loss: Callable[[], Function] | None = None
    """Loads the data and keeps what it built: cheap when asked again."""
    set_as: str = ""
    """The TeX of a loss, or of a formula whose own text has too many digits."""
    dimensions: int = 2
    """Of one variable: ``y`` is (0, 0), and all points lie on that line."""
    x: tuple[float, float]
    y: tuple[float, float]
    start: Point
    minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    """In one variable: where the curve is level and goes on as it came."""
    maxima: tuple[Point, ...] = ()
    cusps: tuple[Point, ...] = ()
    """Minima without a gradient: the tip of a cone."""
    every_stationary_point: bool = True
    degenerate: bool = False
    """Whether the Hessian at a stated point is singular, and so decides nothing."""
    convex: bool = False
    source: str

    @property
    def diagonal(self) -> float:
        """Length of the diagonal of the drawn domain."""
        (left, right), (bottom, top) = self.x, self.y
        return math.hypot(right - left, top - bottom)

    @property
    def tex(self) -> str:
        """The function as a formula that is set."""
        return self.set_as or f"f = {tex(self.formula)}"

    def function(self) -> Function:
        """The function as code; a few ms the first time.

        :class:`core.surfaces.formula.FormulaError` where a typed formula is undefined.
        """
        if self.loss is not None:
            return self.loss()
        compiled = compile_formula(self.formula)
        return on_a_line(compiled) if self.dimensions == 1 else compiled

    def grid(self, resolution: int) -> tuple[Array, Array]:
        """Points along x and along y, the edges included; on a line a single y, which is 0."""
        rows = resolution if self.dimensions == 2 else 1
        return np.linspace(*self.x, resolution), np.linspace(*self.y, rows)
