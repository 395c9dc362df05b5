"""The treatment of gradient and rate before an update rule sees them, the same for every rule.

It follows torch's order: the gradient is that of a mini-batch, the noise comes with it,
``clip_grad_norm_`` clips it, the optimizer adds the weight decay, and a scheduler has set the rate.
The paths' losses and gradient norms stay those of the surface alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.optimizers.schedules import SCHEDULES

CLIP_EPSILON = 1e-6
"""The number that ``torch.nn.utils.clip_grad_norm_`` adds to the norm before dividing by it."""


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """The treatment of one competitor; by default gradient and rate stay as they are."""

    batch: int = 0
    """The number of samples over which a gradient is averaged; 0 means all. It has no effect where
    there are no data."""
    noise: float = 0.0
    """The standard deviation of the noise added to each coordinate of the gradient."""
    clip: float = 0.0
    """The norm above which a gradient is shortened to it; 0 means never."""
    weight_decay: float = 0.0
    """λ of the L2 penalty λ|p|²/2, whose gradient λp is added to the gradient."""
    schedule: str = "constant"


def clipped(gx: float, gy: float, clip: float) -> tuple[float, float]:
    """The gradient as ``torch.nn.utils.clip_grad_norm_(p, clip)`` would leave it."""
    share = clip / (math.hypot(gx, gy) + CLIP_EPSILON)
    return (gx * share, gy * share) if share < 1 else (gx, gy)


def treatment_tex(treatment: Treatment) -> Iterator[str]:
    """What happens to gradient and rate, as lines of TeX in the order in which it happens."""
    if treatment.schedule != "constant":
        yield from SCHEDULES[treatment.schedule].tex.splitlines()
    if treatment.noise:
        yield r"g \leftarrow g + \sigma \xi, \quad \xi \sim N(0, 1)"
    if treatment.clip:
        yield r"g \leftarrow g \min\left(1, \frac{c}{\|g\| + 10^{-6}}\right)"
    if treatment.weight_decay:
        yield r"g \leftarrow g + \lambda p"
