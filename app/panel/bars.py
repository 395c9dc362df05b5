"""A row of numbers as bars: the mouse draws them, and the arrow keys change one at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app import theme
from app.widgets.gestures import Gestures
from app.words.labels import _ as mark
from app.words.labels import number, tr

HEIGHT = 52
FINEST = 20
"""The number of parts of half the height that a hand can tell apart."""


class Bars(QWidget):
    """Numbers as bars above and below a zero line. An edit is only emitted, and drawn when the
    numbers are shown again: the owner of the numbers decides."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Drag over bars"), mark("draw one number after another")),
        (mark("Left, Right on bars"), mark("choose a number")),
        (mark("Up, Down on bars"), mark("change it")),
    )

    least_reach: ClassVar[float] = 3.0
    """The scale reaches at least ± this, so that 1 is at a third of the height."""
    steps: ClassVar[tuple[float, float]] = (0.1, 1.0)
    """The steps of the arrow keys, and of Page Up and Page Down."""

    edited = Signal(object)
    """Emitted with all numbers, as a tuple."""
    gesture_began = Signal()
    gesture_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.numbers: tuple[float, ...] = ()
        self.chosen = 0
        self._own = False
        self._reach = self.least_reach
        self._at: int | None = None
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_numbers(self, numbers: Sequence[float], *, own: bool) -> None:
        """Show numbers; pale if they are not the widget's ``own`` but a default."""
        self.numbers, self._own = tuple(numbers), own
        self.chosen = max(0, min(self.chosen, len(self.numbers) - 1))
        if self._at is None:  # under the hand the scale stays
            largest = max(map(abs, self.numbers), default=0.0)
            self._reach = max(self.least_reach, self._room_for(largest))
        self._tell()
        self.update()

    def place(self, index: int, value: float) -> QPointF:
        """The position of the end of a bar with this value."""
        width = self.width() / max(1, len(self.numbers))
        return QPointF((index + 0.5) * width, self._zero() - value / self._reach * self._half())

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.picture)
        zero = self._zero()
        for i, value in enumerate(self.numbers):
            end = self.place(i, value)
            wide = max(1.0, self.width() / len(self.numbers) - 2)
            bar = QRectF(QPointF(end.x() - wide / 2, zero), QPointF(end.x() + wide / 2, end.y()))
            lit = self.hasFocus() and i == self.chosen
            color = now.series[1] if lit else now.accent if self._own else now.muted
            painter.fillRect(bar.normalized().adjusted(0, -0.5, 0, 0.5), QColor(color))
        painter.setPen(QPen(QColor(now.muted), 1))
        painter.drawLine(QPointF(0, zero), QPointF(self.width(), zero))
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.numbers:
            self.gesture_began.emit()
            self._at = self._index(event.position())
            self._draw(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._at is not None:
            self._draw(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._at is not None:
            self._at = None
            self.gesture_ended.emit()
            self.show_numbers(self.numbers, own=self._own)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.numbers) - 1
        places = {
            Qt.Key.Key_Left: self.chosen - 1,
            Qt.Key.Key_Right: self.chosen + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        step, leap = self.steps
        steps = {
            Qt.Key.Key_Up: step,
            Qt.Key.Key_Down: -step,
            Qt.Key.Key_PageUp: leap,
            Qt.Key.Key_PageDown: -leap,
        }
        key = Qt.Key(event.key())
        if last >= 0 and key in places:
            self.chosen = max(0, min(places[key], last))
            self._tell()
            self.update()
        elif last >= 0 and key in steps:
            self._set(self.chosen, self.chosen, self.numbers[self.chosen] + steps[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Show the value of the bar under the cursor in a tool tip."""
        if isinstance(event, QHelpEvent) and self.numbers:
            text = self._words(self._index(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), f"{text}\n{self.toolTip()}".strip(), self)
            return True
        return super().event(event)

    def _draw(self, at: QPointF) -> None:
        """Set the bars from the one where the mouse was to the one where it is now."""
        assert self._at is not None
        came, self._at = self._at, self._index(at)
        self.chosen = self._at
        value = self._rounded((self._zero() - at.y()) / self._half() * self._reach)
        first, last = sorted((came, self._at))
        if came != self._at:  # the bar that it came from has its number
            first, last = (came + 1, self._at) if came < self._at else (self._at, came - 1)
        self._set(first, last, value)

    def _set(self, first: int, last: int, value: float) -> None:
        changed = list(self.numbers)
        changed[first : last + 1] = [float(f"{value:.6g}") + 0.0] * (last + 1 - first)
        self.edited.emit(tuple(changed))

    def _rounded(self, value: float) -> float:
        """The number that a place of the hand stands for."""
        finest = 10.0 ** math.floor(math.log10(self._reach / FINEST))
        return max(-self._reach, min(self._reach, round(value / finest) * finest))

    def _room_for(self, largest: float) -> float:
        """How far the scale reaches for the largest number."""
        return largest

    def _index(self, at: QPointF) -> int:
        count = len(self.numbers)
        return max(0, min(count - 1, int(at.x() / max(1, self.width()) * count)))

    def _zero(self) -> float:
        return self.height() / 2

    def _half(self) -> float:
        """The height in pixels from zero to the edge of the picture."""
        return self.height() / 2 - 2

    def _words(self, index: int) -> str:
        return tr(
            "channel {channel} of {count}: {value}",
            channel=index + 1,
            count=len(self.numbers),
            value=number(self.numbers[index]),
        )

    def _tell(self) -> None:
        """Describe the chosen bar to a screen reader."""
        if self.numbers:
            self.setAccessibleDescription(self._words(self.chosen))


class CountBars(Bars):
    """Whole numbers from 1 on as bars on a line at the bottom, a stage each."""

    least_reach = 6.0
    steps = (1.0, 5.0)

    def _set(self, first: int, last: int, value: float) -> None:
        super()._set(first, last, max(1.0, value))

    def _rounded(self, value: float) -> float:
        return max(1.0, min(self._reach, round(value)))

    def _room_for(self, largest: float) -> float:
        return math.ceil(1.5 * largest)  # so that a hand can draw more

    def _zero(self) -> float:
        return self.height() - 2.0

    def _half(self) -> float:
        return self.height() - 4.0

    def _words(self, index: int) -> str:
        return tr(
            "stage {stage} of {count}: {value}",
            stage=index + 1,
            count=len(self.numbers),
            value=number(self.numbers[index]),
        )
