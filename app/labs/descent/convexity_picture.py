"""A chord that can be dragged over a surface, and what it says about convexity."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.descent import convexity_readings
from app.labs.descent.fields import identity
from app.widgets.chart import Array, Chart
from app.widgets.field import Field
from app.widgets.field_picture import FieldPicture
from app.widgets.gestures import Gestures
from app.widgets.overlays import Region, Spots
from app.widgets.pens import dot_pen, line_pen, series_pen
from app.widgets.sentences import Words
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.surfaces.surfaces import surface_of


class ConvexityPicture(QWidget):
    """The surface with the chord's ends, the sub-level set and the search's witness; below it, or
    beside it, the chord against f. ``moved`` carries which end (0: A, 1: B) is dragged, and where
    to."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click or drag"), mark("move the nearer end of the chord")),
    )

    moved = Signal(int, float, float)

    def __init__(self) -> None:
        super().__init__()
        self.words = Words(8)
        self.field = FieldPicture()
        self.field.setAccessibleName(tr("The surface"))
        self.below = Region(self.field, 12)
        self.chord = pg.PlotCurveItem()
        self.found = pg.PlotCurveItem()
        self.leaving = pg.PlotCurveItem()
        self.spots = Spots()
        for z, item in enumerate((self.leaving, self.found, self.chord, self.spots), 30):
            item.setZValue(z)
            self.field.plot.addItem(item, ignoreBounds=True)
        self.chart = Chart(tr("from A to B"), "f")
        self.weighted = Spots()
        self.chart.plot.addItem(self.weighted, ignoreBounds=True)
        self._held = 0
        self._grabbed = False
        self._shown: tuple[ConvexitySpec, ConvexityFrame] | None = None
        self.field.gesture_began.connect(self._on_grabbed)
        self.field.dragged.connect(self._on_dragged)
        self.both = both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.field)
        both.addWidget(self.chart)
        both.setSizes([400, 190])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(both, 1)
        self._name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chord's chart beside the surface where the page is low, else below it."""
        super().resizeEvent(event)
        low = self.height() < self.width()
        turned = Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical
        if turned != self.both.orientation():
            self.both.setOrientation(turned)
            self.both.setSizes([250, 250] if low else [400, 190])

    def show_convexity(self, spec: ConvexitySpec, frame: ConvexityFrame) -> None:
        """Draw the answers to the questions about convexity, and put them into words."""
        self._shown = (spec, frame)
        self.words.setText("\n".join(convexity_readings.convexity(spec, frame).sentences))
        now = theme.current()
        if self.field.shown is not None:
            self.below.show(frame.sublevel, self.field.pixels_rect(), theme.series_color(2), 80)
        ends = np.array([[spec.a_x, spec.a_y], [spec.b_x, spec.b_y]])
        self.chord.setData(ends[:, 0], ends[:, 1])
        self.found.setData(frame.witness[:2, 0], frame.witness[:2, 1], connect="finite")
        self.leaving.setData(frame.leaving[:2, 0], frame.leaving[:2, 1], connect="finite")
        spots = [
            (ends[0], "o", now.text, 14),
            (ends[1], "s", now.text, 13),
            (frame.mean, "d", theme.series_color(1).name(), 12),
        ]
        for place in (
            frame.witness[2],
            frame.leaving[2],
            *([] if frame.chord_holds else [frame.worst]),
        ):
            spots.append((place, "x", now.error, 12))
        self.spots.setData(
            [
                {"pos": place, "symbol": symbol, "brush": pg.mkBrush(color), "size": size}
                for place, symbol, color, size in spots
                if np.isfinite(place).all()
            ],
            pen=dot_pen(now.picture, 1),
        )
        self._show_chord(spec, frame)

    def set_field(self, field: Field) -> None:
        """Set the surface on which everything is drawn."""
        self.field.set_field(field)
        if self._shown is not None and identity(surface_of(self._shown[0])) == field.of:
            self.show_convexity(*self._shown)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.field.retheme()
        self.chart.retheme()
        self._name()
        if self._shown is not None:
            self.show_convexity(*self._shown)

    def _name(self) -> None:
        now = theme.current()
        self.chart.set_series((tr("f"), tr("chord")), (line_pen(now.text, 2), series_pen(0)))
        scaled, dots = self.field.scaled, Qt.PenStyle.DotLine
        self.chord.setPen(scaled(line_pen(now.text, 2)))
        self.found.setPen(scaled(line_pen(now.error, 2)))
        self.leaving.setPen(scaled(line_pen(now.error, 1.5, dots)))

    def _show_chord(self, spec: ConvexitySpec, frame: ConvexityFrame) -> None:
        self.chart.set_data(0, frame.t, _finite(frame.f))
        self.chart.set_data(1, frame.t, _finite(frame.line))
        heights = [frame.of_mean, frame.mean_of]
        colors = [theme.series_color(1), theme.series_color(0)]
        self.weighted.setData(
            [
                {
                    "pos": (spec.weight, height),
                    "brush": pg.mkBrush(color),
                    "symbol": "d",
                    "size": 12,
                }
                for height, color in zip(heights, colors, strict=True)
                if np.isfinite(height)
            ],
            size=12,
            pen=dot_pen(theme.current().picture, 1),
        )
        self.chart.picture.show_range(x=(0, 1), padding=0.02)
        self.chart.picture.auto_range(y=True)

    def _on_grabbed(self) -> None:
        self._grabbed = True

    def _on_dragged(self, point: QPointF) -> None:
        """Move the end of the chord that is nearer to the place where the gesture began."""
        if self._shown is None:
            return
        spec, _ = self._shown
        if self._grabbed:
            width, height = (float(v) for v in self.field.plot.getViewBox().viewPixelSize())
            apart = [
                np.hypot((point.x() - x) / width, (point.y() - y) / height)
                for x, y in ((spec.a_x, spec.a_y), (spec.b_x, spec.b_y))
            ]
            self._held = int(np.argmin(apart))
            self._grabbed = False
        self.moved.emit(self._held, point.x(), point.y())


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan)
