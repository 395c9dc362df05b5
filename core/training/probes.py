"""Probes, each of which measures something at a step; they are chosen before the run.

A probe states which modules it watches, which tensors' values from before the step it needs, how
often it is asked, and its cost: how many times it goes over those values. A step itself goes over
every weight about six times for each sample of its batch, so probes of the weights are cheap if
batches are large, and probes of the outputs if layers are wide.
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
    """A step that was taken, for probes to read. Probes change nothing in it."""

    loss: Tensor
    output: Tensor
    target: Tensor
    inputs: Mapping[nn.Module, Tensor]
    """The inputs of the watched modules in this step's pass."""
    outputs: Mapping[nn.Module, Tensor]
    before: Mapping[Tensor, Tensor]
    """The values that the copied tensors had before the step."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One thing that is measured at a step."""

    name: str
    measure: Callable[[Step], Array]
    """The function that measures a step after it was taken; it runs in ``torch.no_grad()``."""
    watches: tuple[nn.Module, ...] = ()
    """The modules whose inputs and outputs it reads. A module that changes its input in place
    changes the output recorded for the module before it."""
    copies: tuple[Tensor, ...] = ()
    """The tensors whose values from before the step it reads."""
    cost: int
    """The number of times it goes over the values that it reads, copying included."""
    every: int = 1
    """The cadence: the probe is asked at steps 0, ``every``, 2 · ``every``, ..."""


def due(probes: Sequence[Probe], step: int) -> list[Probe]:
    """The probes that are asked at that step, counted from 0."""
    return [probe for probe in probes if step % probe.every == 0]


def batch_loss(every: int = 1) -> Probe:
    """A probe of the loss on the step's batch, before the step."""
    return Probe(name="loss", measure=lambda step: step.loss.cpu().numpy(), cost=1, every=every)


def batch_accuracy(every: int = 1) -> Probe:
    """A probe of accuracy: the share of the step's batch whose highest score is the target's."""

    def measure(step: Step) -> Array:
        return (step.output.argmax(dim=1) == step.target).float().mean().cpu().numpy()

    return Probe(name="accuracy", measure=measure, cost=1, every=every)


def batch_classes(shares: Tensor, size: int, every: int = 1) -> Probe:
    """A probe of a batch's variety: the number of classes in it, as a share of how many a batch of
    ``size`` has on average that is drawn from samples with these ``shares`` [class]."""
    expected = float((1 - (1 - shares) ** size).sum())

    def measure(step: Step) -> Array:
        return np.array(int(step.target.bincount().count_nonzero()) / expected)

    return Probe(name="batch_classes", measure=measure, cost=1, every=every)


def update_ratio(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """A probe of the [weight] update ratio |Δw| / |w| over all of a tensor's values; w is from
    before the step."""

    def measure(step: Step) -> Array:
        moved = torch.stack([(step.before[w] - w.detach()).norm() for w in weights])
        lengths = torch.stack([step.before[w].norm() for w in weights])
        return (moved / lengths).cpu().numpy()

    return Probe(name="update_ratio", measure=measure, copies=tuple(weights), cost=4, every=every)


def gradient_norm(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """A probe of the [weight] gradient norm |dL/dw|; NaN where a tensor has no gradient."""

    def norm(gradient: Tensor | None) -> float:
        return np.nan if gradient is None else float(gradient.norm())

    return Probe(
        name="gradient_norm",
        measure=lambda step: np.array([norm(w.grad) for w in weights]),
        cost=1,
        every=every,
    )


def weight_octaves(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """A probe of the [weight, octave] counts of values by the power of two of their size, before
    the step: see :class:`core.histogram.Magnitudes`."""

    def measure(step: Step) -> Array:
        return np.array([_octaves(step.before[w]) for w in weights])

    return Probe(name="weight_octaves", measure=measure, copies=tuple(weights), cost=2, every=every)


def gradient_octaves(weights: Sequence[Tensor], every: int = 1) -> Probe:
    """A probe of the [weight, octave] counts of gradients; all zero where a tensor has none."""

    def measure(step: Step) -> Array:
        return np.array([_octaves(w.grad) for w in weights])

    return Probe(name="gradient_octaves", measure=measure, cost=1, every=every)


def output_counts(modules: Sequence[nn.Module], bins: histogram.Bins, every: int = 1) -> Probe:
    """A probe of the [module, bin + 3 + octave] counts of modules' outputs: those in equal bins,
    those below, those above and those not finite, and all again by the power of two of their
    size, which are known without another look."""

    def counted(values: Tensor) -> Array:
        counter = tally(values, bins)
        found, octaves = counter.counts, counter.magnitudes.octaves
        rest = (found.below, found.above, found.nonfinite)
        return np.concatenate([found.bins, rest, octaves])

    return Probe(
        name="output_counts",
        measure=lambda step: np.array([counted(step.outputs[m]) for m in modules]),
        watches=tuple(modules),
        cost=1,
        every=every,
    )


def dead_units(modules: Sequence[nn.Module], every: int = 1) -> Probe:
    """A probe of dead units: [module] the share of units (channels) that are zero for all of the
    step's batch."""

    def measure(step: Step) -> Array:
        return np.array([float(silent(step.outputs[m]).float().mean()) for m in modules])

    return Probe(name="dead_units", measure=measure, watches=tuple(modules), cost=1, every=every)


def saturated(modules: Sequence[nn.Module], activation: Activation, every: int = 1) -> Probe:
    """A probe of saturation: [module] the share of values of these activations where |f'| is below
    a small fraction of its maximum: :data:`core.layers.activations.SATURATED`."""

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
    """[unit] whether a unit is zero for every sample of ``outputs`` [sample, unit, ...]; for maps,
    at every pixel too."""
    others = tuple(axis for axis in range(outputs.ndim) if axis != 1)
    # Comparing every value first, and asking all of the booleans, takes five times as long.
    return (outputs.amax(dim=others) == 0) & (outputs.amin(dim=others) == 0)


def _octaves(values: Tensor | None) -> Array:
    if values is None:
        return np.zeros(histogram.OCTAVES, int)
    octaves: Array = tally(values).magnitudes.octaves
    return octaves
