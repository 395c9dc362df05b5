"""Beginnings: a perceptron, a net with hidden units from many starts, and ten sigmoid layers that
do not learn until something is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.parameters import Spec, choice, integer, seed

Array = np.ndarray[Any, Any]

PARTS = ("perceptron", "mlp", "deep")
CORNERS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))
"""The inputs of every gate."""
GATES: Mapping[str, tuple[int, int, int, int]] = MappingProxyType(
    {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0)}
)
"""What each gate says of the corners."""

PRESENTATIONS = 100
"""A perceptron that has not learned after so many never will: longer runs only repeat."""
ORDERS = 50
"""Orders of presentation over which its time is measured."""

ACTIVATIONS = ("tanh", "sigmoid", "relu")
SIZES = (2, 4, 8)
"""Hidden units of the nets whose shares are compared."""
RATE, MOMENTUM = 0.5, 0.9
"""All four corners in every step."""
EVERY = 20
"""Steps from one kept loss to the next."""
GRID = 25
REACH = (-0.5, 1.5)
"""The plane is pictured for x and y from the first to the second."""

LAYERS, WIDTH, SAMPLES, BATCH = 10, 64, 1437, 64
NETS = ("xavier", "rbm", "bn", "he", "skips")
"""Ten sigmoid layers from Xavier's start; from pretrained layers; with batch normalization; ten
ReLU layers from He's start; and those with skips."""
DEEP_MOMENTUM = 0.9
DEEP_RATES = (0.1, 0.1, 0.1, 0.02, 0.005)
"""The learning rate of each: ReLU layers, and skips the more, blow up at the sigmoid's."""
RBM_RATE, RBM_BATCH, RBM_START = 0.1, 32, 0.1
"""RBM_START is the standard deviation of a machine's first weights."""

ORDER, WEIGHTS, BATCHES, SAMPLED = range(4)
"""Streams of the seed."""


def _on_gates(spec: Any) -> bool:
    return bool(spec.part != "deep")


def _on_mlp(spec: Any) -> bool:
    return bool(spec.part == "mlp")


@dataclass(frozen=True, kw_only=True)
class BeginningsSpec(Spec):
    """Which of the three is run, and on what."""

    key: ClassVar[str] = "beginnings"

    part: str = choice("mlp", PARTS, "Net", "Which net is trained")
    gate: str = choice(
        "xor", GATES, "Gate", "What is to be said of two inputs of 0 or 1", applies=_on_gates
    )
    hidden: int = integer(
        2, 1, 16, "Hidden units H", "Units of the one hidden layer", log=True, applies=_on_mlp
    )
    activation: str = choice(
        "tanh", ACTIVATIONS, "Activation", "The hidden units' function f", applies=_on_mlp
    )
    starts: int = integer(
        200, 1, 400, "Starts", "Nets that are trained, each from its own start", applies=_on_mlp
    )
    steps: int = integer(
        600,
        1,
        5000,
        "Steps",
        "Updates of the weights of each net",
        log=True,
        applies=lambda spec: spec.part != "perceptron",
    )
    epochs: int = integer(
        10,
        0,
        50,
        "Pretraining",
        "Epochs of pretraining for each of the ten layers",
        applies=lambda spec: spec.part == "deep",
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class BeginningsFrame(Frame):
    """What is known so far of the part that is run; the arrays of the others are empty. K lines or
    nets, G places along each side of a picture."""

    points: Array
    """[4, 2] the gate's inputs."""
    labels: Array
    """[4] what it says of them."""
    x: Array
    """[G] x, and y too, along each side of the pictures."""
    pictures: Array
    """[K, G, G] the probability of a 1 at each (x, y), by rows of y: of a perceptron after each
    presentation (0 or 1), or of each start's net now."""
    lines: Array
    """[K, H, 3] w₁, w₂ and b of each line w₁ x + w₂ y + b = 0: the perceptron's own, or where each
    hidden unit's z is 0."""
    presented: Array
    """[K - 1] the corner that the perceptron was given at each presentation."""
    wrong: Array
    """[K] how many of the four corners the perceptron has wrong after each presentation."""
    learned_after: Array
    """[50] presentations until a perceptron's last mistake, in 50 orders, the shown one first; NaN
    where it still makes mistakes at the end."""
    learned: Array
    """[K] whether each start's net says all four right now."""
    curves: Array
    """[K, T] the loss of each start's net after the steps of ``moments``."""
    moments: Array
    """[T] steps."""
    share: Array
    """[3, 3] the share of 200 starts that learn the gate, by activation and by 2, 4 and 8 hidden
    units; NaN where it is not known yet."""
    nets: tuple[str, ...]
    """[5] keys of :data:`NETS`."""
    losses: Array
    """[5, step] each deep net's loss on the batch of its step; NaN before it is reached."""
    final_loss: Array
    """[5] its loss on all training digits at the end."""
    accuracy: Array
    """[5] the share of held-out digits it tells right at the end."""
    rebuilt: Array
    """[10, epochs] mean squared error with which each layer's machine rebuilds its input, by
    layer and epoch of pretraining."""
