"""The panel of the Descent lab: which optimizer gets down, and why?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from app.job import Report, Worker
from app.labs.descent.basins_page import BasinsPage
from app.labs.descent.convexity_page import ConvexityPage
from app.labs.descent.presets import PRESETS
from app.labs.descent.race import Race
from app.labs.descent.race_charts import RaceCharts
from app.labs.descent.race_tables import RaceTables
from app.labs.descent.rates_page import RatesPage
from app.labs.descent.solid_page import SolidPage
from app.labs.descent.surface_page import SurfacePage
from app.labs.descent.tangent_page import TangentPage
from app.labs.descent.view import CHARTS, DescentView
from app.panel.later import Later
from app.panel.page import Page
from app.panel.panel import Panel
from app.panel.preset import Preset
from app.panel.transport import Transport
from app.widgets.buttons import IconButton, MenuButton
from app.widgets.fold import Fold
from app.widgets.formula import FormulaView
from app.widgets.jump import let_jump
from app.words.labels import tr
from app.words.vocabulary import choice
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.fit import fitted
from core.descent.heights import SCALES, HeightsFrame, HeightsSpec
from core.parameters import Spec, SpecError
from core.surfaces.function import inside_domain
from core.surfaces.notation import FormulaError
from core.surfaces.surfaces import surface_of
from core.surfaces.typeset import tex

FORMULA_HEIGHT = 44
"""The room for a formula in pixels: that of a fraction."""


class DescentPanel(Panel):
    """Shows the race on the surface, the loss against the step, and where each competitor is."""

    key = "descent"
    presets = PRESETS
    preset_view: ClassVar[Mapping[str, Any]] = {
        "chart": "loss",
        "table": "positions",
        "scale": SCALES[0],
        "hidden": "",
    }
    view = DescentView()
    transport: Transport

    def __init__(self, worker: Worker) -> None:
        self._surface_key = ""
        self._plane = True
        super().__init__(worker)
        self.jobs.add("heights", priority=1)
        self.race.competitors.chosen_changed.connect(self._on_chosen)
        self.race.competitors.toggled.connect(self.race.toggle)
        self._formula = FormulaView(FORMULA_HEIGHT)
        self.form.control("formula").tried.connect(self._preview)
        self.form.add_note("surface", self._formula)
        self._ask_ranges = self.jobs.add_question(lambda ends: self.form.change(**ends))
        self.fit = IconButton("fit.svg", tr("Fit to the paths and the minima"), self._fit_ranges)
        self.form.control("x_low").add_beside(self.fit)
        self.transport.restart()

    def make_pages(self) -> Sequence[Page[Any]]:
        self.transport = time = Transport(lambda: self.settled)
        time.moved.connect(lambda step: self.change_view(playhead=step))
        self.race = race = Race(self)
        self.tables = RaceTables(self, race)
        self.surface = SurfacePage(self, race, self.tables, time)
        self.solid = SolidPage(self, race, time)
        self.tangent = TangentPage(self, race, time)
        self.basins = BasinsPage(self, race, time)
        self.rates = RatesPage(self, race, time)
        self.convexity = ConvexityPage(self, time)
        return self.surface, self.solid, self.tangent, self.basins, self.rates, self.convexity

    def build_pictures(self) -> QWidget:
        words = {key: choice(HeightsSpec.key, "scale", key) for key in SCALES}
        self.scale = MenuButton(
            "scale.svg", tr("How heights become colors and contour lines"), words
        )
        self.scale.choose(self.view.scale)
        self.scale.chosen.connect(lambda key: self.change_view(scale=key))
        units = {"own": tr("as the surface has them"), "equal": tr("equal (1:1)")}
        units["free"] = tr("as the room has them")
        self.units = MenuButton("units.svg", tr("Units of x and y"), units)
        self.units.choose(self.view.units)
        self.units.chosen.connect(lambda key: self.change_view(units=key))
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.units)
        row.addWidget(self.scale)
        self.tabs.setCornerWidget(corner)
        self._below = Later(self._make_charts)
        side = QSplitter()
        side.addWidget(self._below)
        side.addWidget(self.tables)
        side.setSizes([300, 260])
        self.fold = Fold(self.tabs, side)
        self.fold.setSizes([535, 415])
        self.fold.setStretchFactor(0, 3)
        self.fold.setStretchFactor(1, 2)
        self._below.built.connect(self.fold.share_row)
        self.tabs.currentChanged.connect(lambda _: self.fold.share_height())
        return self.fold

    @property
    def charts(self) -> RaceCharts:
        """Build the charts of the race against its steps."""
        return self._below.content

    def beside(self) -> Mapping[QWidget, Collection[str]]:
        return {self._below: (self.key,), self.tables: (self.key,)}

    def apply_preset(self, preset: Preset) -> None:
        self.race.competitors.choose(0)  # the one whose turn a preset, and its lesson, speaks of
        super().apply_preset(preset)

    def requests(self) -> Sequence[tuple[str, Spec | SpecError]]:
        """The requests of all pages: the race, and the surface under it."""
        main: list[tuple[str, Spec | SpecError]] = [
            ("heights", self._heights_spec()),
            (self.key, self.spec),
        ]
        return main if self.page.experiment == self.key else [*main, *super().requests()]

    def annotate(self) -> None:
        surface = surface_of(self.spec)
        self._formula.set_tex(surface.tex)
        self._offer_pages(surface.dimensions == 2)

    def take(self, key: str, report: Report) -> None:
        spec, frame = report.spec, report.frame
        if isinstance(frame, HeightsFrame):
            assert isinstance(spec, HeightsSpec)
            self._take_heights(spec, frame)
        elif isinstance(frame, DescentFrame):
            assert isinstance(spec, DescentSpec)
            self._take_race(spec, frame)

    def look(self, before: DescentView) -> None:
        view = self.view
        if view.hidden != before.hidden:
            self.race.note_hidden()
        self.scale.choose(view.scale)
        self.units.choose(view.units)
        self.charts.setCurrentWidget(self.charts.by_key[view.chart])
        self.charts.hide_rows(view.hidden_rows)
        self.race.competitors.hide_rows(view.hidden_rows)
        self.tables.choose(view.table)
        if view.scale != before.scale:
            self.refresh()
        if self.race.drawn is not None:
            self._show_step()
        super().look(before)

    def retheme(self) -> None:
        self.race.retheme()
        super().retheme()
        self.transport.retheme()
        self.tables.retheme()
        self._formula.draw()
        self.charts.retheme()
        if self.race.drawn is not None:
            self.charts.set_series(self.race.names, self.race.pens)
            self._draw_race(*self.race.drawn)

    def _make_charts(self) -> RaceCharts:
        charts = RaceCharts()
        charts.setCurrentWidget(charts.by_key[self.view.chart])
        charts.currentChanged.connect(lambda index: self.change_view(chart=CHARTS[index]))
        charts.hovered.connect(lambda step: self.change_view(marked=step))
        let_jump(charts.over_steps, lambda: self.transport.step, self.transport.move_to)
        charts.toggled.connect(self.race.toggle)
        return charts

    def _heights_spec(self) -> HeightsSpec:
        assert isinstance(self.spec, DescentSpec)
        return self.spec.like(HeightsSpec, scale=self.view.scale)

    def _preview(self, text: str) -> None:
        """Typeset a formula while it is typed, as far as it is one."""
        with suppress(FormulaError):
            self._formula.set_tex(f"f = {tex(text)}")

    def _fit_ranges(self) -> None:
        if self.race.drawn is not None:
            spec, frame = self.race.drawn
            self._ask_ranges(partial(fitted, spec, frame.positions, frame.verdicts))

    def _offer_pages(self, plane: bool) -> None:
        """Enable the pages that fit: a surface of one variable is a curve, which has a page of its
        own."""
        if plane == self._plane:
            return
        self._plane = plane
        why = tr("This function has one variable: see the page 1-D.")
        self.tabs.enable(self.solid, plane, why)
        if not plane and self.page in (self.surface, self.solid):
            self.show_page(self.tangent.key)

    def _on_chosen(self, index: int) -> None:
        self.follow()
        self.refresh()
        self.tables.ask_step()
        self._show_used()

    def _show_used(self) -> None:
        """Show the rates that the chosen competitor has used, step by step."""
        if self.race.raced is not None:
            self.race.competitors.show_race(self.race.raced)

    def _take_heights(self, spec: HeightsSpec, frame: HeightsFrame) -> None:
        key = surface_of(spec).key
        if key != self._surface_key:
            self._surface_key = key
            self.paint_in_turn()
            QTimer.singleShot(0, self, self.fold.share_height)  # once it is drawn
        self.tables.ask_region()

    def _take_race(self, spec: DescentSpec, frame: DescentFrame) -> None:
        first = self.race.drawn is None
        if self.race.take(spec, frame):
            self.charts.set_series(self.race.names, self.race.pens)
            if not first:  # the first frame is painted in turn anyway
                self.paint_in_turn()
        if spec.tune:
            self.race.competitors.show_rates(frame.rates.tolist())
        assert self.race.drawn is not None
        self.transport.set_total(self.race.drawn[1].step)
        self.view = replace(self.view, playhead=self.transport.step)
        self._draw_race(*self.race.drawn)

    def _draw_race(self, spec: DescentSpec, frame: DescentFrame) -> None:
        # A last frame of the race before must not take away the chart that was chosen for the next.
        over_data = any(surface_of(one).loss is not None for one in (spec, self.spec))
        inside = inside_domain(surface_of(spec), frame.positions)
        self.charts.show_race(frame, inside, over_data=over_data, spec=spec)
        self._show_used()
        self._show_step()

    def _show_step(self) -> None:
        """Show the current step in everything beside the pages."""
        assert self.race.drawn is not None
        _, frame = self.race.drawn
        self.charts.show_step(self.race.playhead(frame))
        self.charts.mark(self.race.marked(frame))
        self.tables.show_step()
