"""The registry of optimizers, and competitors: optimizers with hyper-parameters of their own.

Those with an elementwise rule are in :mod:`core.optimizers.first_order`. The others have no
``rule``: Newton's methods have a ``direction``, those of scipy and torch a ``library``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from core.optimizers import first_order
from core.optimizers.libraries import bfgs, conjugate_gradient, lbfgs
from core.optimizers.on_matrices import ON_MATRICES
from core.optimizers.records import LEARNING_RATE, Optimizer, hyper, turned_on, written
from core.optimizers.second_order import damped_newton, newton, saddle_free_newton
from core.optimizers.treatment import Treatment, treatment_tex
from core.parameters import Parameter, Reason, SpecError

_DAMPING_HELP = "The least curvature that a step is divided by"
_GTOL_HELP = "Ends where no coordinate of the gradient is larger"

_NEWTON = '''
def newton(g, H):
    """H^-1 g: straight to where the local quadratic is stationary."""
    return torch.linalg.solve(H, g) if g.any() else g
'''
_DAMPED_NEWTON = '''
def damped_newton(g, H, damping):
    """(H + mu I)^-1 g, with mu large enough for eigenvalues of damping and more."""
    mu = max(0.0, damping - torch.linalg.eigvalsh(H)[0].item())
    return torch.linalg.solve(H + mu * torch.eye(len(g), dtype=g.dtype), g)
'''
_SADDLE_FREE_NEWTON = '''
def saddle_free_newton(g, H, damping):
    """|H|^-1 g: each eigenvalue by its absolute value, at least damping."""
    values, vectors = torch.linalg.eigh(H)
    return vectors @ (vectors.T @ g / values.abs().clamp(min=damping))
'''

_OTHERS = (
    Optimizer(
        key="newton",
        direction=newton,
        own_rate=1.0,
        tex=r"p \leftarrow p - \eta H^{-1} g",
        code=_NEWTON,
        source="Newton 1669; Raphson 1690; Simpson 1740",
    ),
    Optimizer(
        key="damped_newton",
        direction=damped_newton,
        own_rate=1.0,
        hyper=(hyper("damping", 1, 1e-12, 1e12, "Damping δ", _DAMPING_HELP, True),),
        tex=(
            r"\mu = \max(0, \delta - \lambda_{\min})"
            "\n"
            r"p \leftarrow p - \eta (H + \mu I)^{-1} g"
        ),
        code=_DAMPED_NEWTON,
        source="Levenberg 1944",
    ),
    Optimizer(
        key="saddle_free_newton",
        direction=saddle_free_newton,
        own_rate=1.0,
        hyper=(hyper("damping", 0.01, 1e-12, 1e12, "Damping δ", _DAMPING_HELP, True),),
        tex=(
            r"|H| = \sum_i \max(|\lambda_i|, \delta) q_i q_i^T"
            "\n"
            r"p \leftarrow p - \eta |H|^{-1} g"
        ),
        code=_SADDLE_FREE_NEWTON,
        source="Dauphin et al. 2014",
    ),
    Optimizer(
        key="conjugate_gradient",
        library=conjugate_gradient,
        takes_rate=False,
        hyper=(hyper("gtol", 1e-5, 1e-16, 1, "Ends below |g|", _GTOL_HELP, True),),
        tex=(
            r"\beta = \max\left(0, \frac{g^T (g - g_{t-1})}{g_{t-1}^T g_{t-1}}\right)"
            "\n"
            r"d \leftarrow -g + \beta d"
            "\n"
            r"p \leftarrow p + \alpha d"
        ),
        source="Polak & Ribière 1969; Nocedal & Wright 2006, p. 120",
    ),
    Optimizer(
        key="bfgs",
        library=bfgs,
        takes_rate=False,
        hyper=(hyper("gtol", 1e-5, 1e-16, 1, "Ends below |g|", _GTOL_HELP, True),),
        tex=(
            r"\rho = \frac{1}{y^T s}"
            "\n"
            r"B \leftarrow (I - \rho s y^T) B (I - \rho y s^T) + \rho s s^T"
            "\n"
            r"p \leftarrow p - \alpha B g"
        ),
        source="Broyden, Fletcher, Goldfarb, Shanno 1970",
    ),
    Optimizer(
        key="lbfgs",
        library=lbfgs,
        own_rate=1.0,
        hyper=(hyper("gtol", 1e-7, 1e-16, 1, "Ends below |g|", _GTOL_HELP, True),),
        tex=(
            r"s = p - p_{t-1}, \quad y = g - g_{t-1}, \quad B \approx H^{-1}"
            "\n"
            r"p \leftarrow p - \alpha B g"
        ),
        source="Liu & Nocedal 1989",
    ),
)

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType(
    {o.key: o for o in (*first_order.RECORDS, *_OTHERS)}
)

FIRST_ORDER: Mapping[str, Optimizer] = MappingProxyType({o.key: o for o in first_order.RECORDS})
"""The optimizers with an elementwise rule, which a swarm can run as well."""


@dataclass(frozen=True)
class Competitor:
    """One entry of a race: an optimizer, and the hyper-parameters that were set for it.

    Its text form names only what differs: ``adam``, ``adam:learning_rate=0.1:schedule=cosine``.
    """

    key: str
    settings: tuple[tuple[str, Any], ...] = ()
    """Names and values of what was set."""

    @property
    def optimizer(self) -> Optimizer:
        return OPTIMIZERS[self.key]

    @property
    def text(self) -> str:
        return ":".join((self.key, *(f"{name}={value}" for name, value in self.texts)))

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """Names and values of what was set, as they are typed."""
        for name, value in self.settings:
            parameter = self.optimizer.hyper_parameter(name)
            if parameter is None or isinstance(value, str):
                yield name, str(value)
            else:
                yield name, parameter.print(value)

    @property
    def tex(self) -> str:
        """All that happens in a step, as lines of TeX: the treatment, then the rule."""
        treatment = treatment_tex(self.treatment())
        on = turned_on(self._values(self.optimizer.hyper))
        return "\n".join((*treatment, written(self.optimizer.tex, on)))

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read the text form; a :class:`SpecError` names what is not accepted.

        torch's names are understood too: ``adam:lr=0.1:betas=0.9,0.99``.
        """
        key, *pairs = text.split(":")
        key = key.strip()
        if key in ON_MATRICES:
            raise SpecError(field, Reason.NEEDS_MATRICES, key, ", ".join(OPTIMIZERS))
        if key not in OPTIMIZERS:
            raise SpecError(field, Reason.NOT_A_CHOICE, key, ", ".join(OPTIMIZERS))
        settings: dict[str, float | str] = {}
        for pair in pairs:
            name, _, value = pair.partition("=")
            settings |= _named(OPTIMIZERS[key], name.strip(), value)
        return cls.of(key, settings)

    @classmethod
    def of(cls, key: str, settings: Mapping[str, Any]) -> Self:
        """Make a competitor with these hyper-parameters, checked; defaults are left out."""
        optimizer = OPTIMIZERS[key]
        names = tuple(p.name for p in optimizer.parameters)
        kept = []
        for name, given in settings.items():
            parameter = optimizer.hyper_parameter(name)
            if parameter is None:
                accepted = (*names, *(n for n in optimizer.keywords if n not in names))
                raise SpecError(f"{key}:{name}", Reason.UNKNOWN, name, ", ".join(accepted))
            value = parameter.parse(given) if isinstance(given, str) else given
            value = parameter.check(value, None)
            # The rate's own default is the race's common rate, so a rate that was set is kept.
            if parameter is LEARNING_RATE or value != parameter.default:
                kept.append((name, value))
        return cls(key, tuple(sorted(kept, key=lambda pair: names.index(pair[0]))))

    def rate(self, learning_rate: float) -> float:
        """The competitor's learning rate if ``learning_rate`` is the common one; NaN if it takes
        none."""
        optimizer = self.optimizer
        if not optimizer.takes_rate:
            return math.nan
        default = learning_rate if optimizer.own_rate is None else optimizer.own_rate
        return float(dict(self.settings).get(LEARNING_RATE.name, default))

    def with_rate(self, learning_rate: float) -> Competitor:
        """The same competitor with a learning rate of its own."""
        return self.of(self.key, {**dict(self.settings), LEARNING_RATE.name: learning_rate})

    def hyper(self, learning_rate: float) -> dict[str, float]:
        """Every hyper-parameter of the rule; those that were not set have their defaults."""
        rate = {LEARNING_RATE.name: self.rate(learning_rate)} if self.optimizer.takes_rate else {}
        return rate | self._values(self.optimizer.hyper)

    def treatment(self) -> Treatment:
        """The treatment of gradient and rate before the competitor's rule sees them."""
        return Treatment(**self._values(self.optimizer.treatments))

    def _values(self, among: tuple[Parameter, ...]) -> dict[str, Any]:
        settings = dict(self.settings)
        return {p.name: settings.get(p.name, p.default) for p in among}


def _named(optimizer: Optimizer, name: str, value: str) -> dict[str, float | str]:
    """The hyper-parameters, by our names, that a name of ours or of torch's sets."""
    if optimizer.hyper_parameter(name) is not None:
        return {name: value}
    names = optimizer.own_names(name)
    values = value.strip().removeprefix("(").removesuffix(")").split(",")
    if len(names) == 1:
        return {names[0]: value}
    if len(values) != len(names):
        accepted = ",".join(f"{one}" for one in names)
        raise SpecError(f"{optimizer.key}:{name}", Reason.NOT_A_LIST, value, accepted)
    return dict(zip(names, values, strict=True))
