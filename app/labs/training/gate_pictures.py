"""Pictures of gates: what one net says of the plane with its lines, and those of many starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from app import theme
from app.labs.training.plane_pictures import PlanePicture, columns_of
from app.widgets.field_picture import FieldPicture
from app.widgets.gestures import Gestures
from app.widgets.painted import Painted
from app.widgets.pens import line_pen
from app.words.labels import _ as mark
from app.words.labels import tr
from core.tables import Table

Array = np.ndarray[Any, Any]

GAP = 3


class GatePicture(PlanePicture):
    """Draws what a net says of the plane, the gate's four corners, and the net's lines."""

    GESTURES: ClassVar[Gestures] = FieldPicture.GESTURES[:2]

    def __init__(self) -> None:
        super().__init__("")
        self._lines: list[pg.InfiniteLine] = []
        self._drawn = np.zeros((0, 3))

    def show_net(self, x: Array, picture: Array, lines: Array) -> None:
        """Draw the probability [y, x] of a 1, and lines [k, 3] of w₁, w₂ and b."""
        sure = np.where(picture > 0.5, picture, 1 - picture)
        self.show_classes(x, (picture > 0.5).astype(np.int8), sure, 2)
        self._drawn = lines
        while len(self._lines) > len(lines):
            self.plot.removeItem(self._lines.pop())
        while len(self._lines) < len(lines):
            self._lines.append(pg.InfiniteLine())
            self._lines[-1].setZValue(22)
            self.plot.addItem(self._lines[-1], ignoreBounds=True)
        for item, (w1, w2, b) in zip(self._lines, lines.tolist(), strict=True):
            item.setPen(line_pen(theme.current().text, 2.0))
            length = w1 * w1 + w2 * w2
            item.setVisible(length > 0)
            if length:
                item.setAngle(float(np.degrees(np.arctan2(-w1, w2))))
                item.setPos((-b * w1 / length, -b * w2 / length))

    def ring(self, corner: int | None) -> None:
        """Draw the corner that is presented larger."""
        sizes = [15 if k == corner else 10 for k in range(len(self._places))]
        self.dots.setSize(sizes)

    def tables(self) -> Sequence[Table]:
        """Tables of the plane, of the corners, and of the lines."""
        columns = zip(("w1", "w2", "b"), self._drawn.T, strict=True)
        return [*super().tables(), Table(tr("lines"), tuple(columns))]


class Starts(NamedTuple):
    """What each start's net says of the plane, and which have learned."""

    pictures: Array
    learned: Array
    chosen: int


class StartsMosaic(Painted):
    """Draws a small picture of each start's net, paler where it has not learned."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click on a start"), mark("show its net")),
        (mark("Arrow keys"), mark("the start before, or the next")),
    )

    chose = Signal(int)
    """Emitted with the number of the start that was clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Starts"))
        self.setMinimumSize(200, 150)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cells: tuple[tuple[object, ...], QImage] | None = None
        """The cells as they were drawn, and of what: another choice draws only its frame anew."""

    def show_starts(self, pictures: Array, learned: Array, chosen: int) -> None:
        """Draw the probabilities [start, y, x] of a 1."""
        self.shown = Starts(pictures, learned, chosen)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 300)

    def box(self, start: int) -> QRectF:
        """Where a start's picture lies."""
        columns, _, side = self._layout()
        row, column = divmod(start, columns)
        return QRectF(GAP + column * (side + GAP), GAP + row * (side + GAP), side, side)

    def _layout(self) -> tuple[int, int, int]:
        """Columns, rows, and the side of a cell in pixels."""
        many = len(self.shown.pictures)
        columns = columns_of(many, self.width(), self.height())
        rows = -(-many // columns)
        side = min((self.width() - GAP) // columns, (self.height() - GAP) // rows) - GAP
        return columns, rows, max(2, side)

    def tables(self) -> Sequence[Table]:
        """A table of which starts have learned."""
        if self.shown is None:
            return ()
        learned = self.shown.learned.astype(int)
        columns = ((tr("start"), np.arange(1, len(learned) + 1)), (tr("learned"), learned))
        return [Table(tr("Starts"), columns)]

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.shown is None or not len(self.shown.pictures):
            return
        painter = QPainter(self)
        of = (self.shown.pictures, self.size(), theme.current().key)
        if self._cells is None or not _same(self._cells[0], of):
            self._cells = (of, self._drawn_cells(self.shown))
        painter.drawImage(0, 0, self._cells[1])
        painter.setPen(QPen(QColor(theme.current().text), 2.5))
        painter.drawRect(self.box(self.shown.chosen).adjusted(-1, -1, 1, 1))
        painter.end()

    def _drawn_cells(self, shown: Starts) -> QImage:
        """All cells in one image, put together in one go: a hundred drawings take longer."""
        columns, rows, side = self._layout()
        grid = shown.pictures.shape[1]
        near = np.arange(side) * grid // side
        cells = _shades(shown)[:, near][:, :, near]
        pitch = side + GAP
        room = np.zeros((rows * columns, pitch, pitch, 4), np.uint8)
        room[: len(cells), GAP:, GAP:] = cells
        whole = room.reshape(rows, columns, pitch, pitch, 4).swapaxes(1, 2)
        pixels = np.ascontiguousarray(whole).reshape(rows * pitch, columns * pitch, 4)
        height, width = pixels.shape[:2]
        format_ = QImage.Format.Format_RGBA8888
        return QImage(pixels.tobytes(), width, height, 4 * width, format_).copy()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.shown is not None and event.button() == Qt.MouseButton.LeftButton:
            at = QPointF(event.position())
            found = [k for k in range(len(self.shown.pictures)) if self.box(k).contains(at)]
            if found:
                self.chose.emit(found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.shown is None or event.key() not in steps:
            super().keyPressEvent(event)
            return
        there = self.shown.chosen + steps[Qt.Key(event.key())]
        if 0 <= there < len(self.shown.pictures):
            self.chose.emit(there)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether the pictures are the same array, and all else is equal."""
    return one[0] is other[0] and one[1:] == other[1:]


def _shades(starts: Starts) -> Array:
    """[start, y, x, 4] from the color of a 0 to that of a 1; y upward. What has not learned is
    nearer to the background."""
    ends = [theme.series_color(k) for k in (0, 1)]
    zero, one = (np.array([c.red(), c.green(), c.blue()], np.float32) for c in ends)
    ground = QColor(theme.current().picture)
    ground_rgb = np.array([ground.red(), ground.green(), ground.blue()], np.float32)
    share = starts.pictures[:, ::-1, :, None].astype(np.float32)
    mixed = zero + (one - zero) * share
    faded = np.where(starts.learned, 0.0, 0.65).astype(np.float32)[:, None, None, None]
    rgb = mixed + (ground_rgb - mixed) * faded
    return np.concatenate([rgb, np.full_like(share, 255)], axis=3).astype(np.uint8)
