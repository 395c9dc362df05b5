"""Statistics of what is known so far: of results that come one by one, and are NaN until then."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def mean_of_known(values: Array, axis: int = -1) -> Array:
    """The mean along an axis of what is finite; NaN where nothing is."""
    known = np.isfinite(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    means: Array = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return means


def spread_of_known(values: Array, axis: int = -1) -> Array:
    """The standard deviation along an axis of what is finite, with n - 1; NaN for fewer than
    two."""
    count = np.isfinite(values).sum(axis=axis)
    means = np.expand_dims(mean_of_known(values, axis), axis)
    squares = mean_of_known((values - means) ** 2, axis) * count
    spreads: Array = np.where(count > 1, np.sqrt(squares / np.maximum(count - 1, 1)), np.nan)
    return spreads


def median_of_known(values: Array, axis: int = -1) -> Array:
    """The median along an axis of what is not NaN; NaN where nothing is, or where it is
    infinite."""
    rows = np.moveaxis(values, axis, -1)
    found = np.full(rows.shape[:-1], np.nan)
    for place in np.ndindex(found.shape):
        known = rows[place][~np.isnan(rows[place])]
        if known.size:
            found[place] = np.median(known)
    medians: Array = np.where(np.isfinite(found), found, np.nan)
    return medians


def filled(found: Array) -> Array:
    """A grid that is computed coarse to fine, in which a cell that is not known yet, NaN, has the
    value of the coarser cell that it belongs to; NaN where that is missing too."""
    shown = found.copy()
    rows, columns = np.meshgrid(*map(np.arange, found.shape), indexing="ij")
    for size in (2, 4, 8, 16):
        missing = np.isnan(shown)
        if not missing.any():
            break
        corners = (rows[missing] // size * size, columns[missing] // size * size)
        shown[missing] = found[corners]
    return shown
