"""One chosen layer in detail: its values along the activation's axes, and its units ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import theme
from app.widgets.chart import Chart
from app.widgets.pens import line_pen, series_pen
from app.widgets.picture import Picture
from app.words.labels import tr
from core.signals.activations import ActivationsFrame, Side

Array = np.ndarray[Any, Any]
SIDES = 4
LYING = 0.3
"""How far a distribution rises from the axis on which it lies, as a fraction of the picture."""


class _Sides(Picture):
    """A picture of all sides, which the charts beside it name."""

    sides: Sequence[str] = ()

    def legend_entries(self) -> Sequence[tuple[str, QColor, str]]:
        return [(name.upper(), theme.series_color(k), "━━") for k, name in enumerate(self.sides)]


class LayerPicture(QWidget):
    """Draws one layer. Forward: f, with the distribution of z on its lower axis and that of h on
    its left one, and the units ranked. Backward: all sides' distributions in one picture."""

    def __init__(self, *, forward: bool) -> None:
        super().__init__()
        self._forward = forward
        self.picture = _Sides("z" if forward else "", "h" if forward else tr("count"))
        self.plot = self.picture.plot
        self.plot.getViewBox().setMouseEnabled(x=False, y=False)
        self.function = pg.PlotCurveItem()
        self.below = [pg.PlotCurveItem() for _ in range(SIDES)]
        self.left = [pg.PlotCurveItem() for _ in range(SIDES)]
        for item in (self.function, *self.below, *self.left):
            self.plot.addItem(item)
        self.units = Chart(tr("unit, ranked"), tr("std of h over the samples"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.picture, 3)
        row.addWidget(self.units, 2)
        self.units.setVisible(forward)
        self._names: tuple[str, ...] = ()

    def show_layer(
        self,
        frame: ActivationsFrame,
        layer: int,
        edges: Array,
        counts: Callable[[Side], Array],
        axis: str,
    ) -> None:
        """Draw layer ``layer`` (0 is the first) of every side. ``counts`` takes a side and returns
        its counts [layer, bin] over ``edges``; both are used for the backward picture only."""
        self.picture.sides = tuple(frame.sides)
        self.picture.set_title(tr("Layer {layer}", layer=layer + 1))
        for k in range(SIDES):
            for items in (self.below, self.left):
                items[k].setVisible(k < len(frame.sides))
        if self._forward:
            self._lie(frame, layer)
            self._rank(frame, layer)
        else:
            self._stand(frame, layer, edges, counts)
            self.picture.set_name("bottom", axis)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.picture.retheme()
        self.units.retheme()
        self._names = ()

    def _lie(self, frame: ActivationsFrame, layer: int) -> None:
        low_z, high_z = float(frame.z_edges[0]), float(frame.z_edges[-1])
        low, high = float(frame.edges[0]), float(frame.edges[-1])
        margin = 0.04 * (high - low)
        low, high = low - margin, high + margin
        pen = self.picture.scaled(line_pen(theme.current().text, 2))
        self.function.setData(frame.function_z, frame.function_h, pen=pen)
        for k, side in enumerate(frame.sides.values()):
            color = theme.series_color(k)
            heights = low + LYING * (high - low) * _shares(side.z.counts[layer])
            self._steps(self.below[k], frame.z_edges, heights, low, color)
            widths = low_z + LYING * (high_z - low_z) * _shares(side.counts[layer])
            x, y = np.repeat(widths, 2), np.repeat(frame.edges, 2)[1:-1]
            self.left[k].setData(x, y, pen=line_pen(color))
        self.picture.show_range(x=(low_z, high_z), y=(low, high), padding=0)

    def _stand(
        self, frame: ActivationsFrame, layer: int, edges: Array, counts: Callable[[Side], Array]
    ) -> None:
        most = max(int(counts(side)[layer].max()) for side in frame.sides.values())
        for k, side in enumerate(frame.sides.values()):
            self._steps(self.below[k], edges, counts(side)[layer], 0, theme.series_color(k))
        self.picture.show_range(x=(edges[0], edges[-1]), padding=0.02)
        self.picture.show_range(y=(0, 1.05 * max(1, most)), padding=0)

    def _steps(self, item: Any, edges: Array, heights: Array, base: float, color: Any) -> None:
        fill = theme.mix(theme.current().picture, color.name(), 0.45)
        fill.setAlpha(120)
        item.setData(
            edges, heights, stepMode="center", fillLevel=base, brush=fill, pen=line_pen(color)
        )

    def _rank(self, frame: ActivationsFrame, layer: int) -> None:
        names = tuple(name.upper() for name in frame.sides)
        if names != self._names:
            self._names = names
            pens = [series_pen(k) for k in range(len(names))]
            self.units.set_series(names, pens)
        for k, side in enumerate(frame.sides.values()):
            ranked = np.sort(side.unit_std[layer])[::-1]
            self.units.set_data(k, np.arange(1, len(ranked) + 1), ranked)
        self.units.picture.show_range(x=(1, max(2, frame.a.unit_std.shape[1])), padding=0.03)
        self.units.picture.auto_range(y=True)


def _shares(counts: Array) -> Array:
    return np.asarray(counts / max(1, counts.max()))
