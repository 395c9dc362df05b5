"""Pictures of the plane: which class a net sees where, the points, and what its units pass on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip

from app import theme
from app.widgets.field import Categories, Field, Scale
from app.widgets.field_picture import FieldPicture
from app.widgets.gestures import Gestures
from app.widgets.overlays import Spots
from app.widgets.painted import Painted
from app.widgets.pens import dot_brush, dot_pen
from app.words.labels import _ as mark
from app.words.labels import number, percent, tr
from core.diagnosis.boundary import REACH
from core.tables import Table

Array = np.ndarray[Any, Any]

FAINT = 0.12
"""How strongly a class stands out where the net is least sure of it."""
NEAR = 9.0
"""The distance in pixels within which the pointer has hold of a point."""
GAP = 4


class PlanePicture(FieldPicture):
    """Draws the class that a net gives each place, paler where it is less sure, and the points."""

    GESTURES: ClassVar[Gestures] = (
        *FieldPicture.GESTURES[:2],
        (mark("Click, with own points"), mark("add a point, or take one away")),
        (mark("Drag a point of your own"), mark("move it")),
    )

    def __init__(self, title: str) -> None:
        super().__init__("x", "y")
        self.set_title(title)
        self.dots = Spots(size=7)
        self.dots.setZValue(25)
        self.plot.addItem(self.dots, ignoreBounds=True)
        self._classes = self._confidence = np.zeros((0, 0))
        self._places = np.zeros((0, 2))
        self._dotted: tuple[object, ...] = ()
        self.pointed.connect(self._on_place)

    def show_classes(self, x: Array, classes: Array, confidence: Array, many: int) -> None:
        """Draw the class [y, x] at each place with the probability that it has, of ``many``."""
        self._classes, self._confidence = classes, confidence
        least = 1 / many
        strength = FAINT + (1 - FAINT) * np.clip((confidence - least) / (1 - least), 0, 1)
        palette = {k: theme.series_color(k).name() for k in range(many)}
        shades = Categories(palette, 0.75 * strength)
        self.set_field(Field(x, x, classes, shades, name=tr("class"), of="plane", equal_units=True))

    def show_points(self, points: Array, labels: Array) -> None:
        """Draw the training points in the colors of their classes."""
        drawn = (points.tobytes(), labels.tobytes(), theme.current())
        if drawn == self._dotted:
            return
        self._dotted, self._places = drawn, points
        brushes = [dot_brush(theme.series_color(int(label)).rgba()) for label in labels]
        rim = dot_pen(theme.current().text, 0.8)
        self.dots.setData(points[:, 0], points[:, 1], brush=brushes, pen=rim)

    def nearest(self, at: QPointF) -> int | None:
        """The number of the point under the pointer; None if there is none."""
        if not len(self._places):
            return None
        width, height = self._pixel()
        apart = np.hypot(
            (self._places[:, 0] - at.x()) / width, (self._places[:, 1] - at.y()) / height
        )
        found = int(apart.argmin())
        return found if apart[found] <= NEAR else None

    def tables(self) -> Sequence[Table]:
        """Tables of the classes and of the probabilities on their grid, and of the points."""
        points = (("x", self._places[:, 0]), ("y", self._places[:, 1]))
        return [*super().tables()[:1], Table(tr("points"), points)]

    def _on_place(self, at: QPointF | None) -> None:
        field = self.shown
        if at is None or field is None or max(abs(at.x()), abs(at.y())) > REACH:
            self.say_hover("")
            return
        row, column = (int(np.abs(field.x - v).argmin()) for v in (at.y(), at.x()))
        said = int(self._classes[row, column])
        told = {"x": number(at.x(), 2), "y": number(at.y(), 2)}
        if said < 0:
            self.say_hover(tr("({x}, {y}): no finite score", **told))
            return
        share = percent(float(self._confidence[row, column]))
        self.say_hover(tr("({x}, {y}): class {k}, {share}", k=said, share=share, **told))


class Mosaic(NamedTuple):
    """The pictures of a layer's units, and what they are of."""

    values: Array
    """[unit, H, H] what each unit passes on."""
    layer: int


class UnitMosaic(Painted):
    """Draws what each unit of a layer passes on over the plane: one color below 0, another above,
    on a scale that all of them share."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Hidden units"))
        self.setMinimumSize(150, 90)
        self._boxes: list[QRectF] = []

    def show_units(self, values: Array, layer: int) -> None:
        """Draw the units [unit, H, H] of a layer."""
        self.shown = Mosaic(values, layer)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._boxes = []
        if self.shown is not None and len(self.shown.values):
            self._paint(painter, self.shown)
        elif self.shown is not None:
            painter.setPen(theme.current().muted)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("no hidden layer"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = QPointF(event.pos())
            units = [k for k, box in enumerate(self._boxes) if box.contains(at)]
            words = self.of_unit(units[0]) if units else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def of_unit(self, unit: int) -> str:
        """What a unit passes on, in words."""
        values = self.shown.values[unit]
        return tr(
            "Layer {layer}, unit {unit}: {low} … {high}",
            layer=self.shown.layer + 1,
            unit=unit + 1,
            low=number(float(values.min())),
            high=number(float(values.max())),
        )

    def tables(self) -> Sequence[Table]:
        """A table of the units' ranges."""
        if self.shown is None:
            return ()
        values = self.shown.values.reshape(len(self.shown.values), -1)
        columns = (
            (tr("unit"), np.arange(1, len(values) + 1)),
            (tr("lowest"), values.min(axis=1)),
            (tr("highest"), values.max(axis=1)),
        )
        return [Table(tr("Layer {layer}", layer=self.shown.layer + 1), columns)]

    def _paint(self, painter: QPainter, shown: Mosaic) -> None:
        many = len(shown.values)
        finite = shown.values[np.isfinite(shown.values)]
        most = float(np.abs(finite).max()) if finite.size else 0.0
        places = 0.5 + 0.5 * shown.values / most if most else 0.5 + 0 * shown.values
        colors = Scale(places, colors="CET-D1").look_up(places)
        columns = columns_of(many, self.width(), self.height())
        rows = -(-many // columns)
        side = min((self.width() - GAP) / columns, (self.height() - GAP) / rows) - GAP
        for k in range(many):
            row, column = divmod(k, columns)
            left, top = GAP + column * (side + GAP), GAP + row * (side + GAP)
            box = QRectF(left, top, side, side)
            pixels = np.ascontiguousarray(colors[k, ::-1])  # y upward
            height, width = pixels.shape[:2]
            format_ = QImage.Format.Format_RGBA8888
            painter.drawImage(box, QImage(pixels.data, width, height, 4 * width, format_))
            self._boxes.append(box)


def columns_of(many: int, width: int, height: int) -> int:
    """The number of columns in which squares are largest."""
    return max(
        range(1, many + 1), key=lambda columns: min(width / columns, height / -(-many // columns))
    )
