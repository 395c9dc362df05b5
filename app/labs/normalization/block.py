"""A batch as a block of N x C x H·W cells, and which of them share a mean and a variance.

It follows the picture in Wu & He 2018, made interactive: pointing at a cell lights its own set.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.words.labels import tr
from core.layers.norms import Norm
from core.normalization.sharing import Batch, Cell, shares
from core.tables import Table

MOST_SAMPLES, MOST_CHANNELS, MOST_PIXELS = 6, 8, 4
"""The most cells along each axis; in a larger batch each cell stands for several elements."""

SLANT = 0.45
"""The horizontal offset for each cell of depth, as a fraction of a cell's width."""


AxisNames = tuple[str, str, str]
AXIS_NAMES: AxisNames = ("N", "C", "H·W")
"""The names of the axes: samples into the depth, channels across, pixels down."""

Face = tuple[QPolygonF, Cell, float]
"""A visible face of a cell: its outline, its cell, and its shade."""


class NormBlock(Exhibit, QWidget):
    """Draws the block of one norm: channels across, pixels down, samples into the depth."""

    pointed_at = Signal(int, int, int)
    """Emitted with sample, channel and pixel of the cell under the pointer."""

    def __init__(self, norm: Norm | None) -> None:
        super().__init__()
        self._norm = norm
        self.batch = Batch(1, 1, 1, 1)
        self.cell = Cell(0, 0, 0)
        self.names = AXIS_NAMES
        self._painted: tuple[object, ...] = ()
        self._shape: tuple[object, ...] = ()
        self._pieces: list[Face] = []
        self._pixels = QPixmap()
        self.setMouseTracking(True)
        self.setMinimumSize(90, 74)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(96)
        self.setAccessibleName(tr("The batch as a block"))

    def show_batch(self, batch: Batch, cell: Cell, names: AxisNames = AXIS_NAMES) -> None:
        """Draw this batch, and light the cells that share a mean with this one. ``names`` are
        those of the axes: samples, channels, pixels."""
        if (batch, cell, names) != (self.batch, self.cell, self.names):
            self.batch, self.cell, self.names = batch, cell, names
            self.update()

    def tables(self) -> Sequence[Table]:
        """Every drawn cell, and whether it shares its mean with the chosen one."""
        lit = self.lit()
        n, c, p = self._counts()
        cells = [Cell(*self._first(i, j, k)) for i in range(n) for j in range(c) for k in range(p)]
        places = np.array([(cell.sample, cell.channel, cell.pixel) for cell in cells]) + 1
        names = (tr("sample"), tr("channel"), tr("pixel"))
        columns = tuple((name, places[:, k]) for k, name in enumerate(names))
        shared = np.array([cell in lit for cell in cells])
        return [Table(self.caption(), (*columns, (tr("shares a mean"), shared)))]

    def lit(self) -> set[Cell]:
        """The drawn cells that are lit."""
        n, c, p = self._counts()
        cells = (Cell(*self._first(i, j, k)) for i in range(n) for j in range(c) for k in range(p))
        chosen = Cell(*self._first(*self._place(self.cell)))
        return {cell for cell in cells if shares(self._norm, self.batch, chosen, cell)}

    def _counts(self) -> tuple[int, int, int]:
        b = self.batch
        return (
            min(b.samples, MOST_SAMPLES),
            min(b.channels, MOST_CHANNELS),
            min(b.pixels, MOST_PIXELS),
        )

    def _first(self, i: int, j: int, k: int) -> tuple[int, int, int]:
        """The first element that a drawn cell stands for."""
        n, c, _ = self._counts()
        return i * self.batch.samples // n, j * self.batch.channels // c, k

    def _place(self, cell: Cell) -> tuple[int, int, int]:
        """The drawn cell that stands for an element."""
        n, c, p = self._counts()
        b = self.batch
        i, j = (cell.sample + 1) * n - 1, (cell.channel + 1) * c - 1
        return i // b.samples, j // b.channels, min(cell.pixel, p - 1)

    def _corner(self) -> tuple[QPointF, float]:
        """The upper left corner of the front face, and the size of a cell."""
        n, c, p = self._counts()
        wide, high = c + SLANT * n, p + SLANT * n
        beside, under = self._margins()
        width, height = self.width() - 8 - 2 * beside, self.height() - 8 - under
        size = max(1.0, min(width / wide, height / high, 22.0))
        left = (self.width() - wide * size) / 2
        top = (self.height() - under - high * size) / 2 + SLANT * n * size
        return QPointF(left, top), size

    def _margins(self) -> tuple[float, float]:
        """The room in pixels for the names of the axes, at each side and below."""
        metrics = QFontMetricsF(self._font())
        return max(map(metrics.horizontalAdvance, self.names)) + 3, metrics.height()

    def _font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(max(7.0, 0.8 * font.pointSizeF()))
        return font

    def _faces(self) -> list[Face]:
        """Every visible face, kept while the pointer moves over them."""
        shape = (self.batch, self.names, self.size(), self.font().pointSizeF())
        if shape != self._shape:
            self._shape, self._pieces = shape, self._cut()
        return self._pieces

    def _cut(self) -> list[Face]:
        n, c, p = self._counts()
        corner, size = self._corner()

        def at(across: float, down: float, deep: float) -> QPointF:
            shift = SLANT * deep * size
            return QPointF(corner.x() + across * size + shift, corner.y() + down * size - shift)

        def cell(i: int, j: int, k: int) -> Cell:
            return Cell(*self._first(i, j, k))

        faces = []
        for j in range(c):
            for k in range(p):
                square = [at(j, k, 0), at(j + 1, k, 0), at(j + 1, k + 1, 0), at(j, k + 1, 0)]
                faces.append((QPolygonF(square), cell(0, j, k), 0.0))
            for i in range(n):
                top = [at(j, 0, i), at(j + 1, 0, i), at(j + 1, 0, i + 1), at(j, 0, i + 1)]
                faces.append((QPolygonF(top), cell(i, j, 0), 0.12))
        for i in range(n):
            for k in range(p):
                side = [at(c, k, i), at(c, k, i + 1), at(c, k + 1, i + 1), at(c, k + 1, i)]
                faces.append((QPolygonF(side), cell(i, c - 1, k), 0.24))
        return faces

    def paintEvent(self, event: QPaintEvent) -> None:
        # A hundred polygons each, though a new frame changes none of them.
        look = (theme.current().key, self.font().pointSizeF())
        shown = (self.batch, self.cell, self.names, self.size(), *look)
        if shown != self._painted:
            self._painted = shown
            self._pixels = QPixmap(self.size() * self.devicePixelRatioF())
            self._pixels.setDevicePixelRatio(self.devicePixelRatioF())
            self._pixels.fill(Qt.GlobalColor.transparent)
            self._draw(QPainter(self._pixels))
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixels)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        now = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.mix(now.line, now.muted, 0.5), 1))
        lit = self.lit()
        brushes: dict[tuple[bool, float], QBrush] = {}
        for outline, cell, shade in self._faces():
            look = (cell in lit, shade)
            if look not in brushes:
                color = now.series[1] if look[0] else now.panel
                brushes[look] = QBrush(theme.mix(color, now.muted, shade))
            painter.setBrush(brushes[look])
            painter.drawPolygon(outline)
        self._name_axes(painter)
        painter.end()

    def _name_axes(self, painter: QPainter) -> None:
        """Write each axis's name beside the edge that runs along it."""
        n, c, p = self._counts()
        corner, size = self._corner()
        beside, under = self._margins()
        samples, channels, pixels = self.names
        painter.setFont(self._font())
        painter.setPen(theme.current().muted)
        down, across, shift = p * size, c * size, SLANT * n * size
        left, right = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        middle, center = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignHCenter
        beside_pixels = QRectF(corner.x() - beside - 3, corner.y(), beside, down)
        painter.drawText(beside_pixels, left | middle, pixels)
        below = QRectF(corner.x(), corner.y() + down + 1, across, under)
        painter.drawText(below, center | Qt.AlignmentFlag.AlignTop, channels)
        edge = QPointF(corner.x() + across + shift / 2 + 3, corner.y() + down - shift / 2)
        painter.drawText(QRectF(edge.x(), edge.y() - under / 2, beside, under), right, samples)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())

    def _point(self, at: QPointF) -> None:
        for outline, cell, _ in self._faces():
            if outline.containsPoint(at, Qt.FillRule.OddEvenFill):
                self.pointed_at.emit(cell.sample, cell.channel, cell.pixel)
                return

    def outline(self, cell: Cell) -> QRectF:
        """The outline of a cell's first visible face."""
        return next(o.boundingRect() for o, other, _ in self._faces() if other == cell)
