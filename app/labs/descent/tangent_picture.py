"""A surface cut along a line: the curve, its tangent and parabola, and the result of a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import theme
from app.labs.descent import readings
from app.widgets.chart import Array, Chart
from app.widgets.drag_view import DragView
from app.widgets.gestures import Gestures
from app.widgets.overlays import Spots
from app.widgets.pens import dot_brush, dot_pen, line_pen, series_pen
from app.widgets.sentences import Words
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.tangent import TangentFrame, TangentSpec
from core.surfaces.surfaces import surface_of

ROOM = 0.35
"""How much of the tangent is visible above and below the curve, as a fraction of its height."""


class TangentPicture(QWidget):
    """Draws the curve, what first and second order predict, the step, and the first rate that
    fails. If the curve is the whole surface, dragging over it sets the start."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click or drag, on a function of one variable"), mark("set the start")),
    )

    start_dragged = Signal(float)
    gesture_began = Signal()
    gesture_taken_back = Signal()
    gesture_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Words(3)
        view = DragView(enableMenu=False)
        view.grabbed.connect(self.gesture_began)
        view.placed.connect(self._on_placed)
        view.taken_back.connect(self.gesture_taken_back)
        view.released.connect(self.gesture_ended)
        self.chart = Chart("", "f", view=view)
        self.chart.picture.setCursor(Qt.CursorShape.CrossCursor)
        self.plot = self.chart.plot
        self.limit = pg.InfiniteLine(angle=90, movable=False)
        self.drop = pg.PlotCurveItem()
        self.spots = Spots()
        self.heads = Spots()
        for z, item in enumerate((self.limit, self.drop, self.heads, self.spots), 5):
            item.setZValue(z)
            self.plot.addItem(item, ignoreBounds=True)
        self._shown: tuple[TangentSpec, TangentFrame] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.chart, 1)
        self._name()

    def show_tangent(self, spec: TangentSpec, frame: TangentFrame) -> None:
        """Draw the cut, and put it into words."""
        self._shown = (spec, frame)
        self.words.setText(" ".join(readings.tangent(spec, frame).sentences))
        names = {"downhill": tr("rate η: from the point against its gradient")}
        self.chart.picture.set_name("bottom", names.get(spec.along, spec.along))
        for k, values in enumerate((frame.f, frame.tangent, frame.parabola)):
            self.chart.set_data(k, frame.s, values)
        self._show_step(spec, frame)
        finite = frame.f[np.isfinite(frame.f)]
        if finite.size:
            low, high = float(finite.min()), float(finite.max())
            room = ROOM * (high - low or 1.0)
            self.chart.picture.show_range(y=(low - room, high + room / 2), padding=0)
        self.chart.picture.show_range(x=(float(frame.s[0]), float(frame.s[-1])), padding=0)

    def show_heads(self, x: Array, f: Array, colors: Sequence[QColor]) -> None:
        """Show where every competitor stands on the curve, for a surface of one variable only."""
        self.heads.setData(
            [
                {"pos": (x[k], f[k]), "brush": dot_brush(color.rgba()), "size": 11, "symbol": "t"}
                for k, color in enumerate(colors)
                if np.isfinite(x[k] + f[k])
            ],
            pen=dot_pen(theme.current().picture, 1),
        )

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.chart.retheme()
        self._name()
        if self._shown is not None:
            self.show_tangent(*self._shown)

    def _on_placed(self, point: QPointF) -> None:
        if self._shown is None:
            return
        spec, _ = self._shown
        surface = surface_of(spec)
        if surface.dimensions == 1 and spec.along == "x":
            left, right = surface.x
            self.start_dragged.emit(float(f"{min(right, max(left, point.x())):.4g}"))

    def _name(self) -> None:
        now = theme.current()
        pens = [
            line_pen(now.text, 2),
            series_pen(0),
            series_pen(2, 1.5, Qt.PenStyle.DashLine),
        ]
        names = (tr("f on the line"), tr("tangent"), tr("with curvature"))
        self.chart.set_series(names, pens)
        limit = line_pen(now.error, 1.5, Qt.PenStyle.DashLine)
        self.limit.setPen(self.chart.picture.scaled(limit))
        self.drop.setPen(line_pen(now.muted))

    def _show_step(self, spec: TangentSpec, frame: TangentFrame) -> None:
        now = theme.current()
        failing = frame.first_failing_rate
        if spec.along != "downhill" and np.isfinite(failing):
            failing = frame.origin - failing * frame.slope
        self.limit.setVisible(bool(np.isfinite(failing)))
        if np.isfinite(failing):
            self.limit.setValue(failing)
        ends = [v for v in (frame.predicted, frame.real) if np.isfinite(v)]
        self.drop.setData([frame.arrival] * len(ends), ends)
        spots = [
            (frame.origin, frame.value, now.text, 12),
            (frame.arrival, frame.predicted, theme.series_color(0).name(), 10),
            (frame.arrival, frame.real, now.error if frame.real >= frame.value else now.text, 10),
        ]
        self.spots.setData(
            [
                {"pos": (x, y), "brush": pg.mkBrush(color), "size": size, "symbol": "o"}
                for x, y, color, size in spots
                if np.isfinite(y)
            ],
            pen=dot_pen(now.picture, 1),
        )
