"""A field from above with paths on it, and the ring where they start."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPen

from app import theme
from app.widgets.field import Range
from app.widgets.field_picture import FieldPicture
from app.widgets.ghost import Shape, shapes_of
from app.widgets.overlays import Marks, Spots
from app.widgets.pens import dot_brush, dot_pen, line_pen
from app.words.labels import tr
from core.tables import Table

Array = np.ndarray[Any, Any]

PIXELS_A_POINT = 0.7
"""Points of a path that are closer together than this on the screen are drawn as one."""

SMOOTH_PIXELS = 20_000
"""The length in pixels above which paths are drawn without antialiasing, which would take a tenth
of a second."""

MAX_POINTS = 5000
"""The number of points above which only every second, third … point of a path is drawn."""

NEAR_PIXELS = 12
"""The distance in pixels within which the cursor points at a step of a path."""

ARROWS = ("t3", "t2", "t", "t1")
"""pyqtgraph's arrows at the left, right, lower and upper edge, where a path leaves for good."""

FAR_PIXELS = 2000
"""The most pixels that one step counts for: more of it cannot be visible."""


class PathPicture(FieldPicture):
    """Paths over a field; ``marks`` rings where all of them are at one step."""

    ghost_z: ClassVar[float] = 15.0

    def __init__(self, x: str = "x", y: str = "y") -> None:
        super().__init__(x, y)
        self.halo = pg.PlotCurveItem(antialias=False)
        self.paths: list[pg.PlotCurveItem] = []
        self._pens: list[QPen] = []
        self.heads = Spots()
        self.start = Spots(symbol="o", size=17)
        for z, item in enumerate((self.halo, self.heads, self.start), 3):
            item.setZValue(10 * z)
            self.plot.addItem(item, ignoreBounds=True)
        self.marks = Marks(self, 55)
        self._walked: tuple[Sequence[str], Array] = ((), np.zeros((0, 0, 2)))
        self._hidden: Collection[int] = ()
        self.ratio_changed.connect(self._paint_paths)
        self._paint_paths()

    def tables(self) -> Sequence[Table]:
        """Tables of every path at its full length, then those of the field below."""
        names, positions = self._walked
        axes = (self.axis_name("bottom"), self.axis_name("left"))
        columns: list[tuple[str, Array]] = [(tr("step"), np.arange(positions.shape[1]))]
        for name, path in zip(names, positions, strict=False):
            columns += [(f"{name}, {axis}", path[:, k]) for k, axis in enumerate(axes)]
        return [Table(tr("paths"), tuple(columns)), *super().tables()]

    def legend_entries(self) -> Sequence[tuple[str, QColor, str]]:
        """The paths that are drawn; the marks of the field are named below the picture."""
        drawn = zip(self._walked[0], self._pens, self.paths, strict=True)
        return [(name, pen.color(), "━━") for name, pen, path in drawn if path.isVisible()]

    def set_paths(self, pens: Sequence[QPen], names: Sequence[str] = ()) -> None:
        """Set the number of paths, their pens, and their names."""
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

    def hide_paths(self, hidden: Collection[int]) -> None:
        """Hide the paths with these numbers, from the next :meth:`show_paths` on."""
        self._hidden = hidden

    def show_paths(self, positions: Array, step: int) -> None:
        """Draw [K, steps, 2] up to a step. A path that has left the field for good ends at its
        edge, in an arrow: drawn on, one that swings ever wider would be a solid wall."""
        self._walked = (self._walked[0], positions)
        width, height = self._pixel()
        pieces: list[Array] = []
        heads = []
        stride = max(1, step // MAX_POINTS)
        shown = np.append(np.arange(0, step, stride), step)
        domain = None if self.shown is None or self.shown.is_line else self.shown.domain
        inside = [until_left(positions[k, shown], domain) for k in range(len(self.paths))]
        thinned = [_thin(points, width, height) for points, _ in inside]
        smooth = sum(_length(points, width, height) for points in thinned) < SMOOTH_PIXELS
        for k, (points, path) in enumerate(zip(thinned, self.paths, strict=True)):
            path.setVisible(k not in self._hidden)
            if k in self._hidden:
                continue
            path.setData(points[:, 0], points[:, 1], antialias=smooth)
            pieces.append(points)
            brush = dot_brush(path.opts["pen"].color().rgba())
            edge = inside[k][1]
            look = ("o", 9) if edge is None else (ARROWS[edge], 14)
            heads.append({"pos": points[-1], "brush": brush, "symbol": look[0], "size": look[1]})
        self.heads.setData(heads, pen=dot_pen(theme.current().picture, 1))
        if not pieces:
            self.halo.setVisible(False)
            return
        lengths = np.cumsum([len(p) for p in pieces])
        together = np.concatenate(pieces)
        connect = np.ones(len(together), np.int32)
        connect[lengths - 1] = 0
        # Under a tangle a halo shows nothing, and takes as long as all paths.
        self.halo.setVisible(smooth)
        if smooth:
            self.halo.setData(together[:, 0], together[:, 1], connect=connect)

    def ghost_shapes(self) -> list[Shape]:
        """The paths, as far as they are drawn."""
        return [shape for path in self.paths for shape in shapes_of(path)]

    def nearest(self, positions: Array, step: int, point: QPointF) -> tuple[int, int] | None:
        """The path [of K, steps, 2] and its step, up to ``step``, that are nearest to a point; None
        if none is near."""
        width, height = self._pixel()
        shown = positions[:, : step + 1]
        apart = np.hypot((shown[..., 0] - point.x()) / width, (shown[..., 1] - point.y()) / height)
        apart = np.where(np.isfinite(apart), apart, np.inf)
        apart[list(self._hidden)] = np.inf
        path, place = divmod(int(apart.argmin()), apart.shape[1])
        return (path, place) if apart[path, place] <= NEAR_PIXELS else None

    def legend(self) -> Sequence[tuple[str, str]]:
        return [*super().legend(), ("◯", tr("start"))]

    def show_start(self, x: float, y: float) -> None:
        """Move the ring that marks the start."""
        self.start.setData([x], [y])

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "start"):
            self._paint_paths()

    def _paint_paths(self) -> None:
        now = theme.current()
        self.halo.setPen(self.scaled(line_pen(now.picture, 4)))
        for path, pen in zip(self.paths, self._pens, strict=True):
            path.setPen(self.scaled(pen))
        self.start.setPen(line_pen(now.text, 2))
        self.start.setBrush(pg.mkBrush(0, 0, 0, 0))


def until_left(points: Array, domain: tuple[Range, Range] | None) -> tuple[Array, int | None]:
    """A path [n, 2] up to where it leaves the domain for good, and the edge over which it does so
    (0 left, 1 right, 2 lower, 3 upper); the whole path and None if it is still inside."""
    if domain is None:
        return points, None
    low, high = np.array(domain).T
    with np.errstate(invalid="ignore"):
        inside = ((points >= low) & (points <= high)).all(axis=1)  # NaN is outside
    if inside[-1] or not inside.any():
        return points, None
    last = int(np.flatnonzero(inside)[-1])
    here, there = points[last], points[last + 1]
    if not np.isfinite(there).all():
        return points[: last + 1], None
    ahead = np.where(there > here, high, low) - here
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(there == here, np.inf, ahead / (there - here))
    axis = int(parts.argmin())
    leaving = here + parts[axis] * (there - here)
    return np.vstack([points[: last + 1], leaving]), 2 * axis + int(there[axis] > here[axis])


def _thin(points: Array, width: float, height: float) -> Array:
    """Leave out points that fall on the same pixel as the previous one; never the first or the
    last."""
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
    """The length of a path in pixels."""
    steps = np.diff(points, axis=0) / np.array([width, height])
    return float(np.minimum(np.hypot(steps[:, 0], steps[:, 1]), FAR_PIXELS).sum())
