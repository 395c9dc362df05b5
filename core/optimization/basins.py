"""Basins: every pixel is a start, and its colour the minimum that an optimizer reaches from there.

float32 on every device: a map shows regions, and twice the particles a second show them sooner.
Pixels on a border may fall to the other side of it than a race in float64.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame, Frames, read_only
from core.optimization.curvature import ARRIVED
from core.optimization.formula import torch_gradient
from core.optimization.optimizers import FIRST_ORDER, LEARNING_RATE, MAX_RATE, MIN_RATE, Competitor
from core.optimization.surfaces import (
    CHOICES,
    Surface,
    compile_surface,
    surface_of,
    typed_formula,
)
from core.optimization.swarm import BLOCK, Swarm, is_lost, minima_of, settle, stages
from core.parameters import Reason, Spec, SpecError, choice, integer, number, several

Array = np.ndarray[Any, Any]

COARSE = 64
MOVING, DIVERGED, LEFT = -1, -2, -3
"""What stands in ``basin`` where no minimum was reached."""


@dataclass(frozen=True, kw_only=True)
class BasinsSpec(Spec):
    """A surface, who descends it, for how long, and from how many starts."""

    key: ClassVar[str] = "basins"

    surface: str = choice("himmelblau", CHOICES, "The function that is minimized")
    formula: str = typed_formula()
    optimizer: tuple[Competitor, ...] = several(
        (Competitor("gd"),),
        Competitor,
        1,
        1,
        "Who descends, with its own hyper-parameters: adam:beta1=0.5",
    )
    learning_rate: float = number(
        0.01,
        MIN_RATE,
        MAX_RATE,
        "Step size η, unless the optimizer has one of its own",
        log=True,
    )
    steps: int = integer(200, 1, 20_000, "Updates from each start", log=True)
    resolution: int = integer(256, 8, 1024, "Starts along each side of the domain", log=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        (competitor,) = self.optimizer
        names = {LEARNING_RATE.name, *(p.name for p in competitor.optimizer.hyper)}
        if competitor.key not in FIRST_ORDER:
            raise SpecError(
                "optimizer", Reason.NOT_A_CHOICE, competitor.key, ", ".join(FIRST_ORDER)
            )
        for name, _ in competitor.settings:
            if name not in names:
                raise SpecError("optimizer", Reason.NOT_A_CHOICE, name, ", ".join(sorted(names)))


@dataclass(frozen=True, kw_only=True)
class BasinsFrame(Frame):
    """The map; the first frame has some 64 of the rows and columns, the last has all.

    A minimum is reached within :data:`core.optimization.curvature.ARRIVED` of the diagonal.
    """

    x: Array
    """[columns] where the starts are."""
    y: Array
    """[rows]"""
    minima: Array
    """[M, 2] (x, y); those that the surface states first."""
    basin: Array
    """[rows, columns] int16: number of the minimum that the start (x[j], y[i]) leads to; -1 still
    on the way or standing elsewhere, -2 diverged (not finite, or ten diagonals away), -3 left
    the domain."""
    steps_needed: Array
    """[rows, columns] int32: first step from which on it stayed at that minimum; -1 never."""
    shares: Array
    """[M+3] parts of all starts: of each minimum, then moving, diverged, left. They add up to 1."""


def run(spec: BasinsSpec, device: str) -> Frames:
    """Start from every pixel: a coarse map first, then the fine one."""
    surface = surface_of(spec)
    compiled = compile_surface(spec)
    torch_gradient(surface.formula)
    yield None
    minima = yield from minima_of(surface, compiled)
    yield None
    x = np.linspace(*surface.x, spec.resolution)
    y = np.linspace(*surface.y, spec.resolution)
    passes = stages(spec.resolution, COARSE)
    for step, some in enumerate(passes, 1):
        basin, needed = yield from _descend(spec, surface, minima, x[some], y[some], device)
        counts = [int((basin == k).sum()) for k in (*range(len(minima)), MOVING, DIVERGED, LEFT)]
        yield BasinsFrame(
            step=step,
            total=len(passes),
            x=read_only(x[some]),
            y=read_only(y[some]),
            minima=read_only(minima),
            basin=read_only(basin),
            steps_needed=read_only(needed),
            shares=read_only(np.array(counts) / basin.size),
        )


def _descend(
    spec: BasinsSpec, surface: Surface, minima: Array, x: Array, y: Array, device: str
) -> Generator[None, None, tuple[Array, Array]]:
    """Basin and steps needed, [rows, columns], from all starts."""
    import torch

    (competitor,) = spec.optimizer
    hyper = competitor.hyper(spec.learning_rate)
    columns = torch.tensor(x, dtype=torch.float32)
    rows = torch.tensor(y, dtype=torch.float32)
    basin = np.empty((len(y), len(x)), np.int16)
    needed = np.empty((len(y), len(x)), np.int32)
    height = max(1, BLOCK // len(x))
    for begin in range(0, len(y), height):
        block = rows[begin : begin + height]
        swarm = Swarm(
            surface.formula,
            competitor.optimizer,
            hyper,
            columns.repeat(len(block)).to(device),
            block.repeat_interleave(len(x)).to(device),
        )
        end = yield from settle(swarm, spec.steps, minima, ARRIVED * surface.diagonal)
        ended_x, ended_y = (v.cpu().numpy().reshape(len(block), -1) for v in (end.x, end.y))
        part = end.basin.cpu().numpy().reshape(len(block), -1)
        (left, right), (bottom, top) = surface.x, surface.y
        inside = (left <= ended_x) & (ended_x <= right) & (bottom <= ended_y) & (ended_y <= top)
        away = is_lost(surface, end).reshape(len(block), -1)
        lost = np.where(inside, MOVING, np.where(away, DIVERGED, LEFT))
        basin[begin : begin + height] = np.where(part >= 0, part, lost)
        needed[begin : begin + height] = end.settled.cpu().numpy().reshape(len(block), -1)
    return basin, needed
