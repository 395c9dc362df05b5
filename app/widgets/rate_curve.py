"""A small curve of a learning rate over the steps of a run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme

HEIGHT = 30
_EDGE = 2.0


class RateCurve(QWidget):
    """Draws rates from the first step at the left to the last at the right, from 0 at the bottom to
    the highest at the top; a run that is not over yet has room for its other steps."""

    def __init__(self) -> None:
        super().__init__()
        self.points: Sequence[tuple[float, float]] = ()
        """The step of each point, as a part of the run, and its rate."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_points(self, points: Sequence[tuple[float, float]]) -> None:
        """Show these points from now on."""
        if points != self.points:
            self.points = points
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.points:
            return
        highest = max(rate for _, rate in self.points) or 1.0
        width, height = self.width() - 2 * _EDGE, self.height() - 2 * _EDGE
        line = [
            QPointF(_EDGE + part * width, _EDGE + height * (1 - rate / highest))
            for part, rate in self.points
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().muted), 1))
        bottom = _EDGE + height
        painter.drawLine(QPointF(_EDGE, bottom), QPointF(_EDGE + width, bottom))
        painter.setPen(QPen(theme.series_color(0), 1.5))
        painter.drawPolyline(QPolygonF(line))
        painter.end()
