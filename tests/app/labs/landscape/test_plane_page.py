"""The page Path: what a ring says, what the pointer finds, and what is said of the plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from app.labs.landscape.panel import LandscapePanel
from app.labs.landscape.plane_pictures import LARGEST, SMALLEST, field_of
from app.labs.landscape.plane_readings import part, plane
from app.widgets.field import Scale
from tests.app import frames
from tests.cases.landscape import plane as made


def opened(show, still):
    panel = show(LandscapePanel, still, made.SPEC)
    frames.deliver(panel, "plane", made.frame(), made.SPEC)
    panel.player.show_end()
    return panel


def test_a_ring_is_the_wider_the_further_its_point_lies_beside_the_plane(show, still):
    panel = opened(show, still)
    rings = panel.plane.widget.map.rings.data
    wanted = SMALLEST + (LARGEST - SMALLEST) * np.array([0.1, 0.4, 0.1, 0.5, 0.9])
    np.testing.assert_allclose(rings["size"], wanted)
    panel.plane.widget.transport.move_to(0)
    assert len(panel.plane.widget.map.rings.data) == 2


def test_a_run_that_is_not_trained_yet_has_no_path(show, still):
    panel = opened(show, still)
    shown = [path.isVisible() for path in panel.plane.widget.map.paths]
    assert shown == [True, True, False]


def test_the_pointer_finds_points_and_cells(show, still):
    panel = opened(show, still)
    picture = panel.plane.widget.map
    said: list[str] = []
    picture.say_hover = said.append
    for at in (QPointF(0.3, 0.4), QPointF(-0.5, -0.5), QPointF(-1.0, -1.0)):
        picture.pointed.emit(at)
    picture.pointed.emit(None)
    assert said == [
        "Momentum, step 3: 40 % beside the plane; loss 0.5, as drawn 0.4",
        "u = -0.5, v = -0.5: loss 1.01",
        "u = -1, v = -1: loss not finite, or not computed yet",
        "",
    ]


def test_a_click_into_a_chart_moves_the_playhead(show, still):
    panel = opened(show, still)
    panel.plane.widget.losses.clicked.emit(2.6)
    assert panel.plane.widget.transport.step == 1
    assert panel.plane.widget.far.playhead.value() == 3


def test_the_reading_says_the_numbers_of_the_table_and_the_picture(show, still):
    reading = plane(made.SPEC, made.frame())
    whole = " ".join(reading.sentences)
    for words in ("98 %", "99 %", "96 %", "10 %", "2.4", "1.2", "1/100", "0.04", "4", "1/2103"):
        assert words in whole, words
    assert reading.rows[0] == ("Momentum", "0.01", "10 %", "25 %", "40 %", "up to 2×")
    assert reading.rows[2] == ("Adam", "–", "–", "–", "–", "–")
    assert part(0.5) == "50 %"


def test_cells_that_are_missing_are_filled_from_coarser_ones_and_holes_stay(show, still):
    field = field_of(made.SPEC, made.frame())
    assert isinstance(field.shades, Scale)
    assert np.isnan(field.shades.places[0, 0])
    assert np.isfinite(field.values[-1, -2])
    assert field.name == "loss"


def test_the_picture_from_the_side_is_a_click_away(show, still):
    panel = opened(show, still)
    pictures = panel.plane.widget
    pictures.seen.setCurrentIndex(1)
    assert pictures.views.currentWidget() is pictures.solid
    pictures.transport.to_start.click()
    assert pictures.transport.step == 0


def test_axes_say_what_the_directions_are(show, still):
    panel = opened(show, still)
    assert panel.plane.widget.map.axis_name("bottom") == "u, first direction"
    through = made.SPEC.replace(kind="through")
    frames.deliver(panel, "plane", made.frame(), through)
    panel.plane.widget.show_frame(through, made.frame())
    assert panel.plane.widget.map.axis_name("left") == "v, to Adam"
