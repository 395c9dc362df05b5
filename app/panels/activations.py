"""Activations: does the signal survive the depth?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSplitter, QWidget

from app import readings, theme
from app.job import Job, Worker
from app.labels import _ as mark
from app.labels import choice, number, tr
from app.panels.panel import Panel, Preset
from app.widgets.chart import Chart
from app.widgets.formula import FormulaView
from app.widgets.reading import ReadingView
from app.widgets.ridges import Ridges, outside
from core.parameters import Spec, SpecError
from core.signals.activations import ACTIVATIONS
from core.signals.initializers import INITIALIZERS
from core.signals.propagation import ActivationsFrame, ActivationsSpec, Side

Array = np.ndarray[Any, Any]


class ActivationsPanel(Panel):
    """Two initializations on the same draws: histograms by layer, and what each layer passes on."""

    key = "activations"
    presets: ClassVar[Sequence[Preset]] = (
        Preset(mark("0.01: it vanishes"), {"std": 0.01}),
        Preset(mark("1.0: it saturates"), {"std": 1.0}),
        Preset(
            mark("ReLU: Xavier decays, He keeps"),
            {"activation": "relu", "init_a": "xavier_normal", "init_b": "kaiming_normal"},
        ),
        Preset(
            mark("torch's default is not He"),
            {"activation": "relu", "init_a": "torch_default", "init_b": "kaiming_uniform"},
        ),
    )

    def __init__(self, worker: Worker) -> None:
        self._frame: ActivationsFrame | None = None
        super().__init__(worker)
        self._job = self.add_job("activations", self._on_frame)
        self._formulas = {name: FormulaView() for name in ("activation", "init_a", "init_b")}
        for name, view in self._formulas.items():
            self.form.add_note(name, view)

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        assert isinstance(self.spec, ActivationsSpec)
        self._formulas["activation"].set_tex("f(z) = " + ACTIVATIONS[self.spec.activation].tex)
        self._formulas["init_a"].set_tex(INITIALIZERS[self.spec.init_a].tex)
        self._formulas["init_b"].set_tex(INITIALIZERS[self.spec.init_b].tex)
        return ((self._job, self.spec),)

    def build_pictures(self) -> QWidget:
        self.ridges = (Ridges(0), Ridges(1))
        self.forward = Chart(tr("layer"), tr("std after the activation"), log=True)
        self.backward = Chart(tr("layer"), tr("std of dL/dh"), log=True)
        for chart in (self.forward, self.backward):
            chart.set_series(("A", "B"), self._pens())
        self.reading = ReadingView()
        histograms = QSplitter(Qt.Orientation.Horizontal)
        charts = QSplitter(Qt.Orientation.Horizontal)
        for ridges in self.ridges:
            histograms.addWidget(ridges)
        charts.addWidget(self.forward)
        charts.addWidget(self.backward)
        rows = QSplitter(Qt.Orientation.Vertical)
        for widget in (histograms, charts, self.reading):
            rows.addWidget(widget)
        rows.setSizes([320, 190, 150])
        return rows

    def retheme(self) -> None:
        for picture in (*self.ridges, self.forward, self.backward):
            picture.retheme()
        for chart in (self.forward, self.backward):
            chart.set_pens(self._pens())
        for view in self._formulas.values():
            view.draw()

    def draw(self, frame: ActivationsFrame, view: None = None) -> None:
        """Draw both sides."""
        spec = self.drawn_spec(self._job)
        assert isinstance(spec, ActivationsSpec)
        names = [choice("init_a", key) for key in (spec.init_a, spec.init_b)]
        layers = np.arange(1, len(frame.a.std) + 1)
        for k, side in enumerate((frame.a, frame.b)):
            title = f"{'AB'[k]} · {names[k]}"
            if title != self.ridges[k].title:
                self.ridges[k].set_title(title)
            self.ridges[k].show_layers(frame.edges, side.counts, _notes(side))
            self.forward.set_data(k, layers, _positive(side.std))
            self.backward.set_data(k, layers, _positive(side.gradient_std))
        for chart in (self.forward, self.backward):
            chart.plot.setXRange(1, max(2, len(layers)), padding=0.03)
            chart.plot.enableAutoRange(y=True)
        self.reading.show_reading(readings.activations(spec, frame))

    def _on_frame(self, frame: ActivationsFrame) -> None:
        self._frame = frame
        self.draw(frame)

    def _pens(self) -> list[QPen]:
        pens = []
        for k in range(2):
            pen = QPen(theme.series_color(k), 2)
            pen.setCosmetic(True)
            pens.append(pen)
        return pens


def _positive(values: Array) -> Array:
    """Zero has no place on a logarithmic axis: it is a gap, and the reading says so."""
    return np.where(values > 0, values, np.nan)


def _notes(side: Side) -> list[str]:
    totals = side.counts.sum(axis=1) + side.below + side.above + side.nonfinite
    return [
        f"σ {number(side.std[i], 2)} "
        + outside(side.below[i], side.above[i], side.nonfinite[i], totals[i])
        for i in range(len(totals))
    ]
