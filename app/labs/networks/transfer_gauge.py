"""A gauge of what became of trunks: parameters moved, features moved, and the old task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app import theme
from app.widgets.color_bar import small_font
from app.widgets.painted import Painted
from app.words.labels import number, percent, tr
from core.tables import Table

GAP = 8
BAR = 5
"""The height of a bar in pixels, below its number."""
SWATCH = 12
"""The width of the square in a trunk's color that stands for its name where there is no room."""
ELIDED = Qt.TextElideMode.ElideRight


@dataclass(frozen=True)
class Trunk:
    """What became of the trunk of one way. Shares of one; NaN is not known."""

    name: str
    color: QColor
    parameters: float
    features: float
    before: float
    """The accuracy on the old task before the new one."""
    after: float

    @property
    def shares(self) -> tuple[float, float, float]:
        """What the three bars show."""
        return self.parameters, self.features, self.after

    def texts(self, *, whole: bool = True) -> tuple[str, str, str]:
        """The numbers of the bars; not ``whole``, they leave out what a line in the bar says."""
        old = _told(self.after)
        if whole and np.isfinite(self.after) and _told(self.before) != old:
            old = f"{_told(self.before)} → {old}"
        return _told(self.parameters), _told(self.features), old


class TransferGauge(Painted):
    """Draws a row for each trunk with three bars from 0 to 100 %: how far its parameters moved,
    how far its features moved, and the accuracy on the old task, with a line where it was before.
    What is pinned is a line in each bar."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Sequence[Trunk] = ()
        self.setAccessibleName(tr("What became of each trunk"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_trunks(self, trunks: Sequence[Trunk]) -> None:
        """Show these trunks."""
        many = len(self.shown)
        self.shown = trunks
        self.setToolTip("\n".join(f"{one.name}: {', '.join(one.texts())}" for one in trunks))
        if len(trunks) != many:
            self.updateGeometry()
        self.update()

    def headings(self) -> tuple[str, str, str]:
        """What the columns show."""
        return (tr("parameters moved"), tr("features moved"), tr("old task 0-4"))

    def tables(self) -> Sequence[Table]:
        if not self.shown:
            return ()
        columns = zip(self.headings(), np.array([one.shares for one in self.shown]).T, strict=True)
        names = np.array([one.name for one in self.shown])
        return [Table(self.caption(), ((tr("Trained"), names), *columns))]

    def sizeHint(self) -> QSize:
        return QSize(300, self._heading() + len(self.shown) * self._row() + GAP)

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

    def columns(self) -> tuple[list[tuple[float, float]], bool]:
        """The left end and the width of the names and of the three columns, and whether the
        numbers have room in them as a whole."""
        names = max(self.fontMetrics().horizontalAdvance(one.name) for one in self.shown) + 1
        wide, room = self._natural(whole=True), self.width() - 5 * GAP
        first = names if names <= max(room - sum(wide), room // 4) else SWATCH
        whole = sum(wide) <= room - first
        if not whole:
            short = self._natural(whole=False)
            wide = [(room - first) * one / sum(short) for one in short]
        spare = (room - first - sum(wide)) / 3
        places, left = [(float(GAP), float(first))], first + 2.0 * GAP
        for one in wide:
            places.append((left, one + spare))
            left += one + spare + GAP
        return places, whole

    def _natural(self, *, whole: bool) -> list[float]:
        """The widths that the columns' numbers and the words of their headings need."""
        extent = self.fontMetrics().horizontalAdvance
        heading = QFontMetrics(small_font()).horizontalAdvance
        numbers = zip(*(one.texts(whole=whole) for one in self.shown), strict=True)
        return [
            float(max(*map(extent, told), *map(heading, words.split())) + 1)
            for told, words in zip(numbers, self.headings(), strict=True)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.shown:
            return
        painter = QPainter(self)
        places, whole = self.columns()
        painter.setPen(QColor(theme.current().muted))
        wrapped = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        painter.setFont(small_font())
        for (left, wide), text in zip(places[1:], self.headings(), strict=True):
            painter.drawText(QRectF(left, 0, wide + GAP, self._heading()), int(wrapped), text)
        painter.setFont(self.font())
        pinned = {one.name: one for one in self.ghost or ()}
        for row, trunk in enumerate(self.shown):
            top = self._heading() + row * self._row()
            texts = (trunk.name, *trunk.texts(whole=whole))
            if places[0][1] <= SWATCH:
                texts = ("■", *texts[1:])
            for k, ((left, wide), text) in enumerate(zip(places, texts, strict=True)):
                painter.setPen(QColor(theme.current().text) if k else trunk.color)
                told = self.fontMetrics().elidedText(text, ELIDED, int(wide) + 1)
                line = QRectF(left, top, wide + 1, self.fontMetrics().lineSpacing())
                painter.drawText(line, Qt.AlignmentFlag.AlignLeft, told)
            for k, (left, wide) in enumerate(places[1:]):
                bar = QRectF(left, top + self.fontMetrics().lineSpacing() + 1, wide, BAR)
                self._paint_bar(painter, bar, trunk, pinned.get(trunk.name), k)
        painter.end()

    def _paint_bar(
        self, painter: QPainter, bar: QRectF, trunk: Trunk, pinned: Trunk | None, k: int
    ) -> None:
        """A bar on its track; what is beyond 100 % fills it."""
        now, share = theme.current(), trunk.shares[k]
        if not np.isfinite(share):
            return
        painter.fillRect(bar, QColor(now.line))
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(share, 1.0))
        painter.fillRect(filled, trunk.color)
        marks = [(trunk.before, now.text)] if k == 2 else []
        if pinned is not None:
            marks.append((pinned.shares[k], now.muted))
        for place, color in marks:
            if np.isfinite(place):
                x = bar.left() + bar.width() * min(place, 1.0)
                painter.fillRect(QRectF(x - 1, bar.top() - 2, 2, BAR + 4), QColor(color))


def _told(share: float) -> str:
    return percent(share) if np.isfinite(share) else number(share)
