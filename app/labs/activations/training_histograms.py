"""A net in training at one moment after another: the histograms of its layers, over a scrubber."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.panel.animation import Animation
from app.widgets.ridges import Ridges, Undrawn, outside
from app.widgets.styled import styled
from app.words.labels import number, tr
from core.signals.training import TrainingFrame, TrainingSpec

Array = np.ndarray[Any, Any]

SIGNS = {
    "h": "h",
    "output_octaves": "|h|",
    "weight_octaves": "W",
    "gradient_octaves": "dL/dW",
}
"""The formula signs of what is drawn, for a title that has little room."""


class OverTime(Ridges):
    """Histograms at one moment; a pinned one of another moment, or net, may stand behind them."""

    def kind(self) -> tuple[object, ...]:
        return tuple(part for part in super().kind() if part != self.title)


class TrainingHistograms(QWidget):
    """Draws one net's activations, weights or gradients at a measured step. It follows the newest
    measurement until the scrubber is moved."""

    moved = Signal(int)
    """Emitted with the step whose histograms are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: tuple[TrainingSpec, TrainingFrame, int, str] | None = None
        self.shown = QComboBox()
        for name, key in ((tr("activations h"), "h"), *self._magnitudes()):
            self.shown.addItem(name, key)
        self.shown.setAccessibleName(tr("Shown"))
        self.histograms = OverTime(0)
        self.scrub = QSlider(Qt.Orientation.Horizontal)
        self.scrub.setAccessibleName(tr("Measurement"))
        self.scrub.setRange(0, 0)  # at its end, or it would not follow a first frame of many
        self.at = styled(QLabel(), "muted")
        self.shown.currentIndexChanged.connect(self._redraw)
        self.scrub.valueChanged.connect(self._redraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.histograms, 1)
        scrubbing = QHBoxLayout()
        scrubbing.addWidget(self.scrub, 1)
        scrubbing.addWidget(self.at)
        column.addLayout(scrubbing)

    def _magnitudes(self) -> tuple[tuple[str, str], ...]:
        """The names and arrays of what is drawn by magnitude: whatever the scale, it has bins."""
        return (
            ("log₁₀ |h|", "output_octaves"),
            (tr("weights"), "weight_octaves"),
            (tr("weights' gradients"), "gradient_octaves"),
        )

    def follow(self, measurements: int) -> None:
        """Let the scrubber go over so many measurements; at its end it stays at the end."""
        follows = self.scrub.value() >= self.scrub.maximum()
        with QSignalBlocker(self.scrub):
            self.scrub.setRange(0, max(0, measurements - 1))
            if follows:
                self.scrub.setValue(self.scrub.maximum())

    def show_near(self, step: float) -> None:
        """Draw the measurement nearest to a step."""
        if self._drawn is not None and len(self._drawn[1].measured_at):
            self.scrub.setValue(int(np.abs(self._drawn[1].measured_at + 1 - step).argmin()))

    def animation(self) -> Animation | None:
        """The histograms over time as an animation; None while there is only one measurement."""
        if self.scrub.maximum() < 1:
            return None
        return Animation(self.scrub.maximum() + 1, self.scrub.value, self.scrub.setValue)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.histograms.retheme()

    def show_net(self, spec: TrainingSpec, frame: TrainingFrame, net: int, name: str) -> None:
        """Draw the net, which is called so where there are several."""
        self._drawn = (spec, frame, net, name)
        if not len(frame.measured_at):
            return
        m = min(self.scrub.value(), len(frame.measured_at) - 1)
        step = int(frame.measured_at[m]) + 1
        self.at.setText(tr("step {step}", step=step))
        self.moved.emit(step)
        self.histograms.set_series(net)
        sign = SIGNS[self.shown.currentData()]
        what = f"{name}, {sign}" if spec.rates > 1 else sign
        title = tr("{net}, step {step}", net=what, step=step)
        if title != self.histograms.title:  # most frames bring no measurement
            self.histograms.set_title(title)
        if self.shown.currentData() == "h":
            self._show_outputs(frame, net, m)
        else:
            self._show_magnitudes(frame, net, m)

    def _show_outputs(self, frame: TrainingFrame, net: int, m: int) -> None:
        counts, rest = frame.counts[net, m], frame.outside[net, m]
        totals = counts.sum(axis=1) + rest.sum(axis=1)
        # Dead are units that are zero on all data, which is asked at evaluations alone.
        known = int(np.searchsorted(frame.evaluated_at, frame.measured_at[m], side="right")) - 1
        dead = frame.dead[net, max(0, known)]
        notes = [  # one of both: two would take the histograms' room
            tr("{share} % dead", share=number(100 * share, 2))
            if share
            else outside(low, high, bad, total)
            for share, (low, high, bad), total in zip(
                dead.tolist(), rest.tolist(), totals.tolist(), strict=True
            )
        ]
        self.histograms.set_name("bottom", tr("value after the activation"))
        self.histograms.show_layers(frame.edges, counts, notes, undrawn=Undrawn(*rest.T))

    def _show_magnitudes(self, frame: TrainingFrame, net: int, m: int) -> None:
        every: Array = getattr(frame, self.shown.currentData())
        there = np.flatnonzero(every[net].sum(axis=(0, 1)))
        low, high = (max(1, there[0]), there[-1] + 1) if there.size else (120, 130)
        counts = every[net, m][:, low:high]
        self.histograms.set_name("bottom", tr("log₁₀ of the magnitude"))
        edges = np.log10(frame.octave_edges[low : high + 1])
        self.histograms.show_layers(edges, counts, [""] * len(counts))

    def _redraw(self) -> None:
        if self._drawn is not None:
            self.show_net(*self._drawn)
