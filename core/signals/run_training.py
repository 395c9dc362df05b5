"""Train the nets of :class:`core.signals.training.TrainingSpec`, and measure them on the way."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from core import histogram
from core.data.digits import CLASSES
from core.data.draws import draw, generator
from core.data.labeled import LABELED, labeled, loading
from core.data.preprocessing import PREPROCESSINGS
from core.experiment import Frames, read_only
from core.layers.activations import activation_of
from core.layers.initializers import INITIALIZERS
from core.layers.modules import activation_module
from core.nets.dense import DenseNet
from core.optimizers.in_torch import torch_optimizer_of
from core.optimizers.schedules import SCHEDULES
from core.signals.net import BIASES
from core.signals.training import (
    EVALUATE,
    HELD_OUT,
    MAX_CADENCE,
    ORDER,
    SPLIT,
    TRAINED,
    TrainingFrame,
    TrainingSpec,
)
from core.training.cadence import proposed
from core.training.data import Split, batches, divide
from core.training.probes import (
    Probe,
    due,
    gradient_octaves,
    output_counts,
    update_ratio,
    weight_octaves,
)
from core.training.trainer import Evaluation, Trainer

Array = np.ndarray[Any, Any]


_NORMS: Mapping[str, Callable[[int], nn.Module] | None] = {
    "none": None,
    "bn": lambda width: nn.BatchNorm1d(width, affine=False),
    "ln": lambda width: nn.LayerNorm(width, elementwise_affine=False),
}


def pictures(spec: TrainingSpec, device: str) -> Split:
    """The pictures' gray levels [sample, pixel], split by the seed and preprocessed by the training
    part's statistics. The held-out ones come first in the seed's order, or are the first of those
    that the set's authors hold out."""
    read, source = labeled(spec.data), LABELED[spec.data]
    order = torch.randperm(source.trained, generator=generator(spec.seed, SPLIT))
    trained, held_out = divide(order.roll(-HELD_OUT), TRAINED)
    if source.held_out:
        trained, held_out = order[:TRAINED], source.trained + torch.arange(HELD_OUT)
    rows = read.images.reshape(source.count, -1) * np.float32(source.levels)
    fitted = PREPROCESSINGS[spec.preprocess](rows[trained.numpy()])
    parts = []
    for part in (trained.numpy(), held_out.numpy()):
        parts.append(torch.tensor(fitted.apply(rows[part]), dtype=torch.float32))
        parts.append(torch.tensor(read.labels[part]))
    return Split(*parts).to(device)


def net_of(spec: TrainingSpec, columns: int) -> DenseNet:
    """The untrained net of the side that is trained, for rows with that many columns."""
    initializer = INITIALIZERS[getattr(spec, f"init_{spec.side}")]
    std = getattr(spec, f"std_{spec.side}")
    sizes = list(itertools.pairwise([columns, *[spec.width] * spec.depth, CLASSES]))
    draws = (draw(spec.seed, 2 + k, fan_out, fan_in) for k, (fan_in, fan_out) in enumerate(sizes))
    biases = []
    for k, (fan_in, fan_out) in enumerate(sizes):
        common = spec.bias if k < spec.depth else 0.0
        drawn = initializer.biases(draw(spec.seed, BIASES + k, fan_out), fan_in)
        biases.append(torch.full((fan_out,), common) if drawn is None else drawn + common)
    record = activation_of(spec.activation, spec.slope)
    return DenseNet(
        [initializer.weights(drawn, std, spec.leak).contiguous() for drawn in draws],
        lambda: activation_module(record),
        biases=biases,
        norm=_NORMS[spec.norm],
        norm_first=spec.norm_place == "before",
        residual=spec.residual,
    )


@dataclass(frozen=True)
class Watched:
    """A net in training, its probes, and the layers whose dead units are counted."""

    trainer: Trainer
    probes: tuple[Probe, ...]
    layers: tuple[nn.Module, ...]


def watched(spec: TrainingSpec, rate: float, data: Split) -> Watched:
    """The net of the spec with its probes, to be trained at that rate."""
    net = net_of(spec, data.x.shape[1]).to(data.x.device)
    trainer = Trainer(
        net,
        F.cross_entropy,
        data,
        torch_optimizer_of(spec.optimizer, net.parameters(), rate),
        batches=batches(len(data.y), spec.batch, generator(spec.seed, ORDER)),
    )
    asked = (
        output_counts(net.blocks, spec.h_bins(spec.bins), spec.cadence),
        weight_octaves(net.weights, spec.cadence),
        gradient_octaves(net.weights, spec.cadence),
        update_ratio(net.weights, spec.cadence),
    )
    return Watched(trainer, asked, net.blocks)


class _History:
    """Everything measured so far, in arrays whose written part never changes."""

    def __init__(self, spec: TrainingSpec) -> None:
        nets, steps, layers, m = spec.rates, spec.steps, spec.depth, spec.measurements
        e = spec.evaluations
        self.rates = np.zeros((nets, steps))
        self.used_rates = np.zeros((nets, steps))
        self.losses = np.full((nets, steps), np.nan)
        self.edges = read_only(spec.h_bins(spec.bins).edges)
        self.octave_edges = read_only(histogram.octave_edges())
        self.measured_at = np.zeros(m, int)
        self.update_ratios = np.full((nets, m, layers + 1), np.nan, np.float32)
        self.counts = np.zeros((nets, m, layers, len(self.edges) - 1), np.int32)
        self.outside = np.zeros((nets, m, layers, 3), np.int32)
        self.output_octaves = np.zeros((nets, m, layers, histogram.OCTAVES), np.int32)
        self.weight_octaves = np.zeros((nets, m, layers + 1, histogram.OCTAVES), np.int32)
        self.gradient_octaves = np.zeros_like(self.weight_octaves)
        self.evaluated_at = np.zeros(e, int)
        self.numbers = np.full((4, nets, e), np.nan)
        self.dead = np.full((nets, e, layers), np.nan)
        self.rate = spec.learning_rate
        self.step = self.measured = self.evaluated = 0
        self.bare = self.looking = 0.0

    def hear(self, changes: Mapping[str, Any] | None) -> None:
        """Take in changes that were sent in at a ``yield``; they hold from the next step on."""
        if changes:
            self.rate = changes.get("learning_rate", self.rate)

    def measure(self, net: int, found: Mapping[str, Array]) -> None:
        """Record what the probes found at this step of the net."""
        m = self.measured
        bins = self.counts.shape[-1]
        counted = found["output_counts"]
        self.counts[net, m] = counted[:, :bins]
        self.outside[net, m] = counted[:, bins : bins + 3]
        self.output_octaves[net, m] = counted[:, bins + 3 :]
        self.weight_octaves[net, m] = found["weight_octaves"]
        self.gradient_octaves[net, m] = found["gradient_octaves"]
        self.update_ratios[net, m] = found["update_ratio"]

    def answer(self, net: int, found: Evaluation) -> None:
        """Record what an evaluation of the net on all data found."""
        parts = (found.trained, found.held_out)
        numbers = [number for part in parts for number in (part.loss, part.accuracy)]
        self.numbers[:, net, self.evaluated] = numbers
        self.dead[net, self.evaluated] = found.trained.dead

    def frame(self, spec: TrainingSpec) -> TrainingFrame:
        m, e = self.measured, self.evaluated
        numbers = self.numbers[:, :, :e]
        return TrainingFrame(
            step=self.step,
            total=spec.steps,
            rates=read_only(self.rates[:, : self.step]),
            used_rates=read_only(self.used_rates[:, : self.step]),
            losses=read_only(self.losses[:, : self.step]),
            measured_at=read_only(self.measured_at[:m]),
            update_ratios=read_only(self.update_ratios[:, :m]),
            edges=self.edges,
            counts=read_only(self.counts[:, :m]),
            outside=read_only(self.outside[:, :m]),
            octave_edges=self.octave_edges,
            output_octaves=read_only(self.output_octaves[:, :m]),
            weight_octaves=read_only(self.weight_octaves[:, :m]),
            gradient_octaves=read_only(self.gradient_octaves[:, :m]),
            evaluated_at=read_only(self.evaluated_at[:e]),
            train_losses=read_only(numbers[0]),
            train_accuracies=read_only(numbers[1]),
            test_losses=read_only(numbers[2]),
            test_accuracies=read_only(numbers[3]),
            dead=read_only(self.dead[:, :e]),
            cost=self.looking / self.bare if self.bare else 0.0,
        )


def run(spec: TrainingSpec, device: str) -> Frames:
    """Train; yields a frame after every step of all nets. The rate may be sent in between steps."""
    history, nets = _History(spec), []
    for _ in loading(spec.data):
        history.hear((yield None))
    data = pictures(spec, device)
    for factor in spec.factors:
        nets.append(watched(spec, spec.learning_rate * factor, data))
        history.hear((yield None))
    planned, schedule = spec.changes, SCHEDULES[spec.schedule]
    courses = [schedule.factors(spec.learning_rate * f, spec.steps) for f in spec.factors]
    scheduled = [next(course) for course in courses]
    yield from _evaluate(history, nets)
    for step in range(spec.steps):
        rate = history.rate = planned.get(step, history.rate)
        measured = step % spec.cadence == 0
        began = time.perf_counter()
        for k, (net, factor) in enumerate(zip(nets, spec.factors, strict=True)):
            history.rates[k, step] = rate * factor
            history.used_rates[k, step] = used = rate * factor * scheduled[k]
            net.trainer.set_rate(used)
            if asked := due(net.probes, step):
                history.losses[k, step], found = net.trainer.measured_step(asked)
                history.measure(k, found)
            else:
                history.losses[k, step] = net.trainer.step()
            scheduled[k] = courses[k].send(history.losses[k, step])
            if k < spec.rates - 1:
                history.hear((yield None))
        _account(history, measured, time.perf_counter() - began)
        history.step = step + 1
        if measured:
            history.measured_at[history.measured] = step
            history.measured += 1
        if (step + 1) % (EVALUATE * spec.cadence) == 0 or step + 1 == spec.steps:
            yield from _evaluate(history, nets)
        history.hear((yield history.frame(spec)))


def _account(history: _History, measured: bool, seconds: float) -> None:
    """Divide the time of a step into measuring and what the step alone would have taken."""
    plain = history.step - history.measured
    usual = history.bare / history.step if history.step else seconds
    if measured and plain:
        history.looking += max(0.0, seconds - usual)
        seconds = min(seconds, usual)
    history.bare += seconds


def _evaluate(history: _History, nets: list[Watched]) -> Frames:
    for k, net in enumerate(nets):
        began = time.perf_counter()
        for found in net.trainer.evaluate(net.layers):
            if found is not None:
                history.answer(k, found)
            history.looking += time.perf_counter() - began
            history.hear((yield None))
            began = time.perf_counter()  # what happened meanwhile is not measuring
    history.evaluated_at[history.evaluated] = history.step
    history.evaluated += 1


def propose_cadence(spec: TrainingSpec) -> int:
    """The least cadence at which measuring costs little, by the clock: :func:`proposed`."""
    net = watched(spec, spec.learning_rate, pictures(spec, "cpu"))

    def work(cadence: int) -> tuple[int, int, int]:
        run = spec.replace(cadence=cadence)
        return run.steps, run.measurements, run.evaluations

    able = range(spec.least_cadence, MAX_CADENCE + 1)
    return proposed(
        net.trainer, net.probes, lambda: list(net.trainer.evaluate(net.layers)), work, able
    )
