"""Sub-level sets: those of a convex f are convex, and if one is not, two of its points show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.surfaces.convexity import between, extended_value, rounding
from core.surfaces.function import Function

Array = np.ndarray[Any, Any]
Pair = tuple[float, float]

SEGMENTS = 128
"""The number of segments with ends in a set that are tested for leaving it."""
SEGMENT_POINTS = 65


@dataclass(frozen=True)
class Segment:
    """Two points of a set whose connecting segment leaves it, and the point where f is highest on
    it."""

    a: Pair
    b: Pair
    outside: Pair


@dataclass(frozen=True)
class Sublevel:
    """The set where f <= level, on a grid."""

    level: float
    mask: Array
    """[rows, columns] bool: whether a grid point is in the set."""
    share: float
    """The share of the grid's points that are in the set."""
    witness: Segment | None
    """The segment that shows that the set is not convex; None if none was found."""


def sublevel(function: Function, x: Array, y: Array, heights: Array, level: float) -> Sublevel:
    """The sub-level set of ``heights`` [rows, columns], the values of f on the grid of x and y.

    How many pieces it has is counted apart (:mod:`core.surfaces.pieces`): between grid points
    pieces may touch, or hide.

    The grid only proposes segments; f itself decides whether one leaves the set. It proposes those
    between the lowest points of its pieces, and those past the highest point that is not in the set
    but between points that are.
    """
    from scipy import ndimage

    with np.errstate(invalid="ignore"):
        mask = heights <= level
    labels, components = ndimage.label(mask, np.ones((3, 3)))
    ends: list[Array] = []
    if components > 1:
        lowest = _lowest_points(labels, heights, components)
        ends.append(np.stack([np.broadcast_to(lowest[0], lowest[1:].shape), lowest[1:]], 1))
    past = _dent(mask, heights)
    if past is not None:
        border = np.argwhere(mask & ~ndimage.binary_erosion(mask))
        ends.append(_opposite(border, past))
    return Sublevel(
        level=level,
        mask=mask,
        share=float(mask.mean()),
        witness=_leaving(function, x, y, np.concatenate(ends)[:SEGMENTS], level) if ends else None,
    )


def _lowest_points(labels: Array, heights: Array, count: int) -> Array:
    """[count, 2] (row, column) of the lowest point of each piece, the lowest of all first."""
    lowest = np.full(count + 1, np.inf)
    inside = labels > 0
    np.minimum.at(lowest, labels[inside], heights[inside])
    first: dict[int, Array] = {}
    for place in np.argwhere(inside & (heights == lowest[labels])):
        first.setdefault(int(labels[tuple(place)]), place)
    return np.array([first[1 + k] for k in np.argsort(lowest[1:], kind="stable")])


def _dent(mask: Array, heights: Array) -> Array | None:
    """(row, column) of the highest grid point that is in the convex hull of the set but not in the
    set.

    The grid points of a convex set are all those in its hull, so such a set has no such point.
    """
    rows = np.flatnonzero(mask.any(axis=1))
    if not len(rows):
        return None
    left = mask[rows].argmax(axis=1)
    right = mask.shape[1] - 1 - mask[rows, ::-1].argmax(axis=1)
    every = np.arange(rows[0], rows[-1] + 1)
    low, high = _envelope(rows, left, every), -_envelope(rows, -right, every)
    columns = np.arange(mask.shape[1])
    hull = np.zeros_like(mask)
    hull[every] = (columns >= low[:, None] - 1e-9) & (columns <= high[:, None] + 1e-9)
    dent = hull & ~mask
    if not dent.any():
        return None
    lifted = np.where(dent, np.where(np.isfinite(heights), heights, np.inf), -np.inf)
    return np.array(np.unravel_index(int(lifted.argmax()), mask.shape))


def _envelope(at: Array, values: Array, every: Array) -> Array:
    """The largest convex function below ``values``, at every point of ``every``. Andrew 1979."""
    kept: list[tuple[int, int]] = []
    for p in zip(at.tolist(), values.tolist(), strict=True):
        while len(kept) > 1 and _turns_right(kept[-2], kept[-1], p):
            kept.pop()
        kept.append(p)
    envelope: Array = np.interp(every, *np.transpose(kept))
    return envelope


def _turns_right(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) <= (b[1] - a[1]) * (c[0] - a[0])


def _opposite(border: Array, past: Array) -> Array:
    """[segments, 2, 2] pairs of border points that lie opposite each other as seen from
    ``past``."""
    angles = np.arctan2(*(border - past).T)
    order = np.argsort(angles, kind="stable")
    border, angles = border[order], angles[order]
    across = np.where(angles > 0, angles - np.pi, angles + np.pi)
    after = np.searchsorted(angles, across) % len(angles)
    off = np.abs(np.angle(np.exp(1j * (angles[after] - across))))
    best = np.argsort(off, kind="stable")[:SEGMENTS]
    return np.stack([border[best], border[after[best]]], 1)


def _leaving(function: Function, x: Array, y: Array, ends: Array, level: float) -> Segment | None:
    """The segment on which f rises highest, of those between grid points, [segments, 2, 2]."""
    a, b = ((x[ends[:, k, 1]][:, None], y[ends[:, k, 0]][:, None]) for k in (0, 1))
    along, across = between(a, b, np.linspace(0, 1, SEGMENT_POINTS))
    f = extended_value(function, along, across)
    k, t = np.unravel_index(int(f.argmax()), f.shape)
    if f[k, t] <= level + rounding(function, along[k], across[k]):
        return None
    one, other, highest = (
        (float(along[k, at]), float(across[k, at])) for at in (0, SEGMENT_POINTS - 1, t)
    )
    return Segment(one, other, highest)
