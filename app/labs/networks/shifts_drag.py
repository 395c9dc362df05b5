"""A digit to drag over its canvas, and what becomes of a net's maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from app import theme
from app.labs.networks.shifts_words import error
from app.widgets.color_bar import small_font
from app.widgets.drag_view import DragView
from app.widgets.field import Scale
from app.widgets.gestures import Gestures
from app.widgets.picture import Picture
from app.words.labels import _ as mark
from app.words.labels import tr
from core.data.canvas import CANVAS
from core.networks.shifts import FARTHEST, MAPS, SHIFTS, ShiftsFrame, moved_maps
from core.tables import Table, grid

Array = np.ndarray[Any, Any]

TIMES = 2
"""How many times as large as a map the canvas is drawn."""
LARGE = TIMES * CANVAS
GAP = 2
STEP = CANVAS + GAP
LAYER = MAPS * STEP + 2 * GAP
"""The width of a layer's maps with the room behind them."""
LEFT = LARGE + 3 * GAP
"""Where the maps begin."""
TOP = 7
"""The room for a line of words above everything."""
WIDTH, HEIGHT = LEFT + 2 * LAYER - 3 * GAP, TOP + 2 * STEP - GAP
INK = "CET-L1"


class ShiftDrag(Picture):
    """Draws the canvas with the digit, and beside it, for both layers, the maps of the moved digit
    above the moved maps of the digit: where both are the same the net is equivariant."""

    GESTURES: ClassVar[Gestures] = ((mark("Drag the digit"), mark("move it over its canvas")),)

    dragged = Signal(int, int)
    """Emitted with the shift down and right to which the digit is dragged."""

    def __init__(self) -> None:
        self._view = DragView(enableMenu=False)
        super().__init__(view=self._view)
        self.setAccessibleName(tr("The dragged digit and its maps"))
        for axis in ("left", "bottom"):
            self.plot.hideAxis(axis)
        self._view.setMouseEnabled(x=False, y=False)
        self._view.invertY(True)
        self._view.setDefaultPadding(0)
        self._view.setAspectLocked(True, ratio=1)
        self.image = pg.ImageItem()
        self.plot.addItem(self.image)
        self.labels = [pg.TextItem(anchor=(0, 0.5)) for _ in range(3)]
        for label in self.labels:
            self.plot.addItem(label, ignoreBounds=True)
        self._held = False
        self._begins = False
        self._from = self._shift = (0, 0)
        self._shown: tuple[ShiftsFrame, int] | None = None
        self._view.grabbed.connect(self._on_grabbed)
        self._view.placed.connect(self._on_placed)
        self._view.taken_back.connect(self._on_taken_back)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.show_range(x=(0, WIDTH), y=(0, HEIGHT), padding=0)

    def show_digit(self, frame: ShiftsFrame, k: int, down: int, right: int) -> None:
        """Draw the digit moved there, and the maps of that net."""
        self._shown, self._shift = (frame, k), (down, right)
        pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        i, j = down + FARTHEST, right + FARTHEST
        digit = frame.digit[i, j]
        ink = Scale(digit, INK).look_up(digit)
        pixels[TOP : TOP + LARGE, :LARGE] = ink.repeat(TIMES, axis=0).repeat(TIMES, axis=1)
        for layer, maps in enumerate((frame.first_maps[k], frame.second_maps[k])):
            _draw_layer(pixels, LEFT + layer * LAYER, maps, down, right)
        self.image.setImage(pixels, autoLevels=False)
        self.image.setRect(QRectF(0, 0, WIDTH, HEIGHT))
        self._write(frame, k, i, j)

    def tables(self) -> Sequence[Table]:
        if self._shown is None:
            return ()
        frame, k = self._shown
        i, j = (one + FARTHEST for one in self._shift)
        found = []
        for number, maps in enumerate((frame.first_maps[k], frame.second_maps[k]), 1):
            side = np.arange(1, maps.shape[-1] + 1)
            for m in range(MAPS):
                title = tr("layer {layer}, map {map}", layer=number, map=m + 1)
                across, down = (tr("column"), side), (tr("row"), side)
                found.append(grid(title, across, down, maps[i, j, m]))
        return found

    def retheme(self) -> None:
        super().retheme()
        shown: tuple[ShiftsFrame, int] | None = getattr(
            self, "_shown", None
        )  # or it is being built
        if shown is not None:
            self.show_digit(*shown, *self._shift)

    def _write(self, frame: ShiftsFrame, k: int, i: int, j: int) -> None:
        first, second = frame.equivariance_error[k, i, j], frame.deep_equivariance_error[k, i, j]
        if frame.nets[k] == "dense":
            texts = (tr("drag it"), tr("no maps"), "")
        else:
            texts = (
                tr("drag it"),
                tr("layer 1: off by {error}", error=error(float(first))),
                tr("layer 2: off by {error}", error=error(float(second))),
            )
        for label, text, x in zip(self.labels, texts, (0, LEFT, LEFT + LAYER), strict=True):
            label.setFont(small_font())
            label.setText(text, color=theme.current().text)
            label.setPos(x, TOP / 2)

    def _on_grabbed(self) -> None:
        self._begins, self._from = True, self._shift

    def _on_taken_back(self) -> None:
        if self._held:
            self.dragged.emit(*self._from)

    def _on_placed(self, point: QPointF) -> None:
        """Bring the digit's middle to a point, if the canvas was what was taken hold of."""
        if self._begins:
            self._begins = False
            self._held = QRectF(0, TOP, LARGE, LARGE).contains(point)
        if self._held and self._shown is not None:
            down, right = (
                max(-FARTHEST, min(FARTHEST, round(along / TIMES - CANVAS / 2)))
                for along in (point.y() - TOP, point.x())
            )
            if (down, right) != self._shift:
                self.dragged.emit(down, right)


def _draw_layer(pixels: Array, begin: int, maps: Array, down: int, right: int) -> None:
    """Draw a layer's maps [9, 9, map, side, side] of the moved digit, and below them those of the
    digit, moved, in the same colors."""
    unmoved = SHIFTS.index(0)
    here = moved_maps(maps[down + FARTHEST, right + FARTHEST], 0, 0)
    there = moved_maps(maps[unmoved, unmoved], down, right)
    for m in range(MAPS):
        largest = max(float(np.nanmax(here[m], initial=0)), 1e-12)
        left = begin + m * STEP
        for row, tile in enumerate((here[m], there[m])):
            top = TOP + row * STEP
            places = tile / largest
            area = Scale(places, theme.current().field).look_up(places)
            pixels[top : top + CANVAS, left : left + CANVAS] = area
