"""Widgets sized by their text, and containers that do not report changes of their
content's size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Fitted:
    """A mixin for widgets that take their size from their text: they are fitted again when its font
    size changes."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)  # type: ignore[misc]
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Take the size that the text needs now."""
        raise NotImplementedError


class Still(QWidget):
    """A container whose content can change its layout without affecting what is around it.

    Qt notifies every layout up to the window of each changed text, whether or not anything needs
    another size for it: 2 ms a frame. This one notifies only of a new minimum size.
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
        """Handle the content's request for another layout, which arrives as an event since there is
        no layout here."""
        if event.type() == QEvent.Type.LayoutRequest:
            needed = self.minimumSizeHint()
            if needed != self._told:
                self._told = needed
                self.updateGeometry()
        return super().event(event)
