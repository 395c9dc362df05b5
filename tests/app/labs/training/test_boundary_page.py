"""The page of the plane: points by hand, the playhead, and the units' pictures."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint

from app.labs.training.panel import TrainingPanel
from core.diagnosis.boundary import BoundaryFrame, BoundarySpec
from core.diagnosis.run_boundary import run
from core.experiment import last_frame
from tests.app import frames
from tests.app.hands import click, drag
from tests.app.panels import on_screen
from tests.cases.diagnosis import fit as made

SPEC = BoundarySpec(samples=20, hidden="3, 2", steps=6)


def opened(show, still, spec=SPEC):
    panel = show(TrainingPanel, still, made.SPEC)
    panel.show_page("boundary")
    panel.form_of("boundary").set_spec(spec)
    panel.form_of("boundary").change(steps=spec.steps + 1)
    frame = last_frame(run(spec, "cpu"))
    assert isinstance(frame, BoundaryFrame)
    frames.deliver(panel, "boundary", frame, spec)
    return panel, frame


def test_own_points_are_added_moved_and_taken_away(show, still, every_move):
    own = BoundarySpec(data="own", points="0, 1, 0; 1, 0, 1", hidden="3, 2", steps=6)
    panel, _ = opened(show, still, own)
    pictures = panel.plane.widget
    plane = pictures.planes["cross_entropy"]

    def at(x: float, y: float) -> QPoint:
        return on_screen(plane, x, y)

    def now():
        return panel.spec_of("boundary").own_points

    pictures.placing.setCurrentIndex(1)
    click(plane.viewport(), at(-1, -1))
    assert len(now()) == 3
    x, y, label = now()[-1]
    assert abs(x + 1) < 0.05
    assert abs(y + 1) < 0.05
    assert label == 1
    plane.show_points(*_arrays(now()))
    drag(plane.viewport(), [at(1, 0), at(1, 0.5), at(1, 1)])
    assert len(now()) == 3
    assert abs(now()[1][1] - 1) < 0.05
    plane.show_points(*_arrays(now()))
    pictures.placing.setCurrentIndex(pictures.placing.count() - 1)
    click(plane.viewport(), at(0, 1))
    assert len(now()) == 2


def _arrays(points):
    import numpy as np

    table = np.array(points)
    return table[:, :2], table[:, 2].astype(int)


def test_drawn_points_become_a_persons_own(show, still):
    panel, frame = opened(show, still)
    panel.plane.widget.own.click()
    spec = panel.spec_of("boundary")
    assert spec.data == "own"
    assert len(spec.own_points) == len(frame.points)


def test_the_playhead_shows_an_earlier_moment(show, still):
    panel, frame = opened(show, still)
    pictures = panel.plane.widget
    assert f"After {frame.moments[-1]} steps" in pictures.reading.sentences.text()
    panel.plane.player.show_start()
    assert "After 0 steps" in pictures.reading.sentences.text()
    chart = pictures.losses.picture
    low, high = chart.plot.getViewBox().viewRange()[1]
    click(chart.viewport(), on_screen(chart, 3.0, (low + high) / 2))
    assert "After 3 steps" in pictures.reading.sentences.text()


def test_a_layers_units_are_named(show, still):
    panel, _ = opened(show, still)
    pictures = panel.plane.widget
    assert len(pictures.units.shown.values) == 2, "the last layer comes first"
    assert pictures.units.of_unit(1).startswith("Layer 2, unit 2: ")
    pictures.layer.setCurrentIndex(0)
    assert len(pictures.units.shown.values) == 3


def test_points_are_drawn_again_only_if_they_changed(show, still):
    panel, frame = opened(show, still)
    dots = panel.plane.widget.planes["cross_entropy"].dots
    drawn: list[object] = []
    dots.sigPlotChanged.connect(drawn.append)
    panel.plane.widget.show_frame(SPEC, frame)
    assert not drawn
    moved = dataclasses.replace(frame, points=frame.points + 0.5)
    panel.plane.widget.show_frame(SPEC, moved)
    assert len(drawn) == 1
    assert dots.data["x"][0] == moved.points[0, 0]
    brushes = {id(brush) for brush in dots.data["brush"]}
    assert len(brushes) == len(set(frame.labels.tolist())), "equal dots share a brush"
