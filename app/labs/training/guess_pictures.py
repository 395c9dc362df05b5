"""Eleven runs to be read by eye, and how often the rules read many of them right."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.labs.training import study_readings as readings
from app.labs.training.confusion_picture import Confusion, ConfusionPicture
from app.labs.training.guess_cells import Cell, RunCells
from app.panel.again import AgainButton
from app.widgets.chart import Chart
from app.widgets.combo import Combo
from app.widgets.flow import Flow
from app.widgets.pens import line_pen, series_pen
from app.widgets.reading import ReadingView
from app.widgets.sentences import sentence
from app.widgets.tabs import Tabs
from app.words.labels import tr
from app.words.verdicts import verdict_name
from core.diagnosis.diagnosis_study import (
    KINDS,
    WHOLE,
    DiagnosisStudyFrame,
    DiagnosisStudySpec,
)

Array = np.ndarray[Any, Any]

DASHED = Qt.PenStyle.DashLine


class GuessPictures(QWidget):
    """Shows runs without their names, takes a person's guesses, and tells the score."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[DiagnosisStudySpec, DiagnosisStudyFrame] | None = None
        self._answers: dict[int, str] = {}
        self._of: tuple[Any, ...] = ()
        """Which runs the answers are about."""
        self._solved = False
        self.cells = RunCells()
        self.cells.chosen.connect(lambda run: self._draw())
        self.which = QLabel()
        self.answer = Combo()
        self.answer.setAccessibleName(tr("What this run is"))
        self.answer.addItem(tr("your guess …"))
        self.answer.addItems([verdict_name(kind) for kind in KINDS])
        self.answer.currentIndexChanged.connect(self._on_answer)
        self.uncover = QPushButton(tr("Uncover the statistics"))
        self.uncover.setCheckable(True)
        self.uncover.toggled.connect(lambda on: self._draw())
        self.solve = QPushButton(tr("Solve"))
        self.solve.clicked.connect(self._on_solve)
        self.measure = AgainButton(tr("Measure {count} runs", count=WHOLE * len(KINDS)))
        self.score = sentence("muted")
        self.loss = Chart(tr("step"), tr("loss"), log=True)
        self.ratio = Chart(tr("step"), tr("|Δw| / |w|"), log=True)
        self.layers = Chart(tr("step"), tr("share, std"))
        self.all_read = ConfusionPicture(tr("Read by all that is measured"))
        self.curves_read = ConfusionPicture(tr("Read by the curves alone"))
        self.reading = ReadingView(least_rows=2)
        self.tabs = Tabs()
        self._lay_out()
        self.retheme()

    def show_frame(self, spec: DiagnosisStudySpec, frame: DiagnosisStudyFrame) -> None:
        """Draw the runs that have come."""
        of = (spec.seed, spec.drawn, spec.longest)
        if of != self._of:
            self._of, self._answers, self._solved = of, {}, False
            self.uncover.setChecked(False)
        self._shown = (spec, frame)
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        muted = line_pen("gray", 1)
        for chart in (self.loss, self.ratio, self.layers):
            chart.retheme()
        self.loss.set_series(
            [tr("batch"), tr("training"), tr("held out")],
            [muted, series_pen(0), series_pen(1, 2, DASHED)],
        )
        self.ratio.set_series([tr("the layers' median")], [series_pen(2)], [])
        self.layers.set_series(
            [tr("dead"), tr("saturated"), tr("std of the last layer")],
            [series_pen(3), series_pen(4, 2, DASHED), series_pen(5)],
        )
        for picture in (self.cells, self.all_read, self.curves_read):
            picture.retheme()
        if self._shown is not None:
            self._draw()

    def _lay_out(self) -> None:
        line = Flow()
        for widget in (self.which, self.answer, self.uncover, self.solve, self.measure):
            line.addWidget(widget)
        charts = QSplitter(Qt.Orientation.Vertical)
        charts.addWidget(self.loss)
        self.statistics = QSplitter(Qt.Orientation.Horizontal)
        self.statistics.addWidget(self.ratio)
        self.statistics.addWidget(self.layers)
        charts.addWidget(self.statistics)
        charts.setSizes([240, 180])
        runs = QSplitter(Qt.Orientation.Horizontal)
        runs.addWidget(self.cells)
        runs.addWidget(charts)
        runs.setSizes([520, 440])
        matrices = QSplitter(Qt.Orientation.Horizontal)
        matrices.addWidget(self.all_read)
        matrices.addWidget(self.curves_read)
        self.tabs.addTab(runs, tr("Runs"))
        self.tabs.addTab(matrices, tr("What was read as what"))
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(self.tabs)
        rows.addWidget(self.reading)
        rows.setSizes([460, 150])
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.score)
        layout.addWidget(rows, 1)

    def _draw(self) -> None:
        if self._shown is None:
            return
        spec, frame = self._shown
        self.cells.show_cells([self._cell(frame, run) for run in range(len(frame.truths))])
        run = min(self.cells.current, len(frame.truths) - 1)
        self._draw_run(frame, run)
        self.which.setText(tr("Run {number} is", number=run + 1))
        with QSignalBlocker(self.answer):
            given = self._answers.get(run)
            self.answer.setCurrentIndex(0 if given is None else 1 + KINDS.index(given))
        self.answer.setEnabled(not self._solved)
        self.solve.setEnabled(not self._solved)
        self.statistics.setVisible(self.uncover.isChecked() or self._solved)
        self.score.setText(readings.score_words(frame, self._answers, solved=self._solved))
        self._draw_matrices(frame)
        self.reading.show_reading(readings.diagnosis_study(spec, frame))

    def _cell(self, frame: DiagnosisStudyFrame, run: int) -> Cell:
        losses = frame.losses[run]
        known = np.flatnonzero(~np.isnan(losses))
        answer, truth = self._answers.get(run), frame.truths[run]
        words = "" if answer is None else verdict_name(answer)
        if self._solved:
            words = verdict_name(truth)
        return Cell(
            losses[: known[-1] + 1] if known.size else losses[:1],
            frame.evaluated_at[run],
            frame.test_losses[run],
            words,
            answer == truth if self._solved and answer is not None else None,
        )

    def _draw_run(self, frame: DiagnosisStudyFrame, run: int) -> None:
        """Draw one run large: its curves, and what else was measured of it."""
        steps = np.arange(1, frame.losses.shape[1] + 1)
        self.loss.set_data(0, steps, frame.losses[run])
        at = frame.evaluated_at[run]
        self.loss.set_data(1, at, frame.train_losses[run])
        self.loss.set_data(2, at, frame.test_losses[run])
        ratio = frame.ratio[run]
        self.ratio.set_data(0, frame.measured_at[run], np.where(ratio > 0, ratio, np.nan))
        for k, values in enumerate((frame.dead, frame.saturated, frame.std)):
            self.layers.set_data(k, at, values[run])
        last = max(2.0, float(np.nanmax(at)))
        for chart in (self.loss, self.ratio, self.layers):
            chart.picture.show_range(x=(0, last), padding=0.02)

    def _draw_matrices(self, frame: DiagnosisStudyFrame) -> None:
        kinds = tuple(map(verdict_name, frame.kinds))
        read = tuple(map(verdict_name, frame.readings))
        for picture, counts, right in (
            (self.all_read, frame.confusion, frame.right),
            (self.curves_read, frame.by_curves, frame.right_by_curves),
        ):
            title = tr(
                "{name}: {right} of {read}",
                name=picture.accessibleName(),
                right=right,
                read=frame.read,
            )
            picture.show_counts(Confusion(title, kinds, read, counts))

    def _on_answer(self, index: int) -> None:
        if self._shown is None:
            return
        run = self.cells.current
        if index:
            self._answers[run] = KINDS[index - 1]
        else:
            self._answers.pop(run, None)
        self._draw()

    def _on_solve(self) -> None:
        self._solved = True
        self._draw()
