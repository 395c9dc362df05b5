"""Pictures of all activation functions, and of two small runs: the zig-zag and the symmetry."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.activations import readings
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from app.words.names import ACTIVATIONS
from core.signals.functions import FunctionsFrame, FunctionsSpec

Array = np.ndarray[Any, Any]


class FunctionsPictures(QWidget):
    """Draws a frame, with the net's own function as a thick line."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[FunctionsSpec, FunctionsFrame, str] | None = None
        self.values = Chart("z", "f(z)")
        self.slopes = Chart("z", "f'(z)")
        self.zigzag = Chart("w₁", "w₂")
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
        column.addWidget(rows)

    def show_frame(self, spec: FunctionsSpec, frame: FunctionsFrame, activation: str) -> None:
        """Draw the frame, with that function as a thick line."""
        self._shown = (spec, frame, activation)
        names = [tr(ACTIVATIONS[key]) for key in frame.functions]
        pens = [_curve(i, key == activation) for i, key in enumerate(frame.functions)]
        for chart, rows in ((self.values, frame.values), (self.slopes, frame.slopes)):
            chart.set_series(names if chart is self.values else [""] * len(names), pens)
            chart.legend.setVisible(chart is self.values)
            for i, row in enumerate(rows):
                chart.set_data(i, frame.z, row)
            chart.picture.show_range(x=(-spec.z_reach, spec.z_reach), padding=0)
        self.values.picture.show_range(y=(-2, min(3.0, spec.z_reach)), padding=0)
        self.slopes.picture.show_range(y=(-0.2, 1.9), padding=0)
        self.zigzag.set_series(
            [tr("inputs all positive"), tr("inputs centered")], [series_pen(1, 2), series_pen(0, 2)]
        )
        for i, path in enumerate(frame.zigzag):
            self.zigzag.set_data(i, path[:, 0], path[:, 1])
        self._draw_symmetry(frame)
        self.reading.show_reading(readings.functions(spec, frame))

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


def _curve(index: int, chosen: bool) -> QPen:
    """The pen of a function's curve; past the end of the palette its colors are used
    again, dashed."""
    count = len(theme.current().series)
    style = Qt.PenStyle.SolidLine if index < count else Qt.PenStyle.DashLine
    return series_pen(index, 3.0 if chosen else 1.2, style)
