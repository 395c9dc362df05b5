"""Charts of a race: the loss and the norm of the gradient against the step; over data, also the
loss against the samples seen, and the loss on held-out data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QPen

from app.labs.descent.view import CHARTS
from app.widgets.chart import Array, Chart
from app.widgets.gestures import Gestures
from app.widgets.picture import Picture
from app.widgets.tabs import Tabs
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.descent import DescentFrame

LOWEST = 1e-16
"""The value at which a logarithmic axis shows a loss that is exactly the minimum."""

HIGHEST = 1e3
"""Logarithmic axes show at most this many times the value at the start: divergence leaves the
chart."""


DEAR = 20_000
"""The number of points above which the charts are drawn only after the surface was painted, so that
the event loop is held for one of them at a time."""


class RaceCharts(Tabs):
    """The charts on tabs, of which only the one in front is drawn. ``hovered`` carries the step
    under the cursor, or None."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Point at the curves"), mark("mark that step in every picture")),
    )

    hovered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.loss = Chart(tr("step"), "", log=True)
        self.gradient = Chart(tr("step"), tr("norm of the gradient"), log=True)
        self.seen = Chart(tr("samples seen"), tr("loss above the minimum"), log=True)
        self.held_out = Chart(tr("step"), tr("loss on held-out data"), log=True)
        self._frame: DescentFrame | None = None
        self._series: tuple[Sequence[str], Sequence[QPen]] = ((), ())
        self._unnamed: set[Chart] = set()
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._draw)
        self._heights = (-np.inf, np.inf)
        self.addTab(self.loss, tr("Loss"))
        self.addTab(self.gradient, tr("Gradient norm"))
        self.addTab(self.seen, tr("Per sample"))
        self.addTab(self.held_out, tr("Held-out loss"))
        for chart in self.over_steps:
            chart.hovered.connect(self._on_hovered)
        self._offer(over_data=False)
        self.currentChanged.connect(lambda: self._draw())

    @property
    def by_key(self) -> dict[str, Chart]:
        """All charts by key, in the order of the tabs."""
        widgets = (self.loss, self.gradient, self.seen, self.held_out)
        return dict(zip(CHARTS, widgets, strict=True))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts."""
        return tuple(self.by_key.values())

    @property
    def over_steps(self) -> tuple[Chart, ...]:
        """The charts whose axis is the step, so that a playhead has a place there."""
        return self.loss, self.gradient, self.held_out

    def set_series(self, names: Sequence[str], pens: Sequence[QPen]) -> None:
        """Name a curve for each competitor; charts behind another tab do it when they come to the
        front."""
        self._series = (names, pens)
        self._unnamed = set(self.charts)
        for chart in self.over_steps:
            chart.playhead.setVisible(True)

    def show_race(
        self, frame: DescentFrame, heights: tuple[float, float], *, over_data: bool
    ) -> None:
        """Draw a race on a surface whose drawn heights have this lowest and highest value."""
        self._frame, self._heights = frame, heights
        self._offer(over_data)
        if len(frame.optimizers) * frame.step > DEAR:
            self._later.start()
        else:
            self._draw()

    def show_step(self, step: int) -> None:
        """Move the playheads to that step."""
        for chart in self.over_steps:
            chart.playhead.setValue(step)

    def mark(self, step: int | None) -> None:
        """Mark the step that another picture points at."""
        for chart in self.over_steps:
            chart.mark(step)

    def behind_tabs(self) -> Sequence[Picture]:
        """The pictures of all charts that have a meaning, including those behind other tabs, drawn
        as of now."""
        there = [chart for chart in self.charts if self.isTabVisible(self.indexOf(chart))]
        for chart in there:
            self._draw_one(chart)
        return [chart.picture for chart in there]

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for chart in self.charts:
            chart.retheme()

    def _on_hovered(self, x: float | None) -> None:
        last = self._frame.step if self._frame is not None else 0
        self.hovered.emit(None if x is None else min(last, max(0, round(x))))

    def _offer(self, over_data: bool) -> None:
        front = self.currentWidget()
        with QSignalBlocker(self):  # showing one tab may bring it before another, hidden one
            for chart in (self.seen, self.held_out):
                self.setTabVisible(self.indexOf(chart), over_data)
            self.setCurrentWidget(front)
        if front in (self.seen, self.held_out) and not over_data:
            self.setCurrentWidget(self.loss)

    def _draw(self) -> None:
        front = self.currentWidget()
        if isinstance(front, Chart):
            self._draw_one(front)

    def _draw_one(self, front: Chart) -> None:
        frame = self._frame
        if frame is None:
            return
        if front in self._unnamed:
            self._unnamed.remove(front)
            front.set_series(*self._series)
        if front is self.loss:
            self._draw_losses(frame)
        elif front is self.gradient:
            _draw_log(self.gradient, frame, frame.gradient_norms)
        elif front is self.held_out:
            _draw_log(self.held_out, frame, frame.test_losses)
        else:
            _draw_log(self.seen, frame, frame.losses - frame.lowest, frame.samples)

    def _draw_losses(self, frame: DescentFrame) -> None:
        """Draw the loss above the known minimum on a logarithmic axis; if none is known, the loss
        itself."""
        known = bool(np.isfinite(frame.lowest))
        self.loss.plot.setLogMode(y=known)
        self.loss.set_y_name(tr("loss above the minimum") if known else tr("loss"))
        if known:
            _draw_log(self.loss, frame, frame.losses - frame.lowest)
            return
        _draw_curves(self.loss, frame, frame.losses)
        some = _some(frame, frame.losses)
        if some.size:
            # A loss that falls forever would flatten all others: what leaves the drawn heights
            # leaves the chart.
            low, high = max(some.min(), self._heights[0]), min(some.max(), self._heights[1])
            self.loss.picture.show_range(y=(low, high if high > low else low + 1))


def _draw_curves(
    chart: Chart,
    frame: DescentFrame,
    values: Array,
    over: Array | None = None,
    lowest: float = -np.inf,
) -> None:
    """Draw values against the steps, or against each competitor's row of ``over`` [K, steps+1]."""
    steps = np.arange(frame.step + 1)
    for k in range(len(frame.optimizers)):
        chart.set_data(k, steps if over is None else over[k], values[k], lowest)
    # Of what the batches see, so much as the most frugal has seen: there all can be compared.
    last = frame.total if over is None else float(over[:, -1].min())
    chart.picture.show_range(x=(0, max(1, last)))


def _draw_log(chart: Chart, frame: DescentFrame, values: Array, over: Array | None = None) -> None:
    """Draw values that are never negative on a logarithmic axis, zero at its lowest value."""
    _draw_curves(chart, frame, values, over, LOWEST)
    some = np.maximum(_some(frame, values), LOWEST)
    if some.size:
        start = float(np.nanmax(values[:, 0], initial=LOWEST))
        low, high = float(some.min()), min(float(some.max()), HIGHEST * start)
        chart.picture.show_range(y=(np.log10(low), np.log10(max(high, 2 * low))))


def _some(frame: DescentFrame, values: Array) -> Array:
    """Finite values of some 500 steps: enough to know the range."""
    some = values[:, :: max(1, frame.step // 500)]
    return np.asarray(some[np.isfinite(some)])
