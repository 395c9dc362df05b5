"""The run of the rates experiment: a swarm of particles, each with its own hyper-parameters."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.descent.rates import STARTS, RatesFrame, RatesSpec, axis_of, stability
from core.descent.settling import missing, settle, stages
from core.descent.swarm import Swarm, block_of
from core.experiment import Frames, read_only
from core.optimizers.optimizers import OPTIMIZERS
from core.optimizers.records import LEARNING_RATE
from core.parameters import Number
from core.surfaces.function import Function
from core.surfaces.minima import minima_of
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import diverged

Array = np.ndarray[Any, Any]

COARSE = 32


def run(spec: RatesSpec, device: str) -> Frames:
    """Run every pixel: a coarse map first, then the fine one."""
    surface = surface_of(spec)
    function = compile_surface(spec)
    yield None
    reach = spec.reach * surface.scale
    minima = yield from minima_of(surface, function)
    yield None
    x = _values(axis_of(spec, spec.x_parameter), spec.x_from, spec.x_to, spec.resolution)
    y = _values(axis_of(spec, spec.y_parameter), spec.y_from, spec.y_to, spec.resolution)
    line = stability(spec, surface, function, y)
    done = np.zeros((len(y), len(x)), bool)
    steps, lost = np.empty(done.shape, np.int32), np.empty(done.shape, bool)
    loss = np.empty(done.shape)
    passes = stages(spec.resolution, COARSE)
    at_once = block_of(function)
    for step, some in enumerate(passes, 1):
        shown = np.ix_(some, some)
        i, j = missing(done, shown)
        for first in range(0, len(i), at_once):
            here = i[first : first + at_once], j[first : first + at_once]
            swept = {spec.x_parameter: x[here[1]], spec.y_parameter: y[here[0]]}
            swarm = _swarm(spec, function, swept, device)
            end = yield from settle(swarm, spec.steps, minima, reach)
            steps[here] = end.settled.cpu().numpy()
            loss[here] = function.torch_value(*end.p).cpu().numpy()
            at_x, at_y = end.p.cpu().double().numpy()
            from_x, from_y = (swept.get(name, getattr(spec, name)) for name in STARTS)
            started = function.value(from_x, from_y)
            lost[here] = diverged(surface, at_x, at_y, loss[here], started)
        done[shown] = True
        yield RatesFrame(
            step=step,
            total=len(passes),
            x_values=read_only(x[some]),
            y_values=read_only(y[some]),
            minima=read_only(minima),
            steps_to_settle=read_only(steps[shown]),
            diverged=read_only(lost[shown]),
            final_loss=read_only(np.where(np.isfinite(loss[shown]), loss[shown], math.nan)),
            stability=read_only(line[some]),
        )


def _values(parameter: Number, low: float, high: float, count: int) -> Array:
    values = np.geomspace(low, high, count) if parameter.log else np.linspace(low, high, count)
    return np.clip(values, low, high)


def _swarm(spec: RatesSpec, function: Function, swept: Mapping[str, Array], device: str) -> Swarm:
    """A swarm with one particle for each pair of the two swept parameters."""
    dtype = torch.float32 if device == "mps" else torch.float64
    tensors: dict[str, Tensor] = {
        name: torch.tensor(values, dtype=dtype).to(device) for name, values in swept.items()
    }
    like = next(iter(tensors.values()))
    starts = [
        tensors.pop(name) if name in tensors else torch.full_like(like, getattr(spec, name))
        for name in STARTS
    ]
    optimizer = OPTIMIZERS[spec.optimizer]
    hyper: dict[str, float | Tensor] = {p.name: p.default for p in optimizer.hyper}
    hyper = {LEARNING_RATE.name: spec.learning_rate, **hyper, **tensors}
    return Swarm(function, optimizer, hyper, *starts)
