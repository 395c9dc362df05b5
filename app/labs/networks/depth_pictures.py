"""Pictures of nets of several depths: their trainings, where these end, and what passes through
their blocks before."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QCheckBox, QSplitter, QVBoxLayout, QWidget

from app import theme
from app.labs.networks import depth_readings
from app.panel.again import AgainButton
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.flow import Flow
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.sentences import sentence
from app.widgets.verdict_sign import VerdictSign
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.known import mean_of_known
from core.networks.depth import KINDS, THEORY, DepthFrame, DepthSpec, blocks_of, theory_holds

Array = np.ndarray[Any, Any]

MOST_LOSS = 10.0
"""The highest training loss that is shown; guessing gives 2.3."""
_SOLID, _DASHED, _DOTTED = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine
_STYLES = (_SOLID, _DASHED, _DOTTED, Qt.PenStyle.DashDotLine, Qt.PenStyle.DashDotDotLine, _DOTTED)
"""The lines of a kind's nets, the deepest first."""


class DepthPictures(QWidget):
    """Draws training loss over the steps and final loss over depth; below, the gradient and the
    likeness of inputs block by block; and the table."""

    def __init__(self) -> None:
        super().__init__()
        self.button = AgainButton()
        self.insert = QCheckBox(tr("Insert identities"))
        self.insert.setToolTip(
            tr("Make the shallowest plain net deeper by layers that change nothing")
        )
        self.insert.toggled.connect(self._draw)
        self.blocks_of = Combo()
        self.blocks_of.setAccessibleName(tr("The depth whose blocks are shown"))
        self.blocks_of.activated.connect(self._choose)
        self.note = sentence("muted")
        self.loss = Chart(tr("step"), tr("training loss"), log=True)
        self.final = Chart(tr("depth (weighted layers)"), tr("final training loss"), log=True)
        self.gradient = Chart(tr("block"), tr("|dL/dh|/last"), log=True)
        self.gradient.setAccessibleName(tr("|dL/dh| over the last, at the start"))
        self.cosine = Chart(tr("block"), tr("cosine"))
        self.cosine.setAccessibleName(tr("cosine of two inputs"))
        self.sign = VerdictSign()
        self.reading = ReadingView()
        self._named: tuple[object, ...] = ()
        self._measured: Array | None = None
        """What the pictures by blocks show; None if they are to be drawn anew."""
        self._shown: tuple[DepthSpec, DepthFrame] | None = None
        self._chosen: int | None = None
        """The place of the depth that a person chose; None for the deepest."""
        self.final.clicked.connect(self._on_clicked)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = Flow()
        for widget in (self.button, self.insert, self.blocks_of, self.note):
            bar.add(widget)
        rows = QSplitter(Qt.Orientation.Vertical)
        for pair in ((self.loss, self.final), (self.gradient, self.cosine)):
            charts = QSplitter(Qt.Orientation.Horizontal)
            for chart in pair:
                charts.addWidget(chart)
            charts.setSizes([480, 480])
            rows.addWidget(charts)
        rows.addWidget(self.reading)
        rows.setSizes([230, 195, 255])
        rows.setStretchFactor(0, 1)
        rows.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(bar)
        layout.addWidget(self.sign)
        layout.addWidget(rows, 1)

    def set_inserted(self, inserted: bool) -> None:
        """Show the net that is made deeper by identities, or no longer."""
        self.insert.setChecked(inserted)

    def show_frame(self, spec: DepthSpec, frame: DepthFrame) -> None:
        """Draw the results so far."""
        if self._shown is None or self._shown[0] != spec:
            self._chosen = None
        self._shown = (spec, frame)
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        for chart in (self.loss, self.final, self.gradient, self.cosine):
            chart.retheme()
        self._named = ()
        self._draw()

    def _draw(self) -> None:
        if self._shown is None:
            return
        spec, frame = self._shown
        d = len(frame.depths) - 1 if self._chosen is None else self._chosen
        self._name_series(spec, frame, d)
        self._offer(frame, d)
        self._draw_losses(frame)
        self._draw_final(spec, frame, d)
        if self._measured is not frame.cosine:  # they stay the same while the nets train
            self._measured = frame.cosine
            self._draw_blocks(frame, d)
        seed = min(max(0, frame.step - 1) // spec.turns, spec.seeds - 1)
        self.note.setText(
            tr("Seed {number} of {count}", number=seed + 1, count=spec.seeds)
            if spec.seeds > 1
            else ""
        )
        ailing = depth_readings.verdicts(spec, frame)
        self.sign.show_verdicts(ailing, done=frame.step == frame.total)
        self.sign.setVisible(bool(ailing))
        self.reading.show_reading(depth_readings.depth(spec, frame))

    def _offer(self, frame: DepthFrame, d: int) -> None:
        """Offer the depths whose blocks may be shown."""
        texts = [tr("Blocks: depth {depth}", depth=depth) for depth in frame.depths.tolist()]
        box = self.blocks_of
        if texts != [box.itemText(i) for i in range(box.count())]:
            box.clear()
            box.addItems(texts)
        box.setVisible(len(texts) > 1)
        box.setCurrentIndex(d)

    def _choose(self, d: int) -> None:
        self._chosen = d
        self._draw()

    def _on_clicked(self, x: float) -> None:
        """Choose the depth that was clicked on, in the picture of all of them."""
        if self._shown is not None:
            self._choose(max(0, min(round(x), len(self._shown[1].depths) - 1)))

    def _name_series(self, spec: DepthSpec, frame: DepthFrame, d: int) -> None:
        names = (spec.kinds, spec.depths, spec.norm, spec.seeds > 1, self.insert.isChecked(), d)
        if names == self._named:
            return
        self._named, self._measured = names, None
        kinds = {kind: choice(spec.key, "kinds", kind) for kind in frame.kinds}
        depths = frame.depths.tolist()
        ink = theme.current().text
        named, pens = [], []
        for kind, word in kinds.items():
            for place, depth in enumerate(depths):
                named.append(tr("{kind}, depth {depth}", kind=word, depth=depth))
                pens.append(_pen(kind, _STYLES[len(depths) - 1 - place]))
        legend = [(word, _pen(kind)) for kind, word in kinds.items()]
        if len(depths) > 1:
            for place in reversed(range(len(depths))):
                style = _STYLES[len(depths) - 1 - place]
                legend.append((str(depths[place]), line_pen(ink, 2, style)))
        self.loss.set_series(named, pens, legend)
        self._name_final(spec, kinds)
        self._name_blocks(spec, kinds)

    def _name_final(self, spec: DepthSpec, kinds: dict[str, str]) -> None:
        """Name the curves of final losses: a line for each kind, its seeds, and what identities
        make."""
        names: list[str] = []
        pens: list[QPen] = []
        for kind, word in kinds.items():
            names += [word, ""] if spec.seeds > 1 else [word]
            pens += [_pen(kind)] * (2 if spec.seeds > 1 else 1)
        if self.insert.isChecked():
            names.append(tr("depth {depth}, identities inserted", depth=spec.layers[0]))
            pens.append(line_pen(theme.current().text, 2, _DASHED))
        self.final.set_series(names, pens)
        for place, (curve, pen) in enumerate(zip(self.final.curves, pens, strict=True)):
            curve.setSymbol("o")
            curve.setSymbolSize(7 if names[place] else 4)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
            if not names[place]:
                curve.setPen(None)

    def _name_blocks(self, spec: DepthSpec, kinds: dict[str, str]) -> None:
        """Name the curves by blocks: in the left picture also the parts through skip and branch."""
        names: list[str] = []
        pens: list[QPen] = []
        ink = theme.current().text
        for kind, word in kinds.items():
            parts = (word, "", "") if kind != "plain" else (word,)
            names += parts
            pens += [_pen(kind, style) for style, _ in zip(_STYLES, parts, strict=False)]
        legend = [(word, _pen(kind)) for kind, word in kinds.items()]
        if set(kinds) != {"plain"}:
            legend.append((tr("skip"), line_pen(ink, 2, _DASHED)))
            legend.append((tr("branch"), line_pen(ink, 2, _DOTTED)))
        if theory_holds(spec):
            names.append(tr("theory {factor}", factor=number(THEORY, 4)))
            pens.append(line_pen(theme.current().muted, 2, Qt.PenStyle.DashDotLine))
            legend.append((names[-1], pens[-1]))
        self.gradient.set_series(names, pens, legend)
        self.cosine.set_series(list(kinds.values()), [_pen(kind) for kind in kinds])

    def _draw_losses(self, frame: DepthFrame) -> None:
        """Draw the losses of all nets over the steps. Of one that explodes only the beginning is
        seen, which would otherwise flatten all others."""
        steps = np.arange(1, frame.smoothed.shape[-1] + 1)
        for place, losses in enumerate(frame.smoothed.reshape(-1, len(steps))):
            self.loss.set_data(place, steps, losses)
        _show(self.loss, frame.smoothed, (0.0, float(len(steps))), MOST_LOSS)

    def _draw_final(self, spec: DepthSpec, frame: DepthFrame, d: int) -> None:
        """Draw the final losses at equal distances, since depths grow by factors."""
        places = np.arange(len(frame.depths), dtype=float)
        several = spec.seeds > 1
        for k in range(len(frame.kinds)):
            self._set_dots((1 + several) * k, places, frame.latest_loss[k])
            if several:
                each = np.broadcast_to(places, frame.final_losses[:, k].shape)
                self._set_dots(2 * k + 1, each.ravel(), frame.final_losses[:, k].ravel())
        known = [frame.latest_loss.ravel(), frame.final_losses.ravel()]
        if self.insert.isChecked():
            lines = mean_of_known(frame.inserted_losses, 0)
            self._set_dots(len(self.final.curves) - 1, places, lines)
            known.append(lines)
        ticks = [(x, str(depth)) for x, depth in zip(places, frame.depths.tolist(), strict=True)]
        self.final.plot.getAxis("bottom").setTicks([ticks])
        _show(self.final, np.concatenate(known), (-0.3, len(places) - 0.7), MOST_LOSS)
        self.final.mark(float(d) if len(places) > 1 else None)

    def _set_dots(self, curve: int, x: Array, y: Array) -> None:
        there = np.isfinite(y)  # pyqtgraph's dots warn of NaN
        self.final.set_data(curve, x[there], y[there])

    def _draw_blocks(self, frame: DepthFrame, d: int) -> None:
        """Draw the gradient and the cosine block by block, in the nets of the chosen depth."""
        many = blocks_of(int(frame.depths[d]))
        x = np.arange(1, many + 1)
        place = 0
        for k, kind in enumerate(frame.kinds):
            for part in range(3 if kind != "plain" else 1):
                self.gradient.set_data(place, x, frame.relative_norm[part, k, d, :many])
                place += 1
            self.cosine.set_data(k, x, frame.cosine[k, d, :many])
        if place < len(self.gradient.curves):
            self.gradient.set_data(place, x, frame.theory[-many:])
        span = (0.5, many + 0.5)
        level = np.array([0.1, 10.0])  # what neither fades nor grows looks so
        norms = np.append(frame.relative_norm[:, :, d, :many], level)
        _show(self.gradient, norms, span)
        self.cosine.picture.show_range(x=span, y=(0.0, 1.0))


def _show(chart: Chart, values: Array, x: tuple[float, float], most: float = np.inf) -> None:
    """Show all positive values of a logarithmic chart up to a limit."""
    known = values[np.isfinite(values) & (values > 0)]
    if known.size:
        low, high = float(known.min()), min(most, float(known.max()))
        low = min(low, high)
        room = 0.05 * max(0.3, np.log10(high / low))
        chart.picture.show_range(x=x, y=(np.log10(low) - room, np.log10(high) + room))


def _pen(kind: str, style: Qt.PenStyle = _SOLID) -> QPen:
    """The pen of a kind of net, whose color is the same in every picture of the page."""
    return series_pen(KINDS.index(kind), 2, style)
