"""Normalization: which numbers share a mean?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from app import readings, theme
from app.job import Job, Worker
from app.labels import NORM_NAMES, norm, number, tr
from app.labels import _ as mark
from app.panels.panel import Panel, Preset
from app.widgets.chart import Chart, Picture
from app.widgets.formula import FormulaView
from app.widgets.mosaic import Mosaic
from app.widgets.parts import sentence, styled
from app.widgets.reading import ReadingView
from app.widgets.ridges import outside
from core.normalization.comparison import NormalizationFrame, NormalizationSpec
from core.normalization.norms import NORMS
from core.parameters import Spec, SpecError

Array = np.ndarray[Any, Any]

SHOWN = 3.0
"""The outputs' common color scale reaches from -3 to 3."""
INPUT_COLORS, OUTPUT_COLORS = "CET-L1", "CET-D1"


@dataclass(frozen=True)
class NormalizationView:
    """What is shown but not computed."""

    sample: int = 0
    channel: int = 0


class NormalizationPanel(Panel):
    """The input and four norms: the batch as pictures, histograms, and the groups' statistics."""

    key = "normalization"
    presets: ClassVar[Sequence[Preset]] = (
        Preset(mark("Batch of one: BN = IN"), {"batch": 1}),
        Preset(mark("GN with 1 group = LN"), {"groups": 1}),
        Preset(mark("GN with C groups = IN"), {"groups": 8}),
        Preset(mark("Offset channels"), {"source": "noise"}),
    )

    def __init__(self, worker: Worker) -> None:
        self.view = NormalizationView()
        self._frame: NormalizationFrame | None = None
        super().__init__(worker)
        self._job = self.add_job("normalization", self._on_frame)
        self._formula = FormulaView()
        self.form.add_note("source", self._formula)

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        self._formula.set_tex(r"y = \gamma \frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta")
        return ((self._job, self.spec),)

    def build_pictures(self) -> QWidget:
        titles = {"input": tr("Input")} | {key: norm(key) for key in NORMS}
        self.mosaics = {key: Mosaic() for key in titles}
        self.histograms = {key: _Histogram() for key in titles}
        self.pointer = sentence("muted")
        self.reading = ReadingView()
        pictures = QWidget()
        row = QHBoxLayout(pictures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key, title in titles.items():
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(_caption(title))
            column.addWidget(self.mosaics[key], 3)
            column.addWidget(self.histograms[key], 2)
            column.addWidget(self.histograms[key].note)
            row.addLayout(column, 1)
            self.mosaics[key].pointed.connect(self._on_pointed)
        self.groups = Chart(tr("mean of a group"), tr("its std"), dots=True)
        self.groups.set_series(*_group_series())
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pointer)
        column.addWidget(self.reading, 1)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(words)
        below.addWidget(self.groups)
        below.setSizes([560, 380])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(pictures)
        rows.addWidget(below)
        rows.setSizes([470, 210])
        rows.setStretchFactor(0, 1)
        return rows

    def open_file(self, path: str) -> bool:
        if not path.endswith(".npy"):
            return False
        self._asked.clear()  # the file may have changed under the same name
        self.form.change(source="file", path=path)
        self.refresh()
        return True

    def retheme(self) -> None:
        for picture in (*self.mosaics.values(), *self.histograms.values()):
            picture.retheme()
        self.groups.retheme()
        self.groups.set_series(*_group_series())
        self._formula.draw()
        if self._frame is not None:
            self.draw(self._frame, self.view)

    def draw(self, frame: NormalizationFrame, view: NormalizationView) -> None:
        """Draw the pictures, the histograms and the table."""
        low, high = float(frame.input_edges[0]), float(frame.input_edges[-1])
        self.mosaics["input"].show_batch(frame.input, low, high, INPUT_COLORS)
        bad = outside(0, 0, int(frame.input_nonfinite), frame.input.size)
        self.histograms["input"].show_counts(frame.input_edges, frame.input_counts, bad, 0)
        for i, key in enumerate(NORMS):
            self.mosaics[key].show_batch(frame.output(key), -SHOWN, SHOWN, OUTPUT_COLORS)
            note = outside(
                frame.below[i], frame.above[i], frame.nonfinite[i], max(1, frame.input.size)
            )
            self.histograms[key].show_counts(frame.edges, frame.counts[i], note, i + 1)
            of_groups = getattr(frame, f"{key}_group")
            self.groups.set_data(i, of_groups.mean.ravel(), of_groups.std.ravel())
        self.groups.plot.enableAutoRange()
        self.draw_pointer(frame, view)
        spec = self.drawn_spec(self._job)
        assert isinstance(spec, NormalizationSpec)
        self.reading.show_reading(readings.normalization(spec, frame))

    def draw_pointer(self, frame: NormalizationFrame, view: NormalizationView) -> None:
        """Light what shares a mean with the chosen map, and say which mean that is."""
        spec = self.drawn_spec(self._job)
        assert isinstance(spec, NormalizationSpec)
        n, c = frame.input.shape[:2]
        sample, channel = min(view.sample, n - 1), min(view.channel, c - 1)
        groups = len(frame.gn_group.mean[0])
        self.mosaics["input"].light(None, sample, channel, groups)
        parts = []
        for key, one in NORMS.items():
            self.mosaics[key].light(one, sample, channel, groups)
            mean, std = (
                _statistic(a, key, sample, channel, c // groups)
                for a in (getattr(frame, f"{key}_group").mean, getattr(frame, f"{key}_group").std)
            )
            parts.append(f"{tr(NORM_NAMES[key])}: μ {number(mean)}, σ {number(std)}")
        place = tr("Sample {sample}, channel {channel}", sample=sample + 1, channel=channel + 1)
        self.pointer.setText(f"{place} · " + " · ".join(parts))

    def _on_frame(self, frame: NormalizationFrame) -> None:
        self._frame = frame
        self.draw(frame, self.view)

    def _on_pointed(self, sample: int, channel: int) -> None:
        view = NormalizationView(sample, channel)
        if self._frame is not None and view != self.view:
            self.view = view
            self.draw_pointer(self._frame, view)


def _group_series() -> tuple[list[str], list[QPen]]:
    """Each group a dot, in the color of its norm's histogram."""
    pens = [QPen(theme.series_color(i + 1), 2) for i in range(len(NORMS))]
    return [tr(NORM_NAMES[key]) for key in NORMS], pens


def _caption(text: str, name: str = "") -> QLabel:
    """A centered line that gives way when there is little room."""
    label = styled(QLabel(text), name)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    label.setToolTip(text)
    return label


def _statistic(values: Array, key: str, sample: int, channel: int, size: int) -> float:
    index = {
        "bn": (channel,),
        "ln": (sample,),
        "in": (sample, channel),
        "gn": (sample, channel // size),
    }[key]
    return float(values[index])


class _Histogram(Picture):
    """One histogram, filled, with what fell outside."""

    def __init__(self) -> None:
        super().__init__(tr("value"), "")
        self.curve = self.plot.plot([0, 1], [0], stepMode="center", fillLevel=0)
        self.plot.hideAxis("left")
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.note = _caption("", "muted")
        self._series = -1
        self._ends = (0.0, 0.0)

    def show_counts(self, edges: Array, counts: Array, note: str, series: int) -> None:
        self.curve.setData(edges, counts)
        # Every call of pyqtgraph draws an axis anew, also one that changes nothing.
        ends = (float(edges[0]), float(edges[-1]))
        if ends != self._ends:
            self._ends = ends
            self.plot.setXRange(*ends, padding=0)
        self.plot.setYRange(0, max(1, counts.max()), padding=0.05)
        self.note.setText(note and tr("outside {shares}", shares=note))
        self.note.setToolTip(self.note.text())
        if series != self._series:
            self._series = series
            self._paint()

    def retheme(self) -> None:
        super().retheme()
        if getattr(self, "_series", -1) >= 0:
            self._paint()

    def _paint(self) -> None:
        color = theme.series_color(self._series)
        self.curve.setPen(pg.mkPen(color, width=1))
        fill = theme.mix(theme.current().picture, color.name(), 0.45)
        self.curve.setFillBrush(pg.mkBrush(fill))
