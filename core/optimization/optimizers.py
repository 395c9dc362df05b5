"""The optimizers: one record each, holding all that is known of it.

A rule is elementwise: it takes one coordinate's value ``p``, its gradient ``g``, the number ``t``
of the step (1 is the first), the memories that it keeps from step to step (0 at the start), and its
hyper-parameters; it returns the next value and the next memories. Plain numbers, numpy arrays and
torch tensors all pass through: a rule uses nothing but arithmetic (``** 0.5`` is the root) and
:mod:`core.optimization.elementwise`.

Each rule follows ``torch.optim``, and its order of operations: the tests hold one step to 1e-12.
What is done to gradient and rate before a rule sees them (noise, clipping, weight decay, schedule)
is no part of it: see :mod:`core.optimization.treatment`.

Methods that are no elementwise rule have no ``rule``: Newton's have a ``direction``, scipy's and
torch's own a ``library``. :data:`FIRST_ORDER` are those that have one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from core.optimization.elementwise import clamp, maximum, sign
from core.optimization.libraries import Places, bfgs, conjugate_gradient, lbfgs
from core.optimization.second_order import (
    Direction,
    damped_newton,
    newton,
    saddle_free_newton,
)
from core.optimization.treatment import SCHEDULES, Treatment
from core.parameters import Kind, Parameter, Reason, SpecError, exact

Memories = tuple[Any, ...]
Rule = Callable[..., tuple[Any, Memories]]


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """An update rule, its hyper-parameters, its formula in TeX, its line of torch, its source.

    Exactly one of ``rule``, ``direction`` and ``library`` is given.
    """

    key: str
    rule: Rule | None = None
    direction: Callable[..., Direction] | None = None
    """Of gradient and Hessian: :mod:`core.optimization.second_order`."""
    library: Callable[..., Places] | None = None
    """The whole method is another's: :mod:`core.optimization.libraries`."""
    memories: tuple[str, ...] = ()
    hyper: tuple[Parameter, ...] = ()
    """What rule, direction or library take, the learning rate besides."""
    treatments: tuple[Parameter, ...] = ()
    """The fields of :class:`Treatment` that make sense for it."""
    takes_rate: bool = True
    """Whether there is a learning rate at all."""
    own_rate: float | None = None
    """The learning rate where none was set, for a method that is not scaled by the common one."""
    first_memories: tuple[float | str, ...] = ()
    """What the memories are before the first step, where not all are 0; a text names the
    hyper-parameter whose value they begin with."""
    tex: str
    torch: str
    """The line that builds it in torch or calls it in scipy, its hyper-parameters to be filled in;
    without a weight decay, which :meth:`torch_line` writes where there is one."""
    source: str

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All that a competitor may set: the rate, the rule's own, and the treatments."""
        return (*((LEARNING_RATE,) if self.takes_rate else ()), *self.hyper, *self.treatments)

    def hyper_parameter(self, name: str) -> Parameter | None:
        """What a competitor may set by that name, the learning rate included."""
        return next((p for p in self.parameters if p.name == name), None)

    def torch_line(self, hyper: Mapping[str, float], weight_decay: float = 0.0) -> str:
        """The line of torch with these values in it."""
        line = self.torch.format(**{name: repr(value) for name, value in hyper.items()})
        return f"{line[:-1]}, weight_decay={weight_decay!r})" if weight_decay else line

    def starting_memories(self, hyper: Mapping[str, float]) -> Memories:
        """The memories before the first step."""
        first = self.first_memories or (0.0,) * len(self.memories)
        return tuple(hyper[one] if isinstance(one, str) else one for one in first)


def _hyper(name: str, default: float, low: float, high: float, help: str, log: bool) -> Parameter:
    return Parameter(
        kind=Kind.NUMBER, name=name, default=default, low=low, high=high, log=log, help=help
    )


RPROP_STEPS = (1e-6, 50.0)
"""The shortest and the longest step of Rprop, torch's defaults."""

MIN_RATE, MAX_RATE = 1e-8, 100.0
RATE_HELP = "Step size η that scales every update"
LEARNING_RATE = _hyper("learning_rate", 0.01, MIN_RATE, MAX_RATE, RATE_HELP, True)

_MOMENTUM = _hyper(
    "momentum", 0.9, 0, 0.9999, "Share μ of the velocity kept from step to step", False
)
_BETA1 = _hyper(
    "beta1", 0.9, 0, 0.9999, "Share of the mean gradient m kept from step to step", False
)
_BETA2 = _hyper("beta2", 0.999, 0, 0.99999, "Share of the mean squared gradient v kept", False)
_EPS = _hyper("eps", 1e-8, 1e-16, 1, "Added to the root, so that nothing is divided by zero", True)

_NOISE = _hyper("noise", 1, 0, 1000, "Standard deviation σ of the noise on each coordinate", False)
_DECAY = _hyper("weight_decay", 0, 0, 10, "Weight decay: λp is added to the gradient", False)
_CLIP = _hyper("clip", 0, 0, 1e6, "Longest gradient that passes; 0: none is clipped", False)
_SCHEDULE = Parameter(
    kind=Kind.CHOICE,
    name="schedule",
    default="constant",
    choices=SCHEDULES,
    help="How the learning rate changes over the race's steps",
)
_TREATMENTS = (_DECAY, _CLIP, _SCHEDULE)

_DAMPING_HELP = "The least curvature that a step is divided by"
_GTOL_HELP = "Ends where no coordinate of the gradient is larger"


def gd(p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float) -> tuple[Any, Memories]:
    """p ← p - η g. Cauchy 1847."""
    return p - learning_rate * g, ()


def momentum(
    p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float, momentum: float
) -> tuple[Any, Memories]:
    """v ← μ v + g; p ← p - η v. Polyak 1964, in torch's scaling."""
    (v,) = memories
    v = momentum * v + g
    return p - learning_rate * v, (v,)


def nesterov(
    p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float, momentum: float
) -> tuple[Any, Memories]:
    """v ← μ v + g; p ← p - η (g + μ v). Nesterov 1983, as in Sutskever et al. 2013."""
    (v,) = memories
    v = momentum * v + g
    return p - learning_rate * (g + momentum * v), (v,)


def adagrad(
    p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float, eps: float
) -> tuple[Any, Memories]:
    """s ← s + g²; p ← p - η g / (√s + ε). Duchi et al. 2011."""
    (s,) = memories
    s = s + g * g
    return p - learning_rate * (g / (s**0.5 + eps)), (s,)


def adadelta(
    p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float, rho: float, eps: float
) -> tuple[Any, Memories]:
    """v ← ρ v + (1-ρ) g²; Δ = √(u+ε)/√(v+ε) g; u ← ρ u + (1-ρ) Δ²; p ← p - η Δ. Zeiler 2012."""
    v, u = memories
    v = rho * v + (1 - rho) * g * g
    delta = (u + eps) ** 0.5 / (v + eps) ** 0.5 * g
    u = rho * u + (1 - rho) * delta * delta
    return p - learning_rate * delta, (v, u)


def rmsprop(
    p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float, alpha: float, eps: float
) -> tuple[Any, Memories]:
    """v ← α v + (1-α) g²; p ← p - η g / (√v + ε). Hinton's lecture 6e, 2012."""
    (v,) = memories
    v = alpha * v + (1 - alpha) * g * g
    return p - learning_rate * (g / (v**0.5 + eps)), (v,)


def adam(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Any, Memories]:
    """m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; p ← p - η m̂ / (√v̂ + ε),

    with m̂ = m/(1-β₁ᵗ), v̂ = v/(1-β₂ᵗ). Kingma & Ba 2015, algorithm 1.
    """
    m, v = memories
    m = m + (1 - beta1) * (g - m)
    v = beta2 * v + (1 - beta2) * g * g
    root = v**0.5 / (1 - beta2**t) ** 0.5 + eps
    return p - learning_rate / (1 - beta1**t) * (m / root), (m, v)


def nadam(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    eps: float,
    momentum_decay: float,
) -> tuple[Any, Memories]:
    """Adam whose mean gradient looks one step ahead, with μₜ = β₁(1 - ½·0.96^(tψ)):

    p ← p - η [(1-μₜ) g / (1-Πμ) + μₜ₊₁ m / (1-μₜ₊₁Πμ)] / (√v̂ + ε). Dozat 2016.
    """
    m, v, product = memories
    mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = product * mu
    m = m + (1 - beta1) * (g - m)
    v = beta2 * v + (1 - beta2) * g * g
    root = (v / (1 - beta2**t)) ** 0.5 + eps
    p = p - learning_rate * (1 - mu) / (1 - product) * (g / root)
    p = p - learning_rate * mu_next / (1 - product * mu_next) * (m / root)
    return p, (m, v, product)


def adamw(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
) -> tuple[Any, Memories]:
    """Adam after p ← (1 - ηλ) p: the decay is not scaled by √v. Loshchilov & Hutter 2019."""
    return adam(
        p * (1 - learning_rate * weight_decay),
        g,
        t,
        memories,
        learning_rate=learning_rate,
        beta1=beta1,
        beta2=beta2,
        eps=eps,
    )


def radam(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Any, Memories]:
    """Adam whose root is left out while its variance is too uncertain, and rectified after.

    ρ∞ = 2/(1-β₂) - 1, ρₜ = ρ∞ - 2tβ₂ᵗ/(1-β₂ᵗ); for ρₜ > 5, p ← p - η m̂ r √(1-β₂ᵗ) / (√v + ε) with
    r² = (ρₜ-4)(ρₜ-2)ρ∞ / ((ρ∞-4)(ρ∞-2)ρₜ); before that p ← p - η m̂. Liu et al. 2020, algorithm 2.
    """
    m, v = memories
    m = m + (1 - beta1) * (g - m)
    v = beta2 * v + (1 - beta2) * g * g
    mean = m / (1 - beta1**t)
    correction = 1 - beta2**t
    longest = 2 / (1 - beta2) - 1
    length = longest - 2 * t * beta2**t / correction
    if length <= 5:
        return p - learning_rate * mean, (m, v)
    rectified = (
        (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    ) ** 0.5
    return p - learning_rate * mean * (correction**0.5 / (v**0.5 + eps)) * rectified, (m, v)


def adamax(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Any, Memories]:
    """m ← β₁m + (1-β₁)g; u ← max(β₂u, |g| + ε); p ← p - η/(1-β₁ᵗ) m/u.

    Kingma & Ba 2015, algorithm 2.
    """
    m, u = memories
    m = m + (1 - beta1) * (g - m)
    u = maximum(beta2 * u, abs(g) + eps)
    return p - learning_rate / (1 - beta1**t) * (m / u), (m, u)


def rprop(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    eta_minus: float,
    eta_plus: float,
) -> tuple[Any, Memories]:
    """A step of its own for each coordinate: longer while the slope keeps its sign, shorter when
    it turns, in which case no step is taken. The gradient's size does not count.

    Riedmiller & Braun 1993, as torch has it: steps between 1e-6 and 50, the first of size η.
    """
    before, length = memories
    turn = sign(before * g)
    kept, turned = turn * (turn + 1) / 2, turn * (turn - 1) / 2  # 1 or 0 each
    length = length * (1 + (eta_plus - 1) * kept + (eta_minus - 1) * turned)
    length = clamp(length, *RPROP_STEPS)
    g = g * (1 - turned)
    return p - sign(g) * length, (g, length)


_OPTIMIZERS = (
    Optimizer(
        key="gd",
        rule=gd,
        treatments=_TREATMENTS,
        tex=r"p \leftarrow p - \eta g",
        torch="torch.optim.SGD(p, lr={learning_rate})",
        source="Cauchy 1847",
    ),
    Optimizer(
        key="sgd",
        rule=gd,
        treatments=(_NOISE, *_TREATMENTS),
        tex=(r"p \leftarrow p - \eta (g + \sigma \xi)" "\n" r"\xi \sim N(0, 1)"),
        torch="torch.optim.SGD(p, lr={learning_rate})",
        source="Robbins & Monro 1951",
    ),
    Optimizer(
        key="momentum",
        rule=momentum,
        treatments=_TREATMENTS,
        memories=("v",),
        hyper=(_MOMENTUM,),
        tex=(r"v \leftarrow \mu v + g" "\n" r"p \leftarrow p - \eta v"),
        torch="torch.optim.SGD(p, lr={learning_rate}, momentum={momentum})",
        source="Polyak 1964",
    ),
    Optimizer(
        key="nesterov",
        rule=nesterov,
        treatments=_TREATMENTS,
        memories=("v",),
        hyper=(_hyper("momentum", 0.9, 1e-6, 0.9999, _MOMENTUM.help, False),),
        tex=(r"v \leftarrow \mu v + g" "\n" r"p \leftarrow p - \eta (g + \mu v)"),
        torch="torch.optim.SGD(p, lr={learning_rate}, momentum={momentum}, nesterov=True)",
        source="Nesterov 1983; Sutskever et al. 2013",
    ),
    Optimizer(
        key="adagrad",
        rule=adagrad,
        treatments=_TREATMENTS,
        memories=("s",),
        hyper=(_hyper("eps", 1e-10, 1e-16, 1, _EPS.help, True),),
        tex=(r"s \leftarrow s + g^2" "\n" r"p \leftarrow p - \frac{\eta}{\sqrt{s} + \epsilon} g"),
        torch="torch.optim.Adagrad(p, lr={learning_rate}, eps={eps})",
        source="Duchi, Hazan & Singer 2011",
    ),
    Optimizer(
        key="adadelta",
        rule=adadelta,
        treatments=_TREATMENTS,
        memories=("v", "u"),
        hyper=(
            _hyper(
                "rho", 0.9, 0, 0.9999, "Share of the running means kept from step to step", False
            ),
            _hyper("eps", 1e-6, 1e-16, 1, "Added inside the roots: it starts the movement", True),
        ),
        tex=(
            r"v \leftarrow \rho v + (1-\rho) g^2"
            "\n"
            r"\Delta = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} g"
            "\n"
            r"u \leftarrow \rho u + (1-\rho) \Delta^2"
            "\n"
            r"p \leftarrow p - \eta \Delta"
        ),
        torch="torch.optim.Adadelta(p, lr={learning_rate}, rho={rho}, eps={eps})",
        source="Zeiler 2012",
    ),
    Optimizer(
        key="rmsprop",
        rule=rmsprop,
        treatments=_TREATMENTS,
        memories=("v",),
        hyper=(
            _hyper("alpha", 0.99, 0, 0.9999, "Share of the mean squared gradient v kept", False),
            _EPS,
        ),
        tex=(
            r"v \leftarrow \alpha v + (1-\alpha) g^2"
            "\n"
            r"p \leftarrow p - \frac{\eta}{\sqrt{v} + \epsilon} g"
        ),
        torch="torch.optim.RMSprop(p, lr={learning_rate}, alpha={alpha}, eps={eps})",
        source="Hinton, Srivastava & Swersky 2012, lecture 6e",
    ),
    Optimizer(
        key="adam",
        rule=adam,
        treatments=_TREATMENTS,
        memories=("m", "v"),
        hyper=(_BETA1, _BETA2, _EPS),
        tex=(
            r"m \leftarrow \beta_1 m + (1-\beta_1) g"
            "\n"
            r"v \leftarrow \beta_2 v + (1-\beta_2) g^2"
            "\n"
            r"p \leftarrow p - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon}"
        ),
        torch="torch.optim.Adam(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps})",
        source="Kingma & Ba 2015",
    ),
    Optimizer(
        key="nadam",
        rule=nadam,
        treatments=_TREATMENTS,
        memories=("m", "v", "product"),
        hyper=(
            _BETA1,
            _BETA2,
            _EPS,
            _hyper("momentum_decay", 0.004, 0, 1, "Decay ψ of the momentum's warm-up", False),
        ),
        first_memories=(0.0, 0.0, 1.0),
        tex=(
            r"p \leftarrow p - \frac{\eta}{\sqrt{\hat{v}} + \epsilon}\left("
            r"\frac{(1-\mu_t) g}{1-\prod_{i \leq t} \mu_i} +"
            r"\frac{\mu_{t+1} m}{1-\prod_{i \leq t+1} \mu_i}\right)"
        ),
        torch=(
            "torch.optim.NAdam(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps}, "
            "momentum_decay={momentum_decay})"
        ),
        source="Dozat 2016",
    ),
    Optimizer(
        key="adamw",
        rule=adamw,
        treatments=(_CLIP, _SCHEDULE),
        memories=("m", "v"),
        hyper=(
            _BETA1,
            _BETA2,
            _EPS,
            _hyper("weight_decay", 0.01, 0, 10, "Decay λ of the weights, scaled by η alone", False),
        ),
        tex=(
            r"p \leftarrow (1 - \eta\lambda) p"
            "\n"
            r"p \leftarrow p - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
        ),
        torch=(
            "torch.optim.AdamW(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps}, "
            "weight_decay={weight_decay})"
        ),
        source="Loshchilov & Hutter 2019",
    ),
    Optimizer(
        key="radam",
        rule=radam,
        treatments=_TREATMENTS,
        memories=("m", "v"),
        hyper=(_BETA1, _BETA2, _EPS),
        tex=(
            r"p \leftarrow p - \eta r_t \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}"
            "\n"
            r"r_t^2 = \frac{(\rho_t-4)(\rho_t-2)\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\rho_t}"
        ),
        torch="torch.optim.RAdam(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps})",
        source="Liu et al. 2020",
    ),
    Optimizer(
        key="adamax",
        rule=adamax,
        treatments=_TREATMENTS,
        memories=("m", "u"),
        hyper=(_BETA1, _BETA2, _EPS),
        tex=(
            r"u \leftarrow \max(\beta_2 u, |g| + \epsilon)"
            "\n"
            r"p \leftarrow p - \frac{\eta}{1-\beta_1^t} \frac{m}{u}"
        ),
        torch="torch.optim.Adamax(p, lr={learning_rate}, betas=({beta1}, {beta2}), eps={eps})",
        source="Kingma & Ba 2015, algorithm 2",
    ),
    Optimizer(
        key="rprop",
        rule=rprop,
        memories=("g", "length"),
        first_memories=(0.0, "learning_rate"),
        hyper=(
            _hyper("eta_minus", 0.5, 0.01, 0.99, "Factor of a step after the slope turned", False),
            _hyper(
                "eta_plus", 1.2, 1.01, 5, "Factor of a step while the slope keeps its sign", False
            ),
        ),
        tex=(
            r"\Delta \leftarrow \Delta \cdot \eta^{\pm}"
            "\n"
            r"p \leftarrow p - \mathrm{sign}(g) \Delta"
        ),
        torch="torch.optim.Rprop(p, lr={learning_rate}, etas=({eta_minus}, {eta_plus}))",
        source="Riedmiller & Braun 1993",
    ),
    Optimizer(
        key="newton",
        direction=newton,
        own_rate=1.0,
        tex=r"p \leftarrow p - \eta H^{-1} g",
        torch="p - {learning_rate} * torch.linalg.solve(H, g)",
        source="Newton 1669; Raphson 1690; Simpson 1740",
    ),
    Optimizer(
        key="damped_newton",
        direction=damped_newton,
        own_rate=1.0,
        hyper=(_hyper("damping", 1, 1e-12, 1e12, _DAMPING_HELP, True),),
        tex=(
            r"p \leftarrow p - \eta (H + \mu I)^{-1} g"
            "\n"
            r"\mu = \max(0, \delta - \lambda_{\min})"
        ),
        torch=(
            "p - {learning_rate} * torch.linalg.solve("
            "H + max(0.0, {damping} - torch.linalg.eigvalsh(H)[0].item()) * torch.eye(2), g)"
        ),
        source="Levenberg 1944",
    ),
    Optimizer(
        key="saddle_free_newton",
        direction=saddle_free_newton,
        own_rate=1.0,
        hyper=(_hyper("damping", 0.01, 1e-12, 1e12, _DAMPING_HELP, True),),
        tex=(
            r"p \leftarrow p - \eta |H|^{-1} g"
            "\n"
            r"|H| = \sum_i \max(|\lambda_i|, \delta) q_i q_i^T"
        ),
        torch=(
            "p - {learning_rate} * (lambda l, Q: Q @ (Q.T @ g / l.abs().clamp(min={damping})))("
            "*torch.linalg.eigh(H))"
        ),
        source="Dauphin et al. 2014",
    ),
    Optimizer(
        key="conjugate_gradient",
        library=conjugate_gradient,
        takes_rate=False,
        hyper=(_hyper("gtol", 1e-5, 1e-16, 1, _GTOL_HELP, True),),
        tex=(
            r"d \leftarrow -g + \beta d"
            "\n"
            r"\beta = \max\left(0, \frac{g^T (g - g_-)}{g_-^T g_-}\right)"
            "\n"
            r"p \leftarrow p + \alpha d"
        ),
        torch='scipy.optimize.minimize(f, p, jac=True, method="CG", options=dict(gtol={gtol}))',
        source="Polak & Ribière 1969; Nocedal & Wright 2006, p. 120",
    ),
    Optimizer(
        key="bfgs",
        library=bfgs,
        takes_rate=False,
        hyper=(_hyper("gtol", 1e-5, 1e-16, 1, _GTOL_HELP, True),),
        tex=(
            r"B \leftarrow (I - \rho s y^T) B (I - \rho y s^T) + \rho s s^T"
            "\n"
            r"\rho = \frac{1}{y^T s}"
            "\n"
            r"p \leftarrow p - \alpha B g"
        ),
        torch='scipy.optimize.minimize(f, p, jac=True, method="BFGS", options=dict(gtol={gtol}))',
        source="Broyden, Fletcher, Goldfarb, Shanno 1970",
    ),
    Optimizer(
        key="lbfgs",
        library=lbfgs,
        own_rate=1.0,
        hyper=(_hyper("gtol", 1e-7, 1e-16, 1, _GTOL_HELP, True),),
        tex=(
            r"s = p - p_-, \quad y = g - g_-, \quad B \approx H^{-1}"
            "\n"
            r"p \leftarrow p - \alpha B g"
        ),
        torch=(
            "torch.optim.LBFGS(p, lr={learning_rate}, max_iter=1, max_eval=26, "
            'tolerance_grad={gtol}, line_search_fn="strong_wolfe")'
        ),
        source="Liu & Nocedal 1989",
    ),
)

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType({o.key: o for o in _OPTIMIZERS})

FIRST_ORDER: Mapping[str, Optimizer] = MappingProxyType(
    {o.key: o for o in _OPTIMIZERS if o.rule is not None}
)
"""Those with an elementwise rule, which a swarm can run as well."""


@dataclass(frozen=True)
class Competitor:
    """One entry of a race: an optimizer, and those of its hyper-parameters that were set.

    Its text form names only what differs: ``adam``, ``adam:learning_rate=0.1:schedule=cosine``.
    """

    key: str
    settings: tuple[tuple[str, Any], ...] = ()
    """Names and values; a choice's value is a text, all others are numbers."""

    @property
    def optimizer(self) -> Optimizer:
        return OPTIMIZERS[self.key]

    @property
    def text(self) -> str:
        return ":".join((self.key, *(f"{name}={_text(value)}" for name, value in self.settings)))

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read the text form; :class:`SpecError` names what is not accepted."""
        key, *pairs = text.split(":")
        key = key.strip()
        if key not in OPTIMIZERS:
            raise SpecError(field, Reason.NOT_A_CHOICE, key, ", ".join(OPTIMIZERS))
        settings = {}
        for pair in pairs:
            name, _, value = pair.partition("=")
            settings[name.strip()] = value
        return cls.of(key, settings)

    @classmethod
    def of(cls, key: str, settings: Mapping[str, float | str]) -> Self:
        """A competitor with these hyper-parameters, checked; defaults are left out."""
        optimizer = OPTIMIZERS[key]
        names = tuple(p.name for p in optimizer.parameters)
        kept = []
        for name, given in settings.items():
            parameter = optimizer.hyper_parameter(name)
            if parameter is None:
                raise SpecError(f"{key}:{name}", Reason.UNKNOWN, name, ", ".join(names))
            value = parameter.parse(given) if isinstance(given, str) else given
            value = parameter.check(value, None)
            # The rate's own default is the race's common rate, so a rate that was set is kept.
            if parameter is LEARNING_RATE or value != parameter.default:
                kept.append((name, value))
        return cls(key, tuple(sorted(kept, key=lambda pair: names.index(pair[0]))))

    def rate(self, learning_rate: float) -> float:
        """Its learning rate where ``learning_rate`` is the common one; NaN where it takes none."""
        optimizer = self.optimizer
        if not optimizer.takes_rate:
            return math.nan
        default = learning_rate if optimizer.own_rate is None else optimizer.own_rate
        return float(dict(self.settings).get(LEARNING_RATE.name, default))

    def with_rate(self, learning_rate: float) -> Competitor:
        """The same at another rate of its own."""
        return self.of(self.key, {**dict(self.settings), LEARNING_RATE.name: learning_rate})

    def hyper(self, learning_rate: float) -> dict[str, float]:
        """Every hyper-parameter of the rule, those not set at their defaults."""
        rate = {LEARNING_RATE.name: self.rate(learning_rate)} if self.optimizer.takes_rate else {}
        return rate | self._values(self.optimizer.hyper)

    def treatment(self) -> Treatment:
        """What is done to gradient and rate before its rule sees them."""
        return Treatment(**self._values(self.optimizer.treatments))

    def _values(self, among: tuple[Parameter, ...]) -> dict[str, Any]:
        settings = dict(self.settings)
        return {p.name: settings.get(p.name, p.default) for p in among}


def _text(value: float | str) -> str:
    return value if isinstance(value, str) else exact(value)
