"""Histograms of many layers over one axis of values: below one another, as heat, or overlaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF

from app import theme
from app.widgets.legend import legend_text
from app.widgets.pens import line_pen
from app.widgets.picture import Picture
from app.words.labels import number, tr
from core.tables import Table

Array = np.ndarray[Any, Any]

FORMS = ("ridges", "heat", "overlay")

HEIGHT = 0.86
"""The fraction of its row's height that the highest bar takes."""
LEAST_ROW = 6
"""The height in pixels below which rows are too low: ridges would show the pixel raster and not
their shapes."""
MOST_LABELS = 14
LINE = 0.85
"""The distance of rows, in heights of text, from which on their labels can be told apart."""
MOST_OVERLAID = 12


@dataclass(frozen=True)
class Undrawn:
    """[layer] the values that are in no bin. With the bins' counts they are every value."""

    below: Array
    above: Array
    nonfinite: Array
    zero: Array | None = None
    """The zeros, if magnitudes are drawn, since they have no logarithm; None if a bin
    holds them."""

    def rows(self, edges: Array) -> Iterator[tuple[str, float, float, Array]]:
        """Each group in words, the bounds that it lies between, and its counts."""
        if self.zero is not None:
            yield tr("exactly zero"), -np.inf, -np.inf, self.zero
        yield tr("below the bins"), -np.inf, edges[0], self.below
        yield tr("above the bins"), edges[-1], np.inf, self.above
        yield tr("not finite"), np.nan, np.nan, self.nonfinite


class Room:
    """The width in pixels of the notes on the right, common to pictures side by side. While the
    text size stays the same it only grows: otherwise plots would tremble under a slider."""

    def __init__(self) -> None:
        self.pixels = 0
        self._size = 0.0

    def fit(self, widest: float, size: float) -> None:
        """Make room for a note of this width, in text of that size."""
        if size != self._size:
            self._size, self.pixels = size, 0
        if widest + 14 > self.pixels:
            self.pixels = int(widest) + 20  # a note that gets a digit more moves nothing


class Ridges(Picture):
    """The first layer is at the top; each is scaled to its own highest bar. A click chooses a
    layer."""

    layer_clicked = Signal(int)

    def __init__(self, series: int) -> None:
        super().__init__(tr("value after the activation"), tr("layer"), axes=("right",))
        self._series = series
        self.form = self.shown_form = FORMS[0]
        self.bars = pg.BarGraphItem(x0=[], x1=[], y0=[], height=[])
        self.heat = pg.ImageItem()
        self.lines = [pg.PlotCurveItem() for _ in range(MOST_OVERLAID)]
        self.mark = pg.InfiniteLine(angle=0, movable=False)
        for item in (self.bars, self.heat, *self.lines):
            self.plot.addItem(item)
        self.plot.addItem(self.mark, ignoreBounds=True)
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.plot.layout.setContentsMargins(1, 5, 1, 1)  # or the first layer's number is cut off
        self._shown: tuple[Array, Array, Sequence[str], int | None, Undrawn | None] | None = None
        self._drawn: tuple[Any, ...] | None = None
        self.room = Room()
        self._width = -1
        self._instead: bool | None = None
        self._numbered = True
        self.plot.getViewBox().sigResized.connect(self._on_resized)
        self.scene().sigMouseClicked.connect(self._on_click)

    def set_series(self, series: int) -> None:
        """Set the series whose color is used from the next drawing on."""
        self._series = series

    def set_numbered(self, numbered: bool) -> None:
        """Set whether the rows have numbers on the left; beside a picture that has the same rows
        their room is better spent on the histograms."""
        if self.plot.getAxis("left").isVisible() != numbered:
            self.plot.showAxis("left", numbered)
            self._numbered = numbered

    def set_form(self, form: str) -> None:
        """Set one of :data:`FORMS`. While rows are too low for ridges, ``shown_form`` is heat."""
        if form != self.form:
            self.form = form
            self._drawn = None
            self._redraw()

    def fit(self, notes: Sequence[str]) -> None:
        """Make room for these notes, here and in all pictures of the same ``room``."""
        metrics = self._metrics()
        labeled = _labeled(len(notes), self._most_labels())
        drawn = [metrics.horizontalAdvance(notes[i]) for i in labeled]
        self.room.fit(max(drawn), metrics.height())

    def show_layers(
        self,
        edges: Array,
        counts: Array,
        notes: Sequence[str],
        chosen: int | None = None,
        undrawn: Undrawn | None = None,
    ) -> None:
        """Draw counts [layer, bin] over ``edges``, with a note to the right of each row. What is
        ``undrawn`` goes into the table."""
        self._shown = (edges, counts, notes, chosen, undrawn)
        shares = _heights(counts)
        self.shown_form = self._suits(len(counts))
        self.bars.setVisible(self.shown_form == "ridges")
        self.heat.setVisible(self.shown_form == "heat")
        for line in self.lines:
            line.setVisible(self.shown_form == "overlay")
        {"ridges": self._ridges, "heat": self._heat, "overlay": self._overlay}[self.shown_form](
            edges, shares
        )
        self.mark.setVisible(chosen is not None and self.form != "overlay" and len(counts) > 1)
        if chosen is not None:
            self.mark.setValue(len(counts) - 1 - min(chosen, len(counts) - 1))
        self._show_axes(edges, len(counts), notes)

    def tables(self) -> Sequence[Table]:
        """A table of each bin's ends and its count in every layer, then of what is in no bin: a
        layer's column adds up to all its values."""
        if self._shown is None:
            return ()
        edges, counts, _, _, undrawn = self._shown
        rest = list(undrawn.rows(edges)) if undrawn is not None else []
        names = [tr("bin")] * (len(edges) - 1) + [name for name, _, _, _ in rest]
        starts = np.append(edges[:-1], [low for _, low, _, _ in rest])
        ends = np.append(edges[1:], [high for _, _, high, _ in rest])
        value = self.axis_name("bottom")
        head = (
            (tr("values"), np.array(names)),
            (tr("{value}, from", value=value), starts),
            (tr("{value}, to", value=value), ends),
        )
        every = np.column_stack([counts, *(found for _, _, _, found in rest)])
        layers = [(tr("layer {layer}", layer=i + 1), row) for i, row in enumerate(every)]
        return [Table(tr("how often each value occurs"), (*head, *layers))]

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
        for k, line in enumerate(self.lines):
            if k >= len(layers):
                line.setVisible(False)
                continue
            color = self._shade(layers[k], len(shares))
            line.setData(edges, shares[layers[k]], stepMode="center", pen=line_pen(color))

    def _shade(self, layer: int, layers: int) -> QColor:
        """The color of an overlaid layer: pale for the first, and full for the last."""
        depth = layer / max(1, layers - 1)
        full = theme.series_color(self._series).name()
        return theme.mix(theme.current().line, full, 0.15 + 0.85 * depth)

    def _name_ends(self, layers: int) -> None:
        """Show the first layer's color and the last one's above overlaid curves; rows are numbered
        instead."""
        ends = (0, layers - 1)[: layers if self.form == "overlay" else 0]
        entries = [(tr("layer {layer}", layer=i + 1), self._shade(i, layers), "━━") for i in ends]
        size = f"{self.plot.getAxis('left').label.font().pointSizeF():.4g}pt"
        self.plot.setTitle(legend_text(entries) or None, size=size, color=theme.current().text)

    def _show_axes(self, edges: Array, layers: int, notes: Sequence[str]) -> None:
        base = layers - 1 - np.arange(layers, dtype=float)
        most = self._most_labels()
        shown = _labeled(layers, most)
        overlaid = self.form == "overlay"
        left, right = self.plot.getAxis("left"), self.plot.getAxis("right")
        right.setTicks([[(base[i] + 0.4, notes[i]) for i in shown if not overlaid]])
        self.fit(notes)
        self._make_room()
        # Every call of pyqtgraph draws an axis anew, also one that changes nothing.
        ends = float(edges[0]), float(edges[-1])
        drawn = (layers, most, ends, theme.current().key, self.shown_form)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        now = theme.current()
        self.set_name("left", tr("count / highest") if overlaid else tr("layer"))
        self.plot.showAxis("left", self._numbered)  # a name shows it
        self._name_ends(layers)
        left.setTicks(None if overlaid else [[(base[i] + 0.4, str(i + 1)) for i in shown]])
        right.setPen(now.line)
        right.setTextPen(now.muted)
        right.setStyle(tickFont=left.style["tickFont"], tickLength=0)
        self.mark.setPen(line_pen(now.text))
        self.judge_ghost()
        self.show_range(x=(edges[0], edges[-1]), padding=0.02)
        self.show_range(y=(0, 1.02) if overlaid else (-0.1, layers), padding=0)

    def _make_room(self) -> None:
        """Make room for the notes on the right, and next to them for the reason why ridges are
        drawn as heat."""
        right = self.plot.getAxis("right")
        instead = self.shown_form != self.form
        if instead != self._instead:
            self._instead = instead
            right.label.setFont(self.plot.getAxis("left").label.font())
            words = tr("as heat: rows under {pixels} pixels", pixels=LEAST_ROW)
            right.setLabel(words, color=theme.current().muted)
            right.showLabel(instead)
        beside = int(self._metrics().height()) + 2 if instead else 0
        width = 0 if self.form == "overlay" else self.room.pixels + beside
        if width != self._width:
            self._width = width
            right.setWidth(width)

    def _suits(self, rows: int) -> str:
        """The chosen form, or heat if the rows of ridges would be only a few pixels high."""
        low = self.plot.getViewBox().height() < LEAST_ROW * rows
        return "heat" if self.form == "ridges" and low else self.form

    def _most_labels(self) -> int:
        """How many rows have a label: no more than stand below one another."""
        fitting = int(self.plot.getViewBox().height() / (LINE * self._metrics().height()))
        return max(2, min(MOST_LABELS, fitting))

    def _on_resized(self) -> None:
        if self._shown is None:
            return
        other = self._suits(len(self._shown[1])) != self.shown_form
        if other or (self._drawn is not None and self._drawn[1] != self._most_labels()):
            self._redraw()

    def kind(self) -> tuple[object, ...]:
        rows = len(self._shown[1]) if self._shown is not None else 0
        return (*super().kind(), self.shown_form, rows)

    def _metrics(self) -> QFontMetricsF:
        font = self.plot.getAxis("left").style["tickFont"]
        return QFontMetricsF(font if font is not None else self.font())

    def retheme(self) -> None:
        super().retheme()
        self._drawn = self._instead = None  # colors and the text's size
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


def _labeled(layers: int, most: int = MOST_LABELS) -> list[int]:
    """The layers that are labeled with a number, including the last one."""
    shown = list(range(0, layers, max(1, -(-layers // most))))
    shown[-1] = layers - 1 if len(shown) > 1 else 0
    return shown


def _heights(counts: Array) -> Array:
    """[layer, bin] the heights from 0 to 1. ReLU's zeros fill one bin that would flatten all
    others: a bar three times as high as the next one, and more than a fiftieth of all, reaches the
    top alone."""
    if counts.shape[1] < 2:
        return np.minimum(counts, 1.0)
    ordered = np.sort(counts, axis=1)
    tops = np.maximum(3 * ordered[:, -2], 0.02 * counts.sum(axis=1))
    tops = np.maximum(np.minimum(ordered[:, -1], tops), 1e-9)
    return np.asarray(np.minimum(counts / tops[:, None], 1.0))


def outside(below: int, above: int, nonfinite: int, total: int) -> str:
    """The share of values that fell outside the drawn range, in a few characters; empty if none
    did."""
    parts = [
        f"{sign}{number(100 * count / total, 2)} %"
        for sign, count in (("<", below), (">", above), ("NaN ", nonfinite))
        if count
    ]
    return " ".join(parts)
