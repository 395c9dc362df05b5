"""Pictures of all activation functions, and of two small runs: the zig-zag and the symmetry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QComboBox, QLabel, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.activations import readings
from app.widgets.chart import Chart
from app.widgets.flow import Flow
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.styled import styled
from app.words.labels import number, tr
from app.words.names import ACTIVATIONS
from core.layers.activations import ACTIVATIONS as RECORDS
from core.signals.functions import TARGET, FunctionsFrame, FunctionsSpec

Array = np.ndarray[Any, Any]


class FunctionsPictures(QWidget):
    """Draws a frame, with the net's own function as a thick line, or one function alone."""

    alone_chosen = Signal(str)
    """Emitted with the key of the one function to be drawn; empty for all of them."""

    def __init__(self) -> None:
        super().__init__()
        self._alone = ""
        self.shown = QComboBox()
        self.shown.setAccessibleName(tr("Functions shown"))
        self.shown.addItem(tr("all functions"), "")
        for key in RECORDS:
            self.shown.addItem(tr(ACTIVATIONS[key]), key)
        self.shown.activated.connect(lambda: self.alone_chosen.emit(self.shown.currentData()))
        self._shown: tuple[FunctionsSpec, FunctionsFrame, str] | None = None
        self.values = Chart("z", "f(z)")
        self.slopes = Chart("z", "f'(z)")
        self.zigzag = Chart("w₁", "w₂")
        self.zigzag.setAccessibleName(tr("The zig-zag of two weights"))
        self.zigzag.plot.setAspectLocked(True)  # a zig-zag at right angles is the point
        self.ends = pg.ScatterPlotItem(size=11)
        self.zigzag.plot.addItem(self.ends)
        self.symmetry = Chart(tr("step"), tr("first weight of each unit"))
        self.reading = ReadingView()
        rows = QSplitter(Qt.Orientation.Vertical)
        for pair in ((self.values, self.slopes), (self.zigzag, self.symmetry)):
            row = QSplitter(Qt.Orientation.Horizontal)
            for chart in pair:
                row.addWidget(chart)
            rows.addWidget(row)
        rows.addWidget(self.reading)
        rows.setSizes([250, 190, 180])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        bar = Flow()
        bar.add(styled(QLabel(tr("Functions shown")), "muted"), self.shown)
        column.addLayout(bar)
        column.addWidget(rows, 1)

    def show_alone(self, key: str) -> None:
        """Draw that function alone from now on; empty means all."""
        if key != self._alone:
            self._alone = key
            self.shown.setCurrentIndex(self.shown.findData(key))
            if self._shown is not None:
                self.show_frame(*self._shown)

    def show_frame(self, spec: FunctionsSpec, frame: FunctionsFrame, activation: str) -> None:
        """Draw the frame, with that function as a thick line."""
        self._shown = (spec, frame, activation)
        names = [tr(ACTIVATIONS[key]) for key in frame.functions]
        pens = [_curve(i, key, self._alone or activation) for i, key in enumerate(frame.functions)]
        told = [self._alone in ("", key) for key in frame.functions]
        named = zip(names, pens, told, strict=True)
        legend = [(name, pen) for name, pen, tell in named if tell]
        for chart, rows in ((self.values, frame.values), (self.slopes, frame.slopes)):
            chart.set_series(names, pens, legend if chart is self.values else [])
            chart.legend.setVisible(chart is self.values)
            for i, row in enumerate(rows):
                chart.set_data(i, frame.z, row if told[i] else np.full_like(row, np.nan))
                chart.curves[i].setZValue(frame.functions[i] == activation)
            chart.picture.show_range(x=(-spec.z_reach, spec.z_reach), padding=0)
        self.values.picture.show_range(y=(-2, min(3.0, spec.z_reach)), padding=0)
        self.slopes.picture.show_range(y=(-0.2, 1.9), padding=0)
        self._draw_zigzag(frame)
        self._draw_symmetry(frame)
        self.reading.show_reading(readings.functions(spec, frame, self._alone))

    def choose(self, activation: str) -> None:
        """Draw that function as a thick line from now on."""
        if self._shown is not None and self._shown[2] != activation:
            self.show_frame(*self._shown[:2], activation)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for chart in (self.values, self.slopes, self.zigzag, self.symmetry):
            chart.retheme()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _draw_zigzag(self, frame: FunctionsFrame) -> None:
        """Draw both paths with their common start and target, all of them in sight."""
        ends = [number(float(np.hypot(*(path[-1] - TARGET))), 2) for path in frame.zigzag]
        names = (
            tr("inputs all positive: ends {distance} away", distance=ends[0]),
            tr("inputs centered: {distance}", distance=ends[1]),
        )
        self.zigzag.set_series(names, [series_pen(1, 2), series_pen(0, 2)])
        for i, path in enumerate(frame.zigzag):
            self.zigzag.set_data(i, path[:, 0], path[:, 1])
        now = theme.current()
        self.ends.setData(
            [frame.zigzag[0, 0, 0], TARGET[0]],
            [frame.zigzag[0, 0, 1], TARGET[1]],
            symbol=["o", "star"],
            brush=[now.picture, now.text],
            pen=line_pen(now.text, 1.5),
        )
        places = np.concatenate([*frame.zigzag, [TARGET]])
        (left, bottom), (right, top) = places.min(axis=0), places.max(axis=0)
        self.zigzag.picture.show_range(x=(left, right), y=(bottom, top), padding=0.1)

    def _draw_symmetry(self, frame: FunctionsFrame) -> None:
        alike, drawn = frame.symmetry
        steps = np.arange(len(alike))
        units = alike.shape[1]
        unnamed = [""] * (units - 1)
        names = [tr("all weights alike"), *unnamed, tr("weights drawn"), *unnamed]
        pens = [series_pen(1, 2)] * units + [series_pen(0, 1)] * units
        self.symmetry.set_series(names, pens)
        for unit in range(units):
            self.symmetry.set_data(unit, steps, alike[:, unit])
            self.symmetry.set_data(units + unit, steps, drawn[:, unit])
        self.symmetry.picture.show_range(x=(0, max(1, len(steps) - 1)), padding=0.02)


STYLES = {"leaky_relu": Qt.PenStyle.DashLine, "identity": Qt.PenStyle.DotLine}
"""Functions that lie on ReLU are broken lines, so that it is seen through them."""


def _curve(index: int, key: str, chosen: str) -> QPen:
    """The pen of a function's curve; past the end of the palette its colors are used
    again, dashed."""
    count = len(theme.current().series)
    plain = Qt.PenStyle.SolidLine if index < count else Qt.PenStyle.DashLine
    width = 3.0 if key == chosen else 2.2 if key == "relu" else 1.2
    return series_pen(index, width, STYLES.get(key, plain))
