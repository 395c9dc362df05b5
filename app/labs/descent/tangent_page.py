"""The page for the line through a competitor's position."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.labs.descent.competitors import pens
from app.labs.descent.race import Race
from app.labs.descent.tangent_picture import TangentPicture
from app.labs.descent.view import DescentView
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from core.descent.common import RateSpec
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.tangent import TangentFrame, TangentSpec
from core.experiment import Frame
from core.parameters import Spec
from core.surfaces.surfaces import surface_of


class TangentPage(Page[TangentPicture]):
    """Draws what the slope predicts at the chosen competitor's position, for its rate."""

    key = experiment = "tangent"
    name = mark("1-D")
    base = RateSpec
    also = ("descent",)
    priority = 1

    def __init__(self, host: Host, race: Race, player: Player) -> None:
        super().__init__(host, player)
        self._race = race

    def build(self) -> TangentPicture:
        picture = TangentPicture()
        picture.start_dragged.connect(lambda x: self.host.form.change(start_x=x))
        picture.gesture_began.connect(self.host.form.hold)
        picture.gesture_taken_back.connect(self.host.form.take_back)
        picture.gesture_ended.connect(self.host.form.release)
        return picture

    def shared(self, main: Spec) -> Mapping[str, Any]:
        assert isinstance(main, DescentSpec)
        _, chosen = self._race.chosen(main)
        x, y = self._race.standing(main)
        rate = chosen.rate(main.learning_rate)
        if rate != rate:  # it has none
            rate = main.learning_rate
        return {**super().shared(main), "point_x": x, "point_y": y, "learning_rate": rate}

    def show(self, spec: Spec, frame: Frame) -> None:
        if isinstance(frame, DescentFrame):
            self.host.refresh()  # the competitor may stand elsewhere
            return
        assert isinstance(spec, TangentSpec)
        assert isinstance(frame, TangentFrame)
        self.widget.show_tangent(spec, frame)
        self._show_heads(spec)

    def look(self, before: DescentView) -> None:
        if self.in_front and self._race.drawn is not None:
            self.host.refresh()

    def _show_heads(self, spec: TangentSpec) -> None:
        """Show where the competitors stand: on a curve all of them, on a line through a plane only
        one."""
        if self._race.drawn is None:
            return
        _, frame = self._race.drawn
        colors = []
        if surface_of(spec).dimensions == 1 and spec.along == "x":
            colors = [pen.color() for pen in pens(frame.optimizers)]
        at = self._race.step(frame)
        self.widget.show_heads(frame.positions[:, at, 0], frame.losses[:, at], colors)
