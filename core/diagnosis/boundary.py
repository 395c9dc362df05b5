"""Data in the plane: a small net's decision boundary, and what its hidden units see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.layers.activations import ACTIVATIONS
from core.number_lists import read_numbers, read_rows
from core.optimizers.optimizers import FIRST_ORDER
from core.optimizers.records import MAX_RATE, MIN_RATE
from core.parameters import (
    Parameter,
    Reason,
    Spec,
    SpecError,
    Text,
    choice,
    integer,
    number,
    parameter_of,
    seed,
    subset,
    text,
)

Array = np.ndarray[Any, Any]

OWN = "own"
CLASSES = {"moons": 2, "circles": 2, "spirals": 2, "xor": 2, "blobs3": 3, "blobs5": 5}
"""The number of classes of each set in :mod:`core.data.plane`."""
MOST_CLASSES = 5
LOSSES = ("cross_entropy", "squared")
"""Cross-entropy, and half the squared distance of the softmax from the label's unit vector."""

REACH = 2.2
"""The picture shows the plane for x and y in ± this."""
GRID, UNIT_GRID = 81, 41
"""Points along each side of the pictures of the classes, and of the units."""
SNAPSHOTS = 60
"""The number of moments that are kept, closer together at the start."""
MOST_UNITS = 16
"""The units of a layer that are pictured."""
MOST_LAYERS, WIDEST = 6, 64
MOST_POINTS = 400
MOST_STEPS = 10_000
TESTED = 500
"""Points of a set that are held out."""

DRAWN, HELD_OUT, WEIGHTS, ORDER = range(4)
"""Streams of the seed."""


def read_hidden(parameter: Parameter, typed: str) -> tuple[int, ...]:
    """The numbers of units of the hidden layers; none for a linear classifier."""
    numbers = read_numbers(parameter, typed)
    accepted = f"1 … {WIDEST}"
    for one in numbers:
        if one != int(one) or not 1 <= one <= WIDEST:
            raise SpecError(parameter.name, Reason.OUT_OF_RANGE, one, accepted)
    if len(numbers) > MOST_LAYERS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(numbers), f"0 … {MOST_LAYERS}")
    return tuple(int(one) for one in numbers)


def read_points(parameter: Parameter, typed: str) -> tuple[tuple[float, float, int], ...]:
    """Points as x, y, class, one after another; see :data:`POINTS_GRAMMAR`."""
    if not typed.strip():
        return ()
    rows = read_rows(parameter, typed)
    if len(rows[0]) != 3:
        raise SpecError(parameter.name, Reason.NOT_NUMBERS, typed, parameter.accepted(None))
    if len(rows) > MOST_POINTS:
        raise SpecError(parameter.name, Reason.TOO_MANY, len(rows), f"1 … {MOST_POINTS}")
    for *place, label in rows:
        if label not in range(MOST_CLASSES):
            raise SpecError(parameter.name, Reason.OUT_OF_RANGE, label, f"0 … {MOST_CLASSES - 1}")
        if max(map(abs, place)) > REACH:
            wrong = max(place, key=abs)
            raise SpecError(parameter.name, Reason.OUT_OF_RANGE, wrong, f"-{REACH} … {REACH}")
    return tuple((x, y, int(label)) for x, y, label in rows)


POINTS_GRAMMAR = "0.5, 1, 0; -1, -0.5, 1"


def written_points(points: Sequence[tuple[float, float, int]]) -> str:
    """The text that :func:`read_points` reads back as these points."""
    return "; ".join(f"{x:g}, {y:g}, {label}" for x, y, label in points)


@dataclass(frozen=True, kw_only=True)
class BoundarySpec(Spec):
    """The points, the net, and how it is trained."""

    key: ClassVar[str] = "boundary"

    data: str = choice("moons", (*CLASSES, OWN), "Points", "Which points are to be told apart")
    samples: int = integer(
        200,
        4,
        1000,
        "Samples",
        "Training points of all classes together",
        log=True,
        applies=lambda spec: spec.data != OWN,
    )
    noise: float = number(
        0.15,
        0.0,
        1.0,
        "Noise σ",
        "Standard deviation of the noise on x and y",
        applies=lambda spec: spec.data != OWN,
    )
    points: str = text(
        "",
        read_points,
        POINTS_GRAMMAR,
        "Own points",
        "x, y and class of each point, from 0; a click on the picture adds one",
        applies=lambda spec: spec.data == OWN,
    )
    hidden: str = text(
        "8, 8",
        read_hidden,
        "8, 8",
        "Hidden layers",
        "Units of each hidden layer; empty: a linear classifier",
    )
    activation: str = choice("tanh", ACTIVATIONS, "Activation", "The hidden units' function f")
    losses: str = subset("cross_entropy, squared", LOSSES, "Losses", "A net is trained by each")
    optimizer: str = choice("adam", FIRST_ORDER, "Optimizer", "How the weights are updated")
    learning_rate: float = number(
        0.02,
        MIN_RATE,
        MAX_RATE,
        "Learning rate η",
        "Step size η; it can be changed while the nets train",
        log=True,
        live=True,
    )
    batch: int = integer(32, 1, 1000, "Batch N", "Points a step", log=True)
    steps: int = integer(600, 1, MOST_STEPS, "Steps", "Updates of the weights", log=True)
    seed: int = seed()

    @property
    def layers(self) -> tuple[int, ...]:
        """The units of each hidden layer."""
        return read_hidden(_parameter("hidden"), self.hidden)

    @property
    def own_points(self) -> tuple[tuple[float, float, int], ...]:
        """The points that a person placed."""
        return read_points(_parameter("points"), self.points)

    @property
    def classes(self) -> int:
        """The number of classes; own points have two at least."""
        if self.data != OWN:
            return CLASSES[self.data]
        return max(2, 1 + max((label for _, _, label in self.own_points), default=0))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the losses that were chosen, in the order of :data:`LOSSES`."""
        typed = {key.strip() for key in self.losses.split(",")}
        return tuple(key for key in LOSSES if key in typed)

    def moments(self) -> Array:
        """[T] the steps at which pictures are taken: 0, the last, and between them more of the
        early ones."""
        parts = np.linspace(0, 1, SNAPSHOTS) ** 2
        return np.unique(np.round(self.steps * parts).astype(int))


def _parameter(name: str) -> Text:
    found = parameter_of(BoundarySpec, name)
    assert isinstance(found, Text)
    return found


@dataclass(frozen=True, kw_only=True)
class BoundaryFrame(Frame):
    """The training of K nets, one by each loss, with the pictures taken at T moments so far; C
    classes, N training points, grids of G and H points a side, L hidden layers."""

    nets: tuple[str, ...]
    """[K] keys of the losses."""
    points: Array
    """[N, 2] x and y of the training points."""
    labels: Array
    """[N] their classes."""
    x: Array
    """[G] x, and y too, along each side of the picture."""
    moments: Array
    """[T] the steps done at each picture."""
    classes: Array
    """[T, K, G, G] the class at each (x, y), by rows of y; -1 where the scores are not finite."""
    confidence: Array
    """[T, K, G, G] the probability that the net gives this class."""
    unit_x: Array
    """[H] x, and y too, along each side of the units' pictures."""
    units: Array
    """[T, K, L, unit, H, H] what each hidden unit passes on; NaN for units that a layer has not."""
    losses: Array
    """[K, step] each net's own loss on the step's batch, before the step."""
    train_accuracy: Array
    """[K, T] the share of the training points that are told right."""
    test_accuracy: Array
    """[K, T] the share of held-out points of the same set; NaN for own points."""
    used_rates: Array
    """[step] the learning rate of each step."""
    dead: Array
    """[K, L] the share of hidden units that are the same for all training points, at the last
    moment."""


def chance(share: float) -> float:
    """The standard deviation that a share of the held-out points has by chance alone."""
    return float(np.sqrt(share * (1 - share) / TESTED))
