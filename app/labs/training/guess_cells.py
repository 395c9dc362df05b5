"""Runs as small multiples: each a cell with its curves, chosen by a click or the arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from app import theme
from app.widgets.color_bar import small_font
from app.widgets.painted import Painted
from app.words.labels import tr
from core.tables import Table

Array = np.ndarray[Any, Any]

COLUMNS = 4
LOWEST, HIGHEST = 1e-3, 30.0
"""The losses between which all cells draw, so that they can be compared."""
GAP = 4


@dataclass(frozen=True)
class Cell:
    """A run as it is drawn: its curves, what is written below, and whether that is right."""

    losses: Array
    evaluated_at: Array
    held_out: Array
    words: str = ""
    right: bool | None = None


class RunCells(Painted):
    """Draws a cell for each run, in the order in which they came."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("The runs"))

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Draw these runs."""
        self.shown = tuple(cells)
        self.update()

    def choose(self, run: int) -> None:
        """Make a run the current one, if it is there."""
        if self.shown and 0 <= run < len(self.shown) and run != self.current:
            self.current = run
            self.update()
            self.chosen.emit(run)

    def caption(self) -> str:
        return self.accessibleName()

    def tables(self) -> Sequence[Table]:
        """The batch losses of each run."""
        cells = self.shown or ()
        return [
            Table(
                tr("Run {number}", number=k + 1),
                (
                    (tr("step"), np.arange(1, len(cell.losses) + 1)),
                    (tr("loss"), cell.losses),
                ),
            )
            for k, cell in enumerate(cells)
        ]

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    def place_of(self, run: int) -> QRectF:
        """The rectangle of a run's cell."""
        count = max(1, len(self.shown or ()))
        rows = -(-max(count, COLUMNS * 3 - 1) // COLUMNS)
        width, height = self.width() / COLUMNS, self.height() / rows
        row, column = divmod(run, COLUMNS)
        return QRectF(column * width, row * height, width, height).adjusted(
            GAP / 2, GAP / 2, -GAP / 2, -GAP / 2
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        for run in range(len(self.shown or ())):
            if self.place_of(run).contains(event.position()):
                self.choose(run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -COLUMNS,
            Qt.Key.Key_Down: COLUMNS,
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.current + move)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font())
        for run, cell in enumerate(self.shown or ()):
            self._paint(painter, run, cell)
        painter.end()

    def _paint(self, painter: QPainter, run: int, cell: Cell) -> None:
        now, place = theme.current(), self.place_of(run)
        current = run == self.current
        painter.setPen(QPen(QColor(now.accent if current else now.line), 2 if current else 1))
        painter.setBrush(QColor(now.picture))
        painter.drawRect(place)
        line = painter.fontMetrics().height()
        inner = place.adjusted(4, 4, -4, -line - 4)
        painter.save()
        painter.setClipRect(inner)
        last = max(2.0, float(np.nanmax(cell.evaluated_at)))
        steps = np.arange(1, len(cell.losses) + 1)
        painter.setPen(QPen(QColor(now.muted), 1))
        painter.drawPolyline(_line(inner, steps / last, cell.losses))
        painter.setPen(QPen(theme.series_color(1), 1.5))
        painter.drawPolyline(_line(inner, cell.evaluated_at / last, cell.held_out))
        painter.restore()
        self._write(painter, run, cell, place, line)

    def _write(self, painter: QPainter, run: int, cell: Cell, place: QRectF, line: int) -> None:
        now = theme.current()
        below = QRectF(place.left() + 4, place.bottom() - line - 2, place.width() - 8, line)
        marks = {None: "", True: "✓ ", False: "✗ "}
        text = f"{run + 1}  {marks[cell.right]}{cell.words}"
        painter.setPen(QColor(now.text))
        shortened = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, shortened)


def _line(place: QRectF, x: Array, losses: Array) -> QPolygonF:
    """A curve of losses in a rectangle, on a logarithmic axis that all cells share."""
    there = np.isfinite(losses) & np.isfinite(x)
    limited = np.clip(losses[there], LOWEST, HIGHEST)
    low, high = np.log10(LOWEST), np.log10(HIGHEST)
    y = (high - np.log10(limited)) / (high - low)
    return QPolygonF(
        [
            QPointF(
                place.left() + float(a) * place.width(), place.top() + float(b) * place.height()
            )
            for a, b in zip(x[there], y, strict=True)
        ]
    )
