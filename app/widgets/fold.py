"""A container whose parts stand side by side while there is room, and below one another
otherwise."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

COLUMN = 260
"""The least width of the column of others."""
MAIN = 0.6
"""The main widget's part of the height where it stands above the others."""

HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class Fold(QSplitter):
    """A main widget with a column of others to its right; if tabs would have to be shortened for
    that, the main widget stands above a row of the others.

    It never asks for more width than the row needs, so that what is around it can be narrow.
    """

    def __init__(self, main: QWidget, others: QSplitter) -> None:
        super().__init__(HORIZONTAL)
        self._main, self._others = main, others
        others.setOrientation(VERTICAL)
        self._kept: dict[Qt.Orientation, tuple[list[int], list[int]]] = {}
        """The sizes of both splitters when they were last in this orientation."""
        self._shared = True
        """Whether a folded one is shared by :data:`MAIN`, since nobody has moved the handle."""
        self._row_moved = False
        """Whether somebody has moved a handle of the others' row."""
        self.splitterMoved.connect(self._on_moved)
        others.splitterMoved.connect(self._on_row_moved)
        others.installEventFilter(self)
        self.addWidget(main)
        self.addWidget(others)

    @property
    def folded(self) -> bool:
        """Whether the others stand below the main widget."""
        return self.orientation() == VERTICAL

    def share_row(self) -> None:
        """Share the others' row anew, if they stand in one: what one of them holds has come late,
        and had no width when the row was made."""
        if self.folded:
            self._others.setSizes([1] * self._others.count())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        handled = super().eventFilter(watched, event)
        # What one of them holds may have come late, or needs another width than it did at first.
        if event.type() == QEvent.Type.LayoutRequest and not self._row_moved:
            self.share_row()
        return handled

    def minimumSizeHint(self) -> QSize:
        widths = (self._main.minimumSizeHint().width(), self._row())
        return QSize(max(widths), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        fold = self.width() < self._beside()
        if fold != self.folded:
            self._turn(VERTICAL if fold else HORIZONTAL)
        super().resizeEvent(event)
        own, whole = self.sizes(), _whole(self._main)
        if not fold and own[0] < whole:
            self.setSizes([whole, sum(own) - whole])
        elif fold:
            self.share_height()  # however it came to its height

    def share_height(self) -> None:
        """Give a folded main widget :data:`MAIN` of the height, or what it fills if that is less;
        nothing changes once somebody has moved the handle."""
        if not (self.folded and self._shared):
            return
        height = self.height() - self.handleWidth()
        upper, filled = round(height * MAIN), self._main.heightForWidth(self.width())
        upper = min(upper, filled) if filled > 0 else upper
        self.setSizes([upper, height - upper])

    def _on_row_moved(self) -> None:
        self._row_moved = self._row_moved or self.folded

    def _on_moved(self) -> None:
        self._shared = self._shared and not self.folded

    def _turn(self, orientation: Qt.Orientation) -> None:
        self._kept[self.orientation()] = (self.sizes(), self._others.sizes())
        self.setOrientation(orientation)
        self._others.setOrientation(HORIZONTAL if orientation == VERTICAL else VERTICAL)
        if orientation in self._kept:
            own, others = self._kept[orientation]
            self.setSizes(own)
            self._others.setSizes(others)
        else:
            self.share_row()

    def _row(self) -> int:
        """The width that the others need side by side."""
        parts = [self._others.widget(k) for k in range(self._others.count())]
        return sum(w.minimumSizeHint().width() + self.handleWidth() for w in parts if w is not None)

    def _beside(self) -> int:
        """The width that everything needs side by side, with the main widget's tabs not
        shortened."""
        return max(_whole(self._main), self._main.minimumSizeHint().width()) + COLUMN


def _whole(widget: QWidget) -> int:
    """The width of a widget whose tabs are not shortened."""
    if not isinstance(widget, QTabWidget):
        return widget.minimumSizeHint().width()
    corner = widget.cornerWidget()
    beside = corner.sizeHint().width() if corner is not None and not corner.isHidden() else 0
    return widget.tabBar().sizeHint().width() + beside
