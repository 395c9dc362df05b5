"""The race that all pages of Descent show: who competes, and where each is at the shown step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QIcon, QPen

from app.labs.descent.competitors import CompetitorsControl, pens, swatch
from app.labs.descent.view import DescentView
from app.labs.descent.words import competitor
from app.panel.page import Host
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.tangent import FARTHEST
from core.optimizers.optimizers import Competitor


class Race:
    """The newest frame of the race, and how its competitors are drawn."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.drawn: tuple[DescentSpec, DescentFrame] | None = None
        """What is shown; None while there is nothing."""
        self.names: Sequence[str] = ()
        self.pens: Sequence[QPen] = ()
        self.icons: Sequence[QIcon] = ()

    def take(self, spec: DescentSpec, frame: DescentFrame) -> bool:
        """Show this from now on; whether its competitors are drawn in another way than those
        before."""
        self.drawn = (spec, frame)
        names = tuple(competitor(text, tuned=spec.tune) for text in frame.optimizers)
        if names == self.names:
            return False
        self.names = names
        self._dress(frame)
        return True

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.competitors.retheme()
        if self.drawn is not None:
            self._dress(self.drawn[1])

    @property
    def view(self) -> DescentView:
        """What is shown of it."""
        view = self._host.view
        assert isinstance(view, DescentView)
        return view

    @property
    def competitors(self) -> CompetitorsControl:
        """The control that knows which competitor is chosen."""
        control = self._host.form.control("optimizers")
        assert isinstance(control, CompetitorsControl)
        return control

    def chosen(self, spec: DescentSpec) -> tuple[int, Competitor]:
        """Which of a spec's competitors the maps and the tables are about."""
        index = min(self.competitors.chosen, len(spec.optimizers) - 1)
        return index, spec.optimizers[index]

    def playhead(self, frame: DescentFrame) -> int:
        """The step up to which the paths are drawn."""
        return min(self.view.playhead, frame.step)

    def marked(self, frame: DescentFrame) -> int | None:
        """The step that is pointed at."""
        return None if self.view.marked is None else min(self.view.marked, frame.step)

    def step(self, frame: DescentFrame) -> int:
        """The step that the tables are about."""
        marked = self.marked(frame)
        return self.playhead(frame) if marked is None else marked

    def standing(self, spec: DescentSpec) -> tuple[float, float]:
        """Where the chosen competitor is at the shown step, or was last within reach of a line's
        picture; where all start, while that is not known."""
        index, _ = self.chosen(spec)
        if self.drawn is None or index >= len(self.drawn[1].positions):
            return spec.start_x, spec.start_y
        frame = self.drawn[1]
        path = frame.positions[index, : self.step(frame) + 1]
        near = path[(np.abs(path) <= FARTHEST).all(axis=1)]  # NaN is not
        return float(near[-1, 0]), float(near[-1, 1])

    def _dress(self, frame: DescentFrame) -> None:
        self.pens = pens(frame.optimizers)
        self.icons = [QIcon(swatch(pen)) for pen in self.pens]
