"""The page for the surface from above, with the race on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from app.labs.descent.fields import axis_names, heights_field
from app.labs.descent.race import Race
from app.labs.descent.race_tables import RaceTables
from app.labs.descent.surface_picture import SurfacePicture
from app.labs.descent.view import DescentView
from app.labs.descent.widening import widen
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from app.words.labels import number
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.heights import HeightsFrame, HeightsSpec, height_at
from core.experiment import Frame
from core.parameters import Spec
from core.surfaces.surfaces import SurfaceSpec, surface_of


class SurfacePage(Page[SurfacePicture]):
    """Draws the heights, and over them the paths up to the playhead. A click or a drag sets the
    start; what the cursor points at is shown in all pictures."""

    key = "surface"
    name = mark("Surface")
    experiment = "descent"
    also = ("heights",)
    one_of = SurfaceSpec
    behind = True

    def __init__(self, host: Host, race: Race, tables: RaceTables, player: Player) -> None:
        super().__init__(host, player)
        self._race, self._tables = race, tables
        self._pens: Sequence[QPen] = ()
        self._ask_height = host.jobs.add_question(self._on_height)

    def build(self) -> SurfacePicture:
        picture = SurfacePicture()
        self._tables.lie_over(picture)  # before this page hears of what is pointed at
        picture.dragged.connect(
            lambda point: self.host.form.change(start_x=point.x(), start_y=point.y())
        )
        picture.gesture_began.connect(self.host.form.hold)
        picture.gesture_taken_back.connect(self.host.form.take_back)
        picture.gesture_ended.connect(self.host.form.release)
        picture.widened.connect(partial(widen, self.host))
        picture.pointed.connect(self._on_pointed)
        return picture

    def follow(self) -> None:
        self.widget.show_start(self.host.spec.start_x, self.host.spec.start_y)

    def show(self, spec: Spec, frame: Frame) -> None:
        if isinstance(frame, HeightsFrame):
            assert isinstance(spec, HeightsSpec)
            for axis, name in zip(("bottom", "left"), axis_names(surface_of(spec)), strict=True):
                self.widget.set_name(axis, name)
            self.widget.set_field(heights_field(spec, frame))
            if self._race.drawn is not None:
                self._draw_paths(self._race.drawn[1])
        else:
            assert self._race.drawn is not None
            self._draw_paths(self._race.drawn[1])
            self._draw_marks(self._race.drawn[1])

    def look(self, before: DescentView) -> None:
        view = self._race.view
        self.widget.set_equal(view.equal_units)
        if self._race.drawn is not None:
            _, frame = self._race.drawn
            if (view.playhead, view.hidden) != (before.playhead, before.hidden):
                self._draw_paths(frame)
            self._draw_marks(frame)

    def retheme(self) -> None:
        self.widget.retheme()
        if self._race.drawn is not None:
            self._draw_paths(self._race.drawn[1])

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        return (self.experiment, *self.also)

    def _draw_paths(self, frame: DescentFrame) -> None:
        if self._pens is not self._race.pens:
            self._pens = self._race.pens
            self.widget.set_paths(self._race.pens, self._race.names)
        self.widget.hide_paths(self._race.view.hidden_rows)
        self.widget.show_paths(frame.positions, self._race.playhead(frame))

    def _draw_marks(self, frame: DescentFrame) -> None:
        marked = self._race.marked(frame)
        if marked is None:
            self.widget.marks.clear()
        else:
            drawn = sorted(set(range(len(frame.positions))) - self._race.view.hidden_rows)
            self.widget.marks.show(frame.positions[drawn, marked])

    def _on_pointed(self, point: QPointF | None) -> None:
        """Show the height under the cursor; near a path, mark that step in all pictures."""
        if point is None:
            self.widget.say_hover("")
            self.host.change_view(marked=None)
            return
        self._ask_height(partial(_height_under, self.host.spec, point.x(), point.y()))
        if self._race.drawn is not None:
            _, frame = self._race.drawn
            near = self.widget.nearest(frame.positions, self._race.playhead(frame), point)
            self.host.change_view(marked=None if near is None else near[1])

    def _on_height(self, answer: tuple[float, float, float]) -> None:
        x, y, height = (number(value, 4) for value in answer)
        self.widget.say_hover(f"x = {x}   y = {y}   f = {height}")


def _height_under(spec: DescentSpec, x: float, y: float) -> tuple[float, float, float]:
    return x, y, height_at(spec, x, y)
