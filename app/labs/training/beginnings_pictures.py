"""Pictures of beginnings: one set for each part, a reading, and what plays a perceptron."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.labs.training import beginnings_readings
from app.labs.training.gate_pictures import GatePicture, StartsMosaic
from app.panel.transport import Transport
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from core.diagnosis.beginnings import (
    LAYERS,
    NETS,
    PRESENTATIONS,
    BeginningsFrame,
    BeginningsSpec,
)

DRAWN_LAYERS = (0, 4, LAYERS - 1)
"""The layers whose pretraining is drawn."""


class BeginningsPictures(QWidget):
    """Draws a frame: a plane with lines and a curve, beside a mosaic of starts where there are
    any; or the curves of deep nets."""

    def __init__(self) -> None:
        super().__init__()
        self.plane = GatePicture()
        self.mosaic = StartsMosaic()
        self.mosaic.chose.connect(self.choose)
        self.curve = Chart("", "")
        self.losses = Chart(tr("step"), tr("loss"), log=True)
        self.rebuilt = Chart(tr("epoch of pretraining"), tr("error of the rebuilt input"))
        self.transport = Transport()
        self.transport.moved.connect(lambda _: self._draw())
        self.curve.clicked.connect(lambda x: self.transport.move_to(round(x)))
        self.reading = ReadingView(least_rows=2)
        self.chosen = 0
        """The start whose net is drawn."""
        self._shown: tuple[BeginningsSpec, BeginningsFrame] | None = None
        self._series = ""
        self.net = QSplitter(Qt.Orientation.Vertical)
        self.net.addWidget(self.plane)
        self.net.addWidget(self.curve)
        self.gates = QSplitter(Qt.Orientation.Horizontal)
        self.gates.addWidget(self.mosaic)
        self.gates.addWidget(self.net)
        self.gates.setSizes([520, 380])
        self.deep = QSplitter(Qt.Orientation.Horizontal)
        self.deep.addWidget(self.losses)
        self.deep.addWidget(self.rebuilt)
        self.deep.setSizes([560, 340])
        rows = QSplitter(Qt.Orientation.Vertical)
        for part, height in ((self.gates, 450), (self.deep, 450), (self.reading, 220)):
            rows.addWidget(part)
            rows.setStretchFactor(rows.count() - 1, height)
        rows.setSizes([450, 450, 220])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows, 1)
        layout.addWidget(self.transport)

    def show_frame(self, spec: BeginningsSpec, frame: BeginningsFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        self.gates.setVisible(spec.part != "deep")
        self.deep.setVisible(spec.part == "deep")
        self.mosaic.setVisible(spec.part == "mlp")
        self.transport.setVisible(spec.part == "perceptron")
        self._name_series(spec)
        if spec.part == "deep":
            self._draw_deep(frame)
        else:
            self.plane.show_points(frame.points, frame.labels)
            played = spec.part == "perceptron"
            self.transport.set_total(len(frame.lines) - 1 if played else 0)
            self._draw()
        self.reading.show_reading(beginnings_readings.beginnings(spec, frame))

    def choose(self, start: int) -> None:
        """Show the net of another start."""
        self.chosen = start
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for part in (self.plane, self.mosaic, self.curve, self.losses, self.rebuilt):
            part.retheme()
        self.transport.retheme()
        self._series = ""
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _draw(self) -> None:
        """Draw the perceptron at the playhead, or the chosen start's net."""
        if self._shown is None or self._shown[0].part == "deep":
            return
        spec, frame = self._shown
        if spec.part == "perceptron":
            at = min(self.transport.step, len(frame.lines) - 1)
            corner = int(frame.presented[at - 1]) if at else None
            self.plane.set_title(tr("After {count} presentations", count=at))
            self.curve.set_data(0, np.arange(len(frame.wrong)), frame.wrong)
            self.curve.playhead.setValue(at)
            self.curve.picture.show_range(x=(0.0, float(PRESENTATIONS)), y=(0.0, 4.1))
        else:
            at, corner = min(self.chosen, len(frame.lines) - 1), None
            said = tr("learned") if frame.learned[at] else tr("not learned")
            self.plane.set_title(tr("Start {start}: {said}", start=at + 1, said=said))
            self.mosaic.show_starts(frame.pictures, frame.learned, at)
            self.curve.set_data(0, frame.moments, frame.curves[at])
            self.curve.picture.show_range(x=(0.0, float(spec.steps)), y=(0.0, 1.0))
        self.plane.show_net(frame.x, frame.pictures[at], frame.lines[at])
        self.plane.ring(corner)

    def _draw_deep(self, frame: BeginningsFrame) -> None:
        steps = np.arange(frame.losses.shape[1])
        for k, losses in enumerate(frame.losses):
            self.losses.set_data(k, steps, losses, lowest=1e-3)
        self.losses.picture.show_range(x=(0.0, float(frame.losses.shape[1])))
        epochs = np.arange(1, frame.rebuilt.shape[1] + 1)
        for k, layer in enumerate(DRAWN_LAYERS):
            self.rebuilt.set_data(k, epochs, frame.rebuilt[layer])

    def _name_series(self, spec: BeginningsSpec) -> None:
        if spec.part == self._series:
            return
        self._series = spec.part
        if spec.part == "deep":
            names = [tr(beginnings_readings.CALLED[name]) for name in NETS]
            self.losses.set_series(names, [series_pen(k) for k in range(len(names))])
            layers = [tr("layer {layer}", layer=k + 1) for k in DRAWN_LAYERS]
            self.rebuilt.set_series(layers, [series_pen(5 + k) for k in range(len(layers))])
            return
        played = spec.part == "perceptron"
        self.net.setOrientation(Qt.Orientation.Horizontal if played else Qt.Orientation.Vertical)
        self.net.setSizes([450, 450] if played else [300, 170])
        self.curve.playhead.setVisible(played)
        self.curve.picture.set_name("bottom", tr("presentations") if played else tr("step"))
        self.curve.set_y_name(tr("corners wrong") if played else tr("loss"))
        self.curve.set_series([""], [series_pen(2)])
