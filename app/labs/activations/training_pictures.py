"""Pictures of nets in training: losses, accuracies, update ratios, dead units, histograms over
time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.activations import readings
from app.labs.activations.training_histograms import TrainingHistograms
from app.panel.watched import RunControls
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.flow import Flow
from app.widgets.jump import let_jump
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.verdict_sign import VerdictSign
from app.words.labels import tr
from core.signals.training import LN_CLASSES, TrainingFrame, TrainingSpec
from core.training.judging import judged

Array = np.ndarray[Any, Any]

WANTED_RATIO = 1e-3


class TrainingPictures(QWidget):
    """Draws frames, and one net of several in detail."""

    net_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[TrainingSpec, TrainingFrame] | None = None
        self._named: tuple[Any, ...] = ()
        self._wanted = 0
        self._judged: tuple[TrainingSpec, int] | None = None
        """The run and the evaluation that the sign speaks of."""
        self._moment = 0
        self.run = RunControls()
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
        self.net = Combo()
        self.net.setAccessibleName(tr("Net"))
        self.over_time = TrainingHistograms()
        self.over_time.moved.connect(self._on_moved)
        let_jump(self.over_steps, lambda: self._moment, self.over_time.show_near, float)
        self.sign = VerdictSign()
        self.reading = ReadingView(least_rows=3)
        self.net.currentIndexChanged.connect(self._on_net)
        self._lay_out()

    @property
    def over_steps(self) -> tuple[Chart, ...]:
        """The charts whose axis is the step; a line marks that of the histograms."""
        return self.loss, self.accuracy, self.ratio, self.dead

    def show_frame(self, spec: TrainingSpec, frame: TrainingFrame) -> None:
        """Draw the training so far."""
        self._shown = (spec, frame)
        self._name(spec, frame)
        self.changes.setXVals(frame.changed_at + 1)
        self.changes.update()
        self.over_time.follow(len(frame.measured_at))
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
        for chart in self.over_steps:
            chart.picture.show_range(x=(0, max(1, frame.total)), padding=0.02)
        self.run.show_reached(frame, frame.cost)
        self._judge(spec, frame)
        self.reading.show_reading(readings.training(spec, frame))

    def _judge(self, spec: TrainingSpec, frame: TrainingFrame) -> None:
        """Say what ails the nets, anew after each evaluation on all data."""
        now = (spec, len(frame.evaluated_at))
        if now == self._judged:
            return
        self._judged = now
        self.sign.show_verdicts(
            {
                f"η {rate}": judged(frame.record(k, spec.epoch))
                for k, rate in enumerate(readings.rates_taken(spec, frame))
            },
            done=frame.step == frame.total,
        )

    def choose_net(self, net: int) -> None:
        """Show that net in detail, or the last one if there are fewer."""
        self._wanted = net
        net = min(net, self.net.count() - 1)
        if net >= 0 and net != self.net.currentIndex():
            with QSignalBlocker(self.net):
                self.net.setCurrentIndex(net)
            self._redraw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self._named = ()
        for chart in self.over_steps:
            chart.retheme()
        self.over_time.retheme()
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
        layers = frame.dead[net] if bool(np.isfinite(frame.train_losses[net]).all()) else None
        for layer in range(spec.depth if spec.depth > 1 else 0):
            told = np.full(len(frame.evaluated_at), np.nan) if layers is None else layers[:, layer]
            self.dead.set_data(spec.rates + layer, frame.evaluated_at, told)
        self.over_time.show_net(spec, frame, net, self.net.itemText(net))

    def _name(self, spec: TrainingSpec, frame: TrainingFrame) -> None:
        """Name a curve for each net, and for each layer."""
        names = [f"η {rate}" for rate in readings.rates_taken(spec, frame)]
        named = (names, spec.depth, max(0, self.net.currentIndex()), theme.current().key)
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
        self._name_dead(spec, names)
        self.ratio.set_series(*_layers(spec.depth + 1))
        for line in self.lines:
            line.setPen(line_pen(theme.current().muted, style=Qt.PenStyle.DotLine))
        self.changes.setPen(line_pen(theme.current().muted))
        with QSignalBlocker(self.net):
            self.net.clear()
            self.net.addItems(names)
            self.net.setCurrentIndex(min(self._wanted, len(names) - 1))

    def _name_dead(self, spec: TrainingSpec, names: list[str]) -> None:
        """Name the curves of dead units: every net's share, and the layers of the net in detail."""
        chosen = min(self._wanted, len(names) - 1)
        depth = spec.depth if spec.depth > 1 else 0
        color = theme.series_color(chosen).name()
        layers = [
            line_pen(_shade(color, k, depth), 1.5, Qt.PenStyle.DashLine) for k in range(depth)
        ]
        pens = [_pen(k) for k in range(len(names))]
        legend = list(zip(names, pens, strict=True))
        for k in (0, depth - 1)[:depth]:
            legend.append((tr("{net}, layer {layer}", net=names[chosen], layer=k + 1), layers[k]))
        of_layers = [
            tr("{net}, layer {layer}", net=names[chosen], layer=k + 1) for k in range(depth)
        ]
        self.dead.set_series([*names, *of_layers], [*pens, *layers], legend)

    def _redraw(self) -> None:
        if self._shown is not None:
            spec, frame = self._shown
            self._name(spec, frame)
            self._draw_net(spec, frame)

    def _on_moved(self, step: int) -> None:
        self._moment = step
        for chart in self.over_steps:
            chart.playhead.setVisible(True)
            chart.playhead.setValue(step)

    def _on_net(self, net: int) -> None:
        self._wanted = net
        self._redraw()
        self.net_chosen.emit(net)

    def _lay_out(self) -> None:
        bar = Flow()
        for button in (self.run.pause, self.run.step, self.run.propose):
            bar.addWidget(button)
        for widget in (self.run.where, self.net, self.over_time.shown, self.run.cost):
            bar.addWidget(widget)
        columns = QSplitter(Qt.Orientation.Horizontal)
        for pair in ((self.loss, self.accuracy), (self.ratio, self.dead)):
            column = QSplitter(Qt.Orientation.Vertical)
            for chart in pair:
                column.addWidget(chart)
            columns.addWidget(column)
        columns.addWidget(self.over_time)
        columns.setSizes([320, 320, 320])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(columns)
        rows.addWidget(self.reading)
        rows.setSizes([440, 110])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self.sign)
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
    names = [tr("layer 1"), *[""] * (count - 2), tr("classes")][:count]
    color = theme.series_color(1).name()
    pens = [line_pen(_shade(color, layer, count), 1.5) for layer in range(count)]
    return names, pens


def _shade(color: str, layer: int, count: int) -> QColor:
    """The color of a layer: pale for the first, and full for the last."""
    return theme.mix(theme.current().line, color, 0.2 + 0.8 * layer / max(1, count - 1))
