"""Whether float32, in which nets compute, is fine enough for numbers, and what it would lose."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

STEPS = 2.0**12
"""The fewest steps of float32 that the spread of a group of numbers should be wide."""
SPREAD = 2.0**-50
"""The smallest std, as a share of the largest magnitude, that is no rounding of float64."""
LARGEST_SQUARED = 2.0**60
"""The largest magnitude whose squares can be summed in float32."""
LARGEST_FLOAT32 = float(np.finfo(np.float32).max)
LARGEST = 1e150
"""The largest magnitude whose squares can be summed in float64."""


def needs_float64(x: Array) -> bool:
    """Whether a norm of ``x`` [N, C, …] has to be computed in float64.

    It has to if squares of float32 would overflow; and, for numbers that come in float64, if
    float32 rounds those of a sample or of a channel so that their std is under :data:`STEPS` steps:
    then rounding, not the data, decides what is left once the mean is subtracted.
    """
    largest = largest_magnitude(x)
    if largest > LARGEST_SQUARED:
        return True
    if x.dtype != np.float64:
        return False
    every = range(x.ndim)
    return any(is_coarse(x, tuple(a for a in every if a != kept), STEPS) for kept in (0, 1))


def is_coarse(x: Array, axes: tuple[int, ...], steps: float) -> bool:
    """Whether float32's steps at the largest number of any group over ``axes`` are wider than the
    group's std divided by ``steps``. A group without spread is not asked."""
    with np.errstate(invalid="ignore", over="ignore"):
        finite = np.isfinite(x)
        known = x if finite.all() else np.where(finite, x, np.nan)
        count = finite.sum(axis=axes)
        if not count.any():
            return False
        if known is x:
            std, largest = x.std(axis=axes), np.abs(x).max(axis=axes)
        else:
            std, largest = np.nanstd(known, axis=axes), np.nanmax(np.abs(known), axis=axes)
        wide = np.minimum(largest, LARGEST_FLOAT32).astype(np.float32)
        spread = std > SPREAD * largest  # or it is float64's own rounding
        return bool((spread & (np.spacing(wide) * steps > std)).any())


def largest_magnitude(x: Array) -> float:
    """The largest finite magnitude; 0 if there is none."""
    low, high = float(x.min()), float(x.max())
    if not np.isfinite(low + high):
        known = x[np.isfinite(x)]
        low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    return max(-low, high)


def merged_by_float32(x: Array) -> int:
    """How many of the distinct finite values of ``x`` float32 does not tell apart."""
    distinct = np.unique(x[np.isfinite(x)])
    with np.errstate(over="ignore"):
        return int(distinct.size - np.unique(distinct.astype(np.float32)).size)


def beyond_float32(x: Array) -> int:
    """How many finite values of ``x`` are too large for float32."""
    return int((np.isfinite(x) & (np.abs(x) > LARGEST_FLOAT32)).sum())
