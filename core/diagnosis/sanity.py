"""Five checks of a training's wiring before it is trusted, and the planted faults they find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.diagnosis.boundary import read_hidden
from core.experiment import Frame
from core.parameters import Spec, choice, number, parameter_of, seed, text

Array = np.ndarray[Any, Any]

BUGS = (
    "none",
    "softmax_twice",
    "labels_redrawn",
    "shuffled_apart",
    "no_step",
    "wrong_sign",
    "relu_output",
    "no_zero_grad",
    "frozen_layers",
)
"""What may be planted, one at a time."""
LIGHTS = ("first_loss", "overfit", "shuffled", "update_ratio", "zero_inputs")
"""The checks, in the order in which they are made."""
UNKNOWN, RED, GREEN = -1, 0, 1
"""What a light is."""
PARTS = ("classes", "penalty", "constant")
"""Parts of what is expected: :attr:`SanityFrame.expected_loss`."""

BALANCES = {"even": 10, "rare": 2}
"""The number of classes: the ten digits; or the ones among all, a tenth, against the rest."""
RARE = 1
"""The digit that is told from all others."""

SAMPLES, BATCH, FEW = 1437, 64, 20
OVERFIT_STEPS, STEPS = 200, 180
RATE = 0.1
"""Of plain SGD."""
HEADS = tuple(np.logspace(-3, 0, 13).tolist())
"""Standard deviations of the head's weights, for the curve of the first loss."""

NEAR = 0.1
"""How far the first loss may be from ln C, as a part of it."""
LEARNED = 0.1
"""The loss on a few samples below which they count as overfitted."""
BAND = (3e-4, 0.08)
"""The update ratios |Δw| / |w| of a layer that are called healthy; median of the second half."""
LEAST_GAIN = 0.25
"""By how much true labels must do better than shuffled ones on held-out samples, as a share of what
the most frequent class leaves to be told right."""
ZERO_SHARE = 0.9
"""The loss with inputs must be below this share of the loss with zeros in their place."""
LAST = 20
"""The steps at the end over which losses are averaged."""

WEIGHTS, ORDER, BATCHES, FAULT, SHUFFLE = range(5)
"""Streams of the seed."""


@dataclass(frozen=True, kw_only=True)
class SanitySpec(Spec):
    """The net, its head, what it is to tell apart, and the fault in it."""

    key: ClassVar[str] = "sanity"

    bug: str = choice("none", BUGS, "Planted fault", "One mistake in a training that is else right")
    hidden: str = text(
        "64, 64",
        read_hidden,
        "64, 64",
        "Hidden layers",
        "Units of each ReLU layer; empty: a linear classifier",
    )
    head: float = number(
        0.01,
        0.001,
        3.0,
        "Head's std",
        "Standard deviation of the last layer's weights at the start; He: √(2 / inputs)",
        log=True,
    )
    penalty: float = number(
        0.0,
        0.0,
        1.0,
        "Penalty λ",
        "λ/2 · |w|² over all weights, no biases",
        from_zero=True,
    )
    balance: str = choice("even", BALANCES, "Classes", "What the net is to tell apart")
    seed: int = seed()

    @property
    def sizes(self) -> tuple[int, ...]:
        """The units of each hidden layer."""
        return read_hidden(parameter_of(type(self), "hidden"), self.hidden)

    @property
    def classes(self) -> int:
        """The number of classes C."""
        return BALANCES[self.balance]


@dataclass(frozen=True, kw_only=True)
class SanityFrame(Frame):
    """The lights of the planted fault, their curves and numbers, and the lights of all faults. What
    is not known yet is NaN, or -1 for a light."""

    light_names: tuple[str, ...]
    """[5] keys of the checks: :data:`LIGHTS`."""
    lights: Array
    """[5] 1 where a check passes, 0 where it finds something, -1 where it was not made yet."""
    numbers: Array
    """[5] the number that decides each: first data loss over ln C; last loss on 20 samples; how
    much more of the possible gain true labels reach on held-out samples than shuffled ones; the
    layers' update ratio that is nearest to an end of its band or beyond it; loss over the loss
    without inputs."""
    first_loss: float
    """Loss on the first batch before any step, with the penalty."""
    first_parts: Array
    """[2] the same in parts: of the data, and the penalty."""
    expected_loss: Array
    """[3] ln C, which a head of small weights begins at; the penalty at the start; the entropy of
    the classes' shares, which a constant answer reaches."""
    head_scales: Array
    """[13] standard deviations of the head's weights."""
    first_losses: Array
    """[13] the first loss of the data with each of them."""
    overfit_losses: Array
    """[200] loss on the same 20 samples before each step."""
    losses: Array
    """[180] loss on each step's batch, in the training on all samples."""
    shuffled_losses: Array
    """[180] the same with the training labels shuffled."""
    zero_losses: Array
    """[180] the same with all inputs zero."""
    gains: Array
    """[2] held-out accuracy after the last step, as a share of the way from that of the most
    frequent class to 1: with true labels, with shuffled ones."""
    update_ratio: Array
    """[layer, 180] |Δw| / |w| of each layer at each step."""
    bugs: tuple[str, ...]
    """[9] keys of the faults: :data:`BUGS`."""
    found: Array
    """[9, 5] the lights of each fault, in the same net."""
    values: Array
    """[9, 5] the numbers that decided them."""
