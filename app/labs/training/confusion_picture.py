"""What runs were read as, as a matrix: a row a kind of run, a column a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from app import theme
from app.widgets.color_bar import small_font
from app.widgets.painted import Painted
from app.words.labels import tr
from core.tables import Table

Array = np.ndarray[Any, Any]

NAMES = 0.24
"""The share of the width that the rows' names take."""


@dataclass(frozen=True)
class Confusion:
    """The counts [kind, reading] with the names of both."""

    title: str
    kinds: tuple[str, ...]
    readings: tuple[str, ...]
    counts: Array


class ConfusionPicture(Painted):
    """Paints the counts as shades: what lies on the diagonal was read right."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)

    def show_counts(self, confusion: Confusion) -> None:
        """Draw these counts."""
        self.shown = confusion
        self.update()

    def caption(self) -> str:
        return self.accessibleName()

    def tables(self) -> Sequence[Table]:
        """The counts, with a column for each reading."""
        if self.shown is None:
            return []
        found: Confusion = self.shown
        columns = zip(found.readings, found.counts.T, strict=True)
        return [Table(found.title, ((tr("Kind of run"), np.array(found.kinds)), *columns))]

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font())
        self._paint(painter, self.shown)
        painter.end()

    def _paint(self, painter: QPainter, found: Confusion) -> None:
        now, line = theme.current(), painter.fontMetrics().height()
        left, top = NAMES * self.width(), 2.0 * line + 4
        width = (self.width() - left) / len(found.readings)
        height = (self.height() - top) / len(found.readings)
        painter.setPen(QColor(now.text))
        aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), line), aligned, found.title)
        for column in range(len(found.readings)):
            number = QRectF(left + column * width, line + 2, width, line)
            painter.setPen(QColor(now.muted))
            painter.drawText(number, Qt.AlignmentFlag.AlignCenter, _letter(column))
        for row, name in enumerate(found.readings):
            y = top + row * height
            painter.setPen(QColor(now.text if row < len(found.kinds) else now.muted))
            room = QRectF(0, y, left - 6, height)
            words = f"{_letter(row)}  {name}"
            told = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, aligned, told)
            if row >= len(found.kinds):  # what no run is, only named for its column
                continue
            every = max(1, int(found.counts[row].sum()))
            for column in range(len(found.readings)):
                cell = QRectF(left + column * width, y, width, height).adjusted(
                    0.5, 0.5, -0.5, -0.5
                )
                self._cell(painter, cell, int(found.counts[row, column]), every, row == column)

    def _cell(self, painter: QPainter, cell: QRectF, count: int, every: int, right: bool) -> None:
        now = theme.current()
        color = theme.series_color(0 if right else 1).name()
        painter.fillRect(cell, theme.mix(now.picture, color, 0.75 * count / every))
        if count:
            painter.setPen(QColor(now.text))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(count))


def _letter(place: int) -> str:
    """The letter of a kind, which stands before its name and above its column."""
    return chr(ord("A") + place)
