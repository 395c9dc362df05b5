"""Line charts: curves over a common x, with a legend above them and a playhead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.widgets.gestures import Gestures
from app.widgets.legend import legend_text
from app.widgets.pens import line_pen
from app.widgets.picture import CACHED, Picture
from app.words.labels import _ as mark
from core.tables import Table

Array = np.ndarray[Any, Any]

MAX_POINTS = 700
"""The most points of a curve: a longer one is thinned to the chart's columns, since lines of width
2 are costly."""


class Chart(Exhibit, QWidget):
    """A chart of curves over a common x, with a playhead, and with the legend above, where it hides
    nothing."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Wheel on a chart"), mark("zoom")),
        (mark("Drag a chart"), mark("move what is seen of it")),
        (mark("Double-click on a chart"), mark("all of it again")),
    )

    hovered = Signal(object)
    """Emitted with the x under the cursor, or None when the cursor has left."""

    def __init__(
        self,
        x: str,
        y: str,
        *,
        log: bool = False,
        dots: bool = False,
        view: pg.ViewBox | None = None,
    ) -> None:
        super().__init__()
        self._dots = dots
        self.legend = QLabel()
        self.legend.setWordWrap(True)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.picture = Picture(x, y, view=view)
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
        self.picture.ratio_changed.connect(lambda: self.set_pens(self._pens))
        self._names: Sequence[str] = ()
        self._legend: Sequence[tuple[str, QPen]] | None = None
        self._given: dict[int, tuple[Array, Array]] = {}
        """What each curve was given to draw, before it was thinned."""
        self._alone: set[int] = set()
        """The curves that consist of a single point, which are drawn with a symbol since a line
        would be invisible."""
        self._pens: list[QPen] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.legend)
        column.addWidget(self.picture, 1)
        self.retheme()

    def set_series(
        self,
        names: Sequence[str],
        pens: Sequence[QPen],
        legend: Sequence[tuple[str, QPen]] | None = None,
    ) -> None:
        """Set the number of curves and their names. ``legend`` is a shorter legend, for curves
        whose color means one thing and whose line style another."""
        # A new curve costs three milliseconds or so: those that are there are used again.
        kept = [] if self._dots else self.curves[: len(pens)]
        for curve in self.curves[len(kept) :]:
            self.plot.removeItem(curve)
        for index in self._alone.intersection(range(len(kept))):
            kept[index].setSymbol(None)
        self._alone.clear()
        for curve, pen in zip(kept, pens, strict=False):
            curve.setPen(self.picture.scaled(pen))
            curve.setData([], [])
        self.curves = [*kept, *(self._curve(pen) for pen in pens[len(kept) :])]
        self._names = names
        self._legend = legend
        self._given.clear()
        self._pens = list(pens)
        self._show_legend()

    def _curve(self, pen: QPen) -> pg.PlotDataItem:
        if self._dots:
            brush = pen.color()
            return self.plot.plot([], [], pen=None, symbol="o", symbolSize=6, symbolBrush=brush)
        curve = self.plot.plot([], [], pen=self.picture.scaled(pen), connect="finite")
        curve.curve.setCacheMode(CACHED)  # the playhead moves over it, and it stays the same
        return curve

    def set_pens(self, pens: Sequence[QPen]) -> None:
        """The same curves in other colors."""
        for curve, pen in zip(self.curves, pens, strict=True):
            if has_line(curve):  # or it is drawn as dots
                curve.setPen(self.picture.scaled(pen))
        for index in self._alone:
            self.curves[index].setSymbolBrush(pens[index].color())
        self._pens = list(pens)
        self._show_legend()

    def set_data(self, index: int, x: Array, y: Array, lowest: float = -np.inf) -> None:
        """Draw a curve, limited below by ``lowest``; NaN is a gap."""
        self._given[index] = (x, y)
        if self._dots:
            there = np.isfinite(x) & np.isfinite(y)
            x, y = x[there], y[there]
        # A long curve is a vertical line in every column: smoothing shows nothing, and is slow.
        smooth = len(x) <= 2 * MAX_POINTS
        x, y = _peaks(x, y)  # first, so that the rest is done on fewer points
        there = np.isfinite(y)
        if not self._dots and np.count_nonzero(there) == 1 and has_line(self.curves[index]):
            x, y = x[there], y[there]  # of a gap a symbol would warn
            self._show_alone(index)
        elif index in self._alone:
            self._alone.remove(index)
            self.curves[index].setSymbol(None)
        self.curves[index].setData(x, np.maximum(y, lowest), antialias=smooth)

    def _show_alone(self, index: int) -> None:
        """Draw a single point as a dot, or as a cross for a dashed or dotted pen, so that one on
        the other shows both."""
        if index not in self._alone:
            self._alone.add(index)
            curve, pen = self.curves[index], self._pens[index]
            curve.setData([], [])  # what it drew has gaps, perhaps
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
            curve.setSymbolSize(9)
            curve.setSymbol("o" if pen.style() == Qt.PenStyle.SolidLine else "+")

    def caption(self) -> str:
        return self.accessibleName() or self.picture.caption()

    def tables(self) -> Sequence[Table]:
        """Tables of the curves: those over the same x side by side, others each in a table of its
        own."""
        x_name, y_name = self.picture.axis_name("bottom"), self.picture.axis_name("left")
        found: list[tuple[Array, list[tuple[str, Array]]]] = []
        for index, (x, y) in sorted(self._given.items()):
            column = (self._name_of(index), np.asarray(y))
            for shared, columns in found:
                if not self._dots and np.array_equal(shared, x):
                    columns.append(column)
                    break
            else:
                found.append((np.asarray(x), [column]))
        return [
            Table(
                f"{y_name}: {columns[0][0]}" if len(found) > 1 else y_name,
                ((x_name, x), *columns),
            )
            for x, columns in found
        ]

    def _name_of(self, index: int) -> str:
        """The name of a curve; curves that share an entry of the legend are numbered."""
        first = index
        while first > 0 and not self._names[first]:
            first -= 1
        name = self._names[first] or self.picture.axis_name("left")
        alone = index + 1 == len(self._names) or self._names[index + 1]
        return name if first == index and alone else f"{name} {index - first + 1}"

    def mark(self, x: float | None) -> None:
        """Draw a line where another picture is pointed at; None removes it."""
        self.marked.setVisible(x is not None)
        if x is not None:
            self.marked.setValue(x)

    def set_y_name(self, text: str) -> None:
        """Set the name of the vertical axis."""
        self.picture.set_name("left", text)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.picture.retheme()
        self.playhead.setPen(line_pen(theme.current().muted, style=Qt.PenStyle.DashLine))
        self.marked.setPen(line_pen(theme.current().text))

    def _on_pointed(self, point: QPointF | None) -> None:
        self.hovered.emit(None if point is None else point.x())

    def _show_legend(self) -> None:
        dashes = {Qt.PenStyle.DashLine: "╍╍", Qt.PenStyle.DotLine: "┅┅"}
        entries = []
        for name, pen in self._legend or zip(self._names, self._pens, strict=True):
            if not name:  # one of several curves that have one entry together
                continue
            line = "●" if self._dots else dashes.get(pen.style(), "━━")
            entries.append((name, pen.color(), line))
        self.legend.setText(legend_text(entries))


def has_line(curve: pg.PlotDataItem) -> bool:
    """Whether a curve has a line, and not only dots."""
    pen = curve.opts["pen"]
    return pen is not None and pg.mkPen(pen).style() != Qt.PenStyle.NoPen


def _peaks(x: Array, y: Array) -> tuple[Array, Array]:
    """A long curve reduced to the lowest and highest value of each piece, in the order in which
    they come, so that no oscillation is lost or added."""
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
