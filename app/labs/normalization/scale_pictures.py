"""Pictures of BN(aWx) against BN(Wx): value by value at the chosen a, and over all a."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.normalization import readings
from app.labs.normalization.diagonal import Diagonal
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.words.labels import tr
from app.words.names import NORMS as NAMES
from core.layers.norms import NORMS
from core.normalization.weight_scale import WeightScaleFrame, WeightScaleSpec


class WeightScalePictures(QWidget):
    """Draws a frame in two pictures and a table."""

    def __init__(self) -> None:
        super().__init__()
        self.values = Diagonal(tr("N(Wx)"), tr("N(aWx)"))
        self.apart = Chart("|a|", tr("largest |N(aWx) - N(Wx)|"), log=True)
        self.apart.plot.setLogMode(x=True, y=True)
        self.apart.playhead.setVisible(True)
        self.reading = ReadingView()
        self._shown: tuple[WeightScaleSpec, WeightScaleFrame] | None = None
        self._series = ""
        charts = QSplitter(Qt.Orientation.Horizontal)
        charts.addWidget(self.values)
        charts.addWidget(self.apart)
        charts.setSizes([440, 520])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(charts)
        rows.addWidget(self.reading)
        rows.setSizes([430, 200])
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def show_frame(self, spec: WeightScaleSpec, frame: WeightScaleFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        key = f"{theme.current().key} {spec.norm}"
        if key != self._series:
            self._series = key
            pens = [series_pen(i + 1) for i in range(len(NORMS))]
            self.values.set_series([tr(NAMES[spec.norm])], [pens[list(NORMS).index(spec.norm)]])
            self.apart.set_series([tr(NAMES[k]) for k in frame.norms], pens)
        self.values.set_data(0, frame.plain, frame.scaled)
        self.values.show_reach(1.03 * float(np.abs(frame.plain).max()))
        apart = frame.apart_negative if spec.negate else frame.apart
        for k in range(len(frame.norms)):
            # Where nothing differs, there is no place on a logarithmic axis.
            self.apart.set_data(k, frame.factors, np.where(apart[k] > 0, apart[k], np.nan))
        self.apart.playhead.setValue(np.log10(spec.factor))
        self.reading.show_reading(readings.weight_scale(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.values.retheme()
        self.apart.retheme()
        if self._shown is not None:
            self.show_frame(*self._shown)
