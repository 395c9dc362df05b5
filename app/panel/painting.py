"""Paints pictures one after another, where all at once would block the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.widgets.picture import Picture

UNPAINTED_MS = 15
"""Milliseconds between two paints, which leave time for other work."""


class Painting(QObject):
    """The pictures of a panel that have not had their turn to be painted yet."""

    went_on = Signal()
    """Emitted when one more picture was painted, and after the last one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.begun = False
        """Whether pictures have ever been painted in turn."""
        self._waiting: list[Picture] = []

    @property
    def busy(self) -> bool:
        """Whether pictures are waiting."""
        return bool(self._waiting)

    def begin(self, pictures: Sequence[Picture]) -> None:
        """Paint these pictures once, one after another, after those that already wait."""
        self.begun = True
        before = self._waiting
        self._waiting = [*(one for one in before if one not in pictures), *pictures]
        for picture in self._waiting:
            picture.setUpdatesEnabled(False)
        if not before:
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)

    def end(self) -> None:
        """Let all waiting pictures be painted at once, since nobody is looking any more."""
        for picture in self._waiting:
            picture.setUpdatesEnabled(True)
        self._waiting = []

    @Slot()
    def _paint_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0).setUpdatesEnabled(True)
            self.went_on.emit()
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)
