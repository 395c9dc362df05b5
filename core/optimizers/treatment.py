"""The treatment of gradient and rate before an update rule sees them, the same for every rule.

It follows torch's order: the gradient is that of a mini-batch, the noise comes with it,
``clip_grad_norm_`` clips it, the optimizer adds the weight decay, and a scheduler has set the rate.
The paths' losses and gradient norms stay those of the surface alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

CLIP_EPSILON = 1e-6
"""The number that ``torch.nn.utils.clip_grad_norm_`` adds to the norm before dividing by it."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A schedule: the factor on the learning rate at update ``t`` (0 is the first) of ``total``."""

    key: str
    factor: Callable[[int, int], float]
    tex: str
    name: str = ""
    """The name of the function in :attr:`code`."""
    code: str = ""
    """The factor as a Python function of the update ``t`` of ``STEPS``; empty if there is none."""


def _tenth(total: int) -> int:
    return max(1, total // 10)


_STEP = '''
def step_decay(t):
    """The rate's factor at update t: a tenth after each third."""
    return 0.1 ** (t // max(1, STEPS // 3))
'''

_INVERSE = '''
def inverse(t):
    """The rate's factor at update t: down to a tenth."""
    return 1 / (1 + 9 * t / STEPS)
'''

_COSINE = '''
def cosine(t):
    """The rate's factor at update t: half a cosine, down to 0."""
    return (1 + math.cos(math.pi * t / STEPS)) / 2
'''

_WARMUP = '''
def warmup(t):
    """The rate's factor at update t: up to 1 over the first tenth."""
    return min(1.0, (t + 1) / max(1, STEPS // 10))
'''

_SCHEDULES = (
    Schedule(
        key="constant",
        factor=lambda t, total: 1.0,
        tex=r"\eta_t = \eta",
    ),
    Schedule(
        key="step",
        factor=lambda t, total: 0.1 ** (t // max(1, total // 3)),
        tex=r"\eta_t = \eta \cdot 0.1^{\lfloor 3t/T \rfloor}",
        name="step_decay",
        code=_STEP,
    ),
    Schedule(
        key="inverse",
        factor=lambda t, total: 1 / (1 + 9 * t / total),
        tex=r"\eta_t = \frac{\eta}{1 + 9t/T}",
        name="inverse",
        code=_INVERSE,
    ),
    Schedule(
        key="cosine",
        factor=lambda t, total: (1 + math.cos(math.pi * t / total)) / 2,
        tex=r"\eta_t = \frac{\eta}{2}\left(1 + \cos\frac{\pi t}{T}\right)",
        name="cosine",
        code=_COSINE,
    ),
    Schedule(
        key="warmup",
        # LinearLR from 1/W on, which reaches 1 at the last update of the first tenth.
        factor=lambda t, total: min(1.0, (t + 1) / _tenth(total)),
        tex=r"\eta_t = \eta \cdot \min\left(1, \frac{t+1}{T/10}\right)",
        name="warmup",
        code=_WARMUP,
    ),
)

SCHEDULES: Mapping[str, Schedule] = MappingProxyType({s.key: s for s in _SCHEDULES})


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
