"""The ghost of a picture: what it showed when it was pinned, pale behind what it shows since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsItem

from app import theme

Array = np.ndarray[Any, Any]
Range = tuple[float, float]

PALE = 0.42
"""The opacity of a ghost: different from what is drawn now, and visible from the back row."""

OUTLINE_Z = 60.0
"""The z value of outlines, above filled shapes: behind them a narrow histogram would be
invisible."""


@dataclass(frozen=True)
class Line:
    """A curve as it was drawn, in the view's coordinates: logarithms on a logarithmic axis."""

    x: Array
    y: Array
    pen: QPen
    connect: Any = "finite"
    step: str | None = None
    filled: bool = False


@dataclass(frozen=True)
class Dots:
    """Points as they were drawn, with their size in pixels."""

    x: Array
    y: Array
    color: QColor
    size: float


Shape = Line | Dots


class Ghost:
    """Static items in a picture's view. They follow the theme, and are rendered to pixels once."""

    def __init__(
        self, view: pg.ViewBox, shapes: Iterable[Shape], kind: tuple[object, ...], z: float
    ) -> None:
        self.kind = kind
        """The kind of picture that was pinned; behind another kind the ghost has no meaning."""
        self.shapes = [shape for shape in shapes if _bounds(shape.x) and _bounds(shape.y)]
        self._view = view
        self._theme = theme.current()
        self._items = [_item(shape) for shape in self.shapes]
        for shape, item in zip(self.shapes, self._items, strict=True):
            item.setZValue(OUTLINE_Z if isinstance(shape, Line) and shape.filled else z)
            item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            view.addItem(item)
        self.retheme()

    @property
    def shown(self) -> bool:
        """Whether the ghost is visible behind what is shown now."""
        return any(item.isVisible() for item in self._items)

    def show(self, shown: bool) -> None:
        """Show or hide the ghost."""
        for item in self._items:
            item.setVisible(shown)

    def remove(self) -> None:
        """Remove the ghost from the picture."""
        for item in self._items:
            self._view.removeItem(item)
        self._items = []

    def range(self, axis: int) -> Range:
        """The range from the ghost's lowest to its highest value along x (0) or y (1)."""
        bounds = [_bounds(shape.x if axis == 0 else shape.y) for shape in self.shapes]
        there = [b for b in bounds if b is not None]
        return min(low for low, _ in there), max(high for _, high in there)

    def retheme(self) -> None:
        """Set the present theme's equivalents of the pinned colors, pale."""
        for shape, item in zip(self.shapes, self._items, strict=True):
            if isinstance(shape, Dots):
                item.setBrush(pg.mkBrush(_pale(shape.color, self._theme)))
            else:
                pen = QPen(shape.pen)
                pen.setColor(_pale(shape.pen.color(), self._theme))
                pen.setCosmetic(True)
                item.setPen(pen)


def shapes_of(item: Any) -> Iterator[Shape]:
    """The shapes drawn by one of pyqtgraph's items: curves, dots and bars."""
    if not item.isVisible():
        return
    if isinstance(item, pg.PlotDataItem):
        yield from shapes_of(item.curve)
        yield from _dots(item.scatter)
    elif isinstance(item, pg.PlotCurveItem):
        yield from _line(item)
    elif isinstance(item, pg.BarGraphItem):
        yield from _bars(item)


def _line(item: Any) -> Iterator[Line]:
    x, y = item.getData()
    pen = item.opts["pen"]
    if x is None or not len(y) or pen is None or pen.style() == Qt.PenStyle.NoPen:
        return
    filled = item.opts["fillLevel"] is not None
    connect = item.opts["connect"]
    step = item.opts["stepMode"]
    if step == "center":  # cached as pixels, a step curve cannot have gaps: it has none
        x, y, step = np.repeat(x, 2)[1:-1], np.repeat(y, 2), None
        connect = "all"
    yield Line(np.array(x, float), np.array(y, float), QPen(pen), connect, step, filled)


def _dots(item: Any) -> Iterator[Dots]:
    x, y = item.getData()
    if item.isVisible() and len(x):
        brush = pg.mkBrush(item.opts["brush"])
        yield Dots(np.array(x, float), np.array(y, float), brush.color(), float(item.opts["size"]))


def _bars(item: Any) -> Iterator[Line]:
    """The outline of vertical bars' tops, broken where bars do not touch; horizontal bars one by
    one."""
    opts = item.opts
    left = np.atleast_1d(np.asarray(opts["x0"], float))
    if not len(left):
        return
    height = np.broadcast_to(np.asarray(opts["height"], float), left.shape)
    if opts["y0"] is None:
        right, low = left + opts["width"], np.asarray(opts["y"], float) - height / 2
        x = np.stack([left, right, right, left, left], axis=1).ravel()
        y = np.stack([low, low, low + height, low + height, low], axis=1).ravel()
        connect = np.tile(np.array([1, 1, 1, 1, 0], np.int32), len(left))
    else:
        right, there = np.asarray(opts["x1"], float), height > 0
        touching = np.append(np.isclose(right[:-1], left[1:]) & (there[:-1] | there[1:]), False)
        x, y = np.stack([left, right], axis=1).ravel(), np.repeat(opts["y0"] + height, 2)
        connect = np.stack([there, touching], axis=1).astype(np.int32).ravel()
    brushes = opts["brushes"]
    color = pg.mkBrush(brushes[0] if brushes else opts["brush"]).color()
    yield Line(x, y, QPen(color, 1.5), connect, filled=True)


def _item(shape: Shape) -> Any:
    if isinstance(shape, Dots):
        return pg.ScatterPlotItem(x=shape.x, y=shape.y, size=shape.size, pen=None)
    smooth = len(shape.x) <= 2000  # what is longer is a line in every column: nothing to smooth
    return pg.PlotCurveItem(
        x=shape.x, y=shape.y, connect=shape.connect, stepMode=shape.step, antialias=smooth
    )


def _bounds(values: Array) -> Range | None:
    there = values[np.isfinite(values)]
    return (float(there.min()), float(there.max())) if there.size else None


def _pale(color: QColor, before: theme.Theme) -> QColor:
    result = theme.counterpart(color, before)
    result.setAlphaF(PALE)
    return result
