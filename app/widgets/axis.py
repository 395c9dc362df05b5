"""An axis that is drawn fast, and whose words fit into the available room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

MOST_DECADES = 5
"""The most decades of a logarithmic axis that are subdivided."""

MARGIN = 8
"""The pixels that a label has around its text."""

BEYOND = 4.0
"""The pixels by which words at a row's end may stick out over the plot's ends, where
rows are low."""

GAP = 4.0
"""The least gap in pixels between two numbers side by side."""


class Axis(pg.AxisItem):
    """An axis that fits its words: a name that is too long is shortened, and complete in its tool
    tip; of numbers that would overlap, those of the coarser ticks are drawn.

    It is drawn directly, when it has changed: pyqtgraph records an axis and plays the record back,
    which lays out each text anew, and takes four times as long.
    """

    labelText: str
    _bounds: QRectF | None = None
    _linkedView: Any = None
    """An attribute of pyqtgraph's, which is read before pyqtgraph has set it."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)  # it lays the name out anew whenever the range changes
        # An axis that becomes narrower lays its whole picture out anew, and paints it twice.
        self.setStyle(maxTickLevel=1, autoReduceTextSpace=False)

    def logTickValues(
        self, minVal: float, maxVal: float, size: float, stdTicks: Sequence[Any]
    ) -> Sequence[Any]:
        # Over many decades lines between the powers of ten are a gray area that says nothing.
        if maxVal - minVal > MOST_DECADES:
            return [(spacing, values) for spacing, values in stdTicks if spacing >= 1]
        ticks = super().logTickValues(minVal, maxVal, size, stdTicks)
        return [(spacing, sorted(values, key=_rank)) for spacing, values in ticks]

    def setRange(self, mn: float, mx: float) -> None:
        view = self.linkedView()
        shown = (mn, mx, self.size(), None if view is None else view.size())
        if shown != getattr(self, "_shown", None):  # there is none before the first
            self._shown = shown
            super().setRange(mn, mx)

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        specs = self.generateDrawSpecs(painter)
        if specs is not None:
            line, ticks, texts = specs
            # Ticks and grid are upright or level, so they are thin rectangles: Qt blends a line
            # pixel by pixel, and a fine grid took longer than all curves on it.
            for pen, one, other in ticks:
                painter.fillRect(_hair(one, other), pen.color())
            self.drawPicture(painter, line, (), texts)

    def labelString(self) -> str:
        whole = self.labelText
        self.labelText = self._shortened(whole)
        try:
            return str(super().labelString())
        finally:
            self.labelText = whole

    def resizeEvent(self, event: Any = None) -> None:
        if self.label is not None:
            shown = self._shortened(self.labelText)
            if self.label.toPlainText().strip() != shown:
                self.label.setHtml(self.labelString())
            self.label.setToolTip("" if shown == self.labelText else self.labelText)
        super().resizeEvent(event)
        self.update()  # what is kept as pixels was drawn for another place

    def boundingRect(self) -> QRectF:
        # pyqtgraph asks for it once for each text that it places.
        return self._bounds if self._bounds is not None else super().boundingRect()

    def generateDrawSpecs(self, painter: Any) -> Any:
        if self.orientation == "right" and self._tickLevels is not None and not self.grid:
            return self._notes()
        self._bounds = super().boundingRect()
        try:
            specs = super().generateDrawSpecs(painter)
        finally:
            self._bounds = None
        level = self.orientation in ("bottom", "top")
        if specs is None or not (level or self.logMode):  # on a linear axis rows have their room
            return specs
        gap = GAP / 2 if level else 0.0
        line, ticks, texts = specs
        kept: list[tuple[QRectF, Any, str]] = []
        for rect, flags, text in texts:  # the coarse ticks come first
            wide = QRectF(rect).adjusted(-gap, 0, gap, 0)
            if not any(wide.intersects(other) for other, _, _ in kept):
                kept.append((rect, flags, text))
        return line, ticks, kept

    def _notes(self) -> Any:
        """The words to the right of rows, which change with every frame. Nothing of what pyqtgraph
        computes for an axis (positions of ticks, room for their texts) is needed for them."""
        bounds = self.mapRectFromParent(self.geometry())
        low, high = self.range
        start = bounds.left() + self.style["tickTextOffset"][0]
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        flags |= Qt.TextFlag.TextDontClip
        half = QFontMetricsF(self.style["tickFont"] or self.label.font()).height() / 2
        texts = []
        for value, text in self._tickLevels[0]:
            y = bounds.bottom() - (value - low) / (high - low) * bounds.height()
            if bounds.top() <= y <= bounds.bottom():
                y = min(max(y, bounds.top() + half - BEYOND), bounds.bottom() - half + BEYOND)
                rect = QRectF(start, y - half, bounds.right() - start, 2 * half)
                texts.append((rect, flags, text))
        line = (self.pen(), bounds.topLeft() + QPointF(1, -1), bounds.bottomLeft() + QPointF(1, 1))
        return line, (), texts

    def _shortened(self, text: str) -> str:
        upright = self.orientation in ("left", "right")
        room = (self.size().height() if upright else self.size().width()) - MARGIN
        if room <= 0:  # it has no place yet
            return text
        metrics = QFontMetricsF(self.label.font())
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def _rank(exponent: float) -> int:
    """The rank of a tick on a logarithmic axis: the power of ten comes first, then 2 and 5 times
    it."""
    digit = round(10 ** (exponent - math.floor(exponent)))
    return {1: 0, 10: 0, 2: 1, 5: 1}.get(digit, 2)


def _hair(one: QPointF, other: QPointF) -> QRectF:
    """A vertical or horizontal line between two points, as a rectangle one pixel thin."""
    rect = QRectF(one, other).normalized()
    return QRectF(rect.topLeft(), rect.size().expandedTo(QSizeF(1, 1)))
