"""Pictures of a plane: its loss from above and from the side with the paths, and what it hides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.labs.landscape import plane_readings
from app.labs.landscape.loss_field import loss_field
from app.panel.transport import Transport
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.field import Contours, Field
from app.widgets.overlays import Spots
from app.widgets.path_picture import PathPicture
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.surface_3d import Surface3D
from app.words.labels import number, percent, tr
from core.landscape.plane import HIGHEST, OPTIMIZERS, PlaneFrame, PlaneSpec
from core.tables import Table, grid

Array = np.ndarray[Any, Any]

SMALLEST, LARGEST = 3.0, 24.0
"""The pixels of a ring around a point in the plane, and around one that is as far beside it as from
the center."""
DASHED = Qt.PenStyle.DashLine


class PlaneMap(PathPicture):
    """Draws the loss over the plane and the paths. Each point has a ring, the wider the further the
    point lies beside the plane."""

    def __init__(self) -> None:
        super().__init__("u", "v")
        self.setAccessibleName(tr("Loss over the plane"))
        self.rings = Spots(symbol="o", brush=None)
        self.rings.setZValue(36)
        self.plot.addItem(self.rings, ignoreBounds=True)
        self._frame: PlaneFrame | None = None
        self.pointed.connect(self._on_place)

    def show_rings(self, frame: PlaneFrame, at: int) -> None:
        """Draw the rings of all points up to a moment."""
        self._frame = frame
        places, sizes, pens = [], [], []
        for k in range(len(frame.names)):
            far = frame.residuals[k, : at + 1]
            known = np.isfinite(far) & np.isfinite(frame.paths[k, : at + 1]).all(axis=1)
            places.append(frame.paths[k, : at + 1][known])
            sizes.append(SMALLEST + (LARGEST - SMALLEST) * np.clip(far[known], 0, 1))
            pens += [line_pen(self._pens[k].color(), 1)] * int(known.sum())
        there = np.concatenate(places)
        self.rings.setData(there[:, 0], there[:, 1], size=np.concatenate(sizes), pen=pens)

    def legend(self) -> Sequence[tuple[str, str]]:
        return (("○", tr("the wider, the farther beside the plane")),)

    def tables(self) -> Sequence[Table]:
        """Tables of the loss on its grid, and of the paths."""
        if self._frame is None:
            return ()
        frame = self._frame
        return [
            grid(tr("loss"), (tr("v"), frame.v), (tr("u"), frame.u), frame.values),
            *super().tables()[:1],
        ]

    def _on_place(self, at: QPointF | None) -> None:
        frame = self._frame
        if at is None or frame is None:
            self.say_hover("")
            return
        near = self.nearest(frame.paths, frame.paths.shape[1] - 1, at)
        if near is not None:
            k, t = near
            self.say_hover(_of_point(frame, k, t))
            return
        row, column = (
            int(np.abs(axis - value).argmin())
            for axis, value in ((frame.v, at.y()), (frame.u, at.x()))
        )
        loss = float(frame.values[row, column])
        said = number(loss) if np.isfinite(loss) else tr("not finite, or not computed yet")
        self.say_hover(
            tr("u = {u}, v = {v}: loss {loss}", u=number(at.x(), 3), v=number(at.y(), 3), loss=said)
        )


def _of_point(frame: PlaneFrame, k: int, t: int) -> str:
    """What is known of a point of a path."""
    far = float(frame.residuals[k, t])
    return tr(
        "{run}, step {step}: {far} beside the plane; loss {real}, as drawn {drawn}",
        run=plane_readings.run_name(frame.names[k]),
        step=int(frame.moments[t]),
        far=percent(far) if np.isfinite(far) else percent(0.0),
        real=number(float(frame.real_losses[k, t])),
        drawn=number(float(frame.drawn_losses[k, t])),
    )


class PlanePictures(QWidget):
    """Draws a frame at the moment of the playhead: the plane from above or from the side, the loss
    of each point twice, how far it lies beside the plane, and a reading."""

    def __init__(self) -> None:
        super().__init__()
        self.map = PlaneMap()
        self.solid = Surface3D(("u", "v", tr("loss")))
        self.seen = Combo()
        self.seen.addItems([tr("from above"), tr("in 3-D")])
        self.seen.setAccessibleName(tr("View"))
        self.views = QStackedWidget()
        self.views.addWidget(self.map)
        self.views.addWidget(self.solid)
        self.seen.currentIndexChanged.connect(self.views.setCurrentIndex)
        self.losses = Chart(tr("step"), tr("loss"), log=True)
        self.far = Chart(tr("step"), tr("off the plane"))
        self.far.setAccessibleName(tr("How far each point lies beside the plane"))
        for chart in (self.losses, self.far):
            chart.playhead.setVisible(True)
            chart.clicked.connect(self._on_clicked)
        self.transport = Transport()
        self.transport.moved.connect(lambda _: self._draw())
        self.reading = ReadingView(least_rows=3)
        self._shown: tuple[PlaneSpec, PlaneFrame] | None = None
        self._series: tuple[object, ...] = ()
        self._arrange()

    def _arrange(self) -> None:
        charts = QSplitter(Qt.Orientation.Vertical)
        charts.addWidget(self.losses)
        charts.addWidget(self.far)
        charts.setSizes([260, 200])
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self.views)
        above.addWidget(charts)
        above.setSizes([540, 360])
        rows = QSplitter(Qt.Orientation.Vertical)
        for part, height in ((above, 430), (self.reading, 170)):
            rows.addWidget(part)
            rows.setStretchFactor(rows.count() - 1, height)
        rows.setSizes([430, 170])
        line = QHBoxLayout()
        line.addWidget(self.seen)
        line.addWidget(self.transport, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows, 1)
        layout.addLayout(line)

    def show_frame(self, spec: PlaneSpec, frame: PlaneFrame) -> None:
        """Draw a frame; the playhead stays where it is, or at the end."""
        before = self._shown[1] if self._shown is not None else None
        self._shown = (spec, frame)
        self._name_series(spec, frame)
        if before is None or before.values is not frame.values or before.lines is not frame.lines:
            field = field_of(spec, frame)
            self.map.set_field(field)
            self.solid.set_field(field)
        self.transport.set_total(len(frame.moments) - 1)
        for k in range(len(frame.names)):
            self.losses.set_data(2 * k, frame.moments, frame.real_losses[k])
            self.losses.set_data(2 * k + 1, frame.moments, frame.drawn_losses[k])
            self.far.set_data(k, frame.moments, frame.residuals[k])
        self.far.picture.show_range(y=(0.0, 1.02))
        for chart in (self.losses, self.far):
            chart.picture.show_range(x=(0.0, float(frame.moments[-1])))
        self.reading.show_reading(plane_readings.plane(spec, frame))
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for part in (self.map, self.solid, self.losses, self.far, self.transport):
            part.retheme()
        self._series = ()
        if self._shown is not None:
            shown, self._shown = self._shown, None
            self.show_frame(*shown)

    def _draw(self) -> None:
        """Draw what belongs to the playhead's moment."""
        if self._shown is None:
            return
        _, frame = self._shown
        at = min(self.transport.step, len(frame.moments) - 1)
        known = np.asarray(np.isfinite(frame.paths).all(axis=(1, 2)))
        paths = np.where(known[:, np.newaxis, np.newaxis], frame.paths, 0.0)
        for picture in (self.map, self.solid):
            picture.hide_paths(np.flatnonzero(~known).tolist())
            picture.show_paths(paths, at)
        self.map.show_rings(frame, at)
        for chart in (self.losses, self.far):
            chart.playhead.setValue(float(frame.moments[at]))

    def _name_series(self, spec: PlaneSpec, frame: PlaneFrame) -> None:
        series = (spec.kind, frame.names)
        if series == self._series:
            return
        self._series = series
        names = [plane_readings.run_name(key) for key in frame.names]
        pens = [series_pen(_place(key)) for key in frame.names]
        dashed = [series_pen(_place(key), style=DASHED) for key in frame.names]
        both: list[str] = []
        for name in names:
            both += [name, tr("{run}, as drawn", run=name)]
        curves = [pen for pair in zip(pens, dashed, strict=True) for pen in pair]
        short = [*zip(names, pens, strict=True)]
        short.append((tr("as drawn"), line_pen(theme.current().muted, 2, DASHED)))
        self.losses.set_series(both, curves, short)
        self.far.set_series(names, pens)
        self.map.set_paths(pens, names)
        self.solid.set_paths(pens)
        for axis, name in zip(("bottom", "left"), axis_names(spec, names), strict=True):
            self.map.set_name(axis, name)

    def _on_clicked(self, step: float) -> None:
        if self._shown is not None:
            moments = self._shown[1].moments
            self.transport.move_to(int(np.abs(moments - step).argmin()))


def axis_names(spec: PlaneSpec, names: Sequence[str]) -> tuple[str, str]:
    """What u and v are."""
    if spec.kind == "through":
        return tr("u, to {run}", run=names[1]), tr("v, to {run}", run=names[2])
    return {
        "pca": (tr("u, first direction"), tr("v, second direction")),
        "random": (tr("u, a random direction"), tr("v, another")),
        "sharpest": (tr("u, sharpest direction"), tr("v, second sharpest")),
    }[spec.kind]


def field_of(spec: PlaneSpec, frame: PlaneFrame) -> Field:
    """The loss as a field, its colors by factors; what is not finite is a hole."""
    contours = Contours(frame.lines, frame.breaks, frame.line_levels)
    return loss_field(frame.u, frame.v, frame.values, HIGHEST, contours, of=spec)


def _place(key: str) -> int:
    """The place of a run's color, the same whichever run comes first."""
    return OPTIMIZERS.index(key) if key in OPTIMIZERS else int(key.split()[1]) - 1
