"""The pictures of the plane, the curves of the training, and what plays them."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.training import boundary_readings
from app.labs.training.plane_pictures import PlanePicture, UnitMosaic
from app.panel.transport import Transport
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from app.words.vocabulary import choice
from core.diagnosis.boundary import LOSSES, MOST_CLASSES, OWN, BoundaryFrame, BoundarySpec

Array = np.ndarray[Any, Any]

DASHED = Qt.PenStyle.DashLine


class BoundaryPictures(QWidget):
    """Draws a frame at the moment of the playhead: a picture of the plane for each net, the units
    of a layer, losses and accuracies, and a reading."""

    placed = Signal(QPointF)
    """Emitted with a place that was clicked on, or dragged to."""
    began = Signal(object)
    """Emitted with the number of the point that a gesture has hold of, or None."""
    ended = Signal()
    taken_over = Signal()
    """Emitted when the drawn points are to become a person's own."""

    def __init__(self) -> None:
        super().__init__()
        self.planes = {key: PlanePicture(choice("boundary", "losses", key)) for key in LOSSES}
        for plane in self.planes.values():
            plane.gesture_began.connect(lambda p=plane: self._on_began(p))
            plane.dragged.connect(self._on_dragged)
            plane.gesture_ended.connect(self.ended)
        self.units = UnitMosaic()
        self.layer = Combo()
        self.layer.setAccessibleName(tr("Layer"))
        self.layer.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.layer.currentIndexChanged.connect(lambda _: self._draw())
        self.losses = Chart(tr("step"), tr("loss"), log=True)
        self.accuracy = Chart(tr("step"), tr("share right"))
        for chart in (self.losses, self.accuracy):
            chart.playhead.setVisible(True)
            chart.clicked.connect(self._on_clicked)
        self.transport = Transport()
        self.transport.moved.connect(lambda _: self._draw())
        self.placing = Combo()
        self.placing.setAccessibleName(tr("What a click does"))
        for label in range(MOST_CLASSES):
            self.placing.addItem(tr("add to class {k}", k=label), label)
        self.placing.addItem(tr("take away"), None)
        self.own = QPushButton(tr("Make them own points"))
        self.own.clicked.connect(self.taken_over)
        self.reading = ReadingView(least_rows=2)
        self._shown: tuple[BoundarySpec, BoundaryFrame] | None = None
        self._grabs: PlanePicture | None = None
        self._series: tuple[object, ...] = ()
        self._arrange()

    def _arrange(self) -> None:
        above = QSplitter(Qt.Orientation.Horizontal)
        for plane in self.planes.values():
            above.addWidget(plane)
        charts = QSplitter(Qt.Orientation.Horizontal)
        for widget, width in ((self.units, 300), (self.losses, 300), (self.accuracy, 300)):
            charts.addWidget(widget)
            charts.setStretchFactor(charts.count() - 1, width)
        line = QHBoxLayout()
        line.addWidget(self.layer)
        line.addStretch(1)
        line.addWidget(self.own)
        line.addWidget(self.placing)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(charts, 1)
        rows = QSplitter(Qt.Orientation.Vertical)
        for part, height in ((above, 300), (below, 200), (self.reading, 110)):
            rows.addWidget(part)
            rows.setStretchFactor(rows.count() - 1, height)
        rows.setSizes([300, 200, 110])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows, 1)
        layout.addWidget(self.transport)

    @property
    def label(self) -> int | None:
        """The class of the points that a click adds; None if it takes one away."""
        found: int | None = self.placing.currentData()
        return found

    def show_frame(self, spec: BoundarySpec, frame: BoundaryFrame) -> None:
        """Draw a frame; the playhead stays where it is, or at the end."""
        self._shown = (spec, frame)
        self._name_series(spec, frame)
        own = spec.data == OWN
        self.own.setVisible(not own)
        self.placing.setVisible(own)
        for key, plane in self.planes.items():
            plane.setVisible(key in frame.nets)
            plane.show_points(frame.points, frame.labels)
        self.transport.set_total(len(frame.moments) - 1)
        steps = np.arange(frame.losses.shape[1])
        for k in range(len(frame.nets)):
            self.losses.set_data(k, steps, frame.losses[k])
            self.accuracy.set_data(2 * k, frame.moments, frame.train_accuracy[k])
            self.accuracy.set_data(2 * k + 1, frame.moments, frame.test_accuracy[k])
        for chart in (self.losses, self.accuracy):
            chart.picture.show_range(x=(0.0, float(spec.steps)))
        self.accuracy.picture.show_range(y=(0.0, 1.02))
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for plane in self.planes.values():
            plane.retheme()
        self.units.retheme()
        self.losses.retheme()
        self.accuracy.retheme()
        self.transport.retheme()
        self._series = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _draw(self) -> None:
        """Draw what belongs to the playhead's moment."""
        if self._shown is None:
            return
        spec, frame = self._shown
        at = min(self.transport.step, len(frame.moments) - 1)
        for k, key in enumerate(frame.nets):
            self.planes[key].show_classes(
                frame.x, frame.classes[at, k], frame.confidence[at, k], spec.classes
            )
        layer = max(0, self.layer.currentIndex())
        many = min(spec.layers[layer], frame.units.shape[3]) if spec.layers else 0
        units = frame.units[at, 0, layer, :many] if many else np.zeros((0, 1, 1))
        self.units.show_units(units, layer)
        for chart in (self.losses, self.accuracy):
            chart.playhead.setValue(float(frame.moments[at]))
        self.reading.show_reading(boundary_readings.at(spec, frame, at))

    def _name_series(self, spec: BoundarySpec, frame: BoundaryFrame) -> None:
        series = (frame.nets, spec.layers, spec.data == OWN)
        if series == self._series:
            return
        self._series = series
        names = [choice("boundary", "losses", key) for key in frame.nets]
        pens = [series_pen(LOSSES.index(key)) for key in frame.nets]
        self.losses.set_series(names, pens)
        both: list[str] = []
        for name in names:
            both += [tr("{net}, training", net=name), tr("{net}, held out", net=name)]
        dashed = [series_pen(LOSSES.index(key), style=DASHED) for key in frame.nets]
        curves = [pen for pair in zip(pens, dashed, strict=True) for pen in pair]
        ink = theme.current().text  # the colors are told by the legend beside
        styles = [(tr("training"), line_pen(ink, 2)), (tr("held out"), line_pen(ink, 2, DASHED))]
        self.accuracy.set_series(both, curves, styles)
        with QSignalBlocker(self.layer):
            chosen = self.layer.currentIndex()
            self.layer.clear()
            self.layer.addItems(
                [
                    tr("Layer {layer}: {units} units", layer=k + 1, units=units)
                    for k, units in enumerate(spec.layers)
                ]
            )
            last = len(spec.layers) - 1
            self.layer.setCurrentIndex(chosen if 0 <= chosen <= last else last)
        self.layer.setVisible(len(spec.layers) > 0)

    def _on_clicked(self, step: float) -> None:
        if self._shown is not None:
            moments = self._shown[1].moments
            self.transport.move_to(int(np.abs(moments - step).argmin()))

    def _on_began(self, plane: PlanePicture) -> None:
        self._grabs = plane

    def _on_dragged(self, at: QPointF) -> None:
        if self._grabs is not None:  # the first place of a gesture
            held = self._grabs.nearest(at)
            self._grabs = None
            self.began.emit(held)
        self.placed.emit(at)
