"""The page for the basins: where each start leads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.labs.descent.maps import BasinsPicture
from app.labs.descent.race import Race
from app.labs.descent.view import DescentView
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.basins import BasinsFrame, BasinsSpec
from core.descent.common import RateSpec
from core.descent.descent import DescentSpec
from core.experiment import Frame
from core.parameters import Spec
from core.surfaces.surfaces import surface_of


class BasinsPage(Page[BasinsPicture]):
    """Draws the chosen competitor's map; a click makes a start the race's start."""

    key = experiment = "basins"
    name = mark("Basins")
    base = RateSpec
    renamed = MappingProxyType({"optimizer": "optimizers"})
    priority = 2

    def __init__(self, host: Host, race: Race, player: Player) -> None:
        super().__init__(host, player)
        self._race = race

    def build(self) -> BasinsPicture:
        picture = BasinsPicture()
        picture.clicked.connect(self._on_clicked)
        return picture

    def look(self, before: DescentView) -> None:
        self.widget.picture.set_equal(self._race.view.equal_units)

    def shared(self, main: Spec) -> Mapping[str, Any]:
        assert isinstance(main, DescentSpec)
        _, chosen = self._race.chosen(main)
        return {**super().shared(main), "optimizer": (chosen,)}

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, BasinsSpec)
        assert isinstance(frame, BasinsFrame)
        self.widget.show_basins(spec, frame)

    def follow(self) -> None:
        spec = self.host.spec
        self.widget.show_here(spec.start_x, spec.start_y, tr("the race's start"))

    def _on_clicked(self, x: float, y: float) -> None:
        surface = surface_of(self.host.spec)
        if surface.dimensions == 1:
            y = 0.0  # the band of colors is as high as it is to be seen
        if surface.x[0] <= x <= surface.x[1] and surface.y[0] <= y <= surface.y[1]:
            self.host.form.change(start_x=float(f"{x:.4g}"), start_y=float(f"{y:.4g}"))
