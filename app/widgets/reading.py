"""The reading: what a result says, in sentences and a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.readings import Reading


class ReadingView(QWidget):
    """Shows a :class:`app.readings.Reading`; cells that stay the same are not touched."""

    def __init__(self) -> None:
        super().__init__()
        self.sentences = QLabel(wordWrap=True)
        self.sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sentences)
        layout.addWidget(self.table, 1)

    def show_reading(self, reading: Reading, icons: Sequence[QIcon] = ()) -> None:
        """Show it; ``icons`` stand before the first column."""
        self.sentences.setText("\n".join(reading.sentences))
        self.sentences.setVisible(bool(reading.sentences))
        table = self.table
        fresh = (table.columnCount(), table.rowCount()) != (len(reading.headers), len(reading.rows))
        if fresh:
            table.setColumnCount(len(reading.headers))
            table.setRowCount(len(reading.rows))
        table.setHorizontalHeaderLabels(list(reading.headers))
        for row, cells in enumerate(reading.rows):
            for column, text in enumerate(cells):
                item = table.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    table.setItem(row, column, item)
                if item.text() != text:
                    item.setText(text)
                    item.setToolTip(text)
                if column == 0 and row < len(icons):
                    item.setIcon(icons[row])
        if fresh:
            table.resizeColumnsToContents()
            header = table.horizontalHeader()
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
