"""Twin bars: what each part of a net holds of the parameters, and does of the MACs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen

from app import theme
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.counts import LARGE, share_words, short_count
from app.labs.networks.view import NOWHERE, Place
from app.widgets.color_bar import small_font
from app.widgets.gestures import Gestures
from app.widgets.ghost import PALE
from app.widgets.painted import Painted
from app.words.labels import _ as mark
from app.words.labels import tr
from core.tables import Table

Array = np.ndarray[Any, Any]

NAMES = 0.3
"""The part of the width that the names take at most."""
APART = 8.0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TwinBars(Painted):
    """Draws a row for each part, in the order of the strip: its bar of parameters, and beside it
    its bar of MACs, with their shares of the net's. A pinned net's bars are outlines, on the
    same scale."""

    GESTURES: ClassVar[Gestures] = ((mark("Point at a bar"), mark("the part that it belongs to")),)

    pointed_at = Signal(object)
    """Emitted with the :class:`Place` under the pointer; None when it has left."""
    clicked = Signal(object)
    """Emitted with the :class:`Place` of a click."""

    shown: CountedNet | None
    ghost: CountedNet | None

    def __init__(self) -> None:
        super().__init__()
        self.place = NOWHERE
        self._measured: tuple[object, ...] = ()
        self._room = (0.0, 0.0, 0.0)
        self._words = 0.0
        """The width of a share in words."""
        self.setMouseTracking(True)
        self.setMinimumSize(180, 84)
        self.setAccessibleName(tr("Parameters and MACs of each part"))

    def sizeHint(self) -> QSize:
        return QSize(380, 200)

    def show_net(self, net: CountedNet, place: Place) -> None:
        """Draw a net's bars, and light a part's."""
        self.shown, self.place = net, place
        self.update()

    def point(self, place: Place) -> None:
        """Light another part's bars."""
        if place != self.place:
            self.place = place
            self.update()

    def tables(self) -> Sequence[Table]:
        """The parts with their sums."""
        net = self.shown
        if net is None:
            return ()
        columns = (
            (tr("part"), np.array([names[0] for names in net.part_names])),
            (tr("parameters"), net.part_parameters),
            (tr("MACs"), net.part_macs),
        )
        return [Table(self.caption(), columns)]

    # Where things are

    def _line(self) -> float:
        return QFontMetricsF(small_font()).height()

    def _row(self, number: int) -> QRectF:
        """The room of a part's row."""
        assert self.shown is not None
        top, count = self._line() + 4, max(1, len(self.shown.layout.parts))
        height = min(2.2 * self._line(), (self.height() - top - 2) / count)
        return QRectF(0, top + number * height, self.width(), height)

    def _columns(self) -> tuple[float, float, float]:
        """The width of the names, where the second bars begin, and the width of a column."""
        assert self.shown is not None
        now = (self.shown, self.width(), self.font().pointSizeF())
        if now != self._measured:
            metrics = QFontMetricsF(small_font())
            words = (names[0] for names in self.shown.part_names)
            widest = max(map(metrics.horizontalAdvance, words), default=0.0)
            names = min(widest + APART, NAMES * self.width())
            column = (self.width() - names - APART) / 2
            self._measured = now
            self._room = (names, names + column + APART, column)
            self._words = QFontMetricsF(self._bold()).horizontalAdvance("100.0 %") + 4
        return self._room

    def bar(self, number: int, *, macs: bool) -> QRectF:
        """The bar of a part."""
        assert self.shown is not None
        return self._bar(self.shown, number, number, macs=macs)

    def _bar(self, net: CountedNet, number: int, row: int, *, macs: bool) -> QRectF:
        names, second, column = self._columns()
        values = net.part_macs if macs else net.part_parameters
        length = (column - self._words) * float(values[number]) / self._most(macs=macs)
        place = self._row(row)
        inset = min(2.0, 0.12 * place.height())
        return QRectF(
            second if macs else names, place.top() + inset, length, place.height() - 2 * inset
        )

    def _most(self, *, macs: bool) -> float:
        """The value of the longest bar of a column."""
        values = (
            [self.shown.part_macs if macs else self.shown.part_parameters] if self.shown else []
        )
        if self.ghost is not None and self.shown is not None:
            pairs = paired(self.ghost, self.shown)
            before = self.ghost.part_macs if macs else self.ghost.part_parameters
            values.append(before[[number for number, _ in pairs]])
        return max(1.0, max(float(each.max(initial=0)) for each in values))

    def place_at(self, y: float) -> Place | None:
        """The part whose row is at a height."""
        if self.shown is None:
            return None
        for number in range(len(self.shown.layout.parts)):
            row = self._row(number)
            if row.top() <= y < row.bottom():
                return Place(number)
        return None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current()
        painter.fillRect(self.rect(), QColor(now.picture))
        if self.shown is not None and self.shown.layout.parts:
            if self.place.part >= 0:
                lit = theme.mix(now.picture, now.accent, 0.16)
                painter.fillRect(self._row(self.place.part), lit)
            painter.setFont(small_font())
            self._head(painter, self.shown)
            self._paint_bars(painter, self.shown)
            self._paint_words(painter, self.shown)
            if self.ghost is not None:
                self._paint_ghost(painter, self.ghost, self.shown)
        painter.end()

    def _head(self, painter: QPainter, net: CountedNet) -> None:
        """Write what the columns are, with the net's totals."""
        names, second, column = self._columns()
        painter.setFont(self._bold())
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(theme.current().text))
        for left, macs in ((names, False), (second, True)):
            texts = self._heads(net, macs=macs)
            text = next((t for t in texts if metrics.horizontalAdvance(t) <= column), texts[-1])
            painter.drawText(QRectF(left, 1, column, self._line()), LEFT, text)

    def _heads(self, net: CountedNet, *, macs: bool) -> list[str]:
        """The headings of a column, the longest first."""
        name = tr("MACs") if macs else tr("Parameters")
        total = net.frame.total_macs if macs else net.frame.total_parameters
        whole = short_count(float(total)) if macs else f"{int(total):,}"
        texts = [f"{name} {whole}", f"{name} {short_count(float(total))}", name]
        if self.ghost is not None and self.ghost is not net:
            frame = self.ghost.frame
            before = short_count(float(frame.total_macs if macs else frame.total_parameters))
            texts.insert(
                0,
                tr(
                    "{name} {now}, pinned {before}",
                    name=name,
                    now=short_count(float(total)),
                    before=before,
                ),
            )
        return texts

    def _paint_bars(self, painter: QPainter, net: CountedNet) -> None:
        now = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        for macs, color in ((False, now.series[0]), (True, now.series[5])):
            painter.setBrush(QColor(color))
            bars = [self.bar(k, macs=macs) for k in range(len(net.layout.parts))]
            painter.drawRects([bar for bar in bars if bar.width() > 0])

    def _paint_words(self, painter: QPainter, net: CountedNet) -> None:
        """Write the parts' names and shares; of rows that are too low only the largest."""
        names, _, column = self._columns()
        line = self._line()
        for number, share, macs in self._said(net):
            bar = self.bar(number, macs=macs)
            painter.setFont(self._bold() if share >= LARGE else small_font())
            painter.setPen(QColor(theme.current().text))
            room = QRectF(bar.right() + 4, bar.center().y() - line / 2, column, line)
            painter.drawText(room, LEFT, share_words(share))
        painter.setFont(small_font())
        metrics = QFontMetricsF(painter.font())
        for number in self._named(net):
            texts = net.part_names[number]
            fits = (text for text in texts if metrics.horizontalAdvance(text) <= names - 4)
            last = metrics.elidedText(texts[-1], Qt.TextElideMode.ElideMiddle, names - 4)
            center = self._row(number).center().y()
            room = QRectF(0, center - line / 2, names - 4, line)
            painter.drawText(room, RIGHT, next(fits, last))

    def _said(self, net: CountedNet) -> list[tuple[int, float, bool]]:
        """The shares that are written: part, share, and whether it is one of the MACs."""
        shares = []
        for macs, values in ((False, net.part_parameters), (True, net.part_macs)):
            whole = max(1.0, float(values.sum()))
            shares += [(k, float(values[k]) / whole, macs) for k in self._named(net, values)]
        return [entry for entry in shares if entry[1] > 0]

    def _named(self, net: CountedNet, values: Array | None = None) -> list[int]:
        """The parts that have room for words: all, or, of rows lower than a line, the largest
        that do not touch, and the one that is pointed at before them."""
        count = len(net.layout.parts)
        height, line = self._row(0).height(), self._line()
        if height >= 0.92 * line:
            return list(range(count))
        if values is None:
            values = net.part_parameters / max(1, net.part_parameters.max())
            values = values + net.part_macs / max(1, net.part_macs.max())
        order = sorted(range(count), key=lambda k: (k != self.place.part, -values[k]))
        taken: list[int] = []
        for k in order:
            if all(abs(k - other) * height >= line for other in taken):
                taken.append(k)
        return sorted(taken)

    def _paint_ghost(self, painter: QPainter, ghost: CountedNet, net: CountedNet) -> None:
        """Outline the pinned net's bars at the parts of the same name."""
        color = QColor(theme.current().text)
        color.setAlphaF(PALE + 0.2)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, row in paired(ghost, net):
            for macs in (False, True):
                painter.drawRect(self._bar(ghost, number, row, macs=macs))

    def _bold(self) -> QFont:
        font = small_font()
        font.setWeight(QFont.Weight.Bold)
        return font

    # What the hand does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed_at.emit(self.place_at(event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self.place_at(event.position().y()) or NOWHERE)
        else:
            event.ignore()

    def leaveEvent(self, event: object) -> None:
        self.pointed_at.emit(None)


def paired(ghost: CountedNet, net: CountedNet) -> list[tuple[int, int]]:
    """Pairs of a pinned net's parts and the present one's that have the same name: stages of one
    family. A part without its like has nothing to be compared with."""
    after = {names[0]: k for k, names in enumerate(net.part_names)}
    before = (names[0] for names in ghost.part_names)
    return [(k, after[name]) for k, name in enumerate(before) if name in after]
