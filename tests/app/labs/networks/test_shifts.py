"""Convolution: nets tested on moved digits, pointed at and dragged as a person would."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.labs.networks import shifts_readings
from app.labs.networks.panel import NetworksPanel
from app.labs.networks.shifts_drag import LAYER, LEFT, STEP, TIMES, TOP
from app.labs.networks.shifts_map import EVERY
from core.data.canvas import CANVAS
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.networks.architecture import ArchitectureSpec
from core.networks.shifts import NETS, ShiftsSpec, by_distance, moved_maps
from tests.app.frames import draw
from tests.app.hands import click, double_click, drag, point_at
from tests.app.panels import on_screen, table

TINY = ShiftsSpec(nets="dense, conv_flatten, conv_max", samples=64, epochs=1, test=20)


@pytest.fixture(scope="module")
def frame():
    return last_frame(Run(EXPERIMENTS["shifts"], TINY, "cpu"))


@pytest.fixture
def panel(show, still, frame):
    panel = show(NetworksPanel, still, ArchitectureSpec(net="lenet"))
    panel.show_page("shifts")
    panel.set_specs({**panel.specs, "shifts": TINY})
    draw(panel, "shifts", frame)
    return panel


def canvas(pictures, row: float, column: float) -> QPoint:
    """Where a pixel of the canvas is on the screen."""
    return on_screen(pictures.drag, TIMES * column, TOP + TIMES * row)


def test_a_click_on_a_map_chooses_its_net_and_its_shift(panel):
    pictures = panel.shifts.widget
    place = on_screen(pictures.maps.picture, EVERY + 4 + 3, -2)  # the second net, 2 down, 3 right
    click(pictures.maps.picture.viewport(), place)
    assert (panel.view.shifted, panel.view.down, panel.view.right) == ("conv_flatten", 2, 3)
    assert pictures.net.currentText() == "conv + flatten"
    x, y = pictures.maps.picture.here.getData()
    assert x.tolist() == [7, 17, 27]
    assert y.tolist() == [-2, -2, -2]
    gap = on_screen(pictures.maps.picture, EVERY - 1, 0)
    click(pictures.maps.picture.viewport(), gap)
    assert panel.view.down == 2, "between two maps there is nothing to choose"


def test_pointing_at_a_map_says_what_is_read_there(panel, frame, every_move):
    pictures = panel.shifts.widget
    point_at(pictures.maps.picture.viewport(), on_screen(pictures.maps.picture, 2 * EVERY, 4))
    said = pictures.maps.picture.hover.text
    assert said.startswith("conv + global max, 4 up, 4 left: ")
    assert f"{100 * frame.accuracy[2, 0, 0]:.3g} %" in said
    assert said.endswith("maps are off by 0"), "even shifts are followed exactly"


def test_the_digit_follows_the_hand_and_stays_whole(panel, frame, every_move):
    pictures = panel.shifts.widget
    path = [canvas(pictures, 8, 8), canvas(pictures, 9, 9), canvas(pictures, 11, 6)]
    drag(pictures.drag.viewport(), path)
    assert (panel.view.down, panel.view.right) == (3, -2)
    pixels = pictures.drag.image.image
    shown = pixels[TOP : TOP + TIMES * CANVAS : TIMES, : TIMES * CANVAS : TIMES, 0]
    ink = shown - shown.min() > 0
    np.testing.assert_array_equal(ink, frame.digit[7, 2] > 0.02)
    drag(pictures.drag.viewport(), [canvas(pictures, 11, 6), canvas(pictures, -30, 300)])
    assert (panel.view.down, panel.view.right) == (-4, 4)
    double_click(pictures.drag.viewport(), canvas(pictures, 12, 8))
    assert (panel.view.down, panel.view.right) == (-4, 4), "a double-click moves nothing"
    beside = on_screen(pictures.drag, LEFT + 20, TOP + 5)
    drag(pictures.drag.viewport(), [beside, canvas(pictures, 8, 8)])
    assert (panel.view.down, panel.view.right) == (-4, 4), "maps cannot be dragged"


def test_arrows_move_the_digit(panel):
    QTest.keyClick(panel, Qt.Key.Key_Right)
    QTest.keyClick(panel, Qt.Key.Key_Right)
    QTest.keyClick(panel, Qt.Key.Key_Left)
    assert (panel.view.down, panel.view.right) == (0, 1)


def test_maps_and_moved_maps_stand_below_one_another(panel, frame):
    pictures = panel.shifts.widget
    draw(panel, "shifts", frame, shifted="conv_max", down=2, right=-4)
    pixels = pictures.drag.image.image
    for layer, maps in enumerate((frame.first_maps, frame.second_maps)):
        for m in range(maps.shape[3]):
            left = LEFT + layer * LAYER + m * STEP
            here = pixels[TOP : TOP + CANVAS, left : left + CANVAS]
            there = pixels[TOP + STEP : TOP + STEP + CANVAS, left : left + CANVAS]
            assert (there[:2, :, 3] == 0).all(), "what enters is not known"
            assert (there[:, -4:, 3] == 0).all()
            margin = 0 if layer == 0 else 4  # in which the second layer sees padding
            inner = (slice(2 + margin, CANVAS - margin), slice(margin, CANVAS - 4 - margin))
            np.testing.assert_array_equal(here[inner], there[inner])
    draw(panel, "shifts", frame, shifted="conv_max", down=1, right=1)
    assert "off by 0" in pictures.drag.labels[1].toPlainText()
    assert pictures.drag.labels[2].toPlainText()[-8:] != "off by 0"


def test_moved_maps_are_drawn_as_large_as_the_canvas():
    maps = np.arange(64.0).reshape(8, 8)
    moved = moved_maps(maps, 3, 0)
    assert np.isnan(moved[:3]).all()
    assert moved[3, 0] == moved[4, 1] == 0
    assert moved[5, 2] == 9


def test_the_table_says_each_net_by_distance(panel, frame):
    rows = table(panel.shifts.widget.reading)
    assert [row[0] for row in rows] == ["dense", "conv + flatten", "conv + global max"]
    assert [row[1] for row in rows] == ["17,098", "18,346", "13,578"]
    for k, row in enumerate(rows):
        assert row[2:7] == [f"{100 * value:.1f}" for value in frame.by_distance[k]]
    assert rows[0][8:] == ["–", "–"], "without maps there is no equivariance"
    assert rows[2][8] == "0"


def test_a_narrow_table_leaves_out_only_the_parameters(frame):
    whole, narrow = (
        read(TINY, frame) for read in (shifts_readings.shifts, shifts_readings.without_parameters)
    )
    assert narrow.sentences == whole.sentences
    assert narrow.headers == tuple(one for one in whole.headers if one != "Parameters")
    for short, long in zip(narrow.rows, whole.rows, strict=True):
        assert short == (long[0], *long[2:])


def test_a_title_takes_two_lines_before_it_is_cut(panel, frame):
    maps = panel.shifts.widget.maps
    all_nets = replace(
        frame,
        nets=NETS,
        accuracy=np.ones((4, 9, 9)),
        deep_equivariance_error=np.zeros((4, 9, 9)),
    )
    maps.resize(480, 210)
    maps.show_frame(all_nets)
    titles = [title.toPlainText() for title in maps._titles]
    assert titles[1] == "local +\nglobal max"
    assert not any("…" in title for title in titles)


def test_sentences_name_the_chessboard_with_its_numbers(frame):
    accuracy = np.full((3, 9, 9), 0.2)
    accuracy[2, ::2, ::2], accuracy[2, 1::2, 1::2] = 0.9, 0.5
    made = replace(frame, accuracy=accuracy, by_distance=by_distance(accuracy))
    said = "\n".join(shifts_readings.shifts(TINY, made).sentences)
    assert "A chessboard: 90 % at even shifts, 50 % at odd ones" in said
    accuracy[2] = 0.9
    assert "chessboard" not in "\n".join(shifts_readings.shifts(TINY, made).sentences)


def test_of_permuted_pixels_nothing_is_said_to_move_along(frame):
    (said,) = shifts_readings.shifts(TINY.replace(permuted=True), frame).sentences
    assert "neighbors mean nothing" in said
    assert f"dense {100 * frame.accuracy[0].mean():.3g} %" in said


def test_a_spread_is_said_where_there_are_several_seeds(frame):
    ones = np.array([frame.accuracy, np.minimum(1, frame.accuracy + 0.1)])
    made = replace(frame, accuracies=ones, by_distances=by_distance(ones))
    (_, _, cell, *_), *_ = shifts_readings.shifts(TINY, made).rows
    assert " ± 5.0" in cell


def test_convolution_as_a_person_uses_it(show, compute, settled):
    panel = show(NetworksPanel, compute, ArchitectureSpec(net="lenet"))
    panel.set_specs({**panel.specs, "shifts": TINY.replace(nets="conv_flatten")})
    panel.show_page("shifts")
    settled(panel)
    heard, pictures = panel.heard["shifts"], panel.shifts.widget
    trained = heard[-1]
    assert trained.step == trained.total
    steps = [frame.step for frame in heard]
    assert all(before < after for before, after in pairwise(steps))

    # Another digit comes without another training.
    count = len(heard)
    digit = panel.form_of("shifts").control("picture")
    digit.edit.setFocus()
    digit.edit.selectAll()
    QTest.keyClicks(digit.edit, "5")
    QTest.keyClick(digit.edit, Qt.Key.Key_Return)
    settled(panel)
    assert len(heard) == count + 1
    np.testing.assert_array_equal(heard[-1].losses, trained.losses)
    assert f"The {heard[-1].label}, " in pictures.told.text()

    # And follows the hand.
    drag(pictures.drag.viewport(), [canvas(pictures, 8, 8), canvas(pictures, 10, 12)])
    assert (panel.view.down, panel.view.right) == (2, 4)
    assert "2 down, 4 right" in pictures.told.text()
    assert "2 down, 4 right" in pictures.maps.picture.here_is
