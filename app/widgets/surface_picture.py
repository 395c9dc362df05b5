"""A surface from above: heat and contours, the paths on it, and a ring where they start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPen

from app import theme
from app.labels import tr
from app.widgets.chart import CACHED, Picture
from core.optimization.landscape import LandscapeFrame
from core.optimization.surfaces import Surface

Array = np.ndarray[Any, Any]

PIXELS_A_POINT = 0.7
"""Points of a path that lie closer together than this on the screen are drawn as one."""


SMOOTH_PIXELS = 20_000
"""Longer paths are drawn without antialiasing: with it they would take a tenth of a second."""

MAX_POINTS = 5000
"""Of a path of more steps only every second, third … is drawn."""

FAR_PIXELS = 2000
"""What one step counts at most: the part of it that may be seen."""


class _Marks(pg.ScatterPlotItem):
    """Points that leave clicks to what lies under them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pxMode=True, **options)

    def mouseClickEvent(self, event: Any) -> None:
        event.ignore()


class _StartView(pg.ViewBox):
    """Left button: set the start. Wheel: zoom. Middle button: pan. Double-click: the whole."""

    placed = Signal(QPointF)
    grabbed = Signal()
    released = Signal()
    reset = Signal()

    def mouseClickEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if event.double():
            self.reset.emit()
        else:
            self.grabbed.emit()
            self.placed.emit(self.mapSceneToView(event.scenePos()))
            self.released.emit()

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mouseDragEvent(event, axis)
            return
        event.accept()
        if event.isStart():
            self.grabbed.emit()
            self.placed.emit(self.mapSceneToView(event.buttonDownScenePos()))
        self.placed.emit(self.mapSceneToView(event.scenePos()))
        if event.isFinish():
            self.released.emit()


class SurfacePicture(Picture):
    """Draws a landscape, and paths with their heads. ``start_moved`` comes while a hand drags."""

    start_moved = Signal(float, float)
    gesture_began = Signal()
    gesture_ended = Signal()
    hovered = Signal(float, float)

    def __init__(self) -> None:
        self._view = _StartView(enableMenu=False)
        super().__init__("x", "y", viewBox=self._view)
        self._surface: Surface | None = None
        self._frame: LandscapeFrame | None = None
        self.image = pg.ImageItem()
        self.contours = pg.PlotCurveItem()
        self.points = _Marks()
        self.halo = pg.PlotCurveItem(antialias=False)
        self.paths: list[pg.PlotCurveItem] = []
        self.heads = _Marks()
        self.start = _Marks(symbol="o", size=17)
        for z, item in enumerate(
            (self.image, self.contours, self.points, self.halo, self.heads, self.start)
        ):
            item.setZValue(10 * z)
            self.plot.addItem(item, ignoreBounds=True)
        for item in (self.image, self.contours, self.points):
            item.setCacheMode(CACHED)  # they stay while the paths move
        self.hover = pg.LabelItem(justify="left", size="9pt")
        self.hover.setParentItem(self._view)
        self.hover.anchor(itemPos=(0, 1), parentPos=(0, 1), offset=(6, -4))
        self._view.placed.connect(self._on_placed)
        self._view.grabbed.connect(self.gesture_began)
        self._view.released.connect(self.gesture_ended)
        self._view.reset.connect(self.show_whole)
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.retheme()

    def set_landscape(self, frame: LandscapeFrame, surface: Surface) -> None:
        """Draw a surface; another one is shown whole."""
        other = self._surface is None or surface.key != self._surface.key
        self._surface, self._frame = surface, frame
        (left, right), (bottom, top) = surface.x, surface.y
        colors = pg.colormap.get(theme.current().field)
        self.image.setImage(frame.ranks, levels=theme.current().field_levels, autoLevels=False)
        self.image.setColorMap(colors)
        dx, dy = (right - left) / (len(frame.x) - 1), (top - bottom) / (len(frame.y) - 1)
        self.image.setRect(
            QRectF(left - dx / 2, bottom - dy / 2, right - left + dx, top - bottom + dy)
        )
        connect = np.ones(len(frame.lines), np.int32)
        connect[frame.breaks[1:] - 1] = 0  # the last point of each line joins nothing
        if len(connect):
            connect[-1] = 0
        self.contours.setData(frame.lines[:, 0], frame.lines[:, 1], connect=connect)
        self._draw_points(surface)
        if other:
            self.show_whole()

    def set_paths(self, pens: Sequence[QPen]) -> None:
        """So many paths, drawn so."""
        for path in self.paths:
            self.plot.removeItem(path)
        self.paths = []
        for pen in pens:
            path = pg.PlotCurveItem(pen=pen)
            path.setZValue(35)
            self.plot.addItem(path, ignoreBounds=True)
            self.paths.append(path)

    def show_paths(self, positions: Array, step: int) -> None:
        """Draw [K, steps, 2] up to a step; a path that diverged ends where it last was a number."""
        width, height = self._pixel()
        pieces: list[Array] = []
        heads = []
        stride = max(1, step // MAX_POINTS)
        shown = np.append(np.arange(0, step, stride), step)
        thinned = [_thin(positions[k, shown], width, height) for k in range(len(self.paths))]
        smooth = sum(_length(points, width, height) for points in thinned) < SMOOTH_PIXELS
        for points, path in zip(thinned, self.paths, strict=True):
            path.setData(points[:, 0], points[:, 1], antialias=smooth)
            pieces.append(points)
            brush = path.opts["pen"].color()
            heads.append({"pos": points[-1], "brush": brush, "symbol": "o", "size": 9})
        lengths = np.cumsum([len(p) for p in pieces])
        together = np.concatenate(pieces)
        connect = np.ones(len(together), np.int32)
        connect[lengths - 1] = 0
        self.halo.setData(together[:, 0], together[:, 1], connect=connect)
        self.heads.setData(heads, pen=pg.mkPen(theme.current().picture, width=1))

    def show_start(self, x: float, y: float) -> None:
        """Put the ring there."""
        self.start.setData([x], [y])

    def show_whole(self) -> None:
        """The whole drawn domain."""
        if self._surface is not None:
            (left, right), (bottom, top) = self._surface.x, self._surface.y
            self._view.setRange(QRectF(left, bottom, right - left, top - bottom), padding=0)

    def say_hover(self, text: str) -> None:
        """What lies under the cursor."""
        self.hover.setText(text, color=theme.current().text)

    def retheme(self) -> None:
        super().retheme()
        now = theme.current()
        if hasattr(self, "hover"):
            self.contours.setPen(pg.mkPen(theme.mix(now.muted, now.picture, 0.45), width=1))
            self.halo.setPen(pg.mkPen(now.picture, width=4))
            self.start.setPen(pg.mkPen(now.text, width=2))
            self.start.setBrush(pg.mkBrush(0, 0, 0, 0))
            if self._surface is not None and self._frame is not None:
                self.set_landscape(self._frame, self._surface)

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.say_hover("")

    def _draw_points(self, surface: Surface) -> None:
        now = theme.current()
        marks = [
            (surface.minima, "star", tr("minimum")),
            (surface.saddles, "x", tr("saddle")),
            (surface.maxima, "t1", tr("maximum")),
        ]
        spots = [
            {"pos": point, "symbol": symbol, "size": 13 if symbol == "star" else 9, "data": name}
            for points, symbol, name in marks
            for point in points
        ]
        self.points.setData(spots, pen=pg.mkPen(now.picture, width=0.8), brush=pg.mkBrush(now.text))

    def _pixel(self) -> tuple[float, float]:
        width, height = self._view.viewPixelSize()
        return float(width), float(height)

    def _on_placed(self, point: QPointF) -> None:
        if self._surface is not None:
            # A start outside the domain makes no sense: the hand is held at the edge.
            (left, right), (bottom, top) = self._surface.x, self._surface.y
            x, y = min(right, max(left, point.x())), min(top, max(bottom, point.y()))
            self.start_moved.emit(_round_to(x, self._pixel()[0]), _round_to(y, self._pixel()[1]))

    def _on_mouse(self, position: QPointF) -> None:
        if self._view.sceneBoundingRect().contains(position):
            point = self._view.mapSceneToView(position)
            self.hovered.emit(point.x(), point.y())


def _thin(points: Array, width: float, height: float) -> Array:
    """Leave out points that fall on the pixel of the one before; never the first or the last."""
    finite = np.isfinite(points[:, 0] + points[:, 1])
    if not finite.all():
        points = points[finite]
    if len(points) < 3:
        return points
    keep = np.zeros(len(points), bool)
    for coordinate, pixel in ((0, width), (1, height)):
        # Far outside, a coordinate may not fit a pixel number: there all that counts is "far".
        cell = np.clip(points[:, coordinate] / (PIXELS_A_POINT * pixel), -1e9, 1e9).astype(np.int32)
        keep[1:] |= cell[1:] != cell[:-1]
    keep[0] = keep[-1] = True
    return np.clip(points[keep], -1e6, 1e6)


def _length(points: Array, width: float, height: float) -> float:
    """Of a path, in pixels."""
    steps = np.diff(points, axis=0) / np.array([width, height])
    return float(np.minimum(np.hypot(steps[:, 0], steps[:, 1]), FAR_PIXELS).sum())


def _round_to(value: float, pixel: float) -> float:
    """To as many decimals as a pixel can mean."""
    decimals = max(0, int(np.ceil(-np.log10(pixel)))) if pixel > 0 else 6
    return round(value, decimals)
