"""Numbers on contour lines: few, apart from one another, and where the line is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from app import theme
from app.widgets.color_bar import small_font
from app.widgets.field import Contours
from app.words.labels import number

Array = np.ndarray[Any, Any]

MOST = 6
"""The most levels that have a number."""

DIGITS = 3

CANDIDATES = 24
"""Places along a line at which its number is tried."""

APART = 64.0
"""The least distance in pixels between the centers of two numbers."""

SHORTEST = 90.0
"""The length in pixels below which a line has no number, which would hide too much of it."""

EDGE = 16.0
"""The least distance in pixels of a number's center from the edge of the view."""


class ContourNumbers(pg.GraphicsObject):
    """Writes the heights of some contour lines onto them; chosen anew for what is in sight."""

    def __init__(self) -> None:
        super().__init__()
        self._contours = Contours()
        self._placed: list[tuple[QPointF, str]] | None = None

    def set_contours(self, contours: Contours) -> None:
        """Write on these lines; those without levels have no numbers."""
        self._contours = contours
        self.viewRangeChanged()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self._placed = None
        self.update()

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return QRectF(view.viewRect()) if view is not None else QRectF()

    def dataBounds(self, *args: Any, **named: Any) -> None:
        """Take no part in ranges."""

    def placed(self) -> list[tuple[QPointF, str]]:
        """Where each number stands, in the field's coordinates, and its text."""
        if self._placed is None:
            self._placed = list(self._places())
        return self._placed

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        placed = self.placed()
        if not placed:
            return
        to_scene = self.sceneTransform()
        painter.setWorldTransform(to_scene.inverted()[0] * painter.worldTransform())
        painter.setFont(small_font())
        metrics = QFontMetricsF(painter.font())
        now = theme.current()
        ground = QColor(now.picture)
        ground.setAlpha(190)
        for point, text in placed:
            at = to_scene.map(point)
            width, height = metrics.horizontalAdvance(text) + 4, metrics.height() - 2
            room = QRectF(at.x() - width / 2, at.y() - height / 2, width, height)
            painter.fillRect(room, ground)
            painter.setPen(now.text)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _places(self) -> Iterator[tuple[QPointF, str]]:
        contours, rect = self._contours, self.boundingRect()
        levels = np.unique(contours.levels)
        if not levels.size or rect.width() <= 0 or rect.height() <= 0:
            return
        pixel = np.array(self.getViewBox().viewPixelSize())
        pieces = np.split(contours.points, contours.breaks[1:])
        taken: list[Array] = []
        stride = -(-len(levels) // MOST)
        for level in levels[stride // 2 :: stride]:
            own = (pieces[k] for k in np.flatnonzero(contours.levels == level))
            at = _place([line / pixel for line in own], _inner(rect, pixel), taken)
            if at is not None:
                taken.append(at)
                yield QPointF(*(at * pixel)), number(float(level), DIGITS)


def _inner(rect: QRectF, pixel: Array) -> tuple[Array, Array]:
    """The lower left and the upper right corner, in pixels, of where numbers may stand."""
    low = np.array([rect.left(), rect.top()]) / pixel + EDGE
    return low, np.array([rect.right(), rect.bottom()]) / pixel - EDGE


def _place(lines: list[Array], room: tuple[Array, Array], taken: list[Array]) -> Array | None:
    """A point of one of the lines, the longest first, that is in the room and away from what is
    taken; None if there is none."""
    lengths = [float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines]
    for k in np.argsort(lengths)[::-1]:
        if lengths[k] < SHORTEST:
            break
        line = lines[k]
        for point in line[np.linspace(0, len(line) - 1, CANDIDATES).astype(int)]:
            inside = (point >= room[0]).all() and (point <= room[1]).all()
            if inside and all(np.hypot(*(point - other)) >= APART for other in taken):
                return np.asarray(point)
    return None
