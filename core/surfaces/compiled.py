"""A formula as code: its value, gradient and Hessian for arrays, plain numbers and tensors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from core.surfaces.array_code import ARRAYS, FLOATS, function, write
from core.surfaces.derivatives import derive
from core.surfaces.tensor_code import Gradient
from core.surfaces.tensor_formula import gradient_code, torch_value

if TYPE_CHECKING:
    from torch import Tensor


SQUARES = (2,)
"""The integer powers that stay powers for large arrays: numpy squares without keeping what it
squares, which a product of names must keep."""


@dataclass(frozen=True)
class Compiled:
    """A formula as code; it is a :class:`core.surfaces.function.Function`.

    All derivatives are exact, not finite differences.
    """

    text: str
    value: Callable[[Any, Any], Any]
    """f(x, y) for arrays of one shape (or numbers)."""
    derivatives: Callable[[Any, Any], tuple[Any, Any, Any]]
    """f, df/dx, df/dy for arrays of one shape."""
    hessian: Callable[[Any, Any], tuple[Any, Any, Any]]
    """d²f/dx², d²f/dxdy, d²f/dy² for arrays of one shape."""
    at: Callable[[float, float], tuple[float, float, float]]
    """f, df/dx, df/dy at one point, as plain numbers: infinite or NaN where it is not defined."""
    constant: bool
    """Whether f is the same everywhere."""
    partial: bool = False
    """Whether f has no value in whole parts of the plane, as log(x) has none below 0."""
    dimensions: int = 2
    samples: int = 0
    cost: int = 1

    def torch_gradient(self, like: Tensor) -> Gradient:
        """The gradient as code for tensors of this type."""
        return gradient_code(self.text).bind(like)

    def torch_value(self, x: Tensor, y: Tensor) -> Tensor:
        """The value of f on tensors."""
        return torch_value(self.text, x, y)


@cache
def on_a_line(compiled: Compiled) -> Compiled:
    """A formula in x alone as a function of one variable, whose Hessian is f''(x) times the
    identity (that of f(x) + f''(x) y²/2 where y is 0)."""

    def hessian(x: Any, y: Any) -> tuple[Any, Any, Any]:
        second, mixed, _ = compiled.hessian(x, y)
        return second, mixed, second

    return replace(compiled, hessian=hessian, dimensions=1)


@cache
def compile_formula(text: str) -> Compiled:
    """Differentiate and compile a formula. It takes a few ms; the result is kept.

    Raises :class:`core.surfaces.formula.FormulaError` if the text is no formula, or a part of it is
    no real number.
    """
    derived = derive(text)
    graph, first = derived.graph, derived.first
    value, derivatives, hessian = (
        _arrays(write(graph, some, SQUARES)) for some in (first[:1], first, derived.second)
    )
    plain = function(write(graph, first), FLOATS)

    def at(x: float, y: float) -> tuple[float, float, float]:
        try:
            f, dx, dy = plain(float(x), float(y))
        except (OverflowError, ZeroDivisionError, ValueError):
            # Plain floats raise where arrays give the inf or NaN that is wanted. Not numpy's own
            # numbers: their powers of 1/2 are roots, which differ at -inf.
            (f,), (dx,), (dy,) = derivatives(np.array([float(x)]), np.array([float(y)]))
            return float(f), float(dx), float(dy)
        return f, dx, dy

    return Compiled(
        text=text,
        value=lambda x, y: value(x, y)[0],
        derivatives=derivatives,
        hessian=hessian,
        at=at,
        constant=derived.constant,
        partial=derived.partial,
    )


def _arrays(source: str) -> Callable[..., Any]:
    """Give constant results the shape of the arguments, and silence numpy's warnings about
    infinities."""
    run = function(source, ARRAYS)

    def evaluate(x: Any, y: Any) -> tuple[Any, ...]:
        with np.errstate(all="ignore"):
            results = run(x, y)
        shape = np.shape(x)
        if shape != np.shape(y):
            shape = np.broadcast_shapes(shape, np.shape(y))
        return tuple(
            r if np.shape(r) == shape else np.broadcast_to(np.asarray(r, float), shape)
            for r in results
        )

    return evaluate
