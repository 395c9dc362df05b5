"""Pictures of the edge of stability: eigenvalues and their line, the loss, the slice along the
sharpest direction, and the spectrum."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.landscape import edge_readings
from app.panel.transport import Transport
from app.panel.watched import RunControls
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.flow import Flow
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from core.landscape.edge import TOP, EdgeFrame, EdgeSpec, line_of

Array = np.ndarray[Any, Any]

DASHED, DOTTED = Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
ROOM = 1.25
"""How far the axis of λ reaches above the highest λ1 and the line."""
DECADES = 3.5
"""The most powers of ten of a logarithmic axis of λ, counted from its upper end."""
FAINTEST = 1e-6
"""The lowest density that is drawn, as a part of the highest."""


class EdgePictures(QWidget):
    """Draws a run so far, and its slice and spectrum at the playhead."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[EdgeSpec, EdgeFrame] | None = None
        self._named: tuple[object, ...] = ()
        self._measured_at = -1
        """The step of the spectrum that is drawn."""
        self.run = RunControls()
        # Measuring costs about the same part of every run here: nobody has to choose the cadence.
        self.run.propose.setParent(self)
        self.run.propose.hide()
        self.scale = Combo()
        self.scale.addItems([tr("λ on a linear axis"), tr("λ on a logarithmic axis")])
        self.scale.setAccessibleName(tr("Axis of λ"))
        self.scale.currentIndexChanged.connect(self._on_scale)
        self.sharpness = Chart(tr("step"), tr("eigenvalue λ"))
        self.loss = Chart(tr("step"), tr("loss"), log=True)
        self.slice = Chart(tr("distance along v1"), tr("loss"))
        self.spectrum = Chart(tr("eigenvalue λ"), tr("density"), log=True)
        self.sharpness.setAccessibleName(tr("The largest eigenvalues and their line"))
        self.slice.setAccessibleName(tr("The loss along the sharpest direction"))
        self.spectrum.setAccessibleName(tr("The spectrum of the Hessian"))
        self.charts = (self.sharpness, self.loss, self.slice, self.spectrum)
        self.line = pg.InfiniteLine(angle=0)
        self.sharpness.plot.addItem(self.line, ignoreBounds=True)
        self.came = [pg.InfiniteLine(angle=90) for _ in range(2)]
        for chart, line in zip((self.sharpness, self.loss), self.came, strict=True):
            chart.plot.addItem(line, ignoreBounds=True)
            chart.playhead.setVisible(True)
            chart.clicked.connect(self._on_clicked)
        self.changes = pg.VTickGroup()
        self.loss.plot.addItem(self.changes, ignoreBounds=True)
        self.borders = [pg.InfiniteLine(angle=90) for _ in range(1 + TOP)]
        for border in self.borders:
            self.spectrum.plot.addItem(border, ignoreBounds=True)
        self.transport = Transport()
        self.transport.speed.setCurrentIndex(0)  # a few looks a second
        self.transport.moved.connect(lambda _: self._draw())
        self.reading = ReadingView(least_rows=2)
        self._arrange()

    def _arrange(self) -> None:
        line = Flow()
        for widget in (self.run.pause, self.run.step, self.scale, self.run.where, self.run.cost):
            line.addWidget(widget)
        columns = QSplitter(Qt.Orientation.Horizontal)
        for upper, lower, width in (
            (self.sharpness, self.loss, 540),
            (self.slice, self.spectrum, 380),
        ):
            column = QSplitter(Qt.Orientation.Vertical)
            column.addWidget(upper)
            column.addWidget(lower)
            column.setSizes([260, 180])
            columns.addWidget(column)
            columns.setStretchFactor(columns.count() - 1, width)
        columns.setSizes([540, 380])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(columns)
        rows.addWidget(self.reading)
        rows.setSizes([430, 150])
        rows.setStretchFactor(0, 1)
        below = QHBoxLayout()
        below.addWidget(self.transport, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(line)
        layout.addWidget(rows, 1)
        layout.addLayout(below)

    def show_frame(self, spec: EdgeSpec, frame: EdgeFrame) -> None:
        """Draw the run so far; the playhead stays where it is, or at the end."""
        self._shown = (spec, frame)
        self._name_series(spec)
        self._draw_sharpness(spec, frame)
        self.loss.set_data(0, np.arange(len(frame.losses)), frame.losses)
        for line in self.came:
            line.setVisible(bool(np.isfinite(frame.crossed)))
            if np.isfinite(frame.crossed):
                line.setValue(frame.crossed)
        self.changes.setXVals([step for step, _, _ in frame.changed()])
        self.changes.update()
        for chart in (self.sharpness, self.loss):
            chart.picture.show_range(x=(0.0, float(max(1, frame.total))), padding=0.02)
        self.run.show_reached(frame, frame.cost)
        self.transport.set_total(max(0, len(frame.looked_at) - 1))
        self._draw()

    def show_line(self, spec: EdgeSpec) -> None:
        """Draw the line where it is for this rate and momentum."""
        height = spec.line
        self.line.setValue(np.log10(height) if self._logarithmic else height)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for chart in self.charts:
            chart.retheme()
        self.transport.retheme()
        self._named = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    @property
    def _logarithmic(self) -> bool:
        return self.scale.currentIndex() == 1

    def _name_series(self, spec: EdgeSpec) -> None:
        formula = edge_readings.formula(spec.optimizer)
        if (formula, spec.optimizer) == self._named:
            return
        self._named = (formula, spec.optimizer)
        now = theme.current()
        text, muted = line_pen(now.text, 2, DASHED), line_pen(now.muted)
        eigenvalues = [(f"λ{k + 1}", series_pen(k)) for k in range(TOP)]
        along = (tr("along the last step"), series_pen(3, style=Qt.PenStyle.NoPen))
        named = [*eigenvalues, (formula, text), along]
        self.sharpness.set_series([name for name, _ in named], [pen for _, pen in named])
        self.loss.set_series([tr("loss")], [series_pen(0)])
        back = (tr("the last 20 steps"), line_pen(now.muted, 1))
        self.slice.set_series([tr("loss along v1"), back[0]], [series_pen(0), back[1]])
        self._measured_at = -1
        for curve, size, color in (
            (self.sharpness.curves[-1], 5, series_pen(3).color()),
            (self.slice.curves[1], 5, now.text),
        ):
            curve.setSymbol("o")
            curve.setSymbolSize(size)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(color)
        self.line.setPen(line_pen(now.text, 1, DOTTED))
        for line in self.came:
            line.setPen(line_pen(now.text, 1, DOTTED))
        self.changes.setPen(muted)
        for border, pen in zip(
            self.borders, [text, *(series_pen(k, 1) for k in range(TOP))], strict=True
        ):
            border.setPen(pen)

    def _draw_sharpness(self, spec: EdgeSpec, frame: EdgeFrame) -> None:
        chart, at = self.sharpness, frame.measured_at
        for k in range(TOP):
            chart.set_data(k, at, self._positive(frame.eigenvalues[:, k]))
        line = line_of(spec, frame)
        if not len(line):
            line = np.array([spec.line])
        chart.set_data(TOP, *_steps(line))
        there = np.isfinite(frame.free_reading)
        if self._logarithmic:
            there &= frame.free_reading > 0
        chart.set_data(TOP + 1, at[there], frame.free_reading[there])
        last = float(line[-1])
        self.line.setValue(np.log10(last) if self._logarithmic else last)
        known = frame.eigenvalues[np.isfinite(frame.eigenvalues[:, 0]), 0]
        high = ROOM * max(float(known.max(initial=0.0)), float(line.max()))
        if self._logarithmic:
            chart.picture.show_range(y=(np.log10(high) - DECADES, np.log10(high)))
        else:
            chart.picture.show_range(y=(0.0, high))

    def _draw(self) -> None:
        """Draw what belongs to the playhead's moment."""
        if self._shown is None:
            return
        spec, frame = self._shown
        if not len(frame.looked_at):
            self.reading.show_reading(edge_readings.at(spec, frame, None))
            return
        look = min(self.transport.step, len(frame.looked_at) - 1)
        step = int(frame.looked_at[look])
        for chart in (self.sharpness, self.loss):
            chart.playhead.setValue(float(step))
        self._draw_slice(frame, look)
        self._draw_spectrum(frame, step)
        self.reading.show_reading(edge_readings.at(spec, frame, step))

    def _draw_slice(self, frame: EdgeFrame, look: int) -> None:
        along, losses = frame.along[look], frame.slice[look]
        self.slice.set_data(0, along, losses)
        there = np.isfinite(frame.bounced[look])
        places, heights = frame.bounced[look][there], frame.bounced_losses[look][there]
        self.slice.set_data(1, places, heights)
        both = np.concatenate([losses, heights])
        both = both[np.isfinite(both)]
        if both.size and np.isfinite(along).all():
            self.slice.picture.show_range(
                x=(float(along[0]), float(along[-1])), y=(float(both.min()), float(both.max()))
            )

    def _draw_spectrum(self, frame: EdgeFrame, step: int) -> None:
        """Draw the last spectrum that was measured up to a step."""
        earlier = np.flatnonzero(frame.spectrum_at <= step)
        if not len(earlier):
            return
        part = int(earlier[-1])
        grid, density = frame.grid[part], frame.spectrum[part]
        measured_at = int(frame.spectrum_at[part])
        if measured_at != self._measured_at:
            self._measured_at = measured_at
            name = tr("spectrum at step {step}", step=measured_at)
            self.spectrum.set_series([name], [series_pen(0)])
        if not np.isfinite(density).all():
            self.spectrum.set_data(0, np.zeros(0), np.zeros(0))
            return
        lowest = FAINTEST * float(density.max())
        self.spectrum.set_data(0, grid, np.where(density > lowest, density, np.nan))
        time = int(np.flatnonzero(frame.measured_at == measured_at)[0])
        places = (float(frame.threshold[time]), *frame.eigenvalues[time])
        for border, place in zip(self.borders, places, strict=True):
            border.setVisible(bool(np.isfinite(place)))
            if np.isfinite(place):
                border.setValue(place)
        right = max(float(grid[-1]), 1.05 * places[0] if places[0] < 3 * grid[-1] else 0.0)
        self.spectrum.picture.show_range(
            x=(float(grid[0]), right),
            y=(float(np.log10(lowest)) + 0.2, float(np.log10(density.max()))),
        )

    def _on_scale(self) -> None:
        self.sharpness.plot.setLogMode(x=False, y=self._logarithmic)
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _positive(self, values: Array) -> Array:
        """Values for the axis: on a logarithmic one, what is not above 0 becomes a gap."""
        return np.where(values > 0, values, np.nan) if self._logarithmic else values

    def _on_clicked(self, step: float) -> None:
        if self._shown is not None and len(self._shown[1].looked_at):
            self.transport.move_to(int(np.abs(self._shown[1].looked_at - step).argmin()))


def _steps(values: Array) -> tuple[Array, Array]:
    """A curve that is constant between changes, by its corners."""
    jumps = np.flatnonzero(np.diff(values)) + 1
    starts, ends = np.concatenate([[0], jumps]), np.concatenate([jumps, [len(values)]])
    x = np.stack([starts, ends], axis=1).ravel().astype(float)
    return x, np.repeat(values[starts], 2)
