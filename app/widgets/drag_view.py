"""A plot's view in which the left button drags something in the picture, and not the
view itself."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal


class DragView(pg.ViewBox):
    """A view with these gestures. Left button: move what can be dragged. Wheel: zoom. Middle
    button: pan. Double-click: show the whole."""

    placed = Signal(QPointF)
    grabbed = Signal()
    released = Signal()

    def mouseClickEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if not event.double():
            self.grabbed.emit()
            self.placed.emit(self.mapSceneToView(event.scenePos()))
            self.released.emit()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mouseDragEvent(event, axis)
            return
        event.accept()
        if event.isStart():
            self.grabbed.emit()
            self.placed.emit(self.mapSceneToView(event.buttonDownScenePos()))
        self.placed.emit(self.mapSceneToView(event.scenePos()))
        if event.isFinish():
            self.released.emit()
