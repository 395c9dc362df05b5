"""The shapes that a strip is painted with: where boxes have room, and the lines between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath

from app import theme
from app.labs.networks.anatomy_layout import Layout

Boxes = np.ndarray[tuple[int, int], np.dtype[np.float64]]
"""Left, top, width and height of each row's box in pixels, [R, 4]."""

ARC, BRAID = 20.0, 16.0
"""The room in pixels for skips above the boxes, and for braids below them."""
NARROWEST = 4.0
"""The width in pixels of an arc below which it is left out."""


def kind_color(kind: str) -> QColor:
    """The color of a kind of operation in the present theme."""
    now = theme.current()
    series = {"conv": 0, "dense": 1, "pool": 2, "norm": 3, "activation": 5}
    if kind in series:
        return theme.series_color(series[kind])
    return QColor(now.muted if kind == "join" else now.line)


def lines_below(room: QRectF, line: float) -> int:
    """The lines of words below a net: names and shapes, where boxes keep the larger part."""
    return min(2, int(0.36 * room.height() / line))


def room_for_boxes(own: Layout, room: QRectF, line: float) -> QRectF:
    """The room for the boxes alone."""
    above = ARC if own.skips else 4.0
    below = (BRAID if own.braids else 2.0) + lines_below(room, line) * line + 2
    return room.adjusted(0, above, 0, -below)


def ends(boxes: Boxes, source: int, target: int, *, up: bool = True) -> tuple[QPointF, QPointF]:
    """Where an arc begins and ends: at the upper, or the lower, edges of two boxes."""
    a, b = boxes[source], boxes[target]
    edge = 0.0 if up else 1.0
    return (
        QPointF(a[0] + a[2], a[1] + edge * a[3]),
        QPointF(b[0] + b[2] / 2, b[1] + edge * b[3]),
    )


def arcs(pairs: Sequence[tuple[int, int]], boxes: Boxes, width: float, *, up: bool) -> QPainterPath:
    """Arcs from box to box, above or below; none narrower than :data:`NARROWEST`."""
    path = QPainterPath()
    for source, target in pairs:
        first, last = ends(boxes, source, target, up=up)
        if last.x() - first.x() < NARROWEST or last.x() < 0 or first.x() > width:
            continue
        edge = min(first.y(), last.y()) - ARC if up else max(first.y(), last.y()) + BRAID
        path.moveTo(first)
        path.cubicTo(QPointF(first.x(), edge), QPointF(last.x(), edge), last)
    return path


def links(own: Layout, boxes: Boxes, width: float) -> QPainterPath:
    """Lines from the right side of boxes to the left side of those that take from them."""
    path = QPainterPath()
    for source, target in own.links:
        a, b = boxes[source], boxes[target]
        first = QPointF(a[0] + a[2], a[1] + a[3] / 2)
        last = QPointF(b[0], b[1] + b[3] / 2)
        if last.x() < 0 or first.x() > width:
            continue
        middle = (first.x() + last.x()) / 2
        path.moveTo(first)
        path.cubicTo(QPointF(middle, first.y()), QPointF(middle, last.y()), last)
    return path
