"""Histograms of many layers on one axis of values: one under the other, as heat, or overlaid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF

from app import theme
from app.labels import number, tr
from app.widgets.chart import Picture
from core.tables import Table

Array = np.ndarray[Any, Any]

FORMS = ("ridges", "heat", "overlay")

HEIGHT = 0.86
"""How much of its row the highest bar takes."""
MOST_LABELS = 14
MOST_OVERLAID = 12


class Ridges(Picture):
    """The first layer at the top; each is scaled to its own highest bar. A click chooses one."""

    layer_clicked = Signal(int)

    def __init__(self, series: int) -> None:
        super().__init__(tr("value after the activation"), tr("layer"), axes=("right",))
        self._series = series
        self.form = FORMS[0]
        self.bars = pg.BarGraphItem(x0=[], x1=[], y0=[], height=[])
        self.heat = pg.ImageItem()
        self.lines = [pg.PlotCurveItem() for _ in range(MOST_OVERLAID)]
        self.mark = pg.InfiniteLine(angle=0, movable=False)
        for item in (self.bars, self.heat, *self.lines):
            self.plot.addItem(item)
        self.plot.addItem(self.mark, ignoreBounds=True)
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self._shown: tuple[Array, Array, Sequence[str], int | None] | None = None
        self._drawn: tuple[Any, ...] | None = None
        self._width = 0
        self.scene().sigMouseClicked.connect(self._on_click)

    def set_series(self, series: int) -> None:
        """Whose color it has, from the next drawing on."""
        self._series = series

    def set_form(self, form: str) -> None:
        """One of :data:`FORMS`."""
        if form != self.form:
            self.form = form
            self._drawn = None
            self._width = 0
            self._redraw()

    def show_layers(
        self, edges: Array, counts: Array, notes: Sequence[str], chosen: int | None = None
    ) -> None:
        """Draw counts [layer, bin] over ``edges``; a note stands at the right of each row."""
        self._shown = (edges, counts, notes, chosen)
        shares = _heights(counts)
        self.bars.setVisible(self.form == "ridges")
        self.heat.setVisible(self.form == "heat")
        for line in self.lines:
            line.setVisible(self.form == "overlay")
        {"ridges": self._ridges, "heat": self._heat, "overlay": self._overlay}[self.form](
            edges, shares
        )
        self.mark.setVisible(chosen is not None and self.form != "overlay" and len(counts) > 1)
        if chosen is not None:
            self.mark.setValue(len(counts) - 1 - min(chosen, len(counts) - 1))
        self._show_axes(edges, len(counts), notes)

    def tables(self) -> Sequence[Table]:
        """Each bin's ends, and its count in every layer."""
        if self._shown is None:
            return ()
        edges, counts, _, _ = self._shown
        value = self.axis_name("bottom")
        ends = (
            (tr("{value}, from", value=value), edges[:-1]),
            (tr("{value}, to", value=value), edges[1:]),
        )
        layers = [(tr("layer {layer}", layer=i + 1), row) for i, row in enumerate(counts)]
        return [Table(tr("how often each value occurs"), (*ends, *layers))]

    def _ridges(self, edges: Array, shares: Array) -> None:
        layers, bins = shares.shape
        base = layers - 1 - np.arange(layers, dtype=float)
        self.bars.setOpts(
            x0=np.tile(edges[:-1], layers),
            x1=np.tile(edges[1:], layers),
            y0=np.repeat(base, bins),
            height=(HEIGHT * shares).ravel(),
            brush=pg.mkBrush(theme.series_color(self._series)),
            pen=pg.mkPen(None),
        )

    def _heat(self, edges: Array, shares: Array) -> None:
        self.heat.setImage(shares[::-1], levels=(0, 1), autoLevels=False)
        ground, full = theme.mix(theme.current().picture, theme.current().line, 0.35), None
        full = theme.series_color(self._series)
        colors = pg.ColorMap([0.0, 1.0], [ground.getRgb(), full.getRgb()])
        self.heat.setLookupTable(colors.getLookupTable(nPts=256))
        self.heat.setRect(QRectF(edges[0], 0, edges[-1] - edges[0], len(shares)))

    def _overlay(self, edges: Array, shares: Array) -> None:
        layers = np.unique(np.linspace(0, len(shares) - 1, MOST_OVERLAID).round().astype(int))
        now = theme.current()
        full = theme.series_color(self._series).name()
        for k, line in enumerate(self.lines):
            if k >= len(layers):
                line.setVisible(False)
                continue
            depth = layers[k] / max(1, len(shares) - 1)
            color = theme.mix(now.line, full, 0.15 + 0.85 * depth)
            line.setData(edges, shares[layers[k]], stepMode="center", pen=pg.mkPen(color))

    def _show_axes(self, edges: Array, layers: int, notes: Sequence[str]) -> None:
        every = max(1, -(-layers // MOST_LABELS))
        base = layers - 1 - np.arange(layers, dtype=float)
        shown = list(range(0, layers, every))
        overlaid = self.form == "overlay"
        left, right = self.plot.getAxis("left"), self.plot.getAxis("right")
        right.setTicks([[(base[i] + 0.4, notes[i]) for i in shown if not overlaid]])
        widest = int(max((self._metrics().horizontalAdvance(note) for note in notes), default=0))
        if not widest + 14 <= self._width <= widest + 48:  # or it would tremble under a slider
            self._width = widest + 26
            right.setWidth(0 if overlaid else self._width)
        # Every call of pyqtgraph draws an axis anew, also one that changes nothing.
        drawn = (layers, float(edges[0]), float(edges[-1]), theme.current().key, self.form)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        now = theme.current()
        self.set_name("left", tr("share of the highest bin") if overlaid else tr("layer"))
        left.setTicks(None if overlaid else [[(base[i] + 0.4, str(i + 1)) for i in shown]])
        right.setPen(now.line)
        right.setTextPen(now.muted)
        right.setStyle(tickFont=left.style["tickFont"], tickLength=0)
        self.mark.setPen(pg.mkPen(now.text, width=1))
        self.judge_ghost()
        self.show_range(x=(edges[0], edges[-1]), padding=0.02)
        self.show_range(y=(0, 1.02) if overlaid else (-0.1, layers), padding=0)

    def kind(self) -> tuple[object, ...]:
        rows = len(self._shown[1]) if self._shown is not None else 0
        return (*super().kind(), self.form, rows)

    def _metrics(self) -> QFontMetricsF:
        font = self.plot.getAxis("left").style["tickFont"]
        return QFontMetricsF(font if font is not None else self.font())

    def retheme(self) -> None:
        super().retheme()
        self._redraw()

    def _redraw(self) -> None:
        shown = getattr(self, "_shown", None)
        if shown is not None:
            self.show_layers(*shown)

    def _on_click(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._shown is None or self.form == "overlay":
            return
        layers = len(self._shown[1])
        row = self.plot.getViewBox().mapSceneToView(event.scenePos()).y()
        if 0 <= row < layers:
            self.layer_clicked.emit(layers - 1 - int(row))


def _heights(counts: Array) -> Array:
    """[layer, bin] from 0 to 1. ReLU's zeros fill one bin that would flatten all others: a bar
    three times as high as the next one, and more than a fiftieth of all, reaches the top alone."""
    if counts.shape[1] < 2:
        return np.minimum(counts, 1.0)
    ordered = np.sort(counts, axis=1)
    tops = np.maximum(3 * ordered[:, -2], 0.02 * counts.sum(axis=1))
    tops = np.maximum(np.minimum(ordered[:, -1], tops), 1e-9)
    return np.asarray(np.minimum(counts / tops[:, None], 1.0))


def outside(below: int, above: int, nonfinite: int, total: int) -> str:
    """What fell outside the drawn range, in a few signs; empty where nothing did."""
    parts = [
        f"{sign}{number(100 * count / total, 1)} %"
        for sign, count in (("<", below), (">", above), ("NaN ", nonfinite))
        if count
    ]
    return " ".join(parts)
