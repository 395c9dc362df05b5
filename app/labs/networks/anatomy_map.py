"""All known nets as dots, parameters against MACs, and the present one among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor

from app import theme
from app.labs.networks.anatomy_net import CountedNet
from app.labs.networks.counts import short_count
from app.widgets.dot_names import DotNames
from app.widgets.gestures import Gestures
from app.widgets.ghost import Dots, Shape
from app.widgets.pens import dot_brush, dot_pen, line_pen
from app.widgets.picture import Picture
from app.words.labels import _ as mark
from app.words.labels import tr
from app.words.vocabulary import choice
from core.networks.architecture import ArchitectureSpec
from core.tables import Table

Array = np.ndarray[Any, Any]

SAME = 3.0
"""The pixels below which dots can hardly be told apart."""
NEAR = 12.0
"""How near in pixels to a dot the pointer must be."""
FIRST = ("vgg16", "resnet50", "googlenet", "densenet121", "alexnet", "lenet", "nin", "resnet18")
"""The nets whose names are written before others, where there is not room for all."""
MARGIN, BESIDE = 0.35, 0.9
"""The room around all nets, and at their right for names, in powers of ten."""


class ZooMap(Picture):
    """Draws each known net as a dot, on logarithmic axes, and the present one as a ring with
    crossed lines. A click on a dot chooses that net; of dots that lie on one another each
    click chooses the next."""

    GESTURES: ClassVar[Gestures] = ((mark("Click a net's dot"), mark("choose that net")),)

    chosen = Signal(str)
    """Emitted with the key of the net that was clicked."""

    def __init__(self) -> None:
        super().__init__(tr("parameters"), tr("MACs"))
        self.setAccessibleName(tr("All known nets, parameters against MACs"))
        self.dots = pg.ScatterPlotItem(size=8, pen=None)
        self.ours = pg.ScatterPlotItem(size=15)
        self.names = DotNames()
        self.named = pg.TextItem(anchor=(0.5, 1.2))
        self.named.setZValue(90)
        self.named.setVisible(False)
        self.plot.setLogMode(x=True, y=True)
        self.plot.showGrid(x=True, y=True, alpha=0.15)
        for item in (self.dots, self.names, self.ours, self.named):
            self.plot.addItem(item, ignoreBounds=True)
        self._keys: tuple[str, ...] = ()
        self._points = np.zeros((0, 2))
        self._own = np.zeros(2)
        self._net: CountedNet | None = None
        self._ends: tuple[tuple[float, float], ...] = ()
        self.pointed.connect(self._on_pointed)
        self.scene().sigMouseClicked.connect(self._on_dot)
        self.leave_room()
        self._paint()

    def show_net(self, net: CountedNet) -> None:
        """Draw the known nets, and this one among them."""
        frame = net.frame
        self._net = net
        if frame.zoo_names != self._keys:
            self._keys = tuple(frame.zoo_names)
            self._points = np.log10(np.stack([frame.zoo_parameters, frame.zoo_macs], axis=1))
            self.dots.setData(self._points[:, 0], self._points[:, 1])
        order = sorted(range(len(self._keys)), key=lambda k: self._rank(self._keys[k]))
        names = [choice(ArchitectureSpec.key, "net", self._keys[k]) for k in order]
        self.names.set_names(self._points[order], names)
        counts = np.maximum([frame.total_parameters, frame.total_macs], 1)
        self._own = np.log10(counts.astype(float))
        self.ours.setData(*self._own[:, None])
        every = np.vstack([self._points, self._own])
        low, high = every.min(axis=0) - MARGIN, every.max(axis=0) + np.array([BESIDE, MARGIN])
        ends = ((float(low[0]), float(high[0])), (float(low[1]), float(high[1])))
        if ends != self._ends:
            self._ends = ends
            self.show_range(x=ends[0], y=ends[1], padding=0)

    def _rank(self, key: str) -> int:
        """How early a net's name is written: the present one's first, then :data:`FIRST`."""
        own = self._net.key if self._net is not None else ""
        return -1 if key == own else FIRST.index(key) if key in FIRST else len(FIRST)

    def retheme(self) -> None:
        super().retheme()
        if hasattr(self, "_ends"):
            self._paint()

    def _paint(self) -> None:
        now = theme.current()
        self.dots.setBrush(dot_brush(QColor(now.muted).rgba()))
        self.ours.setBrush(None)
        self.ours.setPen(dot_pen(now.series[1], 3.0))
        self.names.update()

    def ghost_shapes(self) -> list[Shape]:
        """The present net's dot: the others do not change."""
        if self._net is None:
            return []
        x, y = self._own[:1], self._own[1:]
        return [Dots(x.copy(), y.copy(), QColor(theme.current().series[1]), 15.0)]

    def tables(self) -> Sequence[Table]:
        if self._net is None:
            return ()
        frame = self._net.frame
        columns = (
            (tr("net"), np.array([*frame.zoo_names, self._net.title])),
            (tr("parameters"), np.append(frame.zoo_parameters, frame.total_parameters)),
            (tr("MACs"), np.append(frame.zoo_macs, frame.total_macs)),
        )
        return [Table(self.caption(), columns)]

    def at(self, point: QPointF) -> list[int]:
        """The numbers of the nets whose dots are at a point of the view: the nearest, and those
        that can hardly be told from it."""
        if not len(self._points):
            return []
        pixel = np.array([float(v) for v in self.plot.getViewBox().viewPixelSize()])
        apart = np.hypot(*((self._points - (point.x(), point.y())) / pixel).T)
        if apart.min() > NEAR:
            return []
        beside = np.hypot(*((self._points - self._points[apart.argmin()]) / pixel).T)
        return [int(k) for k in np.flatnonzero(beside <= SAME)]

    def place(self, key: str) -> QPointF:
        """Where a net's dot lies, in the view's coordinates."""
        return QPointF(*self._points[self._keys.index(key)])

    def _on_pointed(self, point: QPointF | None) -> None:
        found = [] if point is None else self.at(point)
        self.named.setVisible(bool(found))
        if not found or self._net is None:
            self.viewport().unsetCursor()
            return
        frame, now = self._net.frame, theme.current()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        x, y = self._points[found[0]]
        middle, top = (sum(e) / 2 for e in self._ends)
        self.named.setAnchor((0.0 if x < middle else 1.0, 1.2 if y < top else -0.2))
        self.named.fill = pg.mkBrush(now.panel)
        self.named.border = line_pen(now.line)
        lines = [
            tr(
                "{net}: {parameters} parameters, {macs} MACs",
                net=choice(ArchitectureSpec.key, "net", self._keys[k]),
                parameters=short_count(float(frame.zoo_parameters[k])),
                macs=short_count(float(frame.zoo_macs[k])),
            )
            for k in found
        ]
        self.named.setText("\n".join(lines), color=now.text)
        self.named.setPos(x, y)

    def _on_dot(self, event: Any) -> None:
        view = self.plot.getViewBox()
        inside = view.sceneBoundingRect().contains(event.scenePos())
        if event.button() != Qt.MouseButton.LeftButton or not inside or event.double():
            return
        found = [self._keys[k] for k in self.at(view.mapSceneToView(event.scenePos()))]
        if found:
            now = self._net.key if self._net is not None else ""
            self.chosen.emit(found[(found.index(now) + 1) % len(found) if now in found else 0])
