"""Initializers: each makes a layer's weights (and biases) from the same normal draws.

On the same draws, two initializations differ only in scale and shape. torch is not imported (see
:mod:`core.layers.distributions`).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.layers.distributions import CONNECTIONS, orthogonal, same, scaled, sparse, uniform
from core.waiting import result_of

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Fan:
    """A layer's size, and the numbers that the scale of its weights may depend on."""

    fan_in: int
    fan_out: int
    std: float = 0.0
    """The standard deviation that was chosen."""
    slope: float = 0.0
    """The slope below zero of the leaky ReLU that follows; 0 for any other activation."""

    @property
    def gain(self) -> float:
        """He's gain 2 / (1 + a²), which makes up for the variance that a (leaky) ReLU removes."""
        return 2 / (1 + self.slope**2)


@dataclass(frozen=True, kw_only=True)
class Initializer:
    """An initializer: a variance, and a distribution with that variance."""

    key: str
    variance: Callable[[Fan], float]
    """The variance of a weight about zero, as in the paper."""
    distribution: Callable[[Tensor, float], Tensor | Generator[None, None, Tensor]] = scaled
    """Turns draws and a variance into weights; where that takes long it is a generator that yields
    in between."""
    has_scale: bool = False
    """Whether the chosen scale σ matters."""
    takes_slope: bool = False
    """Whether the slope of the leaky ReLU that follows matters."""
    centered: bool = True
    """Whether the weights' mean is zero, which the theory rests on."""
    bias_variance: Callable[[Fan], float] | None = None
    """The variance of the biases, which are uniform about 0; None where all begin with 0."""
    tex: str
    says: str
    """The distribution in plain text."""
    code: str
    """The initializer as lines of torch code: they return the weights made from ``w``
    [fan_out, fan_in], which they fill using ``generator``, and from ``std`` or
    ``slope`` where these matter."""
    bias_code: str = ""
    """The biases as lines of torch code, which return those made from ``b`` [fan_out], filled using
    ``generator``, for a layer with ``fan_in`` inputs; empty where all begin with 0."""
    source: str

    def biases(self, draws: Tensor, fan_in: int) -> Tensor | None:
        """[fan_out] biases from N(0,1) draws of that shape; None where all begin with 0."""
        if self.bias_variance is None:
            return None
        return uniform(draws, self.bias_variance(Fan(fan_in, len(draws))))

    def weights(self, draws: Tensor, std: float, slope: float = 0.0) -> Tensor:
        """[fan_out, fan_in] weights from N(0,1) draws of that shape."""
        return result_of(self.steps(draws, std, slope))

    def steps(self, draws: Tensor, std: float, slope: float) -> Generator[None, None, Tensor]:
        """The same weights as :meth:`weights`; yields between pieces of work."""
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
    """The variance of Glorot & Bengio 2010, equation 12."""
    return 2 / (fan.fan_in + fan.fan_out)


def _he(fan: Fan) -> float:
    """The variance of He et al. 2015, equation 10; with a slope, equation 15."""
    return fan.gain / fan.fan_in


def _he_out(fan: Fan) -> float:
    """The variance of He et al. 2015, equation 14, which preserves the gradient's
    variance instead."""
    return fan.gain / fan.fan_out


LECUN = "LeCun, Bottou, Orr & Müller 1998"
GLOROT = "Glorot & Bengio 2010"
HE = "He, Zhang, Ren & Sun 2015"


def _by_erf(bound: str) -> str:
    """Lines of torch code for U(+-bound), made from normal draws."""
    return (
        "fan_out, fan_in = w.shape\n"
        "torch.nn.init.normal_(w, generator=generator)\n"
        f"return (w / 2**0.5).erf() * {bound}"
    )


_SPARSE = f"""\
torch.nn.init.normal_(w, generator=generator)
kept = min({CONNECTIONS}, w.shape[1])
# Which are kept, the neighbors' draws decide: that says nothing of their own.
places = w.roll((1, 1), (0, 1)).topk(kept, dim=1).indices
return w * torch.zeros_like(w).scatter_(1, places, 1.0) * std"""

_INITIALIZERS = (
    Initializer(
        key="zeros",
        variance=lambda fan: 0.0,
        tex="w = 0",
        says="The mistake: every unit is every other.",
        code="return torch.nn.init.zeros_(w)",
        source="the mistake",
    ),
    Initializer(
        key="constant",
        variance=_chosen,
        distribution=same,
        has_scale=True,
        centered=False,
        tex=r"w = \sigma",
        says="The same mistake: symmetry is never broken.",
        code="return torch.nn.init.constant_(w, std)",
        source="the same mistake: symmetry is never broken",
    ),
    Initializer(
        key="normal",
        variance=_chosen,
        has_scale=True,
        tex=r"w \sim N(0, \sigma^2)",
        says="N(0, std**2).",
        code="return torch.nn.init.normal_(w, std=std, generator=generator)",
        source="Krizhevsky et al. 2012 with 0.01",
    ),
    Initializer(
        key="uniform",
        variance=_chosen,
        distribution=uniform,
        has_scale=True,
        tex=r"w \sim U(\pm\sqrt{3} \sigma)",
        says="U(+-sqrt(3) std), from normal draws: only the shape differs.",
        code=_by_erf("3**0.5 * std"),
        source="the same variance, and bounds",
    ),
    Initializer(
        key="lecun_normal",
        variance=_fan_in,
        tex=r"w \sim N(0, \frac{1}{n_{in}})",
        says="N(0, 1 / fan_in).",
        code=(
            "std = w.shape[1] ** -0.5\n"
            "return torch.nn.init.normal_(w, std=std, generator=generator)"
        ),
        source=LECUN,
    ),
    Initializer(
        key="lecun_uniform",
        variance=_fan_in,
        distribution=uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{3}{n_{in}}})",
        says="U(+-sqrt(3 / fan_in)), from normal draws: only the shape differs.",
        code=_by_erf("(3 / fan_in) ** 0.5"),
        source=LECUN,
    ),
    Initializer(
        key="fan_in_normal",
        variance=_fan_in,
        tex=r"w = \frac{\xi}{\sqrt{n_{in}}}, \quad \xi \sim N(0, 1)",
        says="N(0, 1) / sqrt(fan_in).",
        code="return torch.nn.init.normal_(w, generator=generator) / w.shape[1] ** 0.5",
        source="cs231n's “Xavier”; LeCun's variance, and Glorot's where a layer is square",
    ),
    Initializer(
        key="xavier_normal",
        variance=_glorot,
        tex=r"w \sim N(0, \frac{2}{n_{in} + n_{out}})",
        says="N(0, 2 / (fan_in + fan_out)).",
        code="return torch.nn.init.xavier_normal_(w, generator=generator)",
        source=GLOROT,
    ),
    Initializer(
        key="xavier_uniform",
        variance=_glorot,
        distribution=uniform,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{n_{in} + n_{out}}})",
        says="U(+-sqrt(6 / (fan_in + fan_out))), from normal draws: only the shape differs.",
        code=_by_erf("(6 / (fan_in + fan_out)) ** 0.5"),
        source=GLOROT,
    ),
    Initializer(
        key="kaiming_normal",
        variance=_he,
        takes_slope=True,
        tex=r"w \sim N(0, \frac{2}{(1 + a^2) n_{in}})",
        says="N(0, 2 / ((1 + slope**2) fan_in)).",
        code="return torch.nn.init.kaiming_normal_(w, a=slope, generator=generator)",
        source=HE,
    ),
    Initializer(
        key="kaiming_uniform",
        variance=_he,
        distribution=uniform,
        takes_slope=True,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{(1 + a^2) n_{in}}})",
        says="U(+-sqrt(6 / fan_in)), from normal draws: only the shape differs.",
        code=_by_erf("(6 / ((1 + slope**2) * fan_in)) ** 0.5"),
        source=HE,
    ),
    Initializer(
        key="kaiming_normal_out",
        variance=_he_out,
        takes_slope=True,
        tex=r"w \sim N(0, \frac{2}{(1 + a^2) n_{out}})",
        says="N(0, 2 / ((1 + slope**2) fan_out)).",
        code=(
            "return torch.nn.init.kaiming_normal_(\n"
            '    w, a=slope, mode="fan_out", generator=generator\n'
            ")"
        ),
        source=HE,
    ),
    Initializer(
        key="kaiming_uniform_out",
        variance=_he_out,
        distribution=uniform,
        takes_slope=True,
        tex=r"w \sim U(\pm\sqrt{\frac{6}{(1 + a^2) n_{out}}})",
        says="U(+-sqrt(6 / fan_out)), from normal draws: only the shape differs.",
        code=_by_erf("(6 / ((1 + slope**2) * fan_out)) ** 0.5"),
        source=HE,
    ),
    Initializer(
        key="orthogonal",
        variance=lambda fan: 1 / max(fan.fan_in, fan.fan_out),
        distribution=orthogonal,
        tex=r"W^T W = I",
        says="Rows or columns orthonormal, whichever are fewer.",
        code="return torch.nn.init.orthogonal_(w, generator=generator)",
        source="Saxe, McClelland & Ganguli 2014",
    ),
    Initializer(
        key="sparse",
        variance=lambda fan: fan.std**2 * min(CONNECTIONS, fan.fan_in) / fan.fan_in,
        distribution=sparse,
        has_scale=True,
        tex=r"w \sim N(0, \sigma^2), \quad |\{j : w_{ij} \neq 0\}| = 15",
        says=f"N(0, std**2) for {CONNECTIONS} incoming weights of a unit, the rest 0.",
        code=_SPARSE,
        source="Martens 2010",
    ),
    Initializer(
        key="torch_default",
        variance=lambda fan: 1 / (3 * fan.fan_in),
        distribution=uniform,
        bias_variance=lambda fan: 1 / (3 * fan.fan_in),
        tex=r"w, b \sim U(\pm\frac{1}{\sqrt{n_{in}}})",
        says="U(+-1 / sqrt(fan_in)), from normal draws: only the shape differs.",
        code=_by_erf("fan_in**-0.5"),
        bias_code=(
            "torch.nn.init.normal_(b, generator=generator)\n"
            "return (b / 2**0.5).erf() * fan_in**-0.5"
        ),
        source="torch.nn.Linear.reset_parameters: a sixth of He's variance, and biases",
    ),
)

INITIALIZERS: Mapping[str, Initializer] = MappingProxyType({i.key: i for i in _INITIALIZERS})
