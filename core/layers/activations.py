"""Activation functions: one record each.

At a kink a derivative is the one that torch takes: ReLU'(0) = 0, and leaky ReLU'(0) = a.

Only tensor methods are used, so torch is not imported; :mod:`core.layers.modules` makes torch's own
module from a record.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SATURATED = 0.0591
"""A value is saturated where |f'| is below this fraction of its maximum: for tanh, |h| > 0.97."""

SLOPE = 0.01
"""Leaky ReLU's slope below zero; this is torch's default."""

SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
"""λ and α at which mean 0 and variance 1 are a fixed point: Klambauer et al. 2017, equation 14."""


@dataclass(frozen=True, kw_only=True)
class Activation:
    """An activation function h = f(z), its derivative, and what is known about both."""

    key: str
    function: Callable[[Tensor], Tensor]
    derivative: Callable[[Tensor, Tensor], Tensor]
    """f'(z) as a function of z and h = f(z), computed from whichever is cheaper."""
    steepest: float
    """The maximum of |f'|."""
    limits: tuple[float, float]
    """The lowest and the highest value that f approaches."""
    span: tuple[float, float]
    """The range that its histograms cover, or slightly exceed."""
    zero_centered: bool
    """Whether f is odd: a symmetric input gives a mean of zero."""
    tex: str
    module: str
    """The name of the class of ``torch.nn`` that does the same."""
    arguments: tuple[float, ...] = ()
    """The arguments that this class is given."""
    source: str

    @property
    def torch(self) -> str:
        """The module as torch code."""
        return f"torch.nn.{self.module}({', '.join(map(repr, self.arguments))})"

    @property
    def bounded(self) -> bool:
        """Whether f saturates on both sides."""
        return math.isfinite(self.limits[0]) and math.isfinite(self.limits[1])


def leaky_relu(slope: float) -> Activation:
    """max(0, z) + slope · min(0, z)."""
    return Activation(
        key="leaky_relu",
        function=lambda z: z.clamp(min=0).add_(z.clamp(max=0), alpha=slope),
        derivative=lambda z, h: (z > 0).to(z.dtype).mul_(1 - slope).add_(slope),
        steepest=1.0,
        limits=(-math.inf if slope else 0.0, math.inf),
        span=(-1.0, 3.0),
        zero_centered=slope == 1,
        tex=r"\max(0, z) + a \min(0, z)",
        module="LeakyReLU",
        arguments=(slope,),
        source="Maas, Hannun & Ng 2013",
    )


def _gelu_derivative(z: Tensor, h: Tensor) -> Tensor:
    density = (z * z).mul_(-0.5).exp_().mul_(1 / math.sqrt(2 * math.pi))
    return (z / -math.sqrt(2)).erfc_().mul_(0.5).addcmul_(z, density)


def _silu_derivative(z: Tensor, h: Tensor) -> Tensor:
    gate = z.sigmoid()
    return gate * (1 - gate).mul_(z).add_(1)


_ACTIVATIONS = (
    Activation(
        key="sigmoid",
        function=lambda z: z.sigmoid(),
        derivative=lambda z, h: h * (1 - h),
        steepest=0.25,
        limits=(0.0, 1.0),
        span=(0.0, 1.0),
        zero_centered=False,
        tex=r"\frac{1}{1 + e^{-z}}",
        module="Sigmoid",
        source="Verhulst 1845",
    ),
    Activation(
        key="tanh",
        function=lambda z: z.tanh(),
        derivative=lambda z, h: h.new_ones(()).addcmul(h, h, value=-1),
        steepest=1.0,
        limits=(-1.0, 1.0),
        span=(-1.0, 1.0),
        zero_centered=True,
        tex=r"\tanh(z)",
        module="Tanh",
        source="LeCun, Bottou, Orr & Müller 1998",
    ),
    Activation(
        key="relu",
        function=lambda z: z.clamp(min=0),
        derivative=lambda z, h: h.sign(),
        steepest=1.0,
        limits=(0.0, math.inf),
        span=(0.0, 3.0),
        zero_centered=False,
        tex=r"\max(0, z)",
        module="ReLU",
        source="Nair & Hinton 2010",
    ),
    leaky_relu(SLOPE),
    Activation(
        key="elu",
        function=lambda z: z.clamp(min=0).add_(z.clamp(max=0).expm1_()),
        # e^z and not h + 1, which would lose all its digits far below zero.
        derivative=lambda z, h: z.clamp(max=0).exp_(),
        steepest=1.0,
        limits=(-1.0, math.inf),
        span=(-1.0, 3.0),
        zero_centered=False,
        tex=r"\max(0, z) + \min(0, e^z - 1)",
        module="ELU",
        source="Clevert, Unterthiner & Hochreiter 2016",
    ),
    Activation(
        key="selu",
        function=lambda z: (
            z.clamp(min=0).add_(z.clamp(max=0).expm1_(), alpha=SELU_ALPHA).mul_(SELU_SCALE)
        ),
        # λ above zero, λα e^z below.
        derivative=lambda z, h: (
            z.clamp(max=0)
            .exp_()
            .mul_(SELU_SCALE * SELU_ALPHA)
            .sub_((z > 0).to(z.dtype), alpha=SELU_SCALE * (SELU_ALPHA - 1))
        ),
        steepest=SELU_SCALE * SELU_ALPHA,
        limits=(-SELU_SCALE * SELU_ALPHA, math.inf),
        span=(-1.8, 3.0),
        zero_centered=False,
        tex=r"\lambda (\max(0, z) + \alpha \min(0, e^z - 1))",
        module="SELU",
        source="Klambauer et al. 2017",
    ),
    Activation(
        key="gelu",
        # erfc and not 1 + erf, which would lose all its digits far below zero.
        function=lambda z: (z / -math.sqrt(2)).erfc() * z * 0.5,
        derivative=_gelu_derivative,
        steepest=1.1289041452,
        limits=(-0.1699712075, math.inf),
        span=(-0.5, 3.0),
        zero_centered=False,
        tex=r"z \Phi(z)",
        module="GELU",
        source="Hendrycks & Gimpel 2016",
    ),
    Activation(
        key="silu",
        function=lambda z: z.sigmoid() * z,
        derivative=_silu_derivative,
        steepest=1.0998393201,
        limits=(-0.2784645428, math.inf),
        span=(-0.5, 3.0),
        zero_centered=False,
        tex=r"\frac{z}{1 + e^{-z}}",
        module="SiLU",
        source="Elfwing, Uchibe & Doya 2018",
    ),
    Activation(
        key="softplus",
        function=lambda z: z.logaddexp(z.new_zeros(())),
        derivative=lambda z, h: z.sigmoid(),
        steepest=1.0,
        limits=(0.0, math.inf),
        span=(0.0, 3.0),
        zero_centered=False,
        tex=r"\ln(1 + e^z)",
        module="Softplus",
        source="Dugas et al. 2001",
    ),
    Activation(
        key="identity",
        function=lambda z: z.clone(),
        derivative=lambda z, h: h.new_ones(()).expand(h.shape),
        steepest=1.0,
        limits=(-math.inf, math.inf),
        span=(-3.0, 3.0),
        zero_centered=True,
        tex=r"z",
        module="Identity",
        source="a linear net",
    ),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({a.key: a for a in _ACTIVATIONS})


def activation_of(key: str, slope: float = SLOPE) -> Activation:
    """The activation with that key; ``slope`` is used by leaky ReLU."""
    return leaky_relu(slope) if key == "leaky_relu" else ACTIVATIONS[key]
