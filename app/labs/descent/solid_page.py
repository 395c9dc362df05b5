"""The page for the surface in three dimensions, with the race on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from app.labs.descent.fields import heights_field
from app.labs.descent.race import Race
from app.labs.descent.view import DescentView
from app.panel.page import Host, Page
from app.panel.player import Player
from app.widgets.surface_3d import Surface3D
from app.words.labels import _ as mark
from core.descent.descent import DescentFrame
from core.descent.heights import HeightsFrame, HeightsSpec
from core.experiment import Frame
from core.parameters import Spec
from core.surfaces.surfaces import SurfaceSpec


class SolidPage(Page[Surface3D]):
    """Draws what the surface's page draws, seen from the side."""

    key = "solid"
    name = mark("3-D")
    experiment = "descent"
    also = ("heights",)
    one_of = SurfaceSpec
    twin = "surface"
    behind = True

    def __init__(self, host: Host, race: Race, player: Player) -> None:
        super().__init__(host, player)
        self._race = race
        self._pens: Sequence[QPen] = ()

    def build(self) -> Surface3D:
        return Surface3D()

    def show(self, spec: Spec, frame: Frame) -> None:
        if isinstance(frame, HeightsFrame):
            assert isinstance(spec, HeightsSpec)
            self.widget.set_field(heights_field(spec, frame))
            if self._race.drawn is not None:
                self._draw_paths(self._race.drawn[1])
        else:
            assert self._race.drawn is not None
            self._draw_paths(self._race.drawn[1])

    def look(self, before: DescentView) -> None:
        view = self._race.view
        moved = (view.playhead, view.hidden) != (before.playhead, before.hidden)
        if self._race.drawn is not None and moved:
            self._draw_paths(self._race.drawn[1])

    def retheme(self) -> None:
        self.widget.retheme()
        if self._race.drawn is not None:
            self._draw_paths(self._race.drawn[1])

    def sources(self, exhibit: QWidget) -> Sequence[str]:
        return (self.experiment, *self.also)

    def _draw_paths(self, frame: DescentFrame) -> None:
        if self._pens is not self._race.pens:
            self._pens = self._race.pens
            self.widget.set_paths(self._race.pens)
        self.widget.hide_paths(self._race.view.hidden_rows)
        self.widget.show_paths(frame.positions, self._race.playhead(frame))
