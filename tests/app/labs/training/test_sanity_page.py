"""The page of checks: a light unfolds its curve, and a row of the matrix plants its fault."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.labs.training.panel import TrainingPanel
from app.labs.training.sanity_readings import sanity
from core.diagnosis.run_sanity import run
from core.diagnosis.sanity import BUGS, SanityFrame, SanitySpec
from core.experiment import last_frame
from tests.app import frames
from tests.app.hands import click
from tests.cases.diagnosis import fit as made

SPEC = SanitySpec(hidden="")


def last(spec: SanitySpec = SPEC) -> SanityFrame:
    frame = last_frame(run(spec, "cpu"))
    assert isinstance(frame, SanityFrame)
    return frame


def test_lights_unfold_by_mouse_and_keyboard_and_a_row_plants_its_fault(show, still):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("sanity")
    frames.deliver(panel, "sanity", last(), SPEC)
    widget = panel.check.widget
    assert widget.light == 1
    click(widget.buttons[3], widget.buttons[3].rect().center())
    assert widget.light == 3
    assert len(widget.chart.curves) == 2, "the one layer, and the band"
    widget.buttons[4].setFocus()
    QTest.keyClick(widget.buttons[4], Qt.Key.Key_Space)
    assert widget.light == 4
    row = BUGS.index("no_step")
    click(widget.matrix, widget.matrix.place_of(row, 0).center().toPoint())
    assert panel.spec_of("sanity").bug == "no_step"
    assert widget.light == 0


def test_the_reading_says_what_is_red_and_what_honestly_is_not():
    spec = SPEC.replace(bug="no_step", penalty=0.01)
    text = " ".join(sanity(spec, last(spec)).sentences)
    assert "Planted: no step. Red: Overfit 20, Shuffled labels, Update ratio, Inputs zero." in text
    assert "Not found by: First loss." in text
    assert "compare the data's part alone" in text
    rare = SPEC.replace(balance="rare", head=1.0)
    text = " ".join(sanity(rare, last(rare)).sentences)
    assert "A constant answer reaches 0.33" in text
    assert "no mistake" in text
