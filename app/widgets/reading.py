"""The reading of a result, in sentences and a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from app.widgets.exhibit import Exhibit
from app.widgets.fitted import Fitted, Still
from app.widgets.frozen_column import MOST, FrozenColumn
from app.words.labels import tr
from app.words.reading import Reading
from core.tables import Table

LEAST_ROWS = 2
ONE_LINE = 6
"""The number of columns up to which headings have one line."""
SPACING = 8
APART = 12
"""The pixels added to a column if there is room."""
PADDING = 4
"""The pixels on both sides of a heading. A header itself would ask for twice as many."""
LEAST_NAME = 18
"""The number of characters of a row's name that stay, however little room there is."""
MOST_WIDTHS = 4000
SHRINK, SHRINK_MS = 10, 700
"""The pixels by which a column must be too wide to become narrower, and after how long."""
WIDE = 100
"""The width in characters below which the narrow one of two readings is shown."""


class ReadingView(Fitted, Exhibit, Still):
    """Shows a :class:`app.words.reading.Reading`."""

    def __init__(self, least_rows: int = LEAST_ROWS) -> None:
        content = QWidget()
        super().__init__(content)
        self._least_rows = least_rows
        self._longest: list[int] = []
        self.table = QTableWidget()
        self.sentences = QLabel(wordWrap=True)
        self.sentences.hide()
        self.sentences.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.table.horizontalHeader().setDefaultAlignment(left)
        self._headers: tuple[str, ...] = ()
        self._icons: Sequence[QIcon] = ()
        self._natural: list[int] = []
        self._first = 0
        self._about: Mapping[str, str] = {}
        self._widths: dict[str, int] = {}
        """Widths of texts in pixels, in the present font: to measure one takes longer."""
        self._names = FrozenColumn(self.table)
        self._shrink = QTimer(self, interval=SHRINK_MS, singleShot=True)
        self._shrink.timeout.connect(self._on_shrink)
        self._whole: Callable[[], Reading] | None = None
        self._narrow: Callable[[], Reading] | None = None
        self.table.viewport().installEventFilter(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sentences)
        layout.addWidget(self.table, 1)
        self._least = 0
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """The size of all sentences and a few rows, below which a splitter does not go.
        It never shrinks while the text size stays the same, or the pictures above would
        jump under a slider."""
        rows = min(self._least_rows, self.table.rowCount())
        needed = self.table.horizontalHeader().sizeHint().height() if self._headers else 0
        needed += rows * self.table.verticalHeader().defaultSectionSize()
        if self.sentences.isVisibleTo(self):
            needed += self.sentences.heightForWidth(max(1, self.width())) + SPACING
        self._least = max(self._least, needed)
        return QSize(super().minimumSizeHint().width(), self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._least = 0
            self._show_fitting()
            self._size_columns(())
            self.updateGeometry()

    def fit(self) -> None:
        """Make rows as high and columns as wide as the text is now."""
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self._longest = [0] * self.table.columnCount()
        self._widths.clear()
        self._least = 0
        QTimer.singleShot(0, self, self._size_columns)  # once all have that text

    def explain(self, about: Mapping[str, str]) -> None:
        """Let the headings with these names say in their tool tips what their columns are."""
        self._about = about

    def show_either(
        self,
        whole: Callable[[], Reading],
        narrow: Callable[[], Reading],
        icons: Sequence[QIcon] = (),
    ) -> None:
        """Show one of two readings of the same result, depending on the room; the rows of the
        narrow one have the whole in their tool tips."""
        self._whole, self._narrow = whole, narrow
        self._show_fitting(icons)

    def _show_fitting(self, icons: Sequence[QIcon] | None = None) -> None:
        if self._whole is None or self._narrow is None:
            return
        wide = self.width() >= WIDE * self.fontMetrics().averageCharWidth()
        chosen = self._whole if wide else self._narrow
        self.show_reading(chosen(), self._icons if icons is None else icons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show a tool tip with the whole row under the cursor, including what there is
        no room for; share out the width anew when a scroll bar has come or gone."""
        if isinstance(event, QResizeEvent) and event.size().width() != event.oldSize().width():
            self._size_columns(())
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.table.rowAt(event.pos().y())
            QToolTip.showText(event.globalPos(), self.tip(row), self.table.viewport())
            return True
        return super().eventFilter(watched, event)

    def tip(self, row: int) -> str:
        """A row as text, one line for each column; empty if the table shows all of it."""
        if not 0 <= row < self.table.rowCount():
            return ""
        headers, cells = (
            self._headers,
            [self._item(row, k).text() for k in range(len(self._headers))],
        )
        if self._whole is not None:
            whole = self._whole()
            headers, cells = whole.headers, list(whole.rows[row])
        elif sum(self._natural) <= self.table.viewport().width():
            return ""
        return "\n".join(f"{name}: {text}" for name, text in zip(headers, cells, strict=True))

    def show_reading(self, reading: Reading, icons: Sequence[QIcon] = ()) -> None:
        """Show a reading; ``icons`` stand before the first column.

        This happens at every step of a race, so only changed cells are touched and the table is
        notified once: each separate signal would measure a column again.
        """
        text = "\n".join(reading.sentences)
        if text != self.sentences.text():
            self.sentences.setText(text)
            self.sentences.setVisible(bool(reading.sentences))
        table = self.table
        table.setVisible(bool(reading.headers))
        shape = (len(reading.rows), len(reading.headers))
        if (table.rowCount(), table.columnCount()) != shape or reading.headers != self._headers:
            table.clear()
            table.setRowCount(shape[0])
            table.setColumnCount(shape[1])
            table.setHorizontalHeaderLabels(_headings(reading.headers))
            for column, name in enumerate(reading.headers):
                heading = table.horizontalHeaderItem(column)
                assert heading is not None
                heading.setToolTip(self._about.get(name, ""))
            self._headers, self._first = reading.headers, reading.first
            self._longest = [0] * shape[1]
            self._natural = []
            self._icons = ()
        with QSignalBlocker(table.model()):
            for row, cells in enumerate(reading.rows):
                for column, text in enumerate(cells):
                    self._set(row, column, text)
            if icons is not self._icons:
                self._icons = icons
                for row, icon in enumerate(icons):
                    self._item(row, 0).setIcon(icon)
        self._fit_columns(reading)
        table.viewport().update()
        self._names.viewport().update()

    def show_row(self, row: int | None) -> None:
        """Scroll to a row, if there is one and it is not in sight."""
        if row is not None and row < self.table.rowCount():
            self.table.scrollToItem(self._item(row, 0))

    def _fit_columns(self, reading: Reading) -> None:
        """Widen columns at once for what is longer now; narrow them again only after a while in
        which nothing changed, or they would twitch while a race plays."""
        grown, spare = [], False
        for column, longest in enumerate(self._longest):
            wanted = max((self._extent(cells[column]) for cells in reading.rows), default=0)
            if wanted > longest:
                self._longest[column] = wanted
                grown.append(column)
            spare = spare or wanted < longest - SHRINK
        if grown:
            self._size_columns(grown)
        if spare:
            self._shrink.start()

    def _on_shrink(self) -> None:
        for column in range(self.table.columnCount()):
            texts = (self._item(row, column).text() for row in range(self.table.rowCount()))
            self._longest[column] = max((self._extent(text) for text in texts), default=0)
        self._size_columns()

    def _extent(self, text: str) -> int:
        """The width of a text in pixels."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) > MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[text] = self.table.fontMetrics().horizontalAdvance(text)
        return width

    def caption(self) -> str:
        return self.accessibleName() or tr("Table: {columns}", columns=", ".join(self._headers[:3]))

    def tables(self) -> Sequence[Table]:
        """The cells as they are shown: in words, and in as many digits as mean something."""
        rows = range(self.table.rowCount())
        columns = tuple(
            (name, np.array([self._item(row, k).text() for row in rows]))
            for k, name in enumerate(self._headers)
        )
        return [Table(self.sentences.text().replace("\n", " ") or self.caption(), columns)]

    def _size_columns(self, columns: Iterable[int] | None = None) -> None:
        """Make columns as wide as their texts, and a little wider if there is room. ``columns`` are
        those that have changed; None means all."""
        table, count = self.table, self.table.columnCount()
        if len(self._natural) != count or columns is None:
            self._natural, columns = [0] * count, range(count)
        for column in columns:
            metrics = table.horizontalHeader().fontMetrics()
            heading = table.horizontalHeaderItem(column)
            lines = heading.text().split("\n") if heading is not None else [""]
            named = max(metrics.horizontalAdvance(line) for line in lines) + 2 * PADDING
            self._natural[column] = max(named, table.sizeHintForColumn(column) + 1)
        spare = table.viewport().width() - sum(self._natural)
        apart = max(0, min(APART, spare // max(1, count)))
        lack = sum(self._natural[: self._first]) - table.viewport().width()
        for column, width in enumerate(self._natural):
            if column == 0 and lack > 0:  # the icons still tell the rows apart
                least = LEAST_NAME * self.fontMetrics().averageCharWidth()
                least = min(least, int(MOST * table.viewport().width()))
                width = max(min(width, least), width - lack)
            if table.columnWidth(column) != width + apart:
                table.setColumnWidth(column, width + apart)
        self._names.follow()

    def table_height(self) -> int:
        """The height that the table needs to show every row without a scroll bar of its own."""
        header = self.table.horizontalHeader().sizeHint().height()
        rows = self.table.rowCount() * self.table.verticalHeader().defaultSectionSize()
        return header + rows + 2 * self.table.frameWidth()

    def _set(self, row: int, column: int, text: str) -> None:
        item = self._item(row, column)
        if item.text() != text:
            item.setText(text)

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            self.table.setItem(row, column, item)
        return item


def _headings(headers: Sequence[str]) -> list[str]:
    """The headings, broken into two lines if there are many columns; otherwise they would take the
    room instead of the numbers."""
    return [in_two_lines(h) for h in headers] if len(headers) > ONE_LINE else list(headers)


def in_two_lines(text: str) -> str:
    """A text broken at the space that makes its longer line shortest; one without a space stays
    whole.

    >>> in_two_lines("std of dL/dh")
    'std of\\ndL/dh'
    """
    places = [place for place, sign in enumerate(text) if sign == " "]
    if not places:
        return text
    place = min(places, key=lambda place: max(place, len(text) - place - 1))
    return f"{text[:place]}\n{text[place + 1 :]}"
