"""One quantity of a net, layer by layer: histograms of every side, a curve against depth with the
theory's line, and a chosen layer in large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.activations.layer_picture import LayerPicture
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.flow import Flow
from app.widgets.gestures import Gestures
from app.widgets.jump import let_jump
from app.widgets.pens import line_pen
from app.widgets.ridges import FORMS, Ridges, Room, Undrawn, outside
from app.widgets.sentences import Shortened, titled
from app.widgets.styled import styled
from app.words.labels import _ as mark
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.layers.initializers import INITIALIZERS
from core.parameters import Choice, Switch, parameters
from core.signals.activations import ActivationsFrame, ActivationsSpec, Side
from core.signals.measured import Binned, Measured

Array = np.ndarray[Any, Any]

SIDES = 4
LEAST_OUT = 1e-3
"""The share of undrawn magnitudes from which a note is worth the histograms' room; the table has
all of them."""
UNNAMED = "unnamed"
"""The name of a line that shares its legend entry with the previous one."""


@dataclass(frozen=True)
class Quantity:
    """A quantity of a side that can be drawn, and its words."""

    key: str
    title: str
    """The name in the list of quantities."""
    axis: str
    """The name of the axis of values."""

    def of(self, side: Side) -> Measured:
        """The measures of this quantity for a side; those of h are the side's own."""
        return side if self.key == "h" else getattr(side, self.key)


@dataclass(frozen=True)
class Curve:
    """A measure plotted against depth: its array, the theory's line, and the band of seeds."""

    title: str
    array: str
    theory: str = ""
    seeds: str = ""
    log: bool = True
    factor: bool = False
    """Whether to plot the factor from each layer to the next instead of the measure itself."""


class SignalPictures(QWidget):
    """Draws frames; what is chosen here is only shown, and nothing is computed for it."""

    GESTURES: ClassVar[Gestures] = (
        (mark("Click on a histogram's row"), mark("show that layer in large")),
    )
    layer_chosen = Signal(int)

    def __init__(
        self, quantities: Sequence[Quantity], curves: Sequence[Sequence[Curve]], *, forward: bool
    ) -> None:
        super().__init__()
        self._quantities, self._curves = quantities, curves
        self._shown: tuple[ActivationsSpec, ActivationsFrame, int] | None = None
        self._series: tuple[Any, ...] = ()
        self._like: tuple[Any, ...] = ()
        self.quantity = self._combo([q.title for q in quantities], tr("Shown"))
        self.scale = self._combo([tr("values"), tr("magnitudes")], tr("Axis"))
        self.form = self._combo([tr("ridges"), tr("heat"), tr("overlay")], tr("Form"))
        self.curve = self._combo([c.title for c in curves[0]], tr("Against depth"))
        self.ridges = [Ridges(k) for k in range(SIDES)]
        self._share_room(("nothing yet",))
        self.titles = [Shortened() for _ in range(SIDES)]
        self.against_depth = Chart(tr("layer"), "", log=True)
        self.against_depth.playhead.setVisible(True)
        let_jump([self.against_depth], self._layer_shown, self.layer_chosen.emit, self._layer_at)
        self.layer = LayerPicture(forward=forward)
        bar = Flow()
        for combo in (self.quantity, self.scale, self.form, self.curve):
            label = styled(QLabel(combo.accessibleName()), "muted")
            part = bar.add(label, combo)
            useful = combo.count() > 1 and (forward or combo is not self.scale)
            if not useful:  # to show one that has no parent yet would open a window of its own
                part.hide()
        histograms = QSplitter(Qt.Orientation.Horizontal)
        for title, ridges in zip(self.titles, self.ridges, strict=True):
            histograms.addWidget(titled(title, ridges))
            ridges.layer_clicked.connect(self.layer_chosen)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.against_depth)
        below.addWidget(self.layer)
        below.setSizes([480, 480])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(histograms)
        rows.addWidget(below)
        rows.setSizes([300, 240])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(bar)
        column.addWidget(rows, 1)
        self._offer()

    def show_frame(self, spec: ActivationsSpec, frame: ActivationsFrame, layer: int) -> None:
        """Draw the whole frame, with that layer chosen."""
        self._shown = (spec, frame, layer)
        quantity = self._quantities[self.quantity.currentIndex()]
        layer = min(layer, len(frame.a.std) - 1)
        sides = frame.sides
        linear = self.scale.currentIndex() == 0 and isinstance(quantity.of(frame.a), Binned)
        edges, parts = self._bins(frame, quantity, linear)
        axis = quantity.axis if linear else f"log₁₀ |{quantity.axis}|"
        for k, ridges in enumerate(self.ridges):
            ridges.parentWidget().setVisible(k < len(sides))
        counts = [parts(side) for side in sides.values()]
        notes = [
            _notes(quantity.of(side), linear, found, short=len(sides) > 2)
            for side, found in zip(sides.values(), counts, strict=True)
        ]
        self._share_room((quantity.key, linear, *_chosen(spec)))
        for ridges, texts in zip(self.ridges, notes, strict=False):
            ridges.fit(texts)  # all of them before one is drawn: the widest counts
        for k, (name, side) in enumerate(sides.items()):
            ridges = self.ridges[k]
            self.titles[k].setText(f"{name.upper()} · {_init(spec, name)}")
            ridges.setAccessibleName(f"{self.titles[k].text()}: {axis}")
            ridges.set_name("bottom", axis)
            ridges.set_numbered(k == 0 or len(sides) <= 2)
            ridges.set_form(FORMS[self.form.currentIndex()])
            undrawn = _undrawn(quantity.of(side), linear, counts[k], edges)
            ridges.show_layers(edges, counts[k], notes[k], layer, undrawn)
        self._show_depth(frame, quantity)
        self.against_depth.playhead.setValue(layer + 1)
        self.layer.show_layer(frame, layer, edges, parts, axis)

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for picture in self.ridges:
            picture.retheme()
        self.against_depth.retheme()
        self.layer.retheme()
        self._series = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _share_room(self, like: tuple[Any, ...]) -> None:
        """Make the histograms of all sides keep equal room for their notes, so that
        equal values are at equal places. Nets of another kind start anew, since their
        notes have another length."""
        if like != self._like:
            self._like = like
            room = Room()
            for ridges in self.ridges:
                ridges.room = room

    def _bins(self, frame: ActivationsFrame, quantity: Quantity, linear: bool) -> Any:
        """The edges that all sides share, and a function that takes a side's counts in them."""
        if linear:
            edges = frame.z_edges if quantity.key == "z" else frame.edges
            return edges, lambda side: quantity.of(side).counts  # type: ignore[attr-defined]
        seen = sum(quantity.of(side).octaves.sum(axis=0) for side in frame.sides.values())
        # What is rarer than one in 2000 would draw the picture out; the notes count it.
        there = np.flatnonzero(seen > 5e-4 * seen.max())
        low, high = (there[0], there[-1] + 1) if there.size else (120, 130)
        low, high = max(0, low - 1), min(len(seen), high + 1)
        with np.errstate(divide="ignore"):
            edges = np.log10(frame.octave_edges[low : high + 1])
        edges[0] = edges[0] if np.isfinite(edges[0]) else edges[1] - np.log10(2)
        return edges, lambda side: quantity.of(side).octaves[:, low:high]

    def _show_depth(self, frame: ActivationsFrame, quantity: Quantity) -> None:
        curve = self._curves[self.quantity.currentIndex()][max(0, self.curve.currentIndex())]
        lines: list[tuple[str, QPen, Array]] = []
        for k, (name, side) in enumerate(frame.sides.items()):
            label = name.upper()
            for text, style, values in _lines(curve, quantity.of(side), side):
                pen = _pen(k, style)
                named = "" if text == UNNAMED else f"{label} {text}".strip()
                lines.append((named, pen, values))
        names = tuple(name for name, _, _ in lines)
        if (names, curve) != self._series:
            self._series = (names, curve)
            self.against_depth.set_series(names, [pen for _, pen, _ in lines])
            self.against_depth.set_y_name(curve.title)
            self.against_depth.plot.setLogMode(y=curve.log)
        layers = np.arange(1, len(frame.a.std) + 1)
        for k, (_, _, values) in enumerate(lines):
            if curve.log:  # zero has no place on a logarithmic axis: it is a gap
                values = np.where(values > 0, values, np.nan)
            self.against_depth.set_data(k, layers, values)
        self.against_depth.picture.show_range(x=(1, max(2, len(layers))), padding=0.03)
        _frame_y(self.against_depth, curve.log)

    def _layer_shown(self) -> int:
        return self._shown[2] if self._shown is not None else 0

    def _layer_at(self, x: float) -> int:
        last = len(self._shown[1].a.std) - 1 if self._shown is not None else 0
        return max(0, min(last, round(x) - 1))

    def _combo(self, texts: Sequence[str], name: str) -> Combo:
        combo = Combo()
        combo.addItems(list(texts))
        combo.setAccessibleName(name)
        combo.currentIndexChanged.connect(self._on_chosen)
        return combo

    def _offer(self) -> None:
        """Offer the curves of the quantity that is shown."""
        titles = [c.title for c in self._curves[self.quantity.currentIndex()]]
        if titles != [self.curve.itemText(i) for i in range(self.curve.count())]:
            self.curve.blockSignals(True)
            self.curve.clear()
            self.curve.addItems(titles)
            self.curve.blockSignals(False)

    def _on_chosen(self) -> None:
        if hasattr(self, "layer"):
            self._offer()
            if self._shown is not None:
                self.show_frame(*self._shown)


def _init(spec: ActivationsSpec, name: str) -> str:
    key = getattr(spec, f"init_{name}")
    text = choice("activations", f"init_{name}", key)
    if INITIALIZERS[key].has_scale:
        text += f", σ = {number(getattr(spec, f'std_{name}'))}"
    return text


def _frame_y(chart: Chart, log: bool) -> None:
    """Fit the vertical axis to the curves; a logarithmic axis covers at least a decade, or it would
    have no numbers."""
    if log:
        every = [curve.getOriginalDataset()[1] for curve in chart.curves]
        values = np.concatenate([v for v in every if v is not None] or [np.empty(0)])
        there = np.log10(values[np.isfinite(values)])
        if there.size and np.ptp(there) < 1:
            middle = float(there.min() + there.max()) / 2
            chart.picture.show_range(y=(middle - 0.6, middle + 0.6), padding=0)
            return
    chart.picture.auto_range(y=True)


def _pen(series: int, style: Qt.PenStyle) -> QPen:
    """The pen of a line; lines that may lie on the measured one must look different from it."""
    color = theme.series_color(series)
    if style is Qt.PenStyle.SolidLine:
        return line_pen(color, 2.5, style)
    return line_pen(theme.mix(theme.current().text, color.name(), 0.3), 1.4, style)


def _lines(curve: Curve, measured: Measured, side: Side) -> list[tuple[str, Qt.PenStyle, Array]]:
    """The lines to draw: the measured one, the theory's, and the ends of the band."""
    solid, dashed, dotted = (
        Qt.PenStyle.SolidLine,
        Qt.PenStyle.DashLine,
        Qt.PenStyle.DotLine,
    )
    values = getattr(side if hasattr(side, curve.array) and not hasattr(measured, curve.array)
                     else measured, curve.array)  # fmt: skip
    lines = [("", solid, values)]
    if curve.theory:
        expected = getattr(side.theory, curve.theory)
        if np.isfinite(expected).any():
            lines.append((tr("theory"), dashed, expected))
    if curve.seeds:
        band = getattr(side.seeds, curve.seeds)
        if len(band) > 1:
            lines.append((tr("all seeds"), dotted, band.min(axis=0)))
            lines.append((UNNAMED, dotted, band.max(axis=0)))
            lines[0] = (tr("mean of seeds"), solid, band.mean(axis=0))
    if curve.factor:
        with np.errstate(divide="ignore", invalid="ignore"):
            lines = [(text, style, _factor(one)) for text, style, one in lines]
    return lines


def _factor(values: Array) -> Array:
    """The factor of each layer on the previous one; NaN for the first."""
    return np.concatenate([[np.nan], values[1:] / values[:-1]])


def _notes(measured: Measured, linear: bool, counts: Array, *, short: bool) -> list[str]:
    """Notes to the right of each layer: its spread, what is not drawn, and, where there is room,
    zeros."""
    sizes = measured.octaves.sum(axis=1) + measured.zero + measured.nonfinite
    undrawn = measured.octaves.sum(axis=1) - counts.sum(axis=1)
    notes = []
    for i, total in enumerate(sizes):
        zeros = measured.zero[i] / total
        parts = [f"σ {number(measured.std[i], 2)}"]
        if zeros > 0.001 and not short:
            parts.append(f"0: {number(100 * zeros, 2)} %")
        if linear and isinstance(measured, Binned):
            parts.append(
                outside(measured.below[i], measured.above[i], measured.nonfinite[i], total)
            )
        else:
            parts.append(outside(0, 0, measured.nonfinite[i], total))
            if undrawn[i] > LEAST_OUT * total:
                parts.append(tr("out {share} %", share=number(100 * undrawn[i] / total, 2)))
        notes.append(" ".join(part for part in parts if part))
    return notes


def _chosen(spec: ActivationsSpec) -> Iterator[Any]:
    """The spec's choices and switches, as opposed to fields that are dragged by a slider."""
    for parameter in parameters(type(spec)):
        if isinstance(parameter, Choice | Switch):
            yield getattr(spec, parameter.name)


def _undrawn(measured: Measured, linear: bool, counts: Array, edges: Array) -> Undrawn:
    """The values that are in none of the drawn bins; for magnitudes, also the octaves on both
    sides."""
    if linear and isinstance(measured, Binned):
        return Undrawn(measured.below, measured.above, measured.nonfinite)
    last = round(float(edges[-1]) / np.log10(2)) + 127  # the octave that begins at the last edge
    above = measured.octaves[:, last:].sum(axis=1)
    below = measured.octaves.sum(axis=1) - counts.sum(axis=1) - above
    return Undrawn(below, above, measured.nonfinite, measured.zero)
