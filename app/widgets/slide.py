"""A slider that goes where it is pressed, and moves ten times finer while Shift is held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

from app.widgets.gestures import Gestures
from app.widgets.styled import style_of
from app.words.labels import _ as mark

NOTCH = 120
"""One notch of a mouse wheel, in Qt's eighths of a degree."""
FINER = 10
"""How many times finer a slider moves while Shift is held."""

STEPS: Mapping[Qt.Key, int] = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}
"""The number of steps that a key moves a number."""

_LEFT = Qt.MouseButton.LeftButton


def is_fine(event: QInputEvent) -> bool:
    """Whether Shift is held, which asks for finer steps."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def notches_of(event: QWheelEvent) -> float:
    """The notches by which a wheel was turned; some systems turn it sideways while Shift is
    held."""
    turned = event.angleDelta()
    return (turned.y() or turned.x()) / NOTCH


class Slide(QSlider):
    """A horizontal slider. A press jumps to where it is, and a drag goes on from there."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click on a slider"), mark("jump there; a drag goes on from there")),
        (mark("Shift with a drag, the wheel or keys"), mark("ten times finer")),
        (
            mark("Tab to a slider, a box or a button"),
            mark("arrows and Space act on it; after a click they play"),
        ),
    )

    stepped = Signal(float)
    """Emitted with the steps that a key or the wheel asks for; with Shift held they are tenths."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.fine = False
        """Whether the hand that drags asks for finer steps."""
        self._x = 0.0
        self._reached = 0.0
        """The exact position of the hand that drags, of which the slider has the whole part."""
        self._turned = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != _LEFT:
            event.ignore()
            return
        event.accept()
        self.setSliderDown(True)
        self._x, self._reached = event.position().x(), float(self.sliderPosition())
        if not self._handle().contains(event.position().toPoint()):
            self._reached = self._under(event.position().x())
            self.setSliderPosition(round(self._reached))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.isSliderDown():
            event.ignore()
            return
        self.fine = is_fine(event)
        x, before = event.position().x(), self._x
        self._x = x
        self._reached += (x - before) * self._per_pixel() / (FINER if self.fine else 1)
        self.setSliderPosition(round(self._reached))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == _LEFT and self.isSliderDown():
            self.fine = False
            self.setSliderDown(False)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        self._turned += notches_of(event)
        whole = int(self._turned)
        self._turned -= whole
        if whole:
            self.stepped.emit(whole / FINER if is_fine(event) else whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step / FINER if is_fine(event) else step)

    def _under(self, x: float) -> float:
        """The position at which the middle of the handle lies at ``x``."""
        part = (x - self._handle().width() / 2) / max(1, self._travel())
        return self.minimum() + max(0.0, min(1.0, part)) * (self.maximum() - self.minimum())

    def _per_pixel(self) -> float:
        return (self.maximum() - self.minimum()) / max(1, self._travel())

    def _travel(self) -> int:
        """The number of pixels that the handle can move."""
        return self.width() - self._handle().width()

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        complex_, handle = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        return style_of(self).subControlRect(complex_, option, handle, self)
