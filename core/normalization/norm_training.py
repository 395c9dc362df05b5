"""Does normalization help? A small convolutional net, with each norm, trained."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from core.data.digits import CLASSES
from core.data.labeled import LABELED
from core.experiment import Frame
from core.layers.norms import NORMS
from core.parameters import (
    Spec,
    choice,
    integer,
    number,
    seed,
    subset,
    switch,
)
from core.training.health import Record

Array = np.ndarray[Any, Any]

COMPARED = ("none", *NORMS)
PLACEMENTS = ("before", "after")
VARIED: dict[str, tuple[Any, ...]] = {
    "nothing": (),
    "learning_rate": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    "batch": (32, 16, 8, 4, 2, 1),
    "init_scale": (0.01, 0.1, 0.3, 1.0, 3.0, 10.0),
    "depth": (1, 2, 4, 6, 8, 10),
    "placement": PLACEMENTS,
}
"""The fields that may be varied, and the values they take."""

PUBLISHED_BATCH = (32, 16, 8, 4, 2)
PUBLISHED = {"bn": (23.6, 23.7, 24.8, 27.3, 34.7), "gn": (24.1, 24.2, 24.0, 24.2, 24.1)}
"""The published top-1 error in % of ResNet-50 on ImageNet, by images per GPU: Wu & He 2018."""

MIN_RATE = 1e-4
POINTS_AN_EPOCH = 4
TRAINED_LOSS = math.log(10) / 2
"""The last training loss below which a run counts as trained: half of what guessing gives."""


def _divisors(spec: Any) -> tuple[int, ...]:
    return tuple(g for g in range(1, spec.width + 1) if spec.width % g == 0)


def _fixed(name: str) -> Any:
    """A field whose value does not matter while that field is varied."""
    return lambda spec: spec.vary != name


@dataclass(frozen=True, kw_only=True)
class NormTrainingSpec(Spec):
    """The norms that are trained, on what, and what is varied."""

    key: ClassVar[str] = "norm_training"

    vary: str = choice("nothing", tuple(VARIED), "Vary", "Train once, or over a row of values")
    norms: str = subset("none, bn, ln, in, gn", COMPARED, "Norms", "Which norms are trained")
    learning_rate: float = number(
        0.1,
        MIN_RATE,
        100.0,
        "Learning rate η",
        "Step size η of plain SGD",
        log=True,
        applies=_fixed("learning_rate"),
    )
    batch: int = integer(
        32, 1, 64, "Batch N", "Samples in a batch", log=True, applies=_fixed("batch")
    )
    scale_rate: bool = switch(
        False,
        "Scale the rate",
        "Linear scaling: η times batch / 32, so that an epoch moves as far whatever the batch",
        applies=lambda spec: spec.vary == "batch",
    )
    init_scale: float = number(
        1.0,
        1e-3,
        100.0,
        "Initial scale",
        "Initial weights: He's, times this",
        log=True,
        applies=_fixed("init_scale"),
    )
    depth: int = integer(4, 1, 10, "Depth", "Convolutional layers", applies=_fixed("depth"))
    placement: str = choice(
        "before",
        PLACEMENTS,
        "Placement",
        "The norm, as seen from the ReLU",
        applies=_fixed("placement"),
    )
    width: int = integer(16, 2, 32, "Width", "Channels of every convolution")
    groups: int = choice(
        None,
        _divisors,
        "Groups G",
        "Groups G of GN",
        auto=lambda s: max(g for g in _divisors(s) if g <= 4),
    )
    epochs: int = integer(4, 1, 50, "Epochs", "Passes through the training samples")
    data: str = choice("digits", tuple(LABELED), "Data", "The pictures that are told apart")
    samples: int = integer(512, 64, 1400, "Samples", "Training samples; others are the test")
    seeds: int = integer(
        1, 1, 10, "Seeds", "Runs of everything, each with a seed of its own; shown are their means"
    )
    seed: int = seed()

    @property
    def compared(self) -> tuple[str, ...]:
        """The keys of the norms that were typed."""
        return tuple(dict.fromkeys(k.strip() for k in self.norms.split(",") if k.strip()))

    def variations(self) -> list[NormTrainingSpec]:
        """One spec for each value: the varied field is set to it, and nothing is varied
        any more."""
        if self.vary == "nothing":
            return [self]
        rows = ({self.vary: value} for value in VARIED[self.vary])
        if self.vary == "batch" and self.scale_rate:
            scales = (
                {**row, "learning_rate": self.learning_rate * row["batch"] / 32} for row in rows
            )
            rows = ({**row, "learning_rate": max(MIN_RATE, row["learning_rate"])} for row in scales)
        return [replace(self, vary="nothing", **row) for row in rows]


@dataclass(frozen=True, kw_only=True)
class NormTrainingFrame(Frame):
    """Results for K norms, V values, P points of a run, R seeds. What has not been
    trained yet, or has diverged, is NaN. With several seeds, all are means over those
    that have got there so far."""

    norms: tuple[str, ...]
    """[K] keys of the norms."""
    values: tuple[Any, ...]
    """[V] values of the varied field; the learning rate if nothing is varied."""
    epochs: Array
    """[P] passes through the data at each point."""
    loss: Array
    """[K, V, P] training loss (cross-entropy, nats), the mean since the point before."""
    error: Array
    """[K, V, P] share of the test pictures misread, in prediction; at the end of every epoch."""
    final_error: Array
    """[K, V] error after the last epoch; 0.9 where the run diverged (guessing), NaN while it
    trains."""
    final_errors: Array
    """[R, K, V] error after the last epoch for each seed."""
    diverged: Array
    """[K, V] whether a loss was not finite, with any seed."""
    trained: Array
    """[K, V] whether the last training loss is below :data:`TRAINED_LOSS`, with every seed."""
    passed_mean: Array
    """[K, V] mean of what the first layer's norm and ReLU pass on before training, for the whole
    training set and the first seed; NaN for what has not begun."""
    passed_std: Array
    """[K, V] population std of the same values."""
    largest_rate: Array
    """[K] the largest learning rate that trains; NaN unless the rate is varied, or if none does."""
    published_batch: Array
    """[5] images per GPU in the published results of ResNet-50 on ImageNet (Wu & He 2018)."""
    published_bn: Array
    """[5] published top-1 error with BN, as a share."""
    published_gn: Array
    """[5] published top-1 error with GN, as a share."""


def record_of(frame: NormTrainingFrame, norm: int, value: int) -> Record:
    """What the rules of a healthy run may look at: the mean losses between the points, as if each
    were a batch's, as far as they have come. Updates and layers are not measured here."""
    losses = frame.loss[norm, value]
    reached = np.flatnonzero(~np.isnan(losses))
    count = reached[-1] + 1 if reached.size else 0
    if frame.diverged[norm, value]:
        count += 1
    return Record(classes=CLASSES, epoch=POINTS_AN_EPOCH, losses=losses[:count])


def deepest_side(spec: NormTrainingSpec) -> int:
    """The pixels along each side of the last layer's maps, whose statistics BN takes: they are
    pooled behind the first layer and behind the second."""
    return LABELED[spec.data].side >> min(spec.depth - 1, 2)


def test_block(spec: NormTrainingSpec) -> int:
    """The test pictures that go through a net together: 128 digits, fewer of larger ones."""
    return max(32, 128 * 64 // LABELED[spec.data].side ** 2)


def seed_of(spec: NormTrainingSpec, run: int) -> int:
    """The seed of a run by its place; the first run has the spec's own seed."""
    return (spec.seed + run) % 2**31
