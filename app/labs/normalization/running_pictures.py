"""Pictures of BN in training and in prediction: moving averages, drift, and a frozen layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app import theme
from app.labs.normalization import readings
from app.labs.normalization.diagonal import Diagonal
from app.widgets.chart import Chart
from app.widgets.pens import line_pen, series_pen
from app.widgets.picture import Picture
from app.widgets.reading import ReadingView
from app.words.labels import number, tr
from core.normalization.running_statistics import (
    RunningStatisticsFrame,
    RunningStatisticsSpec,
    expected_gauge,
)

Array = np.ndarray[Any, Any]

TORCH, TEXTBOOK = 0, 1
"""The series of the two conventions."""
GAUGE_REACH = 2.0


class RunningPictures(QWidget):
    """Draws one feature's statistics over the stream, all features' drift, both modes, and a frozen
    layer."""

    def __init__(self) -> None:
        super().__init__()
        self.feature = QComboBox()
        self.feature.setAccessibleName(tr("Feature"))
        self.feature.activated.connect(self._draw)
        self.mean = Chart(tr("batch"), tr("mean"))
        self.variance = Chart(tr("batch"), tr("variance"))
        self.modes = Diagonal(tr("output in prediction"), tr("output in training"))
        self.frozen = Chart(tr("batch of the second task"), tr("running mean"))
        self.gauge = DriftGauge()
        self.reading = ReadingView()
        self._shown: tuple[RunningStatisticsSpec, RunningStatisticsFrame] | None = None
        self._name_series()
        line = QHBoxLayout()
        line.addWidget(QLabel(tr("Feature")))
        line.addWidget(self.feature)
        line.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(6)
        for i, chart in enumerate((self.mean, self.variance, self.modes, self.frozen)):
            grid.addWidget(chart, i // 2, i % 2)
        below = QHBoxLayout()
        below.addWidget(self.gauge, 2)
        below.addWidget(self.reading, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(line)
        layout.addLayout(grid, 5)
        layout.addLayout(below, 3)

    def show_frame(self, spec: RunningStatisticsSpec, frame: RunningStatisticsFrame) -> None:
        """Draw the stream so far."""
        self._shown = (spec, frame)
        if self.feature.count() != spec.features:
            self.feature.clear()
            self.feature.addItems([str(c + 1) for c in range(spec.features)])
        self._draw()
        self.gauge.show_drift(frame.gauge_mean[-1], expected_gauge(spec.batch))
        self.reading.show_reading(readings.running_statistics(spec, frame))

    def turn(self, by: int) -> None:
        """Turn to another feature."""
        if self.feature.count():
            self.feature.setCurrentIndex((self.feature.currentIndex() + by) % self.feature.count())
            self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in (self.mean, self.variance, self.modes, self.frozen, self.gauge):
            picture.retheme()
        self._name_series()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _name_series(self) -> None:
        names = (tr("batches"), tr("truth"), tr("textbook: m old"), tr("torch: m new"))
        truth = line_pen(theme.current().text, 1, Qt.PenStyle.DashLine)
        batches = line_pen(theme.current().muted)
        for chart in (self.mean, self.variance):
            chart.set_series(names, [batches, truth, series_pen(TEXTBOOK, 1), series_pen(TORCH, 2)])
            chart.curves[0].setPen(None)
            chart.curves[0].setSymbol("o")
            chart.curves[0].setSymbolSize(4)
            chart.curves[0].setSymbolPen(None)
            chart.curves[0].setSymbolBrush(QColor(theme.current().muted))
        modes = (tr("textbook's averages"), tr("torch's averages"))
        self.modes.set_series(modes, [series_pen(TEXTBOOK, 1), series_pen(TORCH, 1)])
        frozen = (tr("wrong: left in training mode"), tr("right: eval()"))
        self.frozen.set_series(frozen, [series_pen(TEXTBOOK, 2), series_pen(TORCH, 2)])

    def _draw(self) -> None:
        if self._shown is None:
            return
        spec, frame = self._shown
        c = max(0, self.feature.currentIndex())
        seen, followed = np.arange(1, frame.step + 1), np.arange(frame.step + 1)
        truth = np.full(frame.step, frame.true_variance[c])
        for chart, batches, true, textbook, torch in (
            (self.mean, frame.batch_mean[:, c], frame.true_mean[:, c], frame.textbook_mean[:, c],
             frame.torch_mean[:, c]),
            (self.variance, frame.batch_variance[:, c], truth, frame.textbook_variance[:, c],
             frame.torch_variance[:, c]),
        ):  # fmt: skip
            chart.set_data(0, seen, batches)
            chart.set_data(1, seen, true)
            chart.set_data(2, followed, textbook)
            chart.set_data(3, followed, torch)
            chart.picture.show_range(x=(0, spec.batches))
            chart.picture.auto_range(y=True)
        self.modes.set_data(0, frame.test_eval_textbook[:, c], frame.test_train[:, c])
        self.modes.set_data(1, frame.test_eval[:, c], frame.test_train[:, c])
        both = (frame.test_eval_textbook, frame.test_eval, frame.test_train)
        self.modes.show_reach(max(1.0, *(float(np.abs(one[:, c]).max()) for one in both)))
        steps = np.arange(spec.fine_tuning + 1)
        self.frozen.set_data(0, steps, frame.frozen_mean[:, c])
        self.frozen.set_data(1, steps, np.full(len(steps), frame.frozen_mean[0, c]))
        self.frozen.picture.auto_range(x=True, y=True)


class DriftGauge(Picture):
    """Draws how far each feature's batch mean is from the running mean, and what chance
    explains."""

    def __init__(self) -> None:
        super().__init__(tr("drift in running σ"), tr("feature"))
        self.chance = pg.LinearRegionItem(movable=False)
        self.plot.addItem(self.chance, ignoreBounds=True)
        self.bars = pg.BarGraphItem(x0=[], y=[], height=0.6, width=[])
        self.plot.addItem(self.bars)
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.plot.getViewBox().invertY(True)
        self.drift = np.zeros(0)

    def show_drift(self, drift: Array, chance: float) -> None:
        """Draw a bar for each feature, in units of the running std; within ±2/√n it may
        be chance."""
        self.drift = drift
        now = theme.current()
        count = len(drift)
        colors = [now.error if abs(d) > 2 * chance else theme.series_color(0) for d in drift]
        self.bars.setOpts(
            x0=np.minimum(drift, 0),
            width=np.abs(drift),
            y=np.arange(1, count + 1),
            height=0.6,
            brushes=[pg.mkBrush(color) for color in colors],
            pen=pg.mkPen(None),
        )
        self.chance.setRegion((-2 * chance, 2 * chance))
        self.chance.setBrush(pg.mkBrush(theme.mix(now.picture, now.muted, 0.25)))
        for line in self.chance.lines:
            line.setPen(line_pen(now.muted, style=Qt.PenStyle.DashLine))
        reach = max(GAUGE_REACH, 1.1 * float(np.abs(drift).max()))
        self.show_range(x=(-reach, reach), y=(0.4, count + 0.6), padding=0)
        self.plot.getAxis("left").setTicks([[(i + 1, str(i + 1)) for i in range(count)]])
        self.setToolTip(tr("By chance alone within ±{chance}", chance=number(2 * chance, 2)))
