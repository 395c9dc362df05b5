"""Histograms of many layers, one under the other, on one axis of values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg

from app import theme
from app.labels import number, tr
from app.widgets.chart import Picture

Array = np.ndarray[Any, Any]

HEIGHT = 0.86
"""How much of its row the highest bar takes."""
MOST_LABELS = 14


class Ridges(Picture):
    """One row a layer, the first at the top; every row is scaled to its own highest bar."""

    def __init__(self, series: int) -> None:
        super().__init__(tr("value after the activation"), tr("layer"))
        self._series = series
        self.bars = pg.BarGraphItem(x0=[], x1=[], y0=[], height=[])
        self.plot.addItem(self.bars)
        self.plot.showAxis("right")
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self._shown: tuple[Array, Array, Sequence[str]] | None = None
        self._drawn: tuple[int, float, float, str] | None = None

    def show_layers(self, edges: Array, counts: Array, notes: Sequence[str]) -> None:
        """Draw counts [layer, bin] over ``edges``; a note stands at the right of each row."""
        self._shown = (edges, counts, notes)
        layers, bins = counts.shape
        tops = counts.max(axis=1, keepdims=True)
        heights = HEIGHT * counts / np.maximum(tops, 1)
        base = layers - 1 - np.arange(layers, dtype=float)
        color = theme.series_color(self._series)
        self.bars.setOpts(
            x0=np.tile(edges[:-1], layers),
            x1=np.tile(edges[1:], layers),
            y0=np.repeat(base, bins),
            height=heights.ravel(),
            brush=pg.mkBrush(color),
            pen=pg.mkPen(None),
        )
        self._show_axes(edges, base, notes)

    def _show_axes(self, edges: Array, base: Array, notes: Sequence[str]) -> None:
        layers = len(base)
        every = max(1, -(-layers // MOST_LABELS))
        shown = list(range(0, layers, every))
        left, right = self.plot.getAxis("left"), self.plot.getAxis("right")
        right.setTicks([[(base[i] + 0.4, notes[i]) for i in shown]])
        # Every call of pyqtgraph draws an axis anew, also one that changes nothing.
        drawn = (layers, float(edges[0]), float(edges[-1]), theme.current().key)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        now = theme.current()
        left.setTicks([[(base[i] + 0.4, str(i + 1)) for i in shown]])
        right.setPen(now.line)
        right.setTextPen(now.muted)
        right.setStyle(tickFont=left.style["tickFont"], tickLength=0)
        self.plot.setXRange(edges[0], edges[-1], padding=0.02)
        self.plot.setYRange(-0.1, layers, padding=0)

    def retheme(self) -> None:
        super().retheme()
        shown = getattr(self, "_shown", None)
        if shown is not None:
            self.show_layers(*shown)


def outside(below: int, above: int, nonfinite: int, total: int) -> str:
    """What fell outside the drawn range, in a few signs; empty where nothing did."""
    parts = [
        f"{sign}{number(100 * count / total, 1)} %"
        for sign, count in (("<", below), (">", above), ("NaN ", nonfinite))
        if count
    ]
    return " ".join(parts)
