"""Depth: nets of several depths, drawn, and trained by mouse and keyboard."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.labs.networks.depth_readings import depth, verdicts
from app.labs.networks.panel import NetworksPanel
from core.experiment import last_frame
from core.networks.architecture import ArchitectureSpec
from core.networks.depth import DepthFrame, DepthSpec
from core.networks.run_depth import run
from tests.app import frames
from tests.app.hands import toggle, type_into
from tests.app.panels import choose_preset, in_chart, job_of, table
from tests.patience import SOON

LEFT = Qt.MouseButton.LeftButton
SPEC = DepthSpec(depths="4, 8", width=8, epochs=1)


def frame_of(spec: DepthSpec) -> DepthFrame:
    frame = last_frame(run(spec, "cpu"))
    assert isinstance(frame, DepthFrame)
    return frame


@pytest.fixture(scope="module")
def frame() -> DepthFrame:
    return frame_of(SPEC)


@pytest.fixture
def panel(show, still, frame):
    panel = show(NetworksPanel, still, ArchitectureSpec(net="lenet"))
    panel.show_page("depth")
    panel.form_of("depth").change(depths=SPEC.depths, width=8, epochs=1)
    frames.deliver(panel, "depth", frame, SPEC)
    return panel


def curves(chart):
    """What each curve of a chart draws, by its name, where it draws anything."""
    drawn = (curve.getOriginalDataset() for curve in chart.curves)
    return {chart._name_of(k): (x, y) for k, (x, y) in enumerate(drawn) if x is not None and len(x)}


def test_every_net_is_drawn_while_it_trains_and_where_it_ends(panel, frame):
    pictures = panel.depths.widget
    losses = curves(pictures.loss)
    assert len(losses) == 6
    np.testing.assert_array_equal(losses["v1, depth 8"][1], frame.smoothed[1, 1])
    final = curves(pictures.final)
    assert list(final) == ["plain", "v1", "v2"]
    np.testing.assert_array_equal(final["v2"][1], frame.final_loss[2])
    blocks = curves(pictures.gradient)
    np.testing.assert_array_equal(blocks["plain"][1], frame.relative_norm[0, 0, 1])
    np.testing.assert_array_equal(blocks["v1 2"][1], frame.relative_norm[1, 1, 1])
    np.testing.assert_array_equal(blocks["v1 3"][1], frame.relative_norm[2, 1, 1])
    theory = next(name for name in blocks if "1.467" in name)
    np.testing.assert_array_equal(blocks[theory][1], frame.theory)
    np.testing.assert_array_equal(curves(pictures.cosine)["v1"][1], frame.cosine[1, 1])
    assert [row[0] for row in table(pictures.reading)] == ["plain", "v1", "v2"]
    assert "Healthy" not in pictures.sign.text(), "losses alone cannot say so"


def test_final_losses_keep_their_dots_though_the_deepest_came_first(panel):
    frame = next(f for f in run(SPEC, "cpu") if isinstance(f, DepthFrame) and f.step == 3)
    panel.jobs.forget("depth")
    frames.deliver(panel, "depth", frame, SPEC)
    frames.deliver(panel, "depth", frame_of(SPEC), SPEC)
    symbols = [curve.opts["symbol"] for curve in panel.depths.widget.final.curves]
    assert symbols == ["o"] * 3


def test_identities_are_a_line_from_the_shallow_loss_to_the_same(panel, frame):
    pictures = panel.depths.widget
    toggle(pictures.insert)
    assert panel.view.inserted
    line = curves(pictures.final)["depth 4, identities inserted"][1]
    assert set(line) == {frame.shallow_loss}
    panel.change_view(inserted=False)
    assert not pictures.insert.isChecked()
    assert len(curves(pictures.final)) == 3


def test_a_click_on_a_depth_shows_its_blocks(panel, frame):
    pictures = panel.depths.widget
    assert len(curves(pictures.cosine)["plain"][0]) == 3
    chart = pictures.final
    QTest.mouseClick(chart.picture.viewport(), LEFT, pos=in_chart(chart, 0))
    assert pictures.blocks_of.currentText() == "Blocks: depth 4"
    assert pictures.cosine.curves[0].getOriginalDataset()[1] == pytest.approx(frame.cosine[0, 0, 0])


def test_the_sentences_have_the_numbers_and_what_does_not_hold():
    spec = DepthSpec(depths="4, 32", width=32, learning_rate=0.02, epochs=3, kinds="plain, v1")
    frame = frame_of(spec)
    said = " ".join(depth(spec, frame).sentences)
    times = frame.final_loss[0, 1] / frame.final_loss[1, 1]
    assert re.search(r"At depth 32 plain ends at a training loss of [\d.]+, v1 at [\d.]+", said)
    assert f"{times:.2g} times less" in said
    assert "28 identities inserted" in said
    loss = f"{frame.shallow_loss:.3g}"
    assert f"{loss} = {loss}" in said
    assert "theory, plain: 1.467). In plain it explodes, and a skip tames it" in said
    broken = DepthSpec(
        depths="4, 32", width=32, norm="none", learning_rate=0.1, kinds="plain, v1", epochs=1
    )
    found = depth(broken, frame_of(broken))
    assert found.sentences[0].startswith("Diverged at depth 32: v1")
    assert found.rows[1][2] == "diverged"
    assert found.rows[1][3] == "–"
    assert list(verdicts(broken, frame_of(broken))) == ["plain 32", "v1 32"]
    said = " ".join(found.sentences)
    assert "their cosine is" in said
    assert "with a skip it explodes" in said


def test_dead_units_pass_no_gradient_and_make_nothing_alike():
    spec = DepthSpec(depths="4, 32", width=4, norm="none", epochs=1)
    frame = frame_of(spec)
    assert frame.growth[0, -1] == 0
    said = " ".join(depth(spec, frame).sentences)
    assert "In plain it vanishes; with a skip it explodes." in said
    assert "alike" not in said


def test_several_seeds_are_dots_beside_their_mean(show, still):
    spec = SPEC.replace(seeds=2, kinds="v1")
    frame = frame_of(spec)
    panel = show(NetworksPanel, still, ArchitectureSpec(net="lenet"))
    panel.show_page("depth")
    frames.deliver(panel, "depth", frame, spec)
    final = panel.depths.widget.final
    mean, dots = (curve.getOriginalDataset()[1] for curve in final.curves)
    np.testing.assert_allclose(mean, frame.final_losses[:, 0].mean(axis=0))
    assert sorted(dots) == sorted(frame.final_losses.ravel())
    assert "±" in table(panel.depths.widget.reading)[0][1]
    assert panel.depths.widget.note.text() == "Seed 2 of 2"


def test_the_page_by_mouse_and_keyboard(show, compute, settled):
    panel = show(NetworksPanel, compute, ArchitectureSpec(net="lenet"))
    panel.form_of("depth").change(depths="4", width=8, epochs=1)
    panel.show_page("depth")
    settled(panel)
    form, pictures = panel.form_of("depth"), panel.depths.widget
    type_into(form.control("depths").edit, "4, 7")
    assert "6, 8" in form.error("depths")
    type_into(form.control("depths").edit, "4, 6")
    settled(panel)
    assert panel.spec_of("depth").layers == (4, 6)
    assert len(pictures.loss.curves) == 6
    assert pictures.button.text() == "Train again"
    heard = len(panel.heard["depth"])
    QTest.mouseClick(pictures.button, LEFT)
    settled(panel)
    assert len(panel.heard["depth"]) > heard
    choose_preset(panel, "The deep net contains the shallow one")
    assert panel.view.inserted
    assert pictures.insert.isChecked()
    QTest.mouseClick(pictures.button, LEFT)
    settled(panel)
    assert pictures.button.text() == "Train again", "it was stopped"


def test_what_is_trained_waits_while_another_page_is_in_front(show, compute, settled, qtbot):
    """The compute thread belongs to the page that is seen: a hidden one would hold it up."""
    panel = show(NetworksPanel, compute, ArchitectureSpec(net="lenet"))
    panel.show_page("depth")
    job = job_of(panel, "depth")
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        pass
    panel.show_page("anatomy")
    settled(panel)  # though the training is far from its end
    assert job.busy
    step = panel.jobs.report("depth").frame.step
    panel.form.change(net="resnet18")
    settled(panel)
    assert panel.jobs.report("depth").frame.step <= step + 1
    panel.show_page("depth")
    with qtbot.waitSignal(job.delivered, timeout=SOON):
        pass
    assert panel.jobs.report("depth").frame.step > step
    job.cancel()
