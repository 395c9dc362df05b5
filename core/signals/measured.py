"""What is reported about a net layer by layer: what was measured, and what theory expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Statistics of values of one kind (an activation, a gradient), by layer; the input is no
    layer."""

    mean: Array
    """[layer] mean of the values."""
    std: Array
    """[layer] population std (divided by n)."""
    rms: Array
    """[layer] root of the mean square."""
    median: Array
    """[layer] median of the absolute values, within 1.6 %."""
    octaves: Array
    """[layer, octave] number of values by the power of two of their size: see
    :class:`core.histogram.Magnitudes`. With ``zero`` and ``nonfinite`` they are every value."""
    zero: Array
    """[layer] number of values that are exactly zero."""
    nonfinite: Array
    """[layer] number of NaN and infinities."""


@dataclass(frozen=True, kw_only=True)
class Binned(Measured):
    """Statistics of values, and a histogram in equal bins over a range that all sides share. Counts
    with ``below``, ``above`` and ``nonfinite`` are every value."""

    counts: Array
    """[layer, bin] number of values in each bin."""
    below: Array
    """[layer] number of finite values below the lowest edge."""
    above: Array
    """[layer] number of finite values above the highest edge."""


@dataclass(frozen=True, kw_only=True)
class Theory:
    """What theory predicts for each [layer]; NaN where it says nothing."""

    mean: Array
    """[layer] mean of h by theory; NaN where theory says nothing."""
    std: Array
    """[layer] std of h by theory."""
    rms: Array
    """[layer] RMS of h by theory."""
    z_std: Array
    """[layer] std of the activation's argument by theory."""
    gradient_rms: Array
    """[layer] RMS of dL/dh by theory, for N(0,1) put in at the last layer."""
    z_gradient_rms: Array
    """[layer] RMS of dL/dz by theory."""
    weight_gradient_rms: Array
    """[layer] RMS of dL/dW by theory."""
