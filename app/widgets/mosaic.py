"""A batch as a mosaic: one picture a sample (row) and channel (column), and what shares a mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsRectItem

from app import theme
from app.labels import tr
from app.widgets.chart import Picture
from core.normalization.norms import Norm

Array = np.ndarray[Any, Any]

PIXELS = 320
"""About how many pixels a mosaic is given along its longer side."""


class Mosaic(Picture):
    """[N, C, H, W] as N rows of C pictures. Pointing at one lights all that shares its mean."""

    pointed = Signal(int, int)
    """Sample and channel under the pointer."""

    def __init__(self) -> None:
        super().__init__(tr("channel"), tr("sample"))
        self.image = pg.ImageItem()
        self.plot.addItem(self.image)
        self.lit = QGraphicsRectItem()
        self.plot.addItem(self.lit, ignoreBounds=True)
        view = self.plot.getViewBox()
        view.setMouseEnabled(x=False, y=False)
        view.invertY(True)
        view.setDefaultPadding(0)
        self._shape = (0, 0)
        self._colors = ""
        self.scene().sigMouseMoved.connect(self._on_mouse)
        self.scene().sigMouseClicked.connect(lambda e: self._on_mouse(e.scenePos()))

    def show_batch(self, values: Array, low: float, high: float, colors: str) -> None:
        """Draw it over [low, high]; NaN is a hole."""
        n, c, h, w = values.shape
        every = max(1, round(max(n * h, c * w) / PIXELS))
        small = values[:, :, :: min(every, h), :: min(every, w)]
        tiles = small.transpose(0, 2, 1, 3).reshape(n * small.shape[2], c * small.shape[3])
        self.image.setImage(tiles, levels=(low, high), autoLevels=False)
        if colors != self._colors:
            self._colors = colors
            self.image.setColorMap(pg.colormap.get(colors))
        self.image.setRect(QRectF(0, 0, c, n))
        if (n, c) != self._shape:
            self._shape = (n, c)
            self._show_axes(n, c)

    def _show_axes(self, n: int, c: int) -> None:
        for axis, count in (("bottom", c), ("left", n)):
            step = max(1, -(-count // 8))
            ticks = [(i + 0.5, str(i + 1)) for i in range(0, count, step)]
            self.plot.getAxis(axis).setTicks([ticks])
        self.plot.setRange(xRange=(0, c), yRange=(0, n), padding=0)

    def light(self, norm: Norm | None, sample: int, channel: int, groups: int) -> None:
        """Frame what shares a mean with this map; without a norm, the map itself."""
        n, c = self._shape
        rect = QRectF(channel, sample, 1, 1)
        if norm is not None:
            size = c // groups if norm.grouped else c
            first = channel // size * size if norm.grouped else 0
            whole_batch = 0 in norm.axes
            channels = norm.grouped or 1 in norm.axes
            rect = QRectF(
                first if channels else channel,
                0 if whole_batch else sample,
                size if channels else 1,
                n if whole_batch else 1,
            )
        self.lit.setRect(rect)
        self._pen()

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "lit"):
            self._pen()

    def _pen(self) -> None:
        pen = pg.mkPen(theme.current().series[1], width=2.5)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self.lit.setPen(pen)

    def _on_mouse(self, position: QPointF) -> None:
        view = self.plot.getViewBox()
        if view.sceneBoundingRect().contains(position):
            point = view.mapSceneToView(position)
            n, c = self._shape
            if 0 <= point.x() < c and 0 <= point.y() < n:
                self.pointed.emit(int(point.y()), int(point.x()))
