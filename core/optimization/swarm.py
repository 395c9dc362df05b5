"""Many starts, or many hyper-parameters, at once: one optimizer's rule on tensors of particles.

x and y are separate tensors and the gradient is derived from the formula, without autograd. Every
hyper-parameter may itself be a tensor: then each particle has its own. Where a particle's numbers
end, it is NaN in both coordinates and stays so.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.optimization.curvature import ARRIVED, Verdict, verdicts
from core.optimization.formula import Compiled, torch_gradient
from core.optimization.optimizers import Memories, Optimizer, Rule
from core.optimization.surfaces import Surface

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]

BLOCK = 2**16
"""Particles that run together: more of them do not stay in a processor's cache."""

PARTICLE_STEPS_A_BREATH = 2**19
MOST_STEPS_A_BREATH = 32

FAR = 10
"""Who is so many diagonals away from the middle of the domain at the end has diverged."""

SEARCHED = 48
"""Starts along each side of the domain in the search for minima."""
NEWTON_STEPS = 20


def _gd(p: Tensor, g: Tensor, t: int, memories: Memories, *, learning_rate: float) -> Any:
    return p.add(g, alpha=-learning_rate), ()


def _momentum(
    p: Tensor, g: Tensor, t: int, memories: Memories, *, learning_rate: float, momentum: float
) -> Any:
    (v,) = memories
    v.mul_(momentum).add_(g)
    return p.add(v, alpha=-learning_rate), (v,)


def _adam(
    p: Tensor,
    g: Tensor,
    t: int,
    memories: Memories,
    *,
    learning_rate: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> Any:
    m, v = memories
    m.lerp_(g, 1 - beta1)
    v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
    root = (v / (1 - beta2**t)).sqrt_().add_(eps)
    return p.addcdiv(m, root, value=-learning_rate / (1 - beta1**t)), (m, v)


IN_PLACE: Mapping[str, Rule] = {"gd": _gd, "momentum": _momentum, "adam": _adam}
"""Rules that change their memories in place and pass fewer times over them, for hyper-parameters
that are numbers: some 1.4 times as fast as the rule they repeat, which the tests hold them to.
"""


class Swarm:
    """Particles on a formula, each at its own place, all moved by one optimizer."""

    def __init__(
        self,
        formula: str,
        optimizer: Optimizer,
        hyper: Mapping[str, float | Tensor],
        x: Tensor,
        y: Tensor,
    ) -> None:
        self.x, self.y = x, y
        self.steps = 0
        self._gradient = torch_gradient(formula)
        self._hyper = dict(hyper)
        self._of_x = self._of_y = optimizer.starting_memories(self._hyper)  # type: ignore[arg-type]
        assert optimizer.rule is not None
        self._rule = optimizer.rule
        if optimizer.key in IN_PLACE and all(isinstance(v, float) for v in hyper.values()):
            self._rule = IN_PLACE[optimizer.key]
            self._of_x = tuple(x.new_zeros(x.shape) for _ in optimizer.memories)
            self._of_y = tuple(x.new_zeros(x.shape) for _ in optimizer.memories)

    def advance(self, steps: int) -> list[tuple[Tensor, Tensor]]:
        """Make that many steps; returns where the particles were after each of them."""
        import torch

        passed = []
        # Numbers next to zero are ten times slower to compute with. The switch is this thread's.
        flushes = torch.set_flush_denormal(True)
        try:
            with torch.no_grad():
                for _ in range(steps):
                    self.steps += 1
                    gx, gy = self._gradient(self.x, self.y)
                    self.x, self._of_x = self._rule(
                        self.x, gx, self.steps, self._of_x, **self._hyper
                    )
                    self.y, self._of_y = self._rule(
                        self.y, gy, self.steps, self._of_y, **self._hyper
                    )
                    passed.append((self.x, self.y))
                hole = (self.x - self.x) + (self.y - self.y)  # 0, or NaN where not finite
                self.x, self.y = self.x + hole, self.y + hole
                if passed:
                    passed[-1] = (self.x, self.y)
        finally:
            if flushes:
                torch.set_flush_denormal(False)
        return passed


@dataclass(frozen=True)
class Outcome:
    """Where the particles ended, and when they had come to a minimum."""

    x: Tensor
    y: Tensor
    basin: Tensor
    """Number of the minimum within reach at the end; -1 where there is none."""
    settled: Tensor
    """First step from which on it stayed within reach of that minimum; -1 where there is none."""


def settle(swarm: Swarm, steps: int, minima: Array, reach: float) -> Generator[None, None, Outcome]:
    """Run a swarm to its end and say where each particle settled; a breath between its steps.

    Minima are farther apart than twice ``reach``. Whoever has settled is nearest to its minimum at
    the end of every later breath, so distances need only be taken to the one nearest then.
    """
    import torch

    targets = torch.as_tensor(minima).to(swarm.x)
    outside = torch.full_like(swarm.x, -1)  # the last step at which it was not within reach
    nearest = torch.zeros_like(swarm.x, dtype=torch.long)
    at_once = min(MOST_STEPS_A_BREATH, max(1, PARTICLE_STEPS_A_BREATH // swarm.x.numel()))
    passed = [(swarm.x, swarm.y)]
    while True:
        first = swarm.steps + 1 - len(passed)
        if len(targets):
            nearest = _nearest(swarm.x, swarm.y, targets)
            x, y = targets[:, 0][nearest], targets[:, 1][nearest]
            for step, (px, py) in enumerate(passed, first):
                dx, dy = px - x, py - y
                outside.masked_fill_(dx.mul_(dx).addcmul_(dy, dy) > reach * reach, step)
        yield None
        if swarm.steps == steps:
            break
        passed = swarm.advance(min(at_once, steps - swarm.steps))
    arrived = (outside < steps) & (swarm.x - swarm.x == 0)
    if not len(targets):
        arrived = torch.zeros_like(arrived)
    return Outcome(
        x=swarm.x,
        y=swarm.y,
        basin=torch.where(arrived, nearest, -1),
        settled=torch.where(arrived, outside + 1, -1),
    )


def _nearest(x: Tensor, y: Tensor, targets: Tensor) -> Tensor:
    """The number of the nearest target of each particle."""
    import torch

    best = torch.full_like(x, math.inf)
    number = torch.zeros_like(x, dtype=torch.long)
    for k, (tx, ty) in enumerate(targets.tolist()):
        dx, dy = x - tx, y - ty
        distance = dx.mul_(dx).addcmul_(dy, dy)
        nearer = distance < best
        number.masked_fill_(nearer, k)
        best = torch.minimum(best, distance)
    return number


def is_lost(surface: Surface, end: Outcome) -> Array:
    """Which particles diverged: not finite, or far away."""
    x, y = (v.cpu().double().numpy() for v in (end.x, end.y))
    with np.errstate(over="ignore"):
        away = np.hypot(x - sum(surface.x) / 2, y - sum(surface.y) / 2)
    return ~(away <= FAR * surface.diagonal)


def stages(resolution: int, coarse: int) -> tuple[Array, ...]:
    """Which rows (and columns) of a map are computed first, and then all of them."""
    stride = -(-resolution // coarse)
    whole = np.arange(resolution)
    return (whole[stride // 2 :: stride], whole) if stride > 1 else (whole,)


def minima_of(surface: Surface, compiled: Compiled) -> Generator[None, None, Array]:
    """[M, 2] the minima of a surface, its cusps among them; those it states come first.

    Where it does not state all, the others in its domain are searched for from a grid of starts:
    saddle-free Newton steps, |H|⁻¹g, and at their end the verdict of gradient and Hessian. They
    come by height.
    """
    stated = np.array([*surface.minima, *surface.cusps], float).reshape(-1, 2)
    if surface.every_stationary_point:
        return stated
    (left, right), (bottom, top) = surface.x, surface.y
    x, y = (
        v.ravel()
        for v in np.meshgrid(np.linspace(left, right, SEARCHED), np.linspace(bottom, top, SEARCHED))
    )
    longest = surface.diagonal / SEARCHED
    moved = np.full(x.shape, np.inf)
    for _ in range(NEWTON_STEPS):
        going = moved > 1e-12 * longest
        moved[going], x[going], y[going] = _newton(compiled, x[going], y[going], longest)
        yield None
    found = (verdicts(surface, compiled, x, y) == Verdict.MINIMUM) & (moved < 1e-9 * longest)
    # To six digits of the diagonal two ends are one minimum; so are all within reach of each other.
    points = np.stack([x[found], y[found]], 1)
    _, first = np.unique(np.round(points / (1e-6 * surface.diagonal)), axis=0, return_index=True)
    points = points[first]
    # Ties in height are symmetric twins: rounding keeps their order from hanging on a last digit.
    heights = np.round(compiled.value(points[:, 0], points[:, 1]), 9)
    order = np.lexsort((np.round(points[:, 1], 6), np.round(points[:, 0], 6), heights))
    kept = list(stated)
    for point in points[order]:
        apart = np.hypot(*(np.reshape(kept, (-1, 2)) - point).T)
        if (apart > 2 * ARRIVED * surface.diagonal).all():
            kept.append(point)
    return np.array(kept, float).reshape(-1, 2)


def _newton(compiled: Compiled, x: Array, y: Array, longest: float) -> tuple[Array, Array, Array]:
    """How far each point goes in a saddle-free Newton step, and where to."""
    with np.errstate(all="ignore"):
        _, gx, gy = compiled.derivatives(x, y)
        xx, xy, yy = compiled.hessian(x, y)
        determinant = np.abs(xx * yy - xy * xy)
        # |H| is the root of H², which of a 2x2 matrix is (H² + |det H|) / trace |H|.
        trace = np.sqrt(xx * xx + 2 * xy * xy + yy * yy + 2 * determinant)
        axx = (xx * xx + xy * xy + determinant) / trace
        axy = (xx * xy + xy * yy) / trace
        ayy = (xy * xy + yy * yy + determinant) / trace
        dx = (ayy * gx - axy * gy) / determinant
        dy = (axx * gy - axy * gx) / determinant
        length = np.hypot(dx, dy)
        part = np.minimum(1, longest / length)
    return part * length, x - part * dx, y - part * dy
