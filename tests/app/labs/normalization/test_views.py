"""Normalization's pages, driven as a person would: with the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.job import ComputeThread, Job
from app.labs.normalization.backward_graph import EDGES, PLACES, Graph
from app.labs.normalization.backward_pictures import BACKWARD, FORWARD
from app.labs.normalization.block import NormBlock
from app.labs.normalization.compare_pictures import ComparePictures
from app.labs.normalization.mosaic import Mosaic
from app.labs.normalization.panel import NormalizationPanel
from app.labs.normalization.presets import PRESETS
from app.labs.normalization.running_pictures import RunningPictures
from app.labs.normalization.training_pictures import TrainingPictures, telling_value
from app.labs.normalization.view import SCALINGS
from app.labs.normalization.words import NODES as NODE_WORDS
from app.labs.readings import reading_of
from app.panel.controls import control_for
from app.panel.subset_control import SubsetControl
from app.widgets.reading import ReadingView
from app.words import labels
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS
from core.layers.norms import NORMS
from core.normalization.bn_backward import NODES, BnBackwardSpec
from core.normalization.norm_training import NormTrainingSpec
from core.normalization.normalization import NormalizationSpec
from core.normalization.running_statistics import RunningStatisticsSpec
from core.normalization.sharing import Batch, Cell
from core.parameters import parameter_of
from tests.app.hands import click, drag, point_at, toggle, type_into
from tests.app.panels import in_chart
from tests.patience import SOON


@pytest.fixture
def panel(qtbot: QtBot, compute: ComputeThread) -> Iterator[NormalizationPanel]:
    made = NormalizationPanel(compute.worker)
    qtbot.addWidget(made)
    made.set_spec(NormalizationSpec(batch=2, size=16))
    made.resize(1280, 800)
    with qtbot.waitExposed(made, timeout=SOON):
        made.show()
    wait(qtbot, made)
    yield made
    made.hide()


def wait(qtbot: QtBot, panel: NormalizationPanel) -> None:
    qtbot.waitUntil(lambda: not panel.busy, timeout=SOON)


def turn_to(qtbot: QtBot, panel: NormalizationPanel, title: str) -> None:
    """Click on a tab, and wait for what it shows."""
    titles = [page.title for page in panel.pages]
    assert panel.tabs is not None
    bar = panel.tabs.tabBar()
    place = bar.tabRect(titles.index(title)).center()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
    wait(qtbot, panel)


def listen(panel: NormalizationPanel, key: str) -> list[Any]:
    """Every frame of that experiment from now on."""
    found: list[Any] = []
    (job,) = (j for j in panel.findChildren(Job) if j.experiment.key == key)
    job.delivered.connect(lambda report: found.append(report.frame))
    return found


def rows(reading: ReadingView) -> list[list[str]]:
    model = reading.table.model()
    return [
        [str(model.index(r, c).data() or "") for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]


# The block


def test_pointing_at_a_block_lights_all_of_them(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "normalization")
    block = panel.compare.widget.blocks["ln"]
    point_at(block, block.outline(Cell(1, 5, 0)).center().toPoint())
    assert (panel.view.sample, panel.view.channel) == (1, 5)
    assert "Sample 2, channel 6" in panel.compare.widget.pointer.text()
    lit = {key: panel.compare.widget.blocks[key].lit() for key in ("input", *NORMS)}
    assert lit["input"] == {Cell(1, 5, 0)}
    assert {(c.sample, c.channel) for c in lit["bn"]} == {(0, 5), (1, 5)}
    assert {c.sample for c in lit["ln"]} == {1}
    assert {(c.sample, c.channel) for c in lit["in"]} == {(1, 5)}
    assert {(c.sample, c.channel) for c in lit["gn"]} == {(1, 4), (1, 5)}
    assert panel.compare.widget.mosaics["bn"].lit.rect().x() == 5
    assert frames == []  # nothing was computed for it


def test_a_block_of_many_stands_for_all(qtbot: QtBot) -> None:
    block = NormBlock(NORMS["gn"])
    qtbot.addWidget(block)
    block.resize(150, 96)
    block.show_batch(Batch(64, 64, 4096, 32), Cell(63, 63, 4000))
    assert block.lit()
    assert {c.sample for c in block.lit()} == {5 * 64 // 6}
    block.show_batch(Batch(1, 1, 1, 1), Cell(0, 0, 0))
    assert block.lit() == {Cell(0, 0, 0)}
    block.grab()


@pytest.mark.parametrize("samples", [6, 7, 8, 13, 64])
@pytest.mark.parametrize("channels", [8, 9, 12, 64])
def test_a_drawn_cell_stands_for_those_from_it_to_the_next(
    qtbot: QtBot, samples: int, channels: int
) -> None:
    block = NormBlock(None)  # each element stands alone
    qtbot.addWidget(block)
    stands_for = []
    for i in range(max(samples, channels)):
        cell = Cell(min(i, samples - 1), min(i, channels - 1), 0)
        block.show_batch(Batch(samples, channels, 16, 1), cell)
        (lit,) = block.lit()
        assert lit.sample <= cell.sample
        assert lit.channel <= cell.channel
        stands_for.append((lit.sample, lit.channel))
    drawn = (
        {cell.sample for _, cell, _ in block._faces()},
        {cell.channel for _, cell, _ in block._faces()},
    )
    for axis, firsts in enumerate(drawn):
        assert {pair[axis] for pair in stands_for} == firsts
        for i, pair in enumerate(stands_for[: (samples, channels)[axis]]):
            assert pair[axis] == max(first for first in firsts if first <= i)


def test_a_cursor_that_leaves_a_mosaic_changes_nothing(panel: NormalizationPanel) -> None:
    mosaic = panel.compare.widget.mosaics["bn"]
    before = panel.view
    mosaic.pointed.emit(None)
    assert panel.view == before


# Compare


def test_the_color_scale_is_a_choice_that_computes_nothing(panel: NormalizationPanel) -> None:
    frames = listen(panel, "normalization")
    mosaic = panel.compare.widget.mosaics["ln"]
    assert tuple(mosaic.image.levels) == (-3, 3)
    panel.scaling.menu().actions()[1].trigger()
    assert panel.view.scaling == "own"
    assert tuple(mosaic.image.levels) == (0, 1)
    assert np.nanmin(mosaic.image.image) == 0
    assert np.nanmax(mosaic.image.image) == 1
    assert frames == []
    assert len(panel.scaling.menu().actions()) == len(SCALINGS)


def test_undo_hides_gamma_and_gives_the_input_back(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "normalization")
    combo = panel.form.control("undo").combo  # type: ignore[attr-defined]
    QTest.keyClick(combo, Qt.Key.Key_Down)
    wait(qtbot, panel)
    assert panel.spec.undo == "exact"
    assert not panel.form.control("gamma").isVisible()
    np.testing.assert_allclose(frames[-1].bn, frames[-1].input, atol=1e-5)
    assert "undone" in panel.compare.widget.reading.sentences.text()


def test_a_wrong_variant_says_what_it_costs(panel: NormalizationPanel, qtbot: QtBot) -> None:
    combo = panel.form.control("variant").combo  # type: ignore[attr-defined]
    QTest.keyClick(combo, Qt.Key.Key_Down)
    wait(qtbot, panel)
    assert panel.spec.variant == "unbiased"
    assert "unbiased variance" in panel.compare.widget.reading.sentences.text()
    assert float(rows(panel.compare.widget.reading)[0][4]) > 1e-4


def test_gamma_of_a_channel_is_drawn_as_a_bar(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "normalization")
    gestures: list[int] = []
    panel.form.edited.connect(lambda _, gesture: gestures.append(gesture))
    bars = panel.form.control("gammas").bars  # type: ignore[attr-defined]
    drag(bars, [bars.place(6, value).toPoint() for value in (1, 1.5, 2.5)])
    wait(qtbot, panel)
    assert panel.spec.gammas == "1, 1, 1, 1, 1, 1, 2.5, 1"
    assert len(set(gestures)) == 1 < len(gestures)  # one step to undo
    frame = frames[-1]
    np.testing.assert_array_equal(frame.gamma, [1, 1, 1, 1, 1, 1, 2.5, 1])
    np.testing.assert_allclose(frame.bn_group.std_after[6], 2.5, rtol=1e-3)
    panel.form.control("gammas").setFocus()
    bars.setFocus()
    before = panel.view
    QTest.keyClick(bars, Qt.Key.Key_Down)
    assert "2.4" in panel.spec.gammas
    assert panel.view == before
    assert "γ" not in panel.form.error("gammas")


def test_a_dense_layers_axes_on_maps_are_named_and_their_means_told(
    panel: NormalizationPanel, qtbot: QtBot
) -> None:
    frames = listen(panel, "normalization")
    panel.form.change(source="digits", variant="dense_axes", batch=4)
    wait(qtbot, panel)
    frame, compare = frames[-1], panel.compare.widget
    captions = [compare.captions[key].text() for key in NORMS]
    assert captions == ["BN [N]", "LN [C]", "IN [H, W]", "GN [C/G, H, W]", "RMS [C]"]
    assert [row[0] for row in rows(panel.compare.widget.reading)][:2] == [
        "Batch norm [N]",
        "Layer norm [C]",
    ]
    panel.compare.widget.pointed_at.emit(3, 5, 11)  # in the second row of pixels
    means = {
        "bn": frame.input[:, 5, 1, 3].mean(),
        "ln": frame.input[3, :, 1, 3].mean(),
        "in": frame.input[3, 5].mean(),
    }
    for key, mean in means.items():
        assert f"{key.upper()} μ {labels.number(float(mean))}, " in compare.pointer.text()


def test_where_there_is_no_instance_norm_it_equals_nothing(
    panel: NormalizationPanel, qtbot: QtBot
) -> None:
    panel.form.change(source="noise", layout="dense")
    wait(qtbot, panel)
    said = panel.compare.widget.reading.sentences.text()
    assert "LN is GN(1) within" in said
    assert "GN(C)" not in said


def test_every_group_has_its_row(panel: NormalizationPanel, qtbot: QtBot) -> None:
    bar = panel.compare.widget.tables.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    shown = rows(panel.compare.widget.groups)
    assert len(shown) == 8 + 2 + 16 + 8 + 2
    assert shown[0][:2] == ["Batch norm", "channel 1"]
    assert shown[-1][:2] == ["RMS norm", "sample 2"]
    assert float(shown[0][4]) == pytest.approx(0, abs=1e-6)
    assert float(shown[0][5]) == pytest.approx(1, abs=1e-2)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(2).center())
    x, _ = panel.compare.widget.dots.curves[2].getOriginalDataset()
    assert len(x) == 16


def test_the_four_numbers_are_typed(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "normalization")
    panel.form.change(source="numbers")
    wait(qtbot, panel)
    assert "-0.651, 0.391, 1.43, -1.17" in panel.compare.widget.reading.sentences.text()
    assert "-0.35, 0.21, 0.77, -0.63" in panel.compare.widget.reading.sentences.text()
    edit = panel.form.control("numbers").edit  # type: ignore[attr-defined]
    type_into(edit, "1, 2, 3")
    wait(qtbot, panel)
    np.testing.assert_array_equal(frames[-1].input.ravel(), [1, 2, 3])
    assert "notes" not in panel.compare.widget.reading.sentences.text()
    type_into(edit, "1, two")
    assert "row of numbers" in panel.form.error("numbers")
    assert panel.spec.numbers == "1, 2, 3" or "two" not in panel.spec.numbers
    type_into(edit, "4, 2")
    wait(qtbot, panel)
    assert panel.form.error("numbers") == ""
    np.testing.assert_array_equal(frames[-1].input.ravel(), [4, 2])


def test_own_pictures_are_dropped_and_a_broken_one_is_said(
    panel: NormalizationPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    frames = listen(panel, "normalization")
    Image.new("RGB", (40, 30), (255, 0, 0)).save(tmp_path / "red.png")
    turn_to(qtbot, panel, "Backward")
    assert panel.open_file(str(tmp_path))
    wait(qtbot, panel)
    assert panel.page.experiment == "normalization"
    assert panel.spec.source == "images"
    toggle(panel.form.control("convolve").box)  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert frames[-1].input[:, 0].min() == 1
    (tmp_path / "red.png").write_bytes(b"no picture")
    assert panel.open_file(str(tmp_path / "red.png"))
    wait(qtbot, panel)
    assert "red.png" in panel.errors.label.text()
    assert "red.png" in panel.form.error("images")
    panel.form.change(source="digits")
    wait(qtbot, panel)
    assert not panel.errors.isVisible()


def test_each_norm_has_its_own_histogram_and_what_fell_outside(qtbot: QtBot) -> None:
    spec = NormalizationSpec(source="noise", batch=3, size=8, beta=1.0, gammas="1, 2, 0.5")
    frame: Any = last_frame(Run(EXPERIMENTS["normalization"], spec, "cpu"))
    frame = replace(frame, below=np.arange(5), above=np.arange(5) * 10)
    page = ComparePictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame, "common")
    for i, key in enumerate(NORMS):
        edges, counts = page.histograms[key].curve.getOriginalDataset()
        np.testing.assert_array_equal(counts, frame.counts[i])
        np.testing.assert_array_equal(edges, frame.edges)
        below, above = (labels.number(100 * n / frame.input.size, 2) for n in (i, 10 * i))
        assert page.histograms[key].note.text() == (f"<{below} % >{above} %" if i else "")
    _, counts = page.histograms["input"].curve.getOriginalDataset()
    np.testing.assert_array_equal(counts, frame.input_counts)


def test_a_mosaic_has_samples_down_and_channels_across(qtbot: QtBot) -> None:
    mosaic = Mosaic()
    qtbot.addWidget(mosaic)
    values = np.arange(2 * 3 * 4 * 5, dtype=float).reshape(2, 3, 4, 5)
    mosaic.show_batch(values, 0, 1, "CET-L1")
    tiles = mosaic.image.image
    assert tiles.shape == (2 * 4, 3 * 5)
    for n in range(2):
        for c in range(3):
            tile = tiles[4 * n : 4 * n + 4, 5 * c : 5 * c + 5]
            np.testing.assert_array_equal(tile, values[n, c])
    heard: list[tuple[int, int]] = []
    mosaic.pointed_at.connect(lambda n, c: heard.append((n, c)))
    mosaic.pointed.emit(QPointF(2.5, 0.5))
    mosaic.pointed.emit(QPointF(0.5, 1.5))
    mosaic.pointed.emit(QPointF(0.5, 2.5))  # under the last sample
    assert heard == [(0, 2), (1, 0)]


# Train and predict


def test_every_curve_of_the_moving_averages_is_its_own(qtbot: QtBot) -> None:
    spec = RunningStatisticsSpec(batches=30, drift=1.0, features=3)
    frame: Any = last_frame(Run(EXPERIMENTS["running_statistics"], spec, "cpu"))
    page = RunningPictures()
    qtbot.addWidget(page)
    page.show_frame(spec, frame)
    page.turn(2)
    expected = {
        page.mean: (frame.batch_mean, frame.true_mean, frame.textbook_mean, frame.torch_mean),
        page.variance: (
            frame.batch_variance,
            np.broadcast_to(frame.true_variance, (30, 3)),
            frame.textbook_variance,
            frame.torch_variance,
        ),
    }
    for chart, columns in expected.items():
        for index, rows in enumerate(columns):
            x, y = chart.curves[index].getOriginalDataset()
            np.testing.assert_array_equal(y, rows[:, 2])
            assert x[-1] == 30  # averages begin before the first batch, batches are counted from 1
    for index, predicted in enumerate((frame.test_eval_textbook, frame.test_eval)):
        x, y = page.modes.curves[index].getOriginalDataset()
        np.testing.assert_array_equal(x, predicted[:, 2])
        np.testing.assert_array_equal(y, frame.test_train[:, 2])
    wrong, right = (c.getOriginalDataset()[1] for c in page.frozen.curves)
    np.testing.assert_array_equal(wrong, frame.frozen_mean[:, 2])
    np.testing.assert_array_equal(right, np.full(len(wrong), frame.frozen_mean[0, 2]))
    assert wrong[-1] != right[-1]


def test_curves_and_errors_of_a_training_are_drawn_where_they_belong(qtbot: QtBot) -> None:
    small: dict[str, Any] = {"norms": "bn, gn", "depth": 2, "width": 4, "epochs": 2, "samples": 64}
    page = TrainingPictures()
    qtbot.addWidget(page)
    spec = NormTrainingSpec(**small)
    frame: Any = last_frame(Run(EXPERIMENTS["norm_training"], spec, "cpu"))
    page.show_frame(spec, frame)
    for k in range(2):
        x, y = page.error.curves[k].getOriginalDataset()
        assert list(x) == [1, 2]
        np.testing.assert_allclose(y, 100 * frame.error[k, 0, [3, 7]])
    spec = NormTrainingSpec(**small, vary="placement")
    frame = last_frame(Run(EXPERIMENTS["norm_training"], spec, "cpu"))
    page.show_frame(spec, frame)
    for k in range(2):
        x, y = page.loss.curves[k].getOriginalDataset()
        np.testing.assert_array_equal(x, frame.epochs)
        np.testing.assert_array_equal(y, frame.loss[k, telling_value(frame)])
        x, y = page.error.curves[k].getOriginalDataset()
        np.testing.assert_allclose(y, 100 * frame.final_error[k])


def sweep(**arrays: Any) -> tuple[NormTrainingSpec, Any]:
    """A finished sweep of the rate whose third value alone tells the two norms apart."""
    spec = NormTrainingSpec(norms="none, bn", vary="learning_rate", epochs=1, samples=64, width=2)
    run = Run(EXPERIMENTS["norm_training"], spec.replace(vary="nothing"), "cpu")
    one: Any = last_frame(run)
    values = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
    shape = (2, len(values))
    loss = np.arange(2 * len(values) * 4, dtype=float).reshape(*shape, 4) + 1
    trained = np.zeros(shape, bool)
    trained[1, 2] = True
    return spec, replace(
        one,
        step=len(values) * 4,
        total=len(values) * 4,
        values=values,
        loss=loss,
        error=np.full_like(loss, 0.5),
        final_error=np.full(shape, 0.5),
        final_errors=np.full((1, *shape), 0.5),
        diverged=np.zeros(shape, bool),
        trained=trained,
        passed_mean=np.zeros(shape),
        passed_std=np.ones(shape),
    )


def test_a_finished_sweep_shows_the_telling_value_and_a_click_chooses_another(
    qtbot: QtBot,
) -> None:
    page = TrainingPictures()
    qtbot.addWidget(page)
    spec, frame = sweep()
    page.resize(900, 600)
    with qtbot.waitExposed(page, timeout=SOON):
        page.show()
    page.show_frame(spec, frame)
    assert page.curves_of.currentIndex() == 2
    np.testing.assert_array_equal(page.loss.curves[1].getOriginalDataset()[1], frame.loss[1, 2])
    view = page.error.plot.getViewBox()
    at = page.error.picture.mapFromScene(view.mapViewToScene(QPointF(5.1, 50)))
    QTest.mouseClick(page.error.picture.viewport(), Qt.MouseButton.LeftButton, pos=at)
    np.testing.assert_array_equal(page.loss.curves[1].getOriginalDataset()[1], frame.loss[1, 5])
    assert page.curves_of.currentIndex() == 5
    page.curves_of.setFocus()
    QTest.keyClick(page.curves_of, Qt.Key.Key_Up)
    np.testing.assert_array_equal(page.loss.curves[1].getOriginalDataset()[1], frame.loss[1, 4])
    page.show_frame(spec.replace(seed=1), frame)
    assert page.curves_of.currentIndex() == 2, "another run, another choice"


def test_norms_are_chosen_by_boxes_and_the_last_stays(qtbot: QtBot) -> None:
    control = control_for(parameter_of(NormTrainingSpec, "norms"))
    assert isinstance(control, SubsetControl)
    qtbot.addWidget(control)
    edits: list[object] = []
    control.edited.connect(edits.append)
    control.show_value("none, bn", None)
    control.boxes["rms"].click()
    control.boxes["none"].click()
    assert edits == ["none, bn, rms", "bn, rms"]
    control.show_value("bn", None)
    control.boxes["bn"].click()
    assert control.boxes["bn"].isChecked()
    assert len(edits) == 2


def test_maps_keep_their_shape_and_their_axes_are_named(panel: NormalizationPanel) -> None:
    page = panel.compare.widget
    view = page.mosaics["bn"].plot.getViewBox()
    tile = view.mapViewToScene(QPointF(1, 1)) - view.mapViewToScene(QPointF(0, 0))
    assert abs(tile.x()) == pytest.approx(abs(tile.y()), rel=0.01), "a map of as many rows"
    assert page.blocks["bn"].names == ("N", "C", "H·W")
    assert "outputs from blue -3 to red 3" in page.colors.text()


def test_undone_norms_take_the_colors_of_the_input(panel: NormalizationPanel, qtbot: QtBot) -> None:
    panel.form.change(undo="exact")
    panel.refresh()
    wait(qtbot, panel)
    page = panel.compare.widget
    images = [page.mosaics[key].image for key in ("input", "bn")]
    levels = [tuple(map(float, image.levels)) for image in images]
    assert levels[0] == pytest.approx(levels[1])
    assert page.colors.text().startswith("Colors: all from black")


def test_the_moving_averages_are_followed(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "running_statistics")
    turn_to(qtbot, panel, "Train and predict")
    assert frames[-1].step == 100
    _, drawn = panel.running.widget.mean.curves[3].getOriginalDataset()
    np.testing.assert_array_equal(drawn, frames[-1].torch_mean[:, 0])
    panel.running.widget.feature.setFocus()
    QTest.keyClick(panel.running.widget.feature, Qt.Key.Key_Down)
    _, drawn = panel.running.widget.mean.curves[3].getOriginalDataset()
    np.testing.assert_array_equal(drawn, frames[-1].torch_mean[:, 1])
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Right)
    assert panel.running.widget.feature.currentIndex() == 2
    form = panel.forms["running_statistics"]
    assert form.isVisible()
    assert not panel.form.isVisible()
    type_into(form.control("drift").edit, "8")  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert np.abs(panel.running.widget.gauge.drift).max() > 0.3
    assert "torch refuses" in panel.running.widget.reading.sentences.text()
    assert len(rows(panel.running.widget.reading)) == 4
    type_into(form.control("features").edit, "2")  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert panel.running.widget.feature.count() == 2


# Backward


def test_the_backward_pass_is_stepped_node_by_node(panel: NormalizationPanel, qtbot: QtBot) -> None:
    turn_to(qtbot, panel, "Backward")
    page = panel.backward.widget
    count = 2 * len(NODES)
    assert page.transport.total == page.transport.step == count
    assert page.graph.texts("x") == (
        ["1", "2", "3", "4"],
        ["0.2683", "-0.3578", "-0.08944", "0.1789"],
    )
    QTest.mouseClick(page.transport.to_start, Qt.MouseButton.LeftButton)
    assert page.graph.texts("x") == ([], [])
    panel.setFocus()
    for _ in range(2):
        QTest.keyClick(panel, Qt.Key.Key_Right)
    assert page.graph.texts("mean") == (["2.5"], [])
    assert page.graph.texts("centered") == ([], [])
    assert "mean μ" in page.words.text()
    click(page.graph, page.graph.box("shifted").center().toPoint())
    assert page.transport.step == len(NODES)
    QTest.keyClick(panel, Qt.Key.Key_Right)
    assert page.graph.texts("shifted")[1] == ["1", "0", "0", "0"]
    assert page.graph.texts("x")[1] == []
    assert "Backward" in page.words.text()
    assert "closed form: 1, 0, 0, 0 · autograd: 1, 0, 0, 0" in page.words.text()
    click(page.graph, page.graph.box("normalized").center().toPoint())
    assert page.graph.texts("normalized")[1]
    page.graph.grab()


def test_in_a_narrow_graph_the_gradients_stand_under_the_values(qtbot: QtBot) -> None:
    graph = Graph()
    qtbot.addWidget(graph)
    frame: Any = last_frame(Run(EXPERIMENTS["bn_backward"], BnBackwardSpec()))
    graph.show_step(frame, 2 * len(NODES))
    graph.resize(525, 280)
    node = "centered"
    room = graph.box(node).adjusted(4, 22, -4, -2)
    beside, _ = graph.columns(node, room)
    under = graph.stacked(node, room)
    assert under is not None
    assert under[0] > beside
    assert list(map(len, under[1])) == [4, 4]
    graph.resize(1300, 300)
    assert graph.stacked(node, graph.box(node).adjusted(4, 22, -4, -2)) is None


@pytest.mark.parametrize("width", [420, 700, 820, 1300])
@pytest.mark.parametrize("values", ["1, 2, 3, 4", "0.001, -1234.5, 777.77, -0.09, 3, 5, 7, 9"])
def test_no_number_of_the_graph_loses_its_sign(qtbot: QtBot, width: int, values: str) -> None:
    """Each fits its column whole: of "-0.08944" in too little room "0.08944" was to be read."""
    spec = BnBackwardSpec(values=values)
    graph = Graph()
    qtbot.addWidget(graph)
    frame: Any = last_frame(Run(EXPERIMENTS["bn_backward"], spec))
    graph.show_step(frame, 2 * len(NODES))
    graph.resize(width, 300)
    for node in NODES:
        room = graph.box(node).adjusted(4, 22, -4, -2)
        size, columns = graph.columns(node, room)
        font = graph.font()
        font.setPixelSize(size)
        metrics = QFontMetricsF(font)
        right = room.left()
        for (left, across, texts), whole in zip(columns, graph.texts(node), strict=True):
            assert left >= right - 1e-6
            right = left + across
            assert len(texts) == len(whole)
            for text, number in zip(texts, whole, strict=True):
                assert metrics.horizontalAdvance(text) <= across
                assert text == "…" or text.startswith("-") == number.startswith("-")
                if width >= 820:
                    assert float(text) == pytest.approx(float(number), rel=0.06)
        assert right <= room.right() + 1e-6


def test_the_batch_and_its_gradient_are_edited(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "bn_backward")
    turn_to(qtbot, panel, "Backward")
    form = panel.forms["bn_backward"]
    type_into(form.control("values").edit, "5, 1, 0")  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert frames[-1].forward.shape == (12, 3)
    assert panel.specs["bn_backward"].upstream == "1, 0, 0"  # type: ignore[attr-defined]
    type_into(form.control("upstream").edit, "1, 1, 1")  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert "in the factor in front would not" in panel.backward.widget.reading.sentences.text()
    type_into(form.control("upstream").edit, "1, 2")  # type: ignore[attr-defined]
    assert "too few" in form.error("upstream")
    assert len(rows(panel.backward.widget.reading)) == len(NODES)


# Does it help?


def test_norms_are_trained_stopped_and_trained_again(
    panel: NormalizationPanel, qtbot: QtBot
) -> None:
    frames = listen(panel, "norm_training")
    panel.book.specs = {
        **panel.specs,
        "norm_training": panel.specs["norm_training"].adapt(
            norms="none, bn", width=2, depth=1, samples=64, epochs=50
        ),
    }
    panel.show_page("norm_training")
    qtbot.waitUntil(lambda: len(frames) >= 2, timeout=SOON)
    assert panel.training.widget.button.text() == "Stop"
    QTest.mouseClick(panel.training.widget.button, Qt.MouseButton.LeftButton)
    wait(qtbot, panel)
    assert panel.training.widget.button.text() == "Train again"
    assert frames[-1].step < frames[-1].total
    form = panel.forms["norm_training"]
    type_into(form.control("epochs").edit, "1")  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert frames[-1].step == frames[-1].total == 4
    count = len(frames)
    QTest.mouseClick(panel.training.widget.button, Qt.MouseButton.LeftButton)
    wait(qtbot, panel)
    assert len(frames) > count
    np.testing.assert_array_equal(frames[-1].loss, frames[count - 1].loss)  # same seed, same result
    assert [row[0] for row in rows(panel.training.widget.reading)] == ["None", "BN"]


def test_the_error_is_drawn_against_what_is_varied(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "norm_training")
    panel.book.specs = {
        **panel.specs,
        "norm_training": panel.specs["norm_training"].adapt(
            norms="bn, gn", width=2, depth=1, samples=64, epochs=1
        ),
    }
    panel.show_page("norm_training")
    wait(qtbot, panel)
    form = panel.forms["norm_training"]
    combo = form.control("vary").combo  # type: ignore[attr-defined]
    for _ in range(2):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    wait(qtbot, panel)
    assert frames[-1].values == (32, 16, 8, 4, 2, 1)
    assert not form.control("batch").isVisible()
    _, error = panel.training.widget.error.curves[0].getOriginalDataset()
    np.testing.assert_allclose(error, 100 * frames[-1].final_error[0])
    _, published = panel.training.widget.error.curves[2].getOriginalDataset()
    assert published.tolist() == pytest.approx([23.6, 23.7, 24.8, 27.3, 34.7])
    shown = rows(panel.training.widget.reading)
    assert [row[0] for row in shown] == ["BN", "GN", "BN, ImageNet", "GN, ImageNet"]
    assert "ImageNet" in panel.training.widget.error.legend.text()
    form.change(vary="nothing")
    wait(qtbot, panel)
    curves = panel.training.widget.error.curves
    dots = [curve.opts["symbolBrush"].color() for curve in curves]
    assert dots == [curve.opts["pen"].color() for curve in curves], "each its curve's own color"


# Scaled weights


def test_the_weights_scale_is_dragged_and_negated(panel: NormalizationPanel, qtbot: QtBot) -> None:
    frames = listen(panel, "weight_scale")
    turn_to(qtbot, panel, "Scaled weights")
    said = panel.weights.widget.reading.sentences
    assert "is BN(Wx), within" in said.text()
    form = panel.forms["weight_scale"]
    toggle(form.control("negate").box)  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert "sign turned" in said.text()
    np.testing.assert_allclose(frames[-1].scaled, -frames[-1].plain, atol=1e-2)
    type_into(form.control("factor").edit, "1e-5")  # type: ignore[attr-defined]
    wait(qtbot, panel)
    assert "no longer far above" in said.text()
    apart = panel.weights.widget.apart
    assert apart.playhead.value() == pytest.approx(-5)
    click(apart.picture.viewport(), in_chart(apart, 1.5))
    wait(qtbot, panel)
    spec: Any = panel.specs["weight_scale"]
    assert spec.factor == pytest.approx(10**1.5, rel=0.05)
    assert apart.playhead.value() == pytest.approx(1.5, abs=0.02)


# Presets


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.name)
def test_a_preset_brings_its_page_and_its_settings(panel: NormalizationPanel, preset: Any) -> None:
    panel.apply_preset(preset)
    assert panel.page.experiment == (preset.page or "normalization")
    key = panel.page.experiment
    wanted = preset.pages.get(key, preset.settings)
    for name, value in wanted.items():
        assert getattr(panel.specs[key], name) == value
    assert labels.tr(preset.name)


def test_every_claim_of_the_notes_has_its_preset() -> None:
    """N1 to N11, by what shows them."""
    shown = [(p.page or "compare", {**p.settings, **p.pages.get(p.page, {})}) for p in PRESETS]
    for page, settings in (
        ("compare", {}),  # N1
        ("compare", {"variant": "unbiased"}),  # N2
        ("compare", {"groups": 1}),  # N3
        ("compare", {"layout": "dense"}),  # N4
        ("running_statistics", {"drift": 8.0}),  # N5
        ("compare", {"undo": "exact"}),  # N6
        ("norm_training", {"vary": "learning_rate"}),  # N7
        ("norm_training", {"vary": "batch"}),  # N8
        ("bn_backward", {}),  # N9
        ("norm_training", {"vary": "placement"}),  # N10
        ("compare", {"source": "numbers"}),  # N11
    ):
        assert any(p == page and s.items() >= settings.items() for p, s in shown), (page, settings)


NUMBERS: dict[str, Any] = {"source": "numbers", "eps": 1e-12}


@pytest.mark.parametrize(
    "other", [{"variant": "unbiased"}, {"gamma": 2.0}, {"betas": "1, 2"}, {"undo": "exact"}]
)
def test_only_what_the_definition_gives_is_called_so(other: dict[str, Any]) -> None:
    def said(**fields: Any) -> str:
        spec = NormalizationSpec(**NUMBERS, **fields)
        frame = last_frame(Run(EXPERIMENTS["normalization"], spec, "cpu"))
        return " ".join(reading_of("normalization")(spec, frame).sentences)

    assert "the definition gives -0.651, 0.391, 1.43, -1.17" in said()
    assert "the definition gives" not in said(**other)


def test_pages_that_are_not_in_front_compute_nothing(
    panel: NormalizationPanel, qtbot: QtBot
) -> None:
    heard = {key: listen(panel, key) for key in panel.specs if key != panel.key}
    panel.form.change(gamma=2.0)
    wait(qtbot, panel)
    assert not any(heard.values())
    turn_to(qtbot, panel, "Backward")
    assert heard["bn_backward"]
    assert not heard["norm_training"]


def test_every_node_has_its_place_and_its_formulas() -> None:
    for table in (PLACES, FORWARD, BACKWARD, NODE_WORDS):
        assert set(table) == set(NODES)
    assert len(set(PLACES.values())) == len(NODES)
    assert {node for edge in EDGES for node in edge} == set(NODES)


def test_a_click_beside_every_node_chooses_none(panel: NormalizationPanel, qtbot: QtBot) -> None:
    turn_to(qtbot, panel, "Backward")
    before = panel.backward.widget.transport.step
    click(panel.backward.widget.graph, QPoint(1, 1))
    assert panel.backward.widget.transport.step == before
