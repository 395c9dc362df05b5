"""Fits a window, its frame included, into the part of a screen that is free."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QMainWindow

FRAME = QSize(4, 40)
"""The frame's width and height in pixels while the system has not drawn it yet."""


def fitted(wanted: QRect, frame: QSize, free: QRect) -> QRect:
    """The frame's rectangle for a window of the wanted place: as large as wanted where that fits
    into what is free, and all of it inside."""
    size = (wanted.size() + frame).boundedTo(free.size())
    x = max(free.left(), min(wanted.x(), free.right() + 1 - size.width()))
    y = max(free.top(), min(wanted.y(), free.bottom() + 1 - size.height()))
    return QRect(x, y, size.width(), size.height())


def fit(window: QMainWindow) -> None:
    """Make a window no larger than the free part of its screen, and move it inside. One that fits
    stays as it is, and so does one that fills the screen."""
    if window.isMaximized() or window.isFullScreen():
        return
    screen = window.screen()
    frame = window.frameGeometry().size() - window.size() if window.isVisible() else FRAME
    wanted, free = QRect(window.pos(), window.size()), screen.availableGeometry()
    if not window.isVisible() and window.pos().isNull():
        wanted.moveTopLeft(free.topLeft())  # the system chooses a place inside
    outer = fitted(wanted, frame, free)
    if outer.size() - frame != window.size():
        window.resize(outer.size() - frame)
    if outer.topLeft() != wanted.topLeft() and not window.pos().isNull():
        window.move(outer.topLeft())
