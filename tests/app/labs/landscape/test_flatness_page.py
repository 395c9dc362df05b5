"""The page of flatness: what is drawn of runs as they end, and what is said of chance."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.labs.landscape.flatness_readings import flatness, p_words
from app.labs.landscape.panel import LandscapePanel
from core.landscape.flatness import MEASURES, FlatnessFrame, FlatnessSpec
from tests.app import frames
from tests.app.hands import type_into
from tests.app.panels import choose_preset
from tests.cases.landscape import plane as made

SPEC = FlatnessSpec(seeds=3)
P = {"sharpness": 2e-5, "trace": 0.002, "rise": 0.7, "test_loss": 0.03, "accuracy": 0.91}


def frame(**changes: Any) -> FlatnessFrame:
    """Three batch sizes with three runs each, made by hand; the last run with 512 is under way."""
    sharpness = np.array([[1.0, 2.0, 1.5], [3.0, 3.5, 2.5], [4.0, 5.0, 3.0]])
    tested = np.array([[0.1, 0.12, 0.11], [0.15, 0.14, 0.16], [0.15, 0.16, 0.14]])
    each = (sharpness, 5 * sharpness, tested, tested, 1 - tested / 3)
    measured = dict(zip(MEASURES, each, strict=True))
    stacked = np.stack([measured[name] for name in MEASURES])
    p = np.full((5, 3), np.nan)
    p[:, 0] = p[:, 1] = list(P.values())
    given: dict[str, Any] = {
        "step": 10,
        "total": 10,
        "values": np.array([8.0, 64.0, 512.0]),
        "reference": 2,
        "losses": np.array([[0.008] * 3, [0.0098] * 3, [0.01] * 3]),
        "steps": np.full((3, 3), 100.0),
        "reached": np.ones((3, 3)),
        **measured,
        "trace_error": np.full((3, 3), 0.5),
        "matched": sharpness + 2.0,
        "explained": np.array([0.25, 0.1, np.nan]),
        "differences": stacked - stacked[:, 2:],
        "p_values": p,
        "training": np.tile(np.array([2.0, 0.5, 0.01]), (3, 3, 1)),
        "epoch_steps": np.array([75, 10, 2]),
    }
    return FlatnessFrame(**(given | changes))


@pytest.fixture
def page(show, still):
    panel = show(LandscapePanel, still, made.SPEC)
    panel.show_page("flatness")
    frames.deliver(panel, "flatness", frame(), SPEC)
    return panel.flatness.widget


def test_every_run_is_a_dot_and_a_line_joins_those_of_one_start(page):
    chart = page.flat.charts[0]
    lines, dots = chart.curves[:3], chart.curves[3:6]
    x, y = lines[1].getOriginalDataset()
    assert y.tolist() == [2.0, 3.5, 5.0]
    assert x.round() == pytest.approx([0, 1, 2])
    assert dots[2].getOriginalDataset()[1].tolist() == [4.0, 5.0, 3.0]
    assert chart.plot.getAxis("bottom")._tickLevels == [[(0.0, "8"), (1.0, "64"), (2.0, "512")]]


def test_a_trace_has_bars_of_its_error(page, qtbot):
    qtbot.keyClick(page.flat.choice, Qt.Key.Key_Down)
    chart = page.flat.charts[1]
    assert page.flat.stack.currentWidget() is chart
    y = chart.curves[-1].getOriginalDataset()[1]
    assert y[:2].tolist() == [4.5, 5.5]
    assert np.isnan(y[2])


def test_the_losses_on_the_way_stand_over_the_steps(page):
    x, y = page.training.curves[0].getOriginalDataset()
    assert (x.tolist(), y.tolist()) == ([75, 150], [0.5, 0.01])


def test_what_cannot_be_told_from_chance_is_said_to_be_none():
    text = " ".join(flatness(SPEC, frame()).sentences)
    assert "Batch 8 ends flatter than batch 512: λmax 1.5 against 4 (p < 0.0001)." in text
    assert "Test accuracy: no difference (p = 0.91)" in text
    assert "Test loss 0.11 against 0.15 (p = 0.03), lower in 3 of 3 pairs." in text
    assert "25 % of that flatness is a lower loss alone" in text
    assert p_words(0.00045) == "p = 0.00045"


def test_the_table_has_what_the_sentences_quote():
    reading = flatness(SPEC, frame())
    rows = {row[0]: row[1:] for row in reading.rows}
    assert rows["λmax"] == ("1.5 (p < 0.0001)", "3 (p < 0.0001)", "4")
    assert rows["trace"][0] == "7.5 (p = 0.002)"
    assert rows["its standard error"][0] == "0.5"
    assert rows["training loss"][0] == "0.008"


def test_while_runs_are_under_way_their_number_is_said():
    sharpness = np.full((3, 3), np.nan)
    sharpness[0, 0] = 1.0
    nothing = np.full((5, 3), np.nan)
    text = flatness(SPEC, frame(sharpness=sharpness, p_values=nothing)).sentences
    assert text == ("1 of 9 runs have ended; the others train on until the loss is 0.01.",)


def test_runs_that_did_not_get_there_are_named():
    reached = np.ones((3, 3))
    reached[1, 2] = 0
    text = " ".join(flatness(SPEC, frame(reached=reached)).sentences)
    assert "1 runs did not get down to the loss within 1000 epochs" in text


def test_the_page_by_mouse_and_keyboard(show, compute, settled):
    panel = show(LandscapePanel, compute, made.SPEC)
    panel.form_of("flatness").change(target=1.0, seeds=2)
    panel.show_page("flatness")
    settled(panel)
    pictures = panel.flatness.widget
    assert len(pictures.reading.table.findItems("λmax", Qt.MatchFlag.MatchExactly)) == 1
    type_into(panel.form_of("flatness").control("seeds").edit, "3")
    settled(panel)
    assert len(pictures.flat.charts[0].curves) == 6
    heard = len(panel.heard["flatness"])
    QTest.mouseClick(pictures.again, Qt.MouseButton.LeftButton)
    settled(panel)
    assert len(panel.heard["flatness"]) > heard
    assert pictures.again.text() == "Train again"
    choose_preset(panel, "Larger rates: flatter")
    assert panel.spec_of("flatness").compared == "learning_rate"
    QTest.mouseClick(pictures.again, Qt.MouseButton.LeftButton)
    settled(panel)
    assert pictures.again.text() == "Train again", "it was stopped"
