"""Pictures of a diagnosed run: losses, updates, what its layers do, and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.training import diagnosis_readings as readings
from app.panel.watched import RunControls
from app.widgets.chart import Chart
from app.widgets.flow import Flow
from app.widgets.icons import icon
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from core.diagnosis.diagnosis import GUESSING, DiagnosisFrame, DiagnosisSpec
from core.training.rules import RULES

Array = np.ndarray[Any, Any]

BAND = (1e-3, 1e-2)
"""Where the update ratios of good runs lie: they begin at the upper end, and end at the lower."""
MOST_LOSS = 30.0
"""The highest loss that is always shown; guessing gives 2.3."""
DASHED = Qt.PenStyle.DashLine
MOST_CURES = 2
MOST_NAMED = 3
"""The layers up to which each is named in the legends; of more, the first and the last."""


class DiagnosisPictures(QWidget):
    """Draws a run while it trains, says what ails it, and offers what cures it."""

    cure_wanted = Signal(object)
    """Emitted with the settings of the cure that is to run beside."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[DiagnosisSpec, DiagnosisFrame] | None = None
        self._named: tuple[Any, ...] = ()
        self._cures: Sequence[DiagnosisSpec] = ()
        self.run = RunControls()
        self.cures = [QPushButton() for _ in range(MOST_CURES)]
        for place, button in enumerate(self.cures):
            button.setToolTip(tr("Pin what is drawn, and run with this change beside it"))
            button.clicked.connect(lambda _=False, k=place: self.cure_wanted.emit(self._cures[k]))
            button.hide()
        self.loss = Chart(tr("step"), tr("loss"), log=True)
        self.ratio = Chart(tr("step"), tr("|Δw|/|w|"), log=True)
        self.dead = Chart(tr("step"), tr("share"))
        self.std = Chart(tr("step"), tr("std of h"), log=True)
        self.gradient = Chart(tr("step"), tr("|dL/dw|"), log=True)
        self.charts = (self.loss, self.ratio, self.dead, self.std, self.gradient)
        self.guess = pg.InfiniteLine(angle=0, pos=np.log10(GUESSING), movable=False)
        self.loss.plot.addItem(self.guess, ignoreBounds=True)
        ends = [float(np.log10(end)) for end in BAND]
        self.band = pg.LinearRegionItem(ends, orientation="horizontal", movable=False)
        self.band.setZValue(-10)
        self.ratio.plot.addItem(self.band, ignoreBounds=True)
        self.changes = pg.VTickGroup()
        self.loss.plot.addItem(self.changes, ignoreBounds=True)
        self.reading = ReadingView(least_rows=4)
        self._lay_out()

    def show_frame(
        self, spec: DiagnosisSpec, frame: DiagnosisFrame, cures: Sequence[DiagnosisSpec]
    ) -> None:
        """Draw the run so far, and offer these cures."""
        self._shown = (spec, frame)
        self._name(spec, frame)
        self._draw_losses(frame)
        self._draw_layers(frame)
        self.changes.setXVals([step + 1 for step, _, _ in frame.changed()])
        self.changes.update()
        for chart in self.charts:
            chart.picture.show_range(x=(0, max(1, frame.total)), padding=0.02)
        self._offer(spec, cures)
        self.run.show_reached(frame, frame.cost)
        self._read(spec, frame)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self._named = ()
        for chart in self.charts:
            chart.retheme()
        if self._shown is not None:
            self.show_frame(*self._shown, self._cures)

    def _lay_out(self) -> None:
        line, run = Flow(), self.run
        for widget in (*self.cures, run.pause, run.step, run.propose, run.where, run.cost):
            line.addWidget(widget)
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.addWidget(self.loss)
        upper.addWidget(self.ratio)
        upper.setSizes([560, 400])
        lower = QSplitter(Qt.Orientation.Horizontal)
        for chart in (self.dead, self.std, self.gradient):
            lower.addWidget(chart)
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(upper)
        rows.addWidget(lower)
        rows.addWidget(self.reading)
        rows.setSizes([230, 160, 240])
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(line)
        layout.addWidget(rows, 1)

    def _name(self, spec: DiagnosisSpec, frame: DiagnosisFrame) -> None:
        """Name the curves: of losses, and one for each layer."""
        named = (len(frame.update_ratio), theme.current().key)
        if named == self._named:
            return
        self._named = named
        muted = line_pen(theme.current().muted, 1)
        self.loss.set_series(
            [tr("batch"), tr("training"), tr("held out")],
            [muted, series_pen(0), series_pen(1, 2, DASHED)],
        )
        layers = len(frame.update_ratio)
        names = [tr("layer {layer}", layer=k + 1) for k in range(layers)]
        pens = [series_pen(k) for k in range(layers)]
        ends: list[tuple[str, QPen]] = [(names[0], pens[0]), (names[-1], pens[-1])]
        named_ends = None if layers <= MOST_NAMED else ends
        self.ratio.set_series(names, pens, named_ends)
        self.gradient.set_series(names, pens, named_ends)
        hidden = layers - 1
        self.std.set_series(names[:hidden], pens[:hidden], ends[:1] if named_ends else None)
        both = [*names[:hidden], *(f"{name}, {tr('saturated')}" for name in names[:hidden])]
        flat = [series_pen(k, 2, DASHED) for k in range(hidden)]
        legend = [(tr("dead"), pens[0])]
        if spec.activation != "relu":
            legend.append((tr("saturated"), flat[0]))
        self.dead.set_series(both, [*pens[:hidden], *flat], legend)
        self.guess.setPen(line_pen(theme.current().muted, style=Qt.PenStyle.DotLine))
        self.changes.setPen(line_pen(theme.current().muted))
        color = pg.mkColor(theme.current().muted)
        color.setAlpha(50)
        self.band.setBrush(color)
        for edge in self.band.lines:
            edge.setPen(line_pen(theme.current().muted, style=Qt.PenStyle.DotLine))

    def _draw_losses(self, frame: DiagnosisFrame) -> None:
        self.loss.set_data(0, np.arange(1, frame.step + 1), frame.losses)
        self.loss.set_data(1, frame.evaluated_at, frame.train_losses)
        self.loss.set_data(2, frame.evaluated_at, frame.test_losses)
        every = np.concatenate([frame.losses, frame.train_losses, frame.test_losses])
        known = every[np.isfinite(every) & (every > 0)]
        if known.size:
            high = max(GUESSING, min(float(known.max()), MOST_LOSS * GUESSING))
            low = min(GUESSING / 2, float(known.min()))
            self.loss.picture.show_range(y=(np.log10(low), np.log10(high)), padding=0.05)

    def _draw_layers(self, frame: DiagnosisFrame) -> None:
        for k, (ratios, gradients) in enumerate(
            zip(frame.update_ratio, frame.gradient_norm, strict=True)
        ):
            self.ratio.set_data(k, frame.measured_at, _positive(ratios))
            self.gradient.set_data(k, frame.measured_at, _positive(gradients))
        hidden = frame.dead.shape[1]
        for k in range(hidden):
            self.std.set_data(k, frame.evaluated_at, _positive(frame.std[:, k]))
            self.dead.set_data(k, frame.evaluated_at, frame.dead[:, k])
            self.dead.set_data(hidden + k, frame.evaluated_at, frame.saturated[:, k])
        for chart, values in (
            (self.ratio, frame.update_ratio),
            (self.std, frame.std),
            (self.gradient, frame.gradient_norm),
        ):
            _say_zero(chart, values)
        ratios = _positive(frame.update_ratio)
        self.ratio.picture.show_range(y=_decades(ratios, BAND), padding=0.05)
        self.dead.picture.show_range(y=(0, 1), padding=0.03)

    def _offer(self, spec: DiagnosisSpec, cures: Sequence[DiagnosisSpec]) -> None:
        self._cures = cures
        for place, button in enumerate(self.cures):
            there = place < len(cures)
            if there:
                words = readings.cure_words(spec, cures[place])
                button.setText(tr("Run beside: {settings}", settings=words))
            button.setVisible(there)

    def _read(self, spec: DiagnosisSpec, frame: DiagnosisFrame) -> None:
        """Show the verdict, and the rules with the one that decided lit."""
        place = readings.lit(frame)
        marks = [icon("lit.svg" if k == place else "unlit.svg") for k in range(len(RULES))]
        self.reading.show_either(
            lambda: readings.diagnosis(spec, frame),
            lambda: readings.in_short(spec, frame),
            marks,
        )
        self.reading.show_row(place)


def _positive(values: Array) -> Array:
    """Values for a logarithmic axis: what is not above 0 becomes a gap."""
    return np.where(np.isfinite(values) & (values > 0), values, np.nan)


def _say_zero(chart: Chart, values: Array) -> None:
    """Say where a chart is empty because all is 0, as in a net that is dead, of which a logarithmic
    axis shows nothing."""
    known = values[np.isfinite(values)]
    title = tr("all 0") if known.size and not known.any() else ""
    if title != chart.picture.title:
        chart.picture.set_title(title)


def _decades(values: Array, band: tuple[float, float]) -> tuple[float, float]:
    """The range of logarithms that shows these values and the band, but no more than 8 decades."""
    known = np.log10(values[np.isfinite(values)])
    low, high = (float(np.log10(end)) for end in band)
    if known.size:
        low, high = min(low, float(known.min())), max(high, float(known.max()))
    return max(low, high - 8), high
