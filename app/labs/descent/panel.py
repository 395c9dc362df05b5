"""Descent: which optimizer gets down, and why?"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QPointF, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSplitter, QWidget

from app.job import Job, Worker
from app.labs.descent import point_readings, readings
from app.labs.descent.competitors import CompetitorsControl, pens, swatch
from app.labs.descent.convexity_picture import ConvexityPicture
from app.labs.descent.fields import heights_field
from app.labs.descent.maps import BasinsPicture, RatesPicture
from app.labs.descent.presets import PRESETS
from app.labs.descent.race_charts import CHARTS, RaceCharts
from app.labs.descent.step_view import StepView, arrow_color
from app.labs.descent.surface_picture import SurfacePicture
from app.labs.descent.tangent_picture import TangentPicture
from app.labs.descent.words import competitor
from app.panel.animation import Animation
from app.panel.panel import Page, Panel
from app.panel.pin import Pinnable
from app.panel.transport import Transport
from app.widgets.buttons import MenuButton
from app.widgets.fold import Fold
from app.widgets.formula import FormulaView
from app.widgets.reading import ReadingView
from app.widgets.surface_3d import Surface3D
from app.widgets.tabs import Tabs
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.descent.convexity import ConvexityFrame, ConvexitySpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import SCALES, HeightsFrame, HeightsSpec, height_at
from core.descent.rates import RatesFrame, RatesSpec
from core.descent.step import StepTaken, step_taken
from core.descent.tangent import FARTHEST, TangentFrame, TangentSpec
from core.parameters import Spec, SpecError, parameters
from core.surfaces.curvature import PointCurvature, curvature_at, semidefinite_mask
from core.surfaces.surfaces import SurfaceSpec, compile_surface, surface_of

Array = np.ndarray[Any, Any]

TABLES = ("positions", "step", "curvature")

REGION_POINTS = 161
"""Along each side, of the grid on which the Hessian is asked whether it is semi-definite."""

INVISIBLE = 1e-8
"""Arrows shorter than this part of the domain's diagonal are rounding, not steps."""

SURFACE_FIELDS = tuple(p.name for p in parameters(SurfaceSpec))
"""All that a page needs which knows of no race."""


@dataclass(frozen=True)
class DescentView:
    """What is shown but not computed."""

    playhead: int = 0
    scale: str = SCALES[0]
    marked: int | None = None
    """The step that the cursor points at, in whatever picture."""
    chart: str = "loss"
    table: str = "positions"

    def __post_init__(self) -> None:
        """:class:`ValueError` for what nothing here is called: a session may say anything."""
        known = self.scale in SCALES and self.chart in CHARTS and self.table in TABLES
        if not known or self.playhead < 0:
            raise ValueError(str(self))


class DescentPanel(Panel):
    """The race on the surface, loss against step, and where each competitor is."""

    key = "descent"
    companions = ("tangent", "basins", "rates", "convexity")
    own_fields: ClassVar[Mapping[str, Collection[str]]] = {
        "basins": ("steps",),
        "rates": ("steps",),
    }
    presets = PRESETS
    preset_view: ClassVar[Mapping[str, Any]] = {"chart": "loss", "table": "positions"}

    parts: ClassVar[Mapping[str, Callable[[], QWidget]]] = {
        "surface": SurfacePicture,
        "solid": Surface3D,
        "tangent": TangentPicture,
        "convexity": ConvexityPicture,
        "basins": BasinsPicture,
        "rates": RatesPicture,
        "charts": RaceCharts,
    }

    def __init__(self, worker: Worker, made: Mapping[str, QWidget] | None = None) -> None:
        self.view = DescentView()
        self._frame: DescentFrame | None = None
        self._names: tuple[str, ...] = ()
        self._surface_key = ""
        self._plane = True
        self._heights = (-np.inf, np.inf)
        super().__init__(worker, made)
        self._race = self.add_job("descent", self._on_race)
        self._landscape = self.add_job("heights", self._on_landscape, priority=1)
        self.add_job("tangent", self._on_tangent, priority=1)
        self.add_job("basins", self.basins.show_basins, priority=2)
        self.add_job("rates", self._on_sweep, priority=2)
        self.add_job("convexity", self._on_convexity, priority=1)
        self._ask_height = self.add_question(self._on_height)
        self._ask_taken = self.add_question(self._on_step_taken)
        self._ask_curvature = self.add_question(self._on_curvature)
        self._ask_region = self.add_question(self._on_region)
        self.competitors.chosen_changed.connect(self._on_chosen)
        self._formula = FormulaView()
        self.form.add_note("surface", self._formula)
        self.transport.restart()

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        assert isinstance(self.spec, DescentSpec)
        surface = surface_of(self.spec)
        self._formula.set_tex(surface.tex)
        self._offer_pages(surface.dimensions == 2)
        self.picture.show_start(self.spec.start_x, self.spec.start_y)
        asked: list[tuple[Job, Spec | SpecError]] = [
            (self._landscape, self._landscape_spec()),
            (self._race, self.spec),
        ]
        if self.front != self.key:
            asked.append((self.jobs[self.front], self.spec_of(self.front)))
        return asked

    def _offer_pages(self, plane: bool) -> None:
        """A surface of one variable is a curve, which has a page of its own."""
        if plane == self._plane:
            return
        self._plane = plane
        self.enable_page("solid", plane, tr("This function has one variable: see the page 1-D."))
        if not plane and self.page is not None and self.page.key in ("surface", "solid"):
            self.show_page("tangent")

    def _landscape_spec(self) -> HeightsSpec:
        assert isinstance(self.spec, DescentSpec)
        return self.spec.like(HeightsSpec, scale=self.view.scale)

    @property
    def competitors(self) -> CompetitorsControl:
        """The control that knows which competitor is chosen."""
        control = self.form.control("optimizers")
        assert isinstance(control, CompetitorsControl)
        return control

    def shared(self, companion: str) -> Mapping[str, Any]:
        """A map is the chosen competitor's, and the tangent is drawn where it stands."""
        shared = dict(super().shared(companion))
        index = min(self.competitors.chosen, len(self.spec.optimizers) - 1)
        chosen = self.spec.optimizers[index]
        if companion == "basins":
            shared["optimizer"] = (chosen,)
        elif companion == "rates":
            shared["optimizer"] = chosen.key
        elif companion == "tangent":
            shared["point_x"], shared["point_y"] = self._standing(index)
            rate = chosen.rate(self.spec.learning_rate)
            shared["learning_rate"] = rate if rate == rate else self.spec.learning_rate
        return shared

    def _standing(self, index: int) -> tuple[float, float]:
        """Where a competitor is at the shown step, or was last within reach of a line's picture;
        where all start, while that is not known."""
        frame = self._frame
        if frame is None or index >= len(frame.positions):
            return self.spec.start_x, self.spec.start_y
        path = frame.positions[index, : self._shown_step(frame, self.view) + 1]
        near = path[(np.abs(path) <= FARTHEST).all(axis=1)]  # NaN is not
        return float(near[-1, 0]), float(near[-1, 1])

    def build_pictures(self) -> QWidget:
        self.picture: SurfacePicture = self.part("surface")
        self.solid: Surface3D = self.part("solid")
        self.tangent: TangentPicture = self.part("tangent")
        self.tangent.start_dragged.connect(lambda x: self.form.change(start_x=x))
        self.tangent.gesture_began.connect(self.form.hold)
        self.tangent.gesture_ended.connect(self.form.release)
        self.convexity: ConvexityPicture = self.part("convexity")
        self.convexity.moved.connect(self._on_chord_moved)
        self.convexity.field.gesture_began.connect(lambda: self.forms["convexity"].hold())
        self.convexity.field.gesture_ended.connect(lambda: self.forms["convexity"].release())
        self.basins: BasinsPicture = self.part("basins")
        self.basins.clicked.connect(self._on_basins_clicked)
        self.sweep: RatesPicture = self.part("rates")
        self.sweep.clicked.connect(self._on_sweep_clicked)
        self.tabs = self.build_pages(
            [
                Page("surface", tr("Surface"), self.picture),
                Page("solid", tr("3-D"), self.solid),
                Page("tangent", tr("1-D"), self.tangent, "tangent"),
                Page("basins", tr("Basins"), self.basins, "basins"),
                Page("rates", tr("Rates"), self.sweep, "rates"),
                Page(
                    "convexity",
                    tr("Convexity"),
                    self.convexity,
                    "convexity",
                    fields=SURFACE_FIELDS,
                ),
            ]
        )
        words = {key: choice(HeightsSpec.key, "scale", key) for key in SCALES}
        self.scale = MenuButton(
            "scale.svg", tr("How heights become colors and contour lines"), words
        )
        self.scale.chosen.connect(lambda key: self.change_view(scale=key))
        self.tabs.setCornerWidget(self.scale)
        self.charts: RaceCharts = self.part("charts")
        self.charts.hovered.connect(self._on_step_pointed)
        self.reading = ReadingView()
        self.picture.dragged.connect(
            lambda point: self.form.change(start_x=point.x(), start_y=point.y())
        )
        self.picture.gesture_began.connect(self.form.hold)
        self.picture.gesture_ended.connect(self.form.release)
        self.picture.pointed.connect(self._on_pointed)
        side = QSplitter()
        side.addWidget(self.charts)
        self.taken = StepView()
        self.tables = Tabs()
        self.tables.addTab(self.reading, tr("Where they are"))
        self.tables.addTab(self.taken, tr("This step"))
        self.curvature = ReadingView()
        self.tables.addTab(self.curvature, tr("Curvature"))
        widgets: tuple[QWidget, ...] = (self.reading, self.taken, self.curvature)
        self._tables = dict(zip(TABLES, widgets, strict=True))
        self.tables.currentChanged.connect(self._on_table)
        self.charts.currentChanged.connect(self._on_chart)
        side.addWidget(self.tables)
        side.setSizes([300, 260])
        self.fold = Fold(self.tabs, side)
        self.fold.setSizes([500, 430])
        self.fold.setStretchFactor(0, 3)
        self.fold.setStretchFactor(1, 2)
        return self.fold

    def behind_tabs(self) -> Sequence[Pinnable]:
        return [chart.picture for chart in self.charts.draw_all()]

    def build_transport(self) -> QWidget:
        self.transport = Transport()
        self.transport.moved.connect(self._on_moved)
        return self.transport

    def restart(self) -> None:
        self.transport.restart()

    def show_start(self) -> None:
        self.transport.wait_at_start()

    def show_end(self) -> None:
        self.transport.move_to(self.transport.total)

    def toggle_play(self) -> None:
        self.transport.toggle()

    def pause(self) -> None:
        self.transport.pause()

    def animation(self) -> Animation | None:
        return self.transport.animation(lambda: self.settled)

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        """The surface is a frame of its own, with the race's paths on it."""
        if exhibit in (self.picture, self.solid):
            return (self.key, "heights")
        if exhibit is self.convexity.field:
            return ("convexity", "heights")
        return super().sources(exhibit)

    def step(self, by: int) -> None:
        self.transport.nudge(by)

    def retheme(self) -> None:
        self.picture.retheme()
        self.charts.retheme()
        self.taken.retheme()
        for picture in (self.solid, self.tangent, self.basins, self.sweep, self.convexity):
            picture.retheme()
        self.transport.retheme()
        self._formula.draw()
        self.form.control("optimizers").retheme()
        self._names = ()
        if self._frame is not None:
            self._on_race(self._frame)

    def draw(self, frame: DescentFrame, view: DescentView) -> None:
        """Draw the race up to the playhead, and mark the step that is pointed at."""
        self._name(frame)
        self.picture.show_paths(frame.positions, min(view.playhead, frame.step))
        self.solid.show_paths(frame.positions, min(view.playhead, frame.step))
        self.charts.show_step(min(view.playhead, frame.step))
        self._mark(frame, view)

    def _mark(self, frame: DescentFrame, view: DescentView) -> None:
        """What follows the cursor: rings, lines and the tables. Paths and curves stay."""
        marked = None if view.marked is None else min(view.marked, frame.step)
        self.charts.mark(marked)
        if marked is None:
            self.picture.marks.clear()
        else:
            self.picture.marks.show(frame.positions[:, marked])
        spec = self.drawn_spec(self._race)
        assert isinstance(spec, DescentSpec)
        tell = partial(readings.descent, spec, frame, self._shown_step(frame, view))
        self.reading.show_either(tell, partial(tell, narrow=True), self._icons)
        self._ask_step()
        if view.marked is not None or self.picture.cursor_outside:
            self._ask_standing_curvature()
        if self.front == "tangent":
            self.refresh()

    def _shown_step(self, frame: DescentFrame, view: DescentView) -> int:
        """The step that the tables are about."""
        return min(view.playhead if view.marked is None else view.marked, frame.step)

    def change_view(self, **changes: Any) -> None:
        view = replace(self.view, **changes)
        if view == self.view:
            return
        before, self.view = self.view, view
        self.scale.choose(view.scale)
        self.charts.setCurrentWidget(self.charts.by_key[view.chart])
        self.tables.setCurrentWidget(self._tables[view.table])
        if view.scale != before.scale:
            self.refresh()
        if self._frame is not None:
            draw = self._mark if view.playhead == before.playhead else self.draw
            draw(self._frame, view)

    def _on_chosen(self, index: int) -> None:
        self.follow()
        self.refresh()
        self._ask_step()

    def _ask_step(self) -> None:
        """The chosen competitor's update at the playhead, where somebody looks."""
        frame, chosen = self._frame, self.competitors.chosen
        if frame is None or self.tables.currentWidget() is not self.taken:
            return
        if chosen < len(frame.rates):
            spec = self.drawn_spec(self._race)
            assert isinstance(spec, DescentSpec)
            rate = float(frame.rates[chosen])
            at = self._shown_step(frame, self.view)
            self._ask_taken(partial(step_taken, spec, chosen, at, rate))

    def _on_step_taken(self, taken: StepTaken | None) -> None:
        if self.tables.currentWidget() is not self.taken:
            return
        enlarged = 1.0
        if taken is None:
            self.picture.arrows.clear()
        else:
            place = next(q for q in taken.quantities if q.key == "position")
            arrows = [(arrow_color(a.key), a.of_x, a.of_y) for a in taken.arrows]
            longest = max(math.hypot(dx, dy) for _, dx, dy in arrows)
            if longest < INVISIBLE * surface_of(self.spec).diagonal:
                arrows = []
            enlarged = self.picture.arrows.show((place.of_x, place.of_y), arrows)
        self.taken.show_step(taken, enlarged)

    @Slot(int)
    def _on_table(self, index: int) -> None:
        """What the table in front tells is laid over the surface."""
        self.view = replace(self.view, table=TABLES[index])
        self.picture.arrows.clear()
        self.picture.hide_curvature()
        self._ask_step()
        self._show_region()
        self._ask_standing_curvature()

    @Slot(int)
    def _on_chart(self, index: int) -> None:
        self.view = replace(self.view, chart=CHARTS[index])

    def _show_region(self) -> None:
        """Where the Hessian is positive semi-definite, while somebody looks at curvature."""
        if self.tables.currentWidget() is self.curvature:
            self._ask_region(partial(_region, self.spec))

    def _on_region(self, mask: Array) -> None:
        if self.tables.currentWidget() is self.curvature:
            self.picture.show_region(mask)

    def _ask_standing_curvature(self) -> None:
        """Where the chosen competitor stands, when the cursor points at nothing."""
        if self.tables.currentWidget() is self.curvature:
            index = min(self.competitors.chosen, len(self.spec.optimizers) - 1)
            self._ask_curvature(partial(_curvature, self.spec, *self._standing(index)))

    def _on_curvature(self, at: PointCurvature) -> None:
        if self.tables.currentWidget() is self.curvature:
            self.curvature.show_reading(point_readings.curvature(at))
            self.picture.show_eigenpairs(at)

    def _on_sweep(self, frame: RatesFrame) -> None:
        spec = self.drawn_spec(self.jobs["rates"])
        assert isinstance(spec, RatesSpec)
        self.sweep.show_rates(spec, frame)

    def _on_tangent(self, frame: TangentFrame) -> None:
        spec = self.drawn_spec(self.jobs["tangent"])
        assert isinstance(spec, TangentSpec)
        self.tangent.show_tangent(spec, frame)
        self._show_heads()

    def _show_heads(self) -> None:
        """On a curve all competitors are seen at once; a line through a plane meets but one."""
        frame, spec = self._frame, self.drawn_spec(self.jobs["tangent"])
        if frame is None or not isinstance(spec, TangentSpec):
            return
        colors = []
        if surface_of(spec).dimensions == 1 and spec.along == "x":
            colors = [pen.color() for pen in pens(frame.optimizers)]
        at = self._shown_step(frame, self.view)
        self.tangent.show_heads(frame.positions[:, at, 0], frame.losses[:, at], colors)

    def _on_convexity(self, frame: ConvexityFrame) -> None:
        spec = self.drawn_spec(self.jobs["convexity"])
        assert isinstance(spec, ConvexitySpec)
        self.convexity.show_convexity(spec, frame)

    def _on_chord_moved(self, end: int, x: float, y: float) -> None:
        names = (("a_x", "a_y"), ("b_x", "b_y"))[end]
        self.forms["convexity"].change(**dict(zip(names, (x, y), strict=True)))

    def _on_basins_clicked(self, x: float, y: float) -> None:
        """A start of the map becomes the race's."""
        surface = surface_of(self.spec)
        if surface.dimensions == 1:
            y = 0.0  # the band of colors is as high as it is to be seen
        if surface.x[0] <= x <= surface.x[1] and surface.y[0] <= y <= surface.y[1]:
            self.form.change(start_x=float(f"{x:.4g}"), start_y=float(f"{y:.4g}"))

    def _on_sweep_clicked(self, x: float, y: float) -> None:
        """A pair of the map becomes the chosen competitor's own; a start is everybody's."""
        spec = self.drawn_spec(self.jobs["rates"])
        assert isinstance(spec, RatesSpec)
        names = (spec.x_parameter, spec.y_parameter)
        pair = dict(zip(names, self.sweep.values_at(x, y), strict=True))
        starts = {name: pair.pop(name) for name in names if name in ("start_x", "start_y")}
        self.form.hold()
        self.competitors.set_hypers(pair)
        if starts:
            self.form.change(**starts)
        self.form.release()

    def _on_landscape(self, frame: HeightsFrame) -> None:
        finite = frame.heights[np.isfinite(frame.heights)]
        self._heights = (float(finite.min()), float(finite.max()))
        surface = surface_of(self.drawn_spec(self._landscape))
        if surface.key != self._surface_key:
            self._surface_key = surface.key
            self.paint_in_turn()
        field = heights_field(frame, surface)
        for picture in (self.picture, self.convexity, self.solid):
            picture.set_field(field)
        self._show_region()

    def _on_race(self, frame: DescentFrame) -> None:
        self._frame = frame
        self._name(frame)
        over_data = surface_of(self.drawn_spec(self._race)).loss is not None
        self.charts.show_race(frame, self._heights, over_data=over_data)
        self.transport.set_total(frame.step)
        self.view = replace(self.view, playhead=self.transport.step)
        self.draw(frame, self.view)

    def _name(self, frame: DescentFrame) -> None:
        """A line, an icon and a legend for each competitor."""
        spec = self.drawn_spec(self._race)
        assert isinstance(spec, DescentSpec)
        names = tuple(competitor(text, tuned=spec.tune) for text in frame.optimizers)
        if names == self._names:
            return
        if self._names:  # else it is the first frame, or another theme, which is painted at once
            self.paint_in_turn()
        self._names = names
        drawn = pens(frame.optimizers)
        self._icons = [QIcon(swatch(pen)) for pen in drawn]
        self.picture.set_paths(drawn, names)
        self.solid.set_paths(drawn)
        self.charts.set_series(names, drawn)

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        self.change_view(playhead=step)

    @Slot(object)
    def _on_step_pointed(self, step: int | None) -> None:
        self.change_view(marked=step)

    @Slot(object)
    def _on_pointed(self, point: QPointF | None) -> None:
        """The height under the cursor; near a path, the step there is marked everywhere."""
        if point is None:
            self.picture.say_hover("")
            self.change_view(marked=None)
            self._ask_standing_curvature()
            return
        self._ask_height(partial(_height_under, self.spec, point.x(), point.y()))
        if self.tables.currentWidget() is self.curvature:
            self._ask_curvature(partial(_curvature, self.spec, point.x(), point.y()))
        if self._frame is not None:
            step = min(self.view.playhead, self._frame.step)
            near = self.picture.nearest(self._frame.positions, step, point)
            self.change_view(marked=None if near is None else near[1])

    def _on_height(self, answer: tuple[float, float, float]) -> None:
        x, y, height = answer
        self.picture.say_hover(f"x = {number(x, 4)}   y = {number(y, 4)}   f = {number(height, 4)}")


def _curvature(spec: DescentSpec, x: float, y: float) -> PointCurvature:
    return curvature_at(compile_surface(spec), surface_of(spec), x, y)


def _region(spec: DescentSpec) -> Array:
    return semidefinite_mask(compile_surface(spec), *surface_of(spec).grid(REGION_POINTS))


def _height_under(spec: DescentSpec, x: float, y: float) -> tuple[float, float, float]:
    return x, y, height_at(spec, x, y)
