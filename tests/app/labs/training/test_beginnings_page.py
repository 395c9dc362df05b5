"""The page of beginnings: a perceptron is played, a start is clicked on, deep nets are told of."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.labs.training.beginnings_readings import beginnings
from app.labs.training.panel import TrainingPanel
from core.diagnosis.beginnings import BeginningsFrame, BeginningsSpec
from core.diagnosis.run_beginnings import run
from core.experiment import last_frame
from tests.app import frames
from tests.app.hands import click
from tests.cases.diagnosis import fit as made


def last(spec: BeginningsSpec) -> BeginningsFrame:
    frame = last_frame(run(spec, "cpu"))
    assert isinstance(frame, BeginningsFrame)
    return frame


def test_the_line_follows_the_playhead(show, still):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("beginnings")
    spec = BeginningsSpec(part="perceptron", gate="and")
    frame = last(spec)
    frames.deliver(panel, "beginnings", frame, spec)
    widget = panel.beginnings.widget
    assert widget.transport.isVisible()
    assert not widget.mosaic.isVisible()
    after = int(frame.learned_after[0])
    for step in (after - 1, after):
        widget.transport.move_to(step)
        (line,) = widget.plane._lines
        w1, w2, b = frame.lines[step, 0]
        there = line.pos()
        assert w1 * there.x() + w2 * there.y() + b == np.float64(0)
        assert widget.curve.playhead.value() == step


def test_a_click_and_the_arrow_keys_choose_a_start(show, still):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("beginnings")
    spec = BeginningsSpec(starts=6, steps=20)
    frame = next(iter(run(spec, "cpu")))
    assert isinstance(frame, BeginningsFrame)
    frames.deliver(panel, "beginnings", frame, spec)
    widget = panel.beginnings.widget
    click(widget.mosaic, widget.mosaic.box(4).center().toPoint())
    assert widget.chosen == 4
    assert len(widget.plane._lines) == 2
    assert widget.curve.curves[0].yData[0] == frame.curves[4, 0]
    QTest.keyClick(widget.mosaic, Qt.Key.Key_Left)
    assert widget.chosen == 3
    assert widget.mosaic.shown.chosen == 3


def test_the_reading_tells_what_was_found():
    spec = BeginningsSpec(part="perceptron")
    assert (
        "no line parts XOR, and none of 50 orders finds one"
        in beginnings(spec, last(spec)).sentences[0]
    )
    deep = BeginningsSpec(part="deep", steps=2, epochs=1)
    reading = beginnings(deep, last(deep))
    assert "where guessing is at 2.303" in reading.sentences[0]
    assert len(reading.rows) == 5
    assert reading.rows[1][0] == "sigmoid, pretrained"
