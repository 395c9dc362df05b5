"""Pictures of nets in training: losses, accuracies, update ratios, dead units, histograms over
time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.labs.activations import readings
from app.panel.animation import Animation
from app.widgets.chart import Chart
from app.widgets.flow import Flow
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.ridges import Ridges, Undrawn, outside
from app.widgets.styled import styled
from app.words.labels import percent, tr
from core.signals.training import LN_CLASSES, TrainingFrame, TrainingSpec

Array = np.ndarray[Any, Any]

WANTED_RATIO = 1e-3


class OverTime(Ridges):
    """Histograms at one moment; a pinned one of another moment, or net, may stand behind them."""

    def kind(self) -> tuple[object, ...]:
        return tuple(part for part in super().kind() if part != self.title)


class TrainingPictures(QWidget):
    """Draws frames. The histograms follow the newest measurement until the scrubber is moved."""

    paused = Signal(bool)
    stepped = Signal()
    proposal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[TrainingSpec, TrainingFrame] | None = None
        self._named: tuple[Any, ...] = ()
        self.pause = QPushButton(tr("Pause"))
        self.pause.setCheckable(True)
        self.pause.setEnabled(False)
        self.pause.toggled.connect(self._on_paused)
        self.step = QPushButton(tr("One step"))
        self.step.clicked.connect(self.stepped)
        self.step.setEnabled(False)
        self.propose = QPushButton(tr("Propose cadence"))
        self.propose.setToolTip(tr("Measure what looking costs, and look so often that it is 15 %"))
        self.propose.clicked.connect(self.proposal_wanted)
        self.cost = styled(QLabel(), "muted")
        self.loss = Chart(tr("step"), tr("loss"), log=True)
        self.accuracy = Chart(tr("step"), tr("accuracy"))
        self.ratio = Chart(tr("step"), tr("|Δw| / |w|, each layer"), log=True)
        self.dead = Chart(tr("step"), tr("dead units"))
        self.lines = []
        for chart, value in ((self.loss, LN_CLASSES), (self.ratio, WANTED_RATIO)):
            line = pg.InfiniteLine(angle=0, pos=np.log10(value), movable=False)
            chart.plot.addItem(line, ignoreBounds=True)
            self.lines.append(line)
        self.changes = pg.VTickGroup()
        self.loss.plot.addItem(self.changes, ignoreBounds=True)
        self.net = QComboBox()
        self.net.setAccessibleName(tr("Net"))
        self.shown = QComboBox()
        self.shown.addItems([tr("activations h"), tr("weights"), tr("weights' gradients")])
        self.shown.setAccessibleName(tr("Shown"))
        self.histograms = OverTime(0)
        self.scrub = QSlider(Qt.Orientation.Horizontal)
        self.scrub.setAccessibleName(tr("Measurement"))
        self.scrub.setRange(0, 0)  # at its end, or it would not follow a first frame of many
        self.at = styled(QLabel(), "muted")
        self.reading = ReadingView(least_rows=3)
        for combo in (self.net, self.shown):
            combo.currentIndexChanged.connect(self._redraw)
        self.scrub.valueChanged.connect(self._redraw)
        self._lay_out()

    def show_frame(self, spec: TrainingSpec, frame: TrainingFrame) -> None:
        """Draw the training so far."""
        follows = self.scrub.value() >= self.scrub.maximum()
        self._shown = (spec, frame)
        self._name(spec, frame)
        self.changes.setXVals(frame.changed_at + 1)
        self.changes.update()
        with QSignalBlocker(self.scrub):
            self.scrub.setRange(0, max(0, len(frame.measured_at) - 1))
            if follows:
                self.scrub.setValue(self.scrub.maximum())
        steps = np.arange(1, frame.step + 1)
        dead = frame.dead_share
        for k in range(spec.rates):
            self.loss.set_data(2 * k, steps, frame.losses[k])
            self.loss.set_data(2 * k + 1, frame.evaluated_at, frame.test_losses[k])
            self.accuracy.set_data(2 * k, frame.evaluated_at, frame.train_accuracies[k])
            self.accuracy.set_data(2 * k + 1, frame.evaluated_at, frame.test_accuracies[k])
            self.dead.set_data(k, frame.evaluated_at, dead[k])
        self._draw_net(spec, frame)
        self.ratio.picture.show_range(y=_decades(frame.update_ratios), padding=0.02)
        self.accuracy.picture.show_range(y=(0, 1), padding=0.03)
        self.dead.picture.show_range(y=(0, 1), padding=0.03)
        for chart in (self.loss, self.accuracy, self.ratio, self.dead):
            chart.picture.show_range(x=(0, max(1, frame.total)), padding=0.02)
        self.cost.setText(tr("Looking costs {share} of the time.", share=percent(frame.cost)))
        self.reading.show_reading(readings.training(spec, frame))

    def animation(self) -> Animation | None:
        """The histograms over time as an animation; None while there is only one measurement."""
        if self.scrub.maximum() < 1:
            return None
        return Animation(self.scrub.maximum() + 1, self.scrub.value, self.scrub.setValue)

    def set_paused(self, paused: bool) -> None:
        """Show the training as paused, or running."""
        self.pause.setChecked(paused)

    def set_going(self, going: bool) -> None:
        """Show whether a training is running; if not, it cannot be paused."""
        if not going:
            self.set_paused(False)
        self.pause.setEnabled(going)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self._named = ()
        for chart in (self.loss, self.accuracy, self.ratio, self.dead):
            chart.retheme()
        self.histograms.retheme()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _draw_net(self, spec: TrainingSpec, frame: TrainingFrame) -> None:
        """Draw what is shown for the chosen net alone."""
        net = max(0, self.net.currentIndex())
        ratios = frame.update_ratios[net]
        for layer in range(len(self.ratio.curves)):
            values = ratios[:, layer]
            there = values > 0
            self.ratio.set_data(layer, frame.measured_at, np.where(there, values, np.nan))
        if not len(frame.measured_at):
            return
        m = min(self.scrub.value(), len(frame.measured_at) - 1)
        step = int(frame.measured_at[m]) + 1
        self.at.setText(tr("step {step}", step=step))
        self.histograms.set_series(net)
        whose = tr("{net}, step {step}", net=self.net.itemText(net), step=step)
        title = whose if spec.rates > 1 else ""
        if title != self.histograms.title:  # most frames bring no measurement
            self.histograms.set_title(title)
        if self.shown.currentIndex() == 0:
            counts, edges = frame.counts[net, m], frame.edges
            rest = frame.outside[net, m]
            undrawn = Undrawn(*rest.T)
            totals = counts.sum(axis=1) + rest.sum(axis=1)
            notes = [
                outside(low, high, bad, total)
                for (low, high, bad), total in zip(rest.tolist(), totals.tolist(), strict=True)
            ]
            self.histograms.set_name("bottom", tr("value after the activation"))
        else:
            of_weights = self.shown.currentIndex() == 1
            every = frame.weight_octaves if of_weights else frame.gradient_octaves
            there = np.flatnonzero(every[net].sum(axis=(0, 1)))
            low, high = (max(1, there[0]), there[-1] + 1) if there.size else (120, 130)
            counts = every[net, m][:, low:high]
            edges = np.log10(frame.octave_edges[low : high + 1])
            notes = [""] * len(counts)
            undrawn = None
            self.histograms.set_name("bottom", tr("log₁₀ of the magnitude"))
        self.histograms.show_layers(edges, counts, notes, undrawn=undrawn)

    def _name(self, spec: TrainingSpec, frame: TrainingFrame) -> None:
        """Name a curve for each net, and for each layer."""
        names = [f"η {rate}" for rate in readings.rates_taken(spec, frame)]
        named = (names, spec.depth, theme.current().key)
        if named == self._named:
            return
        self._named = named
        parts = (tr("training"), Qt.PenStyle.SolidLine), (tr("held out"), Qt.PenStyle.DashLine)
        both = [f"{name} {part}" for name in names for part, _ in parts]
        pens = [_pen(k, style) for k in range(len(names)) for _, style in parts]
        legend = None
        if len(names) > 1:  # two lines in place of one for each net
            legend = [(name, _pen(k)) for k, name in enumerate(names)]
            legend += [(part, _pen(None, style)) for part, style in parts]
        for chart in (self.loss, self.accuracy):
            chart.set_series(both, pens, legend)
        self.dead.set_series(names, [_pen(k) for k in range(len(names))])
        self.ratio.set_series(*_layers(spec.depth + 1))
        for line in self.lines:
            line.setPen(line_pen(theme.current().muted, style=Qt.PenStyle.DotLine))
        self.changes.setPen(line_pen(theme.current().muted))
        with QSignalBlocker(self.net):
            chosen = max(0, self.net.currentIndex())
            self.net.clear()
            self.net.addItems(names)
            self.net.setCurrentIndex(min(chosen, len(names) - 1))

    def _redraw(self) -> None:
        if self._shown is not None:
            spec, frame = self._shown
            self._name(spec, frame)
            self._draw_net(spec, frame)

    def _on_paused(self, paused: bool) -> None:
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        self.step.setEnabled(paused)
        self.paused.emit(paused)

    def _lay_out(self) -> None:
        bar = Flow()
        for button in (self.pause, self.step, self.propose):
            bar.addWidget(button)
        bar.addWidget(self.cost)
        bar.addWidget(self.net)
        bar.addWidget(self.shown)
        over_time = QWidget()
        right = QVBoxLayout(over_time)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.histograms, 1)
        scrubbing = QHBoxLayout()
        scrubbing.addWidget(self.scrub, 1)
        scrubbing.addWidget(self.at)
        right.addLayout(scrubbing)
        columns = QSplitter(Qt.Orientation.Horizontal)
        for pair in ((self.loss, self.accuracy), (self.ratio, self.dead)):
            column = QSplitter(Qt.Orientation.Vertical)
            for chart in pair:
                column.addWidget(chart)
            columns.addWidget(column)
        columns.addWidget(over_time)
        columns.setSizes([320, 320, 320])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(columns)
        rows.addWidget(self.reading)
        rows.setSizes([440, 110])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(rows, 1)


def _decades(ratios: Array) -> tuple[float, float]:
    """The range of the update ratios' axis in decades: at least from 1e-5 to 1e-1, so that the
    line at 1e-3 has room around it, and at most three decades more: those of a dead net may leave
    the picture."""
    there = ratios[(ratios > 0) & np.isfinite(ratios)]
    if not there.size:
        return -5.0, -1.0
    low, high = float(np.log10(there.min())), float(np.log10(there.max()))
    return max(-8.0, min(-5.0, low)), min(2.0, max(-1.0, high))


def _pen(series: int | None, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """The pen of a net's curve; without a number, that of what all nets have in common."""
    if series is None:
        return line_pen(theme.current().muted, 1.5, style)
    return series_pen(series, 1.5, style)


def _layers(count: int) -> tuple[list[str], list[QPen]]:
    """Names and pens of the layers, pale for the first and full for the last; only the ends are
    named."""
    now = theme.current()
    names = [tr("layer 1"), *[""] * (count - 2), tr("classes")][:count]
    pens = []
    for layer in range(count):
        share = 0.2 + 0.8 * layer / max(1, count - 1)
        pens.append(line_pen(theme.mix(now.line, theme.series_color(1).name(), share), 1.5))
    return names, pens
