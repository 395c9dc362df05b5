"""Activation functions side by side: curves, where they saturate, and what they cost.

Two small runs show what follows from an output that is never negative, and from weights that are
all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.layers.activations import SLOPE
from core.parameters import integer, number, seed, switch
from core.signals.common import SeededSpec

Array = np.ndarray[Any, Any]

POINTS = 601
FAR = 40.0
"""A distance from zero at which the flat parts of every function have been reached."""
COST_VALUES = 2**15
"""The number of values that each function is timed on: 128 KiB fit into a core's cache, so what is
timed is arithmetic and not memory, and torch does not divide so few among threads."""
COST_ON_GPU = 2**24
"""The same on a GPU, where fewer would be over before the next call has reached it."""
COST_FEW = 16
"""The number of values on which a bare call is timed, whose cost is taken off."""
COST_ROUNDS = 15
COST_CALLS = 4
"""The number of calls between two looks at the clock."""
TARGET = (1.0, -1.0)
"""The weights that the two-weight neuron is to find, of different signs."""
HIDDEN = 6
SYMMETRY_SAMPLES = 64
SYMMETRY_RATE = 0.2


@dataclass(frozen=True, kw_only=True)
class FunctionsSpec(SeededSpec):
    """What is drawn and measured for every activation function, and the two small runs."""

    key: ClassVar[str] = "functions"

    slope: float = number(SLOPE, 0.0, 1.0, "Slope a", "Slope a of leaky ReLU below zero")
    z_reach: float = number(
        6.0, 0.5, 30.0, "Draw z in ±", "Curves are drawn for z in ± this", log=True
    )
    zigzag_rate: float = number(
        0.5, 1e-3, 1.5, "Zig-zag η", "Step size η of the two weights' descent", log=True
    )
    zigzag_steps: int = integer(
        40, 1, 1000, "Zig-zag steps", "Updates of the two weights", log=True
    )
    symmetry_steps: int = integer(
        200, 1, 2000, "Symmetry steps", "Updates of the small net", log=True
    )
    measure_cost: bool = switch(
        True, "Measure cost", "Time each function alone, forward, on numbers that fit the cache"
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class FunctionsFrame(Frame):
    """All functions, and two small runs. ``functions`` gives the order."""

    functions: tuple[str, ...]
    z: Array
    """[point] the z at which the curves are drawn"""
    values: Array
    """[function, point] the values f(z)"""
    slopes: Array
    """[function, point] the slopes f'(z)"""
    flat_below: Array
    """[function] the z below which abs(f') stays under .0591 of its maximum; NaN where there is
    none"""
    flat_above: Array
    """[function] the z above which abs(f') stays under .0591 of its maximum; NaN where there is
    none"""
    mean: Array
    """[function] mean of f(z) for z from N(0,1): 0 where f is zero-centered"""
    cost: Array
    """[function] time that f alone takes, forward and on values that fit into the cache, divided by
    ReLU's, by the clock; NaN where it was not measured"""
    zigzag: Array
    """[2, step, 2] the two weights for inputs that are all positive, and for the same centered"""
    one_sign: Array
    """[2] share of steps in which both parts of the gradient have the same sign, for the same two
    kinds of inputs"""
    symmetry: Array
    """[2, step, unit] first weight of each hidden unit: from a start with all weights equal, and
    from a drawn one"""
    symmetry_losses: Array
    """[2, step] losses of these two nets"""
