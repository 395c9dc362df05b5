"""A surface from above: heat and contours; and with the paths on it, and where they start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPen

from app import theme
from app.widgets.gestures import Gestures
from app.widgets.ghost import Shape, shapes_of
from app.widgets.overlays import Arrows, Marks, Region, Spots, dot_brush, dot_pen
from app.widgets.picture import CACHED, Picture
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.heights import HeightsFrame
from core.surfaces.curvature import PointCurvature
from core.surfaces.function import Surface
from core.tables import Table, grid

Array = np.ndarray[Any, Any]

PIXELS_A_POINT = 0.7
"""Points of a path that lie closer together than this on the screen are drawn as one."""


SMOOTH_PIXELS = 20_000
"""Longer paths are drawn without antialiasing: with it they would take a tenth of a second."""

MAX_POINTS = 5000
"""Of a path of more steps only every second, third … is drawn."""

NEAR_PIXELS = 12
"""Closer than this to a path, the cursor points at its step."""

FAR_PIXELS = 2000
"""What one step counts at most: the part of it that may be seen."""

BAND = 0.25
"""How high a surface of one variable is drawn, as part of its width."""


class DragView(pg.ViewBox):
    """Left button: set the start. Wheel: zoom. Middle button: pan. Double-click: the whole."""

    placed = Signal(QPointF)
    grabbed = Signal()
    released = Signal()

    def mouseClickEvent(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        event.accept()
        if not event.double():
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


class FieldPicture(Picture):
    """Draws a landscape. What a hand drags over it is told in the surface's coordinates."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Wheel"), mark("zoom")),
        (mark("Drag with the middle button"), mark("move the picture")),
        (mark("Double-click"), mark("the whole surface again")),
    )

    dragged = Signal(QPointF)
    """Where the hand is, held at the edge of the domain."""
    gesture_began = Signal()
    gesture_ended = Signal()

    def __init__(self) -> None:
        self._view = DragView(enableMenu=False)
        super().__init__("x", "y", viewBox=self._view)
        self.leave_room()
        self.setAccessibleName(tr("The surface"))
        self._surface: Surface | None = None
        self._frame: HeightsFrame | None = None
        self.image = pg.ImageItem()
        self.contours = pg.PlotCurveItem()
        self.points = Spots()
        for z, item in enumerate((self.image, self.contours, self.points)):
            item.setZValue(10 * z)
            self.plot.addItem(item, ignoreBounds=True)
            item.setCacheMode(CACHED)  # they stay while what is laid over them moves
        self.hover = pg.LabelItem(justify="left", size="9pt")
        self.hover.setParentItem(self._view)
        self.hover.anchor(itemPos=(0, 1), parentPos=(0, 1), offset=(6, -4))
        self._view.placed.connect(self._on_placed)
        self._view.grabbed.connect(self.gesture_began)
        self._view.released.connect(self.gesture_ended)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._paint_field()

    def set_landscape(self, frame: HeightsFrame, surface: Surface) -> None:
        """Draw a surface; another one is shown whole."""
        other = self._surface is None or surface.key != self._surface.key
        self._surface, self._frame = surface, frame
        self.judge_ghost()
        colors = pg.colormap.get(theme.current().field)
        self.image.setImage(frame.shades, levels=theme.current().field_levels, autoLevels=False)
        self.image.setColorMap(colors)
        self.image.setRect(self.domain_rect())
        connect = np.ones(len(frame.lines), np.int32)
        connect[frame.breaks[1:] - 1] = 0  # the last point of each line joins nothing
        if len(connect):
            connect[-1] = 0
        self.contours.setData(frame.lines[:, 0], frame.lines[:, 1], connect=connect)
        self._draw_points(surface)
        if other:
            self.show_whole()

    def kind(self) -> tuple[object, ...]:
        return (*super().kind(), self._surface.key if self._surface is not None else "")

    def ghost_shapes(self) -> list[Shape]:
        return []

    def show_all(self) -> None:
        self.show_whole()

    def tables(self) -> Sequence[Table]:
        """The heights on their grid, and the contour lines' points."""
        frame = self._frame
        if frame is None:
            return ()
        line = np.searchsorted(frame.breaks, np.arange(len(frame.lines)), side="right")
        lines = (("x", frame.lines[:, 0]), ("y", frame.lines[:, 1]))
        return [
            grid(tr("heights"), ("x", frame.x), ("y", frame.y), frame.heights),
            Table(tr("contour lines"), ((tr("line"), line), *lines)),
        ]

    def show_whole(self) -> None:
        """The whole drawn domain."""
        if self._surface is not None:
            (left, right), (bottom, top) = _drawn(self._surface)
            self._view.setRange(QRectF(left, bottom, right - left, top - bottom), padding=0)

    def say_hover(self, text: str) -> None:
        """What lies under the cursor."""
        self.hover.setText(text, color=theme.current().text)

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "hover"):
            self._paint_field()

    def _paint_field(self) -> None:
        now = theme.current()
        self.contours.setPen(pg.mkPen(theme.mix(now.muted, now.picture, 0.45), width=1))
        if self._surface is not None and self._frame is not None:
            self.set_landscape(self._frame, self._surface)

    @property
    def ready(self) -> bool:
        """Whether there is a landscape."""
        return self._frame is not None

    def domain_rect(self) -> QRectF:
        """The drawn domain, half a pixel of the field wider on each side."""
        assert self._surface is not None
        assert self._frame is not None
        (left, right), (bottom, top) = _drawn(self._surface)
        dx = (right - left) / (len(self._frame.x) - 1)
        dy = (top - bottom) / max(1, len(self._frame.y) - 1)
        return QRectF(left - dx / 2, bottom - dy / 2, right - left + dx, top - bottom + dy)

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
            (left, right), (bottom, top) = self._surface.x, self._surface.y
            x, y = min(right, max(left, point.x())), min(top, max(bottom, point.y()))
            width, height = self._pixel()
            self.dragged.emit(QPointF(_round_to(x, width), _round_to(y, height)))


class SurfacePicture(FieldPicture):
    """A landscape with paths on it, and the ring where they start."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click or drag"), mark("set the start")),
        *FieldPicture.GESTURES,
        (mark("Point anywhere"), mark("x, y and height there; near a path, its step")),
    )

    ghost_z = 15.0

    def __init__(self) -> None:
        super().__init__()
        self.halo = pg.PlotCurveItem(antialias=False)
        self.paths: list[pg.PlotCurveItem] = []
        self._pens: list[QPen] = []
        self.heads = Spots()
        self.start = Spots(symbol="o", size=17)
        for z, item in enumerate((self.halo, self.heads, self.start), 3):
            item.setZValue(10 * z)
            self.plot.addItem(item, ignoreBounds=True)
        self.marks = Marks(self, 55)
        self.ratio_changed.connect(self._paint_paths)
        self.arrows = Arrows(self, 60)
        self.eigenpairs = Arrows(self, 58)
        self.curved = Region(self, 12)
        self._walked: tuple[Sequence[str], Array] = ((), np.zeros((0, 0, 2)))
        self.cursor_outside = True
        self.pointed.connect(self._on_cursor)
        self._paint_paths()

    def tables(self) -> Sequence[Table]:
        """Every path's whole way first, then the surface under them."""
        names, positions = self._walked
        columns: list[tuple[str, Array]] = [(tr("step"), np.arange(positions.shape[1]))]
        for name, path in zip(names, positions, strict=False):
            columns += [(f"{name}, {axis}", path[:, k]) for k, axis in enumerate("xy")]
        return [Table(tr("paths"), tuple(columns)), *super().tables()]

    def set_paths(self, pens: Sequence[QPen], names: Sequence[str] = ()) -> None:
        """So many paths, drawn so, called so."""
        names = names or [str(k + 1) for k in range(len(pens))]
        self._walked = (names, np.zeros((len(pens), 0, 2)))
        for path in self.paths:
            self.plot.removeItem(path)
        self.paths, self._pens = [], list(pens)
        for pen in pens:
            path = pg.PlotCurveItem(pen=self.scaled(pen))
            path.setZValue(35)
            self.plot.addItem(path, ignoreBounds=True)
            self.paths.append(path)

    def show_paths(self, positions: Array, step: int) -> None:
        """Draw [K, steps, 2] up to a step; a path that diverged ends where it last was a number."""
        self._walked = (self._walked[0], positions)
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
            brush = dot_brush(path.opts["pen"].color().rgba())
            heads.append({"pos": points[-1], "brush": brush, "symbol": "o", "size": 9})
        lengths = np.cumsum([len(p) for p in pieces])
        together = np.concatenate(pieces)
        connect = np.ones(len(together), np.int32)
        connect[lengths - 1] = 0
        # Under a tangle a halo shows nothing, and takes as long as all paths.
        self.halo.setVisible(smooth)
        if smooth:
            self.halo.setData(together[:, 0], together[:, 1], connect=connect)
        self.heads.setData(heads, pen=dot_pen(theme.current().picture, 1))

    def ghost_shapes(self) -> list[Shape]:
        """The paths, as far as they are drawn."""
        return [shape for path in self.paths for shape in shapes_of(path)]

    def nearest(self, positions: Array, step: int, point: QPointF) -> tuple[int, int] | None:
        """The path [of K, steps, 2] and the step of it, up to ``step``, nearest to a point;
        None where none is near."""
        width, height = self._pixel()
        shown = positions[:, : step + 1]
        apart = np.hypot((shown[..., 0] - point.x()) / width, (shown[..., 1] - point.y()) / height)
        apart = np.where(np.isfinite(apart), apart, np.inf)
        path, place = divmod(int(apart.argmin()), apart.shape[1])
        return (path, place) if apart[path, place] <= NEAR_PIXELS else None

    def show_eigenpairs(self, at: PointCurvature) -> None:
        """The Hessian's eigenvectors at a point, both ways, colored by the sign of the curvature
        along them: blue bends upwards, orange downwards."""
        pairs = []
        for value, (x, y) in zip(at.eigenvalues, at.eigenvectors, strict=True):
            color = theme.series_color(0 if value > 0 else 1) if value else QColor("gray")
            pairs += [(color, x, y), (color, -x, -y)]
        self.eigenpairs.show(at.point, pairs if np.isfinite(at.eigenvalues).all() else ())

    def show_region(self, mask: Array) -> None:
        """Shade where the Hessian has no negative eigenvalue; a mask over the whole domain."""
        if self._surface is not None:
            color = theme.series_color(2)
            self.curved.show(mask, self.domain_rect(), color)

    def hide_curvature(self) -> None:
        """Neither eigenvectors nor region."""
        self.eigenpairs.clear()
        self.curved.clear()

    def show_start(self, x: float, y: float) -> None:
        """Put the ring there."""
        self.start.setData([x], [y])

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "start"):
            self._paint_paths()

    def _on_cursor(self, point: QPointF | None) -> None:
        self.cursor_outside = point is None

    def _paint_paths(self) -> None:
        now = theme.current()
        self.halo.setPen(self.scaled(pg.mkPen(now.picture, width=4)))
        for path, pen in zip(self.paths, self._pens, strict=True):
            path.setPen(self.scaled(pen))
        self.start.setPen(pg.mkPen(now.text, width=2))
        self.start.setBrush(pg.mkBrush(0, 0, 0, 0))


def _drawn(surface: Surface) -> tuple[tuple[float, float], tuple[float, float]]:
    """What is drawn of x and y; a surface of one variable is a band about its line."""
    (left, right), half = surface.x, BAND / 2
    y = surface.y if surface.dimensions == 2 else (-half * (right - left), half * (right - left))
    return surface.x, y


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
