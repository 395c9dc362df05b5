"""Maps, in which every pixel is a whole run: basins, and two hyper-parameters against speed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.widgets.gestures import Gestures
from app.widgets.legend import SPACES
from app.widgets.picture import Picture
from app.widgets.text import unbroken
from app.words.labels import _ as mark
from app.words.labels import hyper, number, percent, tr
from core.descent.basins import LEFT, MOVING, BasinsFrame
from core.descent.rates import RatesFrame, RatesSpec
from core.tables import Table, grid

Array = np.ndarray[Any, Any]

SLOWEST = 0.35
"""How much of a basin's color is left where the most steps are needed."""


class MapPicture(Exhibit, QWidget):
    """A picture of colored pixels with a line of words over it; a click tells where it was."""

    clicked = Signal(float, float)

    def __init__(self, x: str, y: str) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.picture = Picture(x, y)
        self.picture.leave_room()
        self.plot = self.picture.plot
        self.view = self.plot.getViewBox()
        self.view.setMouseEnabled(x=False, y=False)
        self.image = pg.ImageItem()
        self.plot.addItem(self.image, ignoreBounds=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.picture, 1)
        self.picture.scene().sigMouseClicked.connect(self._on_click)
        self.picture.setCursor(Qt.CursorShape.CrossCursor)
        self.hatch()

    def hatch(self) -> None:
        """What has no color is a hole, and a hole is hatched."""
        self.view.setBackgroundColor(
            QBrush(QColor(theme.current().hole), Qt.BrushStyle.BDiagPattern)
        )

    def place(self, x: Array, y: Array) -> None:
        """Each pixel around its own point; a single row is a band of an eighth of its width."""
        dx = (x[-1] - x[0]) / (len(x) - 1)
        dy = (y[-1] - y[0]) / (len(y) - 1) if len(y) > 1 else dx * len(x) / 8
        rect = QRectF(x[0] - dx / 2, y[0] - dy / 2, dx * len(x), dy * len(y))
        self.image.setRect(rect)
        self.view.setRange(rect, padding=0)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.picture.retheme()
        self.hatch()

    def caption(self) -> str:
        return self.accessibleName() or self.picture.caption()

    def _on_click(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        position: QPointF = event.scenePos()
        if self.view.sceneBoundingRect().contains(position):
            point = self.view.mapSceneToView(position)
            self.clicked.emit(point.x(), point.y())


class BasinsPicture(MapPicture):
    """Every pixel a start, in the color of the minimum it leads to; the darker, the more steps."""

    GESTURES: ClassVar[Gestures] = ((mark("Click"), mark("let all competitors start there")),)

    def __init__(self) -> None:
        super().__init__("x", "y")
        self.setAccessibleName(tr("Basins"))
        self.minima = pg.ScatterPlotItem(pxMode=True, symbol="star", size=14)
        self.plot.addItem(self.minima, ignoreBounds=True)
        self._frame: BasinsFrame | None = None

    def show_basins(self, frame: BasinsFrame) -> None:
        """Draw the map, and say each share."""
        self._frame = frame
        now = theme.current()
        colors = np.array(
            [_rgb(theme.series_color(k)) for k in range(max(1, len(frame.minima)))], float
        )
        pixels = np.zeros((*frame.basin.shape, 4), np.uint8)
        reached = frame.basin >= 0
        steps = frame.steps_to_settle[reached]
        speed = 1 - (1 - SLOWEST) * steps / max(1, steps.max(initial=1))
        ground = np.array(_rgb(QColor(now.picture)), float)
        paint = colors[frame.basin[reached] % len(colors)]
        pixels[reached, :3] = ground + (paint - ground) * speed[:, None]
        pixels[reached, 3] = 255
        for value, color in ((MOVING, now.muted), (LEFT, now.line)):
            pixels[frame.basin == value] = (*_rgb(QColor(color)), 255)
        self.image.setImage(pixels)
        self.place(frame.x, frame.y)
        self.minima.setData(
            frame.minima[:, 0],
            frame.minima[:, 1],
            brush=pg.mkBrush(now.text),
            pen=pg.mkPen(now.picture),
        )
        self.words.setText(_shares(frame))

    def tables(self) -> Sequence[Table]:
        frame = self._frame
        if frame is None:
            return ()
        x, y = ("x", frame.x), ("y", frame.y)
        numbers = np.arange(len(frame.minima))
        minima = (("number", numbers), ("x", frame.minima[:, 0]), ("y", frame.minima[:, 1]))
        basin = tr("number of the minimum; -1 still moving, -2 diverged, -3 left the domain")
        return [
            Table(tr("minima"), (*minima, (tr("share of all starts"), frame.shares[:-3]))),
            grid(basin, x, y, frame.basin),
            grid(tr("steps until it stays at the minimum; -1 never"), x, y, frame.steps_to_settle),
        ]

    def retheme(self) -> None:
        super().retheme()
        if self._frame is not None:
            self.show_basins(self._frame)


def _shares(frame: BasinsFrame) -> str:
    now = theme.current()
    count = len(frame.minima)
    named = [
        (theme.series_color(k).name(), f"({number(x)}, {number(y)})")
        for k, (x, y) in enumerate(frame.minima)
    ]
    named += [
        (now.muted, tr("still moving")),
        (now.hole, tr("diverged")),
        (now.line, tr("left the domain")),
    ]
    order = sorted(range(count), key=lambda k: -frame.shares[k])
    entries = [
        f'<span style="color:{named[k][0]}">■</span>&nbsp;'
        + unbroken(f"{named[k][1]} {percent(float(frame.shares[k]))}")
        for k in (*order, count, count + 1, count + 2)
        if frame.shares[k] > 0
    ]
    return SPACES.join(entries[:9])


class SweepPicture(MapPicture):
    """Two hyper-parameters against the steps to a minimum, with theory's border of stability."""

    GESTURES: ClassVar[Gestures] = ((mark("Click"), mark("give the chosen competitor these two")),)

    def __init__(self) -> None:
        super().__init__("", "")
        self.setAccessibleName(tr("Steps needed under each pair of two hyper-parameters"))
        self.border = pg.PlotCurveItem()
        self.plot.addItem(self.border, ignoreBounds=True)
        self._shown: tuple[RatesSpec, RatesFrame] | None = None
        self._log = (False, False)

    def show_sweep(self, spec: RatesSpec, frame: RatesFrame) -> None:
        """Draw the map: bright where few steps were needed, muted where it never arrived."""
        self._shown = (spec, frame)
        now = theme.current()
        steps = np.where(frame.steps_to_settle > 0, frame.steps_to_settle, 1).astype(float)
        fewest = float(steps[frame.steps_to_settle > 0].min(initial=spec.steps))
        scaled = np.log(steps / fewest) / np.log(max(2.0, spec.steps / fewest))
        pixels = np.zeros((*steps.shape, 4), np.uint8)
        lookup = pg.colormap.get("viridis").getLookupTable(0.0, 1.0, 256)
        pixels[..., :3] = lookup[(255 * (1 - scaled)).clip(0, 255).astype(int)]
        pixels[..., 3] = 255
        never = frame.steps_to_settle < 0
        pixels[never] = (*_rgb(theme.mix(now.muted, now.picture, 0.4)), 255)
        pixels[frame.diverged] = 0
        self.image.setImage(pixels)
        self._log = (_is_log(frame.x_values), _is_log(frame.y_values))
        x, y = (
            _scaled(v, log)
            for v, log in zip((frame.x_values, frame.y_values), self._log, strict=True)
        )
        self.plot.getAxis("bottom").setLogMode(x=self._log[0], y=False)
        self.plot.getAxis("left").setLogMode(x=False, y=self._log[1])
        self.picture.set_name("bottom", hyper(spec.x_parameter))
        self.picture.set_name("left", hyper(spec.y_parameter))
        self.place(x, y)
        with np.errstate(invalid="ignore", divide="ignore"):
            border = _scaled(frame.stability, self._log[0])
        pen = self.picture.scaled(pg.mkPen(now.error, width=2.5))
        self.border.setData(border, y, connect="finite", pen=pen)
        arrived = ~never
        self.words.setText(
            tr(
                "{arrived} arrive, the fastest in {steps} steps; {diverged} diverge (hatched).",
                arrived=percent(float(arrived.mean())),
                steps=int(frame.steps_to_settle[arrived].min()) if arrived.any() else "–",
                diverged=percent(float(frame.diverged.mean())),
            )
            + (" " + tr("Red: theory's limit.") if np.isfinite(border).any() else "")
        )

    def tables(self) -> Sequence[Table]:
        if self._shown is None:
            return ()
        spec, frame = self._shown
        x = (hyper(spec.x_parameter), frame.x_values)
        y = (hyper(spec.y_parameter), frame.y_values)
        steps = tr("steps until it stays at a minimum; -1 never")
        return [
            grid(steps, x, y, frame.steps_to_settle),
            grid(tr("diverged"), x, y, frame.diverged),
            grid(tr("final loss"), x, y, frame.final_loss),
            Table(tr("theory's limit"), (y, (x[0], frame.stability))),
        ]

    def values_at(self, x: float, y: float) -> tuple[float, float]:
        """The two hyper-parameters under a point of the picture."""
        a, b = (10.0**v if log else v for v, log in zip((x, y), self._log, strict=True))
        return float(f"{a:.3g}"), float(f"{b:.3g}")

    def retheme(self) -> None:
        super().retheme()
        if self._shown is not None:
            self.show_sweep(*self._shown)


def _is_log(values: Array) -> bool:
    """Whether the values grow in factors."""
    if len(values) < 3 or values[0] <= 0:
        return False
    return bool(abs(values[1] / values[0] - values[2] / values[1]) < 1e-6)


def _scaled(values: Array, log: bool) -> Array:
    return np.log10(values) if log else values


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()
