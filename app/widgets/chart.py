"""Line charts: curves over a common x, with a legend above them and a playhead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import theme
from app.widgets.curves import MAX_POINTS, MAX_SWINGS, NEAR, distance, has_line, peaks, swings
from app.widgets.exhibit import Exhibit
from app.widgets.gestures import Gestures
from app.widgets.legend import ChartLegend
from app.widgets.overlap import dashes, lies_on
from app.widgets.pens import line_pen
from app.widgets.picture import CACHED, Picture
from app.words.labels import _ as mark
from core.tables import Table

Array = np.ndarray[Any, Any]

LIFTED = 1.5
"""The pixels by which a curve is thicker while it is pointed at."""


class Chart(Exhibit, QWidget):
    """A chart of curves over a common x, with a playhead, and with the legend above, where it hides
    nothing."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Wheel on a chart"), mark("zoom")),
        (mark("Drag a chart"), mark("move what is seen of it")),
        (mark("Double-click on a chart"), mark("show all of it again")),
        (mark("Point at a curve"), mark("its name")),
        (mark("Click a chart in which a line marks the place"), mark("go there")),
        (mark("Click a name in a legend"), mark("hide its curve, or show it again")),
    )

    hovered = Signal(object)
    """Emitted with the x under the cursor, or None when the cursor has left."""
    clicked = Signal(float)
    """Emitted with the x of a click."""
    taken_back = Signal()
    """Emitted where a click was the first of a double-click, which shows the whole, and no more."""
    toggled = Signal(int)
    """Emitted with the number of the legend's entry that was clicked; unless somebody listens the
    chart hides and shows the curve itself."""

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
        self.hides_itself = True
        """Whether a click in the legend hides a curve here; else somebody hears :attr:`toggled`."""
        self.legend = ChartLegend()
        self.legend.toggled.connect(self._on_toggled)
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
        self.named = pg.TextItem(anchor=(0, 1))
        self.named.setZValue(90)
        self.named.setVisible(False)
        self.plot.addItem(self.named, ignoreBounds=True)
        self.picture.pointed.connect(self._on_pointed)
        self.picture.scene().sigMouseClicked.connect(self._on_clicked)
        self.picture.ratio_changed.connect(lambda: self.set_pens(self._pens))
        self._names: Sequence[str] = ()
        self._legend: Sequence[tuple[str, QPen]] | None = None
        self._given: dict[int, tuple[Array, Array]] = {}
        """What each curve was given to draw, before it was thinned."""
        self._drawn: dict[int, tuple[Array, Array]] = {}
        """What each curve draws, in the view's coordinates: logarithms on a logarithmic axis."""
        self._below: dict[int, int] = {}
        """How many other curves each curve lies on, where there are any: such curves are dashed."""
        self._hidden: frozenset[int] = frozenset()
        self._lifted: int | None = None
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
        self._lift(None)
        if list(names) != list(self._names):
            self._hidden = frozenset()
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
        self._drawn.clear()
        self._below.clear()
        self._pens = list(pens)
        self._show_hidden()

    def _curve(self, pen: QPen) -> pg.PlotDataItem:
        if self._dots:
            brush = pen.color()
            return self.plot.plot([], [], pen=None, symbol="o", symbolSize=6, symbolBrush=brush)
        curve = self.plot.plot([], [], pen=self.picture.scaled(pen), connect="finite")
        curve.curve.setCacheMode(CACHED)  # the playhead moves over it, and it stays the same
        return curve

    def set_pens(self, pens: Sequence[QPen]) -> None:
        """The same curves in other colors."""
        self._pens = list(pens)
        for index in range(len(pens)):
            self._paint(index)
        for index in self._alone:
            self.curves[index].setSymbolBrush(pens[index].color())
        self._show_legend()

    def hide_curves(self, hidden: Collection[int]) -> None:
        """Hide the curves with these numbers; all others are shown."""
        if frozenset(hidden) != self._hidden:
            self._hidden = frozenset(hidden)
            self._show_hidden()

    def _show_hidden(self) -> None:
        for index, curve in enumerate(self.curves):
            curve.setVisible(index not in self._hidden)
        self._show_legend()

    def _paint(self, index: int) -> None:
        """Draw a curve in its pen, dashed where it lies on others, and thicker while it is pointed
        at."""
        curve, pen = self.curves[index], QPen(self._pens[index])
        if not has_line(curve):  # it is drawn as dots
            return
        if below := self._below.get(index):
            pen.setDashPattern(dashes(below))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if index == self._lifted:
            pen.setWidthF(pen.widthF() + LIFTED)
        curve.setPen(self.picture.scaled(pen))

    def set_data(self, index: int, x: Array, y: Array, lowest: float = -np.inf) -> None:
        """Draw a curve, limited below by ``lowest``; NaN is a gap."""
        self._given[index] = (x, y)
        if self._dots:
            there = np.isfinite(x) & np.isfinite(y)
            x, y = x[there], y[there]
        long = len(x) > 2 * MAX_POINTS
        x, y = peaks(x, y)  # first, so that the rest is done on fewer points
        there = np.isfinite(y)
        unseen = self.curves[index].opts["symbol"] is None or index in self._alone
        if unseen and np.count_nonzero(there) == 1 and has_line(self.curves[index]):
            x, y = x[there], y[there]  # of a gap a symbol would warn
            self._show_alone(index)
        elif index in self._alone:
            self._alone.remove(index)
            self.curves[index].setSymbol(None)
        limited = np.maximum(y, lowest)
        drawn = self._scaled(x, limited)
        # A long curve is a vertical line in every column, a wild one nearly so: smoothing shows
        # nothing, and is slow.
        smooth = not long and swings(drawn[1]) <= MAX_SWINGS
        self.curves[index].setData(x, limited, antialias=smooth)
        self._note(index, *drawn, resting=y <= lowest)

    def _scaled(self, x: Array, y: Array) -> tuple[Array, Array]:
        """A curve in the view's coordinates."""
        with np.errstate(invalid="ignore", divide="ignore"):
            logarithmic = (self.plot.getAxis(side).logMode for side in ("bottom", "left"))
            x, y = (np.log10(v) if log else v for v, log in zip((x, y), logarithmic, strict=True))
        return x, y

    def _note(self, index: int, x: Array, y: Array, resting: Array) -> None:
        """Keep what a curve draws, and dash it where it lies on others. That two rest at the lower
        limit makes them no equals."""
        self._drawn[index] = (x, y)
        compared = dict(self._drawn)
        if not resting.all():
            compared[index] = (x, np.where(resting, np.nan, y))
        # Where some curves are dashed already, that means something.
        solid = not self._dots and all(p.style() == Qt.PenStyle.SolidLine for p in self._pens)
        below = lies_on(compared, index) if solid else 0
        if below != self._below.get(index, 0):
            self._below[index] = below
            self._paint(index)

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
        self._lift(None if point is None else self.nearest(point))
        if self._lifted is not None and point is not None:
            self.named.setPos(point)

    def nearest(self, point: QPointF) -> int | None:
        """The curve that is drawn nearest to a point of the view; None if none is near."""
        width, height = (float(v) for v in self.plot.getViewBox().viewPixelSize())
        shown = {k: xy for k, xy in self._drawn.items() if k not in self._hidden}
        apart = {k: distance(*xy, point, width, height) for k, xy in shown.items()}
        near = min(apart, key=lambda k: apart[k], default=None)
        return near if near is not None and apart[near] <= NEAR else None

    def _lift(self, index: int | None) -> None:
        """Draw a curve thicker and above the others, with its name; None lays it down again."""
        if index == self._lifted:
            return
        before, self._lifted = self._lifted, index
        for one in (before, index):
            if one is not None and one < len(self.curves):
                self.curves[one].setZValue(10 if one == index else 0)
                self._paint(one)
        self.legend.lift(None if index is None or self._legend else self._entry_of(index))
        self.named.setVisible(index is not None)
        if index is not None:
            self.named.fill = pg.mkBrush(theme.current().picture)
            self.named.setText(self._name_of(index), color=self._pens[index].color())

    def _on_clicked(self, event: Any) -> None:
        view = self.plot.getViewBox()
        inside = view.sceneBoundingRect().contains(event.scenePos())
        if event.button() != Qt.MouseButton.LeftButton or not inside:
            return
        if event.double():
            self.taken_back.emit()
        else:
            self.clicked.emit(view.mapSceneToView(event.scenePos()).x())

    def _on_toggled(self, entry: int) -> None:
        self.toggled.emit(entry)
        if self.hides_itself:
            self.hide_curves(self._hidden ^ set(self._curves_of(entry)))

    def _entries(self) -> list[int]:
        """The first curve of each entry: curves without a name belong to the one before."""
        return [k for k, name in enumerate(self._names) if name]

    def _entry_of(self, index: int) -> int:
        return sum(first <= index for first in self._entries()) - 1

    def _curves_of(self, entry: int) -> range:
        starts = [*self._entries(), len(self.curves)]
        return range(starts[entry], starts[entry + 1])

    def _show_legend(self) -> None:
        styles = Qt.PenStyle
        lines = {styles.DashLine: "╍╍", styles.DotLine: "┅┅", styles.NoPen: "●"}
        named = self._legend or [(self._names[k], self._pens[k]) for k in self._entries()]
        entries = [
            (name, pen.color(), "●" if self._dots else lines.get(pen.style(), "━━"))
            for name, pen in named
        ]
        hidden = {e for e, k in enumerate(self._entries()) if k in self._hidden}
        self.legend.show_entries(entries, hidden, links=self._legend is None and len(entries) > 1)
