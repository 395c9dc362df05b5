"""Pictures of the checks: five lights, the curve of the chosen one, and those of all faults."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.labs.training import sanity_readings, words
from app.labs.training.lights_picture import SIGNS, Lights, LightsPicture
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.diagnosis.sanity import BAND, BUGS, LIGHTS, SanityFrame, SanitySpec

Array = np.ndarray[Any, Any]
Curves = list[tuple[str, Array, Array]]

DASHED = Qt.PenStyle.DashLine


class SanityPictures(QWidget):
    """Draws a frame: a button for each light that unfolds its curve, the matrix, a reading."""

    planted = Signal(str)
    """Emitted with the key of the fault whose row was clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons = [QPushButton() for _ in LIGHTS]
        row = QHBoxLayout()
        for light, button in enumerate(self.buttons):
            button.setCheckable(True)
            # In a group of buttons the tab key goes past all but the one that is down.
            button.clicked.connect(partial(self._unfold, light))
            row.addWidget(button, 1)
        self.light = 1
        """The number of the light whose curve is shown."""
        self.buttons[self.light].setChecked(True)
        self.chart = Chart(tr("step"), tr("loss"), log=True)
        self.matrix = LightsPicture()
        self.matrix.clicked.connect(self._on_clicked)
        self.reading = ReadingView()
        self._shown: tuple[SanitySpec, SanityFrame] | None = None
        self._series: object = None
        self._arrange(row)

    def _arrange(self, row: QHBoxLayout) -> None:
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self.chart)
        above.addWidget(self.matrix)
        above.setSizes([300, 600])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(above)
        rows.addWidget(self.reading)
        rows.setSizes([360, 260])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(row)
        layout.addWidget(rows, 1)

    def _unfold(self, light: int, down: bool = True) -> None:
        """Show the curve of a light, whose button alone is then down, whatever a click did to
        it."""
        self.light = light
        for place, button in enumerate(self.buttons):
            button.setChecked(place == light)
        self._draw()

    def show_frame(self, spec: SanitySpec, frame: SanityFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        names = [tr(words.LIGHTS[key]) for key in LIGHTS]
        for button, name, light in zip(self.buttons, names, frame.lights, strict=True):
            told = f"{SIGNS[int(light)]} {name}"
            if told != button.text():
                button.setText(told)
        bugs = tuple(choice("sanity", "bug", key) for key in BUGS)
        place = BUGS.index(spec.bug)
        self.matrix.show_lights(Lights(bugs, tuple(names), frame.found, frame.values, place))
        self.reading.show_reading(sanity_readings.sanity(spec, frame))
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.chart.retheme()
        self.matrix.retheme()
        self._series = None
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        x_name, y_name, curves = _curves(self.light, *self._shown)
        series = (self.light, tuple(name for name, _, _ in curves))
        if series != self._series:
            self._series = series
            last = len(curves) - 1
            dashed = self.light in (0, 1, 3)
            pens = [
                series_pen(k, style=DASHED) if dashed and k == last else series_pen(k)
                for k in range(len(curves))
            ]
            self.chart.set_series([name for name, _, _ in curves], pens)
            self.chart.plot.setLabel("bottom", x_name)
            self.chart.set_y_name(y_name)
        for k, (_, x, y) in enumerate(curves):
            self.chart.set_data(k, x, np.where(y > 0, y, np.nan))

    def _on_clicked(self, row: int, column: int) -> None:
        if column >= 0:
            self._unfold(column)
        if row >= 0:
            self.planted.emit(BUGS[row])


def _curves(light: int, spec: SanitySpec, frame: SanityFrame) -> tuple[str, str, Curves]:
    """The names of both axes, and the curves under a light: name, x, y."""
    steps = np.arange(1.0, len(frame.losses) + 1)
    loss, step = tr("loss"), tr("step")
    if light == 0:
        floor = np.full(len(frame.head_scales), frame.expected_loss[0])
        made = [
            (tr("first loss"), frame.head_scales, frame.first_losses),
            (f"ln {spec.classes} = {number(float(floor[0]))}", frame.head_scales, floor),
        ]
        return tr("std of the head's weights"), loss, made
    if light == 1:
        few = np.arange(1.0, len(frame.overfit_losses) + 1)
        floor = np.full(len(few), frame.expected_loss[2])
        constant = tr("a constant answer")
        return step, loss, [(tr("the same 20"), few, frame.overfit_losses), (constant, few, floor)]
    own = (tr("as it is"), steps, frame.losses)
    if light == 2:
        return step, loss, [own, (tr("labels shuffled"), steps, frame.shuffled_losses)]
    if light == 3:
        layers = [
            (tr("layer {k}", k=k + 1), steps, ratio) for k, ratio in enumerate(frame.update_ratio)
        ]
        lines_x = steps[[0, -1, -1, 0, -1]]  # the gap between both ends is no line
        lines_y = np.array([BAND[0], BAND[0], np.nan, BAND[1], BAND[1]])
        return step, "|Δw| / |w|", [*layers, (tr("band"), lines_x, lines_y)]
    return step, loss, [own, (tr("inputs zero"), steps, frame.zero_losses)]
