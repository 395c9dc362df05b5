"""Initializers: each makes a layer's weights from the same standard normal draws.

Comparing two initializations on the same draws leaves only their scale and shape to differ. torch
is imported only where an algorithm of its own is needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

CONNECTIONS = 15
"""Incoming weights of a unit that the sparse initialization keeps: Martens 2010."""

BLOCK = 64
"""Columns that are made orthogonal at once."""


@dataclass(frozen=True)
class Fan:
    """A layer's size, and the numbers that a scale may depend on."""

    fan_in: int
    fan_out: int
    std: float = 0.0
    """The chosen scale."""
    slope: float = 0.0
    """Of the leaky ReLU that follows; 0 for any other activation."""

    @property
    def gain(self) -> float:
        """He's 2 / (1 + a²): what a (leaky) ReLU takes from the variance."""
        return 2 / (1 + self.slope**2)


def scaled(draws: Tensor, variance: float) -> Tensor:
    """N(0, variance)."""
    return draws * math.sqrt(variance)


def uniform(draws: Tensor, variance: float) -> Tensor:
    """U(±√(3 variance)), by the normal distribution function: u = erf(z/√2)."""
    return (draws / math.sqrt(2)).erf() * math.sqrt(3 * variance)


def same(draws: Tensor, variance: float) -> Tensor:
    """Every weight √variance: no unit differs from its neighbor."""
    return draws.new_full(draws.shape, math.sqrt(variance))


def sparse(draws: Tensor, variance: float) -> Tensor:
    """A few incoming weights a unit, the rest 0.

    Which are kept is decided by the neighbors' draws, which says nothing about their own values.
    """
    kept = min(CONNECTIONS, draws.shape[1])
    places = draws.roll((1, 1), (0, 1)).topk(kept, dim=1).indices
    mask = draws.new_zeros(draws.shape).scatter_(1, places, 1.0)
    return draws * mask * math.sqrt(variance * draws.shape[1] / kept)


def orthogonal(draws: Tensor, variance: float) -> Generator[None, None, Tensor]:
    """Q of the draws' QR decomposition with R's diagonal positive, so that it is uniformly
    distributed (Mezzadri 2007): rows or columns orthonormal, whichever are fewer.

    By blocks of columns, each made orthogonal to those before it, twice for the digits' sake.
    """
    import torch

    tall = draws if draws.shape[0] >= draws.shape[1] else draws.T
    basis = tall.new_empty(tall.shape)
    for begin in range(0, tall.shape[1], BLOCK):
        block, done = tall[:, begin : begin + BLOCK], basis[:, :begin]
        for _ in range(2):
            block = block - done @ (done.T @ block)
        q, r = torch.linalg.qr(block)
        basis[:, begin : begin + BLOCK] = q * r.diagonal().sign()
        yield None
    basis *= math.sqrt(variance * tall.shape[0])  # 1, unless another variance is asked for
    return basis if tall is draws else basis.T


@dataclass(frozen=True, kw_only=True)
class Initializer:
    """A variance, and a distribution that has it."""

    key: str
    variance: Callable[[Fan], float]
    """Of a weight about zero, by the paper."""
    distribution: Callable[[Tensor, float], Tensor | Generator[None, None, Tensor]] = scaled
    """Weights from draws and variance; a generator where it takes long, to breathe."""
    has_scale: bool = False
    """Whether the chosen scale σ matters."""
    centered: bool = True
    """Whether the weights' mean is zero, which the theory rests on."""
    tex: str
    torch: str
    """The line of torch; ``w`` is the weight."""
    source: str

    def weights(self, draws: Tensor, std: float, slope: float = 0.0) -> Tensor:
        """[fan_out, fan_in] from N(0,1) draws of that shape."""
        steps = self.steps(draws, std, slope)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]

    def steps(self, draws: Tensor, std: float, slope: float) -> Generator[None, None, Tensor]:
        """The same, a breath between pieces of work."""
        fan_out, fan_in = draws.shape
        made = self.distribution(draws, self.variance(Fan(fan_in, fan_out, std, slope)))
        if isinstance(made, Generator):
            made = yield from made
        return made


def _chosen(fan: Fan) -> float:
    return fan.std**2


def _fan_in(fan: Fan) -> float:
    return 1 / fan.fan_in


def _glorot(fan: Fan) -> float:
    """Glorot & Bengio 2010, equation 12."""
    return 2 / (fan.fan_in + fan.fan_out)


def _he(fan: Fan) -> float:
    """He et al. 2015, equation 10; with a slope, equation 15."""
    return fan.gain / fan.fan_in


def _he_out(fan: Fan) -> float:
    """He et al. 2015, equation 14: it keeps the gradient's variance instead."""
    return fan.gain / fan.fan_out


LECUN = "LeCun, Bottou, Orr & Müller 1998"
GLOROT = "Glorot & Bengio 2010"
HE = "He, Zhang, Ren & Sun 2015"

_INITIALIZERS = (
    Initializer(
        key="zeros",
        variance=lambda fan: 0.0,
        tex="w = 0",
        torch="torch.nn.init.zeros_(w)",
        source="the mistake",
    ),
    Initializer(
        key="constant",
        variance=_chosen,
        distribution=same,
        has_scale=True,
        centered=False,
        tex=r"w = \sigma",
        torch="torch.nn.init.constant_(w, {std})",
        source="the same mistake: symmetry is never broken",
    ),
    Initializer(
        key="normal",
        variance=_chosen,
        has_scale=True,
        tex=r"w \sim N(0, \sigma^2)",
        torch="torch.nn.init.normal_(w, std={std})",
        source="Krizhevsky et al. 2012 with 0.01",
    ),
    Initializer(
        key="uniform",
        variance=_chosen,
        distribution=uniform,
        has_scale=True,
        tex=r"w \sim U(\pm\sqrt{3} \sigma)",
        torch="torch.nn.init.uniform_(w, -3**0.5 * {std}, 3**0.5 * {std})",
        source="the same variance, and bounds",
    ),
    Initializer(
        key="lecun_normal",
        variance=_fan_in,
        tex=r"w \sim N(0, \frac{1}{n_{in}})",
        torch="torch.nn.init.normal_(w, std=w.shape[1] ** -0.5)",
        source=LECUN,
    ),
    Initializer(
        key="lecun_uniform",
        variance=_fan_in,
        distribution=uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{3}{n_{in}}})",
        torch="torch.nn.init.uniform_(w, -(3 / w.shape[1]) ** 0.5, (3 / w.shape[1]) ** 0.5)",
        source=LECUN,
    ),
    Initializer(
        key="fan_in_normal",
        variance=_fan_in,
        tex=r"w = \frac{\xi}{\sqrt{n_{in}}}, \quad \xi \sim N(0, 1)",
        torch="torch.nn.init.normal_(w, std=w.shape[1] ** -0.5)",
        source="cs231n's “Xavier”; LeCun's variance, and Glorot's where a layer is square",
    ),
    Initializer(
        key="xavier_normal",
        variance=_glorot,
        tex=r"w \sim N(0, \frac{2}{n_{in} + n_{out}})",
        torch="torch.nn.init.xavier_normal_(w)",
        source=GLOROT,
    ),
    Initializer(
        key="xavier_uniform",
        variance=_glorot,
        distribution=uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{n_{in} + n_{out}}})",
        torch="torch.nn.init.xavier_uniform_(w)",
        source=GLOROT,
    ),
    Initializer(
        key="kaiming_normal",
        variance=_he,
        tex=r"w \sim N(0, \frac{2}{(1 + a^2) n_{in}})",
        torch="torch.nn.init.kaiming_normal_(w, a={slope})",
        source=HE,
    ),
    Initializer(
        key="kaiming_uniform",
        variance=_he,
        distribution=uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{(1 + a^2) n_{in}}})",
        torch="torch.nn.init.kaiming_uniform_(w, a={slope})",
        source=HE,
    ),
    Initializer(
        key="kaiming_normal_out",
        variance=_he_out,
        tex=r"w \sim N(0, \frac{2}{(1 + a^2) n_{out}})",
        torch='torch.nn.init.kaiming_normal_(w, a={slope}, mode="fan_out")',
        source=HE,
    ),
    Initializer(
        key="kaiming_uniform_out",
        variance=_he_out,
        distribution=uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{(1 + a^2) n_{out}}})",
        torch='torch.nn.init.kaiming_uniform_(w, a={slope}, mode="fan_out")',
        source=HE,
    ),
    Initializer(
        key="orthogonal",
        variance=lambda fan: 1 / max(fan.fan_in, fan.fan_out),
        distribution=orthogonal,
        tex=r"W^T W = I",
        torch="torch.nn.init.orthogonal_(w)",
        source="Saxe, McClelland & Ganguli 2014",
    ),
    Initializer(
        key="sparse",
        variance=lambda fan: fan.std**2 * min(CONNECTIONS, fan.fan_in) / fan.fan_in,
        distribution=sparse,
        has_scale=True,
        tex=r"w \sim N(0, \sigma^2) \ \mathrm{for\ 15\ a\ unit}",
        torch="torch.nn.init.sparse_(w.T, 1 - 15 / w.shape[1], {std})",
        source="Martens 2010",
    ),
    Initializer(
        key="torch_default",
        variance=lambda fan: 1 / (3 * fan.fan_in),
        distribution=uniform,
        tex=r"w \sim U(\pm\frac{1}{\sqrt{n_{in}}})",
        torch="torch.nn.init.kaiming_uniform_(w, a=5**0.5)",
        source="torch.nn.Linear.reset_parameters: a sixth of He's variance",
    ),
)

INITIALIZERS: Mapping[str, Initializer] = MappingProxyType({i.key: i for i in _INITIALIZERS})
