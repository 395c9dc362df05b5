"""The net in training on the digits: losses, what its layers do, and how far its weights move."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from core import histogram
from core.data.digits import CLASSES
from core.data.labeled import LABELED
from core.data.preprocessing import PREPROCESSINGS
from core.experiment import Frame
from core.layers.initializers import INITIALIZERS
from core.optimizers.on_matrices import ON_MATRICES
from core.optimizers.optimizers import FIRST_ORDER
from core.optimizers.records import MAX_RATE, MIN_RATE, schedule
from core.parameters import (
    Reason,
    SpecError,
    Text,
    choice,
    integer,
    number,
    parameter_of,
    text,
)
from core.signals.net import SIDES, MeasuredSpec, sides_of
from core.training.health import Record

Array = np.ndarray[Any, Any]

HELD_OUT = 360
"""The number of pictures that are never trained on: of the digits a fifth."""
TRAINED = 1797 - HELD_OUT
SPLIT, ORDER = 900, 901
"""Streams of the seed: which pictures are held out, and the order of the others."""
EVALUATE = 5
"""The number of measurements between two evaluations on the whole data."""
MAX_WORK = 2**36
"""The most operations that one step of all nets may take: about half a second."""
MAX_PRODUCTS = 2**33
"""The most operations that the products of matrices in one step may take: in bfloat16 a processor
makes a tenth as many in the same time."""
MAX_KEPT = 2**27
"""The most counts that all histograms over time may hold: half a GiB."""
MAX_CADENCE = 1000
LN_CLASSES = math.log(CLASSES)
"""The loss of a net that gives every class the same probability."""


def _read_changes(parameter: Text, given: str) -> dict[int, float]:
    """The learning rates in a text such as ``120=0.01 300=0.001``, by the step from which each
    holds."""
    changes = {}
    for pair in given.split():
        step, _, rate = pair.partition("=")
        try:
            changes[int(step)] = float(rate)
        except ValueError:
            raise parameter.error(Reason.NOT_A_LIST, pair, None) from None
        if not MIN_RATE <= changes[int(step)] <= MAX_RATE:
            raise parameter.error(Reason.OUT_OF_RANGE, pair, None)
    return changes


@dataclass(frozen=True, kw_only=True)
class TrainingSpec(MeasuredSpec):
    """The net of one side with a linear layer for ten classes on top, and how it is trained."""

    key: ClassVar[str] = "training"

    side: str = choice("b", sides_of, "Train side", "Which side's initialization is trained")
    optimizer: str = choice(
        "momentum",
        (*FIRST_ORDER, *ON_MATRICES),
        "Optimizer",
        "How the weights are updated; Muon leaves what is no matrix to AdamW",
    )
    learning_rate: float = number(
        0.01,
        MIN_RATE,
        MAX_RATE,
        "Learning rate η",
        "Step size η; it can be changed while the net trains",
        log=True,
        live=True,
    )
    schedule: str = schedule("How the learning rate changes over the steps")
    rates: int = choice(
        1, (1, 2, 3, 4), "Nets", "Nets side by side, each at a higher rate than the last"
    )
    rate_factor: float = number(
        10.0,
        1.01,
        1000.0,
        "Factor between",
        "How much higher",
        log=True,
        applies=lambda spec: spec.rates > 1,
    )
    batch: int = integer(64, 1, TRAINED, "Batch N", "Digits a step", log=True)
    steps: int = integer(500, 1, 20_000, "Steps", "Updates of the weights", log=True)
    data: str = choice("digits", tuple(LABELED), "Data", "The pictures that are told apart")
    preprocess: str = choice(
        "scaled",
        PREPROCESSINGS,
        "Preprocess",
        "What is done to the pictures, by the training part's statistics",
    )
    cadence: int = integer(
        20,
        1,
        MAX_CADENCE,
        "Measure every",
        "Steps between measurements; every fifth asks all data",
        log=True,
    )
    bins: int = integer(100, 4, histogram.MAX_BINS, "Bins", histogram.BINS_HELP, log=True)
    rate_changes: str = text(
        "",
        _read_changes,
        "step=rate step=rate …",
        "Rate changes",
        "Rates that were chosen on the way, so that a live run replays",
        matters=lambda spec: False,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.cadence < self.least_cadence:
            accepted = f"{self.least_cadence} … {MAX_CADENCE}"
            raise SpecError("cadence", Reason.TOO_LARGE, self.cadence, accepted)
        if self.optimizer in ON_MATRICES:
            self._check_matrices(ON_MATRICES[self.optimizer].products)
        work = 6 * self.rates * self.depth * self.width**2
        if work * self.batch > MAX_WORK:
            if work <= MAX_WORK:
                most = MAX_WORK // work
                raise SpecError("batch", Reason.TOO_LARGE, self.batch, f"1 … {most}")
            widest = math.isqrt(MAX_WORK // (6 * self.rates * self.depth))
            raise SpecError("width", Reason.TOO_LARGE, self.width, f"1 … {widest}")

    def _check_matrices(self, products: int) -> None:
        """Refuse a width whose matrices take too long to multiply with one another."""
        each = 2 * products * self.rates * self.depth
        widest = int((MAX_PRODUCTS / each) ** (1 / 3))
        if self.width > widest:
            raise SpecError("width", Reason.TOO_SLOW, self.width, f"1 … {widest}")

    @property
    def trained(self) -> TrainingSpec:
        """The same run with every field that it does not use at its default.

        Two of these are equal if their runs are, whatever is chosen for the sides that are not
        trained.
        """
        scaled = INITIALIZERS[getattr(self, f"init_{self.side}")].has_scale
        names = ["std"] if scaled else ["std", f"std_{self.side}"]
        for side in SIDES:
            names += [f"init_{side}", f"std_{side}"] if side != self.side else []
        return self.replace(**{name: parameter_of(type(self), name).default for name in names})

    @property
    def measurements(self) -> int:
        """The number of measurements: at steps 0, cadence, 2 · cadence, ..."""
        return -(-self.steps // self.cadence)

    @property
    def least_cadence(self) -> int:
        """The least cadence; with more measurements the histograms would take too much memory."""
        most = MAX_KEPT // (self.rates * (self.depth + 1) * 3 * histogram.OCTAVES)
        return -(-self.steps // most)

    @property
    def evaluations(self) -> int:
        """The number of evaluations: before the first step, after every fifth measurement, and at
        the end."""
        return 1 + -(-self.steps // (EVALUATE * self.cadence))

    @property
    def epoch(self) -> int:
        """The number of steps of an epoch."""
        return -(-TRAINED // self.batch)

    @property
    def factors(self) -> tuple[float, ...]:
        """The factor on each net's learning rate."""
        return tuple(self.rate_factor**k for k in range(self.rates))

    @property
    def changes(self) -> Mapping[int, float]:
        """The changed learning rates, by the step from which each holds."""
        return {
            int(step): float(rate)
            for step, _, rate in (pair.partition("=") for pair in self.rate_changes.split())
        }


@dataclass(frozen=True, kw_only=True)
class TrainingFrame(Frame):
    """The training so far. [net] are the nets with their rates, side by side."""

    rates: Array
    """[net, step] the learning rate that was chosen for each step"""
    used_rates: Array
    """[net, step] the learning rate of each step, after the schedule"""
    losses: Array
    """[net, step] loss on the step's batch, before the step"""
    measured_at: Array
    """[measurement] steps at which it was measured"""
    update_ratios: Array
    """[net, measurement, layer] |Δw| / |w| of that step; the last layer is the classes'"""
    edges: Array
    """[bin+1] bin edges of h"""
    counts: Array
    """[net, measurement, layer, bin] counts of h, on that step's batch"""
    outside: Array
    """[net, measurement, layer, 3] number of values of h below and above the bins, and
    not finite"""
    octave_edges: Array
    output_octaves: Array
    """[net, measurement, layer, octave] counts of h by power of two; zeros are in none"""
    weight_octaves: Array
    """[net, measurement, layer, octave] counts of the weights by power of two"""
    gradient_octaves: Array
    """[net, measurement, layer, octave] counts of the weights' gradients by power of two"""
    evaluated_at: Array
    """[evaluation] number of steps done before it; 0 is the untrained net"""
    train_losses: Array
    """[net, evaluation] loss on all training data"""
    train_accuracies: Array
    test_losses: Array
    """[net, evaluation] loss on the held-out data"""
    test_accuracies: Array
    dead: Array
    """[net, evaluation, layer] share of units that are zero for all training data"""
    cost: float = field(metadata={"array": ""})
    """The time that measuring has taken so far, as a fraction of the time without it. It is
    measured by the clock, so it is not among the arrays."""

    @property
    def median_ratio(self) -> Array:
        """[net] |Δw| / |w| of the middle layer at the last measurement; NaN before the first."""
        if not self.measured_at.size:
            return np.full(len(self.update_ratios), np.nan)
        return np.asarray(np.median(self.update_ratios[:, -1], axis=1))

    def record(self, net: int, epoch: int) -> Record:
        """What the rules of a healthy run may look at; ``epoch`` is the steps of an epoch."""
        finite = np.isfinite(self.train_losses[net])[:, np.newaxis]
        return Record(
            classes=CLASSES,
            epoch=epoch,
            losses=self.losses[net],
            train_loss=self.train_losses[net],
            train_accuracy=self.train_accuracies[net],
            test_loss=self.test_losses[net],
            test_accuracy=self.test_accuracies[net],
            dead=np.where(finite, self.dead[net], np.nan),
            measured_at=self.measured_at,
            update_ratio=self.update_ratios[net],
        )

    @property
    def changed_at(self) -> Array:
        """[change] the steps, counted from 0, that were the first at another rate."""
        return np.flatnonzero(np.diff(self.rates[0])) + 1

    @property
    def diverged_at(self) -> Array:
        """[net] the first step, counted from 1, whose loss is not finite; 0 if each is. What the
        last update did shows only on the whole data."""
        lost = np.zeros((len(self.losses), self.total + 1), bool)
        lost[:, : self.step] = ~np.isfinite(self.losses)
        lost[:, self.evaluated_at] |= ~np.isfinite(self.train_losses)
        first = np.minimum(lost.argmax(axis=1) + 1, self.total)
        return np.where(lost.any(axis=1), first, 0)

    @property
    def dead_share(self) -> Array:
        """[net, evaluation] share of all units that are dead; NaN where the loss is not finite: a
        unit that gives NaN is not zero, and counts as alive."""
        return np.where(np.isfinite(self.train_losses), self.dead.mean(axis=2), np.nan)


def with_changes(spec: TrainingSpec, frame: TrainingFrame) -> TrainingSpec:
    """The spec that replays a run whose rate was changed while it ran."""
    rates = frame.rates[0]
    pairs = " ".join(f"{step}={float(rates[step])!r}" for step in frame.changed_at)
    first = float(rates[0]) if len(rates) else spec.learning_rate
    return replace(spec, learning_rate=first, rate_changes=pairs)
