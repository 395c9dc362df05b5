"""Leaves out what lies far outside of a picture before it is drawn as vectors.

On the screen a view clips what it shows. A file of vectors keeps every coordinate: readers drop
what is too large for them (Qt's reader of SVG), or bend it (some readers of PDF).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainterPath

Array = np.ndarray[Any, Any]

MARGIN = 0.25
"""How far beyond the view its items may reach, as a fraction of the view's size: no line is so
thick that its cut end could be seen."""


def room(item: pg.GraphicsObject) -> QRectF | None:
    """The rectangle within which an item may draw, in its own coordinates; None if it is in
    no view."""
    view = item.getViewBox()
    if not isinstance(view, pg.ViewBox):
        return None
    seen: QRectF = item.mapFromItem(view, view.rect()).boundingRect()
    across, down = MARGIN * seen.width(), MARGIN * seen.height()
    return seen.adjusted(-across, -down, across, down)


def line(path: QPainterPath, box: QRectF) -> QPainterPath:
    """The parts of a path of straight lines that lie within the box."""
    points, joined = _points(path)
    starts, ends, cut_before, cut_after = _within(points[:-1], points[1:], joined, box)
    begins = np.ones(len(starts), bool)
    begins[1:] = cut_before[1:] | cut_after[:-1]
    # Each piece is its end, and its start too where none ends there.
    wanted = np.column_stack([begins, np.ones(len(starts), bool)])
    shown = np.stack([starts, ends], axis=1)[wanted]
    is_start = np.column_stack([begins, np.zeros(len(starts), bool)])[wanted]
    connect = np.zeros(len(shown), np.int32)
    connect[:-1] = ~is_start[1:]
    drawn: QPainterPath = pg.arrayToQPath(shown[:, 0], shown[:, 1], connect=connect)
    return drawn


def area(path: QPainterPath, box: QRectF) -> QPainterPath:
    """The part of a filled path that lies within the box."""
    frame = QPainterPath()
    frame.addRect(box)
    return path.intersected(frame)


def cells(width: int, height: int, box: QRectF) -> QRect:
    """Those of an image's pixels that touch the box, which is in the image's coordinates."""
    return box.toAlignedRect().intersected(QRect(0, 0, width, height))


def _points(path: QPainterPath) -> tuple[Array, Array]:
    """[n, 2] the points of a path, and [n - 1] whether each is joined to the next."""
    parts = [pg.functions.ndarray_from_qpolygonf(part) for part in path.toSubpathPolygons()]
    points = np.concatenate([np.zeros((0, 2)), *parts])
    joined = np.ones(len(points), bool)
    joined[np.cumsum([len(part) for part in parts], dtype=int) - 1] = False
    return points, joined[:-1]


def _within(
    before: Array, after: Array, joined: Array, box: QRectF
) -> tuple[Array, Array, Array, Array]:
    """The pieces from ``before`` to ``after`` [n, 2] that are joined, as far as they lie within
    the box: starts, ends, and whether what lies before and after each was left out.

    A piece is p + t (q - p) with t from 0 to 1; each side of the box bounds t (Liang and Barsky,
    "A New Concept and Method for Line Clipping", 1984).
    """
    low = np.array([box.left(), box.top()])
    high = np.array([box.right(), box.bottom()])
    way = after - before
    with np.errstate(all="ignore"):
        bounds = np.stack([(low - before) / way, (high - before) / way])
    inside = (low <= before) & (before <= high)
    still = way == 0
    bounds[:, still] = np.where(inside[still], [[-np.inf], [np.inf]], [[np.inf], [-np.inf]])
    enter = np.where(still, bounds[0], np.minimum(*bounds)).max(axis=1).clip(min=0.0)
    leave = np.where(still, bounds[1], np.maximum(*bounds)).min(axis=1).clip(max=1.0)
    kept = joined & (enter < leave)
    enter, leave, way, before = enter[kept], leave[kept], way[kept], before[kept]
    starts, ends = before + enter[:, None] * way, before + leave[:, None] * way
    skipped = np.diff(np.flatnonzero(kept), prepend=-2) > 1
    return starts, ends, skipped | (enter > 0), leave < 1
