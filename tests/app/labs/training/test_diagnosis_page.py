"""The pages of Diagnose and Guess: by mouse and keyboard, and by frames made by hand."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.labs.training import diagnosis_readings, study_readings
from app.labs.training.panel import TrainingPanel
from app.words.verdicts import MEASURES, VERDICTS, verdict_sentences
from core.diagnosis.diagnosis import DiagnosisFrame, DiagnosisSpec
from core.diagnosis.diagnosis_study import KINDS, DiagnosisStudyFrame, DiagnosisStudySpec
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.training import health
from core.training.rules import GOOD, RULES, UNKNOWN, judge
from tests.app import frames
from tests.app.hands import click, type_into
from tests.app.panels import table
from tests.patience import SOON

SMALL = DiagnosisSpec(samples=64, hidden="8, 8", batch=16, epochs=3, cadence=2)


def ran(spec: Any) -> Any:
    return last_frame(Run(EXPERIMENTS[spec.key], spec, "cpu"))


@pytest.fixture(scope="module")
def ill() -> DiagnosisFrame:
    frame = ran(SMALL.replace(bias=-20.0))
    assert isinstance(frame, DiagnosisFrame)
    return frame


@pytest.fixture(scope="module")
def study() -> DiagnosisStudyFrame:
    frame = ran(DiagnosisStudySpec(longest=1))
    assert isinstance(frame, DiagnosisStudyFrame)
    return frame


def test_a_run_is_made_ill_read_and_cured_beside_by_hand(qtbot, compute, settled):
    panel: Any = TrainingPanel(compute.worker)
    qtbot.addWidget(panel)
    panel.set_spec(SMALL)
    panel.show_page("diagnosis")  # before it is shown, so that no other page computes first
    panel.resize(1280, 800)
    with qtbot.waitExposed(panel, timeout=SOON):
        panel.show()
    pictures = panel.diagnosis.widget
    type_into(panel.form_of("diagnosis").control("bias").edit, "-20")
    qtbot.waitUntil(lambda: _verdict(panel) == "starts_dead", timeout=SOON)
    settled(panel)
    said = pictures.reading.sentences.text()
    assert said.startswith("Dead from the start: share of dead units at the start 100 %")
    assert "(> 60 %)" in said
    button = pictures.cures[0]
    assert button.isVisible()
    assert not pictures.cures[1].isVisible()
    assert button.text() == "Run beside: Initial bias 0"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.specs["diagnosis"].bias == 0
    qtbot.waitUntil(lambda: _verdict(panel) not in ("", "starts_dead"), timeout=SOON)
    settled(panel)
    assert panel.pin.shown, "the ill run stands pale behind"


def _verdict(panel: Any) -> str:
    report = panel.jobs.report("diagnosis")
    done = report is not None and report.frame.step == report.frame.total
    return str(report.frame.verdict) if done else ""


def test_the_rule_that_decided_is_lit_and_the_others_are_there(show, still, ill):
    panel = show(TrainingPanel, still, SMALL)
    panel.show_page("diagnosis")
    frames.deliver(panel, "diagnosis", ill, SMALL.replace(bias=-20.0))
    rows = table(panel.diagnosis.widget.reading)
    assert len(rows) == len(RULES)
    place = diagnosis_readings.lit(ill)
    assert place == 1
    assert rows[place][:2] == ["Dead from the start", "100 %"]
    charts = panel.diagnosis.widget.charts
    assert [len(chart.curves) for chart in charts] == [3, 3, 4, 2, 3]
    empty = [chart for chart in charts if chart.picture.title]
    assert empty == [panel.diagnosis.widget.ratio, panel.diagnosis.widget.std, charts[-1]]
    assert charts[-1].picture.title == "all 0"


def test_a_narrow_table_keeps_the_thresholds(ill):
    spec = SMALL.replace(bias=-20.0)
    whole = diagnosis_readings.diagnosis(spec, ill)
    narrow = diagnosis_readings.in_short(spec, ill)
    assert narrow.sentences == whole.sentences
    for short, long in zip(narrow.rows, whole.rows, strict=True):
        assert (short[0], short[1], short[3]) == long[:3]
        for threshold in short[2].split(", "):
            assert threshold in long[3]


def test_every_number_and_every_verdict_has_its_words():
    assert set(MEASURES) == set(health.MEASURES)
    assert set(VERDICTS) == {*(rule.key for rule in RULES), GOOD, UNKNOWN}


def test_a_sentence_says_the_number_its_threshold_and_what_comes_next():
    numbers = {"early_ratio": 0.4, "loss_growth": 0.5, "not_finite": 0.0}
    first, second = verdict_sentences(judge(numbers), numbers, done=True)
    assert first == "Rate too high: |Δw| / |w| in the first epoch 0.4 (> 0.08)."
    assert second == "5 times its threshold; next to it: Healthy."
    healthy = numbers | {"early_ratio": 0.02}
    first, second = verdict_sentences(judge(healthy), healthy, done=False)
    assert first == "So far: Healthy: no rule holds."
    assert "“Rate too high”" in second
    assert "3 times away" in second
    assert verdict_sentences(judge({}), {}, done=False)[0].startswith("Not judged yet")


def test_runs_are_guessed_by_mouse_and_keyboard_and_the_score_is_counted(show, still, study):
    panel = show(TrainingPanel, still, DiagnosisStudySpec(longest=1))
    panel.show_page("guess")
    frames.deliver(panel, "diagnosis_study", study, DiagnosisStudySpec(longest=1))
    pictures = panel.guess.widget
    assert not pictures.statistics.isVisible()
    for run, truth in enumerate(study.truths[:2]):
        click(pictures.cells, pictures.cells.place_of(run).center().toPoint())
        guess = truth if run == 0 else KINDS[KINDS.index(truth) - 1]
        pictures.answer.setCurrentIndex(1 + KINDS.index(guess))
    pictures.cells.setFocus()
    QTest.keyClick(pictures.cells, Qt.Key.Key_Right)
    assert pictures.cells.current == 2
    assert pictures.score.text().startswith("2 of 11 answered")
    QTest.mouseClick(pictures.uncover, Qt.MouseButton.LeftButton)
    assert pictures.statistics.isVisible()
    QTest.mouseClick(pictures.solve, Qt.MouseButton.LeftButton)
    assert "You read 1 of 2 right (50 %)" in pictures.score.text()
    assert [cell.right for cell in pictures.cells.shown[:3]] == [True, False, None]
    other = DiagnosisStudySpec(longest=1, seed=5)
    frames.deliver(panel, "diagnosis_study", study, other)
    assert pictures.score.text().startswith("0 of 11 answered"), "other runs, other guesses"


def test_the_button_asks_for_the_whole_study(show, still, study):
    panel = show(TrainingPanel, still, DiagnosisStudySpec(longest=1))
    panel.show_page("guess")
    frames.deliver(panel, "diagnosis_study", study, DiagnosisStudySpec(longest=1))
    panel.guess.widget.measure.set_busy(False)
    QTest.mouseClick(panel.guess.widget.measure, Qt.MouseButton.LeftButton)
    assert panel.specs["diagnosis_study"].each == 15
    assert panel.guess.widget.all_read.shown.counts.sum() == 11


def test_the_reading_of_a_study_counts_and_names_what_was_taken_for_what(study):
    reading = study_readings.diagnosis_study(DiagnosisStudySpec(longest=1), study)
    wrong = study.read - study.right
    assert reading.sentences[0].startswith(f"Of 11 runs {study.right} read right")
    assert sum(bool(row[-1]) for row in reading.rows) == wrong
    assert [row[1] for row in reading.rows] == ["1"] * 11
