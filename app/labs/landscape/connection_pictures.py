"""Pictures of two solutions: the plane through both and the bend, the loss along the ways, and the
barrier as the bend is trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.landscape import connection_readings
from app.labs.landscape.loss_field import loss_field
from app.panel.again import AgainButton
from app.widgets.chart import Chart
from app.widgets.field_picture import FieldPicture
from app.widgets.overlays import Spots
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.words.labels import number, tr
from core.landscape.connection import LOW, ConnectionFrame, ConnectionSpec
from core.tables import Table

Array = np.ndarray[Any, Any]

HIGHEST = 1e4
"""The factor over the lowest loss from which on all is of one color."""
LEAST_BARRIER = 1e-5
"""A barrier of less, or none, is drawn here: a logarithmic axis has no zero."""
CURVE, BENT = 3, 4
"""Places of the palette: those before are the lines'."""


class PlanePicture(FieldPicture):
    """Draws the plane through both nets and the bend, with line and curve on it."""

    def __init__(self) -> None:
        super().__init__(tr("along a → b"), tr("off it"))
        self.setAccessibleName(tr("Loss over the plane through both nets and the bend"))
        self.line, self.curve, self.trail = (pg.PlotCurveItem(antialias=True) for _ in range(3))
        self.ends = Spots(symbol="o", size=11)
        self.bend = Spots(symbol="d", size=13)
        for z, item in enumerate((self.line, self.trail, self.curve, self.ends, self.bend)):
            item.setZValue(30 + z)
            self.plot.addItem(item, ignoreBounds=True)
        self.names = [pg.TextItem(text, anchor=(0.5, 1.3)) for text in "ab"]
        for x, name in enumerate(self.names):
            name.setPos(x, 0)
            name.setZValue(40)
            self.plot.addItem(name, ignoreBounds=True)
        self._shown: tuple[ConnectionSpec, ConnectionFrame] | None = None
        self.pointed.connect(self._on_place)
        self._paint()

    def show_frame(self, spec: ConnectionSpec, frame: ConnectionFrame) -> None:
        """Draw what is known."""
        before = self._shown
        self._shown = (spec, frame)
        if before is None or before[1].plane is not frame.plane:
            of = (spec.net, spec.seed, spec.trained)
            self.set_field(loss_field(frame.u, frame.v, frame.plane, HIGHEST, of=of))
        self.line.setData([0.0, 1.0], [0.0, 0.0])
        self.ends.setData([0.0, 1.0], [0.0, 0.0])
        there = np.isfinite(frame.curve_at).all(axis=1)
        self.curve.setData(*frame.curve_at[there].T)
        self.trail.setData(*frame.bend_at.T)
        self.bend.setData(*frame.bend_at[-1:].T)
        self._paint()

    def legend(self) -> Sequence[tuple[str, str]]:
        return [
            ("━", tr("curve")),
            ("╍", tr("straight line")),
            ("◆", tr("bend")),
        ]

    def tables(self) -> Sequence[Table]:
        """Tables of the plane, of the curve, and of the bend's way."""
        if self._shown is None:
            return ()
        frame = self._shown[1]
        x, y = self.axis_name("bottom"), self.axis_name("left")
        curve = ((x, frame.curve_at[:, 0]), (y, frame.curve_at[:, 1]))
        way = ((tr("step"), frame.looks), (x, frame.bend_at[:, 0]), (y, frame.bend_at[:, 1]))
        return [
            *list(super().tables())[:1],
            Table(tr("curve"), curve),
            Table(tr("the bend's way"), way),
        ]

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "names"):
            self._paint()

    def _paint(self) -> None:
        now = theme.current()
        self.line.setPen(line_pen(now.text, 2, Qt.PenStyle.DashLine))
        self.curve.setPen(series_pen(CURVE, 3))
        self.trail.setPen(line_pen(now.text, 1, Qt.PenStyle.DotLine))
        rim = line_pen(now.picture, 1)
        self.ends.setPen(rim)
        self.ends.setBrush(pg.mkBrush(now.text))
        self.bend.setPen(rim)
        self.bend.setBrush(pg.mkBrush(theme.series_color(CURVE)))
        for name in self.names:
            name.setColor(now.text)

    def _on_place(self, at: QPointF | None) -> None:
        if at is None or self._shown is None:
            self.say_hover("")
            return
        frame = self._shown[1]
        row, column = (
            int(np.abs(axis - value).argmin())
            for axis, value in ((frame.v, at.y()), (frame.u, at.x()))
        )
        loss = float(frame.plane[row, column])
        said = number(loss) if np.isfinite(loss) else tr("not computed yet")
        self.say_hover(
            tr("{u} along, {v} off: loss {loss}", u=number(at.x()), v=number(at.y()), loss=said)
        )


class ConnectionPictures(QWidget):
    """Draws a frame in the plane, two charts and a reading."""

    def __init__(self) -> None:
        super().__init__()
        self.plane = PlanePicture()
        self.ways = Chart(tr("t, from a to b"), tr("loss"), log=True)
        self.barriers = Chart(tr("step of the bend"), tr("barrier"), log=True)
        self.again = AgainButton()
        self.reading = ReadingView(least_rows=3)
        self._shown: tuple[ConnectionSpec, ConnectionFrame] | None = None
        self._series: object = None
        left = QWidget()
        column, line = QVBoxLayout(left), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.words = QLabel()
        self.words.setWordWrap(True)
        line.addWidget(self.words, 1)
        line.addWidget(self.again)
        column.addLayout(line)
        column.addWidget(self.plane, 1)
        charts = QSplitter(Qt.Orientation.Vertical)
        charts.addWidget(self.ways)
        charts.addWidget(self.barriers)
        charts.setSizes([250, 180])
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(left)
        above.addWidget(charts)
        above.setSizes([500, 400])
        rows = QSplitter(Qt.Orientation.Vertical)
        for k, (part, height) in enumerate(((above, 430), (self.reading, 200))):
            rows.addWidget(part)
            rows.setStretchFactor(k, height)
        rows.setSizes([430, 200])
        rows.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)

    def show_frame(self, spec: ConnectionSpec, frame: ConnectionFrame) -> None:
        """Draw the frame."""
        self._shown = (spec, frame)
        self._name(frame)
        self.plane.show_frame(spec, frame)
        many = len(frame.treatments)
        for k in range(many):
            self.ways.set_data(k, frame.t, frame.line[k])
        if looks := len(frame.curve):
            # Those on the way, at most five of them, then the last.
            on_the_way = np.unique(np.linspace(0, looks - 1, 6).astype(int))[:-1]
            pieces = [np.append(frame.curve[k], np.nan) for k in on_the_way]
            t = np.tile(np.append(frame.curve_t, np.nan), len(pieces))
            self.ways.set_data(many, frame.curve_t, frame.curve[-1])
            self.ways.set_data(many + 1, t, np.concatenate([*pieces, np.zeros(0)]))
            self.barriers.set_data(1, frame.looks, frame.curve_barriers, LEAST_BARRIER)
            ends = frame.looks[[0, -1]].astype(float)
            for k, height in enumerate((1.0, LOW)):
                level = np.full(2, height * float(frame.barriers[0]))
                self.barriers.set_data(2 * k, ends, level)
        self.words.setText(connection_readings.of_plane(frame))
        self.reading.show_reading(connection_readings.connection(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for one in (self.plane, self.ways, self.barriers):
            one.retheme()
        self._series = None
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _name(self, frame: ConnectionFrame) -> None:
        if frame.treatments == self._series:
            return
        self._series = frame.treatments
        now = theme.current()
        lines = [connection_readings.way_name(frame, k) for k in range(len(frame.treatments))]
        pens = [series_pen(k) for k in range(len(lines))]
        curve = series_pen(CURVE, 3)
        faint = line_pen(theme.mix(theme.series_color(CURVE).name(), now.picture, 0.5))
        self.ways.set_series([*lines, tr("curve"), ""], [*pens, curve, faint])
        dashed = line_pen(now.muted, 1, Qt.PenStyle.DashLine)
        self.barriers.set_series(
            [tr("the line's"), tr("the curve's"), tr("5 % of the line's")],
            [series_pen(0), curve, dashed],
        )
