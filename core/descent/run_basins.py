"""The run of the basins experiment: a swarm of particles, one from every pixel."""

from __future__ import annotations

from collections.abc import Generator
from itertools import zip_longest
from typing import Any

import numpy as np
import torch

from core.descent.basins import DIVERGED, LEFT, MOVING, NO_VALUE, BasinsFrame, BasinsSpec
from core.descent.settling import missing, settle, stages
from core.descent.swarm import Swarm, block_of
from core.experiment import Frames, read_only
from core.surfaces.function import Function, Surface
from core.surfaces.minima import minima_of
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import ARRIVED, diverged

Array = np.ndarray[Any, Any]

COARSE = 64


def run(spec: BasinsSpec, device: str) -> Frames:
    """Start from every pixel: a coarse map first, then the pixels in between."""
    surface = surface_of(spec)
    function = compile_surface(spec)
    yield None
    minima = yield from minima_of(surface, function)
    yield None
    x, y = surface.grid(spec.resolution)
    done = np.zeros((len(y), len(x)), bool)
    basin, steps = np.empty(done.shape, np.int16), np.empty(done.shape, np.int32)
    of_x, of_y = (stages(len(axis), COARSE) for axis in (x, y))
    passes = list(zip_longest(of_x, of_y, fillvalue=of_y[-1]))
    at_once = block_of(function)
    for step, (columns, rows) in enumerate(passes, 1):
        shown = np.ix_(rows, columns)
        i, j = missing(done, shown)
        for first in range(0, len(i), at_once):
            here = i[first : first + at_once], j[first : first + at_once]
            starts = x[here[1]], y[here[0]]
            basin[here], steps[here] = yield from _descend(
                spec, surface, function, minima, starts, device
            )
        done[shown] = True
        codes = (*range(len(minima)), MOVING, DIVERGED, LEFT, NO_VALUE)
        yield BasinsFrame(
            step=step,
            total=len(passes),
            x=read_only(x[columns]),
            y=read_only(y[rows]),
            minima=read_only(minima),
            basin=read_only(basin[shown]),
            steps_to_settle=read_only(steps[shown]),
            shares=read_only(np.array([(basin[shown] == code).mean() for code in codes])),
        )


def _descend(
    spec: BasinsSpec,
    surface: Surface,
    function: Function,
    minima: Array,
    starts: tuple[Array, Array],
    device: str,
) -> Generator[None, None, tuple[Array, Array]]:
    """The basin, and the steps to settle there, for each start."""
    (competitor,) = spec.optimizer
    particles = (torch.tensor(v, dtype=torch.float32).to(device) for v in starts)
    hyper = competitor.hyper(spec.learning_rate)
    swarm = Swarm(function, competitor.optimizer, hyper, *particles)
    end = yield from settle(swarm, spec.steps, minima, ARRIVED * surface.scale)
    x, y = end.p.cpu().double().numpy()
    basin = end.basin.cpu().numpy()
    (left, right), (bottom, top) = surface.x, surface.y
    inside = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    f, started = function.value(x, y), function.value(*starts)
    gone = np.isnan(started) | (np.isnan(x + y) & function.partial)
    lost = np.where(diverged(surface, x, y, f, started), DIVERGED, LEFT)
    lost = np.where(gone, NO_VALUE, np.where(inside, MOVING, lost))
    return np.where(basin >= 0, basin, lost), end.settled.cpu().numpy()
