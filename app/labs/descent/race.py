"""The race that all pages of Descent show: the competitors, and where each is at the
current step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtGui import QIcon, QPen

from app.labs.descent.competitors import CompetitorsControl, pens, swatch
from app.labs.descent.view import DescentView
from app.labs.descent.words import competitor
from app.panel.page import Host
from core.descent.descent import DescentFrame, DescentSpec
from core.descent.pace import paced
from core.descent.tangent import FARTHEST
from core.optimizers.optimizers import Competitor

Array = np.ndarray[Any, Any]


class Race:
    """The newest frame of the race, and how its competitors are drawn."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.drawn: tuple[DescentSpec, DescentFrame] | None = None
        """The spec and frame that are drawn, a column for each step, or for each sample where
        samples are what the race's steps count; None while there are none."""
        self.raced: DescentFrame | None = None
        """The same frame with a column for each step, whatever counts."""
        self._made: Array = np.zeros((0, 0), int)
        self._hidden_of: tuple[str, ...] = ()
        self.names: Sequence[str] = ()
        self.pens: Sequence[QPen] = ()
        self.icons: Sequence[QIcon] = ()

    def take(self, spec: DescentSpec, frame: DescentFrame) -> bool:
        """Draw this frame from now on; returns whether its competitors look different from those
        before."""
        self.raced = frame
        frame, self._made = paced(spec, frame)
        self.drawn = (spec, frame)
        names = tuple(competitor(text, tuned=spec.tune) for text in frame.optimizers)
        different = names != self.names
        if different:
            self.names = names
            self._dress(frame)
        # Last, for it draws. A frame from before a session was opened is of none of its numbers.
        if self.view.hidden and self._hidden_of != _keys(spec) == _keys(self._host.spec):
            self._host.change_view(hidden="")  # the numbers mean others now
        return different

    def note_hidden(self) -> None:
        """Note of which competitors the hidden numbers are."""
        self._hidden_of = _keys(self._host.spec)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.competitors.retheme()
        if self.drawn is not None:
            self._dress(self.drawn[1])

    @property
    def view(self) -> DescentView:
        """The view of the race."""
        view = self._host.view
        assert isinstance(view, DescentView)
        return view

    @property
    def competitors(self) -> CompetitorsControl:
        """The control that holds the chosen competitor."""
        control = self._host.form.control("optimizers")
        assert isinstance(control, CompetitorsControl)
        return control

    def chosen(self, spec: DescentSpec) -> tuple[int, Competitor]:
        """The competitor of a spec that the maps and the tables are about, with its index."""
        index = min(self.competitors.chosen, len(spec.optimizers) - 1)
        return index, spec.optimizers[index]

    def toggle(self, index: int) -> None:
        """Hide a competitor in all pictures, or show it again."""
        rows = sorted(self.view.hidden_rows ^ {index})
        self._host.change_view(hidden=",".join(str(row) for row in rows))

    def playhead(self, frame: DescentFrame) -> int:
        """The step up to which the paths are drawn."""
        return min(self.view.playhead, frame.step)

    def marked(self, frame: DescentFrame) -> int | None:
        """The step at which the cursor points; None if there is none."""
        return None if self.view.marked is None else min(self.view.marked, frame.step)

    def step(self, frame: DescentFrame) -> int:
        """The step that the tables are about."""
        marked = self.marked(frame)
        return self.playhead(frame) if marked is None else marked

    def steps_made(self, index: int, frame: DescentFrame) -> int:
        """The steps that a competitor has made where the tables are about."""
        return int(self._made[index, self.step(frame)])

    def standing(self, spec: DescentSpec) -> tuple[float, float]:
        """The position of the chosen competitor at the current step, or its last one that a line's
        picture can reach; the start, while no position is known."""
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


def _keys(spec: DescentSpec) -> tuple[str, ...]:
    return tuple(one.key for one in spec.optimizers)
