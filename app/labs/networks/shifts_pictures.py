"""What the page of moved digits shows: maps of accuracy, a digit to drag, curves, a table."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app.labs.networks import shifts_readings
from app.labs.networks.shifts_drag import ShiftDrag
from app.labs.networks.shifts_map import ShiftMaps
from app.labs.networks.shifts_words import name
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.widgets.sentences import sentence
from app.widgets.tabs import Tabs
from app.words.labels import tr
from core.networks.shifts import FARTHEST, NETS, ShiftsFrame, ShiftsSpec

WIDE = 100
"""The width in characters below which the curves stand on tabs behind the table."""
PARTS = [195, 165, 230]
"""The shares of the maps, the digit, and the sentences with the table."""
COLUMNS = [600, 300]
"""The shares of a picture and of the curves beside it."""


class ShiftsPictures(QWidget):
    """Draws all nets; one of them, and one shift, are looked at closely."""

    chosen = Signal(str, int, int)
    """Emitted with the net that is looked at, and the shift down and right."""

    def __init__(self) -> None:
        super().__init__()
        self.maps, self.drag = ShiftMaps(), ShiftDrag()
        self.net = QComboBox()
        self.net.setAccessibleName(tr("The net whose maps are shown"))
        self.net.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.net.activated.connect(self._on_net)
        self.told = sentence("")
        self.losses = Chart(tr("step"), tr("training loss"), log=True)
        self.distance = Chart(tr("larger part of the shift in pixels"), tr("accuracy in %"))
        for chart in (self.losses, self.distance):
            chart.setParent(self)  # its place is known with the first size
            chart.hide()
        self.reading = ReadingView()
        self._spec: ShiftsSpec | None = None
        self._frame: ShiftsFrame | None = None
        self._at = ("conv_max", 0, 0)
        self._names: tuple[str, ...] = ()
        self._wide: bool | None = None
        self.above, self.middle = (QSplitter(Qt.Orientation.Horizontal) for _ in range(2))
        for row, parts in (
            (self.above, (self.maps, self.distance)),
            (self.middle, (self._digit(), self.losses)),
        ):
            for part in parts:
                row.addWidget(part)
        self.tables = Tabs()
        self.tables.setTabBarAutoHide(True)
        self.tables.addTab(self.reading, tr("Numbers"))
        rows = QSplitter(Qt.Orientation.Vertical)
        for index, widget in enumerate((self.above, self.middle, self.tables)):
            rows.addWidget(widget)
            rows.setStretchFactor(index, PARTS[index])
        rows.setSizes(PARTS)
        rows.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)
        for chart in (self.losses, self.distance):
            chart.setParent(self)  # until there is a width
        self.maps.chosen.connect(self.chosen)
        self.drag.dragged.connect(lambda down, right: self.chosen.emit(self._at[0], down, right))

    def _digit(self) -> QWidget:
        digit = QWidget()
        column, line = QVBoxLayout(digit), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line.addWidget(QLabel(tr("Maps of")))
        line.addWidget(self.net)
        line.addWidget(self.told, 1)
        column.addLayout(line)
        column.addWidget(self.drag, 1)
        return digit

    def show_frame(self, spec: ShiftsSpec, frame: ShiftsFrame) -> None:
        """Draw what is known so far."""
        self._spec, self._frame = spec, frame
        self._name(frame.nets)
        self.maps.show_frame(frame)
        self._draw_curves(spec, frame)
        self.reading.show_either(
            lambda: shifts_readings.shifts(spec, frame),
            lambda: shifts_readings.without_parameters(spec, frame),
        )
        self.point(*self._at)

    def point(self, net: str, down: int, right: int) -> None:
        """Look at a shift, and at the maps of a net; if it is not there, of the last one."""
        self._at = (net, down, right)
        if self._frame is None:
            return
        frame = self._frame
        shown = net if net in frame.nets else frame.nets[-1]
        k = frame.nets.index(shown)
        self.net.setCurrentIndex(k)
        self.maps.point(down, right, shown)
        self.drag.show_digit(frame, k, down, right)
        self.told.setText(shifts_readings.digit(frame, shown, down, right))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in (self.maps, self.drag, self.losses, self.distance):
            picture.retheme()
        self._names = ()
        if self._spec is not None and self._frame is not None:
            self.show_frame(self._spec, self._frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width() >= WIDE * self.fontMetrics().averageCharWidth())

    def _arrange(self, wide: bool) -> None:
        """Put the curves beside the pictures, or on tabs behind the table."""
        if wide == self._wide:
            return
        self._wide = wide
        for row, chart, title in (
            (self.above, self.distance, tr("By distance")),
            (self.middle, self.losses, tr("Losses")),
        ):
            if wide:
                row.addWidget(chart)
                row.setSizes(COLUMNS)
                chart.show()
            else:
                self.tables.addTab(chart, title)

    def _on_net(self, k: int) -> None:
        if self._frame is not None:
            self.chosen.emit(self._frame.nets[k], *self._at[1:])

    def _name(self, nets: tuple[str, ...]) -> None:
        if nets == self._names:
            return
        self._names = nets
        names, pens = [name(net) for net in nets], [pen_of(net) for net in nets]
        self.net.clear()
        self.net.addItems(names)
        for chart in (self.losses, self.distance):
            chart.set_series(names, pens)
        for curve, pen in zip(self.distance.curves, pens, strict=True):
            curve.setSymbol("o")
            curve.setSymbolSize(6)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
        self.distance.picture.show_range(x=(-0.1, FARTHEST + 0.1), y=(0, 100))

    def _draw_curves(self, spec: ShiftsSpec, frame: ShiftsFrame) -> None:
        steps = np.arange(1, frame.losses.shape[1] + 1)
        distances = np.arange(FARTHEST + 1, dtype=float)
        for k, losses in enumerate(frame.losses):
            self.losses.set_data(k, steps, losses)
            known = np.isfinite(frame.by_distance[k])  # pyqtgraph's dots warn of NaN
            self.distance.set_data(k, distances[known], 100 * frame.by_distance[k][known])
        self.losses.picture.show_range(x=(0, spec.steps))
        self.losses.picture.auto_range(y=True)


def pen_of(net: str) -> QPen:
    """The pen of a net, whose color is the same in every picture of the page."""
    return series_pen(NETS.index(net), 2)
