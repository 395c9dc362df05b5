"""The page that takes an architecture apart."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.labs.networks import readings
from app.panel.page import Page
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.words.labels import _ as mark
from app.words.labels import tr
from core.experiment import Frame
from core.networks.architecture import ArchitectureFrame, ArchitectureSpec
from core.parameters import Spec


class AnatomyPictures(QWidget):
    """Draws a net as the table of its rows, and what they cost."""

    def __init__(self) -> None:
        super().__init__()
        self.costs = Chart(tr("row"), tr("share of the whole"))
        self.costs.set_series([tr("Parameters"), tr("MACs")], [series_pen(0), series_pen(1)])
        self.reading = ReadingView()
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(self.costs)
        rows.addWidget(self.reading)
        rows.setSizes([260, 380])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def show_frame(self, spec: ArchitectureSpec, frame: ArchitectureFrame) -> None:
        """Draw the frame."""
        places = np.arange(len(frame.names))
        for i, costs in enumerate((frame.parameters, frame.macs)):
            self.costs.set_data(i, places, costs / max(1, costs.sum()))
        self.reading.show_reading(readings.architecture(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.costs.retheme()
        self.costs.set_pens([series_pen(0), series_pen(1)])


class AnatomyPage(Page[AnatomyPictures]):
    """Shows what each layer of an architecture makes, costs and sees."""

    key = "anatomy"
    experiment = "architecture"
    name = mark("Anatomy")

    def build(self) -> AnatomyPictures:
        return AnatomyPictures()

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, ArchitectureSpec)
        assert isinstance(frame, ArchitectureFrame)
        self.widget.show_frame(spec, frame)
