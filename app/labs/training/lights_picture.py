"""The lights of all faults as a matrix: a row a fault, a column a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen

from app import theme
from app.widgets.color_bar import small_font
from app.widgets.painted import Painted
from app.words.labels import number, tr
from core.tables import Table

Array = np.ndarray[Any, Any]

NAMES = 0.27
"""The share of the width that the rows' names take."""
SIGNS = {-1: "…", 0: "✗", 1: "✓"}


@dataclass(frozen=True)
class Lights:
    """The lights [fault, check] with their numbers, and the fault that is planted."""

    bugs: tuple[str, ...]
    checks: tuple[str, ...]
    lights: Array
    numbers: Array
    planted: int


class LightsPicture(Painted):
    """Paints a sign and the number that decided for each fault and check."""

    clicked = Signal(int, int)
    """Emitted with the row and the column that was clicked on; -1 for a name."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Which light each fault turns red"))

    def show_lights(self, lights: Lights) -> None:
        """Draw these lights."""
        self.shown = lights
        self.update()

    def caption(self) -> str:
        return self.accessibleName()

    def tables(self) -> Sequence[Table]:
        """The lights, with a column for each check."""
        if self.shown is None:
            return []
        found: Lights = self.shown
        columns = zip(found.checks, found.lights.T, strict=True)
        return [Table(self.caption(), ((tr("Planted fault"), np.array(found.bugs)), *columns))]

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 190)

    def place_of(self, row: int, column: int) -> QRectF:
        """The rectangle of a cell; row -1 has the checks' names, column -1 the faults'."""
        count = 1 + (len(self.shown.bugs) if self.shown else 9)
        left, height = NAMES * self.width(), self.height() / count
        width = (self.width() - left) / 5
        if column < 0:
            return QRectF(0, (row + 1) * height, left, height)
        return QRectF(left + column * width, (row + 1) * height, width, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.shown is None:
            return
        for row in range(-1, len(self.shown.bugs)):
            for column in range(-1, len(self.shown.checks)):
                if self.place_of(row, column).contains(event.position()):
                    self.clicked.emit(row, column)
                    return

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown is None:
            return
        painter = QPainter(self)
        painter.setFont(small_font())
        found: Lights = self.shown
        painter.setPen(QColor(theme.current().muted))
        wrapped = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        for column, name in enumerate(found.checks):
            place = self.place_of(-1, column).adjusted(3, 0, -1, 0)
            painter.drawText(place, int(wrapped), name)
        for row, name in enumerate(found.bugs):
            self._write(painter, self.place_of(row, -1), name, muted=row != found.planted)
            for column in range(len(found.checks)):
                self._cell(painter, row, column)
        now = theme.current()
        planted = self.place_of(found.planted, -1).united(self.place_of(found.planted, 4))
        painter.setPen(QPen(QColor(now.accent), 2))
        painter.drawRect(planted.adjusted(1, 1, -1, -1))
        painter.end()

    def _cell(self, painter: QPainter, row: int, column: int) -> None:
        now, found = theme.current(), self.shown
        place = self.place_of(row, column)
        light = int(found.lights[row, column])
        if light >= 0:
            color = theme.series_color(2 if light else 1).name()
            shade = theme.mix(now.picture, color, 0.3 if light else 0.6)
            painter.fillRect(place.adjusted(1, 1, -1, -1), shade)
        self._write(painter, place, self._told(painter, row, column))

    def _told(self, painter: QPainter, row: int, column: int) -> str:
        """The sign of a cell and its number, rounded if there is little room; a number that was cut
        short would be another one."""
        sign, value = (
            SIGNS[int(self.shown.lights[row, column])],
            float(self.shown.numbers[row, column]),
        )
        room = self.place_of(row, column).width() - 4
        for digits in (2, 1):
            told = f"{sign} {number(value, digits)}"
            if np.isfinite(value) and painter.fontMetrics().horizontalAdvance(told) <= room:
                return told
        return sign

    @staticmethod
    def _write(painter: QPainter, place: QRectF, text: str, *, muted: bool = False) -> None:
        """Write a text into a cell, in two lines if it needs them and they fit."""
        now = theme.current()
        painter.setPen(QColor(now.muted if muted else now.text))
        inner = place.adjusted(3, 0, -1, 0)
        wrapped = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        needed = painter.boundingRect(inner, wrapped, text)
        below = painter.fontMetrics().descent()  # of which a neighbor needs nothing
        if needed.height() - below <= inner.height() and needed.width() <= inner.width():
            painter.drawText(inner, wrapped, text)
            return
        shortened = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(place.width() - 4)
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shortened)
