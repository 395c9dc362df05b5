"""Pictures of training with each norm: curves during training, then the error against what is
varied."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.labs.normalization import readings
from app.panel.again import AgainButton
from app.widgets.chart import Chart
from app.widgets.pens import series_pen
from app.widgets.reading import ReadingView
from app.widgets.sentences import sentence
from app.widgets.verdict_sign import VerdictSign
from app.words.labels import number, tr
from app.words.vocabulary import choice
from core.normalization.norm_training import (
    COMPARED,
    POINTS_AN_EPOCH,
    PUBLISHED,
    NormTrainingFrame,
    NormTrainingSpec,
    record_of,
)
from core.training.judging import judged

Array = np.ndarray[Any, Any]

MOST_LOSS = 30.0
"""The highest training loss that is shown; guessing gives 2.3."""


class TrainingPictures(QWidget):
    """Draws loss against epochs, test error, and the table; a button stops and starts
    the training."""

    def __init__(self) -> None:
        super().__init__()
        self.button = AgainButton()
        self.note = sentence("muted")
        self.curves_of = QComboBox()
        self.curves_of.setAccessibleName(tr("The value whose curves are shown"))
        self.curves_of.setToolTip(tr("Whose curves are shown; a click on the right chooses"))
        self.curves_of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.curves_of.activated.connect(self._choose)
        self.loss = Chart(tr("epoch"), tr("training loss"), log=True)
        self.error = Chart(tr("epoch"), tr("test error in %"))
        self.sign = VerdictSign()
        self.reading = ReadingView()
        self._names: tuple[object, ...] = ()
        self._shown: tuple[NormTrainingSpec, NormTrainingFrame] | None = None
        self._chosen: int | None = None
        """The value that a person chose; None for the one that is trained, then the telling one."""
        self.error.picture.scene().sigMouseClicked.connect(self._on_clicked)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addWidget(self.curves_of)
        line.addWidget(self.note, 1)
        charts = QSplitter(Qt.Orientation.Horizontal)
        charts.addWidget(self.loss)
        charts.addWidget(self.error)
        charts.setSizes([480, 480])
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(charts)
        rows.addWidget(self.reading)
        rows.setSizes([450, 180])
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.sign)
        layout.addWidget(rows, 1)

    def show_frame(self, spec: NormTrainingSpec, frame: NormTrainingFrame) -> None:
        """Draw the curves of a value, and the results so far: of the one that was chosen, or the
        one that is being trained; in the end, of the one that tells the norms apart."""
        if self._shown is None or self._shown[0] != spec:
            self._chosen = None
        self._shown = (spec, frame)
        self._name_series(spec, frame)
        points = len(frame.epochs)
        seed, training = divmod((frame.step - 1) // points, len(frame.values))
        v = self._value(frame, training)
        for k in range(len(frame.norms)):
            self.loss.set_data(k, frame.epochs, frame.loss[k, v])
        self.loss.picture.show_range(x=(0, float(frame.epochs[-1])))
        self._range_losses(frame.loss[:, v])
        if spec.vary == "nothing":
            self._draw_errors(frame)
            self.note.setText(_seeds(spec, seed))
        else:
            self._draw_final(spec, frame)
            self._offer(spec, frame, v)
            self.note.setText(_seeds(spec, seed))
        self.curves_of.setVisible(spec.vary != "nothing")
        self.error.mark(float(v) if spec.vary != "nothing" else None)
        self.sign.show_verdicts(
            {
                choice(spec.key, "norms", key): judged(record_of(frame, k, v))
                for k, key in enumerate(frame.norms)
            },
            done=frame.step == frame.total,
        )
        self.reading.show_reading(readings.norm_training(spec, frame))

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.loss.retheme()
        self.error.retheme()
        self._names = ()
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _value(self, frame: NormTrainingFrame, training: int) -> int:
        """The place of the value whose curves are drawn."""
        if self._chosen is not None:
            return min(self._chosen, len(frame.values) - 1)
        return training if frame.step < frame.total else telling_value(frame)

    def _offer(self, spec: NormTrainingSpec, frame: NormTrainingFrame, v: int) -> None:
        """Offer the values to choose from."""
        name = choice(spec.key, "vary", spec.vary)
        texts = [
            tr("Curves: {name} {value}", name=name, value=_value_words(spec, value))
            for value in frame.values
        ]
        box = self.curves_of
        if texts != [box.itemText(i) for i in range(box.count())]:
            box.clear()
            box.addItems(texts)
        box.setCurrentIndex(v)

    def _choose(self, v: int) -> None:
        self._chosen = v
        if self._shown is not None:
            self.show_frame(*self._shown)

    def _on_clicked(self, event: Any) -> None:
        """Choose the value that was clicked on, in the picture of all of them."""
        view = self.error.plot.getViewBox()
        if self._shown is None or self._shown[0].vary == "nothing":
            return
        if event.button() == Qt.MouseButton.LeftButton and view.sceneBoundingRect().contains(
            event.scenePos()
        ):
            place = round(view.mapSceneToView(event.scenePos()).x())
            self._choose(max(0, min(place, len(self._shown[1].values) - 1)))

    def _name_series(self, spec: NormTrainingSpec, frame: NormTrainingFrame) -> None:
        names: tuple[object, ...] = (*frame.norms, spec.vary)
        if names == self._names:
            return
        self._names = names
        words = [choice(spec.key, "norms", key) for key in frame.norms]
        pens = [_pen(key) for key in frame.norms]
        self.loss.set_series(words, pens)
        if spec.vary == "batch":
            words += [
                tr("{norm}, ImageNet", norm=choice(spec.key, "norms", key)) for key in PUBLISHED
            ]
            pens += [_pen(key, Qt.PenStyle.DashLine) for key in PUBLISHED]
        self.error.set_series(words, pens)
        for curve, pen in zip(self.error.curves, pens, strict=True):
            curve.setSymbol("o")
            curve.setSymbolSize(6)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
        axis = self.error.plot.getAxis("bottom")
        axis.setTicks(None)
        self.error.picture.set_name(
            "bottom", tr("epoch") if spec.vary == "nothing" else choice(spec.key, "vary", spec.vary)
        )

    def _range_losses(self, losses: Array) -> None:
        """Set the range of losses; of a run that explodes it shows only the beginning, which would
        otherwise flatten all others."""
        known = losses[np.isfinite(losses) & (losses > 0)]
        if known.size:
            low, high = float(known.min()), min(MOST_LOSS, float(known.max()))
            self.loss.picture.show_range(y=(np.log10(low), np.log10(max(high, 2 * low))))

    def _draw_errors(self, frame: NormTrainingFrame) -> None:
        """Draw the test errors at the end of every epoch."""
        at = slice(POINTS_AN_EPOCH - 1, None, POINTS_AN_EPOCH)
        for k, errors in enumerate(frame.error[:, 0, at]):
            there = np.isfinite(errors)  # pyqtgraph's dots warn of NaN
            self.error.set_data(k, frame.epochs[at][there], 100 * errors[there])
        self.error.picture.show_range(x=(0, float(frame.epochs[-1])), y=(0, 100))

    def _draw_final(self, spec: NormTrainingSpec, frame: NormTrainingFrame) -> None:
        """Draw the final errors at equal distances, since the values grow by factors; each is
        named."""
        places = np.arange(len(frame.values), dtype=float)
        for k in range(len(frame.norms)):
            ended = np.isfinite(frame.final_error[k])
            self.error.set_data(k, places[ended], 100 * frame.final_error[k][ended])
        if spec.vary == "batch":
            for i, key in enumerate(PUBLISHED):
                published = getattr(frame, f"published_{key}")
                errors = 100 * published
                self.error.set_data(len(frame.norms) + i, places[: len(errors)], errors)
        ticks = [
            (place, _value_words(spec, value))
            for place, value in zip(places, frame.values, strict=True)
        ]
        self.error.plot.getAxis("bottom").setTicks([ticks])
        self.error.picture.show_range(x=(-0.2, len(places) - 0.8), y=(0, 100))


def telling_value(frame: NormTrainingFrame) -> int:
    """The place of the value at which the norms differ most: by how many train, then by their
    errors."""
    trained = frame.trained.sum(axis=0)
    apart = (trained > 0) & (trained < len(frame.norms))
    errors = np.nan_to_num(frame.final_error)
    return int(np.argmax(apart + np.ptp(errors, axis=0)))


def _value_words(spec: NormTrainingSpec, value: Any) -> str:
    return choice(spec.key, spec.vary, value) if isinstance(value, str) else number(value)


def _pen(key: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """The pen of a norm, whose color is the same in every picture of the panel."""
    return series_pen(COMPARED.index(key), 2, style)


def _seeds(spec: NormTrainingSpec, at: int) -> str:
    """A note on which of several seeds is being trained."""
    if spec.seeds == 1:
        return ""
    return tr("Seed {number} of {count}", number=at + 1, count=spec.seeds)
