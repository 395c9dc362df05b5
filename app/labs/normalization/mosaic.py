"""A batch as a mosaic, with one picture for each sample (row) and channel (column), which shows
what shares a mean."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsRectItem

from app.widgets.pens import series_pen
from app.widgets.picture import Picture
from app.words.labels import tr
from core.layers.norms import Norm, maps_shape
from core.normalization.sharing import Batch, Cell, shares
from core.tables import Table, grid

Array = np.ndarray[Any, Any]

NARROW = 18
"""Letters: a picture that is not as wide has no axes."""
PIXELS = 240
"""The approximate number of pixels along a mosaic's longer side."""


class Mosaic(Picture):
    """Draws [N, C, H, W] as N rows of C pictures. Pointing at one frames all that share
    its mean."""

    pointed_at = Signal(int, int)
    """Emitted with sample and channel under the pointer."""

    _built = False
    """Whether all parts are there: the base asks for some while it is being built."""

    def __init__(self, *, named: bool = True) -> None:
        """Make a mosaic; beside one whose axes are named, those of others need no name again."""
        super().__init__(*((tr("channel"), tr("sample")) if named else ()))
        self.image = pg.ImageItem()
        self.plot.addItem(self.image)
        self.lit = QGraphicsRectItem()
        self.plot.addItem(self.lit, ignoreBounds=True)
        view = self.plot.getViewBox()
        view.setMouseEnabled(x=False, y=False)
        view.invertY(True)
        view.setDefaultPadding(0)
        self._shape = (0, 0)
        self._ratio: float | None = None
        """A map's width over its height, which the picture keeps; None if it has no shape."""
        self._values = np.zeros((0, 0, 0, 0))
        self._colors = ""
        self.pointed.connect(self._on_pointed)
        self.scene().sigMouseClicked.connect(lambda e: self._on_mouse(e.scenePos()))
        self._built = True

    def show_batch(
        self, values: Array, low: float, high: float, colors: str, each: bool = False
    ) -> None:
        """Draw [N, C, H, W] or [N, D] over [low, high], or each picture over its own range; NaN is
        a hole."""
        n, c, h, w = maps_shape(values.shape)
        self._values = values = values.reshape(n, c, h, w)
        every = max(1, round(max(n * h, c * w) / PIXELS))
        small = values[:, :, :: min(every, h), :: min(every, w)]
        if each:
            small, low, high = _stretched(small), 0.0, 1.0
        tiles = small.transpose(0, 2, 1, 3).reshape(n * small.shape[2], c * small.shape[3])
        self.image.setImage(tiles, levels=(low, high), autoLevels=False)
        if colors != self._colors:
            self._colors = colors
            self.image.setColorMap(pg.colormap.get(colors))
        self.image.setRect(QRectF(0, 0, c, n))
        # Maps keep their shape. Rows of numbers have none, and use all the room.
        ratio = w / h if min(h, w) > 1 else None
        if (n, c, ratio) != (*self._shape, self._ratio):
            self._shape, self._ratio = (n, c), ratio
            self.plot.getViewBox().setAspectLocked(ratio is not None, ratio or 1)
            self._show_axes(n, c)

    def tables(self) -> Sequence[Table]:
        """The pixels of each sample and channel, complete."""
        n, c, h, w = self._values.shape
        across, down = (tr("column"), np.arange(1, w + 1)), (tr("row"), np.arange(1, h + 1))
        titles = {
            (i, j): tr("sample {sample}, channel {channel}", sample=i + 1, channel=j + 1)
            for i in range(n)
            for j in range(c)
        }
        return [grid(words, across, down, self._values[at]) for at, words in titles.items()]

    def _show_axes(self, n: int, c: int) -> None:
        for axis, count in (("bottom", c), ("left", n)):
            step = max(1, -(-count // 8))
            ticks = [(i + 0.5, str(i + 1)) for i in range(0, count, step)]
            self.plot.getAxis(axis).setTicks([ticks])
        self.plot.setRange(xRange=(0, c), yRange=(0, n), padding=0)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out the axes where the maps need their room."""
        if not self._built:
            return
        room = self.width() >= NARROW * self.fontMetrics().averageCharWidth()
        for axis in ("left", "bottom"):
            if self.plot.getAxis(axis).isVisible() != room:
                self.plot.showAxis(axis, room)

    def light(self, norm: Norm | None, batch: Batch, cell: Cell) -> None:
        """Frame the maps that share a mean with this one; without a norm, the map itself."""
        n, c, pixel = cell.sample, cell.channel, cell.pixel
        samples = [i for i in range(batch.samples) if shares(norm, batch, cell, Cell(i, c, pixel))]
        channels = [
            j for j in range(batch.channels) if shares(norm, batch, cell, Cell(n, j, pixel))
        ]
        self.lit.setRect(
            min(channels),
            min(samples),
            max(channels) - min(channels) + 1,
            max(samples) - min(samples) + 1,
        )
        self._pen()

    def retheme(self) -> None:
        super().retheme()
        if self._built:
            self._pen()
            self._make_room()

    def _pen(self) -> None:
        pen = series_pen(1, 2.5)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self.lit.setPen(self.scaled(pen))

    def _on_pointed(self, point: QPointF | None) -> None:
        n, c = self._shape
        if point is not None and 0 <= point.x() < c and 0 <= point.y() < n:
            self.pointed_at.emit(int(point.y()), int(point.x()))


def _stretched(values: Array) -> Array:
    """Each picture of [N, C, H, W] stretched to 0..1; a constant one is 0.5."""
    with np.errstate(invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a picture that is nothing but a hole
        low = np.nanmin(values, axis=(2, 3), keepdims=True)
        span = np.nanmax(values, axis=(2, 3), keepdims=True) - low
        return np.where(span > 0, (values - low) / np.where(span > 0, span, 1), 0.5 + 0 * values)
