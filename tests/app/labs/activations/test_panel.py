"""Activations: drawn from frames made by hand, and used as a person would."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.job import Report
from app.labs.activations.panel import ActivationsPanel
from app.panel.number_control import NumberControl
from app.words.names import INITIALIZERS
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.activations import ACTIVATIONS
from core.parameters import parameters
from core.signals.training import TrainingSpec
from tests.app import frames
from tests.app.hands import along, click, double_click, drag, toggle, type_into
from tests.app.panels import edits, in_chart, job_of, on_screen, open_page, press, table
from tests.cases.case import case
from tests.cases.signals import activations as signals
from tests.patience import SOON

SMALL: Any = case("activations").panel


def test_activations_draws_both_sides(show, still):
    panel = show(ActivationsPanel, still, signals.SPEC)
    frame = signals.frame()
    frames.deliver(panel, "activations", frame)
    page = panel.signals["forward"].widget
    _, y = page.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == frame.a.std.tolist()
    _, y = page.against_depth.curves[1].getOriginalDataset()
    assert np.isnan(y[2:]).all()  # zero has no place on a logarithmic axis
    assert (
        "signal vanishing (layer 4's std is 0.0005 of the input's" in panel.reading.sentences.text()
    )
    assert len(table(panel.reading)) == 5  # and the input
    assert "A" in page.titles[0].text()
    assert INITIALIZERS["normal"] in page.titles[0].text()
    assert "0.01" in page.titles[0].text()
    assert INITIALIZERS["zeros"] in page.titles[1].text()
    assert not page.ridges[2].isVisible()
    panel.show_page("backward")
    back = panel.signals["backward"].widget
    _, y = back.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == frame.a.z_gradient.rms.tolist()
    panel.grab()


@pytest.mark.parametrize("form", range(3))
@pytest.mark.parametrize("page", ["forward", "backward", "weights"])
def test_every_form_of_every_quantity_is_drawn(show, still, page, form):
    panel = show(ActivationsPanel, still, signals.SPEC)
    panel.show_page(page)
    frames.draw(panel, "activations", signals.frame(), layer=2)
    drawn = panel.signals[page].widget
    drawn.form.setCurrentIndex(form)
    pictures = set()
    for quantity in range(drawn.quantity.count()):
        drawn.quantity.setCurrentIndex(quantity)
        for scale in range(drawn.scale.count() if page == "forward" else 1):
            drawn.scale.setCurrentIndex(scale)
            for curve in range(drawn.curve.count()):
                drawn.curve.setCurrentIndex(curve)
                pictures.add(drawn.grab().toImage().cacheKey())
    assert len(pictures) >= 3
    assert "3" in drawn.layer.picture.title


def test_a_click_on_a_layer_or_an_arrow_key_chooses_it(show, still):
    panel = show(ActivationsPanel, still, signals.SPEC)
    frames.deliver(panel, "activations", signals.frame())
    ridges = panel.signals["forward"].widget.ridges[0]
    panel.grab()  # the ranges are applied
    click(ridges.viewport(), on_screen(ridges, 0.0, 1.4))  # the second row from below, of four
    assert panel.view.layer == 2
    assert "3" in panel.signals["forward"].widget.layer.picture.title
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Left)
    assert panel.view.layer == 1
    for _ in range(5):
        QTest.keyClick(panel, Qt.Key.Key_Right)
    assert panel.view.layer == 3
    depth = panel.signals["forward"].widget.against_depth
    assert depth.playhead.value() == 4
    click(depth.picture.viewport(), in_chart(depth, 2.2))
    assert panel.view.layer == 1
    assert depth.playhead.value() == 2


def test_activations_that_broke_are_gaps_and_a_sentence(show, still):
    panel = show(ActivationsPanel, still, signals.SPEC)
    frames.draw(panel, "activations", signals.frame(broken=True))
    panel.grab()
    _, y = panel.signals["forward"].widget.against_depth.curves[1].getOriginalDataset()
    assert np.isnan(y[2:]).all()
    assert "B: signal broken" in panel.reading.sentences.text()
    assert any("–" in cell for cell in table(panel.reading)[0])


@pytest.mark.parametrize("layers", [1, 100])
def test_activations_of_any_depth(show, still, layers):
    spec = signals.SPEC.replace(depth=layers)
    panel = show(ActivationsPanel, still, spec)
    side = signals.side(std=np.geomspace(1, 1e-9, layers))
    frame = dataclasses.replace(signals.frame(), a=side, b=side)
    frames.draw(panel, "activations", frame, layer=50)
    panel.grab()
    assert len(table(panel.reading)) == layers + 1


def test_activations_as_a_person_uses_it(show, compute, settled, qtbot):
    panel = show(ActivationsPanel, compute, SMALL)
    shown = panel.heard["activations"]
    told = edits(panel)
    settled(panel)
    before = shown[-1]

    # Dragging σ moves side A alone: B is drawn by Xavier's rule, from the same draws.
    control = panel.form.control("std_a")
    assert isinstance(control, NumberControl)
    drag(control.slider, along(control.slider, 0.6, 0.7, 0.75))
    settled(panel)
    assert len({gesture for _, _, gesture in told}) == 1
    assert panel.spec.std_a > 0.1
    after = shown[-1]
    assert (after.a.std > before.a.std).all()
    assert after.b.std.tolist() == before.b.std.tolist()
    expected = last_frame(Run(EXPERIMENTS["activations"], panel.spec, "cpu")).arrays()
    assert after.a.std.tolist() == expected["a_std"].tolist()
    _, y = panel.signals["forward"].widget.against_depth.curves[0].getOriginalDataset()
    assert y.tolist() == after.a.std.tolist()

    # Another activation by the keyboard; its words and its table follow.
    QTest.keyClick(panel.form.control("activation").combo, Qt.Key.Key_Down)
    settled(panel)
    assert panel.spec.activation == "relu"
    assert shown[-1].edges[0] == 0

    # A depth that makes no sense is said under its field; what is drawn stays; then it recovers.
    count = len(shown)
    depth = panel.form.control("depth")
    type_into(depth.edit, "1000")
    assert "out of range" in panel.form.error("depth")
    settled(panel)
    type_into(depth.edit, "5")
    settled(panel)
    assert panel.form.error("depth") == ""
    assert len(shown) > count
    assert len(shown[-1].a.std) == 5
    assert len(table(panel.reading)) == 6


def test_a_net_is_trained_paused_stepped_and_its_rate_changed(show, compute, settled, qtbot):
    panel = show(ActivationsPanel, compute, SMALL)
    settled(panel)
    panel.book.specs = {
        **panel.specs,
        "training": TrainingSpec(depth=3, width=32, steps=4000, batch=16, cadence=50),
    }
    shown = panel.heard["training"]
    open_page(panel, "Training")
    qtbot.waitUntil(lambda: len(shown) > 2, timeout=SOON)
    press(panel, "Pause")
    qtbot.wait(150)
    at = shown[-1].step
    qtbot.wait(150)
    assert shown[-1].step == at < 4000
    # What the trained side does not use begins no other run.
    type_into(panel.form.control("std_a").edit, "0.5")
    panel.form.change(init_c="kaiming_normal")
    assert (panel.spec.std_a, panel.spec.init_c) == (0.5, "kaiming_normal")
    assert "c" in panel.forms["training"].spec.sides  # though it can be chosen there now
    press(panel, "One step")
    qtbot.waitUntil(lambda: shown[-1].step == at + 1, timeout=SOON)

    # The rate changes the run that is under way, and does not begin another.
    type_into(panel.forms["training"].control("learning_rate").edit, "0.05")
    press(panel, "Go on")
    qtbot.waitUntil(lambda: shown[-1].rates[0, -1] == 0.05, timeout=SOON)
    rates = shown[-1].rates[0]
    assert rates[0] == 0.01
    assert (np.diff(rates) != 0).sum() == 1
    assert shown[-1].step > at

    replayed = panel.shown_spec()
    assert replayed.learning_rate == 0.01
    assert replayed.rate_changes.endswith("=0.05")

    # Another net is another run.
    type_into(panel.forms["training"].control("steps").edit, "30")
    settled(panel)
    assert shown[-1].step == shown[-1].total == 30
    assert (shown[-1].rates == 0.05).all()
    assert "ln 10" in panel.training.widget.reading.sentences.text()
    assert len(table(panel.training.widget.reading)) == 1
    expected = last_frame(Run(EXPERIMENTS["training"], panel.spec_of("training"), "cpu")).arrays()
    assert shown[-1].losses.tolist() == expected["losses"].tolist()

    # Nothing is left to be paused, nor by its key.
    assert not panel.training.widget.run.pause.isEnabled()
    panel.player.toggle()
    assert panel.training.widget.run.pause.text() == "Pause"

    # The cadence is proposed by what looking costs, and is then a field of the run.
    press(panel, "Propose cadence")
    qtbot.waitUntil(lambda: panel.specs["training"].cadence != 50, timeout=SOON)
    settled(panel)
    assert shown[-1].measured_at.size == -(-30 // panel.specs["training"].cadence)

    # Histograms over time: the scrubber goes back to the start.
    type_into(panel.forms["training"].control("cadence").edit, "5")
    settled(panel)
    slider = panel.training.widget.over_time.scrub
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert "1" in panel.training.widget.over_time.at.text()

    # A click on a chart goes to the measurement nearest to it, and a double-click back.
    pictures = panel.training.widget
    view = pictures.accuracy.picture.viewport()
    click(view, in_chart(pictures.accuracy, 17))
    assert pictures.over_time.at.text() == "step 16"
    assert {chart.playhead.value() for chart in pictures.over_steps} == {16}
    QApplication.processEvents()
    double_click(view, in_chart(pictures.accuracy, 3))
    assert pictures.over_time.at.text() == "step 16"


def test_one_step_says_where_it_is_and_a_stopped_run_is_not_going_on(show, still):
    panel = show(ActivationsPanel, still, SMALL)
    spec = TrainingSpec(depth=1, width=4, steps=3)
    frames = [f for f in Run(EXPERIMENTS["training"], spec, "cpu") if f is not None]
    open_page(panel, "Training")
    pictures, job = panel.training.widget, job_of(panel, "training")
    job.delivered.emit(Report(frames[0], "cpu", "", 0.0, spec))
    assert pictures.run.where.text() == "step 1 of 3"
    press(panel, "One step")  # also while it runs
    assert pictures.run.where.text() == "paused at step 1 of 3"
    job.delivered.emit(Report(frames[1], "cpu", "", 0.0, spec))
    assert pictures.run.where.text() == "paused at step 2 of 3"
    job.busy_changed.emit(False)
    assert pictures.run.where.text() == "stopped at step 2 of 3"
    assert not pictures.run.step.isEnabled()
    job.delivered.emit(Report(frames[2], "cpu", "", 0.0, spec))
    assert pictures.run.where.text() == "done: 3 steps"


def test_beside_a_training_stand_only_controls_that_act(show, still):
    panel = show(ActivationsPanel, still, SMALL)
    open_page(panel, "Training")

    def hidden(name):
        return panel.form.control(name).isHidden()

    seen = {p.name for p in parameters(type(panel.spec)) if p.name != "std" and not hidden(p.name)}
    assert seen == {
        *("depth", "width", "activation", "bias", "norm", "residual", "seed", "bins", "init_b")
    }  # fmt: skip
    panel.forms["training"].change(side="a")
    assert not hidden("init_a")
    assert not hidden("std_a")
    assert hidden("init_b")
    open_page(panel, "Backward")
    assert hidden("z_range")
    assert not hidden("samples")
    open_page(panel, "Forward")
    assert not hidden("z_range")


def test_a_function_may_be_seen_alone(show, compute, settled):
    panel = show(ActivationsPanel, compute, SMALL)
    open_page(panel, "Functions")
    settled(panel)
    pictures = panel.functions.widget
    pictures.shown.setCurrentIndex(pictures.shown.findData("relu"))
    pictures.shown.activated.emit(pictures.shown.currentIndex())
    assert panel.view.function == "relu"
    given = [curve.getOriginalDataset()[1] for curve in pictures.values.curves]
    assert sum(bool(y is not None and np.isfinite(y).any()) for y in given) == 1
    assert [row[0] for row in table(pictures.reading)] == ["ReLU"]
    assert "At its kink, z = 0, the slope is taken as 0" in pictures.reading.sentences.text()
    panel.change_view(function="")
    assert len(table(pictures.reading)) == len(ACTIVATIONS)


def test_a_training_that_was_paused_is_over_with_its_last_frame(show, still):
    panel = show(ActivationsPanel, still, SMALL)
    spec = TrainingSpec(depth=1, width=4, steps=3)
    frames = [f for f in Run(EXPERIMENTS["training"], spec, "cpu") if f is not None]
    buttons = panel.training.widget.run.pause, panel.training.widget.run.step
    assert [button.isEnabled() for button in buttons] == [False, False]
    open_page(panel, "Training")
    press(panel, "Pause")
    for frame in frames:
        assert [button.isEnabled() for button in buttons] == [True, True]
        job_of(panel, "training").delivered.emit(Report(frame, "cpu", "", 0.0, spec))
    assert [button.isEnabled() for button in buttons] == [False, False]
    assert panel.training.widget.run.pause.text() == "Pause"


def test_every_page_of_activations_answers(show, compute, settled, qtbot):
    panel = show(ActivationsPanel, compute, SMALL)
    settled(panel)
    open_page(panel, "Functions")
    settled(panel)
    assert len(table(panel.functions.widget.reading)) == len(ACTIVATIONS)
    assert "100 %" in panel.functions.widget.reading.sentences.text()
    assert not panel.form.isVisible()
    toggle(panel.forms["functions"].control("measure_cost").box)
    settled(panel)
    assert all(row[-1] == "–" for row in table(panel.functions.widget.reading))
    open_page(panel, "Preprocessing")
    settled(panel)
    assert not panel.preprocessing.widget.digits.isVisible()
    QTest.keyClick(panel.forms["preprocessing"].control("source").combo, Qt.Key.Key_Down)
    settled(panel)
    assert panel.preprocessing.widget.digits.isVisible()
    assert panel.heard["preprocessing"][-1].images.size
    errors = panel.preprocessing.widget.errors
    click(errors.picture.viewport(), in_chart(errors, 30.3))
    settled(panel)
    assert panel.specs["preprocessing"].components == 30
    assert errors.playhead.value() == 30
    open_page(panel, "Weights")
    settled(panel)
    assert panel.form.isVisible()
    assert panel.reading.isVisible()
    panel.grab()


def test_rows_of_a_file_go_into_the_net_or_are_prepared(show, compute, settled, tmp_path):
    rows = tmp_path / "rows.npy"
    np.save(rows, np.random.default_rng(0).normal(size=(40, 6)))
    panel = show(ActivationsPanel, compute, SMALL)
    assert panel.open_file(str(rows))
    settled(panel)
    assert (panel.spec.input, panel.spec.path) == ("file", str(rows))
    assert panel.heard["activations"][-1].a.octaves[0].sum() == 40 * 32
    open_page(panel, "Preprocessing")
    assert panel.open_file(str(rows))
    settled(panel)
    assert panel.heard["preprocessing"][-1].covariances.shape == (6, 6, 6)
    np.save(rows, np.full((40, 6), np.nan))
    assert panel.open_file(str(rows))
    settled(panel)
    assert "240 values are NaN" in panel.errors.label.text()
    np.save(tmp_path / "pictures.npy", np.zeros((2, 3, 4, 4)))
    assert not panel.open_file(str(tmp_path / "pictures.npy"))
    assert not panel.open_file(str(tmp_path / "photo.png"))
    (tmp_path / "broken.npy").write_bytes(b"\x93NUMPY not really")
    assert panel.open_file(str(tmp_path / "broken.npy"))
    settled(panel)
    assert "broken" in panel.errors.label.text()
    panel.hide()
    assert not panel.open_file(str(rows))


@pytest.mark.parametrize("index", range(len(ActivationsPanel.presets)))
def test_every_preset_of_activations_shows_what_it_is_named_after(show, compute, settled, index):
    panel = show(ActivationsPanel, compute, SMALL)
    preset = panel.presets[index]
    panel.apply_preset(preset)
    settled(panel)
    assert panel.page.key == (preset.page or "forward")
    assert not panel.errors.isVisible()
    said = panel.reading.sentences.text()
    assert all(line[1:3] == ": " for line in said.splitlines()), "every line says whose it is"
    match preset.name.split(":")[0].split(",")[0]:
        case "0.01 vanishes":
            assert "A: signal vanishing" in said
            assert "B: gradient exploding" in said
            assert "saturated (92." in said
            assert "exploding (layer 10's std is 1 " not in said
            assert "C: healthy" in said
        case "ReLU":
            assert "A: signal vanishing" in said
            assert "B: healthy" in said
        case "Saturated":
            assert "A: saturated, and yet the gradient grows 3.5 times a layer" in said
            assert "the median of |dL/dz| is 0," in said
        case "torch's default is not He":
            assert "A: signal vanishing" in said
            assert "B: healthy" in said
        case "Too high a rate kills ReLUs":
            dead = panel.heard["training"][-1].dead[:, -1].mean(axis=1)
            assert dead[0] < 0.1
            assert dead[-1] > 0.5
            assert panel.training.widget.net.currentIndex() == 2, "the dead net is the one drawn"
            told = panel.training.widget.reading.sentences.text()
            assert "η 0.25 stands still at 2.31, about ln 10" in told
            assert "Layer 3 is wholly dead" in told
            notes = panel.training.widget.over_time.histograms._shown[2]
            assert notes[2] == "100 % dead"
        case "Raw digits saturate layer 1":
            assert "A: saturated (78.9 % of layer 1's values" in said
        case "Batch norm rescues a bad start":
            assert "A: healthy" in said
            assert "B: healthy" in said


def test_more_than_memory_is_refused_in_words(show, still):
    panel = show(ActivationsPanel, still, SMALL.replace(depth=100))
    type_into(panel.form.control("width").edit, "2048")
    type_into(panel.form.control("samples").edit, "20000")
    assert "memory" in panel.form.error("samples")
    assert panel.spec.samples < 20000
