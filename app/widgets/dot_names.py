"""Names beside dots: as many as have room, none over another nor over a dot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from app import theme
from app.widgets.color_bar import small_font
from app.widgets.pens import line_pen

Array = np.ndarray[Any, Any]

BESIDE = 7.0
"""The pixels between a dot's center and its name."""
FARTHER = (22.0, 38.0)
"""The pixels where there is no room so near, and a line leads to the name."""
DOT = 4.0
"""Half the side in pixels of the square around a dot that names leave free."""


class DotNames(pg.GraphicsObject):
    """Writes names beside points of a view, to their right, left, above or below, or a little
    farther away; chosen anew for what is in sight. Earlier names go before later ones."""

    def __init__(self) -> None:
        super().__init__()
        self._points = np.zeros((0, 2))
        self._names: Sequence[str] = ()
        self._placed: list[tuple[QRectF, int]] | None = None
        self._room: tuple[QRectF, ...] = ()
        """What is in sight, and where on the screen, for which names were placed."""

    def set_names(self, points: Array, names: Sequence[str]) -> None:
        """Write these names at ``points`` [Z, 2], in the view's coordinates."""
        if list(names) != list(self._names) or not np.array_equal(points, self._points):
            self._points, self._names = np.asarray(points, float), names
            self._again()

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self._again()

    def _again(self) -> None:
        self._placed = None
        self.update()

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return QRectF(view.viewRect()) if view is not None else QRectF()

    def dataBounds(self, *args: Any, **named: Any) -> None:
        """Take no part in ranges."""

    def written(self) -> list[str]:
        """The names that have room."""
        return [self._names[k] for _, k in self._rooms()]

    def rects(self) -> list[QRectF]:
        """The rectangles of these names in pixels of the scene."""
        return [rect for rect, _ in self._rooms()]

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        rooms = self._rooms()
        painter.setWorldTransform(self.sceneTransform().inverted()[0] * painter.worldTransform())
        painter.setFont(small_font())
        now = theme.current()
        for rect, k in rooms:
            center = self._center(k)
            near = QPointF(
                min(max(center.x(), rect.left()), rect.right()),
                min(max(center.y(), rect.top()), rect.bottom()),
            )
            if (near - center).manhattanLength() > 2 * BESIDE:
                painter.setPen(line_pen(theme.mix(now.line, now.muted, 0.5)))
                painter.drawLine(center, near)
            painter.setPen(QColor(now.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._names[k])

    def _center(self, k: int) -> QPointF:
        """Where a dot is, in pixels of the scene."""
        return QPointF(self.sceneTransform().map(QPointF(*self._points[k])))

    def _rooms(self) -> list[tuple[QRectF, int]]:
        """Where each name stands that has room, in pixels of the scene, and its number."""
        view = self.getViewBox()
        room = (self.boundingRect(), view.sceneBoundingRect()) if view is not None else ()
        if self._placed is None or room != self._room:
            self._room = room
            self._placed = list(self._places())
        return self._placed

    def _places(self) -> Iterator[tuple[QRectF, int]]:
        view = self.getViewBox()
        if view is None or not len(self._points):
            return
        whole = view.sceneBoundingRect()
        metrics = QFontMetricsF(small_font())
        centers = [self._center(k) for k in range(len(self._points))]
        taken = [QRectF(c.x() - DOT, c.y() - DOT, 2 * DOT, 2 * DOT) for c in centers]
        for k, center in enumerate(centers):
            size = (metrics.horizontalAdvance(self._names[k]) + 2, metrics.height() - 2)
            for rect in _around(center, *size):
                if whole.contains(rect) and not any(rect.intersects(other) for other in taken):
                    taken.append(rect)
                    yield rect, k
                    break


def _around(center: QPointF, width: float, height: float) -> Iterator[QRectF]:
    """The rectangles in which the name of a dot may stand, the best first."""
    x, y = center.x(), center.y()
    for away in (BESIDE, *FARTHER):
        yield QRectF(x + away, y - height / 2, width, height)
        yield QRectF(x - away - width, y - height / 2, width, height)
        for top in (y - away - height, y + away):
            for left in (x - width / 2, x, x - width):
                yield QRectF(left, top, width, height)
