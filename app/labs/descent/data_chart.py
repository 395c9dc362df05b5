"""The data of a loss over data, and the model that each competitor's weights make of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QFont, QPainterPath, QTransform

from app import theme
from app.widgets.chart import Array, Chart
from app.widgets.overlays import Spots
from app.widgets.pens import dot_pen
from app.words.labels import tr
from core.descent.descent import DescentFrame, DescentSpec
from core.surfaces.losses import DataLoss
from core.surfaces.sketch import is_classifier, model, places
from core.surfaces.surfaces import compile_surface
from core.tables import Table


class DataChart(Chart):
    """Draws the samples, those held out pale, and over them a curve for each competitor: what it
    predicts, or the boundary that it has between two digits."""

    def __init__(self) -> None:
        super().__init__("a", "t")
        self.hides_itself = False
        self.samples = Spots()
        self.samples.setZValue(-1)
        self.plot.addItem(self.samples, ignoreBounds=True)
        self._loss: DataLoss | None = None
        self._shown: tuple[DescentSpec, DescentFrame, int] | None = None

    def show_models(
        self, spec: DescentSpec, frame: DescentFrame, step: int, hidden: frozenset[int]
    ) -> None:
        """Draw the models of a race at a step."""
        self._shown = (spec, frame, step)
        loss = compile_surface(spec)
        if not isinstance(loss, DataLoss):
            return
        if loss is not self._loss:
            self._loss = loss
            self._draw_samples(spec, loss)
        self.hide_curves(hidden)
        for k, (x, y) in enumerate(frame.positions[:, step].tolist()):
            across, up = model(loss, x, y)
            self.set_data(k, across, up)

    def tables(self) -> Sequence[Table]:
        """The samples, then the models' curves."""
        if self._loss is None:
            return super().tables()
        train = self._loss.train
        columns = (("a", train.a), ("b", train.b), ("t", train.target))
        return [Table(tr("samples trained on"), columns), *super().tables()]

    def retheme(self) -> None:
        super().retheme()
        if getattr(self, "_shown", None) is not None and self._loss is not None:
            assert self._shown is not None
            self._draw_samples(self._shown[0], self._loss)

    def _draw_samples(self, spec: DescentSpec, loss: DataLoss) -> None:
        now = theme.current()
        classes = is_classifier(loss)
        across = tr("first component") if classes else "a"
        self.picture.set_name("bottom", across)
        self.set_y_name(tr("second component") if classes else "t")
        spots: list[dict[str, Any]] = []
        for of, color in (
            (loss.test, theme.mix(now.muted, now.picture, 0.7)),
            (loss.train, theme.mix(now.muted, now.picture, 0.1)),
        ):
            brush = pg.mkBrush(color)
            for x, y, b, t in zip(*places(loss, of), of.b, of.target, strict=True):
                look: Any = "s" if b == 1 and np.ptp(of.b) else "o"
                if classes:
                    look = _digit(spec.digit_b if t > 0 else spec.digit_a)
                size = 10 if classes or look == "s" else 6
                spots.append({"pos": (x, y), "symbol": look, "size": size, "brush": brush})
        self.samples.setData(spots, pen=dot_pen(now.picture, 0.3))
        x, y = (np.concatenate(pair) for pair in zip(*_both(loss), strict=True))
        self.picture.show_range(x=_reach(x), y=_reach(y))


def _both(loss: DataLoss) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    return places(loss, loss.train), places(loss, loss.test)


def _reach(values: Array) -> tuple[float, float]:
    return float(values.min()), float(values.max())


@lru_cache(10)
def _digit(digit: int) -> QPainterPath:
    """A digit as a symbol: its outline, about the origin and one high, as pyqtgraph wants it."""
    path = QPainterPath()
    path.addText(0, 0, QFont("sans-serif", 40), str(digit))
    box = path.boundingRect()
    fit = QTransform().scale(1 / box.height(), 1 / box.height())
    return fit.map(path.translated(-box.center().x(), -box.center().y()))
