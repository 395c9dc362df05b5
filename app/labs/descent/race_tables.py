"""Tables of a race at the current step: where all competitors are, one update in full, the
curvature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from app.labs.descent import point_readings, readings
from app.labs.descent.race import Race
from app.labs.descent.step_view import StepView, arrow_color
from app.labs.descent.surface_picture import SurfacePicture
from app.labs.descent.view import TABLES
from app.panel.page import Host
from app.widgets.reading import ReadingView
from app.widgets.styled import styled
from app.widgets.tabs import Tabs
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.descent import DescentSpec
from core.descent.step import StepTaken, step_taken
from core.surfaces.curvature import PointCurvature, curvature_at, semidefinite_mask
from core.surfaces.surfaces import compile_surface, surface_of

Array = np.ndarray[Any, Any]

REGION_POINTS = 161
"""Points along each side of the grid on which the Hessian is tested for being semi-definite."""

INVISIBLE = 1e-8
"""Arrows shorter than this fraction of the domain's diagonal are rounding, not steps."""


ABOUT: Mapping[str, str] = {
    "Where it is": mark("What f and its derivatives say of the place where it is at this step"),
    "Loss": mark("f where it is, over the whole data set if there is one"),
    "Distance": mark("How far it is from the nearest known minimum"),
    "Arrived at": mark("The first step within the tolerance of the lowest known minimum"),
    "Evals.": mark("Evaluations of f and its gradient so far; a Hessian counts for each variable"),
    "Samples": mark("Samples that its evaluations have looked at so far"),
    "|gradient|": mark("The norm of the gradient where it is, without noise"),
    "Rate": mark("The learning rate it races with"),
}
"""What the columns are; the headings are translated elsewhere."""


class RaceTables(Tabs):
    """The tables on tabs, of which only the one in front is filled; its content is also drawn over
    the surface."""

    def __init__(self, host: Host, race: Race) -> None:
        super().__init__()
        self._host, self._race = host, race
        self._surface: SurfacePicture | None = None
        self.reading = ReadingView()
        self.reading.explain({tr(name): tr(words) for name, words in ABOUT.items()})
        self.taken = StepView()
        self.curvature = ReadingView()
        self.addTab(self.reading, tr("Where they are"))
        self.addTab(self.taken, tr("This step"))
        self.addTab(self.curvature, tr("Curvature"))
        self.at = styled(QLabel(self), "notice")
        self.at.hide()
        self.currentChanged.connect(self._on_turned)
        self._ask_taken = host.jobs.add_question(self._on_step_taken)
        self._ask_curvature = host.jobs.add_question(self._on_curvature)
        self._ask_region = host.jobs.add_question(self._on_region)

    def lie_over(self, surface: SurfacePicture) -> None:
        """Draw the content of the table in front over this picture too."""
        self._surface = surface
        surface.pointed.connect(self._on_pointed)

    def choose(self, key: str) -> None:
        """Bring that table to the front."""
        self.setCurrentIndex(TABLES.index(key))

    def show_step(self) -> None:
        """Show the current step of the race."""
        if self._race.drawn is None:
            return
        spec, frame = self._race.drawn
        marked, step = self._race.marked(frame), self._race.step(frame)
        by_samples = spec.budget == "samples"
        told = tr("{count} samples", count=step) if by_samples else tr("step {step}", step=step)
        self.at.setText(tr("pointed at: {step}", step=told))
        self.at.setVisible(marked is not None)
        self._place_words()
        tell = partial(readings.descent, spec, frame, self._race.step(frame))
        self.reading.show_either(tell, partial(tell, narrow=True), self._race.icons)
        self.ask_step()
        outside = self._surface is None or self._surface.cursor_outside
        if self._race.view.marked is not None or outside:
            self._ask_standing_curvature()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_words()

    def _place_words(self) -> None:
        """Put the words about the step that is pointed at into the lower right corner, over the
        table: they come and go, and nothing may move for them."""
        self.at.adjustSize()
        self.at.move(self.width() - self.at.width() - 4, self.height() - self.at.height() - 18)
        self.at.raise_()

    def ask_step(self) -> None:
        """Ask for the chosen competitor's update at the current step, if its table is in front."""
        if self._race.drawn is None or self.currentWidget() is not self.taken:
            return
        spec, frame = self._race.drawn
        chosen = self._race.competitors.chosen
        if chosen < len(frame.rates):
            rate = float(frame.rates[chosen])
            step = self._race.steps_made(chosen, frame)
            self._ask_taken(partial(step_taken, spec, chosen, step, rate))

    def ask_region(self) -> None:
        """Ask where the Hessian is positive semi-definite, if the table of curvature is
        in front."""
        if self.currentWidget() is self.curvature:
            self._ask_region(partial(_region, self._host.spec))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.taken.retheme()

    def _on_turned(self, index: int) -> None:
        self._host.change_view(table=TABLES[index])
        if self._surface is not None:
            self._surface.arrows.clear()
            self._surface.hide_curvature()
        self.ask_step()
        self.ask_region()
        self._ask_standing_curvature()

    def _on_pointed(self, point: QPointF | None) -> None:
        if point is None:
            self._ask_standing_curvature()
        elif self.currentWidget() is self.curvature:
            self._ask_curvature(partial(_curvature, self._host.spec, point.x(), point.y()))

    def _ask_standing_curvature(self) -> None:
        """Ask for the curvature where the chosen competitor stands; used while the cursor points
        nowhere."""
        if self.currentWidget() is self.curvature:
            spec = self._host.spec
            self._ask_curvature(partial(_curvature, spec, *self._race.standing(spec)))

    def _on_step_taken(self, taken: StepTaken | None) -> None:
        if self.currentWidget() is self.taken:
            self.taken.show_step(taken, self._show_arrows(taken))

    def _show_arrows(self, taken: StepTaken | None) -> tuple[float, ...]:
        """Draw the arrows of a step; returns the factor by which each is enlarged."""
        if self._surface is None:
            return ()
        if taken is None:
            self._surface.arrows.clear()
            return ()
        place = next(q for q in taken.quantities if q.key == "position")
        arrows = [(arrow_color(a.key), a.of_x, a.of_y) for a in taken.arrows]
        longest = max(math.hypot(dx, dy) for _, dx, dy in arrows)
        if longest < INVISIBLE * surface_of(self._host.spec).diagonal:
            arrows = []
        return self._surface.arrows.show((place.of_x, place.of_y), arrows)

    def _on_region(self, mask: Array) -> None:
        if self.currentWidget() is self.curvature and self._surface is not None:
            self._surface.show_region(mask)

    def _on_curvature(self, at: PointCurvature) -> None:
        if self.currentWidget() is self.curvature:
            self.curvature.show_reading(point_readings.curvature(at))
            if self._surface is not None:
                self._surface.show_eigenpairs(at)


def _curvature(spec: DescentSpec, x: float, y: float) -> PointCurvature:
    return curvature_at(compile_surface(spec), surface_of(spec), x, y)


def _region(spec: DescentSpec) -> Array:
    return semidefinite_mask(compile_surface(spec), *surface_of(spec).grid(REGION_POINTS))
