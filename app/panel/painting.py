"""Pictures painted one after another, where all at once would hold the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.widgets.picture import Picture

UNPAINTED_MS = 15
"""Between two paints: time for what else waits."""


class Painting(QObject):
    """The pictures of a panel whose turn to be painted has not come yet."""

    went_on = Signal()
    """One more was painted, or the last one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.begun = False
        """Whether any was ever painted in turn."""
        self._waiting: list[Picture] = []

    @property
    def busy(self) -> bool:
        """Whether any waits."""
        return bool(self._waiting)

    def begin(self, pictures: Sequence[Picture]) -> None:
        """Paint these once, one after another, after those that wait already."""
        self.begun = True
        before = self._waiting
        self._waiting = [*(one for one in before if one not in pictures), *pictures]
        for picture in self._waiting:
            picture.setUpdatesEnabled(False)
        if not before:
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)

    def end(self) -> None:
        """Let all be painted that wait: nobody looks any more."""
        for picture in self._waiting:
            picture.setUpdatesEnabled(True)
        self._waiting = []

    @Slot()
    def _paint_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0).setUpdatesEnabled(True)
            self.went_on.emit()
            QTimer.singleShot(UNPAINTED_MS, self, self._paint_next)
