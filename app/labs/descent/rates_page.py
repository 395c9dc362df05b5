"""The page for two hyper-parameters against the steps to a minimum."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from app.labs.descent.maps import RatesPicture
from app.labs.descent.race import Race
from app.panel.page import Host, Page
from app.panel.player import Player
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.common import StartSpec
from core.descent.descent import DescentSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.experiment import Frame
from core.parameters import Spec


class RatesPage(Page[RatesPicture]):
    """Draws the map of the chosen competitor's optimizer. A click sets the competitor's own pair of
    values; a coordinate of the start is set for all competitors."""

    key = experiment = "rates"
    name = mark("Rates")
    base = StartSpec
    renamed = MappingProxyType({"optimizer": "optimizers"})
    priority = 2

    def __init__(self, host: Host, race: Race, player: Player) -> None:
        super().__init__(host, player)
        self._race = race

    def build(self) -> RatesPicture:
        picture = RatesPicture()
        picture.clicked.connect(self._on_clicked)
        return picture

    def shared(self, main: Spec) -> Mapping[str, Any]:
        assert isinstance(main, DescentSpec)
        _, chosen = self._race.chosen(main)
        return {**super().shared(main), "optimizer": chosen.key}

    def show(self, spec: Spec, frame: Frame) -> None:
        assert isinstance(spec, RatesSpec)
        assert isinstance(frame, RatesFrame)
        self.widget.show_rates(spec, frame)
        self._ring(spec)

    def follow(self) -> None:
        if self.shown is not None:
            self._ring(self.shown[0])

    def _ring(self, spec: RatesSpec) -> None:
        """Ring the pair of values that the chosen competitor has."""
        main = self.host.spec
        _, chosen = self._race.chosen(main)
        values = {**chosen.hyper(main.learning_rate), "start_x": main.start_x}
        values["start_y"] = main.start_y
        x, y = (values.get(name, np.nan) for name in (spec.x_parameter, spec.y_parameter))
        self.widget.ring(x, y, tr("the chosen competitor's"))

    def _on_clicked(self, x: float, y: float) -> None:
        if self.shown is None:
            return
        spec, _ = self.shown
        names = (spec.x_parameter, spec.y_parameter)
        pair = dict(zip(names, self.widget.values_at(x, y), strict=True))
        starts = {name: pair.pop(name) for name in names if name in ("start_x", "start_y")}
        self.host.form.hold()
        self._race.competitors.set_hypers(pair)
        if starts:
            self.host.form.change(**starts)
        self.host.form.release()
