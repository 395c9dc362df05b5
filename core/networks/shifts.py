"""What does convolution buy? Four small nets are trained on digits in one place, and tested on the
same digits moved elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.data.canvas import CANVAS, shift
from core.data.digits import COUNT
from core.experiment import Frame
from core.parameters import Spec, choice, integer, number, seed, subset, switch

Array = np.ndarray[Any, Any]

NETS = ("dense", "local", "conv_flatten", "conv_max")
"""Dense layers alone; a locally connected layer, then a convolution and the maximum of each map;
convolutions, flattened into dense layers; convolutions and the maximum of each map."""
POOLINGS = ("max", "average", "stride", "none")

FARTHEST = 4
"""The largest shift in pixels: the digits of 8 x 8 still stand whole on the canvas of 16 x 16."""
SHIFTS = tuple(range(-FARTHEST, FARTHEST + 1))
TEST = 360
"""The digits that are never trained on: a fifth. The first of them are the test."""
MOST_TRAINED = COUNT - TEST
PREVIEW = 40
"""The test digits that are asked while the nets train; in the end all are."""
MAPS = 4
"""The maps of a layer that are shown: those that answer most strongly."""


@dataclass(frozen=True, kw_only=True)
class ShiftsSpec(Spec):
    """The nets that are trained, on what, and the digit whose maps are shown."""

    key: ClassVar[str] = "shifts"

    nets: str = subset(",".join(NETS), NETS, "Nets", "Which nets are trained, side by side")
    pooling: str = choice(
        "max",
        POOLINGS,
        "Pooling",
        "What makes maps smaller behind the first layer; without any the second has stride 1",
    )
    shift: int = integer(
        0,
        0,
        FARTHEST,
        "Trained on shifts",
        "Each training digit is moved once, by up to so many pixels up or down, left or right",
    )
    permuted: bool = switch(
        False, "Permute the pixels", "One drawn order of the pixels for all pictures"
    )
    learning_rate: float = number(
        0.003, 1e-5, 1.0, "Learning rate η", "Adam's step size η", log=True
    )
    epochs: int = integer(10, 1, 50, "Epochs", "Passes through the training digits")
    batch: int = integer(64, 1, 256, "Batch N", "Digits a step", log=True)
    samples: int = integer(MOST_TRAINED, 64, MOST_TRAINED, "Samples", "Training digits")
    test: int = integer(
        TEST, 20, TEST, "Test digits", "How many digits, never trained on, are moved"
    )
    seeds: int = integer(
        1, 1, 10, "Seeds", "Runs of everything, each with a seed of its own; shown are their means"
    )
    picture: int = integer(
        1, 1, TEST, "Digit to drag", "Which digit is shown; its maps are the first seed's"
    )
    seed: int = seed()

    @property
    def compared(self) -> tuple[str, ...]:
        """The keys of the nets that were typed."""
        return tuple(dict.fromkeys(k.strip() for k in self.nets.split(",") if k.strip()))

    @property
    def steps(self) -> int:
        """The updates of each net's weights."""
        return self.epochs * -(-self.samples // self.batch)

    @property
    def stride(self) -> int:
        """How many pixels of the canvas a pixel of the second layer's maps stands for."""
        return 1 if self.pooling == "none" else 2


@dataclass(frozen=True, kw_only=True)
class ShiftsFrame(Frame):
    """Results for K nets, shifts by -4 … 4 pixels down and right, R seeds. What is not known yet is
    NaN. With several seeds, all but the digit's are means over those that have got there so far."""

    nets: tuple[str, ...]
    """[K] keys of the nets."""
    parameters: Array
    """[K] how many numbers each net learns."""
    shifts: Array
    """[9] the shifts in pixels; positive is down, and right."""
    losses: Array
    """[K, step] training loss on each step's batch (cross-entropy, nats), before the step."""
    accuracy: Array
    """[K, 9, 9] share of the test digits that are read right, when all are moved down and right by
    so many pixels; in prediction."""
    accuracies: Array
    """[R, K, 9, 9] the same for each seed."""
    by_distance: Array
    """[K, 5] mean accuracy over the shifts whose larger part is 0 … 4 pixels."""
    by_distances: Array
    """[R, K, 5] the same for each seed."""
    tested: int
    """The test digits of which the accuracy is, with the seed that is being trained."""
    equivariance_error: Array
    """[K, 9, 9] |φ(Sx) - Sφ(x)| / |φ(Sx)| of the first layer's maps φ, before any pooling, over 40
    test digits: how far maps of the shifted picture are from shifted maps. Sx is x, moved; only
    pixels that both have are compared. NaN for a net without maps."""
    deep_equivariance_error: Array
    """[K, 9, 9] the same of the second layer's maps, behind the pooling, drawn as large as the
    canvas; the border, where they see the padding, is left out."""
    digit: Array
    """[9, 9, 16, 16] the chosen digit at every shift, in 0 … 1."""
    label: int
    """What that digit is."""
    probabilities: Array
    """[K, 9, 9, 10] the probability that each net gives each class, for the chosen digit."""
    first_maps: Array
    """[K, 9, 9, 4, 16, 16] the first layer's maps of the chosen digit that answer most strongly,
    before any pooling; NaN for a net without maps."""
    second_maps: Array
    """[K, 9, 9, 4, side, side] those of the second layer, behind the pooling."""


def moved_maps(maps: Array, down: int, right: int) -> Array:
    """[..., 16, 16] maps [..., side, side], drawn as large as the canvas and moved there; NaN where
    nothing is known of them."""
    times = CANVAS // maps.shape[-1]
    large = maps.repeat(times, axis=-1).repeat(times, axis=-2)
    entered = shift(np.ones_like(large), down, right) == 0
    return np.where(entered, np.nan, shift(large, down, right))


def rings() -> Array:
    """[9, 9] the larger part of each shift, in pixels."""
    across = np.abs(SHIFTS)
    return np.maximum(across[:, None], across[None, :])


def by_distance(accuracy: Array) -> Array:
    """[..., 5] the mean of [..., 9, 9] over the shifts whose larger part is 0 … 4 pixels."""
    far = rings()
    return np.stack([accuracy[..., far == d].mean(axis=-1) for d in range(FARTHEST + 1)], axis=-1)


def corner(canvas: int = CANVAS, side: int = 8) -> int:
    """The row and column of the upper left corner of a digit in the middle of the canvas."""
    return (canvas - side) // 2


def by_parity(values: Array) -> tuple[float, float]:
    """The means of values [9, 9] by shift where both parts of it are even, and where both are
    odd."""
    odd = np.array([shift % 2 == 1 for shift in SHIFTS])
    return float(values[np.ix_(~odd, ~odd)].mean()), float(values[np.ix_(odd, odd)].mean())
