"""What is told of a net layer by layer: what was measured, and what theory expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Values of one kind (an activation, a gradient), layer by layer: the input is no layer."""

    mean: Array
    """[layer]"""
    std: Array
    """[layer] of the population (divided by n)."""
    rms: Array
    """[layer] root of the mean square."""
    median: Array
    """[layer] of the absolute values, within 1.6 %."""
    octaves: Array
    """[layer, octave] values by the power of two of their size: see
    :class:`core.histogram.Magnitudes`. With ``zero`` and ``nonfinite`` they are every value."""
    zero: Array
    """[layer] values that are exactly zero."""
    nonfinite: Array
    """[layer] NaN and infinities."""


@dataclass(frozen=True, kw_only=True)
class Binned(Measured):
    """The same, and a histogram in equal bins over a range that all sides share. Its counts with
    ``below``, ``above`` and ``nonfinite`` are every value."""

    counts: Array
    """[layer, bin] values in each bin."""
    below: Array
    """[layer] finite values under the lowest edge."""
    above: Array
    """[layer] finite values over the highest edge."""


@dataclass(frozen=True, kw_only=True)
class Theory:
    """[layer] each; NaN where the theory says nothing."""

    mean: Array
    """Of h."""
    std: Array
    """Of h."""
    rms: Array
    """Of h."""
    z_std: Array
    """Of the activation's argument."""
    gradient_rms: Array
    """Of dL/dh, for N(0,1) put in at the last layer."""
    z_gradient_rms: Array
    """Of dL/dz."""
    weight_gradient_rms: Array
    """Of dL/dW."""
