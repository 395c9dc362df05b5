"""Line charts: axes with names, a legend, and colors that follow the theme."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QApplication, QGraphicsItem, QLabel, QVBoxLayout, QWidget

from app import theme

Array = np.ndarray[Any, Any]

MAX_POINTS = 700
"""A curve of more points than a chart has columns is thinned; width 2 costs by the point."""

MOST_DECADES = 5
"""That are divided further on a logarithmic axis."""
TITLE_POINTS = 10

CACHED = QGraphicsItem.CacheMode.DeviceCoordinateCache
"""Kept as pixels as long as it stays the same."""


class Axis(pg.AxisItem):
    """An axis that is drawn at once, when it has changed.

    pyqtgraph records it and plays the record back, which takes each text's layout and font anew:
    four times as long.
    """

    def __init__(self, orientation: str) -> None:
        # An axis that becomes narrower lays its whole picture out anew, and paints it twice.
        super().__init__(orientation, maxTickLevel=1, autoReduceTextSpace=False)

    def logTickValues(
        self, minVal: float, maxVal: float, size: float, stdTicks: Sequence[Any]
    ) -> Sequence[Any]:
        # Over many decades lines between the powers of ten are a gray area that says nothing.
        if maxVal - minVal > MOST_DECADES:
            return [(spacing, values) for spacing, values in stdTicks if spacing >= 1]
        return super().logTickValues(minVal, maxVal, size, stdTicks)  # type: ignore[no-any-return]

    def setRange(self, mn: float, mx: float) -> None:
        if [mn, mx] != getattr(self, "range", None):  # there is none before the first
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


def _hair(one: QPointF, other: QPointF) -> QRectF:
    """A line from one point to the other, upright or level, as a rectangle one pixel thin."""
    rect = QRectF(one, other).normalized()
    return QRectF(rect.topLeft(), rect.size().expandedTo(QSizeF(1, 1)))


class Picture(pg.PlotWidget):
    """Base of all pictures: themed, without pyqtgraph's own menu and button."""

    pointed = Signal(object)
    """Where the cursor is in the plot, a QPointF; None when it has left."""
    title = ""

    def __init__(self, x: str = "", y: str = "", *, axes: Sequence[str] = (), **options: Any):
        # Built without its menu, a picture takes a third less time.
        own = {name: Axis(name) for name in ("bottom", "left", *axes)}
        super().__init__(enableMenu=False, axisItems=own, **options)
        self.setMinimumSize(76, 90)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot = self.getPlotItem()
        self.plot.hideButtons()
        for name in {"top", "right"}.difference(own):
            self.plot.getAxis(name).unlinkFromView()  # hidden, it would follow every range
        # A title wider than the picture would widen the plot, and push its right side out of sight.
        self.plot.titleLabel.updateMin = lambda: None
        self._names = {"bottom": x, "left": y}
        for name, text in self._names.items():
            axis = self.plot.getAxis(name)
            axis.enableAutoSIPrefix(False)
            # An axis is a recorded picture, played back line by line: dearer than its pixels.
            axis.setCacheMode(CACHED)
            if text:
                axis.setLabel(text)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.retheme()

    def set_title(self, text: str) -> None:
        """A line over the picture, cut short where the picture is narrow."""
        self.title = text
        font = self.font()
        font.setPointSizeF(TITLE_POINTS)
        room = max(40, self.width() - 8)
        fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        color = theme.current().text
        self.plot.setTitle(escape(fitting) or None, color=color, size=f"{TITLE_POINTS}pt")

    def set_name(self, axis: str, text: str) -> None:
        """What an axis shows."""
        if self._names[axis] != text:
            self._names[axis] = text
            self.plot.setLabel(axis, text, color=theme.current().muted)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        now = theme.current()
        self.setBackground(now.picture)
        font = QApplication.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        for name, text in self._names.items():
            axis = self.plot.getAxis(name)
            axis.setStyle(tickFont=font)
            axis.label.setFont(font)
            axis.setPen(now.line)
            axis.setTextPen(now.muted)
            if text:
                axis.setLabel(text, color=now.muted)
        if self.title:
            self.set_title(self.title)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.title:
            self.set_title(self.title)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _on_mouse(self, position: QPointF) -> None:
        view = self.plot.getViewBox()
        if view.sceneBoundingRect().contains(position):
            self.pointed.emit(view.mapSceneToView(position))


class Chart(QWidget):
    """Curves over a common x, a playhead, and a legend over them that hides nothing."""

    hovered = Signal(object)
    """The x under the cursor; None when it has left."""

    def __init__(
        self, x: str, y: str, *, log: bool = False, dots: bool = False, **options: Any
    ) -> None:
        super().__init__()
        self._dots = dots
        self.legend = QLabel()
        self.legend.setWordWrap(True)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.picture = Picture(x, y, **options)
        self.plot = self.picture.plot
        self.plot.setLogMode(y=log)
        self.plot.showGrid(x=True, y=True, alpha=0.15)
        self.curves: list[pg.PlotDataItem] = []
        self.playhead = pg.InfiniteLine(angle=90, movable=False)
        self.playhead.setVisible(False)
        self.plot.addItem(self.playhead, ignoreBounds=True)
        self.marked = pg.InfiniteLine(angle=90, movable=False)
        self.marked.setVisible(False)
        self.plot.addItem(self.marked, ignoreBounds=True)
        self.picture.pointed.connect(self._on_pointed)
        self._names: Sequence[str] = ()
        self._pens: list[QPen] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.legend)
        column.addWidget(self.picture, 1)
        self.retheme()

    def set_series(self, names: Sequence[str], pens: Sequence[QPen]) -> None:
        """So many curves, called so."""
        # A new curve costs three milliseconds or so: those that are there are used again.
        kept = [] if self._dots else self.curves[: len(pens)]
        for curve in self.curves[len(kept) :]:
            self.plot.removeItem(curve)
        for curve, pen in zip(kept, pens, strict=False):
            curve.setPen(pen)
            curve.setData([], [])
        self.curves = [*kept, *(self._curve(pen) for pen in pens[len(kept) :])]
        self._names = names
        self._pens = list(pens)
        self._show_legend()

    def _curve(self, pen: QPen) -> pg.PlotDataItem:
        if self._dots:
            brush = pen.color()
            return self.plot.plot([], [], pen=None, symbol="o", symbolSize=6, symbolBrush=brush)
        curve = self.plot.plot([], [], pen=pen, connect="finite")
        curve.curve.setCacheMode(CACHED)  # the playhead moves over it, and it stays the same
        return curve

    def set_pens(self, pens: Sequence[QPen]) -> None:
        """The same curves in other colors."""
        for curve, pen in zip(self.curves, pens, strict=True):
            curve.setPen(pen)
        self._pens = list(pens)
        self._show_legend()

    def set_data(self, index: int, x: Array, y: Array, lowest: float = -np.inf) -> None:
        """Draw a curve, nowhere lower than ``lowest``; NaN is a gap."""
        if self._dots:
            there = np.isfinite(x) & np.isfinite(y)
            x, y = x[there], y[there]
        # Of a long curve every column is a vertical line: nothing to smooth, and dear to.
        smooth = len(x) <= 2 * MAX_POINTS
        x, y = _peaks(x, y)  # first, so that the rest is done on fewer points
        self.curves[index].setData(x, np.maximum(y, lowest), antialias=smooth)

    def mark(self, x: float | None) -> None:
        """A line at what another picture points at."""
        self.marked.setVisible(x is not None)
        if x is not None:
            self.marked.setValue(x)

    def set_y_name(self, text: str) -> None:
        """What the vertical axis shows."""
        self.picture.set_name("left", text)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.picture.retheme()
        self.playhead.setPen(pg.mkPen(theme.current().muted, style=Qt.PenStyle.DashLine))
        self.marked.setPen(pg.mkPen(theme.current().text, width=1))

    def _on_pointed(self, point: QPointF | None) -> None:
        self.hovered.emit(None if point is None else point.x())

    def _show_legend(self) -> None:
        dashes = {Qt.PenStyle.DashLine: "╍╍", Qt.PenStyle.DotLine: "┅┅"}
        entries = []
        for name, pen in zip(self._names, self._pens, strict=True):
            if not name:  # one of several curves that have one entry together
                continue
            line = "●" if self._dots else dashes.get(pen.style(), "━━")
            label = escape(name).replace(" ", "&nbsp;")
            entries.append(f'<span style="color:{pen.color().name()}">{line}</span>&nbsp;{label}')
        self.legend.setText(" &nbsp; ".join(entries))


def _peaks(x: Array, y: Array) -> tuple[Array, Array]:
    """A long curve as the lowest and the highest value of each piece, in the order they come: no
    oscillation is lost, and none is made."""
    pieces = MAX_POINTS // 2
    if len(x) <= 2 * MAX_POINTS:
        return x, y
    size = len(x) // pieces
    end = size * pieces
    parts = y[:end].reshape(pieces, size)
    both = np.stack([np.fmin.reduce(parts, axis=1), np.fmax.reduce(parts, axis=1)], axis=1)
    falls = parts[:, 0] > parts[:, -1]
    both[falls] = both[falls, ::-1]
    places = np.repeat(x[:end:size], 2)
    return np.append(places, x[end:]), np.append(both.ravel(), y[end:])
