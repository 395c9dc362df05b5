"""The page of losses: the point on the curves and the points of the lines follow the hand."""

from __future__ import annotations

import dataclasses

import numpy as np

from app.labs.training.losses_readings import losses
from app.labs.training.panel import TrainingPanel
from core.diagnosis.losses import RATES, LossesFrame, LossesSpec
from core.diagnosis.run_losses import run
from tests.app import frames
from tests.app.hands import click, drag
from tests.app.panels import on_screen
from tests.cases.diagnosis import fit as made

SPEC = LossesSpec()


def first(spec: LossesSpec = SPEC) -> LossesFrame:
    frame = next(one for one in run(spec, "cpu") if one is not None)
    assert isinstance(frame, LossesFrame)
    return frame


def test_the_point_on_the_curves_is_clicked_and_dragged(show, still, every_move):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("losses")
    frames.deliver(panel, "losses", first(), SPEC)
    picture = panel.losses.widget.gradients.picture
    click(picture.viewport(), on_screen(picture, 2.0, -0.5))
    assert abs(panel.spec_of("losses").z - 2) < 0.1
    panel.losses.widget.show_frame(panel.spec_of("losses"), first())
    place = [on_screen(picture, x, -0.5) for x in (2.0, 1.0, -1.0, -3.0)]
    drag(picture.viewport(), place)
    assert abs(panel.spec_of("losses").z + 3) < 0.2


def test_a_dragged_point_becomes_a_persons_own(show, still, every_move):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("losses")
    frame = first()
    frames.deliver(panel, "losses", frame, SPEC)
    picture = panel.losses.widget.lines
    x, y = frame.points[20]
    drag(picture.viewport(), [on_screen(picture, x, y + d) for d in (0.0, -1.0, -3.0)])
    own = panel.spec_of("losses").own_points
    assert len(own) == len(frame.points)
    assert (np.abs(own - frame.points).max(axis=1) > 0.5).sum() == 1


def test_the_reading_says_which_gradient_has_died_and_how_the_lines_lie():
    reading = losses(SPEC, first())
    text = " ".join(reading.sentences)
    assert "squared error on a sigmoid (-0.006604) hardly pulls" in text
    assert reading.rows[0][:3] == ("BCE", "5.007", "-0.9933")
    assert "L2 -0.233, L1 1.96, Huber 1.75" in text
    many = SPEC.replace(outliers=0.3)
    assert "all three fail" in " ".join(losses(many, first(many)).sentences)


def test_a_loss_has_one_row_with_its_gradient_and_its_trainings():
    frame = dataclasses.replace(first(), accuracy=np.full((4, 2, len(RATES)), 0.5))
    rows = {row[0]: row[1:] for row in losses(SPEC, frame).rows}
    assert list(rows)[:4] == ["BCE", "sigmoid, squared", "hinge", "logistic + penalty"]
    assert rows["BCE"] == ("5.007", "-0.9933", "50 % at η 0.01", "50 % at η 0.01")
    assert rows["hinge"][2:] == ("–", "–")
    assert rows["softmax CE"][:2] == ("–", "–")
    assert len(rows) == 6
