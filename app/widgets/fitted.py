"""Widgets that take their size from their text, and places that tell of no change of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Fitted:
    """Mixed into a widget that has its size from its text: fitted anew when that takes another."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Take the size that the text needs now."""
        raise NotImplementedError


class Still(QWidget):
    """A place whose content may be laid out anew without a word to what is around it.

    Qt tells every layout up to the window of each changed text, whether or not anything needs
    another size for it: 2 ms a frame. This one tells only of another smallest size.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._told = QSize()
        content.setParent(self)
        self.setSizePolicy(content.sizePolicy())

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._content.minimumSizeHint().expandedTo(self._content.minimumSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._content.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """What the content asks for comes as a request for another layout, as here is none."""
        if event.type() == QEvent.Type.LayoutRequest:
            needed = self.minimumSizeHint()
            if needed != self._told:
                self._told = needed
                self.updateGeometry()
        return super().event(event)
