"""Pictures of training and test error: over the size of a model, and over the steps of a net."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.training import fit_readings
from app.widgets.chart import Chart
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from core.diagnosis.fit import STEPS, FitFrame, FitSpec, lowest
from core.known import mean_of_known

TRAINING, TEST, PENALTY = 0, 1, 2
"""The colors, which mean the same in both charts."""
NAMED = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
"""The multiples of the number of samples that the axis names."""


class FitPictures(QWidget):
    """Draws a frame in two charts and a reading."""

    chosen = Signal(int)
    """Emitted with the number of features that was clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self.errors = Chart(tr("features p"), tr("error"))
        self.errors.plot.setLogMode(x=True, y=False)
        self.errors.playhead.setVisible(True)
        self.errors.clicked.connect(lambda x: self.chosen.emit(round(10**x)))
        self.fitting = pg.InfiniteLine(angle=90, label="p = n", labelOpts={"position": 0.94})
        self.errors.plot.addItem(self.fitting, ignoreBounds=True)
        self.net = Chart(tr("step of the net"), tr("loss"), log=True)
        self.net.playhead.setVisible(True)
        self.reading = ReadingView()
        self._shown: tuple[FitSpec, FitFrame] | None = None
        self._series: tuple[object, ...] = ()
        rows = QSplitter(Qt.Orientation.Vertical)
        for widget, height in ((self.errors, 300), (self.net, 220), (self.reading, 160)):
            rows.addWidget(widget)
            rows.setStretchFactor(rows.count() - 1, height)
        rows.setSizes([250, 205, 230])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)
        self._color()

    def show_frame(self, spec: FitSpec, frame: FitFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        self._name_series(spec)
        for k, errors in enumerate((frame.train_error, frame.test_error)):
            first = k * (1 + spec.seeds)
            self.errors.set_data(first, frame.sizes, mean_of_known(errors))
            for r in range(spec.seeds):
                there = np.isfinite(errors[:, r])  # pyqtgraph's dots warn of NaN
                self.errors.set_data(first + 1 + r, frame.sizes[there], errors[there, r])
        self.errors.picture.show_range(
            x=(np.log10(frame.sizes[0]), np.log10(frame.sizes[-1])), y=(0.0, 1.0)
        )
        self._name_sizes(spec)
        self.fitting.setValue(np.log10(spec.samples))
        self.errors.playhead.setValue(np.log10(spec.features))
        curves = [frame.net_train_loss, frame.net_test_loss]
        if spec.decay:
            curves.append(frame.net_penalty)
        for k, curve in enumerate(curves):
            self.net.set_data(k, frame.net_steps, np.where(curve > 0, curve, np.nan))
        self.net.picture.show_range(x=(0.0, float(STEPS)))
        place = lowest(frame)
        self.net.playhead.setVisible(place is not None)
        if place is not None:
            self.net.playhead.setValue(float(frame.net_steps[place]))
        self.reading.show_reading(fit_readings.fit(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.errors.retheme()
        self.net.retheme()
        self._color()
        self._series = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _color(self) -> None:
        colors = theme.current()
        self.fitting.setPen(line_pen(colors.muted, style=Qt.PenStyle.DotLine))
        self.fitting.label.setColor(colors.muted)

    def _name_sizes(self, spec: FitSpec) -> None:
        """Name the numbers of features that are round multiples of the samples."""
        sizes = [round(share * spec.samples) for share in NAMED]
        ticks = [(float(np.log10(size)), str(size)) for size in sizes if size]
        self.errors.plot.getAxis("bottom").setTicks([ticks])

    def _name_series(self, spec: FitSpec) -> None:
        series = (spec.seeds, spec.decay > 0)
        if series == self._series:
            return
        self._series = series
        names, pens, colors = [], [], []
        for k, name in ((TRAINING, tr("training error")), (TEST, tr("test error"))):
            names += [name, *[""] * spec.seeds]
            pens.append(series_pen(k))
            pens += [series_pen(k, style=Qt.PenStyle.NoPen)] * spec.seeds
            colors += [series_pen(k).color()] * (1 + spec.seeds)
        self.errors.set_series(names, pens)
        for curve, pen, color in zip(self.errors.curves, pens, colors, strict=True):
            dots = pen.style() == Qt.PenStyle.NoPen and spec.seeds > 1
            curve.setSymbol("o" if dots else None)
            curve.setSymbolSize(5)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(color)
        losses = [tr("training loss"), tr("test loss"), tr("penalty")]
        count = 3 if spec.decay else 2
        self.net.set_series(
            losses[:count], [series_pen(k) for k in (TRAINING, TEST, PENALTY)[:count]]
        )
