"""The graph of a batch normalization, painted: values forward, gradients backward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from app import theme
from app.labs.normalization.words import NODES as WORDS
from app.widgets.exhibit import Exhibit
from app.widgets.gestures import Gestures
from app.words.labels import _ as mark
from app.words.labels import number, tr
from core.normalization.bn_backward import NODES, BnBackwardFrame
from core.tables import Table

Array = np.ndarray[Any, Any]

PLACES: dict[str, tuple[int, int]] = {
    "x": (0, 0),
    "mean": (0, 1),
    "centered": (1, 0),
    "squared": (1, 1),
    "variance": (2, 1),
    "root": (3, 1),
    "inverse": (4, 1),
    "normalized": (4, 0),
    "gamma": (5, 1),
    "scaled": (5, 0),
    "beta": (6, 1),
    "shifted": (6, 0),
}
"""Column and row of each node; the upper row is the path of the batch."""

COLUMNS = 7
GAP = 22.0
"""The gap between boxes in pixels, which holds the arrows."""
HEAD = 5.0
SMALLEST, READABLE, LARGEST = 7, 9, 11
"""Sizes in pixels of a node's digits at the usual size of text; below the readable one, digits are
dropped instead."""
SPACE = 6.0
"""The space in pixels around a column of numbers."""
EDGES = (
    *(("x", "mean"), ("x", "centered"), ("mean", "centered"), ("centered", "squared")),
    *(("squared", "variance"), ("variance", "root"), ("root", "inverse")),
    *(("centered", "normalized"), ("inverse", "normalized"), ("normalized", "scaled")),
    *(("gamma", "scaled"), ("scaled", "shifted"), ("beta", "shifted")),
)


class Graph(Exhibit, QWidget):
    """Draws each node as a box: its name, its value, and next to it its gradient once
    it is known."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click on a node"), mark("go to the step it is computed in")),
    )

    chosen = Signal(int)
    """Emitted with the step that computes what was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(420, 240)
        self.setAccessibleName(tr("The graph"))
        self._frame: BnBackwardFrame | None = None
        self.step = 0

    def show_step(self, frame: BnBackwardFrame, step: int) -> None:
        """Show what is known after a number of steps: K forward, then K backward."""
        self._frame, self.step = frame, step
        self.update()

    def tables(self) -> Sequence[Table]:
        """Every node's values and gradients; NaN where a node has fewer values."""
        frame = self._frame
        if frame is None:
            return ()
        nodes = [tr(WORDS[node]) for node in NODES]
        index = (tr("index"), np.arange(1, frame.forward.shape[1] + 1))
        return [
            Table(words, (index, *((name, rows[k]) for k, name in enumerate(nodes))))
            for words, rows in (
                (tr("values, forward"), frame.forward),
                (tr("gradients dL/d…, backward"), frame.gradient),
            )
        ]

    def texts(self, node: str, digits: int = 4) -> tuple[list[str], list[str]]:
        """The texts in a node's box: values, and gradients; empty while they are unknown."""
        if self._frame is None:
            return [], []
        k, count = NODES.index(node), len(NODES)
        values = _numbers(self._frame.forward[k], digits) if self.step > k else []
        known = self.step > 2 * count - 1 - k
        return values, _numbers(self._frame.gradient[k], digits) if known else []

    def columns(self, node: str, room: QRectF) -> tuple[int, list[tuple[float, float, list[str]]]]:
        """The layout of a node's numbers: the pixels of the digits, and, for values and for
        gradients, where their column begins, how wide it is, and its texts.

        A number that is cut off would read as another number. So digits get smaller, then fewer,
        and what still does not fit ends in an ellipsis.
        """
        both = self.texts(node)
        rows = max(1, *map(len, both))
        wanted = max(LARGEST, QFontInfo(self.font()).pixelSize() - 2)  # larger text is larger here
        largest = max(SMALLEST, min(wanted, int(room.height() / rows * 0.85)))
        for digits in (4, 3, 2):
            both = self.texts(node, digits)
            least = min(largest, READABLE) if digits > 2 else SMALLEST
            for size in range(largest, least - 1, -1):
                widths = self._widths(both, size)
                if sum(widths) <= room.width():
                    spare = (room.width() - sum(widths)) / 2
                    first = widths[0] + spare
                    places = ((room.left(), first), (room.left() + first, widths[1] + spare))
                    return size, [(*p, texts) for p, texts in zip(places, both, strict=True)]
        half = room.width() / 2
        metrics = QFontMetricsF(self._small(SMALLEST))
        cut = [
            [metrics.elidedText(t, Qt.TextElideMode.ElideRight, half) for t in texts]
            for texts in both
        ]
        return SMALLEST, [(room.left() + k * half, half, texts) for k, texts in enumerate(cut)]

    def stacked(self, node: str, room: QRectF) -> tuple[int, list[list[str]]] | None:
        """The pixels of the digits and the texts with the gradients under the values, in a box so
        narrow that beside one another they are too small to read; None if that makes them no
        larger."""
        beside, _ = self.columns(node, room)
        if beside >= READABLE:
            return None
        wanted = max(LARGEST, QFontInfo(self.font()).pixelSize() - 2)
        for digits in (4, 3, 2):
            both = list(self.texts(node, digits))
            rows = sum(map(len, both))
            size = min(wanted, int(room.height() / rows * 0.85)) if rows else 0
            while size > beside and max(self._widths(both, size)) > room.width():
                size -= 1
            if size > beside:
                return size, both
        return None

    def _widths(self, both: Sequence[list[str]], size: int) -> list[float]:
        """The widths of the columns of values and of gradients, with space around each."""
        metrics = QFontMetricsF(self._small(size))
        return [max(map(metrics.horizontalAdvance, texts), default=0) + SPACE for texts in both]

    def _fitting(self, text: str, room: float) -> QFont:
        """The widget's own font, made smaller to fit, down to what is readable."""
        font = self.font()
        size = QFontInfo(font).pixelSize()
        while QFontMetricsF(font).horizontalAdvance(text) > room and size > READABLE:
            size -= 1
            font = self._small(size)
        return font

    def _small(self, size: int) -> QFont:
        font = self.font()
        font.setPixelSize(size)
        return font

    def box(self, node: str) -> QRectF:
        """The rectangle in which a node is drawn."""
        column, row = PLACES[node]
        width, height = self.width() / COLUMNS, self.height() / 2
        left, top = column * width + GAP / 2, row * height + GAP / 2
        return QRectF(left, top, width - GAP, height - GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current()
        painter.fillRect(self.rect(), now.picture)
        for source, target in EDGES:
            _paint_edge(painter, self.box(source), self.box(target))
        self._paint_legend(painter)
        for node in NODES:
            self._paint_node(painter, node)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        """Paint the legend in the room that the upper row leaves."""
        first, last = self.box("centered"), self.box("normalized")
        left, middle = first.right() + GAP, first.center().y()
        room = last.left() - GAP - left
        line, font = painter.fontMetrics().height(), painter.font()
        for i, words in enumerate((tr("value, forward"), tr("gradient dL/d…, backward"))):
            painter.setPen(theme.series_color(i))
            painter.setFont(self._fitting(words, room))
            place = QRectF(left, middle + (i + 0.5) * line, room, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(font)

    def _paint_node(self, painter: QPainter, node: str) -> None:
        now, box = theme.current(), self.box(node)
        present = self.step and NODES.index(node) == node_at(self.step)
        painter.setBrush(theme.mix(now.panel, now.accent, 0.18 if present else 0.0))
        painter.setPen(QPen(QColor(now.accent if present else now.line), 2 if present else 1))
        painter.drawRoundedRect(box, 5, 5)
        font = painter.font()
        line = painter.fontMetrics().height()
        values, gradients = self.texts(node)
        inner = _inner(box)
        painter.setPen(now.text)
        painter.setFont(self._fitting(tr(WORDS[node]), inner.width()))
        name = painter.fontMetrics().elidedText(
            tr(WORDS[node]), Qt.TextElideMode.ElideRight, int(inner.width())
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, name)
        top = inner.top() + line + 4
        room = QRectF(inner.left(), top, inner.width(), inner.bottom() - top)
        small = painter.font()
        if (under := self.stacked(node, room)) is not None:
            small.setPixelSize(under[0])
            painter.setFont(small)
            self._paint_stacked(painter, room, under[1])
            painter.setFont(font)
            return
        size, columns = self.columns(node, room)
        small.setPixelSize(size)
        painter.setFont(small)
        height = min(line, room.height() / max(1, len(values), len(gradients)))
        for side, (left, width, texts) in enumerate(columns):
            painter.setPen(theme.series_color(side))
            for i, text in enumerate(texts):
                place = QRectF(left, top + i * height, width, height)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(font)

    def _paint_stacked(self, painter: QPainter, room: QRectF, both: list[list[str]]) -> None:
        """Paint the values, and the gradients under them."""
        rows = [(side, text) for side, texts in enumerate(both) for text in texts]
        height = min(1.2 * painter.fontMetrics().height(), room.height() / len(rows))
        for i, (side, text) in enumerate(rows):
            painter.setPen(theme.series_color(side))
            place = QRectF(room.left(), room.top() + i * height, room.width(), height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for k, node in enumerate(NODES):
            if self.box(node).contains(event.position()):
                backward = 2 * len(NODES) - k
                self.chosen.emit(backward if self.step >= len(NODES) else k + 1)


def _paint_edge(painter: QPainter, source: QRectF, target: QRectF) -> None:
    """Paint an arrow from border to border."""
    color = QColor(theme.current().muted)
    painter.setPen(QPen(color, 1.2))
    painter.setBrush(color)
    if source.left() == target.left():  # one over the other
        down = source.top() < target.top()
        x = source.center().x()
        start = QPointF(x, source.bottom() if down else source.top())
        end = QPointF(x, target.top() if down else target.bottom())
    elif source.top() == target.top():
        start = QPointF(source.right(), source.center().y())
        end = QPointF(target.left(), target.center().y())
    else:  # from the mean up to what it is subtracted from
        start = QPointF(source.right() - HEAD, source.top())
        end = QPointF(target.left(), target.bottom() - HEAD)
    painter.drawLine(start, end)
    along = end - start
    along /= max(1.0, (along.x() ** 2 + along.y() ** 2) ** 0.5)
    side = QPointF(-along.y(), along.x())
    back = end - along * 2 * HEAD
    painter.drawPolygon(QPolygonF([end, back + side * HEAD, back - side * HEAD]))


def node_at(step: int) -> int:
    """The node that step 1 to 2K computes."""
    count = len(NODES)
    return step - 1 if step <= count else 2 * count - step


def _inner(box: QRectF) -> QRectF:
    return box.adjusted(4, 2, -4, -2)


def _numbers(row: Array, digits: int) -> list[str]:
    return [number(float(value), digits) for value in row[np.isfinite(row)]]
