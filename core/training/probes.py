"""What can be measured of a step: a list of probes, chosen before the run.

A probe says which modules it watches, of which tensors it needs the values from before the step,
how often it is asked, and what it costs: how many times it goes over those values. A step itself
goes over every weight some six times for each sample of its batch, so that probes of the weights
are cheap where batches are large, and probes of the outputs where layers are wide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from core import histogram
from core.counting import tally
from core.layers.activations import SATURATED, Activation

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Step:
    """A step that was taken, for probes to read. They change nothing of it."""

    loss: Tensor
    output: Tensor
    target: Tensor
    inputs: Mapping[nn.Module, Tensor]
    """Of the watched modules, in this step's pass."""
    outputs: Mapping[nn.Module, Tensor]
    before: Mapping[Tensor, Tensor]
    """The values that the copied tensors had before the step."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One thing that is measured of a step."""

    name: str
    measure: Callable[[Step], Array]
    """Of the step, after it; in ``torch.no_grad()``."""
    watches: tuple[nn.Module, ...] = ()
    """The modules whose inputs and outputs it reads. A module that changes its input in place
    changes what the module before it is seen to give."""
    copies: tuple[Tensor, ...] = ()
    """The tensors whose values from before the step it reads."""
    cost: int
    """How many times it goes over the values that it reads, copying included."""
    every: int = 1
    """Its cadence: it is asked at steps 0, ``every``, 2 · ``every``, ..."""


def due(probes: Sequence[Probe], step: int) -> list[Probe]:
    """Those that are asked at that step, counted from 0."""
    return [probe for probe in probes if step % probe.every == 0]


def batch_loss(every: int = 1) -> Probe:
    """The loss on the step's batch, before the step."""
    return Probe(name="loss", measure=lambda step: step.loss.cpu().numpy(), cost=1, every=every)


def batch_accuracy(every: int = 1) -> Probe:
    """The share of the step's batch whose highest score is the target's."""

    def measure(step: Step) -> Array:
        return (step.output.argmax(dim=1) == step.target).float().mean().cpu().numpy()

    return Probe(name="accuracy", measure=measure, cost=1, every=every)


def update_ratio(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """[weight] |Δw| / |w|, over all of a tensor's values; w is from before the step."""

    def measure(step: Step) -> Array:
        moved = torch.stack([(step.before[w] - w.detach()).norm() for w in weights])
        lengths = torch.stack([step.before[w].norm() for w in weights])
        return (moved / lengths).cpu().numpy()

    return Probe(name="update_ratio", measure=measure, copies=tuple(weights), cost=4, every=every)


def gradient_norm(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """[weight] |dL/dw|; NaN where a tensor has no gradient."""

    def norm(gradient: Tensor | None) -> float:
        return np.nan if gradient is None else float(gradient.norm())

    return Probe(
        name="gradient_norm",
        measure=lambda step: np.array([norm(w.grad) for w in weights]),
        cost=1,
        every=every,
    )


def weight_octaves(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """[weight, octave] values by the power of two of their size, before the step: see
    :class:`core.histogram.Magnitudes`."""

    def measure(step: Step) -> Array:
        return np.array([_octaves(step.before[w]) for w in weights])

    return Probe(name="weight_octaves", measure=measure, copies=tuple(weights), cost=2, every=every)


def gradient_octaves(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """[weight, octave] the same of their gradients; nothing where a tensor has none."""

    def measure(step: Step) -> Array:
        return np.array([_octaves(w.grad) for w in weights])

    return Probe(name="gradient_octaves", measure=measure, cost=1, every=every)


def output_counts(modules: Sequence[nn.Module], bins: histogram.Bins, every: int = 1) -> Probe:
    """[module, bin + 3] of their outputs, in equal bins; the last three are what lies below and
    above these, and what is not finite."""

    def counted(values: Tensor) -> Array:
        found = tally(values, bins).counts
        return np.append(found.bins, (found.below, found.above, found.nonfinite))

    return Probe(
        name="output_counts",
        measure=lambda step: np.array([counted(step.outputs[m]) for m in modules]),
        watches=tuple(modules),
        cost=1,
        every=every,
    )


def dead_units(modules: Sequence[nn.Module], every: int = 1) -> Probe:
    """[module] the share of units (channels) that are zero for all of the step's batch."""

    def measure(step: Step) -> Array:
        return np.array([float(silent(step.outputs[m]).float().mean()) for m in modules])

    return Probe(name="dead_units", measure=measure, watches=tuple(modules), cost=1, every=every)


def saturated(modules: Sequence[nn.Module], activation: Activation, every: int = 1) -> Probe:
    """[module] the share of values of these activations where |f'| is under a small part of its
    maximum: :data:`core.layers.activations.SATURATED`."""

    def share(z: Tensor, h: Tensor) -> float:
        flat = activation.derivative(z, h).abs() < SATURATED * activation.steepest
        return float(flat.float().mean())

    return Probe(
        name="saturated",
        measure=lambda step: np.array([share(step.inputs[m], step.outputs[m]) for m in modules]),
        watches=tuple(modules),
        cost=3,
        every=every,
    )


def silent(outputs: Tensor) -> Tensor:
    """[unit] whether it is zero for every sample of ``outputs`` [sample, unit, ...]; of maps, for
    every pixel too."""
    others = tuple(axis for axis in range(outputs.ndim) if axis != 1)
    return (outputs == 0).all(dim=others)


def _octaves(values: Tensor | None) -> Array:
    if values is None:
        return np.zeros(histogram.OCTAVES, int)
    octaves: Array = tally(values).magnitudes.octaves
    return octaves
