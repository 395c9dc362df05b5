"""Pictures of losses: values and gradients at a movable point, fitted lines, and trainings."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.training import losses_readings
from app.labs.training.lines_picture import LinesPicture
from app.widgets.chart import Chart
from app.widgets.legend import ChartLegend
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from core.diagnosis.losses import LINES, RATES, REACH, TRAINED, LossesFrame, LossesSpec

Array = np.ndarray[Any, Any]


class LossesPictures(QWidget):
    """Draws a frame in three charts, a picture of lines, and a reading."""

    pointed_at = Signal(float)
    """Emitted with the z that was clicked on, or to which its line was dragged."""
    gesture_began = Signal()
    gesture_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.values = Chart(tr("score z"), tr("loss"))
        self.gradients = Chart(tr("score z"), tr("dL/dz"))
        for chart in (self.values, self.gradients):
            chart.playhead.setVisible(True)
            chart.playhead.setMovable(True)
            chart.playhead.setZValue(30)
            chart.clicked.connect(self.pointed_at)
            chart.playhead.sigDragged.connect(lambda line: self._on_dragged(line.value()))
            chart.playhead.sigPositionChangeFinished.connect(self._on_finished)
        self.lines = LinesPicture()
        self.lines.setAccessibleName(tr("Lines fitted to the points"))
        self.legend = ChartLegend()
        self.accuracy = Chart(tr("learning rate η"), tr("share right"))
        self.accuracy.setAccessibleName(tr("right on new digits"))
        self.accuracy.plot.setLogMode(x=True, y=False)
        self.dashed = ChartLegend()
        self.reading = ReadingView()
        self._dragging = False
        self._shown: tuple[LossesSpec, LossesFrame] | None = None
        self._series: tuple[object, ...] = ()
        rows = QSplitter(Qt.Orientation.Vertical)
        for left, right in ((self.values, self.gradients), (self._lines(), self._trained())):
            row = QSplitter(Qt.Orientation.Horizontal)
            row.addWidget(left)
            row.addWidget(right)
            row.setSizes([450, 450])
            rows.addWidget(row)
        rows.addWidget(self.reading)
        rows.setSizes([200, 220, 250])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def _lines(self) -> QWidget:
        return _below(self.legend, self.lines)

    def _trained(self) -> QWidget:
        """The trainings; what a dashed line is has a line of its own, or a narrow legend would end
        before it."""
        return _below(self.dashed, self.accuracy)

    def show_frame(self, spec: LossesSpec, frame: LossesFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        self._name_series(spec, frame)
        for k in range(len(frame.names)):
            self.values.set_data(k, frame.z, frame.values[k])
            self.gradients.set_data(k, frame.z, frame.gradients[k])
        for chart in (self.values, self.gradients):
            chart.picture.show_range(x=(-REACH, REACH))
            if not self._dragging:
                chart.playhead.setValue(spec.z)
        self.lines.show_points(frame.points, frame.lines)
        for k in range(len(TRAINED)):
            for start in (0, 1):
                self.accuracy.set_data(2 * k + start, frame.rates, frame.accuracy[k, start])
        self.accuracy.picture.show_range(x=(np.log10(RATES[0]), np.log10(RATES[-1])), y=(0.0, 1.0))
        self.reading.show_reading(losses_readings.losses(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for chart in (self.values, self.gradients, self.accuracy):
            chart.retheme()
        self.lines.retheme()
        self._series = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _name_series(self, spec: LossesSpec, frame: LossesFrame) -> None:
        series = (frame.names, theme.current().key)
        if series == self._series:
            return
        self._series = series
        names = [losses_readings.short_name(name) for name in frame.names]
        pens = [series_pen(k) for k in range(len(names))]
        self.values.set_series(names, pens)
        self.gradients.set_series(names, pens)
        fitted = [losses_readings.name_of(name) for name in LINES]
        lines = [series_pen(k) for k in range(len(LINES))]
        self.lines.set_lines(fitted, lines)
        self.legend.show_entries(
            [(name, pen.color(), "━━") for name, pen in zip(fitted, lines, strict=True)]
        )
        both: list[str] = []
        curves = []
        for k, name in enumerate(TRAINED):
            both += [losses_readings.short_name(name), ""]
            curves += [series_pen(k), series_pen(k, style=Qt.PenStyle.DashLine)]
        told = [(name, pen) for name, pen in zip(both, curves, strict=True) if name]
        self.accuracy.set_series(both, curves, told)
        ink = QColor(theme.current().text)  # the colors say by which loss
        self.dashed.show_entries([(tr("from a wrong, sure start"), ink, "╍╍")])

    def _on_dragged(self, z: float) -> None:
        if not self._dragging:
            self._dragging = True
            self.gesture_began.emit()
        self.pointed_at.emit(z)

    def _on_finished(self) -> None:
        if self._dragging:
            self._dragging = False
            self.gesture_ended.emit()


def _below(legend: ChartLegend, picture: QWidget) -> QWidget:
    """A picture under a legend."""
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(legend)
    column.addWidget(picture, 1)
    return place
