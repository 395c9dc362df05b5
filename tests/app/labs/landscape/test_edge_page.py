"""The page Edge: its line, its playhead, a hand on the rate, and what is said of a run."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from app.labs.landscape.edge_readings import at, edge
from app.labs.landscape.panel import LandscapePanel
from core.landscape.edge import CELLS, POINTS, EdgeFrame, EdgeSpec
from tests.app import frames
from tests.cases.landscape import plane as made
from tests.patience import SOON

SPEC = EdgeSpec(steps=400, cadence=100)
SMALL = {"samples": 30, "hidden": "6", "steps": 40, "cadence": 5}


def frame() -> EdgeFrame:
    """A run that came to its line at step 200, made by hand."""
    measured_at = np.array([0, 100, 200, 300, 400])
    line = np.full(5, 20.0)
    looks = np.array([0, 200, 400])
    along = np.tile(np.linspace(-1, 1, POINTS), (3, 1))
    bounced = np.tile(np.where(np.arange(20) % 2, 0.5, -0.5), (3, 1))
    bounced[0] = np.nan
    rates = np.full(400, 0.1)
    grid = np.tile(np.linspace(-1, 21, CELLS), (2, 1))
    return EdgeFrame(
        step=400,
        total=400,
        losses=np.linspace(0.7, 0.1, 400),
        rates=rates,
        momenta=np.full(400, 0.9),
        measured_at=measured_at,
        eigenvalues=np.array([10.0, 15, 20, 21, 20])[:, None] * [1.0, 0.9, 0.8],
        bounds=np.full((5, 3), 0.1),
        products=np.full(5, 5),
        threshold=line,
        looked_at=looks,
        free_reading=np.array([np.nan, 0.1, 0.2, 19.0, 19.9]),
        along=along,
        slice=0.1 + 10 * along**2,
        bounced=bounced,
        bounced_losses=np.full((3, 20), 0.3),
        spectrum_at=np.array([0, 300]),
        grid=grid,
        spectrum=np.exp(-np.abs(grid)),
        crossed=200.0,
        hovering=1.0,
        rising=0.25,
        cost=0.4,
    )


@pytest.fixture
def panel(show, still):
    shown = show(LandscapePanel, still, made.SPEC)
    shown.show_page("edge")
    frames.deliver(shown, "edge", frame(), SPEC)
    return shown


def test_the_line_lies_at_the_threshold_and_follows_the_hand(panel):
    pictures = panel.edge.widget
    assert pictures.line.value() == 20
    panel.form_of("edge").change(learning_rate=0.05)
    assert pictures.line.value() == pytest.approx(40)
    pictures.scale.setCurrentIndex(1)
    assert pictures.line.value() == pytest.approx(np.log10(20))  # the frame's own again


def test_the_playhead_shows_the_slice_and_the_last_spectrum_before_it(panel):
    pictures = panel.edge.widget
    assert pictures.sharpness.playhead.value() == 400
    assert len(pictures.slice.curves[1].getData()[0]) == 20
    assert pictures.spectrum.legend.text().endswith("step&nbsp;300")
    pictures.loss.clicked.emit(90.0)
    assert pictures.transport.step == 0
    assert pictures.loss.playhead.value() == 0
    assert pictures.slice.curves[1].getData()[0] is None
    assert pictures.spectrum.legend.text().endswith("step&nbsp;0")
    pictures.sharpness.clicked.emit(230.0)
    assert pictures.transport.step == 1


def test_the_reading_says_when_how_near_and_how_often_the_loss_rises():
    reading = edge(SPEC, frame())
    text = " ".join(reading.sentences)
    for words in ("2/η = 20 at step 200", "median is 1 of the line", "25 % of the steps"):
        assert words in text
    assert [row[0] for row in reading.rows] == ["first", "on the line", "playhead"]
    assert reading.rows[-1][1:] == ("400", "0.1", "20", "18", "16", "20", "1", "19.9")
    assert at(SPEC, frame(), 100).rows[-1][1] == "100"


def test_a_run_that_stays_below_is_said_with_its_numbers():
    below = dataclasses.replace(
        frame(),
        eigenvalues=np.array([2.0, 4, 1, 0.5, 0.2])[:, None] * [1.0, 0.9, 0.8],
        crossed=np.nan,
        hovering=np.nan,
        rising=np.nan,
    )
    text = " ".join(edge(SPEC.replace(loss="cross_entropy"), below).sentences)
    assert "at most 20 % of it, at step 100" in text
    assert "It has fallen to 1 %: cross-entropy gets flat" in text
    assert "noise" in " ".join(edge(SPEC.replace(optimizer="sgd"), below).sentences)


def test_relu_below_its_line_is_told_what_its_steps_read():
    below = dataclasses.replace(
        frame(),
        eigenvalues=np.array([10.0, 15, 18, 18, 18])[:, None] * [1.0, 0.9, 0.8],
        crossed=np.nan,
        hovering=np.nan,
        rising=np.nan,
    )
    text = " ".join(edge(SPEC.replace(activation="relu"), below).sentences)
    assert "at most 90 % of it" in text
    assert "along the last step is 99.5 % of it" in text
    assert "kinks" not in " ".join(edge(SPEC, below).sentences)


def test_a_leap_is_said_with_what_was_before_and_after():
    rates, losses = np.full(400, 0.05), np.full(400, 0.02)
    rates[100:], losses[101:120] = 0.1, 2.0
    leapt = dataclasses.replace(frame(), rates=rates, losses=losses)
    text = " ".join(edge(SPEC, leapt).sentences)
    assert "At step 100 the rate becomes 0.1: the loss leaps from 0.02 to 2" in text
    assert "is 0.02 200 steps on; λ1 goes from 12.5 to 20" in text


def test_a_run_that_diverged_says_where():
    losses = np.full(400, np.nan)
    losses[:30] = 1.0
    text = " ".join(edge(SPEC, dataclasses.replace(frame(), losses=losses)).sentences)
    assert "diverged at step 30" in text


def test_a_hand_on_the_rate_moves_the_line_while_the_net_learns(qtbot, compute):
    panel: Any = LandscapePanel(compute.worker)
    qtbot.addWidget(panel)
    panel.set_spec(made.SPEC)
    panel.show_page("edge")  # before it is shown, so that no other page computes first
    with qtbot.waitExposed(panel, timeout=SOON):
        panel.show()
    form = panel.form_of("edge")
    form.change(**SMALL)
    form.change(steps=4000, learning_rate=0.05)
    job = panel.jobs["edge"]

    def newest() -> Any:
        return panel.jobs.report("edge").frame

    def going() -> bool:
        report = panel.jobs.report("edge")
        return report is not None and report.frame.total == 4000 and report.frame.step > 0

    qtbot.waitUntil(going, timeout=SOON)
    form.change(learning_rate=0.02)
    qtbot.waitUntil(lambda: newest().rates[-1] == 0.02, timeout=SOON)
    assert newest().threshold[-1] == pytest.approx(100)
    assert newest().threshold[0] == pytest.approx(40)
    panel.edge.run.pause.click()
    qtbot.waitUntil(lambda: "paused" in panel.edge.run.where.text(), timeout=SOON)
    again = panel.edge.replayable(job.spec, newest())
    job.cancel()
    assert "learning_rate=0.02" in again.changes
