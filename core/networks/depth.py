"""What does depth cost, and what do skips buy? Plain and residual nets of several depths, trained
on the digits side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.data.digits import CLASSES
from core.experiment import Frame
from core.number_lists import read_whole_numbers
from core.parameters import (
    Parameter,
    Reason,
    Spec,
    SpecError,
    choice,
    integer,
    number,
    parameter_of,
    seed,
    subset,
    switch,
    text,
)
from core.training.health import Record

Array = np.ndarray[Any, Any]

KINDS = ("plain", "v1", "v2")
"""Without skips; with a ReLU behind each sum (He et al. 2016a); with the ReLU, and the norm, before
the branch's layers (He et al. 2016b)."""
NORMS = ("none", "bn", "ln")
FORMS = ("dense", "conv")
TRAINED = 1437
"""The digits that are trained on; the other 360 are the test."""
MOMENTUM = 0.9
MEASURED = 256
"""The training digits over which gradients and cosines are taken before the first step."""
SMOOTH = 10
"""The batches over whose mean a training loss is shown: a single one's is noise."""
LEAD = 20
"""The steps by which the deepest nets go ahead: by then they tell with and without skips apart."""
THEORY = math.pi / (math.pi - 1)
"""1.4669, by which the norm of the gradient grows towards the input with each plain block of two
layers: ReLU and BN together take the squared norm times π / (π - 1) a layer, in wide nets. Yang,
Pennington, Rao, Sohl-Dickstein & Schoenholz 2019, A mean field theory of batch normalization."""

LEAST, DEEPEST = 4, {"dense": 100, "conv": 32}
"""Weighted layers: more of them would take longer over a step than a window may wait."""
MOST_DEPTHS = 6
SPLIT, WEIGHTS, ORDER = range(3)
"""The streams of a seed: which digits are trained on, the weights, the batches."""


def read_depths(parameter: Parameter, typed: str) -> tuple[int, ...]:
    """The depths in ascending order: 2 weighted layers, and 2 more a block.

    Raises :class:`SpecError` for the parameter's field, with the nearest depths that there are.
    """
    numbers = read_whole_numbers(parameter, typed, LEAST, DEEPEST["dense"], MOST_DEPTHS)
    for one in numbers:
        if one % 2:
            nearest = f"{one - 1}, {one + 1}"
            raise SpecError(parameter.name, Reason.NO_WHOLE_BLOCKS, one, nearest)
    return tuple(sorted(set(numbers)))


def blocks_of(depth: int) -> int:
    """The number of blocks of two weighted layers; the first and the last layer stand alone."""
    return (depth - 2) // 2


def theory_holds(spec: DepthSpec) -> bool:
    """Whether :data:`THEORY` is about the spec's plain nets: at the borders of maps convolutions
    see zeros, which it leaves out."""
    return spec.norm == "bn" and spec.form == "dense"


@dataclass(frozen=True, kw_only=True)
class DepthSpec(Spec):
    """Which nets are trained, and how."""

    key: ClassVar[str] = "depth"

    kinds: str = subset(
        "plain, v1, v2", KINDS, "Kinds", "Without skips, or with one around a block"
    )
    depths: str = text(
        "4, 12, 32",
        read_depths,
        "4, 12, 32",
        "Depths",
        "Weighted layers: the first, the last, and two in each block",
    )
    form: str = choice("dense", FORMS, "Kind of layer", "Dense layers, or 3 x 3 convolutions")
    norm: str = choice("bn", NORMS, "Norm", "The norm at each layer")
    zero_branch: bool = switch(
        False,
        "Zero branch",
        "The last weights of each branch, or its last γ, begin at 0: a block begins as its skip",
        applies=lambda spec: spec.kinds.strip() != "plain",
    )
    learning_rate: float = number(
        0.01, 1e-5, 10.0, "Learning rate η", "Step size η of SGD with momentum 0.9", log=True
    )
    epochs: int = integer(10, 1, 50, "Epochs", "Passes through the 1437 training digits")
    width: int = integer(
        64,
        2,
        128,
        "Width",
        "Units of every layer",
        applies=lambda spec: spec.form == "dense",
    )
    channels: int = integer(
        16,
        2,
        16,
        "Channels",
        "Channels of every convolution",
        applies=lambda spec: spec.form == "conv",
    )
    batch: int = integer(64, 8, 64, "Batch N", "Samples in a batch", log=True)
    seeds: int = integer(
        1, 1, 10, "Seeds", "Runs of everything, each with a seed of its own; shown are their means"
    )
    seed: int = seed()

    def __post_init__(self) -> None:
        super().__post_init__()
        deepest = DEEPEST[self.form]
        if self.layers[-1] > deepest:
            accepted = f"{LEAST} … {deepest}"
            raise SpecError("depths", Reason.OUT_OF_RANGE, self.layers[-1], accepted)

    @property
    def compared(self) -> tuple[str, ...]:
        """The kinds of nets that were chosen."""
        return tuple(kind for kind in KINDS if kind in self.kinds.replace(" ", "").split(","))

    @property
    def layers(self) -> tuple[int, ...]:
        """The depths in ascending order, in weighted layers."""
        return read_depths(parameter_of(type(self), "depths"), self.depths)

    @property
    def units(self) -> int:
        """The units, or channels, of every layer."""
        return self.width if self.form == "dense" else self.channels

    @property
    def steps(self) -> int:
        """The steps of each net."""
        return self.epochs * -(-TRAINED // self.batch)

    @property
    def turns(self) -> int:
        """The turns in which all nets have taken their steps."""
        return self.steps + self.begins_at(0)

    def begins_at(self, d: int) -> int:
        """The turn in which the nets of a depth, by its place, take their first step."""
        return 0 if d == len(self.layers) - 1 else min(LEAD, self.steps)


@dataclass(frozen=True, kw_only=True)
class DepthFrame(Frame):
    """Results for K kinds, D depths, S steps, B blocks of the deepest net, R seeds. What has not
    been computed yet, does not exist in a shallower net, or has diverged, is NaN. With several
    seeds, all are means over those that have got there, unless they have an axis for the seeds.

    ``step`` counts turns, in which every net takes a step; the deepest go :data:`LEAD` ahead."""

    kinds: tuple[str, ...]
    """[K] keys of the kinds."""
    depths: Array
    """[D] weighted layers, in ascending order."""
    losses: Array
    """[K, D, S] cross-entropy (nats) of each step's batch, before the step."""
    smoothed: Array
    """[K, D, S] mean of the last :data:`SMOOTH` of these."""
    latest_loss: Array
    """[K, D] the final loss, or until it is there the last smoothed one."""
    final_loss: Array
    """[K, D] loss on all training digits after the last step. BN takes their own statistics, as in
    training (of :data:`MEASURED` at once for convolutions): its moving averages lag behind weights
    that still move, and in deep plain nets that alone doubles the loss."""
    accuracy: Array
    """[K, D] share of the test digits that are read rightly, in prediction, after the last step."""
    final_losses: Array
    """[R, K, D] final loss for each seed."""
    accuracies: Array
    """[R, K, D] accuracy for each seed."""
    diverged: Array
    """[K, D] whether a loss was not finite, with any seed."""
    gradient_norm: Array
    """[K, D, B] norm of dL/dh at the input of each block, before the first step, over
    :data:`MEASURED` digits; first seed. So are those below."""
    gradient_skip: Array
    """[K, D, B] norm of the part of it that came through the skip; NaN in plain nets."""
    gradient_branch: Array
    """[K, D, B] norm of the part that came through the branch."""
    gradient_out: Array
    """[K, D] norm of dL/dh at the output of the last block."""
    growth: Array
    """[K, D] factor by which the norm grows towards the input with each block, the geometric
    mean."""
    relative_norm: Array
    """[3, K, D, B] gradient, its part through the skip and its part through the branch, over the
    gradient at the last block's output."""
    theory: Array
    """[B] what :data:`THEORY` makes of the same in the deepest plain net with BN."""
    cosine: Array
    """[K, D, B] mean cosine of two different inputs' h at the output of each block."""
    last_cosine: Array
    """[K, D] the same at the output of the last block."""
    shallow_loss: float
    """Final loss of the shallowest plain net without a norm."""
    inserted_loss: float
    """Loss of the deepest net that is made of that one by inserting blocks that are the identity
    (W = 1, b = 0; behind a ReLU exactly), on the same digits."""
    inserted_losses: Array
    """[R, D] the same for each seed and depth; at the shallowest nothing is inserted."""


def record_of(spec: DepthSpec, frame: DepthFrame, kind: int, depth: int) -> Record:
    """What the rules of a healthy run may look at, as far as the net has come: its batch losses.
    Updates and layers are not measured while it trains."""
    losses = frame.losses[kind, depth]
    reached = np.flatnonzero(~np.isnan(losses))
    count = reached[-1] + 1 if reached.size else 0
    if frame.diverged[kind, depth]:
        count = min(count + 1, len(losses))
    return Record(classes=CLASSES, epoch=-(-TRAINED // spec.batch), losses=losses[:count])


def seed_of(spec: DepthSpec, run: int) -> int:
    """The seed of a run by its place; the first run has the spec's own seed."""
    return (spec.seed + run) % 2**31
