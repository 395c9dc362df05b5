"""Charts of a race: the loss and the norm of the gradient against the step; over data, also the
loss against the samples seen, and the loss on held-out data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QPen

from app.labs.descent.data_chart import DataChart
from app.labs.descent.view import CHARTS
from app.widgets.chart import Array, Chart
from app.widgets.gestures import Gestures
from app.widgets.pens import line_pen
from app.widgets.picture import Picture
from app.widgets.tabs import Tabs
from app.words.labels import _ as mark
from app.words.labels import tr
from core.descent.descent import DescentFrame, DescentSpec

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
    toggled = Signal(int)
    """Emitted with the number of the competitor whose name was clicked on."""

    def __init__(self) -> None:
        super().__init__()
        self.loss = Chart(tr("step"), "", log=True)
        self.gradient = Chart(tr("step"), tr("norm of the gradient"), log=True)
        self.seen = Chart(tr("samples seen"), tr("loss above the minimum"), log=True)
        self.held_out = Chart(tr("step"), tr("loss: held-out ━  training ╍"), log=True)
        self.data = DataChart()
        self._spec: DescentSpec | None = None
        self._step = 0
        self._frame: DescentFrame | None = None
        self._inside: Array | None = None
        self._series: tuple[Sequence[str], Sequence[QPen]] = ((), ())
        self._unnamed: set[Chart] = set()
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._draw)
        self._hidden: frozenset[int] = frozenset()
        self.addTab(self.loss, tr("Loss"))
        self.shorten(self.addTab(self.gradient, tr("Gradient norm")), tr("Gradient"))
        self.shorten(self.addTab(self.seen, tr("Per sample")), tr("Samples"))
        self.shorten(self.addTab(self.held_out, tr("Held-out loss")), tr("Held-out"))
        self.addTab(self.data, tr("Data"))
        for chart in self.over_steps:
            chart.hovered.connect(self._on_hovered)
        for chart in self.charts:
            chart.hides_itself = False
            chart.toggled.connect(self.toggled)
        self._offer(over_data=False)
        self.currentChanged.connect(lambda: self._draw())

    @property
    def by_key(self) -> dict[str, Chart]:
        """All charts by key, in the order of the tabs."""
        widgets = (self.loss, self.gradient, self.seen, self.held_out, self.data)
        return dict(zip(CHARTS, widgets, strict=True))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts of the race, in the order of their tabs."""
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
        self,
        frame: DescentFrame,
        inside: Array | None = None,
        *,
        over_data: bool,
        spec: DescentSpec | None = None,
    ) -> None:
        """Draw a race, whose columns are steps, or samples seen if its ``spec`` counts them.
        ``inside`` [K, steps+1] says where each competitor is within the drawn domain; what it does
        elsewhere is not needed to choose a chart's range."""
        self._frame, self._inside, self._spec = frame, inside, spec
        by_samples = spec is not None and spec.budget == "samples"
        for chart in self.over_steps:
            chart.picture.set_name("bottom", tr("samples seen") if by_samples else tr("step"))
        self.seen.playhead.setVisible(by_samples)
        self._offer(over_data)
        if len(frame.optimizers) * frame.step > DEAR:
            self._later.start()
        else:
            self._draw()

    def hide_rows(self, hidden: frozenset[int]) -> None:
        """Hide the curves of these competitors."""
        if hidden != self._hidden:
            self._hidden = hidden
            self._draw()

    def show_step(self, step: int) -> None:
        """Move the playheads to that step."""
        self._step = step
        for chart in (*self.over_steps, self.seen):
            chart.playhead.setValue(step)
        if self.currentWidget() is self.data:
            self._draw_one(self.data)

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
            for chart in (self.seen, self.held_out, self.data):
                self.setTabVisible(self.indexOf(chart), over_data)
            self.setCurrentWidget(front)
        self.fit_titles()
        if front in (self.seen, self.held_out, self.data) and not over_data:
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
            self._name(front)
        both = front is self.held_out
        front.hide_curves({k for n in self._hidden for k in ((2 * n, 2 * n + 1) if both else (n,))})
        shown = sorted(set(range(len(frame.optimizers))) - self._hidden)
        if front is self.data:
            if self._spec is not None:
                step = min(self._step, frame.step)
                self.data.show_models(self._spec, frame, step, self._hidden)
        elif front is self.loss:
            self._draw_losses(frame, shown)
        elif front is self.gradient:
            _draw_log(self.gradient, frame, frame.gradient_norms, shown)
        elif front is self.held_out:
            values = np.stack([frame.test_losses, frame.losses - frame.penalties], axis=1)
            values = values.reshape(-1, values.shape[-1])
            _draw_log(front, frame, values, [k for n in shown for k in (2 * n, 2 * n + 1)])
        else:
            above = frame.losses - frame.lowest
            _draw_log(self.seen, frame, above, shown, frame.samples)

    def _name(self, front: Chart) -> None:
        """Give a chart a curve for each competitor; the losses of training and held-out data are
        two curves of one name."""
        names, pens = self._series
        if front is not self.held_out:
            front.set_series(names, pens)
            return
        thin = [line_pen(pen.color(), 1.5, Qt.PenStyle.DashLine) for pen in pens]
        front.set_series(
            [part for name in names for part in (name, "")],
            [part for pair in zip(pens, thin, strict=True) for part in pair],
        )

    def _draw_losses(self, frame: DescentFrame, shown: Sequence[int]) -> None:
        """Draw the loss above the known minimum on a logarithmic axis; if none is known, the loss
        itself."""
        known = bool(np.isfinite(frame.lowest))
        self.loss.plot.setLogMode(y=known)
        self.loss.set_y_name(tr("loss above the minimum") if known else tr("loss"))
        if known:
            _draw_log(self.loss, frame, frame.losses - frame.lowest, shown)
            return
        _draw_curves(self.loss, frame, frame.losses)
        # A loss that falls forever would flatten all others: what leaves the domain leaves the
        # chart. The start is always in it.
        near = (
            frame.losses if self._inside is None else np.where(self._inside, frame.losses, np.nan)
        )
        some = np.append(_some(frame, near[shown]), frame.losses[:1, 0])
        low, high = float(some.min()), float(some.max())
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
    for k in range(len(values)):
        chart.set_data(k, steps if over is None else over[k], values[k], lowest)
    # Of what the batches see, so much as the most frugal has seen: there all can be compared.
    last = frame.total if over is None else float(over[:, -1].min())
    chart.picture.show_range(x=(0, max(1, last)))


def _draw_log(
    chart: Chart,
    frame: DescentFrame,
    values: Array,
    shown: Sequence[int],
    over: Array | None = None,
) -> None:
    """Draw values that are never negative on a logarithmic axis, zero at its lowest value; the
    range is that of the curves that are ``shown``."""
    _draw_curves(chart, frame, values, over, LOWEST)
    some = np.maximum(_some(frame, values[shown]), LOWEST)
    start = float(np.nanmax(values[:, 0], initial=LOWEST))
    low = float(some.min(initial=start))
    high = min(float(some.max(initial=start)), HIGHEST * start)
    chart.picture.show_range(y=(np.log10(low), np.log10(max(high, 2 * low))))


def _some(frame: DescentFrame, values: Array) -> Array:
    """Finite values of some 500 steps: enough to know the range."""
    some = values[:, :: max(1, frame.step // 500)]
    return np.asarray(some[np.isfinite(some)])
