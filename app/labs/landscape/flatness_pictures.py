"""Pictures of flatness: runs as dots, joined where they are paired; flatness against the test; the
losses on the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.labs.landscape import flatness_readings
from app.panel.again import AgainButton
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import number, tr
from core.landscape.flatness import MEASURES, FlatnessFrame, FlatnessSpec

Array = np.ndarray[Any, Any]

FLAT, TESTED = MEASURES[:3], MEASURES[3:]
"""What says how flat, and what says how good."""
APART = 0.07
"""How far the dots of paired runs stand apart, so that their error bars do."""
DOT = 8
HEIGHTS = [225, 190, 235]
"""The shares of the dots, the curves, and the reading."""


class PairedChart(Chart):
    """Draws one measure of every run as a dot over its value; a line joins the runs with the same
    start."""

    def __init__(self, name: str) -> None:
        self.measure = name
        words = tr(flatness_readings.NAMES[name])
        super().__init__("", words, log=name in ("sharpness", "trace"))
        self.setAccessibleName(words)
        self._drawn_for: object = None

    def show_frame(self, spec: FlatnessSpec, frame: FlatnessFrame) -> None:
        """Draw what is known."""
        values = getattr(frame, self.measure)
        many, runs = values.shape
        if (spec.compared, runs) != self._drawn_for:
            self._drawn_for = (spec.compared, runs)
            self._name(spec, frame)
        at = np.arange(many)[:, None] + APART * (np.arange(runs) - (runs - 1) / 2)
        for k in range(runs):
            self.set_data(k, at[:, k], values[:, k])
        for v in range(many):
            known = np.isfinite(values[v])
            self.set_data(runs + v, at[v, known], values[v, known])
        if self.measure == "trace":
            self.set_data(runs + many, *_bars(at, values, frame.trace_error))

    def retheme(self) -> None:
        super().retheme()
        self._drawn_for = None

    def _name(self, spec: FlatnessSpec, frame: FlatnessFrame) -> None:
        many, runs = frame.losses.shape
        now = theme.current()
        names = [tr("same start"), *[""] * (runs - 1)]
        names += [flatness_readings.value_name(spec, frame, v) for v in range(many)]
        pens = [line_pen(now.muted)] * runs
        pens += [series_pen(v, style=Qt.PenStyle.NoPen) for v in range(many)]
        if self.measure == "trace":
            names.append(tr("± standard error"))
            pens.append(line_pen(now.text))
        self.set_series(names, pens)
        for curve in self.curves:  # those that are used again may have been dots
            curve.setSymbol(None)
        for curve, pen in zip(self.curves[runs : runs + many], pens[runs:], strict=False):
            curve.setSymbol("o")
            curve.setSymbolSize(DOT)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
        ticks = [(float(v), number(float(value))) for v, value in enumerate(frame.values)]
        self.plot.getAxis("bottom").setTicks([ticks])
        self.picture.set_name("bottom", axis_name(spec))
        self.picture.show_range(x=(-0.4, many - 0.6))


def axis_name(spec: FlatnessSpec) -> str:
    """What the values are of."""
    names = {"batch": tr("batch"), "learning_rate": tr("rate η"), "rho": tr("SAM's ρ")}
    return names[spec.compared]


def _bars(at: Array, values: Array, errors: Array) -> tuple[Array, Array]:
    """Points of upright bars of one standard error to both sides, with gaps between."""
    known = np.isfinite(values) & np.isfinite(errors)
    x, y, e = at[known], values[known], errors[known]
    none = np.full(len(x), np.nan)
    return np.stack([x, x, x], axis=1).ravel(), np.stack([y - e, y + e, none], axis=1).ravel()


class Choosable(QWidget):
    """One of several charts, which is chosen from a list above it."""

    def __init__(self, charts: Sequence[PairedChart], name: str) -> None:
        super().__init__()
        self.charts = charts
        self.choice = Combo()
        self.choice.setAccessibleName(name)
        self.stack = QStackedWidget()
        for chart in charts:
            self.choice.addItem(tr(flatness_readings.NAMES[chart.measure]))
            self.stack.addWidget(chart)
        self.choice.currentIndexChanged.connect(self.stack.setCurrentIndex)
        self.line = QHBoxLayout()
        self.line.addWidget(self.choice)
        self.line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.line)
        column.addWidget(self.stack, 1)


class FlatnessPictures(QWidget):
    """Draws a frame in paired dots, flatness against the test, losses on the way, and a reading."""

    def __init__(self) -> None:
        super().__init__()
        self.flat = Choosable([PairedChart(name) for name in FLAT], tr("Flatness by"))
        self.tested = Choosable([PairedChart(name) for name in TESTED], tr("Test by"))
        self.again = AgainButton()
        self.tested.line.addWidget(self.again)
        self.both = Chart(tr("λmax"), tr("test loss"), dots=True)
        self.both.plot.setLogMode(x=True, y=False)
        self.both.setAccessibleName(tr("Test loss over λmax"))
        self.training = Chart(tr("step"), tr("loss"), log=True)
        self.training.setAccessibleName(tr("Training loss"))
        self.training.plot.setLogMode(x=True, y=True)
        self.reading = ReadingView(least_rows=3)
        self._shown: tuple[FlatnessSpec, FlatnessFrame] | None = None
        self._series: object = None
        rows = QSplitter(Qt.Orientation.Vertical)
        for left, right in ((self.flat, self.tested), (self.training, self.both)):
            row = QSplitter(Qt.Orientation.Horizontal)
            row.addWidget(left)
            row.addWidget(right)
            row.setSizes([450, 450])
            rows.addWidget(row)
        rows.addWidget(self.reading)
        rows.setSizes(HEIGHTS)
        for k, height in enumerate(HEIGHTS):
            rows.setStretchFactor(k, height)
        rows.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def show_frame(self, spec: FlatnessSpec, frame: FlatnessFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        for chart in (*self.flat.charts, *self.tested.charts):
            chart.show_frame(spec, frame)
        self._name(spec, frame)
        many, runs = frame.losses.shape
        for v in range(many):
            self.both.set_data(v, frame.sharpness[v], frame.test_loss[v])
            steps = np.arange(frame.training.shape[2]) * frame.epoch_steps[v]
            for k in range(runs):
                # A logarithmic axis has no place for the start.
                known = np.isfinite(frame.training[v, k]) & (steps > 0)
                loss = frame.training[v, k, known]
                self.training.set_data(v * runs + k, steps[known], loss)
        self.reading.show_reading(flatness_readings.flatness(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        charts = (*self.flat.charts, *self.tested.charts, self.both, self.training)
        for chart in charts:
            chart.retheme()
        self._series = None
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _name(self, spec: FlatnessSpec, frame: FlatnessFrame) -> None:
        many, runs = frame.losses.shape
        if (spec.compared, runs) == self._series:
            return
        self._series = (spec.compared, runs)
        names = [flatness_readings.value_name(spec, frame, v) for v in range(many)]
        self.both.set_series(names, [series_pen(v) for v in range(many)])
        each = [name for value in names for name in (value, *[""] * (runs - 1))]
        pens = [series_pen(v, 1) for v in range(many) for _ in range(runs)]
        self.training.set_series(each, pens)
