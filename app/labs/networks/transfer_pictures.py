"""Pictures of Reuse: accuracy against examples, the losses, and what became of the trunks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.networks.transfer_gauge import TransferGauge, Trunk
from app.labs.networks.transfer_readings import known, mean, name, transfer, without_spread
from app.panel.again import AgainButton
from app.widgets.chart import Chart
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.sentences import sentence
from app.words.labels import tr
from core.networks.transfer import GUESSED, WAYS, TransferFrame, TransferSpec

Array = np.ndarray[Any, Any]

ASIDE = 1.03
"""The factor by which the dots of one way stand beside those of the next."""
BESIDE = 0.12
"""The room beside the fewest and the most examples, in powers of ten."""
LOWEST_LOSS = 1e-4
"""The lowest loss that is shown: what is below is learned by heart."""


class TransferPictures(QWidget):
    """Draws accuracy against examples with a dot a seed, the losses of one number of examples, and
    the gauge of the trunks; a click on the left chooses the number."""

    def __init__(self) -> None:
        super().__init__()
        self.button = AgainButton()
        self.note = sentence("muted")
        self.accuracy = Chart(tr("examples a class"), tr("right on 5-9 in %"))
        self.accuracy.plot.setLogMode(x=True, y=False)
        self.guessed = pg.InfiniteLine(100 * GUESSED, angle=0)
        self.accuracy.plot.addItem(self.guessed, ignoreBounds=True)
        self.loss = Chart(tr("step"), tr("training loss"), log=True)
        self.gauge = TransferGauge()
        self.reading = ReadingView()
        self._named: tuple[object, ...] = ()
        self._shown: tuple[TransferSpec, TransferFrame] | None = None
        self._chosen: int | None = None
        """The place of the number of examples that a person chose."""
        self.accuracy.clicked.connect(self._on_clicked)
        self._lay_out()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addWidget(self.note, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.loss, 1)
        column.addWidget(self.gauge)
        charts = QSplitter(Qt.Orientation.Horizontal)
        charts.addWidget(self.accuracy)
        charts.addWidget(right)
        charts.setSizes([500, 460])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(charts)
        rows.addWidget(self.reading)
        rows.setSizes([420, 220])
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(line)
        layout.addWidget(rows, 1)

    def show_frame(self, spec: TransferSpec, frame: TransferFrame) -> None:
        """Draw the results so far."""
        if self._shown is None or self._shown[0].counts != spec.counts:
            self._chosen = None
        self._shown = (spec, frame)
        self._name_series(spec, frame)
        self._draw_accuracy(frame)
        c = self._place(spec, frame)
        if frame.step <= spec.pretraining:
            steps = np.arange(1, len(frame.pretraining_loss) + 1)
            self.loss.set_data(0, steps, frame.pretraining_loss, LOWEST_LOSS)
            self.loss.picture.show_range(x=(0, spec.pretraining))
        else:
            for k in range(len(frame.ways)):
                steps = np.arange(1, spec.steps + 1)
                self.loss.set_data(k, steps, frame.losses[k, c], LOWEST_LOSS)
            self.loss.picture.show_range(x=(0, spec.steps))
        self.loss.picture.auto_range(y=True)
        self.accuracy.mark(float(np.log10(frame.samples_per_class[c])))
        self._draw_gauge(frame, c)
        self.note.setText(self._doing(spec, frame, c))
        self.reading.show_either(lambda: transfer(spec, frame), lambda: without_spread(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in (self.accuracy, self.loss, self.gauge):
            picture.retheme()
        self._named = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _place(self, spec: TransferSpec, frame: TransferFrame) -> int:
        """The place of the number of examples whose losses and trunks are shown: the chosen one,
        or the one in training."""
        last = len(frame.samples_per_class) - 1
        if self._chosen is not None:
            return min(self._chosen, last)
        rounds = max(0, frame.step - spec.pretraining - 1) // spec.steps
        return rounds % (last + 1)

    def _on_clicked(self, x: float) -> None:
        """Choose the number of examples nearest to a click."""
        if self._shown is not None:
            places = np.log10(self._shown[1].samples_per_class)
            self._chosen = int(np.argmin(np.abs(places - x)))
            self.show_frame(*self._shown)

    def _doing(self, spec: TransferSpec, frame: TransferFrame, c: int) -> str:
        """What is being trained, or what the losses and the gauge are of."""
        count = int(frame.samples_per_class[c])
        if frame.step < spec.pretraining:
            return tr("First the digits 0-4")
        if frame.step == frame.total or self._chosen is not None:
            return tr("Right: {count} examples a class; a click on the left chooses", count=count)
        seed = (frame.step - spec.pretraining - 1) // (spec.steps * len(frame.samples_per_class))
        return tr(
            "Seed {seed} of {seeds}: {count} examples of each of 5-9",
            seed=max(0, seed) + 1,
            seeds=spec.seeds,
            count=count,
        )

    def _name_series(self, spec: TransferSpec, frame: TransferFrame) -> None:
        before = frame.step <= spec.pretraining
        named = (frame.ways, spec.counts, before)
        if named == self._named:
            return
        if named[:2] != self._named[:2]:
            self._name_accuracy(frame)
        self._named = named
        if before:
            self.loss.set_series([tr("digits 0-4")], [line_pen(theme.current().text, 2)])
        else:
            self.loss.set_series([name(way) for way in frame.ways], [_pen(w) for w in frame.ways])

    def _name_accuracy(self, frame: TransferFrame) -> None:
        """A line and dots for each way; the dots belong to the line's name."""
        names = [text for way in frame.ways for text in (name(way), "")]
        self.accuracy.set_series(names, [_pen(way) for way in frame.ways for _ in range(2)])
        for way, curve in zip(frame.ways, self.accuracy.curves[1::2], strict=True):
            curve.setPen(None)
            curve.setSymbol("o")
            curve.setSymbolSize(6)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(_pen(way).color())
        for curve in self.accuracy.curves[::2]:
            curve.setSymbol(None)
        counts = frame.samples_per_class
        ticks = [(float(np.log10(count)), str(count)) for count in counts]
        self.accuracy.plot.getAxis("bottom").setTicks([ticks])
        low, high = (float(place) for place, _ in (ticks[0], ticks[-1]))
        self.accuracy.picture.show_range(x=(low - BESIDE, high + BESIDE), y=(0, 100))
        muted = theme.current().muted
        self.guessed.setPen(line_pen(muted, style=Qt.PenStyle.DashLine))

    def _draw_accuracy(self, frame: TransferFrame) -> None:
        counts = frame.samples_per_class.astype(float)
        for k in range(len(frame.ways)):
            self.accuracy.set_data(2 * k, counts, 100 * frame.mean_accuracy[k])
            beside = counts * ASIDE ** (k - (len(frame.ways) - 1) / 2)
            x = np.broadcast_to(beside[:, np.newaxis], frame.accuracy[k].shape)
            there = np.isfinite(frame.accuracy[k])  # pyqtgraph's dots warn of NaN
            self.accuracy.set_data(2 * k + 1, x[there], 100 * frame.accuracy[k][there])

    def _draw_gauge(self, frame: TransferFrame, c: int) -> None:
        """The trunks of that number of examples, or of the last one that every way has ended."""
        if np.isnan(frame.mean_accuracy[:, c]).any() and (ended := known(frame)) is not None:
            c = ended
        trunks = [
            Trunk(
                name(way),
                _pen(way).color(),
                mean(frame.moved_parameters[k, c]),
                mean(frame.moved_features[k, c]),
                frame.old_before,
                mean(frame.old_accuracy[k, c]),
            )
            for k, way in enumerate(frame.ways)
        ]
        self.gauge.show_trunks(trunks)


def _pen(way: str) -> QPen:
    """The pen of a way, whose color is the same in every picture."""
    return series_pen(WAYS.index(way), 2)
