"""Activation functions: one record each. Only tensor methods are used, so torch is not imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SATURATED = 0.0591
"""A value is saturated where |f'| is under this part of its maximum: for tanh, |h| > 0.97."""


@dataclass(frozen=True, kw_only=True)
class Activation:
    """h = f(z), with its derivative taken from the output ``h`` alone."""

    key: str
    function: Callable[[Tensor], Tensor]
    derivative: Callable[[Tensor], Tensor]
    """f'(z) as a function of h = f(z)."""
    steepest: float
    """The maximum of |f'|."""
    bounded: bool
    """Whether f saturates on both sides."""
    span: tuple[float, float]
    """Where its histograms are drawn."""
    tex: str


_ACTIVATIONS = (
    Activation(
        key="tanh",
        function=lambda z: z.tanh(),
        derivative=lambda h: 1 - h * h,
        steepest=1.0,
        bounded=True,
        span=(-1.0, 1.0),
        tex=r"\tanh(z)",
    ),
    Activation(
        key="relu",
        function=lambda z: z.clamp(min=0),
        derivative=lambda h: (h > 0).to(h.dtype),
        steepest=1.0,
        bounded=False,
        span=(0.0, 3.0),
        tex=r"\max(0, z)",
    ),
    Activation(
        key="sigmoid",
        function=lambda z: z.sigmoid(),
        derivative=lambda h: h * (1 - h),
        steepest=0.25,
        bounded=True,
        span=(0.0, 1.0),
        tex=r"\frac{1}{1 + e^{-z}}",
    ),
    Activation(
        key="identity",
        function=lambda z: z.clone(),
        derivative=lambda h: h.new_ones(()).expand(h.shape),
        steepest=1.0,
        bounded=False,
        span=(-3.0, 3.0),
        tex=r"z",
    ),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({a.key: a for a in _ACTIVATIONS})
