"""Where the particles of a swarm end, and from which step on they stayed there."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.descent.swarm import Swarm

Array = np.ndarray[Any, Any]

PARTICLE_STEPS_A_BREATH = 2**19
MOST_STEPS_A_BREATH = 32

FEW = 4
"""Up to this many minima, distances are computed one after another; more are looked up
in a table."""
CELLS = 512
"""The number of cells along each side of that table."""


@dataclass(frozen=True)
class Outcome:
    """Where the particles ended, and when each arrived at a minimum."""

    p: Tensor
    """[2, particles] the last positions."""
    basin: Tensor
    """Number of the nearest minimum within reach at the end; -1 where there is none."""
    settled: Tensor
    """The first step from which on the particle stayed within reach of that minimum; -1 where there
    is none."""


def settle(swarm: Swarm, steps: int, minima: Array, reach: float) -> Generator[None, None, Outcome]:
    """Run a swarm to its end and return where each particle settled; yields between its steps.

    Minima should be farther apart than twice ``reach``. Where they are not, a particle counts as
    away from its minimum while another one is nearer.
    """
    at_once = min(MOST_STEPS_A_BREATH, max(1, PARTICLE_STEPS_A_BREATH // swarm.work))
    settling = _Settling(minima, reach, swarm.p)
    passed = [swarm.p]
    while True:
        settling.note(passed, swarm.steps)
        yield None
        if swarm.steps == steps:
            break
        before = passed.pop()
        swarm.reuse(passed)
        passed = swarm.advance(min(at_once, steps - swarm.steps))
        swarm.reuse([before])
    arrived = (settling.since <= steps) & (swarm.p - swarm.p == 0).all(0)
    return Outcome(
        p=swarm.p,
        basin=torch.where(arrived, settling.number, -1),
        settled=torch.where(arrived, settling.since.int(), -1),
    )


class _Settling:
    """For each particle the nearest minimum, and since when the particle is within its reach.

    This is brought up to date once every few steps. Only particles that are within reach afterwards
    can have settled during those steps or before, so only their steps are gone through. Flags are
    the numbers 1 and 0, since torch takes several times as long for booleans.
    """

    def __init__(self, minima: Array, reach: float, p: Tensor) -> None:
        self._squared_reach = reach * reach
        self._goals = torch.as_tensor(minima.T.copy()).to(p)  # [2, M]
        self._each = [goal[:, None] for goal in self._goals.unbind(1)]
        table = _table(minima, reach) if len(minima) > FEW else None
        self._table = None if table is None else _Table(*table, p)
        self.number = p.new_zeros(p.shape[1], dtype=torch.int32)
        """[particles] number of the nearest minimum, for particles within reach of one."""
        self.since = p.new_zeros(p.shape[1])
        """[particles] the first step from which on a particle is within reach; for all others the
        next step."""

    def note(self, passed: Sequence[Tensor], now: int) -> None:
        """Go through the positions at the last steps, the last of which is step ``now``."""

        near = self._near(passed[-1])
        count = int(near.sum())
        if 4 * count > len(near):  # to pick them out would cost more than to go through all
            self._follow(self.since, self.number, passed, now)
            return
        since, number = self.since, self.number
        self.since = since.new_full(since.shape, now + 1)
        if count:
            some = _indices(near)
            since, number = since.index_select(0, some), number.index_select(0, some)
            walked = [p.index_select(1, some) for p in passed]
            self._follow(since, number, walked, now)
            self.since.index_copy_(0, some, since)
            self.number.index_copy_(0, some, number)

    def _follow(self, since: Tensor, number: Tensor, walked: Sequence[Tensor], now: int) -> None:
        """Update ``number`` and ``since`` for the particles at these positions [2, n], step by
        step.

        All steps at once would not fit into a processor's cache, and would take twice as long.
        """
        first = now - len(walked) + 1
        goals = self._goals
        if goals.shape[1] > 1:
            nearest = self._nearest(walked[-1])
            if first:  # who was elsewhere before these steps is here since the first of them
                elsewhere = (nearest != number).to(since.dtype)
                torch.maximum(since, elsewhere.mul_(first), out=since)
            number.copy_(nearest)
            goals = goals.index_select(1, nearest)
        d = torch.empty_like(walked[-1])
        for after, p in enumerate(walked, first + 1):
            torch.sub(p, goals, out=d)
            d.mul_(d)
            outside = d[0].add_(d[1]).gt_(self._squared_reach)
            torch.maximum(since, outside.mul_(after), out=since)

    def _near(self, p: Tensor) -> Tensor:
        """[n] 1 for every particle within reach of a minimum, and possibly for a few more."""
        if self._table is not None:
            return self._table.look_up(p) < self._goals.shape[1]
        nearest = torch.full_like(p[0], math.inf)
        for goal in self._each:
            torch.minimum(nearest, _squared(p, goal), out=nearest)
        return nearest.le_(self._squared_reach)

    def _nearest(self, p: Tensor) -> Tensor:
        """[n] int32 the number of the nearest minimum; any number for a particle out of reach of
        all."""
        if self._table is not None:
            return self._table.look_up(p).clamp_(max=self._goals.shape[1] - 1)
        first, *others = self._each
        number, nearest = torch.zeros_like(p[0]), _squared(p, first)
        closer = torch.empty_like(nearest)
        for k, goal in enumerate(others, 1):
            squared = _squared(p, goal)
            torch.lt(squared, nearest, out=closer)
            torch.maximum(number, closer.mul_(k), out=number)
            torch.minimum(nearest, squared, out=nearest)
        return number.int()


def _squared(p: Tensor, goal: Tensor) -> Tensor:
    """[n] the squared distance of each particle from its goal."""
    d = p - goal
    d.mul_(d)
    return d[0].add_(d[1])


def _indices(flags: Tensor) -> Tensor:
    """The indices of the flags that are set."""
    if flags.device.type != "cpu":
        return flags.nonzero()[:, 0]
    return torch.from_numpy(np.flatnonzero(flags.numpy() != 0))  # several times as fast


class _Table:
    """A grid whose cells hold the number of the minimum within reach; M where there is none."""

    def __init__(self, cells: Array, low: Array, side: float, p: Tensor) -> None:
        self._cells = torch.as_tensor(cells.ravel(), dtype=torch.int32).to(p.device)
        self._low = torch.as_tensor(low / side).to(p)[:, None]
        self._side, self._width = side, len(cells)

    def look_up(self, p: Tensor) -> Tensor:
        """[n] int32 the number that the grid holds at each position."""
        at = (p / self._side).sub_(self._low)
        at = at.nan_to_num_(0).clamp_(0, self._width - 1).floor_()
        return self._cells.index_select(0, at[0].mul_(self._width).add_(at[1]).int())


def _table(minima: Array, reach: float) -> tuple[Array, Array, float] | None:
    """Make the table: cells [columns, rows], their lowest corner, and the side of one cell.

    None if two minima are within reach of one cell.
    """
    low = minima.min(0) - 2 * reach
    extent = float((minima.max(0) + 2 * reach - low).max())
    side = max(extent / CELLS, reach)
    cells = np.full((round(extent / side) + 2,) * 2, len(minima))
    for number, place in enumerate(minima - low):
        # A little more than within reach: particles may be in float32.
        (left, bottom), (right, top) = (
            np.floor((place + part * reach) / side).astype(int) for part in (-1.01, 1.01)
        )
        within = cells[left : right + 1, bottom : top + 1]
        if (within != len(minima)).any():
            return None
        within[:] = number
    return cells, low, side


def stages(resolution: int, coarse: int) -> tuple[Array, ...]:
    """The rows (and columns) of a map that are shown first, and then all of them."""
    stride = -(-resolution // coarse)
    whole = np.arange(resolution)
    return (whole[stride // 2 :: stride], whole) if stride > 1 else (whole,)


def missing(done: Array, shown: tuple[Array, ...]) -> tuple[Array, ...]:
    """Row and column of each pixel that is shown but not computed yet."""
    wanted = np.zeros_like(done)
    wanted[shown] = True
    return np.nonzero(wanted & ~done)
