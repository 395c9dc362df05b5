"""Overlays for a field seen from above: arrows, marked points, a shaded region."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from app import theme
from app.widgets.pens import dot_pen, line_pen
from app.widgets.picture import Picture

SHORTEST, LONGEST = 50.0, 200.0
"""Bounds in pixels for the longest arrow of a group; all are drawn on one scale, if they can be."""

LEAST = 12.0
"""The length in pixels below which an arrow is not seen: then each gets a scale of its own."""

BARB = 9.0
"""The size in pixels of an arrow's head."""

Array = np.ndarray[Any, Any]

_NICE = (1.0, 2.0, 5.0)

Arrow = tuple[QColor, float, float]
"""An arrow: its color, and its extent in x and in y."""


class Arrows:
    """Arrows from one point, redrawn when the picture is zoomed so that their heads keep their
    size."""

    def __init__(self, picture: Picture, z: float) -> None:
        self._picture, self._z = picture, z
        self._items: list[pg.PlotCurveItem] = []
        self._tail = (0.0, 0.0)
        self._arrows: Sequence[Arrow] = ()
        picture.plot.getViewBox().sigRangeChanged.connect(self._draw)

    def show(self, tail: tuple[float, float], arrows: Sequence[Arrow]) -> tuple[float, ...]:
        """Draw these arrows; returns the factor by which each is enlarged, 1 for one that cannot be
        drawn."""
        self._tail, self._arrows = tail, arrows
        return self._draw()

    def clear(self) -> None:
        """Remove all arrows."""
        self._arrows = ()
        self._draw()

    def _draw(self) -> tuple[float, ...]:
        width, height = (float(v) for v in self._picture.plot.getViewBox().viewPixelSize())
        there = [a for a in self._arrows if math.isfinite(a[1] + a[2]) and (a[1] or a[2])]
        while len(self._items) < len(there):
            item = pg.PlotCurveItem(antialias=True)
            item.setZValue(self._z)
            self._picture.plot.addItem(item, ignoreBounds=True)
            self._items.append(item)
        for item in self._items[len(there) :]:
            item.setData([], [])
        scales = _scales([math.hypot(dx / width, dy / height) for _, dx, dy in there])
        for item, (color, dx, dy), scale in zip(self._items, there, scales, strict=False):
            xs, ys = _arrow(self._tail, dx * scale, dy * scale, width, height)
            item.setPen(self._picture.scaled(line_pen(color, 2.5)))
            item.setData(xs, ys)
        drawn = iter(scales)
        return tuple(next(drawn) if a in there else 1.0 for a in self._arrows)


def _scales(lengths: Sequence[float]) -> list[float]:
    """The factor for each arrow, given their lengths in pixels: the same for all, unless the
    shortest could then not be seen beside the longest."""
    common = _scale(max(lengths, default=0.0))
    if all(length * common >= LEAST for length in lengths):
        return [common] * len(lengths)
    return [_scale(length) for length in lengths]


def _scale(longest: float) -> float:
    """The round number nearest to 1 that brings the longest arrow within its bounds."""
    if not 0 < longest < math.inf or SHORTEST <= longest <= LONGEST:
        return 1.0
    wanted = (SHORTEST if longest < SHORTEST else LONGEST) / longest
    power = 10.0 ** math.floor(math.log10(wanted))
    fitting = [n * power for n in (*_NICE, 10.0)]
    if longest < SHORTEST:
        return min(s for s in fitting if s >= wanted * (1 - 1e-12))
    return max(s for s in fitting if s <= wanted * (1 + 1e-12))


def _arrow(
    tail: tuple[float, float], dx: float, dy: float, width: float, height: float
) -> tuple[Array, Array]:
    """Shaft and head of an arrow as one line; the head has a fixed size in pixels."""
    length = math.hypot(dx / width, dy / height)
    ux, uy = dx / width / length, dy / height / length
    barb = min(BARB, 0.6 * length)
    tip = (tail[0] + dx, tail[1] + dy)
    xs, ys = [tail[0], tip[0]], [tail[1], tip[1]]
    for side in (1, -1):
        bx = -0.87 * ux - side * 0.5 * uy
        by = -0.87 * uy + side * 0.5 * ux
        xs += [tip[0] + barb * bx * width, tip[0]]
        ys += [tip[1] + barb * by * height, tip[1]]
    return np.array(xs), np.array(ys)


class Region:
    """A shaded part of the domain."""

    def __init__(self, picture: Picture, z: float) -> None:
        self.item = pg.ImageItem()
        self.item.setZValue(z)
        self.item.setVisible(False)
        picture.plot.addItem(self.item, ignoreBounds=True)

    def show(self, mask: Array, rect: QRectF, color: QColor, alpha: int = 70) -> None:
        """Shade where ``mask`` [rows, columns] is true."""
        pixels = np.zeros((*mask.shape, 4), np.uint8)
        pixels[mask] = (color.red(), color.green(), color.blue(), alpha)
        self.item.setImage(pixels)
        self.item.setRect(rect)
        self.item.setVisible(True)

    def clear(self) -> None:
        """Remove the shading."""
        self.item.setVisible(False)


class Spots(pg.ScatterPlotItem):
    """Points that pass clicks on to what lies below them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pxMode=True, **options)

    def mouseClickEvent(self, event: Any) -> None:
        event.ignore()


class Marks:
    """Rings at a few points: where each path is at one step."""

    def __init__(self, picture: Picture, z: float) -> None:
        self.item = Spots(symbol="o", size=15)
        self.item.setZValue(z)
        self.item.setBrush(pg.mkBrush(0, 0, 0, 0))
        picture.plot.addItem(self.item, ignoreBounds=True)

    def show(self, points: Array) -> None:
        """Show rings at these points [n, 2]; a point that is not finite has none."""
        there = points[np.isfinite(points).all(axis=1)]
        self.item.setData(there[:, 0], there[:, 1], pen=dot_pen(theme.current().text, 2))

    def clear(self) -> None:
        """Remove all rings."""
        self.item.setData([], [])
