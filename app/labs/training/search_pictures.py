"""Pictures of a search: the map with the points that fell onto it, what they found, and the range
test over the map's margin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.labs.training import search_readings
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.field import Field, Scale
from app.widgets.map_picture import MapPicture
from app.widgets.overlays import Spots
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.diagnosis.search import (
    READINGS,
    WAYS,
    WORST,
    SearchFrame,
    SearchSpec,
    distribution,
    margin,
    typical,
)
from core.known import filled
from core.tables import Table, grid

Array = np.ndarray[Any, Any]

MOST_LOSS = 8.0
"""The highest loss in the chart over the rate: what explodes leaves it."""
ROOM = 0.6
"""The lowest loss of that chart over the lowest one of the map: a name has room below."""
NAMED_AT = (0.93, 0.81, 0.2, 0.07)
"""How high the names of its vertical lines stand, where they cover no curve: a range test begins
in the upper half, and ends near the best rate."""
TICKS = (0.2, 0.3, 0.5, 1.0, 2.0, 3.0)
"""The losses that the color bar says."""


class SearchMap(MapPicture):
    """Draws the loss of every cell of the box, and the points of one search by each way."""

    def __init__(self) -> None:
        super().__init__(tr("learning rate η"), tr("weight decay λ"))
        self.setAccessibleName(tr("Test loss over the box"))
        self.plot.getAxis("bottom").setLogMode(x=True, y=False)
        self.plot.getAxis("left").setLogMode(x=False, y=True)
        self.points = [Spots(size=8) for _ in WAYS]
        for one in self.points:
            one.setZValue(20)
            self.plot.addItem(one, ignoreBounds=True)
        self._shown: tuple[SearchSpec, SearchFrame] | None = None

    def show_search(self, spec: SearchSpec, frame: SearchFrame) -> None:
        """Draw what is known of the map, and the points."""
        self._shown = (spec, frame)
        x, y = np.log10(frame.rates), np.log10(frame.decays)
        values = filled(frame.map).T
        self.set_field(Field(x, y, values, _shades(values), name=tr("test loss"), of=spec.seed))
        outline = line_pen(theme.current().picture, 1)
        for place, spots in enumerate(self.points):
            there = np.empty((0, 2))
            if WAYS[place] in frame.ways:
                there = np.log10(frame.points[frame.ways.index(WAYS[place])])
                there = there[np.isfinite(there).all(axis=1)]
            spots.setData(*there.T, brush=series_pen(place).color(), pen=outline)
        self.words.setText(search_readings.of_map(frame))

    def under(self, row: int, column: int) -> str:
        assert self._shown is not None
        _, frame = self._shown
        told = {"rate": number(frame.rates[column]), "decay": number(frame.decays[row])}
        loss = float(frame.map[column, row])
        if np.isnan(loss):
            return tr("η = {rate}, λ = {decay}: not trained yet", **told)
        if np.isinf(loss):
            return tr("η = {rate}, λ = {decay}: diverged", **told)
        return tr("η = {rate}, λ = {decay}: test loss {loss}", loss=number(loss), **told)

    def tables(self) -> Sequence[Table]:
        if self._shown is None:
            return ()
        _, frame = self._shown
        rates, decays = (tr("learning rate η"), frame.rates), (tr("weight decay λ"), frame.decays)
        found = [grid(tr("test loss"), decays, rates, frame.map)]
        for way, points, losses in zip(frame.ways, frame.points, frame.losses, strict=True):
            columns = ((rates[0], points[:, 0]), (decays[0], points[:, 1]))
            found.append(
                Table(choice("search", "ways", way), (*columns, (tr("test loss"), losses)))
            )
        return found

    def retheme(self) -> None:
        super().retheme()
        if self._shown is not None:
            self.show_search(*self._shown)


def _shades(values: Array) -> Scale:
    """Colors by the logarithm of the loss; what diverged is a hole."""
    finite = values[np.isfinite(values)]
    low = float(np.log(finite.min())) if finite.size else 0.0
    width = max(np.log(WORST) - low, 1e-9)
    with np.errstate(invalid="ignore"):
        places = np.where(np.isfinite(values), (np.log(values) - low) / width, np.nan)
    ticks = [(float((np.log(v) - low) / width), v) for v in TICKS]
    shown = tuple(tick for tick in ticks if 0 <= tick[0] <= 1)
    return Scale(np.minimum(places, 1.0), ticks=shown, said=tr("logarithmic"))


class SearchPictures(QWidget):
    """Draws a frame in a map, three charts and a reading."""

    def __init__(self) -> None:
        super().__init__()
        self.map = SearchMap()
        self.best = Chart(tr("trainings"), tr("lowest test loss so far"), log=True)
        self.rate = Chart(tr("learning rate η"), tr("loss"), log=True)
        self.rate.plot.setLogMode(x=True, y=True)
        self.ends = Chart(tr("lowest test loss"), tr("share below"))
        self.ends.plot.setLogMode(x=True, y=False)

        self.decay = Chart(tr("weight decay λ"), tr("loss"), log=True)
        self.decay.plot.setLogMode(x=True, y=True)
        self.against = Combo()
        self.against.addItems([tr("projected on η"), tr("projected on λ")])
        self.against.setAccessibleName(tr("Projection"))
        self.projections = QStackedWidget()
        self.projections.addWidget(self.rate)
        self.projections.addWidget(self.decay)
        self.against.currentIndexChanged.connect(self.projections.setCurrentIndex)
        self.reading = ReadingView()
        self.lines = [
            pg.InfiniteLine(angle=90, label=name, labelOpts={"position": place})
            for name, place in zip(search_readings.signs(), NAMED_AT, strict=True)
        ]
        for line in self.lines:
            self.rate.plot.addItem(line, ignoreBounds=True)
        self._shown: tuple[SearchSpec, SearchFrame] | None = None
        self._series: tuple[object, ...] = ()
        rows = QSplitter(Qt.Orientation.Vertical)
        for left, right in ((self.map, self.best), (self._projected(), self.ends)):
            row = QSplitter(Qt.Orientation.Horizontal)
            row.addWidget(left)
            row.addWidget(right)
            row.setSizes([520, 380])
            rows.addWidget(row)
        rows.addWidget(self.reading)
        rows.setSizes([240, 220, 200])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def _projected(self) -> QWidget:
        """The charts over one axis of the box, and what chooses between them."""
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.against, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.projections, 1)
        return place

    def show_frame(self, spec: SearchSpec, frame: SearchFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        self._name_series(frame)
        self.map.show_search(spec, frame)
        trainings = np.arange(1, spec.budget + 1)
        for k, best in enumerate(frame.best):
            self.best.set_data(k, trainings, typical(best))
            self.ends.set_data(k, *distribution(best))
            there = np.isfinite(frame.losses[k]) & (frame.losses[k] > 0)
            self.rate.set_data(2 + k, frame.points[k, there, 0], frame.losses[k, there])
            self.decay.set_data(1 + k, frame.points[k, there, 1], frame.losses[k, there])
        self.best.picture.show_range(x=(1.0, float(spec.budget)))
        self.ends.picture.show_range(y=(0.0, 1.0))
        self.rate.set_data(0, frame.rates, margin(frame))
        self.rate.set_data(1, frame.tested_rates, frame.tested_losses)
        known = frame.map[np.isfinite(frame.map)]
        low = float(known.min()) if known.size else 0.1
        for chart in (self.rate, self.decay):
            chart.picture.show_range(y=(np.log10(ROOM * low), np.log10(MOST_LOSS)))
        self.decay.set_data(0, frame.decays, margin(frame, axis=0))
        for line, at in zip(self.lines, (*frame.readings, frame.best_rate), strict=True):
            line.setVisible(bool(np.isfinite(at)))
            if np.isfinite(at):
                line.setValue(np.log10(at))
        self.reading.show_reading(search_readings.search(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for one in (self.map, self.best, self.rate, self.decay, self.ends):
            one.retheme()
        self._series = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _name_series(self, frame: SearchFrame) -> None:
        if frame.ways == self._series:
            return
        self._series = frame.ways
        now = theme.current()
        names = [choice("search", "ways", way) for way in frame.ways]
        pens = [series_pen(WAYS.index(way)) for way in frame.ways]
        self.best.set_series(names, pens)
        self.ends.set_series(names, pens)
        dots = [series_pen(WAYS.index(way), style=Qt.PenStyle.NoPen) for way in frame.ways]
        curves = [line_pen(now.text, 2), line_pen(now.muted, 2, Qt.PenStyle.DashLine)]
        self.rate.set_series([tr("map's median"), tr("range test"), *names], [*curves, *dots])
        self.decay.set_series([tr("map's median"), *names], [curves[0], *dots])
        both = (*self.rate.curves[2:], *self.decay.curves[1:])
        for curve, pen in zip(both, [*pens, *pens], strict=True):
            curve.setSymbol("o")
            curve.setSymbolSize(6)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
        for k, line in enumerate(self.lines):
            color = now.text if k == len(READINGS) else now.muted
            line.setPen(line_pen(color, style=Qt.PenStyle.DotLine))
            line.label.setColor(color)
