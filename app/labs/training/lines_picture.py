"""The picture of points that can be dragged, and of the lines that each loss fits to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPen

from app import theme
from app.widgets.drag_view import DragView
from app.widgets.gestures import Gestures
from app.widgets.overlays import Spots
from app.widgets.pens import dot_pen
from app.widgets.picture import Picture
from app.words.labels import _ as mark
from app.words.labels import tr
from core.tables import Table

Array = np.ndarray[Any, Any]

NEAR = 14.0
"""The distance in pixels within which the pointer takes hold of a point."""


class LinesPicture(Picture):
    """Draws points and lines through them; a point that is dragged is reported."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Drag a point"), mark("the lines are fitted anew")),
        (mark("Wheel"), mark("zoom")),
        (mark("Double-click"), mark("show all of it again")),
    )

    moved = Signal(int, QPointF)
    """Emitted with the number of the point that is dragged, and its place."""
    gesture_began = Signal()
    gesture_ended = Signal()

    def __init__(self) -> None:
        self._view = DragView(enableMenu=False)
        super().__init__("x", "y", view=self._view)
        self.lines: list[pg.PlotDataItem] = []
        self.dots = Spots(size=8)
        self.dots.setZValue(20)
        self.plot.addItem(self.dots)
        self._points = np.zeros((0, 2))
        self._fitted = np.zeros((0, 2))
        self._called: Sequence[str] = ()
        self._held: int | None = None
        self._view.grabbed.connect(self._on_grabbed)
        self._view.placed.connect(self._on_placed)
        self._view.released.connect(self._on_released)

    def set_lines(self, names: Sequence[str], pens: Sequence[QPen]) -> None:
        """Set how many lines there are, and what they are called."""
        for line in self.lines:
            self.plot.removeItem(line)
        self._called = names
        self.lines = [self.plot.plot([], [], pen=self.scaled(pen)) for pen in pens]

    def show_points(self, points: Array, fitted: Array) -> None:
        """Draw points [n, 2] and lines [k, 2] of slope and offset."""
        self._points, self._fitted = points, fitted
        brush = pg.mkBrush(theme.current().muted)
        self.dots.setData(*points.T, brush=brush, pen=dot_pen(theme.current().picture, 1))
        low, high = float(points[:, 0].min()), float(points[:, 0].max())
        x = np.array([low, high])
        for line, (slope, offset) in zip(self.lines, fitted, strict=True):
            line.setData(x, slope * x + offset)
        if self._held is None:
            y = points[:, 1]
            room = 0.08 * (np.ptp(y) or 1.0)
            edge = 0.04 * (high - low)
            self.show_range(x=(low - edge, high + edge), y=(y.min() - room, y.max() + room))

    def tables(self) -> Sequence[Table]:
        """Tables of the points and of the lines."""
        points = (("x", self._points[:, 0]), ("y", self._points[:, 1]))
        lines = (
            (tr("line"), np.array(list(self._called))),
            (tr("slope"), self._fitted[:, 0]),
            (tr("offset"), self._fitted[:, 1]),
        )
        return [Table(tr("points"), points), Table(tr("lines"), lines)]

    def _on_grabbed(self) -> None:
        self._held = -1  # the first place says which point it is
        self.gesture_began.emit()

    def _on_placed(self, at: QPointF) -> None:
        if self._held == -1:
            width, height = (float(v) for v in self._view.viewPixelSize())
            apart = np.hypot(
                (self._points[:, 0] - at.x()) / width, (self._points[:, 1] - at.y()) / height
            )
            near = int(apart.argmin()) if len(apart) else -1
            self._held = near if near >= 0 and apart[near] <= NEAR else -2
        elif self._held is not None and self._held >= 0:
            self.moved.emit(self._held, at)

    def _on_released(self) -> None:
        self._held = None
        self.gesture_ended.emit()
