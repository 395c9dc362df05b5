"""Descent: which optimizer gets down, and why?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from app import readings
from app.job import Job, Worker
from app.labels import _ as mark
from app.labels import competitor, number, tr
from app.panels.panel import Panel, Preset
from app.widgets.chart import Chart
from app.widgets.competitors import CompetitorsControl, pens, swatch
from app.widgets.formula import FormulaView
from app.widgets.maps import BasinsPicture, SweepPicture
from app.widgets.reading import ReadingView
from app.widgets.surface_picture import SurfacePicture
from app.widgets.transport import Transport
from core.optimization import formula
from core.optimization.basins import BasinsSpec
from core.optimization.descent import DescentFrame, DescentSpec
from core.optimization.landscape import LandscapeFrame, LandscapeSpec, height_at
from core.optimization.step import StepTaken, step_taken
from core.optimization.surfaces import surface_of
from core.optimization.sweep import SweepFrame, SweepSpec
from core.parameters import Spec, SpecError

MAP_STEPS = 500
"""Updates of every run of a map, at most."""

LOWEST = 1e-16
"""What a logarithmic axis shows of a loss that is the minimum exactly."""


@dataclass(frozen=True)
class DescentView:
    """What is shown but not computed."""

    playhead: int = 0


class DescentPanel(Panel):
    """The race on the surface, loss against step, and where each competitor is."""

    key = "descent"
    presets: ClassVar[Sequence[Preset]] = (
        Preset(
            mark("Saddle: GD leaves last"),
            {
                "surface": "saddle",
                "optimizers": "gd,momentum,adam",
                "learning_rate": 0.1,
                "start_x": 1.5,
                "start_y": 1e-6,
                "steps": 80,
            },
        ),
        Preset(
            mark("Ravine: momentum helps"),
            {
                "surface": "ravine",
                "optimizers": "gd,momentum,nesterov,adam",
                "learning_rate": 0.03,
                "steps": 300,
            },
        ),
        Preset(
            mark("Two wells"),
            {"surface": "double_well", "learning_rate": 0.05, "steps": 300},
        ),
        Preset(
            mark("Plateau: no slope, no speed"),
            {"surface": "plateau", "learning_rate": 0.1, "steps": 400},
        ),
    )

    def __init__(self, worker: Worker) -> None:
        self.view = DescentView()
        self._frame: DescentFrame | None = None
        self._names: tuple[str, ...] = ()
        self._heights = (-np.inf, np.inf)
        super().__init__(worker)
        self._race = self.add_job("descent", self._on_race)
        self._landscape = self.add_job("landscape", self._on_landscape, priority=1)
        self._basins = self.add_job("basins", self.basins.show_basins, priority=2)
        self._sweep = self.add_job("sweep", self._on_sweep, priority=2)
        self._race.answered.connect(self._on_height)
        self._landscape.answered.connect(self._on_step_taken)
        self.competitors.chosen_changed.connect(self._on_chosen)
        self._formula = FormulaView()
        self.form.add_note("surface", self._formula)
        self.transport.restart()

    def requests(self) -> Sequence[tuple[Job, Spec | SpecError]]:
        assert isinstance(self.spec, DescentSpec)
        self._formula.set_tex("f = " + formula.tex(surface_of(self.spec).formula))
        self.picture.show_start(self.spec.start_x, self.spec.start_y)
        asked: list[tuple[Job, Spec | SpecError]] = [
            (self._landscape, LandscapeSpec(surface=self.spec.surface, formula=self.spec.formula)),
            (self._race, self.spec),
        ]
        shown = self.tabs.currentWidget()
        if shown is self.basins:
            asked.append((self._basins, _or_refusal(self._basins_spec)))
        elif shown is self.sweep:
            asked.append((self._sweep, _or_refusal(self._sweep_spec)))
        return asked

    @property
    def competitors(self) -> CompetitorsControl:
        """The control that knows which competitor is chosen."""
        control = self.form.control("optimizers")
        assert isinstance(control, CompetitorsControl)
        return control

    def _basins_spec(self) -> BasinsSpec:
        """The chosen competitor, from everywhere."""
        assert isinstance(self.spec, DescentSpec)
        spec = self.spec
        return BasinsSpec(
            surface=spec.surface,
            formula=spec.formula,
            optimizer=(spec.optimizers[self.competitors.chosen],),
            learning_rate=spec.learning_rate,
            steps=min(spec.steps, MAP_STEPS),
        )

    def _sweep_spec(self) -> SweepSpec:
        """The chosen optimizer from the start, at all rates."""
        assert isinstance(self.spec, DescentSpec)
        spec = self.spec
        return SweepSpec(
            surface=spec.surface,
            formula=spec.formula,
            optimizer=spec.optimizers[self.competitors.chosen].key,
            learning_rate=spec.learning_rate,
            steps=min(spec.steps, MAP_STEPS),
            start_x=spec.start_x,
            start_y=spec.start_y,
        )

    def build_pictures(self) -> QWidget:
        self.picture = SurfacePicture()
        self.basins = BasinsPicture()
        self.basins.clicked.connect(self._on_basins_clicked)
        self.sweep = SweepPicture()
        self.sweep.clicked.connect(self._on_sweep_clicked)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.picture, tr("Surface"))
        self.tabs.addTab(self.basins, tr("Basins"))
        self.tabs.addTab(self.sweep, tr("Rates"))
        self.tabs.currentChanged.connect(lambda: self.refresh())
        self.chart = Chart(tr("step"), "", log=True)
        self.reading = ReadingView()
        self.picture.start_moved.connect(
            lambda x, y: self.form.change(start_x=float(x), start_y=float(y))
        )
        self.picture.gesture_began.connect(self.form.hold)
        self.picture.gesture_ended.connect(self.form.release)
        self.picture.hovered.connect(self._on_hovered)
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.chart)
        self.taken = ReadingView()
        self.tables = QTabWidget()
        self.tables.setDocumentMode(True)
        self.tables.addTab(self.reading, tr("Where they are"))
        self.tables.addTab(self.taken, tr("This step"))
        self.tables.currentChanged.connect(lambda: self._ask_step())
        side.addWidget(self.tables)
        side.setSizes([300, 260])
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.tabs)
        both.addWidget(side)
        both.setSizes([540, 380])
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        return both

    def build_transport(self) -> QWidget:
        self.transport = Transport()
        self.transport.moved.connect(self._on_moved)
        return self.transport

    def restart(self) -> None:
        self.transport.restart()

    def show_end(self) -> None:
        self.transport.move_to(self.transport.total)

    def toggle_play(self) -> None:
        self.transport.toggle()

    def step(self, by: int) -> None:
        self.transport.nudge(by)

    def retheme(self) -> None:
        self.picture.retheme()
        self.chart.retheme()
        self.basins.retheme()
        self.sweep.retheme()
        self.transport.retheme()
        self._formula.draw()
        self.form.control("optimizers").retheme()
        self._names = ()
        if self._frame is not None:
            self._on_race(self._frame)

    def draw(self, frame: DescentFrame, view: DescentView) -> None:
        """Draw the race up to the playhead."""
        if frame.optimizers != self._names:
            self._name(frame.optimizers)
        step = min(view.playhead, frame.step)
        self.picture.show_paths(frame.positions, step)
        self.chart.playhead.setValue(step)
        spec = self.drawn_spec(self._race)
        assert isinstance(spec, DescentSpec)
        reading = readings.descent(spec, frame, step)
        self.reading.show_reading(reading, self._icons)
        self._ask_step()

    def _on_chosen(self, index: int) -> None:
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
            at = min(self.view.playhead, frame.step)
            self._landscape.ask(partial(step_taken, spec, chosen, at, rate))

    def _on_step_taken(self, taken: StepTaken | None) -> None:
        self.taken.show_reading(readings.step(taken))

    def _on_sweep(self, frame: SweepFrame) -> None:
        spec = self.drawn_spec(self._sweep)
        assert isinstance(spec, SweepSpec)
        self.sweep.show_sweep(spec, frame)

    def _on_basins_clicked(self, x: float, y: float) -> None:
        """A start of the map becomes the race's."""
        surface = surface_of(self.spec)
        if surface.x[0] <= x <= surface.x[1] and surface.y[0] <= y <= surface.y[1]:
            self.form.change(start_x=float(f"{x:.4g}"), start_y=float(f"{y:.4g}"))

    def _on_sweep_clicked(self, x: float, y: float) -> None:
        """A pair of the map becomes the chosen competitor's own."""
        spec = self._sweep_spec()
        names = (spec.x_parameter, spec.y_parameter)
        for name, value in zip(names, self.sweep.values_at(x, y), strict=True):
            self.competitors.set_hyper(name, value)

    def _on_landscape(self, frame: LandscapeFrame) -> None:
        finite = frame.heights[np.isfinite(frame.heights)]
        self._heights = (float(finite.min()), float(finite.max()))
        self.picture.set_landscape(frame, surface_of(self.drawn_spec(self._landscape)))

    def _on_race(self, frame: DescentFrame) -> None:
        self._frame = frame
        if frame.optimizers != self._names:
            self._name(frame.optimizers)
        self._draw_losses(frame)
        self.transport.set_total(frame.step)
        self.view = replace(self.view, playhead=self.transport.step)
        self.draw(frame, self.view)

    def _name(self, optimizers: tuple[str, ...]) -> None:
        """A line, an icon and a legend for each competitor."""
        self._names = optimizers
        drawn = pens(optimizers)
        self._icons = [QIcon(swatch(pen)) for pen in drawn]
        self.picture.set_paths(drawn)
        self.chart.set_series([competitor(text) for text in optimizers], drawn)
        self.chart.playhead.setVisible(True)

    def _draw_losses(self, frame: DescentFrame) -> None:
        """On a logarithmic axis over the known minimum; where none is known, as they are."""
        lowest = frame.lowest if np.isfinite(frame.lowest) else None
        self.chart.plot.setLogMode(y=lowest is not None)
        self.chart.set_y_name(tr("loss") if lowest is None else tr("loss above the minimum"))
        steps = np.arange(frame.step + 1)
        for k in range(len(frame.optimizers)):
            losses = frame.losses[k]
            if lowest is not None:
                losses = np.maximum(losses - lowest, LOWEST)
            self.chart.set_data(k, steps, losses)
        some = frame.losses[:, :: max(1, frame.step // 500)]
        finite = some[np.isfinite(some)]
        if not finite.size:
            return
        low, high = float(finite.min()), float(finite.max())
        if lowest is not None:
            start = float(frame.losses[:, 0].max()) - lowest
            low = max(LOWEST, low - lowest)
            high = min(high - lowest, 1e3 * max(start, LOWEST))
            self.chart.plot.setYRange(np.log10(low), np.log10(max(high, 2 * low)))
        else:
            # A loss that falls for ever would flatten all others: what leaves the drawn heights
            # leaves the chart.
            low, high = max(low, self._heights[0]), min(high, self._heights[1])
            self.chart.plot.setYRange(low, high if high > low else low + 1)
        self.chart.plot.setXRange(0, max(1, frame.total))

    def _on_moved(self, step: int) -> None:
        self.view = replace(self.view, playhead=step)
        if self._frame is not None:
            self.draw(self._frame, self.view)

    def _on_hovered(self, x: float, y: float) -> None:
        assert isinstance(self.spec, DescentSpec)
        self._race.ask(partial(_height_under, self.spec, x, y))

    def _on_height(self, answer: tuple[float, float, float]) -> None:
        x, y, height = answer
        self.picture.say_hover(f"x = {number(x, 4)}   y = {number(y, 4)}   f = {number(height, 4)}")


def _or_refusal(build: Callable[[], Spec]) -> Spec | SpecError:
    """A map's spec; not every method that races can be mapped."""
    try:
        return build()
    except SpecError as error:
        return error


def _height_under(spec: DescentSpec, x: float, y: float) -> tuple[float, float, float]:
    return x, y, height_at(spec, x, y)
