"""The page of two solutions: the plane, the ways, what is said of statistics and of the bend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.labs.landscape.connection_readings import connection, of_plane
from app.labs.landscape.panel import LandscapePanel
from core.landscape.connection import TREATMENTS, ConnectionFrame, ConnectionSpec
from tests.app import frames
from tests.app.hands import type_into
from tests.app.panels import choose_preset
from tests.cases.landscape import plane as made

SPEC = ConnectionSpec(net="cnn")


def frame(**changes: Any) -> ConnectionFrame:
    """Two nets with batch norm, three looks at the curve, and a plane, made by hand."""
    t = np.linspace(-0.5, 1.5, 9)
    line = np.array([np.full(9, 0.5), np.full(9, 2.0), np.full(9, 3.0)])
    line[:, 2] = line[:2, 6] = 0.01
    line[1, -1] = np.nan
    curve_t = np.linspace(0, 1, 5)
    u, v = np.linspace(-0.5, 1.5, 5), np.linspace(-0.25, 0.75, 5)
    given: dict[str, Any] = {
        "step": 100,
        "total": 100,
        "ends": np.array([0.01, 0.02]),
        "t": t,
        "treatments": TREATMENTS,
        "line": line,
        "line_accuracy": np.full((3, 9), 0.25),
        "barriers": np.array([0.5, 2.0, 3.0]),
        "curve_t": curve_t,
        "looks": np.array([0, 10, 20]),
        "curve": np.array([np.full(5, 0.5), np.full(5, 0.1), np.full(5, 0.02)]),
        "curve_accuracy": np.full((3, 5), 0.75),
        "curve_barriers": np.array([0.5, 0.1, 0.015]),
        "bend_at": np.array([[0.5, 0.0], [0.5, 0.2], [0.5, 0.4]]),
        "curve_at": np.stack([curve_t, 0.8 * curve_t * (1 - curve_t)], axis=1),
        "beside": np.full(5, 3e-7),
        "u": u,
        "v": v,
        "plane": np.add.outer(v**2, u**2) + 0.01,
    }
    return ConnectionFrame(**(given | changes))


@pytest.fixture
def page(show, still):
    panel = show(LandscapePanel, still, made.SPEC)
    panel.show_page("connection")
    frames.deliver(panel, "connection", frame(), SPEC)
    return panel.connection.widget


def test_line_curve_and_the_bends_way_lie_on_the_plane(page):
    picture = page.plane
    assert np.stack(picture.curve.getData(), axis=1).tolist() == frame().curve_at.tolist()
    assert np.stack(picture.trail.getData(), axis=1).tolist() == frame().bend_at.tolist()
    assert picture.shown.name == "loss"
    assert [picture.bend.points()[0].pos().y()] == [0.4]
    assert len(picture.tables()) == 3


def test_the_pointer_reads_the_plane(page):
    said: list[str] = []
    page.plane.say_hover = said.append
    page.plane.pointed.emit(QPointF(0.0, 0.0))
    page.plane.pointed.emit(None)
    assert said == ["0 along, 0 off: loss 0.01", ""]


def test_the_ways_are_drawn_with_the_curve_as_it_was(page):
    names = list(page.ways._names)
    assert names[:3] == ["re-estimated", "interpolated", "one end's"]
    on_its_way = page.ways.curves[4].getOriginalDataset()[1]
    assert set(on_its_way[np.isfinite(on_its_way)]) == {0.5, 0.1}
    assert page.barriers.curves[2].getOriginalDataset()[1] == pytest.approx([0.025, 0.025])


def test_it_says_what_of_the_wall_is_statistics_and_whether_there_is_a_way():
    text = " ".join(connection(SPEC, frame()).sentences)
    assert "with losses 0.01 and 0.02 the line rises by 0.5." in text
    assert "With interpolated ones it is 2, of which 75 % is wrong statistics" in text
    assert "with one end's 3, and the other net itself then has loss 3 and accuracy 25 %" in text
    assert "beyond them 1 of 4 places have some, and no loss" in text
    assert "The curve rises by 0.015, 3 % of that; it was under 5 % after 20 steps." in text
    assert of_plane(frame()) == "The plane holds the curve: at most 1e-06 beside."


def test_a_bend_that_finds_no_way_is_said_to_have_found_none():
    spec = SPEC.replace(rate=0.02)
    text = connection(spec, frame(curve_barriers=np.array([0.5, 0.3, 0.1]))).sentences[-1]
    assert text.startswith("After 20 steps at rate 0.02 the curve still rises by 0.1, 20 % of that")


def test_a_dense_net_has_one_line_and_no_word_of_statistics(page):
    one = {"treatments": TREATMENTS[:1], "line": frame().line[:1], "barriers": np.array([0.5])}
    shown = frame(**one, line_accuracy=frame().line_accuracy[:1], curve_barriers=np.zeros(3))
    reading = connection(ConnectionSpec(), shown)
    assert [row[0] for row in reading.rows] == ["straight line", "curve"]
    assert "statistics" not in " ".join(reading.sentences)
    assert "The curve rises nowhere" in reading.sentences[-1]
    page.show_frame(ConnectionSpec(), shown)
    assert len(page.ways.curves) == 3


def test_before_the_plane_is_surveyed_the_picture_says_so(page):
    empty = {"curve": np.zeros((0, 5)), "curve_accuracy": np.zeros((0, 5))}
    early = frame(
        **empty,
        looks=np.zeros(0, int),
        curve_barriers=np.zeros(0),
        bend_at=np.zeros((0, 2)),
        curve_at=np.full((5, 2), np.nan),
        plane=np.full((5, 5), np.nan),
    )
    page.show_frame(SPEC, early)
    assert page.words.text() == "The plane is surveyed when the bend is trained."
    assert len(connection(SPEC, early).rows) == 3


def test_the_page_by_mouse_and_keyboard(show, compute, settled):
    panel = show(LandscapePanel, compute, made.SPEC)
    form = panel.form_of("connection")
    form.change(trained=1, epochs=1)
    panel.show_page("connection")
    settled(panel)
    pictures = panel.connection.widget
    assert pictures.words.text().startswith("The plane holds the curve")
    before = pictures.plane.bend.points()[0].pos().y()
    type_into(form.control("rate").edit, "0.01")
    settled(panel)
    assert pictures.plane.bend.points()[0].pos().y() < before
    choose_preset(panel, "A rate too small finds no way")
    assert panel.spec_of("connection").rate == 0.02
    QTest.mouseClick(pictures.again, Qt.MouseButton.LeftButton)
    settled(panel)
    assert pictures.again.text() == "Train again", "it was stopped"
