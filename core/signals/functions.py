"""Activation functions side by side: curves, where they saturate, what they cost, and what follows
from an output that is never negative, or from weights that are all the same."""

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
"""Where a function's flats have been reached."""
COST_VALUES = 2**18
COST_ROUNDS = 7
TARGET = (1.0, -1.0)
"""The weights that the two-weight neuron is to find: of different sign."""
HIDDEN = 6
SYMMETRY_SAMPLES = 64
SYMMETRY_RATE = 0.2


@dataclass(frozen=True, kw_only=True)
class FunctionsSpec(SeededSpec):
    """What is drawn and measured of every activation function, and the two small runs."""

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
        True, "Measure cost", "Measure what each function takes, by the clock"
    )
    seed: int = seed()


@dataclass(frozen=True, kw_only=True)
class FunctionsFrame(Frame):
    """All functions; two small runs. ``functions`` gives the order."""

    functions: tuple[str, ...]
    z: Array
    """[point]"""
    values: Array
    """[function, point] f"""
    slopes: Array
    """[function, point] f'"""
    flat_below: Array
    """[function] the z under which abs(f') stays below .0591 of its maximum; NaN where nowhere"""
    flat_above: Array
    """[function] the z over which it does"""
    mean: Array
    """[function] of f(z) for z of N(0,1): 0 where f is zero-centered"""
    cost: Array
    """[function] forward and backward, over ReLU's; NaN where it was not measured. By the clock."""
    zigzag: Array
    """[2, step, 2] the two weights for inputs that are all positive, and for the same centered"""
    one_sign: Array
    """[2] share of steps whose gradient's two parts share a sign"""
    symmetry: Array
    """[2, step, unit] first weight of each hidden unit: all equal at the start, and drawn"""
    symmetry_losses: Array
    """[2, step]"""
