"""The input and every norm's output in columns: block, pictures, histogram; and the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.labs.normalization import compare_readings
from app.labs.normalization.block import NormBlock
from app.labs.normalization.group_readings import norm_groups
from app.labs.normalization.mosaic import Mosaic
from app.labs.normalization.naming import axis_names, shared
from app.labs.normalization.words import NORM_NAMES
from app.widgets.chart import Chart
from app.widgets.gestures import Gestures
from app.widgets.pens import line_pen, series_pen
from app.widgets.picture import Picture
from app.widgets.reading import ReadingView
from app.widgets.ridges import outside
from app.widgets.sentences import Shortened, sentence
from app.widgets.styled import styled
from app.widgets.tabs import Tabs
from app.words.labels import _ as mark
from app.words.labels import number, tr
from core.layers.norms import NORMS, Variant, maps_shape
from core.normalization.normalization import NormalizationFrame, NormalizationSpec
from core.normalization.sharing import Batch, Cell
from core.tables import Table

Array = np.ndarray[Any, Any]

SHOWN = 3.0
"""The limit of the outputs' common color scale, which reaches from -3 to 3."""
INPUT_COLORS, OUTPUT_COLORS = "CET-L1", "CET-D1"
PARTS = {False: [440, 240], True: [300, 380]}
"""The shares of the pictures and of the numbers; a few numbers are read rather than looked at."""
COLUMNS = ("input", *NORMS)


class ComparePictures(QWidget):
    """Draws the whole comparison."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Point at a block or a picture"), mark("light up everything that shares its mean")),
    )

    pointed_at = Signal(int, int, int)
    """Emitted with sample, channel and pixel under the pointer, in any picture."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = {key: NormBlock(NORMS.get(key)) for key in COLUMNS}
        self.mosaics = {key: Mosaic(named=key == "input") for key in COLUMNS}
        self.histograms = {key: Histogram() for key in COLUMNS}
        self.captions = {key: Shortened() for key in COLUMNS}
        self.colors = sentence("muted")
        self.pointer = sentence("muted")
        self.reading = ReadingView()
        self.groups = ReadingView()
        self.dots = Chart(tr("mean of a group"), tr("its std"), dots=True)
        self.dots.set_series(*_group_series())
        self._frame: NormalizationFrame | None = None
        pictures = QWidget()
        row = QHBoxLayout(pictures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for key in COLUMNS:
            row.addLayout(self._column(key), 1)
        self.rows = rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(pictures)
        rows.addWidget(self._numbers())
        rows.setSizes(PARTS[False])
        rows.splitterMoved.connect(lambda *_: setattr(self, "_divided", True))
        self._divided = False
        """Whether a person has divided the room."""
        self._few = False
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def _column(self, key: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.captions[key])
        column.addWidget(self.blocks[key])
        column.addWidget(self.mosaics[key], 3)
        column.addWidget(self.histograms[key], 2)
        column.addWidget(self.histograms[key].note)
        self.blocks[key].pointed_at.connect(self.pointed_at)
        self.mosaics[key].pointed_at.connect(lambda n, c: self.pointed_at.emit(n, c, 0))
        return column

    def _numbers(self) -> QWidget:
        self.tables = Tabs()
        self.tables.addTab(self.reading, tr("Against torch.nn"))
        self.tables.addTab(self.groups, tr("Every group"))
        self.tables.addTab(self.dots, tr("Groups as dots"))
        self.tables.currentChanged.connect(self._show_table)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.colors)
        column.addWidget(self.pointer)
        column.addWidget(self.tables, 1)
        return words

    def show_frame(self, spec: NormalizationSpec, frame: NormalizationFrame, scaling: str) -> None:
        """Draw the pictures, the histograms and the table in front."""
        self._frame = frame
        names = {key: f"{key.upper()} [{shared(key, spec)}]" for key in NORMS}
        for key, text in {"input": tr("Input"), **names}.items():
            self.captions[key].setText(text)
            self.mosaics[key].setAccessibleName(text)
            self.blocks[key].setAccessibleName(tr("{name}, the batch as a block", name=text))
            self.histograms[key].setAccessibleName(tr("{name}, histogram", name=text))
            if key in NORMS:
                self.captions[key].setToolTip(f"{text}: {tr(NORM_NAMES[key])}")
        low, high = float(frame.input_edges[0]), float(frame.input_edges[-1])
        each = scaling == "own"
        self.mosaics["input"].show_batch(frame.input, low, high, INPUT_COLORS, each)
        bad = outside(0, 0, int(frame.input_nonfinite), frame.input.size)
        self.histograms["input"].show_counts(frame.input_edges, frame.input_counts, bad, 0)
        for i, key in enumerate(NORMS):
            scale = (-SHOWN, SHOWN, OUTPUT_COLORS)
            if spec.undo != "no":  # they are in the input's own units, and are compared with it
                scale = (low, high, INPUT_COLORS)
            self.mosaics[key].show_batch(frame.output(key), *scale, each)
            note = outside(
                frame.below[i], frame.above[i], frame.nonfinite[i], max(1, frame.input.size)
            )
            self.histograms[key].show_counts(frame.edges, frame.counts[i], note, i + 1)
        few = frame.input.size <= compare_readings.FEW_VALUES
        if few != self._few and not self._divided:
            self.rows.setSizes(PARTS[few])
        self._few = few
        self.colors.setText(_colors(spec, low, high, each=each))
        self.reading.show_reading(compare_readings.normalization(spec, frame))
        self._show_table()

    def show_pointer(self, spec: NormalizationSpec, frame: NormalizationFrame, cell: Cell) -> None:
        """Light what shares a mean with the chosen element, and state that mean."""
        n, c, h, w = maps_shape(frame.input.shape)
        groups = frame.gn_group.mean.shape[1]
        variant = Variant(spec.variant)
        places = zip((cell.sample, cell.channel, cell.pixel), (n, c, h * w), strict=True)
        cell = Cell(*(max(0, min(place, count - 1)) for place, count in places))
        batch = Batch(n, c, h * w, groups, variant)
        for key in COLUMNS:
            self.blocks[key].show_batch(batch, cell, axis_names(spec))
            self.mosaics[key].light(NORMS.get(key), batch, cell)
        place = tr(
            "Sample {sample}, channel {channel}", sample=cell.sample + 1, channel=cell.channel + 1
        )
        found = _statistics(frame, cell, c // groups, w)
        parts = [
            f"{key.upper()} μ {m}, σ {s}" if NORMS[key].center else f"{key.upper()} {s}"
            for key, m, s in found
        ]
        self.pointer.setText(f"{place} · " + " · ".join(parts))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in (*self.mosaics.values(), *self.histograms.values()):
            picture.retheme()
        self.dots.retheme()
        for block in self.blocks.values():
            block.update()
        self.dots.set_series(*_group_series())

    def _show_table(self) -> None:
        """Fill only the table in front: hundreds of cells for each frame would take too long."""
        frame = self._frame
        if frame is None:
            return
        if self.tables.currentWidget() is self.groups:
            self.groups.show_reading(norm_groups(frame))
        elif self.tables.currentWidget() is self.dots:
            for i, key in enumerate(NORMS):
                of_groups = frame.group(key)
                self.dots.set_data(i, of_groups.mean.ravel(), of_groups.std.ravel())
            self.dots.picture.auto_range(x=True, y=True)


def _colors(spec: NormalizationSpec, low: float, high: float, *, each: bool) -> str:
    """What the colors of the pictures mean."""
    if each:
        return tr("Colors: each picture from its lowest to its highest value.")
    ends = {"low": number(low, 2), "high": number(high, 2)}
    if spec.undo != "no":
        return tr("Colors: all from black {low} to white {high}.", **ends)
    return tr(
        "Colors: the input from black {low} to white {high}, outputs from blue -{limit} to red "
        "{limit}.",
        limit=number(SHOWN),
        **ends,
    )


def _statistics(
    frame: NormalizationFrame, cell: Cell, size: int, width: int
) -> Iterator[tuple[str, str, str]]:
    """The mean and std that each norm gives to the element's group; ``size`` is the number of
    channels in a group of GN, ``width`` that of the maps."""
    at: dict[str, tuple[int, ...]] = {
        "bn": (cell.channel,),
        "ln": (cell.sample,),
        "in": (cell.sample, cell.channel),
        "gn": (cell.sample, cell.channel // size),
        "rms": (cell.sample,),
    }
    digits = compare_readings.digits_of(frame)
    for key, norm in NORMS.items():
        statistics, place = frame.group(key), at[key]
        if statistics.mean.ndim > len(place):  # a dense layer's axes have one for every pixel
            place = (*place, *divmod(cell.pixel, width))
        mean, std = float(statistics.mean[place]), float(statistics.std[place])
        yield key, number(mean, digits), number(std, 3 if norm.center else digits)


def _group_series() -> tuple[list[str], list[QPen]]:
    """Names and pens for the chart in which each group is a dot in the color of its norm's
    histogram."""
    pens = [series_pen(i + 1) for i in range(len(NORMS))]
    return [tr(NORM_NAMES[key]) for key in NORMS], pens


class Histogram(Picture):
    """Draws one filled histogram, with a note of what fell outside."""

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip(tr("How often each value occurs"))
        self.curve = self.plot.plot([0, 1], [0], stepMode="center", fillLevel=0)
        self.plot.hideAxis("left")
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.note = styled(Shortened(), "muted")
        self._series = -1
        self._ends = (0.0, 0.0)

    def show_counts(self, edges: Array, counts: Array, note: str, series: int) -> None:
        """Draw counts [bin] over ``edges`` in the color of a series."""
        self.curve.setData(edges, counts)
        # Every call of pyqtgraph draws an axis anew, also one that changes nothing.
        ends = (float(edges[0]), float(edges[-1]))
        if ends != self._ends:
            self._ends = ends
            self.show_range(x=ends, padding=0)
        self.show_range(y=(0, max(1, counts.max())), padding=0.05)
        self.note.setText(note)
        self.note.setToolTip(note and tr("outside {shares}", shares=note))
        if series != self._series:
            self._series = series
            self._paint()

    def retheme(self) -> None:
        super().retheme()
        if getattr(self, "_series", -1) >= 0:
            self._paint()

    def tables(self) -> Sequence[Table]:
        edges, counts = self.curve.getOriginalDataset()
        ends = (
            (tr("{value}, from", value=tr("value")), edges[:-1]),
            (tr("{value}, to", value=tr("value")), edges[1:]),
        )
        return [Table(self.caption(), (*ends, (tr("count"), counts)))]

    def _paint(self) -> None:
        color = theme.series_color(self._series)
        self.curve.setPen(line_pen(color))
        fill = theme.mix(theme.current().picture, color.name(), 0.45)
        self.curve.setFillBrush(pg.mkBrush(fill))
