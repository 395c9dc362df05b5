"""The run of functions: torch draws the curves, and its clock measures what they cost."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.data.draws import draw
from core.device import one_thread
from core.experiment import Frames, read_only
from core.layers.activations import ACTIVATIONS, SATURATED, Activation, activation_of
from core.layers.modules import activation_module
from core.signals.functions import (
    COST_CALLS,
    COST_FEW,
    COST_ON_GPU,
    COST_ROUNDS,
    COST_VALUES,
    FAR,
    HIDDEN,
    POINTS,
    SYMMETRY_RATE,
    SYMMETRY_SAMPLES,
    TARGET,
    FunctionsFrame,
    FunctionsSpec,
)
from core.signals.theory import expectations

Array = np.ndarray[Any, Any]

STEPS_A_BREATH = 100


def run(spec: FunctionsSpec, device: str) -> Frames:
    """Compute one frame at the end."""
    functions = [activation_of(key, spec.slope) for key in ACTIVATIONS]
    z = torch.linspace(-spec.z_reach, spec.z_reach, POINTS, dtype=torch.float64)
    values = [one.function(z) for one in functions]
    slopes = [one.derivative(z, h) for one, h in zip(functions, values, strict=True)]
    unit = np.ones(1)
    mean = np.array([expectations(one, unit, 0.0).f[0] for one in functions])
    yield None
    zigzag = [zigzag_path(spec, centered) for centered in (False, True)]
    yield None
    symmetry = []
    for drawn in (False, True):
        symmetry.append((yield from _symmetry(spec, drawn)))
    cost = np.full(len(functions), np.nan)
    if spec.measure_cost:
        cost = yield from _costs(functions, device)
    flats = np.array([flat_range(one) for one in functions])
    yield FunctionsFrame(
        step=1,
        total=1,
        functions=tuple(one.key for one in functions),
        z=read_only(z.numpy()),
        values=read_only(torch.stack(values).numpy()),
        slopes=read_only(torch.stack([one.expand(POINTS) for one in slopes]).numpy()),
        flat_below=read_only(flats[:, 0]),
        flat_above=read_only(flats[:, 1]),
        mean=read_only(mean),
        cost=read_only(cost),
        zigzag=read_only(np.array([path for path, _ in zigzag])),
        one_sign=read_only(np.array([share for _, share in zigzag])),
        symmetry=read_only(np.array([weights for weights, _ in symmetry])),
        symmetry_losses=read_only(np.array([losses for _, losses in symmetry])),
    )


def flat_range(activation: Activation) -> tuple[float, float]:
    """The z below which, and above which, abs(f') stays under .0591 of its maximum; NaN if it does
    not. They are found to within 1e-3, up to ± 40."""
    z = torch.linspace(-FAR, FAR, int(2 * FAR * 1000) + 1, dtype=torch.float64)
    slopes = activation.derivative(z, activation.function(z)).abs().expand(z.shape).numpy()
    steep = np.flatnonzero(slopes >= SATURATED * activation.steepest)
    below = float(z[steep[0] - 1]) if steep[0] > 0 else np.nan
    above = float(z[steep[-1] + 1]) if steep[-1] < len(z) - 1 else np.nan
    return round(below, 3) + 0.0, round(above, 3) + 0.0


def zigzag_path(spec: FunctionsSpec, centered: bool) -> tuple[Array, float]:
    """[step, 2] weights of one linear neuron that learns w = (1, -1), one sample a step, from
    inputs of U(0,1), or from the same less their mean; and the share of steps in which both parts
    of the gradient dL/dw = (y - t) x have the same sign. Each step is η/abs(x)² long, so that the
    rate means the same for both."""
    generator = np.random.default_rng(spec.seed)
    x = generator.uniform(size=(spec.zigzag_steps, 2)) - (0.5 if centered else 0.0)
    weights = np.array([-1.0, 1.0])
    path, shared = [weights], 0
    for row in x:
        gradient = (row @ (weights - np.array(TARGET))) * row
        shared += bool(gradient[0] * gradient[1] > 0)
        weights = weights - spec.zigzag_rate * gradient / max(row @ row, 1e-12)
        path.append(weights)
    return np.array(path), shared / len(x)


def _symmetry(spec: FunctionsSpec, drawn: bool) -> Generator[None, None, tuple[Array, Array]]:
    """[step, unit] first weights and [step] losses of a net 2-6-1 of tanh units that learns the
    sign of x₁x₂; all its weights ½, or drawn from N(0, ½²)."""
    x = draw(spec.seed, 0, SYMMETRY_SAMPLES, 2)
    y = x[:, :1].sign() * x[:, 1:].sign()
    shapes = ((HIDDEN, 2), (1, HIDDEN))
    parameters: list[Tensor] = []
    for layer, shape in enumerate(shapes):
        start = draw(spec.seed, 1 + layer, *shape) if drawn else torch.ones(shape)
        parameters.append((start / 2).requires_grad_())
    weights, losses = [], []
    for step in range(spec.symmetry_steps + 1):
        hidden = (x @ parameters[0].T).tanh()
        loss = (hidden @ parameters[1].T - y).square().mean()
        weights.append(parameters[0][:, 0].tolist())
        losses.append(float(loss.detach()))
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients, strict=True):
                parameter -= SYMMETRY_RATE * gradient
        if step % STEPS_A_BREATH == 0:
            yield None
    return np.array(weights), np.array(losses)


def _costs(functions: list[Activation], device: str) -> Generator[None, None, Array]:
    """[function] time of torch's own f divided by ReLU's: medians of interleaved rounds, less what
    a call takes on next to no values."""
    many, few = (COST_VALUES, COST_FEW) if device == "cpu" else (COST_ON_GPU, 0)
    z = torch.randn(many, generator=torch.Generator().manual_seed(0)).to(device)
    modules = [activation_module(one) for one in functions]
    taken = np.zeros((COST_ROUNDS, len(functions)))
    for row in taken:
        # tanh's and GELU's library would share even few values.
        with one_thread(), torch.no_grad():
            row[:] = [_seconds(one, z) - (_seconds(one, z[:few]) if few else 0) for one in modules]
        yield None
    medians = np.median(taken, axis=0).clip(min=0)  # identity takes no longer than a call
    relus = medians[[one.key for one in functions].index("relu")]
    return np.asarray(medians / (relus or np.nan))


def _seconds(module: torch.nn.Module, values: Tensor) -> float:
    """The time of a few calls of the module, after one that is not timed."""
    module(values)
    _wait_for(values)
    began = time.perf_counter()
    for _ in range(COST_CALLS):
        module(values)
    _wait_for(values)
    return time.perf_counter() - began


def _wait_for(values: Tensor) -> None:
    if values.device.type == "cuda":
        torch.cuda.synchronize()
