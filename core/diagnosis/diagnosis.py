"""Is this run healthy? A net in training, what is measured of it, and what ails it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from core.data.labeled import LABELED
from core.experiment import Frame
from core.number_lists import read_numbers
from core.optimizers.optimizers import OPTIMIZERS
from core.parameters import (
    Reason,
    Spec,
    SpecError,
    Text,
    choice,
    integer,
    number,
    parameter_of,
    seed,
    switch,
    text,
)
from core.training.changes import GRAMMAR, Change, read_changes, written_changes
from core.training.rules import Verdict, judge

Array = np.ndarray[Any, Any]

DATA = ("digits", "fashion")
NETS = ("dense", "lenet")
ACTIVATIONS = ("relu", "tanh", "sigmoid")
NORMS = ("none", "bn")
STARTS = (
    *("kaiming_normal", "xavier_normal", "xavier_uniform", "lecun_normal"),
    *("orthogonal", "torch_default"),
)
"""The initializers that take no scale of their own: the field for it is a factor on any of them."""
UPDATES = ("gd", "momentum", "adam", "rmsprop")
LIVE = ("learning_rate", "momentum", "weight_decay")
"""The fields that may be changed while the net trains."""

LEAST_SIDE = 16
"""The pixels along each side below which LeNet's maps vanish."""
MAX_LAYERS, MAX_WIDTH = 10, 512
MAX_STEPS = 20_000
ASKED = 512
"""The most training samples, and the most held-out ones, that are asked at an evaluation: their
accuracy is then known to about .02."""
EVALUATE = 2
"""The number of measurements between two evaluations."""
MAX_CADENCE = 1000
TOLD = 12
"""The most layers, the scores' included, that a net has."""


def _read_sizes(parameter: Text, given: str) -> tuple[int, ...]:
    """The widths of the hidden layers in a text such as ``64, 64``."""
    sizes = read_numbers(parameter, given)
    if not 1 <= len(sizes) <= MAX_LAYERS:
        raise parameter.error(Reason.TOO_MANY if sizes else Reason.TOO_FEW, len(sizes), None)
    for size in sizes:
        if size != round(size):
            raise parameter.error(Reason.NOT_AN_INTEGER, size, None)
        if not 1 <= size <= MAX_WIDTH:
            raise SpecError(parameter.name, Reason.OUT_OF_RANGE, size, f"1 … {MAX_WIDTH}")
    return tuple(int(size) for size in sizes)


def _read_changes(parameter: Text, given: str) -> tuple[Change, ...]:
    return read_changes(parameter, given, DiagnosisSpec, LIVE)


def _large(spec: Any) -> bool:
    """Whether the pictures are large enough for LeNet."""
    return LABELED[spec.data].side >= LEAST_SIDE


def _dense(spec: Any) -> bool:
    return bool(spec.net == "dense") or not _large(spec)


def _most(spec: Any) -> int:
    """All that may be trained on, but for a tenth where the set's authors held out none."""
    source = LABELED[spec.data]
    return source.trained if source.held_out else source.count * 9 // 10


@dataclass(frozen=True, kw_only=True)
class DiagnosisSpec(Spec):
    """A net, what it is trained on, and how."""

    key: ClassVar[str] = "diagnosis"

    data: str = choice("digits", DATA, "Data", "The pictures that are told apart")
    samples: int = integer(1000, 20, _most, "Samples", "Training samples", log=True)
    label_noise: float = number(
        0.0, 0.0, 1.0, "Label noise", "Share of the training labels that are drawn anew"
    )
    shuffle: bool = switch(
        True,
        "Shuffle",
        "Draw a new order for every epoch; otherwise class by class, as files often lie",
    )
    standardize: bool = switch(
        False,
        "Standardize",
        "Subtract the training pixels' mean, and divide by their standard deviation",
    )
    net: str = choice(
        "dense", NETS, "Net", "Dense layers, or LeNet where pictures are large", applies=_large
    )
    hidden: str = text(
        "64, 64", _read_sizes, "64, 64", "Hidden layers", "Units of each", applies=_dense
    )
    activation: str = choice("relu", ACTIVATIONS, "Activation", "Of every hidden layer")
    norm: str = choice("none", NORMS, "Norm", "Before every activation")
    dropout: float = number(
        0.0, 0.0, 0.95, "Dropout p", "Share of the hidden units that each step leaves out"
    )
    init: str = choice("kaiming_normal", STARTS, "Start", "Initialization of the weights")
    init_scale: float = number(
        1.0, 1e-3, 100.0, "Initial scale", "Factor on the initial weights", log=True
    )
    bias: float = number(0.0, -20.0, 20.0, "Initial bias", "Bias of every hidden unit at the start")
    optimizer: str = choice("momentum", UPDATES, "Optimizer", "How the weights are updated")
    learning_rate: float = number(
        0.02,
        1e-7,
        100.0,
        "Learning rate η",
        "Step size η; it can be changed while the net trains",
        log=True,
        live=True,
    )
    momentum: float = number(
        0.9,
        0.0,
        0.9999,
        "Momentum μ",
        "Share of the velocity that is kept, Adam's β₁; it can be changed while the net trains",
        live=True,
        near_one=True,
        applies=lambda spec: spec.optimizer in MOMENTA,
    )
    weight_decay: float = number(
        0.0,
        0.0,
        10.0,
        "Penalty λ",
        "λ/2 |w|² is added to what is minimized; it can be changed while the net trains",
        live=True,
    )
    batch: int = integer(64, 1, 512, "Batch N", "Samples a step", log=True)
    epochs: int = integer(15, 1, 500, "Epochs", "Passes through the training samples", log=True)
    cadence: int = integer(
        40,
        1,
        MAX_CADENCE,
        "Measure every",
        "Steps between measurements; every second asks samples of all data",
        log=True,
    )
    changes: str = text(
        "",
        _read_changes,
        GRAMMAR,
        "Changes",
        "What was changed on the way, so that a live run replays",
        matters=lambda spec: False,
    )
    seed: int = seed()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.steps > MAX_STEPS:
            most = max(1, MAX_STEPS // self.epoch)
            raise SpecError("epochs", Reason.TOO_LARGE, self.epochs, f"1 … {most}")

    @property
    def sizes(self) -> tuple[int, ...]:
        """The widths of the hidden dense layers."""
        return _read_sizes(_text("hidden"), self.hidden)

    @property
    def dense(self) -> bool:
        """Whether the net is of dense layers alone."""
        return _dense(self)

    @property
    def epoch(self) -> int:
        """The number of steps of an epoch."""
        return -(-self.samples // self.batch)

    @property
    def steps(self) -> int:
        """The number of steps of the whole run."""
        return self.epochs * self.epoch

    @property
    def measurements(self) -> int:
        """The number of measured steps: 0, cadence, 2 · cadence, ..."""
        return -(-self.steps // self.cadence)

    @property
    def evaluations(self) -> int:
        """The number of evaluations: before the first step, after every second measurement, and at
        the end."""
        return 1 + -(-self.steps // (EVALUATE * self.cadence))

    @property
    def layers(self) -> int:
        """The number of layers with weights, the scores' included."""
        return len(self.sizes) + 1 if self.dense else LENET_LAYERS

    @property
    def planned(self) -> tuple[Change, ...]:
        """The changes on the way: step, field and value of each."""
        return _read_changes(_text("changes"), self.changes)


MOMENTA: Mapping[str, str] = {
    key: name
    for key in UPDATES
    for name in ("momentum", "beta1")
    if key != "rmsprop" and OPTIMIZERS[key].hyper_parameter(name)
}
"""The hyper-parameter that the momentum is, by optimizer."""
LENET_LAYERS = 5


def _text(name: str) -> Text:
    parameter = parameter_of(DiagnosisSpec, name)
    assert isinstance(parameter, Text)
    return parameter


@dataclass(frozen=True, kw_only=True)
class DiagnosisFrame(Frame):
    """A run so far. A layer is one with weights; the last layer's are the classes' scores, and the
    others are hidden."""

    losses: Array
    """[step] loss on the step's batch, before the step, without penalty"""
    rates: Array
    """[step] the learning rate of each step"""
    momenta: Array
    """[step] the momentum of each step"""
    decays: Array
    """[step] the penalty of each step"""
    epoch: int
    """the number of steps of an epoch"""
    evaluated_at: Array
    """[evaluation] number of steps done before it; 0 is the untrained net"""
    train_losses: Array
    """[evaluation] loss in prediction on training samples, at most 512"""
    train_accuracies: Array
    test_losses: Array
    """[evaluation] loss on held-out samples, at most 512"""
    test_accuracies: Array
    dead: Array
    """[evaluation, layer] share of a hidden layer's units that are zero for every training sample
    asked"""
    saturated: Array
    """[evaluation, layer] share of a hidden layer's values where the activation is nearly flat"""
    std: Array
    """[evaluation, layer] std of a hidden layer's output"""
    weight_norm: Array
    """[evaluation] length of all weights together, biases left out"""
    measured_at: Array
    """[time] steps at which updates and gradients were measured"""
    update_ratio: Array
    """[layer, time] |Δw| / |w| of that step"""
    gradient_norm: Array
    """[layer, time] |dL/dw| of that step, penalty included"""
    batch_classes: Array
    """[time] number of classes in that step's batch, as a share of how many a shuffled one has"""
    verdict: Array
    """[] key of the verdict at the last evaluation"""
    runner_up: Array
    """[] key of the verdict that comes next"""
    sure: float
    """how many times its threshold what decided is; for a good run, how many times further its
    nearest rule's threshold is"""
    rules: tuple[str, ...]
    """[rule] keys of the rules, in their order"""
    times: Array
    """[rule] how many times its threshold each rule's number is: above 1 it holds; NaN if it was
    not measured"""
    measures: tuple[str, ...]
    """[measure] names of the measured numbers"""
    measured: Array
    """[measure] what rules looked at; NaN where nothing is known yet"""
    cost: float = field(metadata={"array": ""})
    """The time that measuring has taken so far, as a fraction of the time without it. It is
    measured by the clock, so it is not among the arrays."""

    @property
    def reading(self) -> Verdict:
        """The verdict with the conditions that decided."""
        return judge(self.numbers)

    @property
    def numbers(self) -> Mapping[str, float]:
        """What was measured, by name."""
        return dict(zip(self.measures, map(float, self.measured), strict=True))

    def changed(self) -> Iterator[Change]:
        """The steps that were the first with another rate, momentum or penalty, and which."""
        courses = (self.rates, self.momenta, self.decays)
        for name, course in zip(LIVE, courses, strict=True):
            for step in np.flatnonzero(np.diff(course)) + 1:
                yield int(step), name, float(course[step])


def with_changes(spec: DiagnosisSpec, frame: DiagnosisFrame) -> DiagnosisSpec:
    """The spec that replays a run that was changed on its way."""
    if not frame.step:
        return spec
    courses = (frame.rates, frame.momenta, frame.decays)
    first = {name: float(course[0]) for name, course in zip(LIVE, courses, strict=True)}
    return spec.replace(changes=written_changes(frame.changed()), **first)


GUESSING = math.log(10)
"""The loss of guessing among the ten classes that every set has."""
