"""The first column of a table, which stays in sight while the others are scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.words.labels import tr

MOST = 0.45
"""The part of the table's width that the names take at most."""


class FrozenColumn(QTableView):
    """Lies over a table's first column, and shows the same cells: the names of the rows. A name
    that has no room is shortened in its middle, since names differ at their ends."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Names of the rows"))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(table.horizontalHeader().defaultAlignment())
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalScrollBar().rangeChanged.connect(self.follow)
        table.horizontalHeader().sectionResized.connect(self.follow)
        table.horizontalHeader().geometriesChanged.connect(self.follow)
        table.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.follow()
        return super().eventFilter(watched, event)

    def follow(self) -> None:
        """Lie where the first column is; of no use, and hidden, where nothing can be scrolled."""
        table, count = self._table, self._table.model().columnCount()
        needed = count > 1 and table.horizontalScrollBar().maximum() > 0
        self.setVisible(needed)
        if not needed:
            return
        for column in range(count):
            self.setColumnHidden(column, column != 0)
        width = table.columnWidth(0)
        self.setColumnWidth(0, width)
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        head = table.horizontalHeader().height()
        self.horizontalHeader().setFixedHeight(head)
        edge = table.frameWidth()
        self.setGeometry(edge, edge, width, table.viewport().height() + head)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
