"""The update rules: elementwise, each in a few lines of arithmetic.

A rule takes one coordinate's value ``p``, its gradient ``g``, the number ``t`` of the step (1 is
the first), the memories that it keeps from step to step (0 at the start), and its hyper-parameters;
it returns the next value and the next memories. Plain numbers, numpy arrays and torch tensors all
pass through: a rule uses nothing but arithmetic (``** 0.5`` is the root) and
:mod:`core.optimizers.elementwise`.

Each rule follows ``torch.optim`` and its order of operations: tests require one step to agree to
1e-12. What happens to gradient and rate before a rule sees them (mini-batches, noise, clipping,
weight decay, schedule) is in :mod:`core.optimizers.treatment`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.optimizers.elementwise import clamp, is_on, maximum, root, sign

Memories = tuple[Any, ...]
Rule = Callable[..., tuple[Any, Memories]]

RPROP_STEPS = (1e-6, 50.0)
"""The shortest and the longest step of Rprop; these are torch's defaults."""


def gd(p: Any, g: Any, t: int, memories: Memories, *, learning_rate: float) -> tuple[Any, Memories]:
    """p ← p - η g. Cauchy 1847."""
    return p - learning_rate * g, ()


def momentum(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    momentum: float,
    dampening: float,
) -> tuple[Any, Memories]:
    """v ← μ v + (1-τ) g; p ← p - η v. Polyak 1964, in torch's scaling.

    As in torch the first v is g whatever τ, and without momentum τ dampens nothing.
    """
    (v,) = memories
    if is_on(dampening):
        # A power instead of a question about t, which could not be recorded: 0 at the first step.
        g = (1 - dampening * (sign(momentum) * (1 - 0 ** (t - 1)))) * g
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
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    eps: float,
    lr_decay: float,
    initial_accumulator_value: float,
) -> tuple[Any, Memories]:
    """s ← s + g²; p ← p - ηₜ g / (√s + ε), with ηₜ = η / (1 + (t-1) κ). Duchi et al. 2011.

    The initial value of s is where its memory begins, and of no concern to a step.
    """
    (s,) = memories
    s = s + g * g
    if is_on(lr_decay):
        learning_rate = learning_rate / (1 + (t - 1) * lr_decay)
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
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    alpha: float,
    eps: float,
    momentum: float,
    centered: bool,
) -> tuple[Any, Memories]:
    """v ← α v + (1-α) g²; p ← p - η g / (√v + ε). Hinton's lecture 6e, 2012.

    Centered, a ← α a + (1-α) g and √(v - a²) takes the place of √v (Graves 2013); with momentum
    b ← μ b + g / (√v + ε) and p ← p - η b.
    """
    v, a, b = memories
    v = alpha * v + (1 - alpha) * g * g
    if centered:
        a = a + (1 - alpha) * (g - a)
        step = g / (root(v - a * a) + eps)
    else:
        step = g / (v**0.5 + eps)
    if is_on(momentum):
        b = step = momentum * b + step
    return p - learning_rate * step, (v, a, b)


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
    amsgrad: bool,
) -> tuple[Any, Memories]:
    """m ← β₁m + (1-β₁)g; v ← β₂v + (1-β₂)g²; p ← p - η m̂ / (√v̂ + ε),

    with m̂ = m/(1-β₁ᵗ), v̂ = v/(1-β₂ᵗ). Kingma & Ba 2015, algorithm 1. With AMSGrad the largest v so
    far, w, takes the place of v. Reddi, Kale & Kumar 2018.
    """
    m, v, w = memories
    m = m + (1 - beta1) * (g - m)
    v = beta2 * v + (1 - beta2) * g * g
    if amsgrad:
        w = maximum(w, v)
    denominator = (w if amsgrad else v) ** 0.5 / (1 - beta2**t) ** 0.5 + eps
    return p - learning_rate / (1 - beta1**t) * (m / denominator), (m, v, w)


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
    denominator = (v / (1 - beta2**t)) ** 0.5 + eps
    p = p - learning_rate * (1 - mu) / (1 - product) * (g / denominator)
    p = p - learning_rate * mu_next / (1 - product * mu_next) * (m / denominator)
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
    amsgrad: bool,
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
        amsgrad=amsgrad,
    )


def lion(
    p: Any,
    g: Any,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    weight_decay: float,
) -> tuple[Any, Memories]:
    """p ← (1 - ηλ) p - η sign(β₁m + (1-β₁)g); m ← β₂m + (1-β₂)g: every step is η or nothing.

    Chen et al. 2023, algorithm 2.
    """
    (m,) = memories
    towards = sign(m + (1 - beta1) * (g - m))
    if is_on(weight_decay):
        p = p * (1 - learning_rate * weight_decay)
    return p - learning_rate * towards, (m + (1 - beta2) * (g - m),)


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
    """Adam without the root while its variance is too uncertain, and rectified after that.

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
    """A step of its own for each coordinate: longer while the slope keeps its sign, shorter when it
    changes sign, in which case no step is taken. The gradient's size does not matter.

    Riedmiller & Braun 1993, as torch has it: steps between 1e-6 and 50, the first of size η.
    """
    before, length = memories
    turn = sign(before * g)
    kept, turned = turn * (turn + 1) / 2, turn * (turn - 1) / 2  # 1 or 0 each
    length = length * (1 + (eta_plus - 1) * kept + (eta_minus - 1) * turned)
    length = clamp(length, *RPROP_STEPS)
    g = g * (1 - turned)
    return p - sign(g) * length, (g, length)
