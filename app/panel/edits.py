"""Line edits that leave undo to the window, and number fields that keys and wheel can step."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QLineEdit

from app.widgets.fitted import Fitted
from app.widgets.gestures import Gestures
from app.widgets.slide import FINER, is_fine, notches_of
from app.words.labels import _ as mark

MARGINS = 20
"""The pixels that a field has around its digits."""


class Edit(QLineEdit):
    """A line that leaves undo, redo and dropped files to the window.

    Qt's own line edit would keep Ctrl+Z for its typing, even after an arrow key or the wheel
    changed it, and would insert a dropped file as text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_undo(event):
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it has ended the typing, and presses nothing


def _is_undo(event: QEvent) -> bool:
    assert isinstance(event, QKeyEvent)
    standard = QKeySequence.StandardKey
    return (
        event.matches(standard.Undo)
        or event.matches(standard.Redo)
        or (event.keyCombination() in _REDO)
    )


_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_REDO = (
    QKeyCombination(_CONTROL | _SHIFT, Qt.Key.Key_Z),
    QKeyCombination(_CONTROL, Qt.Key.Key_Y),
)


class NumberEdit(Fitted, Edit):
    """A number that can be typed (``1e-3`` in every locale), and stepped by the wheel and arrow
    keys."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Wheel, Up, Down on a number"), mark("a step more or less")),
        (mark("Page Up, Page Down"), mark("ten steps at once")),
    )

    nudged = Signal(float)
    """Emitted with a number of steps; with Shift held they are tenths."""
    digits: ClassVar[int] = 8
    """The number of digits for which there is room."""

    def __init__(self, digits: int | None = None) -> None:
        super().__init__()
        self._digits = digits or self.digits
        self._turned = 0.0
        self.fit()

    def make_room(self, digits: int) -> None:
        """Be as wide as a number of digits needs."""
        if digits != self._digits:
            self._digits = digits
            self.fit()

    def fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0" * self._digits) + MARGINS)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A touch pad sends many small parts of a notch.
        self._turned += notches_of(event)
        notches = int(self._turned)
        self._turned -= notches
        if notches:
            self.nudged.emit(notches / FINER if is_fine(event) else notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }
        if event.key() in steps:
            step = steps[Qt.Key(event.key())]
            self.nudged.emit(step / FINER if is_fine(event) else step)
        else:
            super().keyPressEvent(event)
