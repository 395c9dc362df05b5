"""What is asked of curves: whether they have a line, how near they are, how few points show all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt

Array = np.ndarray[Any, Any]

MAX_POINTS = 700
"""The most points of a curve: a longer one is thinned to the chart's columns, since lines of width
2 are costly."""

MAX_SWINGS = 30
"""How often a curve may go through its whole range up or down and still be drawn smooth: five that
go there a hundred times take a tenth of a second, and look no better."""

NEAR = 8.0
"""The distance in pixels within which the cursor points at a curve."""


def distance(x: Array, y: Array, point: QPointF, width: float, height: float) -> float:
    """The vertical distance in pixels from a point to a curve whose x rises, a steep piece
    counting by its ends; infinite beside the curve, and for a curve whose x does not rise."""
    if len(x) < 2 or not x[0] <= point.x() <= x[-1] or (np.diff(x) < 0).any():
        return float("inf")
    end = min(max(1, int(np.searchsorted(x, point.x()))), len(x) - 1)
    a, b = float(y[end - 1]), float(y[end])
    low, high = min(a, b), max(a, b)
    if not np.isfinite(low + high):
        return float("inf")
    if (high - low) / height < NEAR:
        part = (point.x() - x[end - 1]) / ((x[end] - x[end - 1]) or 1.0)
        return float(abs(a + part * (b - a) - point.y()) / height)
    return max(low - point.y(), point.y() - high, 0.0) / height


def swings(y: Array) -> float:
    """How often a curve goes through its whole range, up or down."""
    there = y[np.isfinite(y)]
    if len(there) < 2:
        return 0.0
    extent = float(np.ptp(there))
    return float(np.abs(np.diff(there)).sum()) / extent if extent else 0.0


def has_line(curve: pg.PlotDataItem) -> bool:
    """Whether a curve has a line, and not only dots."""
    pen = curve.opts["pen"]
    return pen is not None and pg.mkPen(pen).style() != Qt.PenStyle.NoPen


def peaks(x: Array, y: Array) -> tuple[Array, Array]:
    """A long curve reduced to the lowest and highest value of each piece, in the order in which
    they come, so that no oscillation is lost or added."""
    pieces = MAX_POINTS // 2
    if len(x) <= 2 * MAX_POINTS:
        return x, y
    size = len(x) // pieces
    end = size * pieces
    parts = y[:end].reshape(pieces, size)
    both = np.stack([np.fmin.reduce(parts, axis=1), np.fmax.reduce(parts, axis=1)], axis=1)
    falls = parts[:, 0] > parts[:, -1]
    both[falls] = both[falls, ::-1]
    places = np.repeat(x[:end:size], 2)
    return np.append(places, x[end:]), np.append(both.ravel(), y[end:])
