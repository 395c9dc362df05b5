"""Two nets trained from different starts: the loss on the line between them, and a bend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.parameters import Spec, choice, integer, number, seed

Array = np.ndarray[Any, Any]

ORDER, WEIGHTS, BATCHES, OTHER_WEIGHTS, OTHER_BATCHES, BENDING = range(6)
"""Streams of the seed: what is trained on; the start and batches of either net; the bend's."""

SAMPLES, BATCH = 1000, 64
"""The digits that both nets and the bend are trained on, and those of a step."""
RATE, MOMENTUM = 0.05, 0.9
"""How the two nets are trained."""

DENSE_SHAPES = ((64, 64), (64, 64), (10, 64))
"""[fan_out, fan_in] of the dense net: 64-64-64-10."""
DEPTH, WIDTH = 3, 16
"""Layers and channels of the convolutional one."""

BEYOND = 0.25
"""How far the line is walked beyond both nets, as a share of the way between them."""
LINE_POINTS, CURVE_POINTS = 31, 21
LOOKS = {"dense": 20, "cnn": 10}
"""How often the curve is looked at while its bend is trained, by net."""
SIZE = {"dense": 31, "cnn": 17}
"""Cells of a side of the plane, by net."""
LEAST_DRAWN = 0.6
"""How far off the line the plane is drawn at least: one of a small bend would be a stripe."""
MARGIN = 0.2
"""As :data:`saddlepoint.planes.MARGIN`, which needs torch."""

LOW = 0.05
"""A barrier that is this share of the line's counts as gone."""

NETS = ("dense", "cnn")
TREATMENTS = ("batch", "interpolated", "first")
"""As :data:`saddlepoint.lines.TREATMENTS`; a net without batch norm knows the first alone."""


@dataclass(frozen=True, kw_only=True)
class ConnectionSpec(Spec):
    """Which nets are trained, and how the bend between them is."""

    key: ClassVar[str] = "connection"

    net: str = choice("dense", NETS, "Net", "What both nets are made of")
    trained: int = integer(
        20, 1, 100, "Epochs of the nets", "Epochs that either net is trained for", log=True
    )
    rate: float = number(
        0.3,
        1e-4,
        2.0,
        "Rate of the bend",
        "Learning rate of the bend at the start; it falls as a cosine",
        log=True,
    )
    momentum: float = number(0.9, 0.0, 0.99, "Momentum μ", "Of the bend's training")
    epochs: int = integer(
        40, 1, 200, "Epochs of the bend", "Epochs that the bend is trained for", log=True
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class ConnectionFrame(Frame):
    """Two nets a and b, T treatments of batch norm's statistics, and L looks at the curve. What is
    not known yet is NaN.

    Both nets are trained on the same 1000 digits by SGD (rate 0.05, momentum 0.9, batches of 64),
    from different starts and in different orders. Losses are the cross-entropy (nats) of all of
    these digits.
    """

    ends: Array
    """[2] loss of a and of b, with their own running statistics."""
    t: Array
    """[n] places on the line (1 - t) a + t b; 0 is a, 1 is b, and it goes on beyond both."""
    treatments: tuple[str, ...]
    """[T] by what batch norm normalizes on the line: ``batch`` by statistics of the digits at that
    very place, ``interpolated`` by those of a and b, mixed as the weights are, ``first`` by those
    of a. A net without batch norm has one line."""
    line: Array
    """[T, n] loss on the line; NaN too where a variance is negative, which it can be beyond the
    ends alone."""
    line_accuracy: Array
    """[T, n] share of the digits whose highest score is right."""
    barriers: Array
    """[T] how far each line rises above the straight line between the losses of its ends, with 0 <=
    t <= 1 (Frankle, Dziugaite, Roy & Carbin 2020)."""
    curve_t: Array
    """[m] places on the curve (1 - t)² a + 2 t (1 - t) c + t² b (Garipov et al. 2018)."""
    looks: Array
    """[L] steps after which the curve was looked at, 0 being the line."""
    curve: Array
    """[L, m] loss on the curve, by the digits' own statistics."""
    curve_accuracy: Array
    """[L, m] share of the digits that are right."""
    curve_barriers: Array
    """[L] its barrier, as of the line."""
    bend_at: Array
    """[L, 2] where the bend c stands in the plane of a, b and itself: along a → b and off it, in
    units of |b - a|."""
    curve_at: Array
    """[m, 2] where the curve of the last look runs in that plane, by least squares; a is (0, 0)
    and b is (1, 0)."""
    beside: Array
    """[m] how far its places are beside the plane, as a share of their distance from a."""
    u: Array
    """[x] columns of the plane, along a → b."""
    v: Array
    """[y] its rows, off that line."""
    plane: Array
    """[v, u] loss on the plane, by the digits' own statistics."""
