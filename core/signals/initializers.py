"""Initializers: each makes a layer's weights from the same standard normal draws.

Comparing two initializations on the same draws leaves only their scale and shape to differ. Only
tensor methods are used, so torch is not imported.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, kw_only=True)
class Initializer:
    """``weights(draws, std)`` of shape [fan_out, fan_in] from N(0,1) draws of that shape.

    ``std`` is the chosen standard deviation; only the plain ``normal`` looks at it.
    """

    key: str
    weights: Callable[[Tensor, float], Tensor]
    tex: str
    source: str


def _fans(draws: Tensor) -> tuple[int, int]:
    fan_out, fan_in = draws.shape
    return fan_in, fan_out


def uniform(draws: Tensor, bound: float) -> Tensor:
    """U(-bound, bound) by the normal distribution function: u = erf(z/√2)."""
    return (draws / math.sqrt(2)).erf() * bound


def zeros(draws: Tensor, std: float) -> Tensor:
    """All weights 0: every unit of a layer stays the same as its neighbours."""
    return draws.new_zeros(draws.shape)


def normal(draws: Tensor, std: float) -> Tensor:
    """N(0, std²)."""
    return draws * std


def xavier_normal(draws: Tensor, std: float) -> Tensor:
    """Var = 2 / (fan_in + fan_out). Glorot & Bengio 2010."""
    return draws * math.sqrt(2 / sum(_fans(draws)))


def xavier_uniform(draws: Tensor, std: float) -> Tensor:
    """Bound √(6 / (fan_in + fan_out)). Glorot & Bengio 2010, equation 16."""
    return uniform(draws, math.sqrt(6 / sum(_fans(draws))))


def kaiming_normal(draws: Tensor, std: float) -> Tensor:
    """Var = 2 / fan_in. He et al. 2015, equation 10."""
    return draws * math.sqrt(2 / _fans(draws)[0])


def kaiming_uniform(draws: Tensor, std: float) -> Tensor:
    """Bound √(6 / fan_in), so Var = 2 / fan_in. He et al. 2015, as torch.nn.init has it."""
    return uniform(draws, math.sqrt(6 / _fans(draws)[0]))


def torch_default(draws: Tensor, std: float) -> Tensor:
    """What torch.nn.Linear does: U(±1/√fan_in), so Var = 1 / (3 fan_in), a sixth of He's."""
    return uniform(draws, 1 / math.sqrt(_fans(draws)[0]))


GLOROT = "Glorot & Bengio 2010"
HE = "He, Zhang, Ren & Sun 2015"

_INITIALIZERS = (
    Initializer(key="zeros", weights=zeros, tex="w = 0", source="the mistake"),
    Initializer(
        key="normal",
        weights=normal,
        tex=r"w \sim N(0, \sigma^2)",
        source="Krizhevsky et al. 2012 with 0.01",
    ),
    Initializer(
        key="xavier_normal",
        weights=xavier_normal,
        tex=r"w \sim N(0, \frac{2}{n_{in} + n_{out}})",
        source=GLOROT,
    ),
    Initializer(
        key="xavier_uniform",
        weights=xavier_uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{n_{in} + n_{out}}})",
        source=GLOROT,
    ),
    Initializer(
        key="kaiming_normal",
        weights=kaiming_normal,
        tex=r"w \sim N(0, \frac{2}{n_{in}})",
        source=HE,
    ),
    Initializer(
        key="kaiming_uniform",
        weights=kaiming_uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{n_{in}}})",
        source=HE,
    ),
    Initializer(
        key="torch_default",
        weights=torch_default,
        tex=r"w \sim U(\pm\frac{1}{\sqrt{n_{in}}})",
        source="torch.nn.Linear.reset_parameters",
    ),
)

INITIALIZERS: Mapping[str, Initializer] = MappingProxyType({i.key: i for i in _INITIALIZERS})
