"""A gauge of what became of trunks: parameters moved, features moved, and the old task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.words.labels import number, percent, tr
from core.tables import Table

GAP = 8
BAR = 5
"""The height of a bar in pixels, below its number."""


@dataclass(frozen=True)
class Trunk:
    """What became of the trunk of one way. Shares of one; NaN is not known."""

    name: str
    color: QColor
    parameters: float
    features: float
    old: float
    """The accuracy on the old task now."""


class TransferGauge(Exhibit, QWidget):
    """Draws a row for each trunk with three bars from 0 to 100 %: how far its parameters moved,
    how far its features moved, and the accuracy on the old task with a line where it was before."""

    def __init__(self) -> None:
        super().__init__()
        self.trunks: Sequence[Trunk] = ()
        self.before = float("nan")
        self.setAccessibleName(tr("What became of each trunk"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_trunks(self, trunks: Sequence[Trunk], before: float) -> None:
        """Show these trunks, and the old task's accuracy before the new one."""
        if len(trunks) != len(self.trunks):
            self.updateGeometry()
        self.trunks, self.before = trunks, before
        self.update()

    def headings(self) -> tuple[str, str, str]:
        """What the columns show."""
        return (tr("parameters moved"), tr("features moved"), tr("old task 0-4"))

    def texts(self, trunk: Trunk) -> tuple[str, str, str]:
        """The numbers of a row as they are written."""
        old = _told(trunk.old)
        if np.isfinite(trunk.old) and _told(self.before) != old:
            old = f"{_told(self.before)} → {old}"
        return (_told(trunk.parameters), _told(trunk.features), old)

    def tables(self) -> Sequence[Table]:
        if not self.trunks:
            return ()
        shares = [(one.parameters, one.features, one.old) for one in self.trunks]
        columns = zip(self.headings(), np.array(shares).T, strict=True)
        names = np.array([one.name for one in self.trunks])
        return [Table(self.caption(), ((tr("Trained"), names), *columns))]

    def sizeHint(self) -> QSize:
        return QSize(300, self._heading() + len(self.trunks) * self._row() + GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def _heading(self) -> int:
        return 2 * self.fontMetrics().lineSpacing() + 2

    def _row(self) -> int:
        return self.fontMetrics().lineSpacing() + BAR + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.trunks:
            return
        now, metrics = theme.current(), self.fontMetrics()
        widest = max(metrics.horizontalAdvance(one.name) for one in self.trunks)
        first = min(widest, self.width() // 4)
        wide = (self.width() - first - 4 * GAP) / 3
        painter = QPainter(self)
        painter.setPen(QColor(now.muted))
        wrapped = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        lefts = [first + 2 * GAP + k * (wide + GAP) for k in range(3)]
        for left, text in zip(lefts, self.headings(), strict=True):
            painter.drawText(QRectF(left, 0, wide, self._heading()), int(wrapped), text)
        for row, trunk in enumerate(self.trunks):
            top = self._heading() + row * self._row()
            line = QRectF(GAP, top, first, metrics.lineSpacing())
            painter.setPen(trunk.color)
            told = metrics.elidedText(trunk.name, Qt.TextElideMode.ElideRight, first)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, told)
            shares = (trunk.parameters, trunk.features, trunk.old)
            for k, (left, share) in enumerate(zip(lefts, shares, strict=True)):
                cell = QRectF(left, top, wide, metrics.lineSpacing())
                painter.setPen(QColor(now.text))
                text = metrics.elidedText(
                    self.texts(trunk)[k], Qt.TextElideMode.ElideRight, int(wide)
                )
                painter.drawText(cell, Qt.AlignmentFlag.AlignLeft, text)
                if np.isfinite(share):
                    bar = QRectF(left, cell.bottom() + 1, wide, BAR)
                    self._paint_bar(painter, bar, share, trunk.color, old=k == 2)
        painter.end()

    def _paint_bar(
        self, painter: QPainter, bar: QRectF, share: float, color: QColor, *, old: bool
    ) -> None:
        """A bar on its track; what is beyond 100 % fills it."""
        now = theme.current()
        painter.fillRect(bar, QColor(now.line))
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(share, 1.0))
        painter.fillRect(filled, color)
        if old and np.isfinite(self.before):
            place = bar.left() + bar.width() * self.before
            painter.fillRect(QRectF(place - 1, bar.top() - 2, 2, BAR + 4), QColor(now.text))


def _told(share: float) -> str:
    return percent(share) if np.isfinite(share) else number(share)
