"""A plot's view in which the left button drags something in the picture, and not the
view itself."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication


class DragView(pg.ViewBox):
    """A view with these gestures. Left button: move what can be dragged. Wheel: zoom. Middle
    button: pan. Double-click: show the whole.

    A click moves at once, though it may be the first of a double-click, which moves nothing: so its
    gesture stays open for as long as the second may come, and is then ``taken_back``.
    """

    placed = Signal(QPointF)
    grabbed = Signal()
    released = Signal()
    taken_back = Signal()
    """Emitted before ``released`` when the dragged item is to return to where it was."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._second = QTimer(self, singleShot=True)
        self._second.timeout.connect(self.released)

    def mouseClickEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if event.double():
            self.taken_back.emit()
            self._settle()
        else:
            self._settle()
            self.grabbed.emit()
            self.placed.emit(self.mapSceneToView(event.scenePos()))
            self._second.start(QApplication.doubleClickInterval())

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mouseDragEvent(event, axis)
            return
        event.accept()
        if event.isStart():
            self._settle()
            self.grabbed.emit()
            self.placed.emit(self.mapSceneToView(event.buttonDownScenePos()))
        self.placed.emit(self.mapSceneToView(event.scenePos()))
        if event.isFinish():
            self.released.emit()

    def _settle(self) -> None:
        """End a click's gesture now, if it is still open."""
        if self._second.isActive():
            self._second.stop()
            self.released.emit()
